"""A quarter whose report left is reviewed again once per approved backfill."""

from datetime import timedelta

import psycopg
import pytest
from tests.integration.backfill.stories import (
    NOW,
    QUARTER,
    REVIEWED,
    backfill,
    load,
    preview,
    release,
    review,
)

from claim_review.backfill import ClosedQuarterError, refuse_closed
from claim_review.backfill.starting import record
from claim_review.settings import Settings


@pytest.fixture
def url(warehouse_url) -> str:
    """A warehouse in which the quarter was loaded and reviewed."""
    load(warehouse_url, "2025Q1-regular-1", REVIEWED - timedelta(days=1))
    review(warehouse_url, "run-1", REVIEWED)
    return warehouse_url


def is_refused(url: str, run_id: str, **settings) -> bool:
    try:
        refuse_closed(url, Settings(**settings), run_id, QUARTER)
    except ClosedQuarterError:
        return True
    return False


def started(url: str, folder, name: str = "2025-05-21-a.yml", **changes) -> None:
    """Start a backfill whose preview is of today."""
    preview(url, name)
    with psycopg.connect(url) as connection:
        said = backfill(folder, name, previews=[name], **changes)
        assert record(connection, said, "engineer-a", NOW)


def test_a_quarter_is_open_until_somebody_lets_its_report_leave(url):
    assert not is_refused(url, "run-2")
    release(url, is_approved=False)
    assert not is_refused(url, "run-2")
    release(url)
    assert is_refused(url, "run-2")
    assert not is_refused(url, "run-2", is_demo=True)


def test_other_quarters_stay_open(url):
    release(url, "2024Q4")
    assert not is_refused(url, "run-2")


def test_who_is_refused_reads_who_closed_it_what_waits_and_what_to_type(url):
    release(url)
    load(url, "2024Q4-late-1", NOW, quarter="2024Q4")
    load(url, "2025Q1-late-1", NOW)
    with pytest.raises(ClosedQuarterError) as refused:
        refuse_closed(url, Settings(), "run-2", QUARTER)
    assert str(refused.value) == (
        "2025Q1 is closed: version 1 of its report was released by agency-b at "
        "2025-04-21 08:00. Loaded since its last review: 2025Q1-late-1, "
        "2024Q4-late-1; nothing of it is lost. To review it again, say why and who "
        "approved it in a file of include/backfills and type: claim-review backfill "
        "start FILE --by NAME "
        "(docs/runbook/re-review-of-a-closed-quarter.md)"
    )


def test_an_approved_backfill_lets_one_review_through_as_often_as_it_needs(
    url, tmp_path
):
    release(url)
    started(url, tmp_path)
    assert not is_refused(url, "run-2")
    assert not is_refused(url, "run-3")
    review(url, "run-2", NOW + timedelta(hours=1))
    assert not is_refused(url, "run-2"), "it may be cleared and done again"
    assert is_refused(url, "run-3")


def test_a_second_backfill_lets_a_second_review_through(url, tmp_path):
    release(url)
    started(url, tmp_path)
    review(url, "run-2", NOW + timedelta(hours=1))
    release(url)
    assert is_refused(url, "run-3")
    preview(url, "again")
    with psycopg.connect(url) as connection:
        second = backfill(tmp_path, "2025-05-22-b.yml", previews=["again"])
        record(connection, second, "engineer-a", NOW + timedelta(days=1))
    assert not is_refused(url, "run-3")


def test_a_review_from_before_the_backfill_does_not_use_it_up(url, tmp_path):
    release(url)
    started(url, tmp_path)
    review(url, "run-2", NOW - timedelta(hours=1))
    assert not is_refused(url, "run-3")


def test_a_backfill_of_before_the_release_that_nobody_approved_opens_nothing(
    url, tmp_path
):
    with psycopg.connect(url) as connection:
        said = backfill(tmp_path, approved_by=None)
        assert record(connection, said, "engineer-a", NOW)
    release(url)
    assert is_refused(url, "run-2")
