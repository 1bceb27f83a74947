"""Recording a workbook that goes out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

import psycopg

from claim_review.exchange import seal
from claim_review.exchange.book import Book
from claim_review.exchange.layout import Cell, Layout
from claim_review.exchange.writing import write
from claim_review.moments import ZONE

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Issued:
    """A workbook that has been recorded as sent; its content is xlsx."""

    workbook_id: str
    content: bytes


def reasons(
    connection: psycopg.Connection, as_of: datetime, used_for: str = "OVERTURN"
) -> list[str]:
    """Return the reasons in force for a use, each its code and its name."""
    return [
        text
        for (text,) in connection.execute(
            """
            select format('%%s %%s', reason_code, names.reason_name)
            from review.reasons_on(review.day_of(%s)) as reasons
            inner join (
                select distinct on (reason_code, used_for)
                    reason_code, used_for, reason_name
                from review.reason_code
                where valid_from <= review.day_of(%s)
                order by reason_code, used_for, valid_from desc
            ) as names using (reason_code, used_for)
            where used_for = %s
            order by reason_code
            """,
            (as_of, as_of, used_for),
        )
    ]


def day_in_words(due_at: datetime | None, is_provisional: bool | None = False) -> str:
    """Return the last day of a deadline, such as 2025年8月4日（星期一）24:00."""
    if due_at is None:
        return ""
    # It ends at midnight, which is a day later already.
    last = due_at.astimezone(ZONE) - timedelta(microseconds=1)
    end = due_at.astimezone(ZONE)
    clock = "24:00" if end.date() > last.date() else f"{end:%H:%M}"
    day = f"{last.year}年{last.month}月{last.day}日"
    text = f"{day}（星期{_WEEKDAYS[last.weekday()]}）{clock}"
    return f"{text}（放假安排公布前暂定）" if is_provisional else text


def issue(
    connection: psycopg.Connection,
    layout: Layout,
    recipient: str,
    cases: Sequence[tuple[str, int, Mapping[str, Cell]]],
    choices: Mapping[str, Sequence[str]],
    notes: Sequence[str],
    key: bytes,
    issued_by: str,
    as_of: datetime,
    batch_id: str | None = None,
) -> Issued | None:
    """Record a workbook and return it; None where there is no case.

    A case is its hit, the number of its last event, and its cells by title. The id of
    the workbook follows from all that it says: the same one again is recorded once.
    """
    if not cases:
        return None
    rows = [facts for _, _, facts in cases]
    book = Book("", layout, recipient, as_of, notes, rows, choices)
    told_apart = seal.digest(
        [
            *(layout.kind, recipient, as_of.isoformat(), *notes, seal.text_of(choices)),
            *(f"{hit_id} {seq}" for hit_id, seq, _ in cases),
            *(text for _, text in book.sealed_rows()),
        ]
    )[:10]
    workbook_id = f"{layout.kind[0]}{as_of.astimezone(ZONE):%Y%m%d}-{told_apart}"
    content = write(replace(book, workbook_id=workbook_id), key)
    values = (
        workbook_id,
        layout.kind,
        recipient,
        batch_id,
        sum((row[layout.total] for row in rows), Decimal(0)),
        hashlib.sha256(content).hexdigest(),
        as_of,
        issued_by,
    )
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(
            """
            insert into review.workbook (
                workbook_id, kind, recipient, batch_id, total, content_sha256,
                issued_at, issued_by
            )
            values (%s, %s, %s, %s, %s, %s, %s, %s)
            on conflict do nothing
            """,
            values,
        )
        cursor.executemany(
            """
            insert into review.workbook_row values (%s, %s, %s) on conflict do nothing
            """,
            [(workbook_id, hit_id, seq) for hit_id, seq, _ in cases],
        )
    return Issued(workbook_id, content)
