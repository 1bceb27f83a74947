"""A day is planned once, in any order of days, and only if it is a workday."""

from contextlib import suppress
from datetime import timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.reminders.mornings import (
    DISPATCH_DAY,
    at,
    dispatched,
    mails,
    mornings,
    planned,
    shifts,
)


def test_a_morning_that_was_missed_is_made_up_for_with_todays_count(connection):
    dispatched(connection, "A")
    planned(connection, "2025-07-22")
    planned(connection, "2025-07-31")
    assert shifts(connection, "2025-07-31") == [("APPEAL", -3)]
    assert "剩余2个工作日" in mails(connection, "2025-07-31")["H1"]


def test_planning_again_changes_nothing_and_says_the_same(connection):
    dispatched(connection, "A")
    first = planned(connection, "2025-07-22")
    before = mails(connection, "2025-07-22")
    dispatched(connection, "B")
    assert planned(connection, "2025-07-22", "16:00") == first
    assert mails(connection, "2025-07-22") == before
    planned(connection, "2025-07-23")
    assert "疑点1条" in mails(connection, "2025-07-23")["H1"]


def test_a_past_day_says_what_it_said_then(connection):
    (case,) = dispatched(connection, "A")
    with connection.transaction(force_rollback=True):
        then = mornings(connection, DISPATCH_DAY, "2025-07-28")
        said = mails(connection, "2025-07-28")
    case.now = at("2025-07-29", "10:00")
    case.goes("appeal", "opinion")
    assert mornings(connection, DISPATCH_DAY, "2025-07-28") == then
    assert mails(connection, "2025-07-28") == said


@pytest.mark.parametrize("day", ["2025-07-26", "2025-07-27", "2025-10-01"])
def test_nothing_is_told_on_a_day_off(connection, day):
    dispatched(connection, "A")
    done = planned(connection, day)
    assert (done.is_workday, done.mails) == (False, 0)
    assert mails(connection, day) == {}
    # A weekend day that is made up for is a workday.
    assert planned(connection, "2025-10-11").is_workday


def test_on_a_countys_own_holiday_its_institutions_hear_nothing(connection):
    dispatched(connection, "A")
    connection.execute(
        """
        insert into review.workday
        select
            '623001', day, is_workday and day <> '2025-07-22', layer, is_provisional,
            workday_number - (day >= '2025-07-22')::integer,
            most_workdays - (day >= '2025-07-22')::integer, name, source
        from review.workday where region = '000000'
        """
    )
    assert planned(connection, "2025-07-22").mails == 0
    assert planned(connection, "2025-07-23").items == {"DISPATCHED": 1}


def test_the_database_refuses_the_same_reminder_twice(connection):
    dispatched(connection, "A")
    planned(connection, "2025-07-28")
    planned(connection, "2025-07-30")
    with pytest.raises(psycopg.errors.UniqueViolation), connection.transaction():
        connection.execute(
            """
            insert into review.reminder (
                kind, object_id, recipient_kind, recipient, about_day, due_version,
                shift, channel, day, dedupe_key, facts
            )
            select
                kind, object_id, recipient_kind, recipient, about_day, due_version,
                shift, channel, '2025-07-28', dedupe_key, facts
            from review.reminder where shift = -3
            """
        )
    with pytest.raises(psycopg.errors.RestrictViolation, match="CR-100"):
        connection.execute("delete from review.reminder")


def longer(connection):
    """Extend the time once; what is extended already stays."""
    with suppress(psycopg.errors.RaiseException), connection.transaction():
        connection.execute(
            "select review.extend_deadline('A', 4, 2, '机构申请', %s)",
            (at("2025-07-22", "12:00"),),
        )


@given(
    days=st.lists(st.integers(min_value=1, max_value=15), min_size=1, max_size=12),
    extended_on=st.integers(min_value=1, max_value=12),
)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_mornings_come_nothing_is_told_twice(connection, days, extended_on):
    with connection.transaction(force_rollback=True):
        dispatched(connection, "A")
        for number in days:
            if number == extended_on:
                longer(connection)
            planned(connection, f"{at(DISPATCH_DAY) + timedelta(number):%Y-%m-%d}")
        rows = connection.execute(
            """
            select kind, about_day, shift, day from review.reminder
            where recipient = 'H1'
            """
        ).fetchall()
        assert len({row[:3] for row in rows}) == len(rows)
        assert all(day.isoweekday() < 6 for _, _, _, day in rows)
        most = connection.execute(
            """
            select max(mails) from (
                select count(distinct dedupe_key) as mails from review.reminder
                where recipient = 'H1' group by day
            ) as days
            """
        ).fetchone()[0]
        assert (most or 0) <= 1
