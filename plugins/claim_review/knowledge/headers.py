"""Where a sheet's header is, and which layout it is the header of."""

import re
from dataclasses import dataclass

from claim_review.knowledge.cells import Cell, text_of
from claim_review.knowledge.layouts import Column, Layout, layouts
from claim_review.knowledge.problems import Problem
from claim_review.knowledge.workbook import Sheet

POINTS = "序号"
CODES = "对应知识点序号"


@dataclass(frozen=True)
class Header:
    """A header row; `columns` says which column each header stands in."""

    row: int
    columns: dict[str, int]
    twice: tuple[str, ...]
    text: str


def find_header(sheet: Sheet, first: str) -> Header | None:
    """Return the row that has a cell `first`, None when the sheet has none."""
    for number, row in enumerate(sheet.rows):
        names = [_stem(cell) for cell in row]
        if first in names:
            above = [text_of(cell) for line in sheet.rows[:number] for cell in line]
            own = [text_of(cell) for cell in row]
            return Header(
                row=number,
                columns={name: at for at, name in enumerate(names) if name},
                twice=tuple(sorted({n for n in names if n and names.count(n) > 1})),
                text=" ".join(text for text in [*above, *own] if text),
            )
    return None


def detect(
    sheet: Sheet, header: Header, chosen: str | None
) -> tuple[Layout | None, Problem | None]:
    """Return the one layout that the sheet has, or what keeps it from being known.

    `chosen` is the layout a person named; its headers have to fit all the same.
    """
    place = sheet.place(header.row)
    if header.twice:
        return None, Problem(place, f"the header has {'、'.join(header.twice)} twice")
    fitting = [layout for layout in layouts() if _fits(layout, header)]
    if chosen is not None:
        fitting = [layout for layout in fitting if layout.id == chosen]
    if not fitting:
        return None, Problem(place, _unknown(header, chosen))
    if chosen is None:
        fitting = _by_what_it_says(fitting, sheet, header)
    if len(fitting) == 1:
        return fitting[0], None
    shared = [item for item in layouts() if _fits(item, header)]
    names = ", ".join(f"{layout.id} ({layout.title_zh})" for layout in shared)
    return None, Problem(
        place,
        f"the header fits {names}; neither the title nor 检出逻辑 says which it is: "
        "name one with --layout",
    )


def column_texts(sheet: Sheet, header: Header, name: str) -> list[str]:
    """Return the non-empty texts below a header."""
    at = header.columns.get(name)
    if at is None:
        return []
    texts = (text_of(row[at]) for row in sheet.rows[header.row + 1 :])
    return [text for text in texts if text]


def _stem(cell: Cell) -> str:
    """Return a header without blanks, brackets and edition year."""
    text = re.sub(r"[（(].*?[)）]|\s", "", text_of(cell))
    text = re.sub(r"^\d{4}年?版", "", text)
    return "代码数量" if text.endswith("代码数量") else text


def _fits(layout: Layout, header: Header) -> bool:
    found = set(header.columns)
    return layout.required_headers <= found <= layout.headers


def _by_what_it_says(
    fitting: list[Layout], sheet: Sheet, header: Header
) -> list[Layout]:
    """Return the layouts whose 检出逻辑 or title the sheet has, the titled before."""
    said = column_texts(sheet, header, "检出逻辑")
    titled = [
        layout
        for layout in fitting
        if layout.title is not None and layout.title.search(header.text)
    ]
    by_logic = [
        layout
        for layout in fitting
        if (layout.logic is None and layout.title is None)
        or (layout.logic is not None and any(map(layout.logic.search, said)))
    ]
    both = [layout for layout in titled if layout in by_logic]
    return both or by_logic or titled


def _unknown(header: Header, chosen: str | None) -> str:
    found = "、".join(header.columns)
    if chosen is not None:
        return f"the header ({found}) does not fit the layout {chosen}"
    nearest = min(
        layouts(), key=lambda layout: len(layout.headers ^ set(header.columns))
    )
    missing = nearest.required_headers - set(header.columns)
    unknown = set(header.columns) - nearest.headers
    parts = [
        f"{what} {'、'.join(sorted(names))}"
        for what, names in (("without", missing), ("with the unknown", unknown))
        if names
    ]
    return (
        f"the header ({found}) is of no known layout; "
        f"nearest is {nearest.title_zh}, {' and '.join(parts)}"
    )


def column_of(layout: Layout, field: str) -> Column | None:
    """Return the layout's column that fills the field."""
    return next((item for item in layout.columns if item.field == field), None)
