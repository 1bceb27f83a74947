"""Points from the rows of a sheet: facts read, codes spread, repeats found."""

import re
from collections import defaultdict
from dataclasses import replace

from claim_review.knowledge import cells
from claim_review.knowledge.cells import WrongCellError, text_of
from claim_review.knowledge.codes_sheet import Code
from claim_review.knowledge.headers import column_of
from claim_review.knowledge.layouts import Layout, Reading
from claim_review.knowledge.points import COMMON, Point, item_key, kp_id, named_by
from claim_review.knowledge.problems import Problem
from claim_review.knowledge.sheet_rows import Row, Rows
from claim_review.knowledge.workbook import Sheet

_NO_FACT = {*COMMON, "number", "declared_codes", "unused"}


def build_points(
    sheet: Sheet,
    rows: Rows,
    layout: Layout,
    exemptions: list[str],
    codes_sheet: Sheet | None,
    codes: dict[int, list[Code]] | None,
    problems: list[Problem],
) -> tuple[list[Point], int, list[str]]:
    """Return the points, how many rows name one, and notices for the approver."""
    points: list[Point] = []
    notices: list[str] = []
    for row in rows.data:
        facts = _facts(sheet, row, layout, problems, notices)
        if exemptions:
            facts["exemptions"] = " ".join(exemptions)
        for code, where, index in _codes(
            sheet, row, layout, codes_sheet, codes, problems
        ):
            points.append(_point(layout, row, facts, code, where, index))
    _check_logic(sheet, rows, layout, problems)
    kept, repeats = _without_repeats(layout, points, problems)
    return kept, len(points), notices + repeats


def _facts(
    sheet: Sheet,
    row: Row,
    layout: Layout,
    problems: list[Problem],
    notices: list[str],
) -> dict[str, str]:
    """Return the facts of a row: stated by the layout, in cells, or read from text."""
    facts = dict(layout.facts)
    for column in layout.columns:
        cell = row.cells.get(column.field)
        if column.field in _NO_FACT or cell is None:
            continue
        place = sheet.place(row.index, row.columns[column.field])
        try:
            if column.kind in ("code", "diagnosis"):
                kind = layout.kind if column.kind == "code" else column.kind
                (facts[column.field],) = cells.codes(kind, cell)
            else:
                facts[column.field] = cells.read(column.kind, cell)
        except WrongCellError as error:
            problems.append(Problem(place, str(error), text_of(cell)))
        except ValueError:
            problems.append(Problem(place, "holds several codes", text_of(cell)))
    for reading in layout.readings:
        _read_fact(row, reading, facts)
    _note_unread(sheet, row, layout, facts, notices)
    return facts


def _read_fact(row: Row, reading: Reading, facts: dict[str, str]) -> None:
    match = reading.pattern.search(text_of(row.cells.get(reading.source)))
    if match is None or reading.fact in facts:
        return
    value = reading.value or match[1]
    facts[reading.fact] = cells.read(reading.kind, value) if reading.kind else value


def _note_unread(
    sheet: Sheet,
    row: Row,
    layout: Layout,
    facts: dict[str, str],
    notices: list[str],
) -> None:
    wanted = {
        item.fact: item.source for item in layout.readings if not item.is_optional
    }
    for fact, source in wanted.items():
        if fact not in facts:
            at = row.columns.get(source, 0)
            text = text_of(row.cells.get(source))
            place = sheet.place(row.index, at)
            notices.append(f"{place}: {fact} could not be read from {text!r}")


def _codes(
    sheet: Sheet,
    row: Row,
    layout: Layout,
    codes_sheet: Sheet | None,
    codes: dict[int, list[Code]] | None,
    problems: list[Problem],
) -> list[tuple[str | None, str, int]]:
    """Return the row's codes, each with the sheet and row that name it."""
    if codes is not None:
        found = codes.get(row.number, [])
        return [(code.code, codes_sheet.name, code.index) for code in found]
    column = column_of(layout, "item_code")
    if column is None:
        return [(None, sheet.name, row.index)]
    cell = row.cells.get("item_code")
    if cell is None:
        return []
    try:
        found = cells.codes(layout.kind, cell)
    except WrongCellError as error:
        place = sheet.place(row.index, row.columns["item_code"])
        problems.append(Problem(place, str(error), text_of(cell)))
        return []
    return [(code, sheet.name, row.index) for code in found]


def _point(
    layout: Layout,
    row: Row,
    facts: dict[str, str],
    code: str | None,
    sheet: str,
    index: int,
) -> Point:
    name = text_of(row.cells.get("item_name")) or layout.title_zh
    return Point(
        list_id=layout.list.id,
        kp_id=kp_id(layout.list, code, name, facts),
        item_key=item_key(layout.list.key, code, name, facts),
        item_code=code,
        item_name=name,
        basis=f"国家两库（{layout.title_zh}）",
        basis_text=text_of(row.cells.get("basis_text")) or None,
        override_of=text_of(row.cells.get("override_of")) or None,
        facts=named_by(layout.list, code, name) | facts,
        sheet=sheet,
        row=index + 1,
    )


def _check_logic(
    sheet: Sheet, rows: Rows, layout: Layout, problems: list[Problem]
) -> None:
    """Add the rows whose 检出逻辑 is another rule's, where others are this one's."""
    texts = [text_of(row.cells.get("detection_logic")) for row in rows.data]
    if layout.logic is None or not any(map(layout.logic.search, texts)):
        return
    for row, text in zip(rows.data, texts, strict=True):
        if text and not layout.logic.search(re.sub(r"\s", "", text)):
            place = sheet.place(row.index, row.columns["detection_logic"])
            why = f"is not the 检出逻辑 of {layout.title_zh}"
            problems.append(Problem(place, why, text))


def _without_repeats(
    layout: Layout, points: list[Point], problems: list[Problem]
) -> tuple[list[Point], list[str]]:
    """Return each point once; one that says two things is a problem.

    Where an item may have several clauses, the second and later are numbered.
    """
    known: dict[str, list[Point]] = defaultdict(list)
    kept, notices = [], []
    for point in points:
        earlier = known[point.kp_id]
        same = next((other for other in earlier if point.says_the_same_as(other)), None)
        if same is not None:
            notices.append(f"{_at(point)} repeats {_at(same)}")
            continue
        if earlier and not layout.list.repeats:
            why = f"says something else of {point.kp_id} than {_at(earlier[0])}"
            problems.append(Problem(_at(point), why))
            continue
        earlier.append(point)
        number = f"-{len(earlier)}" if len(earlier) > 1 else ""
        kept.append(replace(point, kp_id=point.kp_id + number))
    return kept, notices


def _at(point: Point) -> str:
    return f"{point.sheet}!{point.row}"
