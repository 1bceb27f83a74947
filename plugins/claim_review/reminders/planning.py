"""Planning the reminders of a workday: each recipient's mail, queued once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

import psycopg
from psycopg.types.json import Jsonb

from claim_review.moments import ZONE
from claim_review.notify.outbox import enqueue
from claim_review.reminders import digest
from claim_review.reminders.items import Item, Recipient, audiences, due_items
from claim_review.review.workdays import PREFECTURE
from claim_review.settings import Settings

SENT_FROM = time(9)


class NoCalendarError(LookupError):
    """The calendar has no such day; publish the reference data again."""


@dataclass(frozen=True)
class Planned:
    """The reminders of a day: mails, recipients to be called, and items by kind."""

    day: date
    is_workday: bool
    mails: int
    calls: int
    items: Mapping[str, int]


def plan(
    connection: psycopg.Connection, as_of: datetime, settings: Settings
) -> Planned:
    """Queue the mails of the day of `as_of` and return what was planned for it.

    A day is planned once: again, the same comes back and nothing is queued. What
    happens after that is told the next workday. On a day off nothing is planned.
    Raises NoCalendarError.
    """
    today = as_of.astimezone(ZONE).date()
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('review.reminder'))")
        if not _is_workday(connection, today):
            return Planned(today, False, 0, 0, {})
        new = connection.execute(
            """
            insert into review.reminder_day (day, as_of) values (%s, %s)
            on conflict do nothing returning day
            """,
            (today, as_of),
        ).fetchone()
        if new is not None:
            _plan_day(connection, today, as_of, settings)
        return _planned(connection, today)


def _is_workday(connection: psycopg.Connection, today: date) -> bool:
    found = connection.execute(
        """
        select is_workday from review.workday
        where region = review.calendar_region(%s) and day = %s
        """,
        (PREFECTURE, today),
    ).fetchone()
    if found is None:
        raise NoCalendarError(f"the calendar has no {today}; publish it again")
    return found[0]


def _plan_day(
    connection: psycopg.Connection, today: date, as_of: datetime, settings: Settings
) -> None:
    items = due_items(connection, today, as_of)
    heard = audiences(connection, items, settings.operator_address, today, as_of)
    names = _names(connection, items)
    for recipient, told in heard.items():
        key = None
        if recipient.addresses:
            key = f"reminder|{today}|{recipient.kind}|{recipient.recipient}"
            mail = digest.write(recipient, told, names, settings, today)
            enqueue(
                connection,
                dedupe_key=key,
                recipients=recipient.addresses,
                subject=mail.subject,
                text=mail.text,
                html=mail.html,
                not_before=datetime.combine(today, SENT_FROM, ZONE),
            )
        _record(connection, recipient, told, today, key)
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            insert into review.reminder_case (kind, hit_id, seq, about_day, day)
            values (%s, %s, %s, %s, %s)
            """,
            [
                (item.kind, hit_id, seq, item.about_day, today)
                for item in items
                if item.hit_ids is not None
                for hit_id, seq in zip(item.hit_ids, item.seqs, strict=True)
            ],
        )


def _names(connection: psycopg.Connection, items: Iterable[Item]) -> dict[str, str]:
    """Return the names of institutions by code; a code without a name is its own."""
    codes = {item.fixmedins_code for item in items} - {None}
    if not codes:
        return {}
    found = connection.execute(
        """
        select fixmedins_code, fixmedins_name from marts.dim_institution
        where fixmedins_code = any(%s)
        """,
        (sorted(codes),),
    ).fetchall()
    named = {code: name for code, name in found if name}
    return {code: named.get(code, code) for code in codes}


def _record(
    connection: psycopg.Connection,
    recipient: Recipient,
    items: Iterable[Item],
    today: date,
    dedupe_key: str | None,
) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            insert into review.reminder (
                kind, object_id, recipient_kind, recipient, about_day, due_version,
                shift, channel, day, dedupe_key, facts
            )
            values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            [
                (
                    *(item.kind, item.object_id, recipient.kind, recipient.recipient),
                    *(item.about_day, item.due_version, item.shift),
                    *("MAIL" if dedupe_key else "PHONE", today, dedupe_key),
                    Jsonb(item.facts),
                )
                for item in items
            ],
        )


def _planned(connection: psycopg.Connection, today: date) -> Planned:
    mails, calls = connection.execute(
        """
        select
            count(distinct dedupe_key),
            count(distinct (recipient_kind, recipient)) filter (where channel = 'PHONE')
        from review.reminder
        where day = %s
        """,
        (today,),
    ).fetchone()
    items = connection.execute(
        """
        select kind, count(distinct (object_id, about_day, shift))
        from review.reminder
        where day = %s
        group by kind
        order by kind
        """,
        (today,),
    ).fetchall()
    return Planned(today, True, mails, calls, dict(items))
