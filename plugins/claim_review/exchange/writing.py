"""Writing sealed workbooks."""

from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from claim_review.exchange import seal
from claim_review.exchange.book import Book
from claim_review.exchange.layout import Cell, Column, Layout
from claim_review.moments import ZONE

NOTES, CHOICES, MANIFEST = "填报说明", "可选项", "_manifest"
_LONGEST_CELL = 32_767
_COMMENT = {"author": "", "x_scale": 2}


def write(book: Book, key: bytes) -> bytes:
    """Return the bytes of the workbook; the same book gives the same bytes."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        created = book.issued_at.astimezone(ZONE).replace(tzinfo=None)
        workbook.set_properties({"title": book.layout.title, "created": created})
        _write_notes(workbook, book)
        _write_rows(workbook, book)
        _write_choices(workbook, book)
        _write_manifest(workbook, book, key)
    return content.getvalue()


def _write_notes(workbook: xlsxwriter.Workbook, book: Book) -> None:
    sheet = workbook.add_worksheet(NOTES)
    sheet.protect()
    sheet.set_column(0, 0, 90)
    title = workbook.add_format({"bold": True, "font_size": 16})
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, book.layout.title, title)
    for number, note in enumerate(book.notes, start=1):
        sheet.write_string(number, 0, note, text)


def _write_rows(workbook: xlsxwriter.Workbook, book: Book) -> None:
    layout = book.layout
    sheet = workbook.add_worksheet(layout.sheet)
    # Rows can be filtered; sorting a protected sheet needs its cells unlocked.
    sheet.protect("", {"autofilter": True, "format_columns": True})
    header = workbook.add_format(
        {"bold": True, "bg_color": "#12305A", "font_color": "#FFFFFF", "border": 1}
    )
    sheet.set_row(0, 30)
    for number, column in enumerate(layout.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.title, header)
    formats = {column: _format(workbook, layout, column) for column in layout.columns}
    wrong = {title for _, title in book.wrong}
    red = {
        column: _format(workbook, layout, column, "#FF9999")
        for column in layout.answers
        if column.title in wrong
    }
    for place, row in enumerate(book.rows, start=1):
        for number, column in enumerate(layout.facts):
            value, look = row[column.title], formats[column]
            if value is None:
                sheet.write_blank(place, number, None, look)
            elif column.kind in ("money", "number"):
                sheet.write_number(place, number, value, look)
            else:
                sheet.write_string(place, number, str(value), look)
        for number, column in enumerate(layout.answers, start=len(layout.facts)):
            cell = (str(row[layout.facts[0].title]), column.title)
            if cell in book.wrong:
                sheet.write_comment(place, number, book.wrong[cell], _COMMENT)
            look = (red if cell in book.wrong else formats)[column]
            _write_answer(sheet, place, number, book.answers.get(cell, ""), look)
    last = len(book.rows)
    sheet.autofilter(0, 0, last, len(layout.columns) - 1)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for number, column in enumerate(layout.answers, start=len(layout.facts)):
        sheet.data_validation(1, number, max(last, 1), number, _rule(book, column))
    sheet.activate()


def _write_answer(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Cell, look: Any
) -> None:
    if value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def _format(
    workbook: xlsxwriter.Workbook,
    layout: Layout,
    column: Column,
    fill: str = "#FFF8DC",
) -> Any:
    look: dict[str, Any] = {"border": 1, "valign": "top", "text_wrap": True}
    if column.kind == "money":
        look["num_format"] = "#,##0.00"
    elif column.kind == "number":
        look["num_format"] = "0.####"
    else:
        # Codes stay text, and text that begins with = stays text when it is edited.
        look |= {"num_format": "@", "quote_prefix": True}
    if column in layout.answers:
        look |= {"locked": False, "bg_color": fill, "quote_prefix": False}
    return workbook.add_format(look)


def _rule(book: Book, column: Column) -> dict[str, Any]:
    if column.kind == "choice":
        place = list(book.choices).index(column.title)
        last = len(book.choices[column.title]) - 1
        return {
            "validate": "list",
            # A list in the rule itself ends at 255 characters.
            "source": f"={CHOICES}!{xl_range_abs(0, place, last, place)}",
            "error_title": column.title,
            "error_message": "请从下拉列表中选择。",
        }
    if column.kind == "money":
        return {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": column.title,
            "error_message": "请填写不小于0的金额，单位为元。",
        }
    return {
        "validate": "length",
        "criteria": "<=",
        "value": 500,
        "error_title": column.title,
        "error_message": "请不要超过500字。",
    }


def _write_choices(workbook: xlsxwriter.Workbook, book: Book) -> None:
    sheet = workbook.add_worksheet(CHOICES)
    sheet.hide()
    sheet.protect()
    for number, texts in enumerate(book.choices.values()):
        for place, text in enumerate(texts):
            sheet.write_string(place, number, text)


def _write_manifest(workbook: xlsxwriter.Workbook, book: Book, key: bytes) -> None:
    sheet = workbook.add_worksheet(MANIFEST)
    sheet.very_hidden()
    sheet.protect()
    said = seal.text_of(book.manifest())
    lines = [(book.workbook_id, said), *book.sealed_rows()]
    for number, (name, text) in enumerate(lines):
        if len(text) > _LONGEST_CELL:
            raise ValueError(f"{name}: {len(text)} characters do not fit into a cell")
        sealed = seal.seal(key, book.workbook_id, name, text)
        for column, cell in enumerate((name, text, sealed)):
            sheet.write_string(number, column, cell)
