"""A returned workbook with what is wrong marked in it, to be corrected."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_cell_to_rowcol

from claim_review.exchange.book import Book
from claim_review.exchange.files import Sheets, read_sheets
from claim_review.exchange.layout import Cell, Column, plain
from claim_review.exchange.problems import Problem
from claim_review.exchange.reading import Returned
from claim_review.exchange.writing import NOTES, write

_MARK = "退改件："
_WHAT_TO_DO = f"{_MARK}红色单元格有误，批注写明原因；请改正后重新提交本文件。"


def marked(
    content: bytes, returned: Returned, problems: Sequence[Problem], key: bytes
) -> bytes | None:
    """Return the workbook as it was answered, wrong cells red with why as a comment.

    It is sealed as it went out, its rows in the order in which they did, so it can be
    corrected and handed in. None where nothing is wrong with a cell.
    """
    wrong = _wrong_cells(returned, problems)
    if not wrong:
        return None
    sheets = read_sheets(content)
    cells = set(returned.cells.values())
    others = [f"{_MARK}{each}" for each in problems if each.place not in cells]
    book = Book(
        returned.workbook_id,
        returned.layout,
        returned.recipient,
        returned.issued_at,
        [_WHAT_TO_DO, *others, *_notes(sheets)],
        [_facts(returned, facts) for facts in returned.sealed.values()],
        returned.choices,
        _typed(sheets, returned),
        wrong,
    )
    return write(book, key)


def _wrong_cells(
    returned: Returned, problems: Sequence[Problem]
) -> dict[tuple[str, str], str]:
    """Return why cells are wrong, by hit and title."""
    cells = {place: cell for cell, place in returned.cells.items()}
    wrong: dict[tuple[str, str], str] = {}
    for problem in problems:
        if problem.place in cells:
            number, title = cells[problem.place]
            cell = (returned.hits[number], title)
            wrong[cell] = (
                f"{wrong[cell]}\n{problem.why}" if cell in wrong else problem.why
            )
    return wrong


def _typed(sheets: Sheets, returned: Returned) -> dict[tuple[str, str], Cell]:
    """Return what was typed into the answers, by hit and title, right or wrong."""
    grid = sheets[returned.layout.sheet]
    typed = {}
    for (number, title), place in returned.cells.items():
        row, column = xl_cell_to_rowcol(place.rpartition("!")[2])
        cell = grid[row][column]
        is_plain = isinstance(cell, str | float | int)
        typed[returned.hits[number], title] = cell if is_plain else str(cell)
    return typed


def _facts(returned: Returned, facts: Mapping[str, str]) -> dict[str, Cell]:
    return {
        column.title: _fact(column, facts[column.title])
        for column in returned.layout.facts
    }


def _fact(column: Column, text: str) -> Cell:
    if not text:
        return None
    return Decimal(text) if column.kind in ("money", "number") else text


def _notes(sheets: Sheets) -> list[str]:
    """Return the notes that it went out with; the title stands above them."""
    notes = [plain(line[0]) for line in sheets.get(NOTES, [])[1:] if line]
    return [note for note in notes if note and not note.startswith(_MARK)]
