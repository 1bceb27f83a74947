"""A backfill is started when nothing speaks against it, once, and its watchers hear."""

import re
from datetime import timedelta
from functools import partial

import psycopg
import pytest
from tests.commands import install, type_in
from tests.integration.backfill.stories import (
    NAME,
    NOW,
    QUARTER,
    REVIEWED,
    load,
    preview,
    release,
    review,
    write,
)
from tests.integration.notify.mailing import filed, running_sink, statuses

from claim_review import review_runs
from claim_review.backfill import commands, telling
from claim_review.backfill.files import BackfillRefusedError
from claim_review.settings import Settings

typed = partial(type_in, commands, "backfill", NOW)


@pytest.fixture
def url(warehouse_url) -> str:
    """A warehouse in which the quarter was loaded, reviewed and its report left."""
    load(warehouse_url, "2025Q1-regular-1", REVIEWED - timedelta(days=1))
    review(warehouse_url, "run-1", REVIEWED)
    release(warehouse_url)
    return warehouse_url


@pytest.fixture
def installed(url, tmp_path, monkeypatch):
    with running_sink(tmp_path) as settings:
        changes = {"var_dir": tmp_path, "smtp_port": settings.smtp_port}
        yield install(monkeypatch, commands, url, **changes)


def test_it_is_recorded_mailed_and_says_what_to_type_where_airflow_runs(
    installed, url, tmp_path
):
    preview(url, "seen")
    path = write(tmp_path, previews=["seen"])
    said = typed("start", str(path), "--by", "engineer-a")
    assert said.splitlines() == [
        f"{NAME}: recorded",
        f"{NAME}: no Airflow runs below var; where it runs, type",
        "airflow backfill create --dag-id load_settlements --from-date 2025-01-01 "
        "--to-date 2025-03-31 --reprocess-behavior completed --max-active-runs 1 "
        f"""--dag-run-conf '{{"backfill": "{NAME}"}}'""",
    ]
    (mail,) = filed(tmp_path)
    assert (mail["Subject"], mail["To"]) == ("回填开始：2025Q1", "watcher@example.org")
    assert "示例医院补传第一季度结算。" in mail.get_content()
    with psycopg.connect(url) as connection:
        kept = connection.execute(
            "select file_name, from_quarter, to_quarter, asked_by, approved_by, "
            "recorded_by, recorded_at from review.backfill"
        ).fetchall()
    people = ("engineer-a", "agency-a", "engineer-a")
    assert kept == [(NAME, QUARTER, QUARTER, *people, NOW)]


def test_starting_it_again_records_and_mails_nothing_more(installed, url, tmp_path):
    preview(url, "seen")
    path = write(tmp_path, previews=["seen"])
    first = typed("start", str(path), "--by", "engineer-a")
    load(url, "2025Q1-late-2", NOW)
    again = typed("start", str(path), "--by", "engineer-b")
    assert again == first.replace("recorded\n", "was recorded before\n")
    assert len(filed(tmp_path)) == 1


def test_a_file_that_was_started_is_not_started_with_other_words(
    installed, url, tmp_path
):
    preview(url, "seen")
    typed("start", str(write(tmp_path, previews=["seen"])), "--by", "engineer-a")
    other = write(tmp_path, previews=["seen"], reason="另一个原因，原因写得不同。")
    with pytest.raises(BackfillRefusedError, match="started with other words"):
        typed("start", str(other), "--by", "engineer-a")


