"""A part of a batch: rows of one group of encounters."""

from dataclasses import dataclass, field

import numpy as np

from claim_review.province.columns import Columns, count


@dataclass(frozen=True)
class Extra:
    """What single encounters and lines of planted cases have besides.

    Diagnoses are (encounter, position, type, main); operations are (encounter, code,
    name, main, second, class of the cut). Encounters in `no_operation` have none even
    where a line is surgery. Codes of drug packs are by line; an empty tuple is none.

    Institutions report stocks (institution, item, month 0 to 2 of the quarter, opening,
    purchased, sold to self-payers, closing), packs in stock (institution, code, item,
    second of arrival, second of leaving or -1), and sales to self-payers (institution,
    item, second, units, price in 1e-4 yuan).
    """

    diagnoses: list[tuple[int, int, int, int]] = field(default_factory=list)
    operations: list[tuple[int, str, str, int, int, str]] = field(default_factory=list)
    no_operation: set[int] = field(default_factory=set)
    traces: dict[int, tuple[str, ...]] = field(default_factory=dict)
    stocks: list[tuple[int, ...]] = field(default_factory=list)
    packs: list[tuple[int, str, int, int, int]] = field(default_factory=list)
    sales: list[tuple[int, int, int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """Encounters, settlements and lines, and which rows of each are sent.

    Rows point at each other by position, and the position is the number in the
    platform's id behind the prefix (`2025Q1M`), whatever subset is sent.
    """

    prefix: str
    encounters: Columns
    settlements: Columns
    lines: Columns
    sent_encounters: np.ndarray
    sent_settlements: np.ndarray
    sent_lines: np.ndarray
    diagnosed: np.ndarray
    extra: Extra = field(default_factory=Extra)

    def setl_id(self, row: int) -> str:
        return f"S{self.prefix}{row:08d}"

    def bkkp_sn(self, row: int) -> str:
        return f"F{self.prefix}{row:09d}"


def whole(
    prefix: str, encounters: Columns, settlements: Columns, lines: Columns, **other
) -> Part:
    """Return the part that sends every row; `other` are fields of Part."""
    everyone = np.arange(count(encounters))
    return Part(
        prefix=prefix,
        encounters=encounters,
        settlements=settlements,
        lines=lines,
        sent_encounters=everyone,
        sent_settlements=np.arange(count(settlements)),
        sent_lines=np.arange(count(lines)),
        **{"diagnosed": everyone} | other,
    )
