"""The register of experts, loaded whole from two CSV files."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

EXPERTS = [
    *("expert_id", "specialty", "is_senior_clinician", "is_pharmacist", "is_policy"),
    *("employer", "earlier_employer", "employed_until", "county", "community"),
    "address",
]
COMMUNITIES = ["fixmedins_code", "community"]


class RegisterRefusedError(ValueError):
    """A row of the register is wrong; nothing was loaded."""


def load(
    connection: psycopg.Connection,
    experts: Path,
    communities: Path,
    loaded_by: str,
    as_of: datetime,
) -> int:
    """Put a register in force from `as_of` on and return how many experts it has.

    The second file says which institutions belong to which medical community (医共体).
    Raises RegisterRefusedError with file and line.
    """
    digest = hashlib.sha256(experts.read_bytes() + communities.read_bytes())
    with connection.transaction():
        (list_id,) = connection.execute(
            """
            insert into review.expert_list (content_sha256, loaded_by, loaded_at)
            values (%s, %s, %s)
            returning list_id
            """,
            (digest.hexdigest(), loaded_by, as_of),
        ).fetchone()
        count = _insert(connection, list_id, experts, "expert", EXPERTS)
        if not count:
            raise RegisterRefusedError(f"{experts.name}: it names nobody")
        _insert(connection, list_id, communities, "community_member", COMMUNITIES)
    return count


def _insert(
    connection: psycopg.Connection,
    list_id: int,
    path: Path,
    table: str,
    columns: list[str],
) -> int:
    insert = sql.SQL("insert into {} (list_id, {}) values ({})").format(
        sql.Identifier("review", table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([sql.Placeholder()] * (len(columns) + 1)),
    )
    count = 0
    for place, row in _rows(path, columns):
        try:
            connection.execute(insert, [list_id, *row])
        except (psycopg.IntegrityError, psycopg.DataError) as error:
            why = error.diag.constraint_name or error.diag.message_primary or ""
            raise RegisterRefusedError(f"{place}: {why.replace('_', ' ')}") from error
        count += 1
    return count


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[str, list[str | None]]]:
    """Yield places (file and line) and cells; an empty cell is None."""
    # Spreadsheets write a mark before the first letter.
    text = path.read_bytes().decode("utf-8-sig")
    reader = csv.DictReader(text.splitlines(), strict=True)
    if reader.fieldnames != columns:
        raise RegisterRefusedError(
            f"{path.name} line 1: the header has to be {','.join(columns)}"
        )
    for row in reader:
        place = f"{path.name} line {reader.line_num}"
        if None in row or None in row.values():
            raise RegisterRefusedError(f"{place}: not as many cells as the header")
        yield place, [row[name] or None for name in columns]
