"""A quarter is current until its data or the rules change."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from tests import pipeline
from tests.batches import tiny_batch, write_batch

from claim_review import knowledge_release, review_runs
from claim_review.knowledge.release import freeze

NOW = datetime(2025, 4, 20, tzinfo=UTC)


@pytest.fixture
def url(warehouse_url: str, tmp_path: Path) -> str:
    write_batch(tmp_path / "landing", "first", tiny_batch())
    pipeline.land(warehouse_url, tmp_path / "landing", tmp_path / "quality", "2025Q1")
    return warehouse_url


def is_current(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return review_runs.is_current(connection, "2025Q1")


def reviewed_and_reported(url: str, run_id: str = "run-1") -> None:
    run = review_runs.begin(url, run_id, "2025Q1", NOW, NOW)
    review_runs.end(url, run, NOW)
    review_runs.mark_reported(url, "2025Q1", NOW)


def test_a_quarter_is_current_once_it_is_reviewed_and_reported(url):
    assert not is_current(url)
    run = review_runs.begin(url, "run-1", "2025Q1", NOW, NOW)
    assert not is_current(url)
    review_runs.end(url, run, NOW)
    assert not is_current(url)
    review_runs.mark_reported(url, "2025Q1", NOW)
    assert is_current(url)


def test_a_new_batch_of_any_quarter_makes_it_stale(url, tmp_path):
    reviewed_and_reported(url)
    write_batch(tmp_path / "landing", "second", tiny_batch(), kind="late")
    pipeline.land(url, tmp_path / "landing", tmp_path / "quality", "2025Q1")
    assert not is_current(url)


def test_a_run_that_began_again_and_did_not_end_makes_it_stale(url):
    reviewed_and_reported(url)
    later = NOW + timedelta(hours=1)
    review_runs.begin(url, "run-1", "2025Q1", later, later)
    assert not is_current(url)


def test_a_finished_run_stays_when_it_is_begun_again(url):
    reviewed_and_reported(url)
    later = NOW + timedelta(hours=1)
    names = [
        review_runs.begin(url, "run-1", "2025Q1", later, later)["run_id"]
        for _ in range(2)
    ]
    assert names == ["run-1~2", "run-1~2"]
    found = pipeline.rows(url, "select run_id, status from review.run order by 1")
    assert [(run["run_id"], run["status"]) for run in found] == [
        ("run-1", "reviewed"),
        ("run-1~2", "running"),
    ]


def test_a_changed_rule_or_list_changes_the_fingerprint(url, tmp_path):
    repo = tmp_path / "repo"
    rule = repo / "include" / "rules" / "policy" / "p99_something.sql"
    rule.parent.mkdir(parents=True)
    rule.write_text("select 1")
    with psycopg.connect(url) as connection:
        before = review_runs.fingerprint(connection, "2025Q1", repo)
        rule.write_text("select 2")
        assert review_runs.fingerprint(connection, "2025Q1", repo) != before


def test_the_same_lists_are_one_release_and_other_lists_another(url):
    with psycopg.connect(url) as connection:
        first = knowledge_release.register(connection, NOW)
        assert knowledge_release.register(connection, NOW) == first
        (count,) = connection.execute(
            "select count(*) from knowledge.release"
        ).fetchone()
    assert count == 1


def test_list_hashes_change_with_a_single_row(tmp_path):
    (tmp_path / "caps.csv").write_text("code,cap\nA,1\n")
    before = knowledge_release.list_hashes(tmp_path)
    (tmp_path / "caps.csv").write_text("code,cap\nA,2\n")
    assert before.keys() == {"caps"}
    assert knowledge_release.list_hashes(tmp_path) != before


@pytest.mark.parametrize(
    ("quarter", "judged_by"),
    [
        ("2024Q4", None),
        ("2025Q1", "kb_2025Q1.v10"),
        ("2025Q2", "kb_2025Q1.v10"),
        ("2026Q1", "kb_2025Q3.v1"),
    ],
)
def test_a_quarter_is_judged_by_the_last_release_not_after_it(
    url, tmp_path, quarter, judged_by
):
    (tmp_path / "lists").mkdir()
    with psycopg.connect(url) as connection:
        starter = knowledge_release.register(connection, NOW)
        for frozen in (
            *("kb_2025Q1.v2", "kb_2025Q1.v10", "kb_2025Q1.v1"),
            *("kb_2025Q3.v1", "kb_2026Q4.v1"),
        ):
            freeze(connection, frozen, "李四", "会议纪要", NOW, tmp_path / "lists")
    run = review_runs.begin(url, "run-1", quarter, NOW, NOW)
    assert run["knowledge_release"] == (judged_by or starter)


def test_only_a_release_that_judges_the_quarter_makes_it_stale(url, tmp_path):
    (tmp_path / "lists").mkdir()
    reviewed_and_reported(url)
    with psycopg.connect(url) as connection:
        freeze(connection, "kb_2025Q2.v1", "李四", "会议纪要", NOW, tmp_path / "lists")
    assert is_current(url)
    with psycopg.connect(url) as connection:
        freeze(connection, "kb_2024Q4.v1", "李四", "会议纪要", NOW, tmp_path / "lists")
    assert not is_current(url)
