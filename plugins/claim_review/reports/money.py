"""In which unit the amounts of hits are told: 元 while 万元 would show 0.00."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.document import Column

# Below it, the parts of an amount would often be shown as 0.00万元.
_IN_YUAN_BELOW = 100_000


@dataclass(frozen=True)
class Money:
    """In what unit the amounts of a report are told, and how."""

    unit: str
    form: Callable[[Decimal | None], str]

    def column(self, name: str, width_mm: int) -> Column:
        """Return a column whose head says the unit."""
        return Column(f"{name}（{self.unit}）", width_mm)

    def told(self, value: Decimal | None) -> str:
        """Return the amount with its unit."""
        return f"{self.form(value)}{self.unit}"


def money_for(total: Decimal | None) -> Money:
    """Return 万元; 元 where all that is told of is little money."""
    if abs(total or 0) < _IN_YUAN_BELOW:
        return Money("元", numbers.yuan)
    return Money("万元", numbers.wan)
