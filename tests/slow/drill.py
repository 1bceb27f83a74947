"""A closed quarter for tests: cases on their way, months told, then rows taken back."""

from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.rows import dict_row
from tests.batches import Rows, write_batch
from tests.integration.cases.casework import Case
from tests.slow.late import landed, reversal_of

from claim_review.landing.dictionary import tables
from claim_review.review import desk

BEGUN = datetime(2025, 4, 22, 1, tzinfo=UTC)
# Soon after the cut-offs of May and June.
AFTER_MAY = datetime(2025, 6, 3, 4, tzinfo=UTC)
AFTER_JUNE = datetime(2025, 7, 2, 4, tzinfo=UTC)
# Cases alone in their settlement, of which money can be refused, one per institution.
LONE = """
select distinct on (hits.fixmedins_code) hits.hit_id, hits.setl_id
from review.hit as hits
where
    hits.line_fund_cap > 2
    and hits.rule_id in ('C-01', 'C-02', 'P-01', 'P-03', 'P-11', 'P-12', 'P-17')
    and (
        select count(*) from marts.fct_rule_hits as beside
        where beside.setl_id = hits.setl_id
    ) = 1
order by hits.fixmedins_code, hits.fund_amount desc, hits.hit_id
"""
TO_LIST = ("accept", "final_confirm", "window_closed")


def lone_cases(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """Return hit and settlement of cases that have both to themselves."""
    return connection.execute(LONE).fetchall()


def walk(connection: psycopg.Connection, hit_id: str, *steps: str) -> Case:
    """Take a case through steps, each with all that the fund paid for it."""
    case = Case(connection, hit_id, now=BEGUN)
    whole = {name: case.fact(name) for name in ("amount", "fund_amount")}
    for step in steps:
        changes = {}
        if step in ("first_suspect", "second_agree", "final_confirm"):
            changes = whole | ({"reason_code": None} if step == "final_confirm" else {})
        if step == "dispatch":
            changes = {"payload": {"batch_id": _approved(connection, case)}}
        case.does(step, **changes)
    return case


def _approved(connection: psycopg.Connection, case: Case) -> str:
    code = case.fact("fixmedins_code")
    desk.approve_batch(connection, f"B-{code}", code, f"A-{code}", "agency-1", BEGUN)
    address = f"{code.lower()}@example.org"
    desk.verify_contact(connection, code, "MAIL", address, "agency-1", BEGUN)
    return f"B-{code}"


def write_cancellations(
    url: str, landing: Path, whole: list[str], half: list[str]
) -> Path:
    """Write a late batch that takes settlements back, some of them only by half."""
    every: Rows = {name: [] for name, table in tables().items() if table.is_required}
    with psycopg.connect(url, row_factory=dict_row) as connection:
        for share, setl_ids in ((1, whole), (2, half)):
            for setl_id in setl_ids:
                sent = landed(connection, setl_id)
                for table in ("setl_d", "fee_list_d"):
                    every[table] += [
                        reversal_of(table, row, share) for row in sent[table]
                    ]
    return write_batch(landing, "2025Q1-late-1", every, kind="late")
