"""Finds every figure of a report's Word file in the cells of its workbook."""

import io
import re
from decimal import Decimal

import docx
from python_calamine import CalamineWorkbook

from tests.figures import figures

# Days, quarters, versions and places in a list (9. ) are no figures.
_DAYS = re.compile(
    r"^\d+\. |"
    r"\d{4}年(?:\d+月(?:\d+日(?:\d+时(?:\d+分)?)?)?)?|\d+月\d+日|第\d+版|\d{4}Q\d"
)


def without_cell(word_file: bytes, workbook: bytes) -> list[str]:
    """Return the figures of a Word file, texts and tables, that no cell holds.

    A cell of 0.0938 holds 9.38%; figures in cells of words count too.
    """
    held = _held(workbook)
    return [figure for figure in _told(word_file) if _value(figure) not in held]


def _told(word_file: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(word_file))
    section = document.sections[0]
    texts = [
        *(paragraph.text for paragraph in document.paragraphs),
        *(cell.text for t in document.tables for row in t.rows for cell in row.cells),
        *(paragraph.text for paragraph in section.footer.paragraphs),
    ]
    return list(dict.fromkeys(figures(*(_DAYS.sub("", text) for text in texts))))


def _held(workbook: bytes) -> set[Decimal]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    held = set()
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            for cell in row:
                if isinstance(cell, float):
                    value = abs(Decimal(repr(cell)))
                    held |= {value.normalize(), (value * 100).normalize()}
                else:
                    held |= set(map(_value, figures(str(cell))))
    return held


def _value(figure: str) -> Decimal:
    return abs(Decimal(figure)).normalize()
