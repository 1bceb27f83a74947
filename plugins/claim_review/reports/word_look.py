"""How every Word file looks: the page, styles and tables of GB/T 9704."""

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from claim_review.reports.document import Column
from claim_review.reports.word_fonts import FACES, FontSet
from claim_review.reports.word_xml import (
    add_page_field,
    docx_grid,
    in_order,
    keep_row_whole,
    set_fonts,
    set_indent_characters,
    set_style,
    table_rules,
    unsnap_from_grid,
)

LINE = Pt(28.95)
_SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def set_page(document: Document) -> None:
    """Set A4, its margins and 22 lines on a page."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(18)
    docx_grid(section, 579)


def add_styles(document: Document, fonts: FontSet = "gbt9704") -> None:
    """Add the styles that a report's paragraphs are set in."""
    faces = FACES[fonts]
    normal = document.styles["Normal"]
    _style(normal, faces.body, 16, WD_ALIGN_PARAGRAPH.JUSTIFY)
    left, centre = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
    new = new_style
    set_indent_characters(new(document, "Report Body", faces.body, 16), 2)
    title = new(document, "Report Title", faces.title, 22, centre)
    title.paragraph_format.line_spacing = Pt(34)
    unsnap_from_grid(title)
    subtitle = new(document, "Report Subtitle", faces.section, 14, centre)
    subtitle.paragraph_format.space_after = Pt(16)
    for name, face in (("Heading 1", faces.heading), ("Heading 2", faces.section)):
        heading = document.styles[name]
        _style(heading, face, 16, left)
        heading.font.bold = False
        heading.font.color.rgb = RGBColor(0, 0, 0)
        heading.paragraph_format.space_before = Pt(0)
        heading.paragraph_format.keep_with_next = True
        set_indent_characters(heading, 2)
    for name in ("Report Table Caption", "Report Figure Caption"):
        caption = new(document, name, faces.heading, 12, centre)
        caption.paragraph_format.line_spacing = Pt(22)
    document.styles["Report Table Caption"].paragraph_format.keep_with_next = True
    for name, face in (("Report Cell", faces.body), ("Report Head", faces.heading)):
        cell = new(document, name, face, 10.5, left)
        cell.paragraph_format.line_spacing = Pt(15)
        cell.paragraph_format.space_before = Pt(1.5)
        cell.paragraph_format.space_after = Pt(1.5)
        unsnap_from_grid(cell)
    note = new(document, "Report Note", faces.section, 10.5, left)
    note.paragraph_format.line_spacing = Pt(15)
    note.paragraph_format.space_after = Pt(8)
    unsnap_from_grid(note)
    new(document, "Report Fact", faces.section, 16, left)
    gap = new(document, "Report Gap", faces.body, 6, left)
    gap.paragraph_format.line_spacing = Pt(10)
    unsnap_from_grid(gap)
    figure = new(document, "Report Figure", faces.body, 16, centre)
    figure.paragraph_format.line_spacing = 1.0
    figure.paragraph_format.keep_with_next = True
    sign = new(document, "Report Sign", faces.body, 16, left)
    sign.paragraph_format.tab_stops.add_tab_stop(Mm(72))
    sign.paragraph_format.keep_with_next = True
    number = new(document, "Report Page Number", faces.number, 14, left)
    number.paragraph_format.line_spacing = 1.0
    edition = new(document, "Report Edition", faces.number, 8, centre)
    edition.paragraph_format.line_spacing = 1.0
    edition.font.color.rgb = RGBColor(0x5F, 0x66, 0x70)


def add_footers(document: Document, text: str) -> None:
    """Put page number and text at the foot, outside on odd and even pages."""
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
        footer.add_paragraph(text, style="Report Edition")


def add_text(document: Document, text: str, style: str) -> Paragraph:
    """Append a paragraph and return it."""
    paragraph = document.add_paragraph(text)
    set_style(paragraph, style)
    return paragraph


def new_table(document: Document, columns: tuple[Column, ...]) -> Table:
    """Return a table without rows, in the widths of its columns."""
    table = document.add_table(rows=0, cols=len(columns))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for place, column in zip(table.columns, columns, strict=True):
        place.width = Mm(column.width_mm)
    table_rules(table)
    return table


def add_row(
    table: Table,
    columns: tuple[Column, ...],
    texts: list[str],
    style: str,
    with_next: bool,
) -> None:
    """Append a row that stays on one page, and with the next one if so told."""
    row = table.add_row()
    keep_row_whole(row)
    for cell, column, text in zip(row.cells, columns, texts, strict=True):
        cell.width = Mm(column.width_mm)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        set_style(paragraph, style)
        paragraph.alignment = _SIDES[column.align]
        paragraph.paragraph_format.keep_with_next = with_next or None
        paragraph.add_run(text)


def put_in_order(document: Document) -> None:
    """Put all properties in the order that Word insists on."""
    footers = document.sections[0].footer, document.sections[0].even_page_footer
    for part in (document, *footers):
        in_order(part._element)
    in_order(document.styles.element)


def new_style(
    document: Document,
    name: str,
    face: str,
    size: float,
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
) -> ParagraphStyle:
    """Add a paragraph style of the given face and size and return it."""
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
