"""One rule text, two engines: DuckDB finds what PostgreSQL finds, row by row."""

import psycopg
import pytest
from tests import pipeline
from tests.portable import duck

from claim_review import dbt
from claim_review.province import demo, knowledge

pytestmark = pytest.mark.portable

QUARTERS = ["2025Q1", "2025Q2"]
LAST = QUARTERS[-1]


@pytest.fixture(scope="module")
def engines(make_database, tmp_path_factory):
    """Return a reviewed warehouse and a DuckDB file with the same facts and rules."""
    folder = tmp_path_factory.mktemp("portable")
    demo.write_province(folder / "landing", folder / "truth", 7, 0.02, QUARTERS)
    url = make_database()
    for quarter in QUARTERS:
        pipeline.land(url, folder / "landing", folder / "quality", quarter)
    pipeline.release_demo(url, folder / "lists")
    pipeline.review(url, LAST)
    file = folder / "portable.duckdb"
    duck.copy_staging(url, file)
    duck.build(file, folder / "dbt", LAST, knowledge.INVENTED_DIR)
    return url, file, folder / "dbt"


def rule_tables(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "select table_name from information_schema.tables "
            "where table_schema = 'rules' order by 1"
        ).fetchall()
    return [f"rules.{name}" for (name,) in found]


def test_every_rule_finds_the_same_rows_on_both_engines(engines):
    url, file, _ = engines
    tables = rule_tables(url)
    found = {table: duck.rows_of_postgres(url, table) for table in tables}
    assert sum(bool(rows) for rows in found.values()) > 10
    different = {
        table: (sorted(map(str, rows - other))[:3], sorted(map(str, other - rows))[:3])
        for table, rows in found.items()
        if rows != (other := duck.rows_of_duckdb(file, table))
    }
    assert not different


def test_every_worked_example_holds_on_duckdb(engines):
    _, _, target = engines
    results = dbt.invoke(
        ["test", "--target", "portable", "--quiet", "-s", "tag:rule,test_type:unit"],
        target,
    )
    assert len(results) > 50
    assert {str(result.status) for result in results} == {"pass"}
