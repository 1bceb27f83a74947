"""The items that the report tells most about."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
ITEMS_SHOWN = 10


@dataclass(frozen=True)
class Item:
    """One item of the catalogue with its hits."""

    code: str
    name: str
    hits: tuple[Row, ...]


def most_hit(hits: Iterable[Row], most: int = ITEMS_SHOWN) -> list[Item]:
    """Return the items with the largest amounts, then most hits, then by code.

    Hits on a whole bill are about no item and left out. The order of the hits of an
    item does not depend on that in which they come.
    """
    by_code: dict[str, list[Row]] = {}
    for hit in hits:
        if hit["item_code"]:
            by_code.setdefault(hit["item_code"], []).append(hit)
    items = [
        Item(
            code,
            min(hit["item_name"] or code for hit in found),
            tuple(sorted(found, key=lambda hit: hit["number"])),
        )
        for code, found in by_code.items()
    ]
    items.sort(key=lambda item: (-amount(item.hits), -len(item.hits), item.code))
    return items[:most]


def amount(hits: Iterable[Row]) -> Decimal:
    """Return the fees that the hits are about, in yuan."""
    return sum((hit["hit_fee_amount"] or Decimal() for hit in hits), Decimal())
