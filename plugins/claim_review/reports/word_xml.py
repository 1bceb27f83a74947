"""The parts of WordprocessingML that python-docx has no words for."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from lxml.etree import _Element

# Word may call a file corrupt whose properties are not in the order of ECMA-376.
ORDER = {
    "w:tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize "
        "tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook"
    ),
    "w:trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight "
    "tblHeader tblCellSpacing jc hidden",
    "w:tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
        "tcFitText vAlign hideMark"
    ),
    "w:pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
        "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap "
        "overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc "
        "textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr "
        "sectPr pPrChange"
    ),
}


def in_order(root: _Element) -> int:
    """Put the properties below `root` in their order; return how many were not."""
    moved = 0
    for tag, names in ORDER.items():
        sequence = [qn(f"w:{name}") for name in names.split()]
        for element in root.iter(qn(tag)):
            children = list(element)
            places = [
                sequence.index(child.tag) if child.tag in sequence else len(sequence)
                for child in children
            ]
            if places != sorted(places):
                moved += 1
                by_place = sorted(range(len(children)), key=places.__getitem__)
                for index in by_place:
                    element.append(children[index])
    return moved


def set_fonts(style: ParagraphStyle, chinese: str, latin: str) -> None:
    """Give the style its faces; python-docx alone never sets the Chinese one."""
    style.font.name = latin
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), chinese)


def set_style(paragraph: Paragraph, name: str) -> None:
    """Set the paragraph in a style that the document has.

    python-docx would look at every style of the document for every paragraph.
    """
    paragraph._p.style = name.replace(" ", "")


def set_indent_characters(style: ParagraphStyle, count: int) -> None:
    """Indent the first line by characters; in points too, for other readers."""
    style.paragraph_format.first_line_indent = style.font.size * count
    indent = style.element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(count * 100))


def unsnap_from_grid(style: ParagraphStyle) -> None:
    """Let lines be closer than the page's grid of 22 lines, as tables need."""
    _add(style.element.get_or_add_pPr(), "w:snapToGrid", val="0")


def docx_grid(section: Section, pitch: int) -> None:
    """Set the grid of lines, in twentieths of a point."""
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    _add(section._sectPr, "w:docGrid", type="lines", linePitch=str(pitch))


def table_rules(table: Table) -> None:
    """Draw thick lines above and below, thin ones between rows; narrow the cells."""
    margins = _add(table._tbl.tblPr, "w:tblCellMar")
    for edge in ("left", "right"):
        _add(margins, f"w:{edge}", w="57", type="dxa")
    borders = _add(table._tbl.tblPr, "w:tblBorders")
    for edge, eighths in (("top", 12), ("bottom", 12), ("insideH", 3)):
        _rule(borders, edge, eighths)


def cell_rule(cell: _Cell, edge: str, eighths: int) -> None:
    """Draw one border of a cell, its width in eighths of a point."""
    _rule(_add(cell._tc.get_or_add_tcPr(), "w:tcBorders"), edge, eighths)


def repeat_row(row: _Row) -> None:
    """Repeat the row at the top of each page."""
    _add(row._tr.get_or_add_trPr(), "w:tblHeader")


def keep_row_whole(row: _Row) -> None:
    """Keep the row on one page."""
    _add(row._tr.get_or_add_trPr(), "w:cantSplit")


def add_page_field(paragraph: Paragraph, before: str, after: str) -> None:
    """Append the page number between two texts."""
    paragraph.add_run(before)
    run = paragraph.add_run()
    for kind in ("begin", None, "end"):
        if kind is None:
            text = _add(run._r, "w:instrText")
            text.text = "PAGE"
        else:
            _add(run._r, "w:fldChar", fldCharType=kind)
    paragraph.add_run(after)


def add_bookmark(paragraph: Paragraph, name: str) -> None:
    """Make the paragraph a place that links can lead to."""
    number = str(len(paragraph.part.element.findall(f".//{qn('w:bookmarkStart')}")))
    _add(paragraph._p, "w:bookmarkStart", id=number, name=name)
    _add(paragraph._p, "w:bookmarkEnd", id=number)


def add_link(paragraph: Paragraph, bookmark: str) -> None:
    """Let the text of the paragraph lead to a bookmark."""
    runs = list(paragraph._p.r_lst)
    link = _add(paragraph._p, "w:hyperlink", anchor=bookmark)
    for run in runs:
        link.append(run)


def _rule(borders: _Element, edge: str, eighths: int) -> None:
    size = str(eighths)
    _add(borders, f"w:{edge}", val="single", sz=size, space="0", color="000000")


def _add(parent: _Element, tag: str, **attributes: str) -> _Element:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element
