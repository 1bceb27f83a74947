"""The forms that cells of the platform have here, whatever they look like there."""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation

from claim_review.moments import ZONE

_ESCAPED = re.compile(r"^'[=+\-@\t\r]")
_MOST = Decimal(10) ** 14
# The one time that may lie ahead.
_DEADLINE = "appl_ddln"


def unescaped(cell: str) -> str:
    """Return a cell without the ' that keeps spreadsheets from computing it."""
    if "\0" in cell:
        raise ValueError("it has a character 0")
    return cell[1:] if _ESCAPED.match(cell) else cell


def _text(name: str, text: str, made_at: datetime) -> str:
    return text


def _number(name: str, text: str, made_at: datetime) -> str:
    """Return a number; amounts are yuan to the cent and not below 0."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= _MOST:
        raise ValueError(f"{text!r} is not a number")
    if name.endswith("_amt"):
        if number < 0:
            raise ValueError(f"{text} is below 0")
        if number != round(number, 2):
            raise ValueError(f"{text} is not to the cent")
        number = round(number, 2)
    return format(number, "f")


def _moment(name: str, text: str, made_at: datetime) -> str:
    """Return a time of the bureau's clock, not after the delivery was made."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not such as 2025-11-04 18:00:00") from None
    if when.tzinfo is not None:
        when = when.astimezone(ZONE).replace(tzinfo=None)
    if name != _DEADLINE and when.replace(tzinfo=ZONE) > made_at:
        raise ValueError(f"{text} is after the delivery was made")
    return when.isoformat(sep=" ")


FORMS: dict[str, Callable[[str, str, datetime], str]] = {
    "text": _text,
    "number": _number,
    "moment": _moment,
}
