"""The calendar of workdays, and counting in it."""

from datetime import date, timedelta

import pytest
from tests.integration.deadlines.clocks import (
    AS_OF,
    COUNTY,
    NATION,
    PREFECTURE,
    at,
    folder_with,
    local_day_off,
    value,
)

from claim_review.review import reference

# Start, workdays, last day, and the third and the last workday before it.
VECTORS = """
    2025-01-20  5 2025-01-26 2025-01-22 2025-01-24
    2025-01-20 10 2025-02-08 2025-02-05 2025-02-07
    2025-01-25  5 2025-02-07 2025-01-27 2025-02-06
    2025-04-25  5 2025-05-06 2025-04-28 2025-04-30
    2025-09-26 10 2025-10-16 2025-10-13 2025-10-15
    2025-09-30 10 2025-10-21 2025-10-16 2025-10-20
    2025-10-01 10 2025-10-21 2025-10-16 2025-10-20
    2026-02-10 10 2026-03-02 2026-02-26 2026-02-28
    2026-04-28 10 2026-05-14 2026-05-11 2026-05-13
    2026-09-18 10 2026-10-09 2026-09-29 2026-10-08
"""


def counted(connection, start, workdays: int, region: str = COUNTY) -> date | None:
    query = "review.add_workdays(%s, %s::date, %s)"
    return value(connection, query, region, start, workdays)


@pytest.mark.parametrize("vector", VECTORS.strip().splitlines())
def test_deadlines_are_those_of_the_written_vectors(connection, vector) -> None:
    start, workdays, due, third, last = vector.split()

    assert str(counted(connection, start, int(workdays))) == due
    assert str(counted(connection, due, -3)) == third
    assert str(counted(connection, due, -1)) == last
    between = "review.workdays_between(%s, %s::date, %s::date)"
    assert value(connection, between, COUNTY, start, due) == int(workdays)


def test_counting_agrees_with_walking_day_by_day(connection) -> None:
    rows = connection.execute(
        "select day, is_workday from review.workday where region = %s", (NATION,)
    )
    is_workday = dict(rows.fetchall())
    start = date(2024, 12, 20)
    for _ in range(500):
        start += timedelta(1)
        workdays = start.toordinal() % 16 + 1
        day, left = start, workdays
        while left:
            day += timedelta(1)
            left -= is_workday[day]
        assert counted(connection, start, workdays, NATION) == day


def test_before_a_day_off_comes_the_last_workday(connection) -> None:
    assert counted(connection, "2025-10-05", -1) == date(2025, 9, 30)
    assert counted(connection, "2025-10-05", 0) == date(2025, 10, 5)


def test_beyond_the_calendar_there_is_no_day(connection) -> None:
    assert counted(connection, "2027-12-25", 10) is None
    assert counted(connection, "2030-01-01", 1) is None
    assert counted(connection, "2023-01-01", 1) is None
    between = "review.workdays_between(%s, '2027-12-30', '2028-01-03')"
    assert value(connection, between, COUNTY) is None


def test_years_have_the_workdays_that_were_announced(connection) -> None:
    years = connection.execute(
        """
        select extract(year from day)::integer, is_provisional, count(*),
            count(*) filter (where is_workday)
        from review.workday where region = %s
        group by 1, 2 order by 1
        """,
        (PREFECTURE,),
    ).fetchall()
    assert years == [
        (2024, False, 366, 251),
        (2025, False, 365, 248),
        (2026, False, 365, 248),
        (2027, True, 365, 259),
    ]


def test_only_weekends_are_worked_to_make_up_for_a_holiday(connection) -> None:
    rows = connection.execute(
        "select day, is_workday from review.workday "
        "where region = %s and is_workday <> (extract(isodow from day) < 6)",
        (NATION,),
    ).fetchall()
    made_up_for = [day for day, is_workday in rows if is_workday]
    assert len(made_up_for) == 8 + 5 + 6
    assert {day.isoweekday() for day in made_up_for} == {6, 7}


def test_of_a_year_without_a_notice_only_the_days_fixed_by_law_are_off(
    connection,
) -> None:
    rows = connection.execute(
        """
        select day::text from review.workday
        where region = %s and is_provisional and layer <> 'WEEKDAY' order by day
        """,
        (NATION,),
    )
    assert [day for (day,) in rows] == [
        *("2027-01-01", "2027-05-01", "2027-05-02"),
        *("2027-10-01", "2027-10-02", "2027-10-03"),
    ]


def test_a_prefecture_has_holidays_of_its_own(connection, tmp_path) -> None:
    monday = local_day_off("2026-08-03", "试验节")
    reference.publish(connection, AS_OF, folder_with(tmp_path, local=[monday]))

    assert counted(connection, "2026-07-31", 1, PREFECTURE) == date(2026, 8, 4)
    assert counted(connection, "2026-07-31", 1, COUNTY) == date(2026, 8, 4)
    assert counted(connection, "2026-07-31", 1, NATION) == date(2026, 8, 3)
    assert counted(connection, "2026-07-31", 1, "620102") == date(2026, 8, 3)


def test_a_county_keeps_the_prefectures_holidays_and_adds_its_own(
    connection, tmp_path
) -> None:
    local = [
        local_day_off("2026-08-03", "试验节"),
        local_day_off("2026-08-04", "县试验节", region=COUNTY),
    ]
    reference.publish(connection, AS_OF, folder_with(tmp_path, local=local))

    assert counted(connection, "2026-07-31", 1, COUNTY) == date(2026, 8, 5)
    assert counted(connection, "2026-07-31", 1, "623022") == date(2026, 8, 4)
    layers = connection.execute(
        "select layer, name from review.workday "
        "where region = %s and day between '2026-08-03' and '2026-08-05' order by day",
        (COUNTY,),
    ).fetchall()
    assert layers == [("LOCAL", "试验节"), ("LOCAL", "县试验节"), ("WEEKDAY", None)]


def test_of_two_notices_for_a_day_the_later_counts(connection, tmp_path) -> None:
    state = [
        (NATION, "2026-08-03", "false", "试验节", 2026, "2026-07-01", "试验通知"),
    ]
    local = [
        local_day_off("2026-08-05", "试验节", "2026-07-01"),
        local_day_off("2026-08-05", "改期", "2026-07-20"),
    ]
    reference.publish(
        connection, AS_OF, folder_with(tmp_path, state=state, local=local)
    )

    assert counted(connection, "2026-07-31", 1, COUNTY) == date(2026, 8, 4)
    name = "name from review.workday where region = %s and day = '2026-08-05'"
    assert value(connection, name, PREFECTURE) == "改期"


def test_a_notice_is_unknown_before_it_is_announced(empty) -> None:
    reference.publish(empty, at("2025-10-20"))
    query = "bool_or(is_provisional) from review.workday where day = '2026-02-16'"
    assert value(empty, query)

    reference.publish(empty, at("2025-11-04"))
    assert not value(empty, query)
