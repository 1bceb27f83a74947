"""When the calendar becomes known, clocks become longer, and never shorter."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.integration.deadlines.clocks import (
    COUNTY,
    NATION,
    PREFECTURE,
    at,
    days,
    folder_with,
    local_day_off,
    now_of,
    open_clock,
    value,
)

from claim_review.review import reference

# An example takes a third of a second. Explaining a failure would take minutes.
SOMETIMES = settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)

# Invented, but with the new moons of 2027 where they are.
NEXT_YEAR = {
    "元旦": days("2027-01-01", "2027-01-03"),
    "春节": days("2027-02-05", "2027-02-11"),
    "清明": days("2027-04-03", "2027-04-05"),
    "劳动节": days("2027-05-01", "2027-05-05"),
    "端午": days("2027-06-09", "2027-06-09"),
    "中秋": days("2027-09-15", "2027-09-15"),
    "国庆节": days("2027-10-01", "2027-10-07"),
}
HOLIDAYS = {day for span in NEXT_YEAR.values() for day in span}
OTHER = [day for day in days("2027-01-04", "2027-03-31") if day not in HOLIDAYS]
NOTICED = at("2026-12-01")


def notice_of_2027(made_up_for: set[date], bridges: set[date]) -> list[tuple]:
    """Return rows of a notice; it was announced when `NOTICED` is."""

    def row(day: date, is_workday: str, name: str) -> tuple:
        return (NATION, day, is_workday, name, 2027, NOTICED.date(), "试验通知")

    return [
        *(row(day, "false", name) for name in NEXT_YEAR for day in NEXT_YEAR[name]),
        *(row(day, "false", "调休") for day in bridges),
        *(row(day, "true", "调休") for day in made_up_for),
    ]


@st.composite
def notices(draw: st.DrawFn) -> list[tuple]:
    """Notices for 2027 as they could be: every bridge is made up for, and one more."""
    weekend = [day for day in OTHER if day.isoweekday() > 5]
    week = [day for day in OTHER if day.isoweekday() < 6]
    bridges = draw(st.sets(st.sampled_from(week), max_size=4))
    least = len(bridges) + 1
    made_up_for = st.sets(st.sampled_from(weekend), min_size=least, max_size=least + 3)
    return notice_of_2027(draw(made_up_for), bridges)


@contextmanager
def taken_back(url: str) -> Iterator[psycopg.Connection]:
    with (
        psycopg.connect(url) as connection,
        connection.transaction(force_rollback=True),
    ):
        yield connection


def publish(connection: psycopg.Connection, as_of=NOTICED, **more) -> int:
    """Publish more rows and return how many clocks changed."""
    with TemporaryDirectory() as folder:
        reference.publish(connection, as_of, folder_with(Path(folder), **more))
    return value(connection, "review.recompute_deadlines(%s)", as_of)


STARTS = st.sampled_from(days("2026-12-10", "2027-02-20")).map(str)
KEYS = st.sampled_from(["supplement_wd", "appeal_wd", "suspend_wd", "settle_wd"])


@SOMETIMES
@given(notices(), st.lists(st.tuples(STARTS, KEYS), min_size=1, max_size=8), st.data())
def test_clocks_end_as_if_the_year_had_been_announced_from_the_start(
    published_url, notice, clocks, data
) -> None:
    with taken_back(published_url) as connection:
        told, extensions = [], []
        for seq, (start, key) in enumerate(clocks):
            told.append(open_clock(connection, start, key, str(seq), seq))
            more = data.draw(st.integers(0, 5))
            extensions.append(more)
            if more:
                query = "due_day from review.extend_deadline(%s, %s, %s, '材料多', %s)"
                asked = (str(seq), seq, more, at(start))
                told[-1] = value(connection, query, *asked)
        publish(connection, state=notice)

        for seq, (start, key) in enumerate(clocks):
            due, is_provisional = now_of(connection, str(seq))
            query = "due_day from review.compute_due(%s, %s, %s)"
            known = value(connection, query, COUNTY, key, at(start))
            counted = "review.add_workdays(%s, %s::date, %s)"
            assert due >= told[seq]
            assert due == value(connection, counted, COUNTY, known, extensions[seq])
            assert is_provisional == (due.year > 2027)


LOCAL = st.builds(
    lambda day, region: (
        *(region, day, str(day.isoweekday() > 5).lower(), "试验节"),
        *(day.year, "2026-12-01", "试验通知"),
    ),
    st.sampled_from(days("2026-08-01", "2026-09-10")),
    st.sampled_from([PREFECTURE, COUNTY]),
)


@SOMETIMES
@given(
    st.lists(LOCAL, min_size=1, max_size=6, unique_by=lambda row: row[:2]),
    st.lists(st.sampled_from(days("2026-07-20", "2026-09-10")), min_size=1, max_size=6),
)
def test_a_correction_of_an_announced_year_only_lengthens(
    published_url, local, starts
) -> None:
    with taken_back(published_url) as connection:
        told = [
            open_clock(connection, str(start), hit_id=str(seq), seq=seq)
            for seq, start in enumerate(starts)
        ]
        publish(connection, local=local)

        for seq, start in enumerate(starts):
            query = "due_day from review.compute_due(%s, 'appeal_wd', %s)"
            computed = value(connection, query, COUNTY, at(str(start)))
            assert now_of(connection, str(seq)) == (max(told[seq], computed), False)


def test_each_change_is_a_row_with_its_reason_and_comes_once(connection) -> None:
    open_clock(connection, "2026-12-25", hit_id="H1")
    open_clock(connection, "2026-12-14", hit_id="H2")
    notice = notice_of_2027({date(2027, 1, 9)}, set())

    assert publish(connection, state=notice) == 1
    assert publish(connection, state=notice) == 0
    rows = connection.execute(
        """
        select version, due_day::text, is_provisional, change, reason, changed_at,
            calendar_version = review.current_calendar()
        from review.deadline where hit_id = 'H1' order by version
        """
    ).fetchall()
    opened = (1, "2027-01-07", True, "OPENED", "期限起算", at("2026-12-25"), False)
    reason = "日历更新，期限由2027-01-07顺延至2027-01-09"
    changed = (2, "2027-01-09", False, "CALENDAR", reason, NOTICED, True)
    assert rows == [opened, changed]


def test_a_day_that_was_told_stays_when_the_calendar_would_end_it_earlier(
    connection,
) -> None:
    assert open_clock(connection, "2026-07-31", "supplement_wd") == date(2026, 8, 5)
    saturday = (
        PREFECTURE,
        "2026-08-01",
        "true",
        "调休",
        2026,
        "2026-07-20",
        "试验通知",
    )

    assert publish(connection, local=[saturday]) == 0
    assert now_of(connection) == (date(2026, 8, 5), False)


def test_a_clock_that_ends_where_it_did_is_settled_by_the_notice(connection) -> None:
    assert open_clock(connection, "2026-12-30", "dispatch_wd") == date(2027, 1, 2)
    worked = notice_of_2027({date(2027, 1, 9)}, set())
    worked = [row for row in worked if row[1] != date(2027, 1, 2)]
    worked.append(
        (NATION, "2027-01-02", "true", "元旦", 2027, NOTICED.date(), "试验通知")
    )

    assert publish(connection, state=worked) == 1
    assert now_of(connection) == (date(2027, 1, 2), False)
    reason = "reason from review.deadline_now"
    assert value(connection, reason) == "日历更新，期限2027-01-02不变"


def test_a_clock_before_the_days_that_changed_is_left_alone(connection) -> None:
    open_clock(connection, "2026-07-01")
    local = [local_day_off("2026-08-03", "试验节")]
    assert publish(connection, local=local) == 0


def test_a_clock_that_was_resumed_follows_the_calendar_too(connection) -> None:
    open_clock(connection, "2026-12-25", key="appeal_review_wd", seq=5)
    shift = "due_day from review.shift_deadline('H1', 5, 7, %s, %s)"
    told = value(connection, shift, at("2026-12-28"), at("2026-12-30"))
    assert told == date(2027, 1, 9)

    assert publish(connection, state=notice_of_2027({date(2027, 1, 9)}, set())) == 1
    assert now_of(connection) == (date(2027, 1, 12), False)


def test_a_new_setting_leaves_running_clocks_alone(connection) -> None:
    open_clock(connection, "2026-12-25", hit_id="H1")
    longer = ("appeal_wd", "申诉期限", 15, "WORKDAY", NATION, "2026-12-28", "", "决定")
    notice = notice_of_2027({date(2027, 1, 9)}, set())
    publish(connection, parameters=[(*longer, "", "")], state=notice)

    assert now_of(connection)[0] == date(2027, 1, 9)
    assert open_clock(connection, "2026-12-27", hit_id="H2") == date(2027, 1, 9)
    assert open_clock(connection, "2026-12-28", hit_id="H3") == date(2027, 1, 18)
