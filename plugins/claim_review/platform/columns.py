"""The platform's three tables as columns.csv lists them, in the platform's order."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DOCUMENTS = "doc_d"
SUSPECTS = "doc_suspt_d"
DETAILS = "doc_suspt_detl_d"
# What each row is known by.
KEYS = {
    DOCUMENTS: "doc_id",
    SUSPECTS: "doc_suspt_id",
    DETAILS: "doc_suspt_detl_id",
}
_LIST = Path(__file__).with_name("columns.csv")


@dataclass(frozen=True)
class Column:
    """One column; its type is text (of at most `size` characters), number or moment.

    What names or describes a person is neither written nor kept.
    """

    name: str
    label: str
    type: str
    size: int | None
    is_person: bool


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """Return the columns of a table in the platform's order."""
    with _LIST.open(encoding="utf-8", newline="") as text:
        return tuple(
            Column(
                name=row["column"],
                label=row["label"],
                type=row["type"],
                size=int(row["size"]) if row["size"] else None,
                is_person=row["person"] == "y",
            )
            for row in csv.DictReader(text, strict=True)
            if row["table"] == table
        )
