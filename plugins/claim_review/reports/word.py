"""The report as a Word file, which the bureau edits, stamps and files."""

import itertools
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from claim_review.reports.document import Column, Content
from claim_review.reports.word_file import add_table, new_document, saved
from claim_review.reports.word_fonts import FontSet
from claim_review.reports.word_look import add_footers, add_row, add_styles, add_text

_CHART_WIDTH = Mm(150)
_COVER = (Column("", 36, "left"), Column("", 96, "left"))

Block = dict[str, Any]
Drawn = dict[str, Path]


def report_docx(
    edition: Content, drawn: Drawn, day: date, fonts: FontSet = "gbt9704"
) -> bytes:
    """Return the Word file of a report; its parts depend on the arguments alone.

    `drawn` holds the stems of the charts by number, `day` dates the file, `fonts` are
    the typefaces that it asks for.
    """
    document = new_document(edition["title"], datetime.combine(day, time(), UTC))
    add_styles(document, fonts)
    _cover(document, edition)
    begins_page = True
    for block in edition["blocks"]:
        if block["kind"] == "break":
            begins_page = True
            continue
        first = _WRITERS[block["kind"]](document, block, drawn)
        first.paragraph_format.page_break_before = begins_page or None
        begins_page = False
    add_footers(document, edition["footer"])
    return saved(document)


def _cover(document: Document, edition: Content) -> None:
    for _ in range(4):
        add_text(document, "", "Report Body")
    for line in edition["title_lines"]:
        add_text(document, line, "Report Title")
    for _ in range(8):
        add_text(document, "", "Report Body")
    table = document.add_table(rows=0, cols=len(_COVER))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for place, column in zip(table.columns, _COVER, strict=True):
        place.width = Mm(column.width_mm)
    for fact in edition["facts"]:
        add_row(table, _COVER, fact, "Report Fact", False)


def _heading(document: Document, block: Block, drawn: Drawn) -> Paragraph:
    return add_text(document, block["text"], f"Heading {block['level']}")


def _text(document: Document, block: Block, drawn: Drawn) -> Paragraph:
    return add_text(document, block["text"], "Report Body")


def _note(document: Document, block: Block, drawn: Drawn) -> Paragraph:
    return add_text(document, block["text"], "Report Note")


def _table(document: Document, block: Block, drawn: Drawn) -> Paragraph:
    caption = f"{block['number']}　{block['title']}"
    first = add_text(document, caption, "Report Table Caption")
    columns = tuple(Column(**column) for column in block["columns"])
    add_table(document, columns, block["rows"], block["total"])
    return first


def _figure(document: Document, block: Block, drawn: Drawn) -> Paragraph:
    first = add_text(document, "", "Report Figure")
    image = drawn[block["number"]].with_suffix(".png")
    first.add_run().add_picture(str(image), width=_CHART_WIDTH)
    caption = f"{block['number']}　{block['title']}"
    add_text(document, caption, "Report Figure Caption")
    return first


def _signature(document: Document, block: Block, drawn: Drawn) -> Paragraph:
    first = add_text(document, "", "Report Sign")
    places = [f"{name}：" for name in block["names"]]
    places.append("日　期：　　　年　　月　　日")
    for left, right in itertools.zip_longest(places[::2], places[1::2], fillvalue=""):
        add_text(document, f"{left}\t{right}", "Report Sign")
    return first


_WRITERS = {
    "heading": _heading,
    "text": _text,
    "note": _note,
    "table": _table,
    "figure": _figure,
    "signature": _signature,
}
