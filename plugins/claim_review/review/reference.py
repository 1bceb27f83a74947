"""Reference data of the procedure: dated rows in `include/process`, published once."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from claim_review.moments import ZONE
from claim_review.review import workdays
from claim_review.settings import REPO_DIR

PROCESS_DIR = REPO_DIR / "include" / "process"


class ReferenceRefusedError(ValueError):
    """A row of reference data is wrong or contradicts what was published."""


@dataclass(frozen=True)
class Table:
    """A table of schema review and the CSV files of `include/process` it holds."""

    name: str
    files: Sequence[str]
    key: Sequence[str]
    columns: Sequence[str]

    def parts(self) -> dict[str, sql.Composable]:
        """Return the table, its key and its columns for use in a statement."""
        return {
            "table": sql.Identifier("review", self.name),
            "key": sql.SQL(", ").join(map(sql.Identifier, self.key)),
            "columns": sql.SQL(", ").join(map(sql.Identifier, self.columns)),
        }


TABLES = (
    Table(
        name="holiday",
        files=("state_holidays.csv", "local_holidays.csv"),
        key=("region", "day", "announced_on"),
        columns=(
            *("region", "day", "is_workday", "name", "notice_year"),
            *("announced_on", "source"),
        ),
    ),
    Table(
        name="parameter",
        files=("parameters.csv",),
        key=("key", "region", "valid_from"),
        columns=(
            *("key", "name", "value", "unit", "region", "valid_from", "valid_to"),
            *("source", "confirmed_by", "confirmed_at"),
        ),
    ),
    Table(
        name="transition",
        files=("transitions.csv",),
        key=("event", "from_state", "to_state", "role", "valid_from"),
        columns=("event", "from_state", "to_state", "role", "valid_from", "valid_to"),
    ),
    Table(
        name="reason_code",
        files=("reason_codes.csv",),
        key=("reason_code", "used_for", "valid_from"),
        columns=(
            *("reason_code", "used_for", "reason_name", "counts_against_rule"),
            *("valid_from", "valid_to"),
        ),
    ),
)


def publish(
    connection: psycopg.Connection, as_of: datetime, folder: Path = PROCESS_DIR
) -> int:
    """Publish rows that are new and return the number of the calendar in force.

    Notices announced after `as_of` stay out until then; the calendar reaches to the
    end of the year after it. Publishing again changes nothing. When a row is wrong or
    contradicts a published one, raises ReferenceRefusedError and publishes nothing.
    """
    today = as_of.astimezone(ZONE).date()
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('review.reference'))")
        for table in TABLES:
            rows = [row for name in table.files for row in _rows(folder / name, table)]
            for place, row in rows:
                if not _is_future(row, today, place):
                    _publish_row(connection, table, row, place, as_of)
            _refuse_removed(connection, table, [row for _, row in rows])
        try:
            return workdays.publish(connection, as_of, date(today.year + 1, 12, 31))
        except workdays.WrongCalendarError as error:
            raise ReferenceRefusedError(f"state_holidays.csv: {error}") from error


def _rows(path: Path, table: Table) -> Iterator[tuple[str, dict]]:
    """Yield places (file and line) and rows; an empty cell is None."""
    # Spreadsheets write a mark before the first letter.
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.DictReader(text, strict=True)
        if tuple(reader.fieldnames or ()) != tuple(table.columns):
            raise ReferenceRefusedError(
                f"{path.name} line 1: the header has to be {','.join(table.columns)}"
            )
        for row in reader:
            place = f"{path.name} line {reader.line_num}"
            if None in row or None in row.values():
                raise ReferenceRefusedError(f"{place}: not as many cells as the header")
            yield place, {name: cell or None for name, cell in row.items()}


def _is_future(row: dict, today: date, place: str) -> bool:
    """Return whether a notice is announced only after today; other rows never are."""
    if "announced_on" not in row:
        return False
    try:
        return date.fromisoformat(row["announced_on"] or "") > today
    except ValueError:
        raise ReferenceRefusedError(
            f"{place}, announced_on: {row['announced_on']!r} is not a day "
            "such as 2025-11-04"
        ) from None


def _publish_row(
    connection: psycopg.Connection, table: Table, row: dict, place: str, now: datetime
) -> None:
    insert = sql.SQL(
        """
        insert into {table} ({columns}, published_at)
        select {columns}, %(now)s
        from jsonb_populate_record(null::{table}, %(row)s) as written
        where not exists (
            select from {table} inner join (select written.*) using ({key})
        )
        """
    )
    try:
        connection.execute(
            insert.format(**table.parts()), {"row": Jsonb(row), "now": now}
        )
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        raise ReferenceRefusedError(f"{place}: {_reason(error)}") from error
    _refuse_contradiction(connection, table, row, place)


def _reason(error: psycopg.Error) -> str:
    """Return which constraint or value is wrong, on one line."""
    if error.diag.constraint_name:
        return error.diag.constraint_name.replace("_", " ")
    return error.diag.message_primary or str(error)


def _refuse_contradiction(
    connection: psycopg.Connection, table: Table, row: dict, place: str
) -> None:
    query = sql.SQL(
        """
        select to_jsonb(published), to_jsonb(written)
        from jsonb_populate_record(null::{table}, %(row)s) as written
        inner join {table} as published using ({key})
        """
    )
    published, written = connection.execute(
        query.format(**table.parts()), {"row": Jsonb(row)}
    ).fetchone()
    differences = [
        f"{name} is {written[name]}, published was {published[name]}"
        for name in row
        if written[name] != published[name]
    ]
    if differences:
        raise ReferenceRefusedError(
            f"{place}: {'; '.join(differences)}. "
            "A published row never changes; write a new one with a later date"
        )


def _refuse_removed(
    connection: psycopg.Connection, table: Table, rows: list[dict]
) -> None:
    """Refuse files that lack a published row: who took it out believes it is gone."""
    query = sql.SQL(
        """
        select {key} from {table}
        except
        select {key} from jsonb_populate_recordset(null::{table}, %s)
        limit 1
        """
    )
    removed = connection.execute(
        query.format(**table.parts()), (Jsonb(rows),)
    ).fetchone()
    if removed:
        raise ReferenceRefusedError(
            f"{' and '.join(table.files)}: the row {', '.join(map(str, removed))} is "
            "missing. A published row never goes; write a new one with a later date"
        )
