"""The list of people who work on cases, loaded whole from a CSV file."""

import csv
import hashlib
from datetime import datetime
from pathlib import Path

import psycopg

COLUMNS = ["person_id", "role", "region", "address"]


class StaffRefusedError(ValueError):
    """A row of the staff list is wrong; nothing was loaded."""


def load(
    connection: psycopg.Connection, path: Path, loaded_by: str, as_of: datetime
) -> int:
    """Put a list in force from `as_of` on and return how many rows it has.

    Columns: person_id, role, region (division code), address (may be empty). Raises
    StaffRefusedError with file and line.
    """
    content = path.read_bytes()
    # Spreadsheets write a mark before the first letter.
    reader = csv.DictReader(content.decode("utf-8-sig").splitlines(), strict=True)
    if reader.fieldnames != COLUMNS:
        raise StaffRefusedError(
            f"{path.name} line 1: the header has to be {','.join(COLUMNS)}"
        )
    with connection.transaction():
        (list_id,) = connection.execute(
            """
            insert into review.staff_list (content_sha256, loaded_by, loaded_at)
            values (%s, %s, %s)
            returning list_id
            """,
            (hashlib.sha256(content).hexdigest(), loaded_by, as_of),
        ).fetchone()
        count = 0
        for row in reader:
            place = f"{path.name} line {reader.line_num}"
            if None in row or None in row.values():
                raise StaffRefusedError(f"{place}: not as many cells as the header")
            _insert(connection, list_id, row, place)
            count += 1
        if not count:
            raise StaffRefusedError(f"{path.name}: it names nobody")
    return count


def _insert(
    connection: psycopg.Connection, list_id: int, row: dict, place: str
) -> None:
    values = [list_id, *(row[name] or None for name in COLUMNS)]
    try:
        connection.execute(
            "insert into review.staff values (%s, %s, %s, %s, %s)", values
        )
    except psycopg.IntegrityError as error:
        why = (error.diag.constraint_name or str(error)).replace("_", " ")
        raise StaffRefusedError(f"{place}: {why}") from error
