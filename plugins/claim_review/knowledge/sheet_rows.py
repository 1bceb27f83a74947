"""The rows of a points sheet: data, continuation, total, footnote."""

import re
from dataclasses import dataclass, field

from claim_review.knowledge.cells import Cell, WrongCellError, read, text_of
from claim_review.knowledge.headers import Header
from claim_review.knowledge.layouts import Column, Layout
from claim_review.knowledge.problems import Problem
from claim_review.knowledge.workbook import Sheet

_TOTAL = re.compile(r"(合\s*计|总\s*计)")
# 注射用… and 说明书 begin like a footnote and are none.
_FOOTNOTE = re.compile(r"备\s*注|说\s*明(?!书)|注\s*\d*\s*[:：、.．]")


@dataclass(frozen=True)
class Row:
    """One data row; `cells` by field, blanks of continuations filled from above."""

    number: int
    index: int
    cells: dict[str, Cell]
    columns: dict[str, int]


@dataclass
class Rows:
    """The rows of a sheet by what they are; `numbers` are the distinct 序号."""

    data: list[Row] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)


def split_rows(
    sheet: Sheet, header: Header, layout: Layout, problems: list[Problem]
) -> Rows:
    """Return the rows below the header, and add what is wrong with their shape."""
    rows = Rows()
    number_at = header.columns["序号"]
    columns = [column for column in layout.columns if column.header in header.columns]
    for index in range(header.row + 1, len(sheet.rows)):
        line = sheet.rows[index]
        texts = [text for cell in line if (text := text_of(cell))]
        if not texts:
            continue
        if _is_footnote(texts, text_of(line[number_at]), rows):
            rows.footnotes.append(" ".join(texts))
        elif _TOTAL.match(texts[0]):
            rows.totals.append(index)
        elif rows.totals or rows.footnotes:
            why = "stands below the total or the footnotes"
            problems.append(Problem(sheet.place(index), why, texts[0]))
        else:
            _add_data_row(rows, sheet, header, columns, index, number_at, problems)
    if not rows.data:
        problems.append(Problem(sheet.place(header.row), "no rows below the header"))
    return rows


def _is_footnote(texts: list[str], number: str, rows: Rows) -> bool:
    """Return whether a row is a remark: it says so, follows one, or stands alone."""
    if _FOOTNOTE.match(texts[0]):
        return True
    stands_alone = len(texts) == 1 and bool(number)
    is_words = not number[:1].isdigit() and not _TOTAL.match(texts[0])
    return len(texts) == 1 and (bool(rows.footnotes) or (stands_alone and is_words))


def _add_data_row(
    rows: Rows,
    sheet: Sheet,
    header: Header,
    columns: list[Column],
    index: int,
    number_at: int,
    problems: list[Problem],
) -> None:
    above = rows.data[-1] if rows.data else None
    number = _number(rows, sheet, index, number_at, problems)
    if number is None:
        return
    is_continuation = above is not None and number == above.number
    cells: dict[str, Cell] = {}
    places: dict[str, int] = {}
    for column in columns:
        at = header.columns[column.header]
        cell = sheet.rows[index][at]
        repeats = is_continuation or column.is_filled or column.header == "检出逻辑"
        if not text_of(cell) and repeats and above is not None:
            cell = above.cells.get(column.field)
        if text_of(cell):
            cells[column.field] = cell
        elif not column.is_optional:
            place = sheet.place(index, at)
            problems.append(Problem(place, f"{column.header} is empty"))
        places[column.field] = at
    rows.data.append(Row(number, index, cells, places))


def _number(
    rows: Rows, sheet: Sheet, index: int, at: int, problems: list[Problem]
) -> int | None:
    """Return the row's 序号; a blank or merged one is that of the row above."""
    cell = sheet.rows[index][at]
    place = sheet.place(index, at)
    if not text_of(cell):
        if rows.data:
            return rows.data[-1].number
        problems.append(Problem(place, "the first row has no 序号"))
        return None
    try:
        number = int(read("count", cell))
    except WrongCellError as error:
        problems.append(Problem(place, str(error), text_of(cell)))
        return None
    if number in rows.numbers and (index, at) not in sheet.merged:
        first = sheet.place(rows.numbers[number], at)
        problems.append(Problem(place, f"is 序号 of {first} too", str(number)))
    rows.numbers.setdefault(number, index)
    return number


def check_totals(
    sheet: Sheet,
    header: Header,
    rows: Rows,
    declared_codes: int | None,
    problems: list[Problem],
) -> None:
    """Compare the numbers of 合计 rows with what the sheet holds.

    In the column of code counts it is the sum of codes, elsewhere points or rows.
    """
    codes_at = header.columns.get("代码数量")
    for index in rows.totals:
        for at, cell in enumerate(sheet.rows[index]):
            is_codes = at == codes_at and declared_codes is not None
            counted = (
                [declared_codes] if is_codes else [len(rows.numbers), len(rows.data)]
            )
            for stated in re.findall(r"\d+", text_of(cell)):
                if int(stated) not in counted:
                    what = "codes" if is_codes else "knowledge points"
                    why = f"合计 says {stated}, the sheet has {counted[0]} {what}"
                    problems.append(Problem(sheet.place(index, at), why))
