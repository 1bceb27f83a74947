"""`claim-review verify | archive | restore-quarter | backup | restore`."""

import argparse
from datetime import datetime
from pathlib import Path

from claim_review import warehouse
from claim_review.archive.backup import backup, restore
from claim_review.archive.bringing_back import restore_quarter
from claim_review.archive.putting_away import archive_quarter
from claim_review.archive.verifying import verify_or_fail
from claim_review.settings import settings


def add_commands(subparsers) -> None:
    """Add the commands of this room to the parser of `claim-review`."""
    verify = subparsers.add_parser(
        "verify", help="prove that nothing of a quarter is lost"
    )
    verify.add_argument("quarter")
    verify.set_defaults(run=_verify)

    away = subparsers.add_parser("archive", help="put a quarter's raw rows into files")
    away.add_argument("quarter")
    away.add_argument(
        "--to", type=Path, required=True, help="a folder that is not there"
    )
    away.add_argument("--by", required=True, help="person_id of who says so")
    away.set_defaults(run=_archive)

    back = subparsers.add_parser(
        "restore-quarter", help="bring an archived quarter back"
    )
    back.add_argument("folder", type=Path)
    back.add_argument("--by", required=True, help="person_id of who says so")
    back.set_defaults(run=_restore_quarter)

    save = subparsers.add_parser("backup", help="save the warehouse and its files")
    save.add_argument("folder", type=Path, help="a folder that is not there")
    save.set_defaults(run=_backup)

    load = subparsers.add_parser(
        "restore", help="bring a backup into an empty warehouse"
    )
    load.add_argument("folder", type=Path)
    load.set_defaults(run=_restore)


def _verify(arguments: argparse.Namespace, now: datetime) -> str:
    return verify_or_fail(warehouse.url(), arguments.quarter, settings().var_dir)


def _archive(arguments: argparse.Namespace, now: datetime) -> str:
    manifest = archive_quarter(
        warehouse.url(), arguments.quarter, arguments.to, arguments.by, now
    )
    rows, files = sum(file.rows for file in manifest.files), len(manifest.files)
    return f"{arguments.quarter}: {rows} rows in {files} files of {arguments.to}"


def _restore_quarter(arguments: argparse.Namespace, now: datetime) -> str:
    url = warehouse.url()
    manifest = restore_quarter(url, arguments.folder, arguments.by, now)
    return verify_or_fail(url, manifest.quarter, settings().var_dir)


def _backup(arguments: argparse.Namespace, now: datetime) -> str:
    size = backup(warehouse.url(), settings().var_dir, arguments.folder, now)
    return f"{arguments.folder}: {size / 1e6:.1f} MB"


def _restore(arguments: argparse.Namespace, now: datetime) -> str:
    url, var_dir = warehouse.url(), settings().var_dir
    restored = restore(url, var_dir, arguments.folder)
    print(
        f"{arguments.folder} is restored, {restored.uncertain} messages are uncertain"
    )
    return "\n".join(
        verify_or_fail(url, quarter, var_dir) for quarter in restored.quarters
    )
