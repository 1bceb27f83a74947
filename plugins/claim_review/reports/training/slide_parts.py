"""What slides are made of: text, tables and bars in the house's colours."""

from collections.abc import Sequence

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.text.text import _Paragraph
from pptx.util import Emu, Inches, Pt

from claim_review.reports.document import Column
from claim_review.reports.word_fonts import Faces

NAVY, BRICK, BLUE, SAND, PALE, GREY, INK = (
    RGBColor.from_string(code)
    for code in (
        "12305A",
        "9C2F1E",
        "3E7CB1",
        "E9DCBE",
        "F4F7FB",
        "5F6670",
        "1C2430",
    )
)
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, ROOM = Inches(0.6), Inches(12.133)
_SIDES = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}


def write(
    paragraph: _Paragraph,
    text: str,
    face: str,
    size: float,
    colour: RGBColor = INK,
) -> None:
    """Append text in a typeface, which has a place of its own for Chinese."""
    run = paragraph.add_run()
    run.text = text
    run.font.size = Pt(size)
    run.font.color.rgb = colour
    run.font.name = face
    properties = run._r.get_or_add_rPr()
    properties.set("lang", "zh-CN")
    east = etree.SubElement(properties, qn("a:ea"))
    east.set("typeface", face)


def set_title(slide: Slide, text: str, faces: Faces, top: float = 0.35) -> None:
    """Set the title; it is a real one, so that outlines and readers find it."""
    title = slide.shapes.title
    title.left, title.top = LEFT, Inches(top)
    title.width, title.height = ROOM, Inches(0.75)
    frame = title.text_frame
    frame.word_wrap = True
    frame.margin_left = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    write(paragraph, text, faces.heading, 28, NAVY)
    bar(slide, LEFT, Inches(top + 0.8), Inches(1.2), Inches(0.06), BRICK)


def bar(
    slide: Slide, left: Emu, top: Emu, width: Emu, height: Emu, colour: RGBColor
) -> None:
    """Draw a filled rectangle without a border."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour
    shape.line.fill.background()
    shape.shadow.inherit = False


def text_box(
    slide: Slide,
    place: tuple[float, float, float, float],
    paragraphs: Sequence[tuple[str, str]],
    faces: Faces,
    size: float = 18,
    gap: float = 6,
) -> None:
    """Write paragraphs, each a label (may be empty) and its text; `place` in inches."""
    box = slide.shapes.add_textbox(*(Inches(side) for side in place))
    frame = box.text_frame
    frame.word_wrap = True
    for number, (label, text) in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(gap)
        paragraph.line_spacing = 1.1
        if label:
            write(paragraph, label, faces.heading, size, NAVY)
        write(paragraph, text, faces.body, size)


def add_table(
    slide: Slide,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    faces: Faces,
    top: float = 1.45,
    size: float = 15,
) -> None:
    """Add a table over the width of the slide; columns share it as on paper."""
    high = Inches(0.42 * (len(rows) + 1))
    frame = slide.shapes.add_table(
        len(rows) + 1, len(columns), LEFT, Inches(top), ROOM, high
    )
    table = frame.table
    table.horz_banding = False
    whole = sum(column.width_mm for column in columns)
    for place, column in zip(table.columns, columns, strict=True):
        place.width = Emu(int(ROOM * column.width_mm / whole))
    heads = [column.head for column in columns]
    for number, cells in enumerate((heads, *rows)):
        table.rows[number].height = Inches(0.42)
        for place, (column, text) in enumerate(zip(columns, cells, strict=True)):
            cell = table.cell(number, place)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            cell.fill.solid()
            shade = PALE if number % 2 else RGBColor(255, 255, 255)
            cell.fill.fore_color.rgb = shade if number else NAVY
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = _SIDES[column.align]
            face = faces.body if number else faces.heading
            ink = INK if number else RGBColor(255, 255, 255)
            write(paragraph, text, face, size, ink)


def add_foot(slide: Slide, text: str, number: int, faces: Faces) -> None:
    """Put the foot on a slide: whose it is, of when, and its number."""
    box = slide.shapes.add_textbox(LEFT, Inches(7.02), ROOM, Inches(0.35))
    box.text_frame.word_wrap = True
    box.text_frame.margin_left = 0
    paragraph = box.text_frame.paragraphs[0]
    write(paragraph, f"{text}　{number}", faces.body, 11, GREY)
