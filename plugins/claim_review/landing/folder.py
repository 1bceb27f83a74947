"""A batch folder as it lies there, and whether it is the same as before."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claim_review.landing import files
from claim_review.landing.manifest import (
    Manifest,
    check_manifest,
    is_batch_id,
    parse_json,
    storable,
)
from claim_review.landing.refused import Refused


@dataclass(frozen=True)
class SeenBatch:
    """What one look at a folder shows; `content_sha256` covers manifest and files.

    `manifest` is None where `defects` is not empty. `json` is None where the
    manifest is not even a JSON object; then the folder's name stands for the id.
    """

    folder: Path
    batch_id: str
    content_sha256: str
    json: dict[str, Any] | None
    manifest: Manifest | None
    defects: tuple[str, ...]
    unlisted_files: tuple[str, ...]


def find_batches(folder: Path) -> list[Path]:
    """Return the complete batch folders, by name; one without manifest is not ready."""
    return sorted(manifest.parent for manifest in Path(folder).glob("*/manifest.json"))


def look_at(folder: Path) -> SeenBatch:
    """Return what lies in the folder; compares each file with its stated hash."""
    text = (folder / "manifest.json").read_bytes()
    digest = hashlib.sha256(text)
    value, manifest, defects = None, None, ()
    try:
        value = parse_json(text)
        manifest = check_manifest(value)
        defects = tuple(_file_defects(folder, manifest, digest))
    except Refused as refusal:
        defects = refusal.defects
    stated_id = (value or {}).get("batch_id")
    return SeenBatch(
        folder=folder,
        batch_id=stated_id if is_batch_id(stated_id) else storable(folder.name),
        content_sha256=digest.hexdigest(),
        json=value,
        manifest=manifest,
        defects=defects,
        unlisted_files=_unlisted(folder, manifest),
    )


def _file_defects(folder: Path, manifest: Manifest, digest) -> list[str]:
    """Return missing and changed files; add the hash of each file to the digest."""
    defects = []
    for entry in manifest.entries:
        found = files.file_sha256(folder / entry.file)
        digest.update(f"\n{entry.file} {found}".encode())
        if found is None:
            defects.append(f"{entry.file} of table {entry.table.name} is not there")
        elif found != entry.sha256:
            defects.append(
                f"{entry.file} has sha256 {found}, manifest.json says {entry.sha256}"
            )
    return defects


def _unlisted(folder: Path, manifest: Manifest | None) -> tuple[str, ...]:
    """Return the files that nothing in the manifest speaks of."""
    listed = {entry.file for entry in manifest.entries} if manifest else set()
    names = {file.name for file in folder.iterdir()} - listed - {"manifest.json"}
    return tuple(sorted(map(storable, names))) if manifest else ()
