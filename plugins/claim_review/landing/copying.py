"""One CSV file into one new table: COPY, unknown columns, line numbers."""

import re
from collections.abc import Iterable
from pathlib import Path

import psycopg
from psycopg import Connection, sql

from claim_review.landing import files
from claim_review.landing.header import Header
from claim_review.landing.manifest import Manifest, TableEntry
from claim_review.landing.refused import Refused

# Text of PostgreSQL's complaint to what we say of the line.
_COPY_DEFECTS = {
    "missing data for column": "has fewer fields than the header",
    "extra data after last expected column": "has more fields than the header",
    "unterminated CSV quoted field": "has a quoted field that does not end",
    'invalid byte sequence for encoding "UTF8": 0x00': "holds a NUL byte",
    'invalid byte sequence for encoding "UTF8"': "is not UTF-8",
}

_FOLD = """
create function pg_temp.fold() returns trigger language plpgsql as $fold$
begin
    new.other_columns := jsonb_strip_nulls(jsonb_object({names}, {values}));
    if new.other_columns = '{{}}' then
        new.other_columns := null;
    end if;
    {emptied}
    return new;
end
$fold$
"""


def copy_table(
    connection: Connection,
    name: sql.Identifier,
    file: Path,
    manifest: Manifest,
    entry: TableEntry,
    header: Header,
) -> int:
    """Make the table and copy the file into it; return the rows of the file."""
    # A table made in the transaction that fills it can skip the write-ahead log,
    # and frozen rows spare the first reader a rewrite of every page.
    extra = [*header.unknown, *header.dropped]
    _create(connection, name, entry.table.name, manifest, extra)
    if extra:
        _fold_on_the_way(connection, name, header)
    rows, newlines = _copy_stream(connection, name, file, entry, header)
    connection.execute(
        sql.SQL("alter table {} alter line_number drop default").format(name)
    )
    connection.execute("drop sequence next_line")
    if extra:
        connection.execute("drop function pg_temp.fold cascade")
    for column in extra:
        drop = sql.SQL("alter table {} drop column {}")
        connection.execute(drop.format(name, sql.Identifier(column)))
    if newlines != rows + 1:
        _number_lines(connection, name, file, entry)
    return rows


def _create(
    connection: Connection,
    name: sql.Identifier,
    parent: str,
    manifest: Manifest,
    extra: list[str],
) -> None:
    connection.execute("create temp sequence next_line start 2 cache 1000")
    create = sql.SQL("create table {} (like raw.{} including defaults)")
    connection.execute(create.format(name, sql.Identifier(parent)))
    alter = sql.SQL(
        "alter table {} alter batch_id set default {}, "
        "alter batch_quarter set default {}, "
        "alter line_number set default nextval('next_line')"
    )
    said = sql.Literal(manifest.batch_id), sql.Literal(str(manifest.quarter))
    connection.execute(alter.format(name, *said))
    for column in extra:
        add = sql.SQL("alter table {} add column {} text")
        connection.execute(add.format(name, sql.Identifier(column)))


def _fold_on_the_way(
    connection: Connection, name: sql.Identifier, header: Header
) -> None:
    """Put unknown columns into other_columns, and let dropped ones never be stored."""
    new = {
        column: sql.SQL("new.{}").format(sql.Identifier(column))
        for column in header.targets
    }
    emptied = [
        sql.SQL("{} := null;").format(new[column])
        for column in [*header.unknown, *header.dropped]
    ]
    function = sql.SQL(_FOLD).format(
        names=_text_array(sql.Literal(column) for column in header.unknown.values()),
        values=_text_array(new[column] for column in header.unknown),
        emptied=sql.SQL("\n    ").join(emptied),
    )
    connection.execute(function)
    trigger = sql.SQL(
        "create trigger fold before insert on {} for each row "
        "execute function pg_temp.fold()"
    )
    connection.execute(trigger.format(name))


def _text_array(items: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL("array[{}]::text[]").format(sql.SQL(", ").join(items))


def _copy_stream(
    connection: Connection,
    name: sql.Identifier,
    file: Path,
    entry: TableEntry,
    header: Header,
) -> tuple[int, int]:
    """Stream the file into the table; return its rows and its line ends."""
    statement = sql.SQL(
        "copy {} ({}) from stdin (format csv, header, force_null *, freeze)"
    ).format(name, sql.SQL(", ").join(map(sql.Identifier, header.targets)))
    newlines, last = 0, b""
    cursor = connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for chunk in files.chunks(file, entry.file):
                copy.write(chunk)
                newlines += chunk.count(b"\n")
                last = chunk
    except psycopg.DataError as error:
        raise Refused(_copy_defect(error, entry.file)) from None
    return cursor.rowcount, newlines + (not last.endswith(b"\n"))


def _copy_defect(error: psycopg.DataError, file: str) -> str:
    """Return what is wrong with which line of the file."""
    message = error.diag.message_primary or str(error)
    line = re.search(r"line (\d+)", error.diag.context or "")
    said = next(
        (ours for theirs, ours in _COPY_DEFECTS.items() if message.startswith(theirs)),
        f"cannot be read: {message}",
    )
    return f"{file} line {line[1]} {said}" if line else f"{file} {said}"


def _number_lines(
    connection: Connection, name: sql.Identifier, file: Path, entry: TableEntry
) -> None:
    """Correct line_number where quoted fields hold line ends."""
    connection.execute(
        "create temp table line_of (ordinal bigint, line bigint) on commit drop"
    )
    with connection.cursor().copy("copy line_of from stdin") as copy:
        for ordinal, line in enumerate(files.record_lines(file, entry.file), start=2):
            if ordinal != line:
                copy.write_row((ordinal, line))
    update = sql.SQL(
        "update {} as row set line_number = line_of.line "
        "from line_of where line_of.ordinal = row.line_number"
    )
    connection.execute(update.format(name))
    connection.execute("drop table line_of")
