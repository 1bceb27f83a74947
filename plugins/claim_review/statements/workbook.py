"""Statements and the sheet of the prefecture as Excel workbooks."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from claim_review.statements.layout import CODES, SHEET, TABLES, Column

# What institutions and rules are called is text, whatever it begins with.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_UNCONFIRMED = "期限参数未经委托方确认"


def statement_workbook(
    number: str, content: dict[str, Any], sha256: str, drafted_at: datetime
) -> bytes:
    """Return the workbook of a statement: its head and totals, then T1 to T4."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        looks = _looks(book, drafted_at)
        _write_head(
            book.add_worksheet("拒付单"), looks, number, content["head"], sha256
        )
        for name, (title, columns) in TABLES.items():
            sheet = book.add_worksheet(title)
            _write_table(sheet, looks, columns, content[name])
    return file.getvalue()


def prefecture_workbook(
    month: str, rows: Sequence[dict[str, Any]], as_of: datetime
) -> bytes:
    """Return the workbook of review.prefecture_sheet, with a row of totals."""
    file = io.BytesIO()
    totals = {
        column.name: sum((row[column.name] for row in rows), Decimal())
        for column in SHEET[1:]
    }
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        sheet = book.add_worksheet(f"{month}汇总")
        total = {SHEET[0].name: "合计", **totals}
        _write_table(sheet, _looks(book, as_of), SHEET, [*rows, total])
    return file.getvalue()


def _looks(book: xlsxwriter.Workbook, created: datetime) -> dict[str, Format]:
    # The same statement is the same file, byte by byte.
    book.set_properties({"created": created.astimezone(UTC).replace(tzinfo=None)})
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#E9DCBE", "border": 1}
        ),
        "code": book.add_format({"border": 1}),
        "text": book.add_format({"num_format": "@", "quote_prefix": True, "border": 1}),
        "count": book.add_format({"num_format": "#,##0", "border": 1}),
        "amount": book.add_format({"num_format": "#,##0.00", "border": 1}),
    }


def _write_head(
    sheet: Worksheet,
    looks: dict[str, Format],
    number: str,
    head: dict[str, Any],
    sha256: str,
) -> None:
    is_repayment = Decimal(head["net_amount"]) < 0
    title = "医保基金还款通知" if is_repayment else "医保基金拒付单"
    sheet.write_string(0, 0, title, looks["title"])
    facts = (
        ("编号", number),
        ("机构", f"{head['fixmedins_name']}（{head['fixmedins_code']}）"),
        ("月份", head["statement_month"]),
        ("账期", f"{head['first_day']} 至 {head['last_day']}"),
        ("依据", "各规则的依据见“按规则汇总”"),
        ("本月拒付（元）", Decimal(head["refused_amount"])),
        ("本月冲回（元）", Decimal(head["reversed_amount"])),
        ("合计（元）", Decimal(head["net_amount"])),
        ("合计（大写）", head["net_in_words"]),
        ("内容校验（SHA-256）", sha256),
        ("经办机构签章", ""),
        ("定点医药机构签章", ""),
        ("说明", "" if head["parameters_are_confirmed"] else _UNCONFIRMED),
    )
    for line, (name, value) in enumerate(facts, start=2):
        sheet.write_string(line, 0, name, looks["head"])
        if isinstance(value, Decimal):
            sheet.write_number(line, 1, value, looks["amount"])
        else:
            sheet.write_string(line, 1, value, looks["text"])
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 72)


def _write_table(
    sheet: Worksheet,
    looks: dict[str, Format],
    columns: Sequence[Column],
    rows: Sequence[dict[str, Any]],
) -> None:
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.title, looks["head"])
        sheet.set_column(place, place, column.width)
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            value = row[column.name]
            look = looks[column.look]
            if value is None:
                sheet.write_blank(line, place, None, look)
            elif column.look == "code":
                sheet.write_string(line, place, CODES[value], look)
            elif column.look == "text":
                sheet.write_string(line, place, value, look)
            else:
                sheet.write_number(line, place, Decimal(value), look)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
