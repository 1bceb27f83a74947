"""A report as an Excel workbook: its tables, and every figure of its sentences."""

import io
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from claim_review.reports.document import Content, tables
from claim_review.reports.revision.chapter import is_list

# What institutions and rules are called is text, whatever it begins with.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
# A code may begin with 0, a figure of several digits does not.
_NUMBER = re.compile(r"[+-]?(?:0|[1-9][\d,]*)(\.\d+)?(%?)")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_CHARACTERS_PER_MM = 0.62

Looks = dict[str, Format]


def report_workbook(edition: Content, day: date) -> bytes:
    """Return the workbook of a report; the same arguments give the same bytes.

    Cells of right-aligned columns are numbers in the format in which the report shows
    them: 1.80% is 0.018. What is no number there (—, 12.30*) stays text.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        created = datetime.combine(day, time(), UTC).replace(tzinfo=None)
        book.set_properties({"created": created, "title": edition["title"]})
        looks = _looks(book)
        # What changed has a sheet of its own, which holds all of it.
        every = [each for each in tables(edition) if not is_list(each)]
        _write_index(book.add_worksheet("目录"), looks, edition, every)
        for table in every:
            _write_table(book.add_worksheet(_name(table)), looks, table)
        _write_cells(book.add_worksheet("正文数据"), looks, edition["cells"])
        if edition.get("changes"):
            _write_changes(book.add_worksheet("修订对照"), looks, edition, every)
    return file.getvalue()


def parsed(text: str) -> tuple[float, str] | None:
    """Return a formatted figure as number and Excel format, None for other text."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    value = Decimal(text.rstrip("%").replace(",", ""))
    decimals = len(match[1] or ".") - 1
    places = f".{'0' * decimals}" if decimals else ""
    if match[2]:
        # Divided as a decimal: 9.38% is 0.0938 and not 0.09380000000000001.
        return float(value / 100), f"0{places}%"
    return float(value), f"#,##0{places}"


def _name(table: dict[str, Any]) -> str:
    return _NOT_IN_NAMES.sub("", f"{table['number']} {table['title']}")[:31]


def _looks(book: xlsxwriter.Workbook) -> Looks:
    edge = {"border": 1, "border_color": "#9AA3AE", "valign": "vcenter"}
    text = {**edge, "num_format": "@", "quote_prefix": True, "text_wrap": True}
    looks = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {**edge, "bold": True, "text_wrap": True, "bg_color": "#E9DCBE"}
        ),
        "text": book.add_format(text),
        "text total": book.add_format({**text, "bold": True}),
        "plain": book.add_format({}),
    }
    for form in ("#,##0", "#,##0.0", "#,##0.00", "#,##0.0000", "0.00%", "0%", "0.0%"):
        look = {**edge, "num_format": form, "align": "right"}
        looks[form] = book.add_format(look)
        looks[f"{form} total"] = book.add_format({**look, "bold": True})
    return looks


def _write_index(
    sheet: Worksheet, looks: Looks, edition: Content, every: list[dict[str, Any]]
) -> None:
    sheet.write_string(0, 0, edition["title"], looks["title"])
    line = 2
    for name, value in edition["facts"]:
        sheet.write_string(line, 0, name, looks["head"])
        sheet.write_string(line, 1, value, looks["text"])
        line += 1
    line += 1
    for table in every:
        link = f"internal:'{_name(table)}'!A1"
        sheet.write_url(line, 0, link, looks["plain"], table["number"])
        sheet.write_string(line, 1, table["title"], looks["text"])
        line += 1
    sheet.write_string(line + 1, 0, edition["footer"], looks["plain"])
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 60)


def _write_table(sheet: Worksheet, looks: Looks, table: dict[str, Any]) -> None:
    title = f"{table['number']}　{table['title']}"
    sheet.write_string(0, 0, title, looks["title"])
    for place, column in enumerate(table["columns"]):
        sheet.write_string(1, place, column["head"], looks["head"])
        width = max(column["width_mm"] * _CHARACTERS_PER_MM, 10)
        sheet.set_column(place, place, width)
    for line, row in enumerate(table["rows"], start=2):
        _write_row(sheet, looks, line, table["columns"], row, "")
    if table["total"]:
        line = len(table["rows"]) + 2
        _write_row(sheet, looks, line, table["columns"], table["total"], " total")
    sheet.freeze_panes(2, 1)
    _to_print(sheet)
    sheet.repeat_rows(0, 1)


def _write_row(
    sheet: Worksheet,
    looks: Looks,
    line: int,
    columns: list[dict[str, Any]],
    row: list[str],
    weight: str,
) -> None:
    for place, (column, text) in enumerate(zip(columns, row, strict=True)):
        is_number = column["align"] == "right"
        _write_cell(sheet, looks, (line, place), text, is_number, weight)


def _write_cell(
    sheet: Worksheet,
    looks: Looks,
    at: tuple[int, int],
    text: str,
    is_number: bool,
    weight: str = "",
) -> None:
    found = parsed(text) if is_number else None
    if found is None:
        sheet.write_string(*at, text, looks[f"text{weight}"])
    else:
        value, form = found
        sheet.write_number(*at, value, looks[f"{form}{weight}"])


def _write_cells(sheet: Worksheet, looks: Looks, cells: list[list[str]]) -> None:
    for place, head in enumerate(("章节", "指标", "数值")):
        sheet.write_string(0, place, head, looks["head"])
    for line, (place, name, value) in enumerate(cells, start=1):
        sheet.write_string(line, 0, place, looks["text"])
        sheet.write_string(line, 1, name, looks["text"])
        _write_cell(sheet, looks, (line, 2), value, is_number=True)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 48)
    sheet.set_column(2, 2, 20)
    sheet.freeze_panes(1, 0)
    _to_print(sheet)


def _write_changes(
    sheet: Worksheet, looks: Looks, edition: Content, every: list[dict[str, Any]]
) -> None:
    texts = {
        (table["title"], column["head"])
        for table in every
        for column in table["columns"]
        if column["align"] != "right"
    }
    heads = ("表", "行", "指标", "上一版", "本版")
    for place, (head, width) in enumerate(
        zip(heads, (36, 36, 24, 18, 18), strict=True)
    ):
        sheet.write_string(0, place, head, looks["head"])
        sheet.set_column(place, place, width)
    for line, change in enumerate(edition["changes"], start=1):
        is_figure = (change[0], change[2]) not in texts
        for place, text in enumerate(change):
            is_number = is_figure and place > 2
            _write_cell(sheet, looks, (line, place), text, is_number)
    sheet.freeze_panes(1, 0)
    _to_print(sheet)


def _to_print(sheet: Worksheet) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
