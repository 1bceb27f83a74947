"""Writes the Word template of the quarterly report in the look of GB/T 9704.

python -m claim_review.reports.word_template [folder]

The result is committed: the bureau may restyle it in Word, and the tests say when
it no longer shows what the report has.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from claim_review.reports.layout import COLUMNS, Column
from claim_review.reports.word_xml import (
    add_page_field,
    cell_rule,
    docx_grid,
    in_order,
    keep_row_whole,
    repeat_row,
    set_fonts,
    set_indent_characters,
    table_rules,
    unsnap_from_grid,
)
from claim_review.settings import REPO_DIR

TEMPLATE = "quarter.docx"
TEMPLATE_DIR = REPO_DIR / "include" / "reports" / "quarter"

# The bureau's typefaces; Word on its desks has them, the server needs none.
FANGSONG, KAITI, HEITI = "仿宋_GB2312", "楷体_GB2312", "黑体"
TITLE_FACE, SONGTI = "方正小标宋简体", "宋体"

LINE = Pt(28.95)
# Tables longer than a page; the others move to the next page as a whole.
MAY_BREAK = ("by_rule", "coverage", "quality")
_SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def build() -> Document:
    """Return the template with its Jinja marks."""
    document = docx.Document()
    _clear(document)
    _page(document)
    _styles(document)
    _opening(document)
    _results(document)
    _closing(document)
    _footers(document)
    for part in (document, document.sections[0].footer):
        in_order(part._element)
    in_order(document.sections[0].even_page_footer._element)
    in_order(document.styles.element)
    return document


def _opening(document: Document) -> None:
    _text(document, "{%p for line in title_lines %}", "Report Title")
    _text(document, "{{ line }}", "Report Title")
    _text(document, "{%p endfor %}", "Report Title")
    _text(document, "（{{ period }}　{{ edition }}　送审稿）", "Report Subtitle")
    _paragraphs(document, "foreword")
    _text(document, "一、概要", "Heading 1")
    _paragraphs(document, "overview")
    _text(document, "{{ texts.headline }}")
    _table(document, "headline")


def _results(document: Document) -> None:
    _text(document, "二、审核结果分析", "Heading 1")
    _optional(document, "texts.verdict")
    _table(document, "by_verdict")
    _text(document, "（一）按机构类别和等级", "Heading 2")
    _text(document, "{{ texts.class }}")
    _table(document, "by_class")
    _text(document, "{{ texts.level }}")
    _table(document, "by_level")
    _text(document, "（二）按县市", "Heading 2")
    _text(document, "{{ texts.county }}")
    _table(document, "by_county")
    _figure(document, "county")
    _text(document, "（三）按规则", "Heading 2")
    _text(document, "{{ texts.rule }}")
    _table(document, "by_rule")
    _figure(document, "rule")
    _text(document, "{%p if texts.amount %}")
    _text(document, "（四）按单条疑点涉及基金", "Heading 2")
    _text(document, "{{ texts.amount }}")
    _text(document, "{%p endif %}")
    _table(document, "by_amount")


def _closing(document: Document) -> None:
    _text(document, "三、住院机构主要指标", "Heading 1")
    _text(document, "{{ texts.institutions }}")
    _table(document, "institutions")
    _text(document, "四、数据质量与筛查情况", "Heading 1")
    _text(document, "（一）数据质量", "Heading 2")
    _text(document, "{{ texts.quality }}")
    _table(document, "quality")
    _text(document, "（二）规则筛查", "Heading 2")
    _text(document, "{{ texts.coverage }}")
    _table(document, "coverage")
    _text(document, "五、口径说明", "Heading 1")
    _paragraphs(document, "definitions")
    _text(document, "", "Report Sign")
    _text(document, "编制人：\t审核人：", "Report Sign")
    _text(document, "签发人：\t日　期：　　　年　　月　　日", "Report Sign")


def _text(document: Document, text: str, style: str = "Report Body") -> Paragraph:
    return document.add_paragraph(text, style=style)


def _paragraphs(document: Document, name: str) -> None:
    _text(document, f"{{%p for text in {name} %}}")
    _text(document, "{{ text }}")
    _text(document, "{%p endfor %}")


def _optional(document: Document, name: str) -> None:
    _text(document, f"{{%p if {name} %}}")
    _text(document, f"{{{{ {name} }}}}")
    _text(document, "{%p endif %}")


def _figure(document: Document, name: str) -> None:
    _text(document, f"{{%p if images.{name} %}}")
    _text(document, f"{{{{ images.{name} }}}}", "Report Figure")
    _text(document, f"{{{{ figures.{name}.caption }}}}", "Report Figure Caption")
    _text(document, "{%p endif %}")


def _table(document: Document, name: str) -> None:
    columns = COLUMNS[name]
    _text(document, f"{{%p if tables.{name}.rows %}}")
    _text(document, f"{{{{ tables.{name}.caption }}}}", "Report Table Caption")
    table = document.add_table(rows=0, cols=len(columns))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for place, column in zip(table.columns, columns, strict=True):
        place.width = Mm(column.width_mm)
    table_rules(table)
    cells = [f"{{{{ row[{i}] }}}}" for i in range(len(columns))]
    total = [f"{{{{ tables.{name}.total[{i}] }}}}" for i in range(len(columns))]
    _row(table, columns, [column.head for column in columns], "Report Head", True)
    _mark(table, f"{{%tr for row in tables.{name}.rows %}}")
    _row(table, columns, cells, "Report Cell", name not in MAY_BREAK)
    _mark(table, "{%tr endfor %}")
    _mark(table, f"{{%tr if tables.{name}.total %}}")
    _row(table, columns, total, "Report Head", False)
    _mark(table, "{%tr endif %}")
    repeat_row(table.rows[0])
    for cell in table.rows[0].cells:
        cell_rule(cell, "bottom", 6)
    _text(document, "", "Report Gap")
    _text(document, "{%p endif %}")


def _row(
    table: Table,
    columns: tuple[Column, ...],
    texts: list[str],
    style: str,
    with_next: bool,
) -> None:
    row = table.add_row()
    keep_row_whole(row)
    for cell, column, text in zip(row.cells, columns, texts, strict=True):
        cell.width = Mm(column.width_mm)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.alignment = _SIDES[column.align]
        paragraph.paragraph_format.keep_with_next = with_next or None
        paragraph.add_run(text)


def _mark(table: Table, text: str) -> None:
    cell = table.add_row().cells[0]
    cell.paragraphs[0].style = "Report Cell"
    cell.paragraphs[0].add_run(text)


def _clear(document: Document) -> None:
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.title = "{{ title }}"
    properties.created = properties.modified = datetime(2025, 1, 1, tzinfo=UTC)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(18)
    docx_grid(section, 579)


def _styles(document: Document) -> None:
    normal = document.styles["Normal"]
    _style(normal, FANGSONG, 16, WD_ALIGN_PARAGRAPH.JUSTIFY)
    left, centre = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
    new = _new_style
    set_indent_characters(new(document, "Report Body", FANGSONG, 16), 2)
    title = new(document, "Report Title", TITLE_FACE, 22, centre)
    title.paragraph_format.line_spacing = Pt(34)
    unsnap_from_grid(title)
    subtitle = new(document, "Report Subtitle", KAITI, 14, centre)
    subtitle.paragraph_format.space_after = Pt(16)
    for name, face in (("Heading 1", HEITI), ("Heading 2", KAITI)):
        heading = document.styles[name]
        _style(heading, face, 16, left)
        heading.font.bold = False
        heading.font.color.rgb = RGBColor(0, 0, 0)
        heading.paragraph_format.space_before = Pt(0)
        heading.paragraph_format.keep_with_next = True
        set_indent_characters(heading, 2)
    for name in ("Report Table Caption", "Report Figure Caption"):
        caption = new(document, name, HEITI, 12, centre)
        caption.paragraph_format.line_spacing = Pt(22)
    document.styles["Report Table Caption"].paragraph_format.keep_with_next = True
    for name, face in (("Report Cell", FANGSONG), ("Report Head", HEITI)):
        cell = new(document, name, face, 10.5, left)
        cell.paragraph_format.line_spacing = Pt(15)
        cell.paragraph_format.space_before = Pt(1.5)
        cell.paragraph_format.space_after = Pt(1.5)
        unsnap_from_grid(cell)
    gap = new(document, "Report Gap", FANGSONG, 6, left)
    gap.paragraph_format.line_spacing = Pt(10)
    unsnap_from_grid(gap)
    figure = new(document, "Report Figure", FANGSONG, 16, centre)
    figure.paragraph_format.line_spacing = 1.0
    figure.paragraph_format.keep_with_next = True
    sign = new(document, "Report Sign", FANGSONG, 16, left)
    sign.paragraph_format.tab_stops.add_tab_stop(Mm(72))
    sign.paragraph_format.keep_with_next = True
    number = new(document, "Report Page Number", SONGTI, 14, left)
    number.paragraph_format.line_spacing = 1.0
    edition = new(document, "Report Edition", SONGTI, 8, centre)
    edition.paragraph_format.line_spacing = 1.0
    edition.font.color.rgb = RGBColor(0x5F, 0x66, 0x70)


def _new_style(
    document: Document,
    name: str,
    face: str,
    size: float,
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
) -> ParagraphStyle:
    style = document.styles.add_style(name, 1)
    style.base_style = document.styles["Normal"]
    _style(style, face, size, alignment)
    return style


def _style(
    style: ParagraphStyle, face: str, size: float, alignment: WD_ALIGN_PARAGRAPH
) -> None:
    set_fonts(style, face, "Times New Roman")
    style.font.size = Pt(size)
    style.paragraph_format.alignment = alignment
    style.paragraph_format.line_spacing = LINE
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _footers(document: Document) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = False
    document.settings.odd_and_even_pages_header_footer = True
    sides = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left"),
    )
    for footer, side, edge in sides:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = "Report Page Number"
        paragraph.alignment = side
        indent = Pt(14)
        if edge == "right":
            paragraph.paragraph_format.right_indent = indent
        else:
            paragraph.paragraph_format.left_indent = indent
        add_page_field(paragraph, "— ", " —")
        footer.add_paragraph("{{ footer }}", style="Report Edition")


def main() -> None:
    """Write the template into the folder given, by default where it is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=TEMPLATE_DIR)
    folder = parser.parse_args().folder
    build().save(str(folder / TEMPLATE))


if __name__ == "__main__":
    main()
