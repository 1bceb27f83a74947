"""The second sheet: which national codes a knowledge point covers."""

from dataclasses import dataclass

from claim_review.knowledge import cells
from claim_review.knowledge.cells import WrongCellError, text_of
from claim_review.knowledge.headers import CODES, Header
from claim_review.knowledge.problems import Problem
from claim_review.knowledge.sheet_rows import Rows
from claim_review.knowledge.workbook import Sheet

_CODE_HEADERS = ("代码", "药品代码", "耗材代码", "医用耗材代码", "项目代码")


@dataclass(frozen=True)
class Code:
    """One code of a knowledge point and the row that names it."""

    code: str
    index: int


def read_codes(
    sheet: Sheet, header: Header, kind: str, problems: list[Problem]
) -> dict[int, list[Code]]:
    """Return the codes by 序号; a blank 序号 is that of the row above."""
    number_at = header.columns[CODES]
    code_at = next(
        (header.columns[name] for name in _CODE_HEADERS if name in header.columns), None
    )
    if code_at is None:
        found = "、".join(header.columns)
        why = f"the header ({found}) has no column 代码"
        problems.append(Problem(sheet.place(header.row), why))
        return {}
    codes: dict[int, list[Code]] = {}
    number = None
    for index in range(header.row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        code, stated = row[code_at], text_of(row[number_at])
        if not text_of(code) and (not stated or stated.startswith("合计")):
            continue
        if stated.isdigit():
            number = int(stated)
        elif stated or number is None:
            why = "is not a 序号" if stated else "the first row has no 序号"
            place = sheet.place(index, number_at)
            problems.append(Problem(place, why, stated or None))
            continue
        try:
            found = cells.codes(kind, code)
        except WrongCellError as error:
            place = sheet.place(index, code_at)
            problems.append(Problem(place, str(error), text_of(code)))
            found = []
        codes.setdefault(number, []).extend(Code(each, index) for each in found)
    return codes


def check_counts(
    points: Sheet,
    rows: Rows,
    codes_sheet: Sheet,
    codes: dict[int, list[Code]],
    problems: list[Problem],
) -> int:
    """Compare the declared counts with the codes; return the sum of the declared."""
    total = 0
    for row in rows.data:
        declared = text_of(row.cells.get("declared_codes"))
        if not declared.isdigit():
            if declared:
                place = points.place(row.index, row.columns["declared_codes"])
                problems.append(Problem(place, "is not a whole number", declared))
            continue
        total += int(declared)
        found = codes.get(row.number, [])
        if len(found) != int(declared):
            where = f" (from row {found[0].index + 1})" if found else ""
            why = (
                f"代码数量 is {declared}, sheet {codes_sheet.name} has "
                f"{len(found)} codes of 序号 {row.number}{where}"
            )
            place = points.place(row.index, row.columns["declared_codes"])
            problems.append(Problem(place, why))
    for number, found in codes.items():
        if number not in rows.numbers and found:
            place = codes_sheet.place(found[0].index)
            why = f"sheet {points.name} has no 序号 {number}"
            problems.append(Problem(place, why))
    return total
