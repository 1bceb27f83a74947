"""Reading workbooks that came back: whether they are whole, and what they answer."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claim_review.exchange import seal
from claim_review.exchange.files import Sheets, formulas, read_sheets
from claim_review.exchange.layout import (
    Cell,
    Layout,
    WrongCellError,
    answer,
    canonical,
    folded,
    plain,
)
from claim_review.exchange.problems import Problem, WorkbookRefusedError, place
from claim_review.exchange.writing import MANIFEST

_NOT_OURS = "不是本系统下发的文件，或隐藏的清单页已被改动；请在下发的原文件中填写"


@dataclass(frozen=True)
class Row:
    """A row: where it stands in the file, what it was sent with, what it answers."""

    number: int
    hit_id: str
    facts: Mapping[str, str]
    answers: Mapping[str, Cell]

    @property
    def is_answered(self) -> bool:
        return any(value is not None for value in self.answers.values())


@dataclass(frozen=True)
class Returned:
    """A workbook that came back whole; rows with a wrong cell are in `problems` only.

    `cells` has the place of each answer by row number and title, `hits` the hits by row
    number, `sealed` the facts by hit as they went out.
    """

    workbook_id: str
    layout: Layout
    recipient: str
    issued_at: datetime
    file_sha256: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    cells: Mapping[tuple[int, str], str]
    hits: Mapping[int, str]
    sealed: Mapping[str, Mapping[str, str]]
    choices: Mapping[str, list[str]]


def read(content: bytes, layouts: Mapping[str, Layout], key: bytes) -> Returned:
    """Return what a workbook answers; raise WorkbookRefusedError unless it is whole."""
    sheets = read_sheets(content)
    manifest, sealed = _manifest(sheets, key)
    layout = layouts.get(manifest["kind"])
    if layout is None or [fact.title for fact in layout.facts] != manifest["facts"]:
        raise WorkbookRefusedError(Problem("", "文件是旧版式，请索取新文件重新填写"))
    if layout.sheet not in sheets:
        raise WorkbookRefusedError(Problem(layout.sheet, "缺少这张工作表"))
    cells = sheets[layout.sheet]
    places = _columns(cells, layout)
    lines = [(n, line) for n, line in enumerate(cells) if n and any(map(plain, line))]
    _refuse_changed(lines, layout, places, sealed, manifest["workbook_id"])
    facts = {
        hit_id: dict(zip(manifest["facts"], texts, strict=True))
        for hit_id, texts in sealed.items()
    }
    hits = {n + 1: plain(line[places[layout.facts[0].title]]) for n, line in lines}
    computed = set(formulas(content, layout.sheet))
    rows, problems = [], []
    for number, line in lines:
        answers, wrong = {}, []
        for column in layout.answers:
            at = places[column.title]
            try:
                if (number, at) in computed:
                    raise WrongCellError("是公式，请填写数值或文字")
                answers[column.title] = answer(column, line[at], manifest["choices"])
            except WrongCellError as error:
                wrong.append(Problem(place(layout.sheet, number, at), str(error)))
        problems += wrong
        if not wrong:
            hit_id = hits[number + 1]
            rows.append(Row(number + 1, hit_id, facts[hit_id], answers))
    return Returned(
        workbook_id=manifest["workbook_id"],
        layout=layout,
        recipient=manifest["recipient"],
        issued_at=datetime.fromisoformat(manifest["issued_at"]),
        file_sha256=hashlib.sha256(content).hexdigest(),
        rows=tuple(rows),
        problems=tuple(problems),
        cells={
            (number + 1, column.title): place(
                layout.sheet, number, places[column.title]
            )
            for number, _ in lines
            for column in layout.answers
        },
        hits=hits,
        sealed=facts,
        choices=manifest["choices"],
    )


def _manifest(
    sheets: Sheets, key: bytes
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return what the hidden sheet says of the workbook, and the facts by hit."""
    lines = [[plain(cell) for cell in line] for line in sheets.get(MANIFEST, [])]
    lines = [line[:3] for line in lines if any(line)]
    if not lines or any(len(line) < 3 for line in lines):
        raise WorkbookRefusedError(Problem("", _NOT_OURS))
    workbook_id = lines[0][0]
    for name, text, sealed in lines:
        if not seal.holds(key, sealed, workbook_id, name, text):
            raise WorkbookRefusedError(Problem("", _NOT_OURS))
    manifest = json.loads(lines[0][1])
    texts = [text for _, text, _ in lines[1:]]
    if seal.digest(texts) != manifest["rows_sha256"]:
        raise WorkbookRefusedError(Problem("", _NOT_OURS))
    return manifest, {name: json.loads(text) for name, text, _ in lines[1:]}


def _columns(cells: list[list[Cell]], layout: Layout) -> dict[str, int]:
    """Return the place of each column by title; refuse other columns than were sent."""
    header = [folded(cell) for cell in cells[0]] if cells else []
    titles = {folded(column.title): column.title for column in layout.columns}
    problems = [
        Problem(layout.sheet, f"缺少列“{title}”")
        for name, title in titles.items()
        if name not in header
    ]
    for number, name in enumerate(header):
        where = place(layout.sheet, 0, number)
        if name and name not in titles:
            problems.append(Problem(where, f"多出一列“{name}”"))
        elif name and header.index(name) != number:
            problems.append(Problem(where, f"列“{titles[name]}”出现两次"))
        elif not name and any(plain(line[number]) for line in cells[1:]):
            problems.append(Problem(where, "多出一列没有标题的内容"))
    if problems:
        raise WorkbookRefusedError(*problems)
    return {title: header.index(name) for name, title in titles.items()}


def _refuse_changed(
    lines: list[tuple[int, list[Cell]]],
    layout: Layout,
    places: Mapping[str, int],
    sealed: Mapping[str, list[str]],
    workbook_id: str,
) -> None:
    """Refuse rows that are not, once each and unchanged, the ones that were sent."""
    problems, first_at = [], {}
    identity = layout.facts[0]
    for number, line in lines:
        hit_id = plain(line[places[identity.title]])
        if hit_id not in sealed:
            at = place(layout.sheet, number, places[identity.title])
            why = f"{identity.title}“{hit_id}”不属于本文件（{workbook_id}）"
            problems.append(Problem(at, why))
        elif hit_id in first_at:
            at = place(layout.sheet, number)
            why = f"与第{first_at[hit_id] + 1}行重复（{identity.title}{hit_id}）"
            problems.append(Problem(at, why))
        else:
            first_at[hit_id] = number
            problems += _changes(number, line, layout, places, sealed[hit_id])
    problems += [
        Problem(layout.sheet, f"缺少一行（{identity.title}{hit_id}），下发的行不能删除")
        for hit_id in sealed
        if hit_id not in first_at
    ]
    if problems:
        raise WorkbookRefusedError(*problems)


def _changes(
    number: int,
    line: list[Cell],
    layout: Layout,
    places: Mapping[str, int],
    sent: list[str],
) -> Iterator[Problem]:
    for column, text in zip(layout.facts, sent, strict=True):
        now = canonical(column, line[places[column.title]])
        if now != text:
            yield Problem(
                place(layout.sheet, number, places[column.title]),
                f"“{column.title}”下发时为“{text}”，被改为“{now}”",
            )
