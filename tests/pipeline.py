"""The pipeline without Airflow, for tests: land, review, read."""

from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from claim_review import dbt, landing
from claim_review.local import direct
from claim_review.province import knowledge

QUARTER = "2025Q1"
AS_OF = datetime(2025, 7, 20, tzinfo=UTC)


def land(url: str, landing_dir: Path, quality_dir: Path, quarter: str) -> None:
    """Land all batches of a quarter; raise when one is refused."""
    landing.load_quarter_or_fail(url, landing_dir, quality_dir, quarter, AS_OF)


def release_demo(url: str, lists_dir: Path) -> None:
    """Freeze the lists of the demo province, which its planted cases are judged by."""
    with psycopg.connect(url) as connection:
        knowledge.release(connection, lists_dir, AS_OF)


def review(
    url: str, quarter: str, as_of: datetime = AS_OF, *, with_tests: bool = True
) -> dict[str, str]:
    """Review a quarter that has been landed; its data tests take half of the time."""
    run_id = f"test-{quarter}-{as_of.isoformat()}"
    return direct.review(url, run_id, quarter, as_of, with_tests)


def run_dbt(*arguments: str) -> list:
    """Run dbt where `dbt.connect_by` points; return the results of its nodes."""
    target = dbt.target_of(QUARTER)
    return dbt.invoke([*arguments, "--quiet"], target, {"quarter": QUARTER})


def rows(url: str, query: str, *values) -> list[dict]:
    """Return the rows of a query as dictionaries."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return connection.execute(query, values).fetchall()
