"""The month's written report and the prefecture's sheet as one publication."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg

from claim_review.moments import ZONE
from claim_review.reports import gates, inputs
from claim_review.reports.document import Content
from claim_review.reports.folders import alone
from claim_review.reports.fonts import Fonts, find_fonts
from claim_review.reports.gates import leaks
from claim_review.reports.publications import record
from claim_review.reports.revision import causes, standing
from claim_review.reports.shelf import Bundle, Publication, publish
from claim_review.settings import Settings
from claim_review.statements.closing import close_month
from claim_review.statements.files import sheet_name, sheet_rows
from claim_review.statements.report import read_month, report
from claim_review.statements.workbook import prefecture_workbook

KIND, REPORT = "month", "monthly"


def publish_month(
    connection: psycopg.Connection, settings: Settings, month: str, as_of: datetime
) -> Publication:
    """Close a month such as "2025-07" and publish its report; again changes nothing.

    Raises a database error CR-205 while the month goes on, InputsRefusedError,
    OtherVersionError and MissingGlyphsError.
    """
    with alone(settings.var_dir / "reports" / month) as shelf:
        return _published(connection, settings, month, as_of, shelf)


def _published(
    connection: psycopg.Connection,
    settings: Settings,
    month: str,
    as_of: datetime,
    shelf: Path,
) -> Publication:
    close_month(connection, settings, month, as_of)
    told = read_month(connection, month, as_of)
    rows = sheet_rows(connection, month)
    content = report(told, rows, inputs.read(settings.var_dir, month))
    gates.check_alone(connection, content)
    known = leaks.secrets(connection)
    cutoff_at = told["period"]["cutoff_at"]
    day = cutoff_at.astimezone(ZONE).date()
    stands_on = standing.of_month(connection, month, cutoff_at)
    published = publish(
        shelf,
        replace(
            _bundle(month, content, rows, cutoff_at),
            stands_on=stands_on.told(),
            explain=causes.explain(connection, stands_on, REPORT),
        ),
        find_fonts(settings.report_font_dir, word=settings.report_word_fonts),
        day,
        settings.parties,
        lambda folder: leaks.check(folder, known),
    )
    record(connection, published, as_of)
    return published


def _bundle(
    month: str, content: Content, rows: list[dict[str, Any]], cutoff_at: datetime
) -> Bundle:
    name = sheet_name(month)
    sheet = prefecture_workbook(month, rows, cutoff_at)

    def write_beside(
        folder: Path, editions: dict[str, Content], fonts: Fonts, day: date
    ) -> None:
        (folder / name).write_bytes(sheet)

    return Bundle(
        kind=KIND,
        period=month,
        contents={REPORT: content},
        beside={name: [[str(cell) for cell in row.values()] for row in rows]},
        write_beside=write_beside,
        enclosures={REPORT: [name]},
    )
