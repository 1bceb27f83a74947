"""The list of institutions that a county bureau calls, as a workbook per county."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import xlsxwriter
from psycopg.rows import dict_row

from claim_review.reminders.phrases import due
from claim_review.reminders.words import TITLES

_REASONS = {
    "NO_MAILBOX": "没有90天内核实的邮箱",
    "MAIL_FAILED": "邮件未送达",
    "MAIL_UNCERTAIN": "邮件是否送达不明",
    "NO_ANSWER": "截止前一个工作日仍未答复",
}
# Titles, widths; the last four are filled in by who calls.
_COLUMNS = {
    "机构编码": 18,
    "机构名称": 30,
    "电话": 18,
    "事项": 14,
    "批次或单号": 26,
    "疑点条数": 10,
    "截止": 34,
    "原因": 28,
    "提醒日期": 12,
    "接听人": 12,
    "通话时间": 16,
    "结果": 30,
    "登记人": 12,
}
_CALLS = """
select calls.*, institutions.fixmedins_name
from review.phone_list(%s) as calls
left join marts.dim_institution as institutions
    on calls.fixmedins_code = institutions.fixmedins_code
order by
    calls.region, calls.fixmedins_code, calls.day, calls.kind, calls.object_id
"""


def phone_list(connection: psycopg.Connection, day: date) -> list[dict[str, Any]]:
    """Return whom to call on a day and why, in order of county and institution."""
    # Before the first quarter there are no marts, and nobody was told anything.
    if connection.execute("select from review.hit limit 1").fetchone() is None:
        return []
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_CALLS, (day,)).fetchall()


def county_workbooks(
    connection: psycopg.Connection, day: date, as_of: datetime
) -> dict[str, bytes]:
    """Return the list of a day as workbooks by file name, one for each county in it."""
    calls = phone_list(connection, day)
    return {
        f"电话名单-{region}-{day}.xlsx": _workbook(
            [call for call in calls if call["region"] == region], as_of
        )
        for region in sorted({call["region"] for call in calls})
    }


def _workbook(calls: Sequence[dict[str, Any]], as_of: datetime) -> bytes:
    file = io.BytesIO()
    # What institutions are called is text, whatever it begins with.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": as_of.astimezone(UTC).replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bg_color": "#E9DCBE", "border": 1})
        text = book.add_format({"num_format": "@", "quote_prefix": True, "border": 1})
        sheet = book.add_worksheet("电话名单")
        for place, (title, width) in enumerate(_COLUMNS.items()):
            sheet.write_string(0, place, title, head)
            sheet.set_column(place, place, width)
        for line, call in enumerate(calls, start=1):
            cells = _cells(call)
            for place, title in enumerate(_COLUMNS):
                sheet.write_string(line, place, cells.get(title, ""), text)
        sheet.freeze_panes(1, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return file.getvalue()


def _cells(call: dict[str, Any]) -> dict[str, str]:
    facts = call["facts"]
    return {
        "机构编码": call["fixmedins_code"],
        "机构名称": call["fixmedins_name"] or "",
        "电话": call["telephone"] or "",
        "事项": TITLES[call["kind"]],
        "批次或单号": call["object_id"],
        "疑点条数": str(facts.get("cases", "")),
        "截止": due(facts) if facts["due_at"] else "",
        "原因": _REASONS[call["why"]],
        "提醒日期": f"{call['day']}",
    }
