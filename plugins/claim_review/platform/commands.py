"""`claim-review platform …`: files for it, files of it, and where both differ."""

import argparse
from datetime import datetime
from pathlib import Path

from claim_review import warehouse
from claim_review.exchange.appeals import UnknownBatchError
from claim_review.moments import ZONE
from claim_review.platform.export import export_batch, write_files
from claim_review.platform.keeping import TakenIn
from claim_review.platform.reconciliation import KINDS, reconcile
from claim_review.platform.taking import take_in_all
from claim_review.platform.workbook import reconciliation_workbook
from claim_review.settings import settings


def add_commands(subparsers) -> None:
    """Add `platform` and its commands to the parser of `claim-review`."""
    parser = subparsers.add_parser("platform", help="files for the platform and of it")
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="the cases of a batch as its tables")
    export.add_argument("batch")
    export.set_defaults(run=_export)
    read = commands.add_parser("read", help="take in what lies in its drop folder")
    read.add_argument("folder", type=Path, nargs="?", help="another drop folder")
    read.set_defaults(run=_read)
    compare = commands.add_parser("reconcile", help="what differs, as a workbook")
    compare.set_defaults(run=_reconcile)


def _folder() -> Path:
    return settings().var_dir / "platform"


def _export(arguments: argparse.Namespace, now: datetime) -> str:
    batch_id = arguments.batch
    if Path(batch_id).name != batch_id or batch_id == "..":
        raise UnknownBatchError(f"{batch_id!r} is no name for a folder")
    with warehouse.connect() as connection:
        files = export_batch(connection, batch_id, now)
    folder = _folder() / "out" / batch_id
    write_files(folder, files)
    return str(folder)


def _read(arguments: argparse.Namespace, now: datetime) -> str:
    inbox = arguments.folder or _folder() / "in"
    taken = take_in_all(warehouse.url(), inbox, now)
    return "\n".join(map(_told, taken)) or f"{inbox}: nothing to take in"


def _told(done: TakenIn) -> str:
    if not done.is_new:
        return f"{done.folder}: taken in before"
    text = (
        f"{done.folder}: {done.rows} rows, {done.taken} decisions taken in, "
        f"{done.put_aside} put into quarantine, {done.left} left"
    )
    if done.unknown_columns:
        text += f"; columns not read: {', '.join(done.unknown_columns)}"
    return text


def _reconcile(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.connect() as connection:
        found = reconcile(connection, now)
    path = _folder() / f"对账-{now.astimezone(ZONE):%Y%m%d-%H%M%S}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(reconciliation_workbook(found))
    counts = [f"{name}：{found.counts[kind]}" for kind, name in KINDS.items()]
    return "\n".join((f"一致：{found.agreeing}", *counts, str(path)))
