"""Which stretch of time one extraction is about, and which quarter it leads up to."""

from dataclasses import dataclass
from datetime import datetime

from claim_review.quarters import Quarter


@dataclass(frozen=True)
class Window:
    """Changes from `begin` on and before `end`.

    Rows changed at `again` or later will be met by the next window once more. A time
    at or after `never` cannot be one.
    """

    begin: datetime
    end: datetime
    again: datetime
    never: datetime


@dataclass(frozen=True)
class Calendar:
    """Quarters from `first` on, each released so many days after its end.

    What is read up to a quarter's release belongs to the quarter's delivery.
    """

    first: Quarter
    release_lag_days: int

    def quarter_of(self, end: datetime) -> Quarter:
        """Return the quarter whose release comes next after a window has ended."""
        quarter = self.first
        while quarter.released_at(self.release_lag_days) < end:
            quarter = quarter.next
        return quarter

    def ends(self, begin: datetime, end: datetime) -> list[datetime]:
        """Return where windows end: at each release of a quarter, and at the end.

        Empty when the end has been reached.
        """
        if begin >= end:
            return []
        cuts = []
        quarter = self.first
        while (released := quarter.released_at(self.release_lag_days)) < end:
            if released > begin:
                cuts.append(released)
            quarter = quarter.next
        return [*cuts, end]
