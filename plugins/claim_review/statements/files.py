"""The files of a month: each statement in three formats, and the sheet."""

from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.reports.fonts import Fonts
from claim_review.statements.printed import statement_pdf
from claim_review.statements.word_file import statement_docx
from claim_review.statements.workbook import prefecture_workbook, statement_workbook

_STATEMENTS = """
select
    statement.statement_number,
    statement.content,
    statement.content_sha256,
    statement.drafted_at
from review.statement
inner join review.statement_now using (statement_number)
where statement.statement_month = %s
order by statement.statement_number
"""
_SHEET = """
select
    sheet.*,
    coalesce(institutions.fixmedins_name, sheet.fixmedins_code) as fixmedins_name
from review.prefecture_sheet(%s) as sheet
left join marts.dim_institution as institutions
    on sheet.fixmedins_code = institutions.fixmedins_code
order by sheet.fixmedins_code
"""


def month_files(
    connection: psycopg.Connection, month: str, as_of: datetime, fonts: Fonts
) -> dict[str, bytes]:
    """Return the drafts that count and the prefecture's sheet, by name."""
    files = {}
    for number, *statement in connection.execute(_STATEMENTS, (month,)).fetchall():
        files[f"{number}.xlsx"] = statement_workbook(number, *statement)
        files[f"{number}.pdf"] = statement_pdf(number, *statement, fonts)
        files[f"{number}.docx"] = statement_docx(number, *statement)
    rows = sheet_rows(connection, month)
    return files | {sheet_name(month): prefecture_workbook(month, rows, as_of)}


def sheet_name(month: str) -> str:
    """Return what the file of the prefecture's sheet is called."""
    return f"JF-GN-{month}-汇总.xlsx"


def sheet_rows(connection: psycopg.Connection, month: str) -> list[dict[str, Any]]:
    """Return the prefecture's sheet of a month, a row per institution."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_SHEET, (month,)).fetchall()
