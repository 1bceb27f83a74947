"""Mornings for tests: planning a day, and reading the mails it queued."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
from tests.integration.cases.casework import START, Case, insert, opened

from claim_review.reminders.planning import Planned, plan
from claim_review.review.days import go_through
from claim_review.settings import Settings

SETTINGS = Settings(office_phone="0941-000000")
# Cases are dispatched on a Monday at noon; ten workdays later is the last day.
DISPATCH_DAY = "2025-07-21"


def at(day: str, clock: str = "08:55") -> datetime:
    """Return a moment of a day in Shanghai; by default that of planning."""
    moment = datetime.fromisoformat(f"{day}T{clock}")
    return moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def planned(connection: psycopg.Connection, day: str, clock: str = "08:55") -> Planned:
    """Plan the reminders of a day."""
    return plan(connection, at(day, clock), SETTINGS)


def morning(connection: psycopg.Connection, day: str) -> Planned:
    """Let times run out and plan, as every morning."""
    go_through(connection, at(day, "06:30"))
    return planned(connection, day)


def mornings(connection: psycopg.Connection, first: str, last: str) -> dict[str, list]:
    """Plan each day; return what H1 was told as kinds and shifts, by day."""
    day, told = at(first), {}
    while day <= at(last):
        name = f"{day:%Y-%m-%d}"
        morning(connection, name)
        told[name] = shifts(connection, name)
        day += timedelta(days=1)
    return {name: items for name, items in told.items() if items}


def mails(connection: psycopg.Connection, day: str) -> dict[str, str]:
    """Return subject and text of the mails of a day, by recipient."""
    rows = connection.execute(
        """
        select split_part(dedupe_key, '|', 4), subject || e'\n' || (payload ->> 'text')
        from notify.outbox
        where dedupe_key like %s
        order by 1
        """,
        (f"reminder|{day}|%",),
    )
    return dict(rows.fetchall())


def shifts(connection: psycopg.Connection, day: str, who: str = "H1") -> list[tuple]:
    """Return what somebody was told on a day: kinds and shifts."""
    return connection.execute(
        """
        select kind, shift from review.reminder
        where day = %s and recipient = %s
        order by kind, about_day, shift
        """,
        (day, who),
    ).fetchall()


def hearers(connection: psycopg.Connection, day: str, kind: str) -> list[str]:
    """Return who was told of a kind on a day."""
    rows = connection.execute(
        """
        select distinct recipient from review.reminder
        where day = %s and kind = %s
        order by recipient
        """,
        (day, kind),
    )
    return [who for (who,) in rows]


def dispatched(connection: psycopg.Connection, *hit_ids: str, **changes) -> list[Case]:
    """Return cases of H1, dispatched in batch B1 on that Monday."""
    return [
        opened(connection, hit_id, **{"setl_id": hit_id, **changes}).goes_to("S40")
        for hit_id in hit_ids
    ]


def confirmed_dispatch(connection: psycopg.Connection, batch_id: str = "B1") -> None:
    """Enter that the dispatch of a batch is vouched for."""
    insert(
        connection,
        "delivery_proof",
        batch_id=batch_id,
        kind="DISPATCH",
        delivered_at=START,
        source_ref="A1",
    )


def reminded(connection: psycopg.Connection, batch_id: str = "B1") -> None:
    """Enter that the institution was called in time."""
    insert(
        connection,
        "delivery_proof",
        batch_id=batch_id,
        kind="PHONE",
        delivered_at=START + timedelta(days=2),
        source_ref="call-1",
    )
