"""The files of a month: a workbook for each statement, and the prefecture's sheet."""

from datetime import datetime

import psycopg
from psycopg.rows import dict_row

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


def month_files(
    connection: psycopg.Connection, month: str, as_of: datetime
) -> dict[str, bytes]:
    """Return the workbooks of the drafts that count and the sheet, by file name."""
    files = {
        f"{number}.xlsx": statement_workbook(number, content, sha256, drafted_at)
        for number, content, sha256, drafted_at in connection.execute(
            _STATEMENTS, (month,)
        )
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            "select * from review.prefecture_sheet(%s)", (month,)
        ).fetchall()
    return files | {f"JF-GN-{month}-汇总.xlsx": prefecture_workbook(month, rows, as_of)}
