"""The clocks of hits: opened, extended, stopped, and never shorter."""

from datetime import UTC, date, datetime

import psycopg
import pytest
from tests.integration.deadlines.clocks import (
    AS_OF,
    COUNTY,
    NATION,
    at,
    folder_with,
    now_of,
    open_clock,
    value,
)

from claim_review.review import reference


def extend(connection, workdays: int, asked: datetime, hit_id: str = "H1") -> date:
    return value(
        connection,
        "due_day from review.extend_deadline(%s, 4, %s, '材料较多', %s)",
        *(hit_id, workdays, asked),
    )


def refused(connection, query: str, *values: object) -> str:
    with pytest.raises(psycopg.Error) as refusal, connection.transaction():
        connection.execute(query, values)
    return refusal.value.diag.message_primary


def test_a_clock_ends_at_midnight_of_its_last_day(connection) -> None:
    assert open_clock(connection, "2025-09-26") == date(2025, 10, 16)
    due_at = value(connection, "due_at from review.deadline_now")
    assert due_at == datetime(2025, 10, 16, 16, tzinfo=UTC)


def test_the_day_of_the_start_is_the_one_in_shanghai(connection) -> None:
    query = "due_day from review.compute_due(%s, 'appeal_wd', %s)"
    evening = datetime(2025, 9, 25, 15, 59, tzinfo=UTC)
    assert value(connection, query, COUNTY, evening) == date(2025, 10, 15)
    night = datetime(2025, 9, 25, 16, 0, tzinfo=UTC)
    assert value(connection, query, COUNTY, night) == date(2025, 10, 16)


def test_natural_days_that_end_on_a_day_off_run_on_to_the_next_workday(
    connection, tmp_path
) -> None:
    row = (
        "appeal_wd",
        "申诉期限",
        7,
        "NATURAL",
        NATION,
        "2025-01-01",
        "",
        "试验",
        "",
        "",
    )
    reference.publish(connection, AS_OF, folder_with(tmp_path, parameters=[row]))

    assert open_clock(connection, "2025-09-24", seq=4) == date(2025, 10, 9)
    assert open_clock(connection, "2025-09-21", seq=5) == date(2025, 9, 28)
    assert open_clock(connection, "2025-09-20", seq=6) == date(2025, 9, 28)


def test_a_clock_says_what_it_was_computed_from(connection) -> None:
    open_clock(connection, "2025-09-26")
    row = connection.execute(
        """
        select key, value, calendar_version = review.current_calendar(),
            is_provisional, version, change
        from review.deadline_now inner join review.parameter using (parameter_id, key)
        """
    ).fetchone()
    assert row == ("appeal_wd", "10", True, False, 1, "OPENED")


def test_a_clock_into_a_year_without_a_notice_is_provisional(connection) -> None:
    assert open_clock(connection, "2026-12-25") == date(2027, 1, 7)
    assert now_of(connection) == (date(2027, 1, 7), True)


def test_a_clock_beyond_the_calendar_is_refused(connection) -> None:
    query = "select review.open_deadline('H1', 4, %s, 'appeal_wd', %s)"
    said = refused(connection, query, COUNTY, at("2027-12-25"))
    assert said.startswith("CR-301 CALENDAR_NOT_COVERED: appeal_wd from 2027-12-25")
    assert "last day 2027-12-31" in said


def test_a_setting_that_is_no_number_of_days_makes_no_clock(connection) -> None:
    query = "select review.open_deadline('H1', 4, %s, %s, %s)"
    said = refused(connection, query, COUNTY, "panel_amt", at("2025-09-26"))
    assert said.startswith("CR-303 parameter panel_amt is in YUAN")
    said = refused(connection, query, COUNTY, "lunch_wd", at("2025-09-26"))
    assert said == "CR-302 parameter lunch_wd has no value in 623021 on 2025-09-26"


def test_an_event_opens_one_clock(connection) -> None:
    open_clock(connection, "2025-09-26")
    query = "select review.open_deadline('H1', 4, %s, 'appeal_wd', %s)"
    assert "duplicate key" in refused(connection, query, COUNTY, at("2025-09-29"))


def test_the_last_event_with_a_clock_is_the_one_now(connection) -> None:
    open_clock(connection, "2025-09-26", seq=4)
    open_clock(connection, "2025-10-10", seq=5, key="appeal_review_wd")
    assert value(connection, "key from review.deadline_now") == "appeal_review_wd"


def test_an_extension_counts_from_the_day_that_was_told(connection) -> None:
    open_clock(connection, "2025-09-26")
    assert extend(connection, 5, at("2025-10-16", 23)) == date(2025, 10, 23)
    assert value(connection, "reason from review.deadline_now") == "材料较多"


