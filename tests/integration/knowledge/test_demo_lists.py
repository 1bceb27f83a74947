"""The lists of the demo province become a release, of the demo and of nothing else."""

from pathlib import Path

import psycopg
from tests import pipeline
from tests.integration.knowledge.knowing import NOW

from claim_review.knowledge.release import freeze
from claim_review.province import knowledge

RELEASES = "select release_id, released_by from knowledge.release order by 1"


def release(url: str, folder: Path) -> list[tuple]:
    """Release the demo's lists; return all releases there are then."""
    with psycopg.connect(url) as connection:
        knowledge.release(connection, folder, NOW)
        return connection.execute(RELEASES).fetchall()


def test_the_demos_lists_are_released_once_with_its_own_rows(warehouse_url, tmp_path):
    first = [("kb_2025Q1.v1", "demo province")]
    assert release(warehouse_url, tmp_path / "lists") == first
    assert release(warehouse_url, tmp_path / "lists") == first
    query = """
        select count(*) as points from knowledge.release_point
        where list_id = 'insurance_limited_services' and starts_with(kp_id, 'demo-')
    """
    assert pipeline.rows(warehouse_url, query)[0]["points"] > 0


def test_lists_that_have_changed_since_are_the_next_version(warehouse_url, tmp_path):
    knowledge.write_lists(tmp_path / "old")
    (tmp_path / "old" / "insurance_limited_services.csv").unlink()
    with psycopg.connect(warehouse_url) as connection:
        old = ("kb_2025Q1.v1", knowledge.RELEASED_BY)
        freeze(connection, *old, "", NOW, tmp_path / "old")
    assert release(warehouse_url, tmp_path / "new") == [
        old,
        ("kb_2025Q1.v2", knowledge.RELEASED_BY),
    ]


def test_a_release_that_somebody_tries_on_the_demo_stays_the_newest(
    warehouse_url, tmp_path
):
    with psycopg.connect(warehouse_url) as connection:
        freeze(connection, "kb_2025Q1.v1", "某人", "", NOW)
    assert release(warehouse_url, tmp_path / "lists") == [("kb_2025Q1.v1", "某人")]
