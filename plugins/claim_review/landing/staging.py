"""From files to tables of their own, which nobody reads until they are attached."""

import hashlib
import re
import time
from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection, sql

from claim_review.landing import files
from claim_review.landing.cells import set_bad_rows_aside
from claim_review.landing.copying import copy_table
from claim_review.landing.header import Header, match_header
from claim_review.landing.manifest import Manifest, TableEntry
from claim_review.landing.refused import Refused
from claim_review.landing.sums import sum_defects
from claim_review.landing.superseding import mark_within

_LEFTOVERS = r"""
select relname
from pg_class
where relnamespace = 'raw'::regnamespace
  and relkind = 'r'
  and not relispartition
  and relname like '%\_\_%'
"""


@dataclass(frozen=True)
class StagedTable:
    """One table of a batch, copied and typed; `name` is its table in `raw`."""

    entry: TableEntry
    name: str
    rows_set_aside: int
    unknown_columns: tuple[str, ...]
    dropped_columns: tuple[str, ...]

    @property
    def rows_loaded(self) -> int:
        return self.entry.rows - self.rows_set_aside


def batch_key(batch_id: str) -> str:
    """Return 12 hexadecimal digits that name the batch in table names and locks."""
    return hashlib.sha256(batch_id.encode()).hexdigest()[:12]


def staged_name(table_name: str, batch_id: str) -> sql.Identifier:
    return sql.Identifier("raw", f"{table_name}__{batch_key(batch_id)}")


def drop_leftovers(connection: Connection, batch_id: str) -> None:
    """Drop the unattached tables of this batch and of loads that died."""
    for (name,) in connection.execute(_LEFTOVERS).fetchall():
        key = name.rpartition("__")[2]
        if key == batch_key(batch_id):
            connection.execute(
                sql.SQL("drop table {}").format(sql.Identifier("raw", name))
            )
            continue
        with connection.transaction():
            # A batch that is loading right now holds its lock.
            lock = "select pg_try_advisory_xact_lock(%s)"
            if (
                re.fullmatch("[0-9a-f]{12}", key)
                and (connection.execute(lock, [int(key, 16)]).fetchone()[0])
            ):
                drop = sql.SQL("drop table if exists {}")
                connection.execute(drop.format(sql.Identifier("raw", name)))


def stage(
    connection: Connection, folder: Path, manifest: Manifest
) -> list[StagedTable]:
    """Copy and type all tables in one transaction; raise Refused on any defect."""
    headers = _headers(folder, manifest)
    with connection.transaction():
        for name in ("row_set_aside", "row_superseded"):
            like = sql.SQL("create table {} (like raw.{})")
            staged_like = staged_name(name, manifest.batch_id)
            connection.execute(like.format(staged_like, sql.Identifier(name)))
        staged, defects = [], []
        for entry in manifest.entries:
            table, found = _stage_table(
                connection, folder, manifest, entry, headers[entry.table.name]
            )
            staged.append(table)
            defects += found
        if defects:
            raise Refused(*defects)
    return staged


def _headers(folder: Path, manifest: Manifest) -> dict[str, Header]:
    """Return the header of each table; raise Refused with the defects of all."""
    headers, defects = {}, []
    for entry in manifest.entries:
        try:
            names = files.read_header(folder / entry.file, entry.file)
            headers[entry.table.name] = match_header(entry.table, names, entry.file)
        except Refused as refusal:
            defects += refusal.defects
    if defects:
        raise Refused(*defects)
    return headers


def _stage_table(
    connection: Connection,
    folder: Path,
    manifest: Manifest,
    entry: TableEntry,
    header: Header,
) -> tuple[StagedTable, list[str]]:
    """Return the table, copied and typed, and where it differs from the manifest."""
    started = time.monotonic()
    table, batch_id = entry.table, manifest.batch_id
    name = staged_name(table.name, batch_id)
    set_aside_name = staged_name("row_set_aside", batch_id)
    rows = copy_table(connection, name, folder / entry.file, manifest, entry, header)
    set_aside = set_bad_rows_aside(connection, table, name, set_aside_name)
    superseded_name = staged_name("row_superseded", batch_id)
    mark_within(connection, table, manifest, name, superseded_name)
    connection.execute(sql.SQL("analyze {}").format(name))
    defects = []
    if rows != entry.rows:
        defects.append(
            f"{entry.file} holds {rows} rows, manifest.json says {entry.rows}"
        )
    defects += sum_defects(connection, name, set_aside_name, entry)
    seconds = time.monotonic() - started
    print(
        f"{batch_id} {table.name}: {rows} rows copied, "
        f"{set_aside} set aside, {seconds:.1f} s",
        flush=True,
    )
    staged = StagedTable(
        entry=entry,
        name=f"{table.name}__{batch_key(batch_id)}",
        rows_set_aside=set_aside,
        unknown_columns=tuple(header.unknown.values()),
        dropped_columns=tuple(header.dropped.values()),
    )
    return staged, defects
