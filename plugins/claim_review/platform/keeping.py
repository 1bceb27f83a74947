"""Keeping a delivery as it was read, with what of it was left."""

from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.types.json import Jsonb

from claim_review.exchange.seal import digest
from claim_review.platform.reading import Delivery, Row


@dataclass(frozen=True)
class TakenIn:
    """What a delivery did: decisions taken, put into quarantine, and rows left.

    A row is left for each thing that it says and that became no event, with why. Where
    `is_new` is false this very delivery was taken in before, and did nothing now.
    """

    folder: str
    is_new: bool
    rows: int = 0
    taken: int = 0
    put_aside: int = 0
    left: int = 0
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Left:
    """Something of a row that became no event."""

    row: Row
    hit_id: str | None
    why: str


def keep(
    connection: psycopg.Connection,
    delivery: Delivery,
    done: TakenIn,
    left: list[Left],
    as_of: datetime,
) -> None:
    """Record that a delivery was taken in, its rows, and what was left of them."""
    (import_id,) = connection.execute(
        """
        insert into review.platform_import (
            folder, manifest_sha256, made_at, taken_at, rows_read, decisions_taken,
            put_aside, unknown_columns
        )
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        returning import_id
        """,
        (
            done.folder,
            delivery.manifest.sha256,
            delivery.manifest.made_at,
            as_of,
            done.rows,
            done.taken,
            done.put_aside,
            list(done.unknown_columns),
        ),
    ).fetchone()
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            insert into review.platform_row values (%s, %s, %s, %s, %s, %s, %s)
            on conflict do nothing
            """,
            [
                (
                    row.told["doc_suspt_id"],
                    row.told_at,
                    digest([f"{name}={row.told[name]}" for name in sorted(row.told)]),
                    import_id,
                    delivery.suspects_file,
                    row.line,
                    Jsonb(row.told),
                )
                for row in delivery.rows
            ],
        )
        cursor.executemany(
            """
            insert into review.platform_left values (%s, %s, %s, %s, %s, %s)
            """,
            [
                (
                    import_id,
                    delivery.suspects_file,
                    each.row.line,
                    each.row.told["doc_suspt_id"],
                    each.hit_id,
                    each.why,
                )
                for each in left
            ],
        )
