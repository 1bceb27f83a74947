"""A closed quarter for tests: cases on their way, months told, then rows taken back."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import psycopg
from psycopg.rows import dict_row
from tests import pipeline
from tests.batches import Rows, write_batch
from tests.integration.cases.casework import Case
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.pipeline import QUARTER, rows
from tests.slow.late import landed, reversal_of
from tests.unit.exchange.workbooks import KEY

from claim_review.exchange.follow_ups import issue_follow_ups
from claim_review.landing.dictionary import tables
from claim_review.review import desk
from claim_review.settings import Settings
from claim_review.statements.closing import close_month
from claim_review.statements.drafts import publish

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
# How far the case had come that is taken back whole.
DISPATCHED = ("first_suspect", "second_agree", "dispatch")
WAYS = {
    "deducted": (*DISPATCHED, *TO_LIST),
    "listed": (*DISPATCHED, *TO_LIST),
    "untold": (*DISPATCHED, *TO_LIST),
    "dispatched": DISPATCHED,
    "new": (),
    # Taken back by half; not at all.
    "halved": (*DISPATCHED, *TO_LIST),
    "kept": (*DISPATCHED, *TO_LIST),
}
LEDGER = """
select hit_id, statement_month, amount from review.refusal order by refusal_id
"""


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


class Drill:
    """The quarter, its cases by name, and what people do."""

    def __init__(self, url: str, settings: Settings) -> None:
        self.url, self.settings = url, settings
        with psycopg.connect(url) as connection:
            found = lone_cases(connection)
        picked = dict(zip(WAYS, found, strict=False))
        assert len(picked) == len(WAYS)
        self.hits = {name: hit_id for name, (hit_id, _) in picked.items()}
        self.setls = {name: setl_id for name, (_, setl_id) in picked.items()}
        self.names = {hit_id: name for name, hit_id in self.hits.items()}

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url)

    def go_their_ways(self) -> None:
        with self.connect() as connection:
            for name, steps in WAYS.items():
                walk(connection, self.hits[name], *steps)

    def end_may(self) -> None:
        """List and tell May, but for one institution, and deduct two cases."""
        with self.connect() as connection:
            closed = close_month(connection, self.settings, "2025-05", AFTER_MAY)
            query = "select fixmedins_code from review.hit where hit_id = %s"
            untold = connection.execute(query, (self.hits["untold"],)).fetchone()[0]
            for number in closed.drafts:
                if untold not in number:
                    publish(connection, number, "agency-1", AFTER_MAY)
            for name in ("deducted", "halved", "kept"):
                connection.execute(
                    """
                    select review.apply_event(
                        %s, 'settle', 'agency-1', 'AGENCY', %s,
                        payload => '{"payment_reference": "BF-1"}'
                    )
                    """,
                    (self.hits[name], AFTER_MAY + DAY),
                )

    def land_cancellations(self) -> None:
        landing = self.settings.var_dir / "landing"
        whole = [self.setls[name] for name in WAYS if name not in ("halved", "kept")]
        write_cancellations(self.url, landing, whole, [self.setls["halved"]])
        quality = self.settings.var_dir / "quality"
        pipeline.land(self.url, landing, quality, QUARTER)

    def decides(self, who: str, role: str, at: datetime) -> list[str]:
        """Let somebody agree to all that their workbook asks; return the hits."""
        with self.connect() as connection:
            query = "select hit_id from review.follow_up_open where role = %s"
            hits = [hit_id for (hit_id,) in connection.execute(query, (role,))]
            out = issue_follow_ups(connection, who, role, 99, KEY, "claim-review", at)
            answers = {hit_id: {"处理意见": "同意"} for hit_id in hits}
            at_desk = Desk(connection, who, at + timedelta(hours=1))
            assert problems(at_desk.hands_in(filled(out.content, answers))) == []
        return sorted(self.names[hit_id] for hit_id in hits)

    def end_june(self) -> None:
        with self.connect() as connection:
            close_month(connection, self.settings, "2025-05", AFTER_JUNE)
            close_month(connection, self.settings, "2025-06", AFTER_JUNE)

    def states(self) -> dict[str, str]:
        query = "select hit_id, state from review.hit_state"
        with self.connect() as connection:
            found = dict(connection.execute(query).fetchall())
        return {name: found[hit_id] for name, hit_id in self.hits.items()}

    def proposals(self) -> dict[str, tuple[str, str, str]]:
        query = "select hit_id, kind, step, cause from review.follow_up_open"
        return {
            self.names[row["hit_id"]]: (row["kind"], row["step"], row["cause"])
            for row in rows(self.url, query)
        }

    def ledger(self) -> dict[str, list[tuple[str, Decimal]]]:
        entries: dict[str, list] = {name: [] for name in self.names.values()}
        for row in rows(self.url, LEDGER):
            name = self.names[row["hit_id"]]
            entries[name].append((row["statement_month"], row["amount"]))
        return entries

    def published(self) -> list[dict]:
        query = """
            select statement_number, content_sha256 from review.statement
            inner join review.statement_publication using (statement_number)
            order by 1
        """
        return rows(self.url, query)
