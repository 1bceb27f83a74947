"""Values of any database as the text that the landing contract asks for."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from claim_review.moments import ZONE

_AMOUNT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")


def texts_of(values: Sequence[Any]) -> list[str]:
    """Return the cells of a row; null is empty. Raise TypeError for what is no text."""
    try:
        return [_TEXT[type(value)](value) for value in values]
    except KeyError:
        kinds = {type(value).__name__ for value in values if type(value) not in _TEXT}
        raise TypeError(f"no text for {', '.join(sorted(kinds))}") from None


def amount_of(text: str) -> Decimal:
    """Return the amount of a cell; what is no number counts for nothing.

    The loader adds up a column in the same way, and sets such rows aside.
    """
    return Decimal(text) if _AMOUNT.fullmatch(text) else Decimal(0)


def _moment(value: datetime) -> str:
    if value.tzinfo is not None:
        value = value.astimezone(ZONE).replace(tzinfo=None)
    return value.isoformat(sep=" ")


def _number(value: Decimal) -> str:
    return format(value, "f")


_TEXT: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "",
    str: str,
    int: str,
    bool: lambda value: "1" if value else "0",
    Decimal: _number,
    # The shortest text that means this very number, which is what was typed in.
    float: lambda value: _number(Decimal(repr(value))),
    datetime: _moment,
    date: date.isoformat,
    UUID: str,
}
