"""Quarters of the calendar year, written `2025Q1`."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from claim_review.moments import ZONE

_KEY = re.compile(r"(\d{4})Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter; ordered by time."""

    year: int
    number: int

    @classmethod
    def parse(cls, key: str) -> "Quarter":
        """Return the quarter written `2025Q1`; raise ValueError for anything else."""
        match = _KEY.fullmatch(key or "")
        if match is None:
            raise ValueError(
                f"{key!r} is not a quarter; "
                "write the year, Q and 1 to 4, such as 2025Q1"
            )
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Return the quarter that `day` lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    def released_at(self, lag_days: int) -> datetime:
        """Return the start of the day on which the quarter is released."""
        day = self.next.first_day + timedelta(days=lag_days)
        return datetime.combine(day, time(), ZONE)

    @property
    def next(self) -> "Quarter":
        return self.shift(1)

    @property
    def previous(self) -> "Quarter":
        return self.shift(-1)

    def shift(self, quarters: int) -> "Quarter":
        """Return the quarter that many quarters later (earlier when negative)."""
        index = self.year * 4 + self.number - 1 + quarters
        return Quarter(index // 4, index % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
