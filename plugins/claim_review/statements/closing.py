"""Closing a month: cases are listed, statements drafted, their files written."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from claim_review.reports.fonts import find_fonts
from claim_review.settings import Settings
from claim_review.statements.drafts import draft_month
from claim_review.statements.files import month_files
from claim_review.statements.listing import Listed, list_month


@dataclass(frozen=True)
class Closed:
    """What closing a month did: cases listed, new drafts, and where the files are."""

    listed: Listed
    drafts: list[str]
    folder: Path


def close_month(
    connection: psycopg.Connection, settings: Settings, month: str, as_of: datetime
) -> Closed:
    """List, draft and write a month such as "2025-07" and return what was done.

    Again, it changes nothing. Raises a database error CR-205 while the month goes on.
    """
    listed = list_month(connection, month, as_of)
    drafts = draft_month(connection, month, as_of)
    fonts = find_fonts(settings.report_font_dir)
    files = month_files(connection, month, as_of, fonts)
    folder = settings.var_dir / "statements" / month
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return Closed(listed, drafts, folder)
