"""What the codes of the platform's columns mean: proposals until they are confirmed."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from claim_review.review.reference import PROCESS_DIR, ReferenceRefusedError

CODES_FILE = PROCESS_DIR / "platform_codes.csv"
_COLUMNS = [
    *("column", "value", "means", "name", "valid_from", "valid_to"),
    *("source", "confirmed_by", "confirmed_at"),
]


class UnknownCodeError(LookupError):
    """A value of the platform, or a meaning of ours, is not in platform_codes.csv."""


@dataclass(frozen=True)
class Codes:
    """The codes in force on a day: (column, value, meaning, Chinese name)."""

    rows: tuple[tuple[str, str, str, str], ...]
    are_confirmed: bool

    def means(self, column: str, value: str) -> str:
        """Return what a value of a column means; raise UnknownCodeError."""
        for known, code, means, _ in self.rows:
            if (known, code) == (column, value):
                return means
        raise UnknownCodeError(f"{value!r} is no code of {CODES_FILE.name}")

    def value(self, column: str, means: str) -> str:
        """Return the first value of a column that has a meaning."""
        for known, code, meaning, _ in self.rows:
            if (known, meaning) == (column, means):
                return code
        raise UnknownCodeError(f"{CODES_FILE.name} has no code of {column} for {means}")

    def name(self, column: str, means: str | None) -> str:
        """Return the Chinese name of a meaning; the meaning itself where none is."""
        named = {row[2]: row[3] for row in self.rows if row[0] == column}
        return named.get(means or "", means or "")

    @property
    def columns(self) -> frozenset[str]:
        """Return the columns that hold codes."""
        return frozenset(row[0] for row in self.rows)


def codes_on(day: date, path: Path = CODES_FILE) -> Codes:
    """Return the codes in force on a day.

    Of rows for the same value the one that began last counts, until it ends. Raises
    ReferenceRefusedError with file and line.
    """
    newest: dict[tuple[str, str], dict[str, str]] = {}
    # Spreadsheets write a mark before the first letter.
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.DictReader(text, strict=True)
        if reader.fieldnames != _COLUMNS:
            raise ReferenceRefusedError(
                f"{path.name} line 1: the header has to be {','.join(_COLUMNS)}"
            )
        for row in reader:
            place = f"{path.name} line {reader.line_num}"
            if None in row or None in row.values():
                raise ReferenceRefusedError(f"{place}: not as many cells as the header")
            key = row["column"], row["value"]
            begins = _day(row["valid_from"], place)
            before = newest.get(key)
            if begins <= day and (
                before is None or date.fromisoformat(before["valid_from"]) <= begins
            ):
                newest[key] = row
    kept = [
        row
        for row in newest.values()
        if not row["valid_to"] or date.fromisoformat(row["valid_to"]) >= day
    ]
    return Codes(
        rows=tuple((r["column"], r["value"], r["means"], r["name"]) for r in kept),
        are_confirmed=all(row["confirmed_by"] for row in kept),
    )


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReferenceRefusedError(
            f"{place}, valid_from: {text!r} is not a day such as 2025-11-04"
        ) from None
