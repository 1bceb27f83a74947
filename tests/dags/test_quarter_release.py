"""The timetable releases each quarter once, some days after its end."""

from datetime import UTC, datetime

import pendulum
import pytest
from airflow.exceptions import InvalidPartitionKeyError
from airflow.timetables.base import DagRunInfo, TimeRestriction

from claim_review.quarter_release import QuarterRelease

TIMETABLE = QuarterRelease(lag_days=15)


def first_run(start: str, catchup: bool = True) -> DagRunInfo:
    restriction = TimeRestriction(
        earliest=pendulum.parse(start), latest=None, catchup=catchup
    )
    return TIMETABLE.next_dagrun_info_v2(last_dagrun_info=None, restriction=restriction)


def test_a_quarter_is_released_after_its_end_and_the_lag():
    info = first_run("2025-01-01T00:00:00+08:00")
    assert info.partition_key == "2025Q1"
    # Midnight in Lanzhou of 16 April.
    assert info.run_after == datetime(2025, 4, 15, 16, tzinfo=UTC)


def test_a_quarter_that_had_begun_before_the_start_date_is_not_released():
    assert first_run("2025-01-02T00:00:00+08:00").partition_key == "2025Q2"
    assert first_run("2025-07-02T00:00:00+08:00").partition_key == "2025Q4"


def test_the_next_run_is_the_next_quarter():
    first = first_run("2025-10-01T00:00:00+08:00")
    restriction = TimeRestriction(
        earliest=pendulum.parse("2025-10-01T00:00:00+08:00"), latest=None, catchup=True
    )
    second = TIMETABLE.next_dagrun_info_v2(
        last_dagrun_info=first, restriction=restriction
    )
    assert (first.partition_key, second.partition_key) == ("2025Q4", "2026Q1")


def test_without_catch_up_only_the_newest_released_quarter_runs():
    info = first_run("2001-01-01T00:00:00+08:00", catchup=False)
    assert info.run_after <= pendulum.now("UTC")
    assert info.run_after > pendulum.now("UTC").subtract(days=93)


def test_a_start_date_in_the_far_future_releases_nothing_before_it():
    assert (
        first_run("2999-01-01T00:00:00+08:00", catchup=False).partition_key == "2999Q1"
    )


def test_a_backfill_runs_each_quarter_that_begins_in_its_range():
    infos = TIMETABLE.iter_partition_dagrun_infos(
        earliest=datetime(2025, 1, 1, tzinfo=UTC),
        latest=datetime(2025, 12, 31, tzinfo=UTC),
    )
    assert [i.partition_key for i in infos] == ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]


def test_a_malformed_key_is_refused_with_how_to_write_it():
    with pytest.raises(InvalidPartitionKeyError, match="such as 2025Q1"):
        TIMETABLE.resolve_partition_date("2025-Q1")


def test_two_runs_of_one_quarter_have_two_ids():
    from airflow.utils.types import DagRunType

    def run_id():
        return TIMETABLE.generate_run_id(
            run_type=DagRunType.MANUAL,
            run_after=pendulum.now("UTC"),
            data_interval=None,
            partition_key="2025Q1",
        )

    assert "2025Q1" in run_id()
    assert run_id() != run_id()


def test_the_timetable_survives_serialization():
    again = QuarterRelease.deserialize(TIMETABLE.serialize())
    assert again.lag_days == TIMETABLE.lag_days
