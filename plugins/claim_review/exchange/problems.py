"""What is wrong with a returned workbook, cell by cell, in the words of its readers."""

from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell


@dataclass(frozen=True)
class Problem:
    """One thing wrong; `place` is such as 疑点明细!K5, empty for the whole file."""

    place: str
    why: str

    def __str__(self) -> str:
        return f"{self.place}：{self.why}" if self.place else self.why


class WorkbookRefusedError(Exception):
    """A file is refused whole and nothing of it counts; the message lists why."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"文件退回，未受理任何一行（{len(problems)}处）：\n{lines}")


def place(sheet: str, row: int, column: int | None = None) -> str:
    """Return the name of a cell or a row (both count from 0), such as 疑点明细!K5."""
    if column is None:
        return f"{sheet}!第{row + 1}行"
    return f"{sheet}!{xl_rowcol_to_cell(row, column)}"
