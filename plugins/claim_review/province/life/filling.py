"""Filling in a sealed workbook as another program would, all sheets saved anew."""

from collections.abc import Callable, Mapping
from io import BytesIO

import python_calamine
import xlsxwriter

from claim_review.exchange.layout import Layout

# What somebody writes into a row that they were sent, by title; none leaves it blank.
Answers = Callable[[Mapping[str, str]], Mapping[str, object]]


def filled(content: bytes, layout: Layout, answers: Answers) -> bytes:
    """Return the workbook with answers filled in."""
    with python_calamine.load_workbook(BytesIO(content)) as source:
        sheets = {
            name: source.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in source.sheet_names
        }
    header, *rows = sheets[layout.sheet]
    for row in rows:
        for title, cell in answers(dict(zip(header, row, strict=True))).items():
            row[header.index(title)] = cell
    return _saved(sheets)


def _saved(sheets: Mapping[str, list[list]]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False}) as target:
        for name, rows in sheets.items():
            page = target.add_worksheet(name)
            for number, cells in enumerate(rows):
                page.write_row(number, 0, cells)
    return content.getvalue()
