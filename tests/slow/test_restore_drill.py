"""The drill: a reviewed quarter is restored on another server and goes on there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from tests import pipeline
from tests.integration.cases.casework import Case
from tests.pipeline import QUARTER, rows

from claim_review.archive.backup import backup, restore
from claim_review.archive.verifying import verify_or_fail
from claim_review.local.postgres import Postgres
from claim_review.province.demo import write_province

pytestmark = pytest.mark.slow

AS_OF = datetime(2025, 4, 20, tzinfo=UTC)
HITS = "select * from marts.fct_rule_hits order by hit_id"
SIGNALS = "select * from marts.fct_institution_signals order by signal_id"
EVENTS = "select * from review.event order by event_id"
TO_DO = """
select hit_id from review.hit_state where state = 'S10' order by hit_id limit 2
"""


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """Another server, with an empty database `warehouse`."""
    server = Postgres(tmp_path_factory.mktemp("elsewhere"))
    server.start()
    yield server
    server.stop()


def decide(url: str, hit_id: str) -> None:
    with psycopg.connect(url) as connection:
        Case(connection, hit_id, now=AS_OF + timedelta(days=1)).does("first_clear")


def test_a_restored_warehouse_reviews_and_decides_as_the_lost_one_would(
    make_database, tmp_path: Path, elsewhere: Postgres
) -> None:
    lost, var_dir, folder = make_database(), tmp_path / "var", tmp_path / "backup"
    write_province(var_dir / "landing", var_dir / "truth", 7, 0.001, [QUARTER])
    pipeline.release_demo(lost, var_dir / "lists")
    pipeline.land(lost, var_dir / "landing", var_dir / "quality", QUARTER)
    pipeline.review(lost, QUARTER, AS_OF, with_tests=False)
    first, second = (row["hit_id"] for row in rows(lost, TO_DO))
    decide(lost, first)
    told = [rows(lost, query) for query in (HITS, SIGNALS, EVENTS)]
    assert len(told[0]) > 100
    assert len(rows(lost, "select from pg_partition_tree('marts.fct_rule_hits')")) == 2

    backup(lost, var_dir, folder, AS_OF)
    url, new_dir = elsewhere.url("warehouse"), tmp_path / "new"
    new_dir.mkdir()
    assert restore(url, new_dir, folder).quarters == [QUARTER]

    verify_or_fail(url, QUARTER, new_dir)
    assert [rows(url, query) for query in (HITS, SIGNALS, EVENTS)] == told
    pipeline.review(url, QUARTER, AS_OF, with_tests=False)
    assert [rows(url, query) for query in (HITS, SIGNALS, EVENTS)] == told
    decide(url, second)
    assert len(rows(url, EVENTS)) == len(told[2]) + 1
    verify_or_fail(url, QUARTER, new_dir)
