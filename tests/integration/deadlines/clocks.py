"""What the tests of deadlines share: opening clocks, notices to publish, looking."""

import csv
import shutil
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from claim_review.review import reference

AS_OF = datetime(2026, 11, 22, 8, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
COUNTY, PREFECTURE, NATION = "623021", "623000", "000000"
NOTICES = (
    "region",
    "day",
    "is_workday",
    "name",
    "notice_year",
    "announced_on",
    "source",
)


def at(day: str, hour: int = 10) -> datetime:
    """Return that hour of a day in Shanghai."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=SHANGHAI)


def value(connection: psycopg.Connection, query: str, *values: object):
    """Return the first column of the first row."""
    return connection.execute(f"select {query}", values).fetchone()[0]


def open_clock(
    connection: psycopg.Connection,
    day: str,
    key: str = "appeal_wd",
    hit_id: str = "H1",
    seq: int = 4,
    region: str = COUNTY,
) -> date:
    """Open the clock of a hit on a day; return its last day."""
    return value(
        connection,
        "due_day from review.open_deadline(%s, %s, %s, %s, %s)",
        *(hit_id, seq, region, key, at(day)),
    )


def now_of(connection: psycopg.Connection, hit_id: str = "H1") -> tuple:
    """Return the last day of a hit's clock and whether it is provisional."""
    return connection.execute(
        "select due_day, is_provisional from review.deadline_now where hit_id = %s",
        (hit_id,),
    ).fetchone()


def days(first: str, last: str) -> list[date]:
    """Return all days from the first to the last."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [begin + timedelta(number) for number in range((end - begin).days + 1)]


def folder_with(
    target: Path,
    *,
    state: Iterable[tuple] = (),
    local: Iterable[tuple] = (),
    parameters: Iterable[tuple] = (),
) -> Path:
    """Return a copy of include/process with more rows at the end of its files."""
    shutil.copytree(reference.PROCESS_DIR, target, dirs_exist_ok=True)
    more = {
        "state_holidays.csv": state,
        "local_holidays.csv": local,
        "parameters.csv": parameters,
    }
    for name, rows in more.items():
        with (target / name).open("a", encoding="utf-8", newline="") as text:
            csv.writer(text, lineterminator="\n").writerows(rows)
    return target


def local_day_off(
    day: str, name: str, announced_on: str = "2026-06-01", region: str = PREFECTURE
) -> tuple:
    """Return a row of local_holidays.csv."""
    return (region, day, "false", name, day[:4], announced_on, "试验通知")
