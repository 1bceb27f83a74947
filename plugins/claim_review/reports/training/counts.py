"""Hits counted by rule, and what of it may be shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Count:
    """Hits of a group: how many, of how many persons, about how much."""

    hits: int
    persons: int
    amount: Decimal


def counted(hits: Iterable[Row], amount: str = "hit_fee_amount") -> Count:
    """Return the count of the hits; `amount` is the key of what is added up."""
    rows = list(hits)
    return Count(
        hits=len(rows),
        persons=counted_persons(rows),
        amount=sum((row[amount] for row in rows), Decimal()),
    )


def counted_persons(rows: Iterable[Row]) -> int:
    """Return how many different persons the rows are of."""
    return len({row["psn_no"] for row in rows})


def by(hits: Iterable[Row], key: str) -> dict[Any, list[Row]]:
    """Return the hits by the value of a column."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for hit in hits:
        groups[hit[key]].append(hit)
    return dict(groups)


def refused(hits: Iterable[Row]) -> list[Row]:
    """Return the hits of which something was refused."""
    return [hit for hit in hits if hit["refused_amount"] > 0]
