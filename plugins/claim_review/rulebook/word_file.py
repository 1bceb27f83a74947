"""The book as a Word file in the look of the bureau's reports."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from docx.table import Table

from claim_review.reports.document import Column
from claim_review.reports.word_fonts import FACES
from claim_review.reports.word_look import (
    add_footers,
    add_row,
    add_styles,
    add_text,
    new_style,
    new_table,
    put_in_order,
    set_page,
)
from claim_review.reports.word_xml import (
    add_bookmark,
    add_link,
    cell_rule,
    repeat_row,
    set_fonts,
    unsnap_from_grid,
)
from claim_review.rulebook.book import Book, Chapter, Page
from claim_review.rulebook.section import Section

_FACES = FACES["gbt9704"]
_WIDTH_MM = 156
# Widths of tables by their heads; columns not named share what is left.
_WIDTHS = {
    "系统结果": 20,
    "数值": 20,
    "医保局确认": 24,
    "现行条目": 20,
    "施行": 46,
    "清单": 44,
    "出处": 30,
}
_INDEX = (
    Column("编号", 18, "left"),
    Column("规则名称", 84, "left"),
    Column("结论", 28, "center"),
    Column("状态", 26, "center"),
)


def render_docx(book: Book) -> bytes:
    """Return the Word file; its parts depend on the book alone."""
    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.title = book.title
    properties.created = properties.modified = datetime(2025, 1, 1, tzinfo=UTC)
    set_page(document)
    add_styles(document)
    _add_rule_styles(document)
    _opening(document, book)
    for chapter in book.chapters:
        _chapter(document, chapter)
    add_footers(document, f"{book.title}　{book.subtitle}")
    put_in_order(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_rule_styles(document: Document) -> None:
    """Add the smaller type that the pages of rules are set in."""
    rule = document.styles["Heading 2"]
    set_fonts(rule, _FACES.heading, "Times New Roman")
    rule.font.size = Pt(14)
    rule.paragraph_format.first_line_indent = Pt(0)
    rule.paragraph_format.space_before = Pt(16)
    for name, face in (("Rule Label", _FACES.heading), ("Rule Text", _FACES.body)):
        style = new_style(document, name, face, 12, WD_ALIGN_PARAGRAPH.LEFT)
        style.paragraph_format.line_spacing = Pt(19)
        unsnap_from_grid(style)
    label = document.styles["Rule Label"].paragraph_format
    label.space_before, label.keep_with_next = Pt(6), True
    document.styles["Rule Label"].font.color.rgb = RGBColor(0x12, 0x30, 0x5A)


def _opening(document: Document, book: Book) -> None:
    add_text(document, book.title, "Report Title")
    add_text(document, book.subtitle, "Report Subtitle")
    for number, note in enumerate(book.notes, start=1):
        add_text(document, f"{number}. {note}", "Rule Text")
    for chapter in book.chapters:
        title = f"{chapter.number}、{chapter.name}（{len(chapter.pages)} 条）"
        add_text(document, title, "Rule Label")
        rows = [(p.rule_id, p.name, p.verdict, p.status) for p in chapter.pages]
        table = _table(document, _INDEX, rows)
        for row, page in zip(table.rows[1:], chapter.pages, strict=True):
            add_link(row.cells[1].paragraphs[0], _bookmark(page))


def _chapter(document: Document, chapter: Chapter) -> None:
    title = f"{chapter.number}、{chapter.name}"
    heading = add_text(document, title, "Heading 1")
    heading.paragraph_format.page_break_before = True
    add_text(document, chapter.what, "Rule Text")
    for page in chapter.pages:
        _page(document, page)


def _page(document: Document, page: Page) -> None:
    heading = f"{page.rule_id}　{page.name}"
    add_bookmark(add_text(document, heading, "Heading 2"), _bookmark(page))
    told = f"{page.verdict}　{page.status}　{page.official}"
    line = add_text(document, told, "Rule Text")
    line.paragraph_format.keep_with_next = True
    for section in page.sections:
        _section(document, section)


def _bookmark(page: Page) -> str:
    """Return the page's bookmark; Word allows no hyphen in it."""
    return page.rule_id.replace("-", "_")


def _section(document: Document, section: Section) -> None:
    add_text(document, section.title, "Rule Label")
    for line in section.lines:
        mark = "· " if len(section.lines) > 1 else ""
        add_text(document, mark + line, "Rule Text")
    if section.rows:
        _table(document, _columns(section.head), section.rows)


def _columns(heads: tuple[str, ...]) -> tuple[Column, ...]:
    open_heads = [head for head in heads if head not in _WIDTHS]
    left = _WIDTH_MM - sum(_WIDTHS.get(head, 0) for head in heads)
    return tuple(
        Column(head, _WIDTHS.get(head) or left // len(open_heads), "left")
        for head in heads
    )


def _table(
    document: Document,
    columns: tuple[Column, ...],
    rows: Sequence[tuple[str, ...]],
) -> Table:
    table = new_table(document, columns)
    add_row(table, columns, [column.head for column in columns], "Report Head", True)
    for row in rows:
        add_row(table, columns, list(row), "Report Cell", False)
    repeat_row(table.rows[0])
    for cell in table.rows[0].cells:
        cell_rule(cell, "bottom", 6)
    add_text(document, "", "Report Gap")
    return table
