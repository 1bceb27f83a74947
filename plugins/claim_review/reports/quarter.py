"""The quarterly report: published once per content, mailed once per version."""

import hashlib
import json
import re
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from claim_review.notify.message import attach
from claim_review.notify.outbox import enqueue
from claim_review.quarters import Quarter
from claim_review.reports import charts
from claim_review.reports.checks import check
from claim_review.reports.context import (
    CHINA,
    Context,
    build_context,
    content_sha256,
    with_version,
)
from claim_review.reports.facts import read_facts
from claim_review.reports.fonts import check_glyphs, find_fonts
from claim_review.reports.pdf import render_pdf
from claim_review.reports.word import render_docx
from claim_review.reports.word_file import docx_sha256
from claim_review.settings import REPO_DIR, Settings

TEMPLATE_DIR = REPO_DIR / "include" / "reports" / "quarter"
MANIFEST = "manifest.json"
CONTEXT = "context.json"


@dataclass(frozen=True)
class Publication:
    """One version of a quarter's report; `files` are the documents in its folder."""

    quarter: str
    version: int
    folder: Path
    is_new: bool
    files: tuple[Path, ...]


def publish(
    url: str, var_dir: Path, quarter: str, as_of: date, font_dir: Path | None = None
) -> Publication:
    """Write the report as a new version unless the newest one says the same.

    The report shows what its data are, never when it was made, so that publishing
    again tomorrow finds nothing new; `as_of` only dates the files of a new version.
    Raises NothingToReportError without data, ImplausibleReportError when sums disagree
    and MissingGlyphsError for text that cannot be set.
    """
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        facts = read_facts(connection, Quarter.parse(quarter))
    check(facts)
    context = build_context(facts)
    shelf = var_dir / "reports" / quarter
    newest = _newest(shelf)
    if newest is not None and _is_same(newest, context):
        return _publication(newest, is_new=False)
    version = _version(newest) + 1
    shelf.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=shelf, prefix=".building-") as building:
        folder = Path(building) / f"v{version}"
        folder.mkdir()
        _write(folder, context, version, as_of, font_dir)
        # Fails when another process published this version meanwhile.
        published = folder.rename(shelf / folder.name)
    return _publication(published, is_new=True)


def publish_and_enqueue(
    url: str, settings: Settings, quarter: str, now: datetime
) -> Publication:
    """Publish the report and queue its mail; both do nothing the second time.

    A process that dies in between has published; the next one queues the mail.
    """
    publication = publish(
        url,
        settings.var_dir,
        quarter,
        now.astimezone(CHINA).date(),
        settings.report_font_dir,
    )
    with psycopg.connect(url) as connection:
        enqueue_mail(connection, publication, settings)
    return publication


def enqueue_mail(
    connection: psycopg.Connection, publication: Publication, settings: Settings
) -> bool:
    """Queue the mail of this version to the bureau; return False if it was before.

    The caller commits.
    """
    context = json.loads((publication.folder / CONTEXT).read_text("utf-8"))
    mail = Environment(
        loader=FileSystemLoader(TEMPLATE_DIR),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html.j2"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return enqueue(
        connection,
        dedupe_key=f"quarter-report|{publication.quarter}|v{publication.version}",
        recipients=[settings.bureau_address],
        subject=f"{context['title']}（{context['edition']}）",
        text=mail.get_template("mail.txt.j2").render(context),
        html=mail.get_template("mail.html.j2").render(context),
        attachments=attach(settings.var_dir, publication.files),
    )


def _write(
    folder: Path, context: Context, version: int, as_of: date, font_dir: Path | None
) -> None:
    fonts = find_fonts(font_dir)
    edition = with_version(context, version)
    check_glyphs(json.dumps(edition["figures"], ensure_ascii=False), [fonts.chart])
    with tempfile.TemporaryDirectory(prefix="claim-review-charts-") as name:
        drawn = charts.draw(edition["figures"], fonts.chart, Path(name))
        word = render_docx(edition, TEMPLATE_DIR, drawn)
        pdf = render_pdf(edition, TEMPLATE_DIR, drawn, fonts, as_of)
    stem = f"{edition['title']}（{edition['edition']}）"
    files = {f"{stem}.docx": word, f"{stem}.pdf": pdf, CONTEXT: _json(edition)}
    for file, data in files.items():
        (folder / file).write_bytes(data)
    manifest = {
        "title": edition["title"],
        "quarter": edition["quarter"],
        "version": version,
        "data_cut_off": edition["cut_off_at"],
        "knowledge_release": edition["knowledge_release"],
        "content_sha256": content_sha256(context),
        "published_as_of": f"{as_of:%Y-%m-%d}",
        "files": [_entry(file, data) for file, data in files.items()],
    }
    (folder / MANIFEST).write_bytes(_json(manifest))


def _entry(name: str, data: bytes) -> dict[str, str]:
    """Return a file of the manifest; the content hash ignores the times in a zip."""
    whole = hashlib.sha256(data).hexdigest()
    content = docx_sha256(data) if name.endswith(".docx") else whole
    return {"name": name, "sha256": whole, "content_sha256": content}


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


def _is_same(folder: Path, context: Context) -> bool:
    return _manifest(folder)["content_sha256"] == content_sha256(context)


def _publication(folder: Path, *, is_new: bool) -> Publication:
    manifest = _manifest(folder)
    names = [entry["name"] for entry in manifest["files"]]
    return Publication(
        quarter=manifest["quarter"],
        version=manifest["version"],
        folder=folder,
        is_new=is_new,
        files=tuple(folder / name for name in names if name != CONTEXT),
    )
