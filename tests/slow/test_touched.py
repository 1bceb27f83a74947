"""Whatever batches the rows come in, and in whatever order, the hits are the same.

The rows of two quarters are dealt out: whole encounters, single rows that come later
than the rest of their encounter, and older versions of rows. The first batch is
reviewed whole, the others as they touch people, which leaves what a whole review would.
"""

import random
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests import pipeline
from tests.batches import Row, Rows
from tests.splitting import deal, read_rows, write_parts

from claim_review.local import direct
from claim_review.local.postgres import Postgres
from claim_review.province import demo
from claim_review.touched import quarters

pytestmark = pytest.mark.slow

QUARTERS = ["2025Q1", "2025Q2"]
SCALE = 0.004
PARTS = 3
_FOUND = ("fct_rule_hits", "fct_institution_signals", "fct_screening_coverage")
# The batch that brought a row and the day it was first seen are not what is found.
_NOT_FOUND = {"batch_id", "detected_at"}
_OLDER = "2024-01-01 00:00:00"
# What an older version of a row said otherwise.
_ONCE = {
    "setl_d": {"gend": "2", "med_type": "12"},
    "mdtrt_d": {"dscg_maindiag_code": "J44.100"},
    "setl_diag_list_d": {"diag_code": "J44.100"},
}
# A whole review also takes registered people who have settled nothing; no rule asks.
_OF_ALL_REGISTERED = {
    "intermediate.int_chronic_registrations",
    "intermediate.int_person_insurance",
    "intermediate.int_persons",
}
_TABLES = """
select table_schema, table_name
from information_schema.tables
where
    table_schema in ('intermediate', 'rules', 'hits', 'marts')
    and table_type = 'BASE TABLE'
    and table_name <> 'facts_of'
order by 1, 2
"""


@pytest.fixture(scope="module")
def rows(tmp_path_factory) -> Rows:
    """Return the rows of both quarters in one, with older versions of some."""
    folder = tmp_path_factory.mktemp("province")
    demo.write_province(folder / "landing", folder / "truth", 7, SCALE, QUARTERS)
    every: Rows = {}
    for batch in sorted((folder / "landing").iterdir()):
        for table, lines in read_rows(batch).items():
            every.setdefault(table, []).extend(lines)
    chosen = random.Random(1)
    for table, once in _ONCE.items():
        older = [row for row in every[table] if chosen.random() < 0.02]
        every[table] += [row | once | {"exch_updt_time": _OLDER} for row in older]
    return every


def in_parts(seed: int) -> Callable[[str, Row], int]:
    """Return who deals rows out: nine encounters in ten to the first part."""
    chosen, homes = random.Random(seed), {}

    def part() -> int:
        return 0 if chosen.random() < 0.9 else chosen.randrange(1, PARTS)

    def part_of(table: str, row: Row) -> int:
        if chosen.random() < 0.01 or not row.get("mdtrt_id"):
            return part()
        return homes.setdefault(row["mdtrt_id"], part())

    return part_of


def land_and_review(url: str, folder: Path, dealt: list[Rows]) -> None:
    """Land and review the first part, then each part and whom it touches."""
    for number, batch in enumerate(write_parts(folder / "all", QUARTERS[0], dealt)):
        (folder / "landing").mkdir(exist_ok=True)
        batch.rename(folder / "landing" / batch.name)
        pipeline.land(url, folder / "landing", folder / "quality", QUARTERS[0])
        for quarter in touched(url) if number else QUARTERS:
            review(url, quarter, f"after-{number}")


def touched(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return list(quarters.touched_again(connection))


def review(url: str, quarter: str, name: str) -> None:
    direct.review(url, f"{name}-{quarter}", quarter, pipeline.AS_OF, False)


def found(url: str) -> dict[str, list[str]]:
    """Return hits, signals and coverage, row by row as text."""
    said = {}
    with psycopg.connect(url) as connection:
        for table in _FOUND:
            query = sql.SQL("select * from marts.{}").format(sql.Identifier(table))
            rows = connection.execute(query)
            at = [n for n, c in enumerate(rows.description) if c.name not in _NOT_FOUND]
            said[table] = sorted(repr([row[n] for n in at]) for row in rows)
    return said


@pytest.fixture
def url(server: Postgres) -> str:
    # The same name each time: dbt's parse cache holds for it.
    return direct.fresh_database(server, "dealt")


@pytest.fixture(scope="module")
def whole(rows, server, tmp_path_factory) -> dict[str, list[str]]:
    """Return what is found where all rows come in one batch."""
    url = direct.fresh_database(server, "dealt")
    land_and_review(url, tmp_path_factory.mktemp("whole"), [rows])
    return found(url)


@pytest.mark.parametrize("seed", [11, 12])
def test_any_deal_of_the_rows_ends_in_the_same_hits(seed, rows, whole, url, tmp_path):
    land_and_review(url, tmp_path, deal(rows, PARTS, in_parts(seed)))
    assert whole["fct_rule_hits"]
    assert found(url) == whole
    scopes = {run["run_id"]: run["scope"] for run in runs(url)}
    assert [scopes[f"after-{PARTS - 1}-{quarter}"] for quarter in QUARTERS] == (
        ["touched", "touched"]
    )
    before = every_table(url)
    assert len(before) > 200
    screen_whole(url)
    after = every_table(url)
    different = {name for name in after if after[name] != before[name]}
    assert different <= _OF_ALL_REGISTERED


def runs(url: str) -> list[dict]:
    return pipeline.rows(url, "select run_id, scope from review.run")


def screen_whole(url: str) -> None:
    """Review the quarter whose facts are in place again, everybody in it."""
    with psycopg.connect(url) as connection:
        connection.execute("delete from intermediate.facts_of")
    review(url, QUARTERS[-1], "whole")
    assert {run["run_id"]: run["scope"] for run in runs(url)}["whole-2025Q2"] == "whole"


def every_table(url: str) -> dict[str, int]:
    """Return a sum over the rows of each table of facts, rules, hits and marts."""
    with psycopg.connect(url) as connection:
        return {
            f"{schema}.{table}": connection.execute(
                sql.SQL(
                    "select coalesce(sum(hashtextextended("
                    "(to_jsonb(t) - 'detected_at')::text, 0)::numeric), 0) from {}.{} t"
                ).format(sql.Identifier(schema), sql.Identifier(table))
            ).fetchone()[0]
            for schema, table in connection.execute(_TABLES).fetchall()
        }
