"""A statement as a Word file, which the agency edits, stamps and files."""

from datetime import datetime
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.shared import Mm, Pt

from claim_review.reports.document import Column
from claim_review.reports.word_file import add_table, new_document, saved
from claim_review.reports.word_look import (
    add_footers,
    add_row,
    add_styles,
    add_text,
    new_table,
)
from claim_review.reports.word_xml import docx_grid
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
