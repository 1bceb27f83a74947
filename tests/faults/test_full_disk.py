"""A full disk, made of a small tmpfs: below the warehouse, and below the reports."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.databases import say
from tests.faults.test_reports import PERIOD, files, prepared, publish, release
from tests.faults.traces import traces
from tests.integration.landing.loading import NOW

from claim_review import landing
from claim_review.local.postgres import Postgres
from claim_review.province.demo import write_province

pytestmark = pytest.mark.slow

QUARTER = "2025Q1"
FULL = "fault_full"
MIB = 1 << 20


def as_root(*command: str | Path) -> None:
    """Run a command that only root may; elsewhere sudo must let us."""
    before = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    subprocess.run([*before, *map(str, command)], check=True)


@contextmanager
def small_disk(folder: Path, mebibytes: int) -> Iterator[Path]:
    """Mount a disk of this size on the folder."""
    size = f"size={mebibytes}m,mode=777"
    as_root("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder)
    try:
        yield folder
    finally:
        as_root("umount", "--lazy", folder)


def grow(folder: Path) -> None:
    as_root("mount", "-o", "remount,size=512m", folder)


def load(url: str, landed: Path, now) -> list[str]:
    quality = landed.parent / "quality"
    done = landing.load_quarter_or_fail(url, landed, quality, QUARTER, now)
    return [result.status for result in done]


@pytest.fixture(scope="module")
def landed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("var")
    write_province(folder / "landing", folder / "truth", 7, 0.002, [QUARTER])
    return folder / "landing"


@pytest.fixture(scope="module")
def unharmed(make_database, landed) -> dict:
    """What a load leaves that had room."""
    url = make_database()
    assert load(url, landed, NOW) == ["loaded"]
    return traces(url)


@pytest.fixture
def on_small_disk(server: Postgres, template_database) -> Iterator[tuple[str, Path]]:
    """A warehouse on a disk that is nearly full, its URL and the disk."""
    folder = server.home / "small"
    folder.mkdir()
    used = server_mebibytes(server, template_database)
    with small_disk(folder, used + 2):
        # The account of the server makes it, which may be another than ours.
        shutil.chown(folder, server.data.owner(), server.data.group())
        with server.admin() as admin:
            admin.execute(
                sql.SQL("create tablespace small location {}").format(
                    sql.Literal(str(folder))
                )
            )
        create = "create database {} template {} owner claim_review tablespace small"
        say(server, create, FULL, template_database)
        yield server.url(FULL), folder
        say(server, "drop database {} with (force)", FULL)
        with server.admin() as admin:
            admin.execute("drop tablespace small")
    folder.rmdir()


def server_mebibytes(server: Postgres, database: str) -> int:
    with server.admin() as admin:
        query = "select pg_database_size(%s)"
        return admin.execute(query, [database]).fetchone()[0] // MIB


def test_a_load_that_fills_the_disk_fails_and_is_loaded_whole_when_there_is_room(
    on_small_disk, landed, unharmed
):
    url, disk = on_small_disk
    with pytest.raises(psycopg.errors.DiskFull, match="No space left on device"):
        load(url, landed, NOW)
    left = traces(url)
    assert left["batches"] == left["rows"] == []
    grow(disk)
    assert load(url, landed, NOW + timedelta(hours=1)) == ["loaded"]
    assert traces(url) == unharmed


def test_a_report_that_fills_the_disk_is_no_version_and_is_one_when_there_is_room(
    make_database, tmp_path
):
    url, unharmed = prepared(make_database()), prepared(make_database())
    release(unharmed, tmp_path / "whole", publish(unharmed, tmp_path / "whole"))
    disk = tmp_path / "small"
    disk.mkdir()
    with small_disk(disk, 1):
        # A report takes some hundred kilobytes; this leaves less.
        (disk / "filler").write_bytes(bytes(MIB - 64 * 1024))
        with pytest.raises(OSError, match="No space left on device"):
            publish(url, disk)
        assert list((disk / "reports" / PERIOD).iterdir()) == []
        assert traces(url)["publications"] == []
        grow(disk)
        release(url, disk, publish(url, disk))
        assert files(disk) == files(tmp_path / "whole")
    assert traces(url) == traces(unharmed)
