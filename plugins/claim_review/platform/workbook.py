"""The reconciliation as an Excel workbook: counts on top, then row by row."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from claim_review.moments import ZONE
from claim_review.platform.codes import codes_on
from claim_review.platform.reconciliation import KINDS, Difference, Reconciliation

# What the platform calls things is text, whatever it begins with.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_DIFFERENCES = (
    *(("差异", 18), ("疑点编号", 28), ("平台疑点ID", 36), ("机构编码", 16)),
    *(("批次", 28), ("本系统", 16), ("平台", 16)),
)
_LEFT = (
    *(("文件", 20), ("行", 8), ("平台疑点ID", 36), ("疑点编号", 28), ("原因", 60)),
)
_STEPS = ("ONLY_OURS", "ONLY_PLATFORM", "STATE")


def reconciliation_workbook(found: Reconciliation) -> bytes:
    """Return the workbook; the same reconciliation is the same file, byte by byte."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        created = found.as_of.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"created": created})
        looks = {
            "title": book.add_format({"bold": True, "font_size": 16}),
            "head": book.add_format({"bold": True, "bg_color": "#E9DCBE", "border": 1}),
            "text": book.add_format({"num_format": "@", "border": 1}),
            "count": book.add_format({"num_format": "#,##0", "border": 1}),
            "amount": book.add_format({"num_format": "#,##0.00", "border": 1}),
        }
        sheet = book.add_worksheet("对账")
        first = _write_head(sheet, looks, found)
        codes = codes_on(found.as_of.astimezone(ZONE).date())
        rows = [
            _cells(each, lambda step: codes.name("supn_suspt_stas", step))
            for each in found.differences
        ]
        _write_table(sheet, looks, first, _DIFFERENCES, rows)
        left = [
            (each.file_name, each.line, each.doc_suspt_id, each.hit_id, each.why)
            for each in found.left
        ]
        _write_table(book.add_worksheet("未受理"), looks, 0, _LEFT, left)
    return file.getvalue()


def _write_head(
    sheet: Worksheet, looks: dict[str, Format], found: Reconciliation
) -> int:
    """Write title, delivery and counts; return the row for the table below."""
    sheet.write_string(0, 0, "本系统与省平台对账表", looks["title"])
    delivery = "尚未收到" if found.folder is None else found.folder
    facts = [
        ("截至", _moment(found.as_of)),
        ("最近一次平台数据", delivery),
        ("平台数据导出时间", _moment(found.made_at)),
        ("一致的疑点", found.agreeing),
        *((name, found.counts[kind]) for kind, name in KINDS.items()),
        ("最近一次未受理", len(found.left)),
    ]
    for line, (name, value) in enumerate(facts, start=2):
        sheet.write_string(line, 0, name, looks["head"])
        _write(sheet, line, 1, value, looks)
    return len(facts) + 3


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"


def _cells(each: Difference, step_name) -> tuple:
    """Return the cells of a difference: steps by their names, amounts as numbers."""
    said = (each.ours, each.theirs)
    if each.kind in _STEPS:
        said = tuple(step and step_name(step) for step in said)
    elif each.kind != "DEADLINE":
        said = tuple(amount and Decimal(amount) for amount in said)
    return (
        *(KINDS[each.kind], each.hit_id, each.doc_suspt_id, each.fixmedins_code),
        *(each.batch_id, *said),
    )


def _write_table(
    sheet: Worksheet,
    looks: dict[str, Format],
    first: int,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence],
) -> None:
    for place, (title, width) in enumerate(columns):
        sheet.write_string(first, place, title, looks["head"])
        sheet.set_column(place, place, width)
    for line, row in enumerate(rows, start=first + 1):
        for place, value in enumerate(row):
            _write(sheet, line, place, value, looks)
    sheet.autofilter(first, 0, first + max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write(
    sheet: Worksheet, line: int, place: int, value, looks: dict[str, Format]
) -> None:
    if value is None:
        sheet.write_blank(line, place, None, looks["text"])
    elif isinstance(value, Decimal):
        sheet.write_number(line, place, value, looks["amount"])
    elif isinstance(value, int):
        sheet.write_number(line, place, value, looks["count"])
    else:
        sheet.write_string(line, place, value, looks["text"])
