"""Bringing an archived quarter back, row by row as it was."""

from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import Connection, sql

from claim_review.archive.kept_files import difference
from claim_review.archive.manifest import ArchivedFile, ArchiveManifest, read_manifest
from claim_review.archive.pieces import SIDES, copy_in, digest, of_side
from claim_review.archive.putting_away import manifest_sha256
from claim_review.landing.dictionary import tables
from claim_review.landing.publishing import attach
from claim_review.landing.staging import staged_name
from claim_review.landing.superseding import mark_across
from claim_review.warehouse import RefusedError

_AWAY = """
update raw.archived_quarter set restored_at = %s, restored_by = %s
where quarter = %s and restored_at is null and manifest_sha256 = %s
"""


def restore_quarter(url: str, folder: Path, by: str, now: datetime) -> ArchiveManifest:
    """Put the rows of an archive back into the warehouse, all or nothing.

    Versions that other batches brought meanwhile count. Raises RefusedError when the
    files are not those of the manifest, or the quarter was not put away into them.
    """
    folder = folder.resolve()
    manifest = read_manifest(folder)
    broken = [
        why
        for file in manifest.files
        if (why := difference(folder / file.name, file.sha256))
    ]
    if broken:
        raise RefusedError("\n".join(broken))
    with psycopg.connect(url) as connection:
        connection.execute("set local timezone to 'UTC'")
        connection.execute(
            "lock table raw.batch, review.run in share row exclusive mode"
        )
        known = (now, by, manifest.quarter, manifest_sha256(folder))
        if connection.execute(_AWAY, known).rowcount != 1:
            raise RefusedError(f"{manifest.quarter} was not put away into {folder}")
        batches = [file for file in manifest.files if file.batch_id]
        for file in batches:
            _put_back(connection, folder, manifest.quarter, file)
        for file in manifest.files:
            if file.relation.removeprefix("raw.") in SIDES:
                _mark(connection, folder, manifest.quarter, file)
        for file in batches:
            _see_newer(connection, file)
    return manifest


def _put_back(
    connection: Connection, folder: Path, quarter: str, file: ArchivedFile
) -> None:
    table = file.relation.removeprefix("raw.")
    name = staged_name(table, file.batch_id)
    make = sql.SQL("create table {} (like {} including defaults)")
    connection.execute(make.format(name, sql.Identifier("raw", table)))
    copy_in(connection, name, folder, file)
    _compare(folder, file, digest(connection, name, file.columns))
    connection.execute(sql.SQL("analyze {}").format(name))
    attach(connection, table, quarter, file.batch_id)


def _mark(
    connection: Connection, folder: Path, quarter: str, file: ArchivedFile
) -> None:
    target = sql.Identifier(*file.relation.split("."))
    copy_in(connection, target, folder, file)
    there = sql.SQL("(select * from {} where {}) as marks").format(
        target, of_side(quarter)
    )
    _compare(folder, file, digest(connection, there, file.columns))


def _compare(folder: Path, file: ArchivedFile, found: tuple[int, str]) -> None:
    if found != (file.rows, file.digest):
        raise RefusedError(
            f"{folder / file.name} gave {found[0]} rows ({found[1]}), "
            f"its manifest says {file.rows} ({file.digest}); nothing was restored"
        )


def _see_newer(connection: Connection, file: ArchivedFile) -> None:
    """Mark what batches that came while it was away replace."""
    table = tables()[file.relation.removeprefix("raw.")]
    mark_across(
        connection, table, file.batch_id, staged_name(table.name, file.batch_id)
    )
