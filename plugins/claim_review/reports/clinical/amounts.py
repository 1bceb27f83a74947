"""The unit in which the sums of a report are told."""

from collections.abc import Iterable
from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.clinical.items import Row, amount

# Below 10万元 the parts of a sum in 万元 would be 0.00 and 0.01.
_LEAST_IN_WAN = Decimal(100_000)


def unit(hits: Iterable[Row]) -> str:
    """Return 万元, or 元 where the fees of all hits come to little."""
    return "万元" if amount(hits) >= _LEAST_IN_WAN else "元"


def told(value: Decimal, unit: str) -> str:
    """Return an amount given in yuan as a figure of the unit."""
    return numbers.wan(value) if unit == "万元" else numbers.yuan(value)
