"""The tables and columns that a batch may bring, read from dictionary.csv."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent

# Times in the files have no zone; they are the province's.
LOCAL_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Column:
    """One column; `type` is the PostgreSQL type its text must be castable to."""

    name: str
    type: str
    is_required: bool
    is_key: bool
    aliases: tuple[str, ...]

    @property
    def is_number(self) -> bool:
        return self.type == "integer" or self.type.startswith("numeric")


@dataclass(frozen=True)
class Table:
    """One landing table; `label` is its Chinese name."""

    name: str
    label: str
    is_required: bool
    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_key)

    def column(self, name: str) -> Column | None:
        """Return the column of that return-flow or interface name, if any."""
        for column in self.columns:
            if name == column.name or name in column.aliases:
                return column
        return None


@cache
def tables() -> dict[str, Table]:
    """Return the landing tables by name, in the order in which they load."""
    columns: dict[str, list[Column]] = {}
    for row in _rows("dictionary.csv"):
        column = Column(
            name=row["column"],
            type=row["type"],
            is_required=row["required"] == "y",
            is_key=row["key"] == "y",
            aliases=tuple(row["alias"].split()),
        )
        columns.setdefault(row["table"], []).append(column)
    return {
        row["table"]: Table(
            name=row["table"],
            label=row["label"],
            is_required=row["required"] == "y",
            columns=tuple(columns[row["table"]]),
        )
        for row in _rows("tables.csv")
    }


@cache
def never_kept() -> frozenset[str]:
    """Return the columns that identify people; their values are not stored."""
    return frozenset(row["column"] for row in _rows("never_kept.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
