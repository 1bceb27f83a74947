"""A part of a batch: rows of one group of encounters."""

from dataclasses import dataclass

import numpy as np

from claim_review.province.columns import Columns, count


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

    def setl_id(self, row: int) -> str:
        return f"S{self.prefix}{row:08d}"

    def bkkp_sn(self, row: int) -> str:
        return f"F{self.prefix}{row:09d}"


def whole(
    prefix: str, encounters: Columns, settlements: Columns, lines: Columns
) -> Part:
    """Return the part that sends every row."""
    everyone = np.arange(count(encounters))
    return Part(
        prefix=prefix,
        encounters=encounters,
        settlements=settlements,
        lines=lines,
        sent_encounters=everyone,
        sent_settlements=np.arange(count(settlements)),
        sent_lines=np.arange(count(lines)),
        diagnosed=everyone,
    )