@pytest.mark.parametrize(
    ("workdays", "asked", "why"),
    [
        (6, at("2025-10-10"), "can be extended by 1 to 5 workdays, not 6"),
        (0, at("2025-10-10"), "can be extended by 1 to 5 workdays, not 0"),
        (None, at("2025-10-10"), "can be extended by 1 to 5 workdays, not <NULL>"),
        (5, at("2025-10-17"), "was due at 2025-10-17 00:00:00"),
    ],
)
def test_an_extension_is_refused(connection, workdays, asked, why) -> None:
    open_clock(connection, "2025-09-26")
    connection.execute("set time zone 'Asia/Shanghai'")
    query = "select review.extend_deadline('H1', 4, %s, '材料较多', %s)"
    said = refused(connection, query, workdays, asked)
    assert said.startswith("CR-306 hit H1, event 4: ")
    assert why in said


def test_a_clock_is_extended_once(connection) -> None:
    open_clock(connection, "2025-09-26")
    extend(connection, 1, at("2025-10-10"))
    query = "select review.extend_deadline('H1', 4, 1, '材料较多', %s)"
    said = refused(connection, query, at("2025-10-11"))
    assert said.endswith("appeal_wd was extended 1 times, 1 are allowed")


def test_a_clock_that_nobody_opened_cannot_change(connection) -> None:
    query = "select review.extend_deadline('H9', 4, 1, '材料较多', %s)"
    said = refused(connection, query, at("2025-10-11"))
    assert said == "CR-304 hit H9, event 4: no clock was opened"


def test_a_suspended_clock_goes_on_later_by_the_workdays_it_stood_still(
    connection,
) -> None:
    open_clock(connection, "2025-09-15", key="appeal_review_wd", seq=5)
    assert now_of(connection)[0] == date(2025, 9, 28)
    shift = "due_day from review.shift_deadline('H1', 5, 7, %s, %s)"
    resumed = value(connection, shift, at("2025-09-22"), at("2025-10-09"))

    # 23 to 30 September with the make-up Sunday, and 9 October.
    assert resumed == date(2025, 10, 15)
    row = "event_seq || ' ' || reason from review.deadline_now"
    assert value(connection, row) == "7 中止8个工作日，期限顺延"


def test_a_suspension_within_a_day_moves_nothing(connection) -> None:
    open_clock(connection, "2025-09-15", seq=5)
    shift = "due_day from review.shift_deadline('H1', 5, 7, %s, %s)"
    same = value(connection, shift, at("2025-09-22", 9), at("2025-09-22", 17))
    assert same == date(2025, 9, 28)


def test_a_suspension_cannot_end_before_it_began(connection) -> None:
    open_clock(connection, "2025-09-15", seq=5)
    shift = "select review.shift_deadline('H1', 5, 7, %s, %s)"
    said = refused(connection, shift, at("2025-09-22"), at("2025-09-19"))
    assert said.endswith("event 7: -1 workdays would shorten it")


def test_a_suspension_may_lengthen_beside_the_one_extension(connection) -> None:
    open_clock(connection, "2025-09-26")
    connection.execute(
        """
        select review.lengthen_deadline(
            review.deadline_of('H1', 4), 4, 1, 'SUSPENDED', '中止1个工作日', %s
        )
        """,
        (at("2025-10-16"),),
    )
    assert now_of(connection)[0] == date(2025, 10, 17)
    assert extend(connection, 5, at("2025-10-17")) == date(2025, 10, 24)


def test_nothing_is_too_late_while_the_calendar_is_provisional(connection) -> None:
    open_clock(connection, "2025-09-26", hit_id="H1")
    open_clock(connection, "2026-12-25", hit_id="H2")
    late = "review.is_overdue(%s, 4, %s)"
    assert not value(connection, late, "H1", at("2025-10-17", 0))
    assert value(connection, late, "H1", at("2025-10-17", 1))
    assert not value(connection, late, "H2", at("2027-03-01"))


@pytest.mark.parametrize(
    "change",
    [
        "update review.deadline set due_day = due_day + 1",
        "delete from review.deadline",
        "truncate review.deadline",
        "update review.parameter set value = '1'",
        "delete from review.holiday",
        "delete from review.calendar_version",
    ],
)
def test_what_was_written_stays(connection, change) -> None:
    open_clock(connection, "2025-09-26")
    assert refused(connection, change).endswith("is refused: rows are only added")


def test_a_version_that_ends_earlier_is_refused(connection) -> None:
    open_clock(connection, "2025-09-26")
    insert = """
        insert into review.deadline
        select (jsonb_populate_record(deadline, %s::jsonb)).* from review.deadline
    """
    earlier = '{"version": 2, "due_at": "2025-10-16T00:00:00+08:00"}'
    assert refused(connection, insert, earlier).startswith("CR-305 deadline appeal_wd")
