"""What a workbook shows, what it asks, and the form in which its cells are sealed."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

Cell = str | float | int | bool | Decimal | None
CENT = Decimal("0.01")
# More than a cell of the answer ought to hold; Excel ends at 32,767.
LONGEST_ANSWER = 500


class WrongCellError(ValueError):
    """A cell does not say what its column is for; the message says why, in Chinese."""


@dataclass(frozen=True)
class Column:
    """A column: `facts` are locked, the others are asked; `files` names attachments."""

    title: str
    kind: Literal["text", "money", "number", "choice", "files"] = "text"
    width: int = 12


@dataclass(frozen=True)
class Layout:
    """Columns of one kind of workbook; the first fact names the hit of the row.

    `total` is the money column whose sum the manifest has.
    """

    kind: str
    sheet: str
    title: str
    facts: tuple[Column, ...]
    answers: tuple[Column, ...]
    total: str

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.facts + self.answers


def plain(cell: Cell) -> str:
    """Return the text of a cell: blanks single, none outside; whole numbers as such."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        cell = Decimal(repr(cell))
    if isinstance(cell, Decimal):
        cell = f"{cell.normalize():f}"
    return " ".join(str(cell).split())


def folded(cell: Cell) -> str:
    """Return the text of a cell with full-width letters, digits and signs narrowed."""
    return plain(unicodedata.normalize("NFKC", plain(cell)))


def number(cell: Cell) -> Decimal | None:
    """Return a number, however it is stored; raise WrongCellError when it is none."""
    text = folded(cell).replace(",", "").removesuffix("元").strip()
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise WrongCellError(f"“{plain(cell)}”不是数字") from None
    if not value.is_finite():
        raise WrongCellError(f"“{plain(cell)}”不是数字")
    return value


def money(cell: Cell) -> Decimal | None:
    """Return yuan to the cent; raise WrongCellError when it is no such amount."""
    value = number(cell)
    if value is None:
        return None
    cents = value.quantize(CENT, ROUND_HALF_UP)
    # What a spreadsheet has computed is off by less than that.
    if abs(cents - value) > Decimal("1e-6"):
        raise WrongCellError(f"“{plain(cell)}”多于两位小数")
    if cents < 0:
        raise WrongCellError(f"“{plain(cell)}”小于0")
    return cents


def canonical(column: Column, cell: Cell) -> str:
    """Return a fact as it is sealed: the same however a program stores the cell."""
    try:
        if column.kind == "money":
            value = money(cell)
            return "" if value is None else str(value)
        if column.kind == "number":
            value = number(cell)
            return "" if value is None else f"{value.normalize():f}"
    except WrongCellError:
        # Not a number any more: the text shows what it has become.
        return plain(cell)
    return plain(cell)


def answer(column: Column, cell: Cell, choices: Mapping[str, list[str]]) -> Cell:
    """Return an answer, None where there is none; raise WrongCellError."""
    if column.kind == "money":
        return money(cell)
    text = plain(cell)
    if column.kind == "choice":
        offered = {folded(choice): choice for choice in choices[column.title]}
        if text and folded(text) not in offered:
            raise WrongCellError(f"“{text}”不在可选项内：{'、'.join(offered.values())}")
        return offered.get(folded(text))
    if len(text) > LONGEST_ANSWER:
        raise WrongCellError(f"共{len(text)}字，超过{LONGEST_ANSWER}字")
    return text or None