def test_what_speaks_against_it_is_planned_and_refused(installed, url, tmp_path):
    preview(url, "seen")
    preview(url, "of 2024Q4", quarter="2024Q4")
    for changes, why in (
        ({"approved_by": None, "previews": ["seen"]}, "say who approved it"),
        ({}, "2025Q1 is closed and has no preview"),
        ({"previews": ["seen", "other"]}, "preview other is not known here"),
        ({"previews": ["seen"], "to": "2025Q2"}, "2025Q2 is not over"),
        ({"previews": ["of 2024Q4"]}, "2025Q1 is closed and has no preview"),
    ):
        path = write(tmp_path, **changes)
        assert re.search(f"✗ .*{why}", typed("plan", str(path)))
        with pytest.raises(BackfillRefusedError, match=f"{NAME}: .*{why}"):
            typed("start", str(path), "--by", "engineer-a")
    with psycopg.connect(url) as connection:
        assert connection.execute("select from review.backfill").fetchall() == []
    assert statuses(url) == {}


def test_a_preview_from_before_a_batch_came_is_too_old(installed, url, tmp_path):
    preview(url, "seen")
    load(url, "2025Q1-late-1", NOW)
    path = write(tmp_path, previews=["seen"])
    with pytest.raises(BackfillRefusedError, match="made from other batches"):
        typed("start", str(path), "--by", "engineer-a")


def test_who_approves_is_of_the_agency_once_a_list_of_people_is_in_force(
    installed, url, tmp_path
):
    preview(url, "seen")
    path = write(tmp_path, previews=["seen"])
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into review.staff_list (content_sha256, loaded_by, loaded_at) "
            "values ('sha', 'lead-a', %s)",
            (REVIEWED,),
        )
        connection.execute(
            "insert into review.staff select max(list_id), 'agency-a', 'REVIEWER1', "
            "'623000', null from review.staff_list"
        )
    assert "nobody of the agency by this name" in typed("plan", str(path))


def test_the_plan_says_how_each_quarter_stands(installed, url, tmp_path):
    preview(url, "seen")
    load(url, "2025Q1-late-1", NOW)
    path = write(tmp_path, **{"from": "2024Q4"}, previews=["seen"])
    assert typed("plan", str(path)).splitlines()[:2] == [
        "2024Q4  0 batches, never reviewed; open",
        "2025Q1  2 batches, reviewed 2025-04-20 08:00, loaded since: 2025Q1-late-1; "
        "closed, version 1 of its report was released by agency-b at "
        "2025-04-21 08:00",
    ]


def test_an_open_quarter_needs_nobody_to_approve(installed, url, tmp_path):
    path = write(tmp_path, **{"from": "2024Q4", "to": "2024Q4"}, approved_by=None)
    assert typed("plan", str(path)).endswith("✓ it can be started")
    assert "recorded" in typed("start", str(path), "--by", "engineer-a")


def test_its_watchers_hear_once_that_every_quarter_was_reviewed_and_reported(
    url, tmp_path, monkeypatch
):
    later = NOW + timedelta(hours=1)
    with psycopg.connect(url) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.fct_rule_hits (quarter text)")
    with running_sink(tmp_path) as sink:
        changes = {"var_dir": tmp_path, "smtp_port": sink.smtp_port}
        install(monkeypatch, commands, url, **changes)
        preview(url, "seen")
        path = write(tmp_path, **{"from": "2024Q4"}, previews=["seen"])
        typed("start", str(path), "--by", "engineer-a")

        def reported(quarter: str) -> list[str]:
            review_runs.mark_reported(url, quarter, later)
            return telling.end(url, Settings(**changes), quarter, later)

        assert telling.end(url, Settings(**changes), QUARTER, later) == []
        review(url, "run-2", later, "2024Q4")
        release(url, "2024Q4")
        assert reported("2024Q4") == []
        review(url, "run-3", later)
        assert telling.end(url, Settings(**changes), QUARTER, later) == []
        assert reported(QUARTER) == [f"backfill|{NAME}|end"]
        assert reported(QUARTER) == reported("2024Q4") == []
    told = filed(tmp_path)[-1]
    assert told["Subject"] == "回填完成：2024Q4至2025Q1"
    assert "2025Q1：2025-05-21 09:05 审核完成，命中0条，疑点0条，报告第1版" in (
        told.get_content()
    )
    assert len(filed(tmp_path)) == 2
