"""A quarter with all that can be lost of it: rows, hits, cases, statements, files."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb
from tests.batches import fee_line, settlement, tiny_batch, write_batch
from tests.integration.cases import casework
from tests.integration.landing.loading import load_unchecked
from tests.integration.statements.months import AFTER, confirmed, listed

from claim_review.archive.check import Outcome
from claim_review.archive.verifying import verify
from claim_review.statements.drafts import draft_month, publish

QUARTER = "2025Q1"
NOW = datetime(2027, 6, 1, tzinfo=UTC)
MARTS = """
create schema marts;
create table marts.dim_rule (
    rule_id text, rule_name text, basis text, priority integer
);
insert into marts.dim_rule values ('P-26', '示例规则甲', '示例依据', 10);
create table marts.dim_institution (fixmedins_code text, fixmedins_name text);
create table marts.fct_rule_hits (
    quarter text, hit_id text, rule_id text, kp_id text, setl_id text, bkkp_sn text,
    is_case boolean, hit_fund_amount numeric(16, 2),
    attributed_fund_amount numeric(16, 2)
);
create table marts.fct_institution_signals (quarter text, rule_id text);
create table marts.fct_screening_coverage (
    quarter text, rule_id text, settlements_in_scope integer,
    settlements_screened integer, settlements_not_judged integer, hits integer
);
create table marts.fct_screening_gap (quarter text, rule_id text, settlements integer);
insert into marts.fct_screening_coverage values ('2025Q1', 'P-26', 2, 1, 1, 2);
insert into marts.fct_screening_gap values ('2025Q1', 'P-26', 1);
insert into marts.fct_rule_hits
select
    '2025Q1',
    'P-26-' || left(
        encode(sha256(convert_to('P-26|KP|S1' || '|' || line, 'UTF8')), 'hex'), 20
    ),
    'P-26', 'KP', 'S1', line, true, 80, 80
from (values ('L1'), ('L2')) as lines (line);
"""


@dataclass(frozen=True)
class Kept:
    """A warehouse and its var folder."""

    url: str
    var_dir: Path

    def outcomes(self, connection: psycopg.Connection | None = None) -> list[Outcome]:
        if connection is not None:
            return verify(connection, QUARTER, self.var_dir)
        with psycopg.connect(self.url) as mine:
            return verify(mine, QUARTER, self.var_dir)

    def broken(self, connection: psycopg.Connection | None = None) -> list[str]:
        """Return what does not hold of the quarter."""
        outcomes = self.outcomes(connection)
        return [outcome.holds for outcome in outcomes if outcome.broken]


def make(url: str, var_dir: Path) -> Kept:
    """Fill a warehouse of casework with a quarter that is loaded, judged and told."""
    _load(url, var_dir / "landing")
    with psycopg.connect(url) as connection:
        connection.execute(MARTS)
        _review(connection, QUARTER)
        _decide(connection)
        _tell(connection, var_dir)
    return Kept(url, var_dir)


def _load(url: str, landing: Path) -> None:
    rows = tiny_batch()
    rows["fee_list_d"].append(fee_line("L4", "S2", "1.00", fee_ocur_time="2025-02-30"))
    sums = {"fee_list_d": {"sums": {"det_item_fee_sumamt": "151.50"}}}
    load_unchecked(url, write_batch(landing, rows=rows, entries=sums))
    newer = settlement("S1", exch_updt_time="2025-05-03 12:00:00")
    later = {**tiny_batch(), "setl_d": [newer], "fee_list_d": []}
    load_unchecked(url, write_batch(landing, "2025Q1-late-1", later, kind="late"))


def _review(connection: psycopg.Connection, quarter: str) -> None:
    connection.execute(
        """
        insert into knowledge.release (release_id, content_sha256, lists, registered_at)
        values ('starter', 'x', '{}', now()) on conflict do nothing
        """
    )
    connection.execute(
        """
        insert into review.run (
            run_id, quarter, as_of, fingerprint, knowledge_release, status, started_at,
            reported_at
        )
        values (%s, %s, now(), 'x', 'starter', 'reviewed', now(), now())
        """,
        (f"run-{quarter}", quarter),
    )


def review_later_quarters(connection: psycopg.Connection) -> None:
    """Let all quarters that look back at the quarter be reviewed and reported."""
    for quarter in ("2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3"):
        _review(connection, quarter)
    for quarter in ("2026Q4", "2027Q1"):
        _review(connection, quarter)


def _decide(connection: psycopg.Connection) -> None:
    """Refuse one case in a statement that is published, and clear the other."""
    found = connection.execute("select hit_id, bkkp_sn from marts.fct_rule_hits")
    first, second = sorted(found.fetchall(), key=lambda hit: hit[1])
    confirmed(connection, first[0])
    case = casework.opened(connection, second[0], bkkp_sn=second[1])
    case.goes_to("S95")
    month = "2025-07"
    assert listed(connection, month)[1] == Decimal("48.00")
    (number,) = draft_month(connection, month, AFTER[month])
    publish(connection, number, "agency-1", AFTER[month])


def _tell(connection: psycopg.Connection, var_dir: Path) -> None:
    """Publish a version, enclose its file in a mail, and keep a piece of evidence."""
    folder = var_dir / "reports" / QUARTER / "v1"
    sha256 = _write(folder / "report.docx", b"told")
    entry = {"name": "report.docx", "sha256": sha256}
    told = {"content_sha256": "c" * 64, "files": [entry]}
    (folder / "manifest.json").write_text(json.dumps(told))
    connection.execute(
        "insert into notify.publication values ('quarter', %s, 1, %s, now())",
        (QUARTER, "c" * 64),
    )
    enclosed = {"path": f"reports/{QUARTER}/v1/report.docx", "name": "r", **entry}
    for number in (1, 2):
        connection.execute(
            """
            insert into notify.outbox
            (dedupe_key, recipients, subject, payload, attachments, content_sha256,
             message_id)
            values (%s, '{office@example.org}', '示例', '{}', %s, 'x', %s)
            """,
            (f"mail-{number}", Jsonb([enclosed]), f"<{number}@example.org>"),
        )
    evidence = hashlib.sha256(b"evidence").hexdigest()
    _write(var_dir / "exchange" / "evidence" / evidence, b"evidence")
    connection.execute(
        "insert into review.attachment values (%s, 'application/pdf', 8, now())",
        (evidence,),
    )


def _write(file: Path, content: bytes) -> str:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def finish(connection: psycopg.Connection) -> None:
    """Let the refused case be settled: none of the quarter's cases is open then."""
    query = "select hit_id from review.hit_state where state = 'S91'"
    (hit_id,) = connection.execute(query).fetchone()
    casework.Case(connection, hit_id, AFTER["2025-07"]).does("settle")
