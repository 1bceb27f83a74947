"""Versions of what is published together, in folders v1, v2, … that never change."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from claim_review.reports.document import Content, content_sha256
from claim_review.reports.editions import edition
from claim_review.reports.folders import put_in_place
from claim_review.reports.fonts import Fonts
from claim_review.reports.rendering import write_report
from claim_review.reports.revision.chapter import Why
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
    `title` and `files`. `stands_on` is what the next version is compared with, as JSON;
    `explain` returns, by report, what tells why it differs from the version before.
    """

    kind: str
    period: str
    contents: dict[str, Content]
    beside: dict[str, Any] = field(default_factory=dict)
    write_beside: Callable[[Path, Editions, Fonts, date], None] | None = None
    enclosures: dict[str, list[str]] = field(default_factory=dict)
    held: dict[str, list[str]] = field(default_factory=dict)
    packs: list[dict[str, Any]] = field(default_factory=list)
    stands_on: dict[str, Any] = field(default_factory=dict)
    explain: Callable[["Publication"], dict[str, Why]] | None = None

    @property
    def sha256(self) -> str:
        """The hash of all that the bundle says; versions, days and why are no part."""
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
        return _manifest(self.folder)

    def context(self, report: str) -> Content:
        """Return what a report of this version says."""
        return json.loads(
            (self.folder / CONTEXTS / f"{report}.json").read_text("utf-8")
        )


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
    dates the files; `parties` are the client and the contractor on the covers. The
    caller is `alone` on the shelf.
    """
    last = newest(shelf, bundle.kind)
    if last is not None and last.manifest["content_sha256"] == bundle.sha256:
        return last
    version = 1 if last is None else last.version + 1
    whys = bundle.explain(last) if last and bundle.explain else {}
    published = shelf / f"v{version}"
    with put_in_place(published) as folder:
        (folder / CONTEXTS).mkdir()
        editions = {
            name: edition(
                content, version, _before(last, name), parties, why=whys.get(name)
            )
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
    return Publication(bundle.kind, bundle.period, version, published, is_new=True)


def newest(shelf: Path, kind: str) -> Publication | None:
    """Return the newest version on a shelf, None when there is none."""
    numbers = [
        int(path.name[1:])
        for path in (shelf.iterdir() if shelf.is_dir() else ())
        if re.fullmatch(r"v\d+", path.name)
    ]
    return version_of(shelf, kind, max(numbers)) if numbers else None


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
        "stands_on": bundle.stands_on,
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


def _manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / MANIFEST).read_text("utf-8"))


def _before(last: Publication | None, report: str) -> Content | None:
    """Return what the version before says of a report, None when it had no such."""
    if last is None or report not in last.manifest["reports"]:
        return None
    return last.context(report)
