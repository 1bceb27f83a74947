"""The calendar of workdays, made anew from all published notices."""

from datetime import date, datetime
from pathlib import Path

import psycopg

NATION = "000000"
PREFECTURE = "623000"
# What a notice of the State Council arranges, and how many workdays a year has then.
HOLIDAYS = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节")
FEWEST, MOST = 245, 255

_CALENDAR = Path(__file__).with_name("workdays.sql")


class WrongCalendarError(ValueError):
    """A year was announced in part, or has too many or too few workdays."""


def publish(connection: psycopg.Connection, now: datetime, last_day: date) -> int:
    """Make the calendar up to the day and return its version.

    The version is new only when some day is not as it was. A calendar that reaches
    further already stays as long as it is. Raises WrongCalendarError.
    """
    _refuse_partial_years(connection)
    values = {"prefecture": PREFECTURE, "last_day": last_day, "now": now}
    for statement in _CALENDAR.read_text("utf-8").split("\n----\n"):
        connection.execute(statement, values if "%(" in statement else None)
    _refuse_wrong_years(connection)
    return connection.execute("select review.current_calendar()").fetchone()[0]


def _refuse_partial_years(connection: psycopg.Connection) -> None:
    """Refuse a year of which only some holidays are there, as when typing stopped."""
    announced = connection.execute(
        """
        select notice_year, string_agg(distinct name, '、') from review.holiday
        where region = %s and not is_workday
        group by notice_year order by notice_year
        """,
        (NATION,),
    ).fetchall()
    if not announced:
        raise WrongCalendarError("no year is announced")
    for year, names in announced:
        missing = [name for name in HOLIDAYS if name not in names]
        if missing:
            raise WrongCalendarError(f"{year} lacks {'、'.join(missing)}")


def _refuse_wrong_years(connection: psycopg.Connection) -> None:
    wrong = connection.execute(
        """
        select
            extract(year from day)::integer as year,
            count(*) filter (where is_workday)
        from review.workday
        where region = %s and not is_provisional
        group by year
        having count(*) filter (where is_workday) not between %s and %s
        order by year
        """,
        (NATION, FEWEST, MOST),
    ).fetchall()
    if wrong:
        years = ", ".join(f"{year} has {count} workdays" for year, count in wrong)
        raise WrongCalendarError(f"{years}; a year has {FEWEST} to {MOST}")
