"""A delivery of the platform: its manifest, and whether its files are what it says."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from claim_review.platform.columns import DETAILS, DOCUMENTS, KEYS, SUSPECTS
from claim_review.platform.export import FORMAT, MANIFEST

_SHOWN = 50


class PlatformRefusedError(ValueError):
    """A delivery is refused whole; the message says file, line, column and why."""

    def __init__(self, folder: str, *defects: str) -> None:
        self.defects = defects
        shown = list(defects[:_SHOWN])
        if len(defects) > _SHOWN:
            shown.append(f"and {len(defects) - _SHOWN} more")
        super().__init__("\n  ".join((f"{folder} is refused:", *shown)))


@dataclass(frozen=True)
class Manifest:
    """What the sender says of a folder: when it was made, and its files by table."""

    sha256: str
    made_at: datetime
    files: dict[str, Path]
    rows: dict[str, int]


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest; raise PlatformRefusedError when it is wrong.

    The files are those that it means: their hashes have been compared.
    """
    content = (folder / MANIFEST).read_bytes()
    try:
        said = json.loads(content)
    except ValueError as error:
        raise PlatformRefusedError(folder.name, f"{MANIFEST}: {error}") from None
    defects = list(_defects(said, folder))
    if defects:
        raise PlatformRefusedError(folder.name, *defects)
    return Manifest(
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=datetime.fromisoformat(said["made_at"]),
        files={name: folder / entry["file"] for name, entry in said["tables"].items()},
        rows={name: entry["rows"] for name, entry in said["tables"].items()},
    )


def _defects(said: Any, folder: Path) -> Iterator[str]:
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        yield f"{MANIFEST}: format has to be {FORMAT}"
        return
    if not _is_moment(said.get("made_at")):
        yield f"{MANIFEST}: made_at has to be such as 2025-11-04T18:00:00+08:00"
    tables = said.get("tables")
    if not isinstance(tables, dict):
        yield f"{MANIFEST}: tables are missing"
        return
    for table in (DOCUMENTS, SUSPECTS):
        if table not in tables:
            yield f"{MANIFEST}: table {table} is missing"
    for table, entry in tables.items():
        if table not in KEYS:
            yield f"{MANIFEST}: table {table} is not one of {', '.join(KEYS)}"
        else:
            yield from _entry_defects(table, entry, folder)


def _is_moment(value: Any) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


def _entry_defects(table: str, entry: Any, folder: Path) -> Iterator[str]:
    """Yield what is wrong with one table of the manifest, or with its file."""
    place = f"{MANIFEST}, {table}"
    if not isinstance(entry, dict):
        yield f"{place}: it has to have file, rows and sha256"
        return
    name = entry.get("file")
    if type(entry.get("rows")) is not int or entry["rows"] < 0:
        yield f"{place}: rows has to be a count"
    if not isinstance(name, str) or Path(name).name != name or name in ("", MANIFEST):
        yield f"{place}: file has to be a name in this folder"
    elif not (folder / name).is_file():
        yield f"{place}: there is no file {name}"
    elif hashlib.sha256((folder / name).read_bytes()).hexdigest() != entry.get(
        "sha256"
    ):
        yield f"{name}: it is not the file that the manifest means (sha256)"


# What a delivery has to say of each row at least.
REQUIRED = {
    DOCUMENTS: ("doc_id", "task_id", "medins_id", "crte_time", "appl_ddln"),
    SUSPECTS: ("doc_suspt_id", "doc_id", "supn_suspt_stas", "updt_time"),
    DETAILS: ("doc_suspt_detl_id", "doc_suspt_id"),
}


def folders_in(inbox: Path) -> Iterator[Path]:
    """Yield the folders that are complete: those with a manifest, by name."""
    if inbox.is_dir():
        yield from sorted(
            folder for folder in inbox.iterdir() if (folder / MANIFEST).is_file()
        )
