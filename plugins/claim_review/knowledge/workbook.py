"""Workbooks (xlsx, xls) as grids of cells that know their own names."""

from dataclasses import dataclass
from pathlib import Path

import python_calamine

from claim_review.knowledge.cells import Cell, text_of
from claim_review.knowledge.problems import KnowledgeRefusedError, Problem


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows[0]` is its row 1.

    Cells merged downwards are filled with their value and named in `merged`.
    """

    name: str
    rows: list[list[Cell]]
    merged: set[tuple[int, int]]

    def place(self, row: int, column: int | None = None) -> str:
        """Return the name of a cell (both count from 0), such as 知识点!C17."""
        if column is None:
            return f"{self.name}!{row + 1}"
        return f"{self.name}!{_letters(column)}{row + 1}"


def read_workbook(path: Path) -> list[Sheet]:
    """Return the sheets that are not empty; refuse what is no workbook."""
    try:
        with python_calamine.load_workbook(path) as workbook:
            sheets = [_sheet(workbook, name) for name in workbook.sheet_names]
    except (python_calamine.CalamineError, OSError) as error:
        problem = Problem("", f"cannot be read as xlsx or xls: {error}")
        raise KnowledgeRefusedError(path.name, problem) from None
    return [sheet for sheet in sheets if sheet.rows]


def _sheet(workbook: python_calamine.CalamineWorkbook, name: str) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    merged = set()
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        # A block merged sideways keeps its text in its first column.
        for row in range(top + 1, min(bottom + 1, len(rows))):
            rows[row][left] = rows[top][left]
            merged.add((row, left))
    while rows and not any(text_of(cell) for cell in rows[-1]):
        rows.pop()
    return Sheet(name, rows, merged)


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
