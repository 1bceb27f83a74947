"""The standing of what was loaded: approve, suspend, withdraw, and who said so."""

from dataclasses import dataclass
from datetime import datetime

import psycopg

from claim_review.knowledge.problems import KnowledgeRefusedError, Problem

# Of a file, approval takes up what is proposed, and a file withdrawn by mistake.
_FILE = """
update knowledge.{table} as row set
    status = %(status)s, approved_by = %(by)s, approved_at = %(now)s
where source_id = %(source)s and row.status <> %(status)s and (
    %(status)s = 'withdrawn'
    or row.status = 'proposed'
    or %(status)s = 'suspended' and row.status = 'approved'
    or %(status)s = 'approved' and not exists (
        select from knowledge.{table} as other
        where other.source_id = %(source)s and other.status <> 'withdrawn'
    )
)
"""
_POINT = """
update knowledge.point set
    status = %(status)s, approved_by = %(by)s, approved_at = %(now)s
where source_id = %(source)s and kp_id = %(point)s and status <> %(status)s
"""


@dataclass(frozen=True)
class Source:
    """A loaded file as a person finds it."""

    source_id: str
    file_name: str


def find_source(connection: psycopg.Connection, name: str) -> Source:
    """Return the one loaded file of that id, hash (or its beginning) or file name."""
    rows = connection.execute(
        """
        select source_id, file_name, loaded_at from knowledge.source_file
        where source_id = %(name)s or file_name = %(name)s
            or length(%(name)s) >= 6 and starts_with(sha256, %(name)s)
        order by loaded_at
        """,
        {"name": name},
    ).fetchall()
    if len(rows) == 1:
        return Source(rows[0][0], rows[0][1])
    if not rows:
        why = "no loaded file has this id, hash or name"
    else:
        each = ", ".join(f"{row[0]} (loaded {row[2]:%Y-%m-%d %H:%M})" for row in rows)
        why = f"several loaded files have this name; use an id: {each}"
    raise KnowledgeRefusedError(name, Problem("", why))


def decide(
    connection: psycopg.Connection,
    source: Source,
    status: str,
    by: str,
    document: str,
    now: datetime,
    point: str | None = None,
) -> int:
    """Give a file, or one point of it, a standing; return how many rows changed.

    `approved_by` names who decided last. A point that the file does not have is
    refused.
    """
    values = {
        "status": status,
        "by": by,
        "now": now,
        "source": source.source_id,
        "point": point,
    }
    with connection.transaction():
        if point is None:
            changed = sum(
                connection.execute(_FILE.format(table=table), values).rowcount
                for table in ("point", "crosswalk")
            )
        else:
            _check_point(connection, source, point)
            changed = connection.execute(_POINT, values).rowcount
        if changed:
            connection.execute(
                """
                insert into knowledge.decision (
                    source_id, kp_id, status, rows_changed,
                    decided_by, document, decided_at
                )
                values (%s, %s, %s, %s, %s, %s, %s)
                """,
                (source.source_id, point, status, changed, by, document, now),
            )
    return changed


def _check_point(connection: psycopg.Connection, source: Source, point: str) -> None:
    row = connection.execute(
        "select from knowledge.point where source_id = %s and kp_id = %s limit 1",
        (source.source_id, point),
    ).fetchone()
    if row is None:
        why = f"has no knowledge point {point}"
        raise KnowledgeRefusedError(source.file_name, Problem("", why))
