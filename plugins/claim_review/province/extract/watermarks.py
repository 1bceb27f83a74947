"""What the warehouse knows of a source: how far it was read, which batches it gave."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.types.json import Jsonb

from claim_review.warehouse import RefusedError

DIGEST_BYTES = 16


@dataclass(frozen=True)
class Watermark:
    """Up to when a table was read; `seen` are digests of rows that come again."""

    extracted_to: datetime
    seen: frozenset[bytes]


@dataclass(frozen=True)
class Extracted:
    """One window that was read whole; `rows` are those of the batch, by table.

    Where nothing was new there is no batch: `batch_id`, `quarter`, `kind` are None.
    """

    extraction_id: int
    source: str
    begin: datetime
    end: datetime
    rows: dict[str, int]
    batch_id: str | None = None
    quarter: str | None = None
    kind: str | None = None


def digest(cells: list[str]) -> bytes:
    """Return what tells two versions of a row apart."""
    text = "\x1f".join(cells).encode()
    return hashlib.blake2b(text, digest_size=DIGEST_BYTES).digest()


@contextmanager
def alone(warehouse: psycopg.Connection, source: str) -> Iterator[None]:
    """Hold the source for one process; raise RefusedError when another has it."""
    key = int.from_bytes(hashlib.sha256(f"extract {source}".encode()).digest()[:7])
    query = "select pg_try_advisory_lock(%s)"
    if not warehouse.execute(query, [key]).fetchone()[0]:
        raise RefusedError(f"another extraction of {source} is running")
    try:
        yield
    finally:
        if not warehouse.closed:
            warehouse.execute("select pg_advisory_unlock(%s)", [key])


def read(warehouse: psycopg.Connection, source: str) -> dict[str, Watermark]:
    """Return the watermarks of a source by table."""
    rows = warehouse.execute(
        """
        select table_name, extracted_to, seen
        from raw.extraction_watermark where source = %s
        """,
        [source],
    )
    return {name: Watermark(moment, _apart(seen)) for name, moment, seen in rows}


def _apart(seen: bytes) -> frozenset[bytes]:
    steps = range(0, len(seen), DIGEST_BYTES)
    return frozenset(seen[step : step + DIGEST_BYTES] for step in steps)


def next_id(warehouse: psycopg.Connection) -> int:
    """Return a number for an extraction that begins; numbers may be left out."""
    sequence = "pg_get_serial_sequence('raw.extraction', 'extraction_id')"
    return warehouse.execute(f"select nextval({sequence})").fetchone()[0]


def record(
    warehouse: psycopg.Connection,
    done: Extracted,
    marks: dict[str, Watermark],
    now: datetime,
) -> None:
    """Record a window and move the watermarks on, together or not at all."""
    with warehouse.transaction():
        warehouse.execute(
            """
            insert into raw.extraction (
                extraction_id, source, extracted_from, extracted_to, rows,
                batch_id, quarter, kind, extracted_at
            )
            values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            (
                *(done.extraction_id, done.source, done.begin, done.end),
                *(Jsonb(done.rows), done.batch_id, done.quarter, done.kind, now),
            ),
        )
        for name, mark in marks.items():
            warehouse.execute(
                """
                insert into raw.extraction_watermark
                (source, table_name, extracted_to, seen, extraction_id)
                values (%s, %s, %s, %s, %s)
                on conflict (source, table_name) do update set
                    extracted_to = excluded.extracted_to,
                    seen = excluded.seen,
                    extraction_id = excluded.extraction_id
                """,
                (
                    *(done.source, name, mark.extracted_to),
                    *(b"".join(sorted(mark.seen)), done.extraction_id),
                ),
            )


def unpublished(warehouse: psycopg.Connection, source: str) -> list[str]:
    """Return the batches that are recorded and not yet seen in the landing area."""
    rows = warehouse.execute(
        """
        select batch_id from raw.extraction
        where source = %s and batch_id is not null and published_at is null
        order by extraction_id
        """,
        [source],
    )
    return [batch_id for (batch_id,) in rows]


def mark_published(warehouse: psycopg.Connection, batch_id: str, now: datetime) -> None:
    """Record that the folder of a batch lies in the landing area."""
    warehouse.execute(
        "update raw.extraction set published_at = %s where batch_id = %s",
        (now, batch_id),
    )
