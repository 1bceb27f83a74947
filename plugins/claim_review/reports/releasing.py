"""A version leaves the house: once a person lets it, its mails are queued."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from claim_review.notify.message import MOST_ATTACHED_BYTES, Attachment, attach
from claim_review.notify.outbox import enqueue
from claim_review.reports.document import Content, tables
from claim_review.reports.gates import addressees, leaks
from claim_review.reports.publications import decision_of
from claim_review.reports.shelf import Publication
from claim_review.settings import REPO_DIR, Settings

TEMPLATE_DIR = REPO_DIR / "include" / "reports" / "report"


def release(
    connection: psycopg.Connection,
    publication: Publication,
    settings: Settings,
    as_of: datetime,
) -> list[str]:
    """Queue one mail per report of the version and return the keys of new ones.

    Nothing is queued for a version that was sent back, or that needs a decision and has
    none, nor for a report that is held. The caller commits.
    """
    decision = decision_of(connection, publication)
    if decision is None and settings.reports_need_approval:
        return []
    if decision is not None and not decision.is_approved:
        return []
    mails = _Mails(connection, publication, settings, as_of)
    manifest = publication.manifest
    queued = [
        mails.put_report(report, made["files"])
        for report, made in manifest["reports"].items()
        if not made.get("held")
    ]
    queued += [mails.put_pack(pack) for pack in manifest["packs"]]
    return [key for key in queued if key]


class _Mails:
    """Puts the mails of a version into the outbox, each searched before."""

    def __init__(
        self,
        connection: psycopg.Connection,
        publication: Publication,
        settings: Settings,
        as_of: datetime,
    ) -> None:
        self.connection, self.publication = connection, publication
        self.settings, self.as_of = settings, as_of
        self.known = leaks.secrets(connection)
        self.key = f"{publication.kind}-report|{publication.period}"

    def put_report(self, report: str, names: list[str]) -> str | None:
        """Queue the mail of a report; return its key, None when it was there."""
        told = self.publication.context(report)
        # A version that was written by an earlier program names no causes.
        values = {"causes": [], **told, "headline": _headline(told)}
        key = f"{self.key}|{report}|v{self.publication.version}"
        return self._put(key, "mail", values, report, names)

    def put_pack(self, pack: dict[str, Any]) -> str | None:
        """Queue the mail of a county's training pack."""
        key = f"{self.key}|training|{pack['region']}|v{self.publication.version}"
        values = {"title": pack["title"], "edition": f"第{self.publication.version}版"}
        return self._put(
            key, "pack", values, "training", pack["files"], region=pack["region"]
        )

    def _put(
        self,
        key: str,
        template: str,
        values: dict[str, Any],
        report: str,
        names: list[str],
        **place: str,
    ) -> str | None:
        files = [self.publication.folder / name for name in names]
        enclosed, left = enclose(self.settings.var_dir, files)
        told = {
            **values,
            "left": [file.name for file in left],
            "client": self.settings.client_name,
            "link": self.settings.reports_link,
        }
        subject = f"{told['title']}（{told['edition']}）"
        text = _templates().get_template(f"{template}.txt.j2").render(told)
        html = _templates().get_template(f"{template}.html.j2").render(told)
        if found := leaks.found_in_mail(subject, text, html, [], self.known):
            raise leaks.LeakError(f"{key} not queued: {'; '.join(found)}")
        readers = addressees.of(
            self.connection, report, self.as_of, self.settings, **place
        )
        is_new = enqueue(
            self.connection,
            dedupe_key=key,
            recipients=readers.all,
            subject=subject,
            text=text,
            html=html,
            attachments=enclosed,
        )
        return key if is_new else None


def enclose(
    var_dir: Path, files: Sequence[Path]
) -> tuple[list[Attachment], list[Path]]:
    """Return the files that one mail can carry, in their order, and those left out."""
    enclosed, left, size = [], [], 0
    for file in files:
        if size + file.stat().st_size > MOST_ATTACHED_BYTES:
            left.append(file)
        else:
            enclosed.append(file)
            size += file.stat().st_size
    return attach(var_dir, enclosed), left


def _headline(told: Content) -> dict[str, Any] | None:
    """Return the table that the mail shows, by the number that the report names."""
    wanted = told.get("headline")
    return next((t for t in tables(told) if t["number"] == wanted), None)


def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATE_DIR),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html.j2"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
