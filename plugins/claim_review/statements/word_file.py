"""A statement as a Word file, which the agency edits, stamps and files."""

import io
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.shared import Mm, Pt

from claim_review.reports.layout import Column
from claim_review.reports.word_look import (
    add_footers,
    add_row,
    add_styles,
    add_text,
    new_table,
    put_in_order,
    set_page,
)
from claim_review.reports.word_xml import cell_rule, docx_grid, repeat_row
from claim_review.statements.printed import paper

_SIDE_MM = 14
_WIDTH_MM = 297 - 2 * _SIDE_MM


def statement_docx(
    number: str, content: dict[str, Any], sha256: str, drafted_at: datetime
) -> bytes:
    """Return the Word file of a statement; its parts depend on the arguments alone."""
    return paper_docx(paper(number, content, sha256), drafted_at)


def paper_docx(context: dict[str, Any], drafted_at: datetime) -> bytes:
    """Return the Word file of a paper: its title, facts, tables and places to sign."""
    document = new_document(context["title"], drafted_at)
    add_styles(document)
    _lie_down(document)
    add_text(document, context["title"], "Report Title")
    facts = (Column("", 48, "left"), Column("", _WIDTH_MM - 48, "left"))
    table = new_table(document, facts)
    for fact in context["facts"]:
        add_row(table, facts, fact, "Report Cell", False)
    for told in context["tables"]:
        add_text(document, told["title"], "Report Table Caption")
        add_table(document, _columns(told), told["rows"])
    for name in context["signatures"]:
        add_text(document, f"{name}：\t日　期：　　　年　　月　　日", "Report Sign")
    add_footers(document, context["footer"])
    return saved(document)


def new_document(title: str, made_at: datetime) -> Document:
    """Return an empty document that tells nobody's name."""
    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.title = title
    properties.created = properties.modified = made_at.astimezone(UTC)
    set_page(document)
    return document


def add_table(
    document: Document, columns: tuple[Column, ...], rows: list[list[str]]
) -> None:
    """Append a table whose head is on each page; without rows, say that it has none."""
    if not rows:
        add_text(document, "无", "Report Cell")
        return
    table = new_table(document, columns)
    add_row(table, columns, [column.head for column in columns], "Report Head", True)
    for row in rows:
        add_row(table, columns, row, "Report Cell", False)
    repeat_row(table.rows[0])
    for cell in table.rows[0].cells:
        cell_rule(cell, "bottom", 6)
    add_text(document, "", "Report Gap")


def saved(document: Document) -> bytes:
    """Return the file of a document."""
    put_in_order(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _lie_down(document: Document) -> None:
    """Turn the page: a statement has as many as twelve columns."""
    section = document.sections[0]
    section.orientation = WD_ORIENTATION.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(_SIDE_MM)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.footer_distance = Mm(8)
    docx_grid(section, 579)
    for style in ("Report Cell", "Report Head"):
        document.styles[style].font.size = Pt(9)


def _columns(told: dict[str, Any]) -> tuple[Column, ...]:
    """Return the columns of a table in proportion to its widths."""
    total = sum(told["widths"])
    return tuple(
        Column(name, round(width / total * _WIDTH_MM), side)
        for name, width, side in zip(
            told["columns"], told["widths"], told["alignments"], strict=True
        )
    )
