"""A version leaves the house: a person lets it, its mails are queued, once."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from claim_review.notify.message import MOST_ATTACHED_BYTES, Attachment, attach
from claim_review.notify.outbox import enqueue
from claim_review.reports.approval import Decision
from claim_review.reports.document import Content, tables
from claim_review.reports.gates import addressees
from claim_review.reports.shelf import Publication
from claim_review.settings import REPO_DIR, Settings

TEMPLATE_DIR = REPO_DIR / "include" / "reports" / "report"


def record(
    connection: psycopg.Connection, publication: Publication, as_of: datetime
) -> None:
    """Record that a version is published; again, it changes nothing."""
    connection.execute(
        """
        insert into notify.publication (kind, period, version, content_sha256, as_of)
        values (%s, %s, %s, %s, %s)
        on conflict do nothing
        """,
        (*_key(publication), publication.manifest["content_sha256"], as_of),
    )


def decision_of(
    connection: psycopg.Connection, publication: Publication
) -> Decision | None:
    """Return what was decided on a version, None as long as nobody has."""
    row = connection.execute(
        """
        select is_approved, decided_by, decided_at, remark
        from notify.publication_decision
        where (kind, period, version) = (%s, %s, %s)
        """,
        _key(publication),
    ).fetchone()
    return None if row is None else Decision(*row)


def decide(
    connection: psycopg.Connection, publication: Publication, decision: Decision
) -> None:
    """Record a decision; the first one stands."""
    connection.execute(
        """
        insert into notify.publication_decision
        (kind, period, version, is_approved, decided_by, decided_at, remark)
        values (%s, %s, %s, %s, %s, %s, %s)
        on conflict do nothing
        """,
        (
            *_key(publication),
            decision.is_approved,
            decision.decided_by,
            decision.decided_at,
            decision.remark,
        ),
    )


def release(
    connection: psycopg.Connection,
    publication: Publication,
    settings: Settings,
    as_of: datetime,
) -> list[str]:
    """Queue one mail per report of the version and return the keys of new ones.

    Nothing is queued for a version that was sent back, or that needs a decision and has
    none. The caller commits.
    """
    decision = decision_of(connection, publication)
    if decision is None and settings.reports_need_approval:
        return []
    if decision is not None and not decision.is_approved:
        return []
    queued = []
    for report, made in publication.manifest["reports"].items():
        key = f"report|{publication.period}|{report}|v{publication.version}"
        told = publication.context(report)
        files = [publication.folder / name for name in made["files"]]
        enclosed, left = enclose(settings.var_dir, files)
        values = {**told, "left": [file.name for file in left], **_place(settings)}
        values["headline"] = _headline(told)
        is_new = enqueue(
            connection,
            dedupe_key=key,
            recipients=addressees.of(connection, report, as_of, settings).all,
            subject=f"{told['title']}（{told['edition']}）",
            text=_templates().get_template("mail.txt.j2").render(values),
            html=_templates().get_template("mail.html.j2").render(values),
            attachments=enclosed,
        )
        queued += [key] if is_new else []
    return queued


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


def _place(settings: Settings) -> dict[str, str]:
    return {"client": settings.client_name, "link": settings.reports_link}


def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATE_DIR),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html.j2"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _key(publication: Publication) -> tuple[str, str, int]:
    return publication.kind, publication.period, publication.version
