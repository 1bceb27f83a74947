"""Putting the raw rows of a quarter away into files, once nothing needs them here."""

import hashlib
import os
import shutil
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import Connection, sql

from claim_review.archive import manifest as manifests
from claim_review.archive.manifest import ArchivedFile, ArchiveManifest
from claim_review.archive.needed import refuse_while_needed
from claim_review.archive.pieces import (
    MOVED,
    SIDES,
    Piece,
    copy_in,
    copy_out,
    digest,
    of_side,
    pieces,
)
from claim_review.quarters import Quarter
from claim_review.warehouse import RefusedError


def archive_quarter(
    url: str, quarter: str, folder: Path, by: str, now: datetime
) -> ArchiveManifest:
    """Write a quarter's rows into a new folder, read them back, only then drop them.

    All happens in one transaction: whoever is killed leaves the warehouse as it was,
    and at most a folder whose name ends with `.part`. Raises RefusedError while
    anything still needs the rows.
    """
    Quarter.parse(quarter)
    folder = folder.resolve()
    if folder.exists():
        raise RefusedError(f"{folder} is there already; name a folder that is not")
    with psycopg.connect(url) as connection:
        _stand_still(connection)
        refuse_while_needed(connection, quarter)
        part = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        manifest = _written(connection, part, quarter, now)
        _sync(part)
        part.rename(folder)
        _drop(connection, quarter)
        connection.execute(
            """
            insert into raw.archived_quarter
            (quarter, archived_at, archived_by, folder, manifest_sha256)
            values (%s, %s, %s, %s, %s)
            """,
            (quarter, now, by, str(folder), manifest_sha256(folder)),
        )
    return manifest


def manifest_sha256(folder: Path) -> str:
    """Return the hash of an archive's manifest, which holds those of all its files."""
    return hashlib.sha256((folder / manifests.NAME).read_bytes()).hexdigest()


def _stand_still(connection: Connection) -> None:
    """Keep loads and reviews out until the end; write times as UTC."""
    connection.execute("set local timezone to 'UTC'")
    connection.execute("lock table raw.batch, review.run in share row exclusive mode")


def _written(
    connection: Connection, folder: Path, quarter: str, now: datetime
) -> ArchiveManifest:
    files = []
    for piece in pieces(connection, quarter):
        file = copy_out(connection, folder, piece)
        _read_back(connection, folder, piece, file)
        print(f"{file.name}: {file.rows} rows written and read back", flush=True)
        files.append(file)
    (revision,) = connection.execute(
        "select version_num from alembic_version"
    ).fetchone()
    manifest = ArchiveManifest(quarter, now.isoformat(), revision, files)
    manifests.write_manifest(folder, manifest)
    return manifest


def _read_back(
    connection: Connection, folder: Path, piece: Piece, file: ArchivedFile
) -> None:
    """Raise RefusedError unless the file holds just the rows of the piece."""
    make = sql.SQL("create temp table read_back (like {}) on commit drop")
    connection.execute(make.format(piece.relation))
    copy_in(connection, sql.Identifier("read_back"), folder, file)
    found = digest(connection, sql.Identifier("read_back"), file.columns)
    connection.execute("drop table read_back")
    if found != (file.rows, file.digest):
        raise RefusedError(
            f"{folder / file.name} holds {found[0]} rows ({found[1]}), "
            f"the warehouse {file.rows} ({file.digest}); nothing was dropped"
        )


def _sync(folder: Path) -> None:
    """Wait until the files are on the disk: what they copy is about to be dropped."""
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _drop(connection: Connection, quarter: str) -> None:
    for table in MOVED:
        name = sql.Identifier("raw", f"{table}_{quarter.lower()}")
        connection.execute(sql.SQL("drop table if exists {}").format(name))
    for side in SIDES:
        delete = sql.SQL("delete from {} where {}")
        name = sql.Identifier("raw", side)
        connection.execute(delete.format(name, of_side(quarter)))
