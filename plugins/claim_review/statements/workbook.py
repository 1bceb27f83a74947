"""Statements and the sheet of the prefecture as Excel workbooks."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from claim_review.statements.layout import (
    CODES,
    SHEET,
    SIGNATURES,
    TABLES,
    Column,
    facts,
    title,
)

# What institutions and rules are called is text, whatever it begins with.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


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
        for name, (heading, columns) in TABLES.items():
            sheet = book.add_worksheet(heading)
            _write_table(sheet, looks, columns, content[name])
    return file.getvalue()


def prefecture_workbook(
    month: str, rows: Sequence[dict[str, Any]], as_of: datetime
) -> bytes:
    """Return the workbook of the prefecture's sheet, with a row of totals."""
    file = io.BytesIO()
    total = {
        column.name: sum((row[column.name] for row in rows), Decimal())
        for column in SHEET
        if column.look != "text"
    } | {"fixmedins_code": "合计", "fixmedins_name": None}
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        sheet = book.add_worksheet(f"{month}汇总")
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
    sheet.write_string(0, 0, title(head), looks["title"])
    signed = [(name, "") for name in SIGNATURES]
    shown = [*facts(number, head, sha256), *signed]
    for line, (name, value) in enumerate(shown, start=2):
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
            value = row.get(column.name)
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
