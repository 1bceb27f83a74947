"""The lists that cards name their words by, read from the medical team's files."""

import csv
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

Row = dict[str, str]
ReadList = Callable[[str], list[Row]]


class UnknownIdError(ValueError):
    """A card names something that its list does not have."""


def list_reader(folder: Path) -> ReadList:
    """Return a function that reads one list of the folder, each once.

    It raises UnknownIdError when the folder has no such list.
    """

    @cache
    def read(list_id: str) -> list[Row]:
        path = folder / f"{list_id}.csv"
        if not path.is_file():
            raise UnknownIdError(f"no list {list_id} in {folder}")
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


def rows_of(rows: list[Row], key: str, value: str, who: str) -> list[Row]:
    """Return the rows whose key has the value.

    Raises UnknownIdError, which names `who` asked and for what, when there is none.
    """
    found = [row for row in rows if row[key] == value]
    if not found:
        raise UnknownIdError(f"{who}: {key} {value!r} has no row in its list")
    return found


def in_force(rows: list[Row], day: date) -> list[Row]:
    """Return the rows that judge fees of the day; rows without dates always do."""
    return [
        row
        for row in rows
        if row.get("valid_from", "") <= f"{day:%Y-%m-%d}"
        and (not row.get("valid_to") or row["valid_to"] >= f"{day:%Y-%m-%d}")
    ]
