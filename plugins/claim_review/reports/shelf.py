"""Versions of what is published together, in folders v1, v2, … that never change."""

import hashlib
import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from claim_review.reports.document import Content
from claim_review.reports.editions import content_sha256, edition
from claim_review.reports.fonts import Fonts
from claim_review.reports.rendering import write_report
from claim_review.reports.word_file import docx_sha256

MANIFEST = "manifest.json"
CONTEXTS = "context"

Editions = dict[str, Content]


@dataclass(frozen=True)
class Bundle:
    """What is published under one version number.

    `contents` are the reports by name; `beside` says, as JSON, what the other files are
    made of, and `write_beside` writes them into the folder of the version. `enclosures`
    are those of them that are mailed with a report. `held` says why a report, though
    published, is not to be mailed yet. `packs` go to single regions: each has `region`,
    `title` and `files`.
    """

    kind: str
    period: str
    contents: dict[str, Content]
    beside: dict[str, Any] = field(default_factory=dict)
    write_beside: Callable[[Path, Editions, Fonts, date], None] | None = None
    enclosures: dict[str, list[str]] = field(default_factory=dict)
    held: dict[str, list[str]] = field(default_factory=dict)
    packs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        """The hash of all that the bundle says; versions and days are no part of it."""
        told = {"contents": self.contents, "beside": self.beside, "held": self.held}
        return content_sha256(told)


@dataclass(frozen=True)
class Publication:
    """One version on its shelf; `is_new` when this call has written it."""

    kind: str
    period: str
    version: int
    folder: Path
    is_new: bool

    @property
    def manifest(self) -> dict[str, Any]:
        """What the version consists of: hashes, files, reports."""
        return json.loads((self.folder / MANIFEST).read_text("utf-8"))

    def context(self, report: str) -> Content:
        """Return what a report of this version says."""
        return _context(self.folder, report)


def publish(
    shelf: Path,
    bundle: Bundle,
    fonts: Fonts,
    day: date,
    parties: dict[str, str],
    check: Callable[[Path], None],
) -> Publication:
    """Write the bundle as a new version unless the newest one says the same.

    `check` looks at all files before they are published and raises to stop it. `day`
    dates the files; `parties` are the client and the contractor on the covers.
    """
    newest = _newest(shelf)
    if newest is not None and _manifest(newest)["content_sha256"] == bundle.sha256:
        return _publication(newest, bundle, is_new=False)
    version = _version(newest) + 1
    shelf.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=shelf, prefix=".building-") as building:
        folder = Path(building) / f"v{version}"
        (folder / CONTEXTS).mkdir(parents=True)
        editions = {
            name: edition(content, version, _before(newest, name), parties)
            for name, content in bundle.contents.items()
        }
        reports = {
            name: _written(folder, name, told, fonts, day)
            for name, told in editions.items()
        }
        if bundle.write_beside:
            bundle.write_beside(folder, editions, fonts, day)
        for name, enclosed in bundle.enclosures.items():
            reports[name]["files"] += enclosed
        for name, why in bundle.held.items():
            reports[name]["held"] = why
        check(folder)
        _write_manifest(folder, bundle, version, day, reports)
        # Fails when another process published this version meanwhile.
        published = folder.rename(shelf / folder.name)
    return _publication(published, bundle, is_new=True)


def version_of(shelf: Path, kind: str, version: int) -> Publication:
    """Return a version that stands on a shelf; raise FileNotFoundError without it."""
    folder = shelf / f"v{version}"
    period = _manifest(folder)["period"]
    return Publication(kind, period, version, folder, is_new=False)


def _written(
    folder: Path, name: str, told: Content, fonts: Fonts, day: date
) -> dict[str, Any]:
    files = write_report(told, folder, fonts, day)
    context = folder / CONTEXTS / f"{name}.json"
    context.write_bytes(_json(told))
    return {"title": told["title"], "files": [file.name for file in files]}


def _write_manifest(
    folder: Path, bundle: Bundle, version: int, day: date, reports: dict[str, Any]
) -> None:
    first = next(iter(bundle.contents.values()))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "title": first["title"],
        "kind": bundle.kind,
        "period": bundle.period,
        "version": version,
        "data_cut_off": first["cut_off_at"],
        "knowledge_release": first.get("knowledge_release"),
        "content_sha256": bundle.sha256,
        "published_as_of": f"{day:%Y-%m-%d}",
        "reports": reports,
        "packs": bundle.packs,
        "files": [_entry(folder, file) for file in files],
    }
    (folder / MANIFEST).write_bytes(_json(manifest))


def _entry(folder: Path, file: Path) -> dict[str, str]:
    """Return a file of the manifest; the content hash ignores the times in a zip."""
    data = file.read_bytes()
    whole = hashlib.sha256(data).hexdigest()
    is_zipped = file.suffix in (".docx", ".pptx")
    return {
        "name": file.relative_to(folder).as_posix(),
        "sha256": whole,
        "content_sha256": docx_sha256(data) if is_zipped else whole,
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _newest(shelf: Path) -> Path | None:
    if not shelf.is_dir():
        return None
    folders = [path for path in shelf.iterdir() if re.fullmatch(r"v\d+", path.name)]
    return max(folders, key=_version, default=None)


def _version(folder: Path | None) -> int:
    return 0 if folder is None else int(folder.name[1:])


def _manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / MANIFEST).read_text("utf-8"))


def _context(folder: Path, report: str) -> Content:
    return json.loads((folder / CONTEXTS / f"{report}.json").read_text("utf-8"))


def _before(newest: Path | None, report: str) -> Content | None:
    """Return what the version before says, without what it says of its own changes."""
    if newest is None or not (newest / CONTEXTS / f"{report}.json").exists():
        return None
    return _context(newest, report)


def _publication(folder: Path, bundle: Bundle, *, is_new: bool) -> Publication:
    version = _version(folder)
    return Publication(bundle.kind, bundle.period, version, folder, is_new=is_new)
