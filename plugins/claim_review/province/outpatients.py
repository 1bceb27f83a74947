"""When everyday outpatients come: not from a bed, not twice a day, not in crowds."""

import numpy as np

from claim_review.province.columns import Columns
from claim_review.province.kinds import KINDS
from claim_review.province.world import DAY, World

_COUNTER = np.array([setting == "purchase" for _, setting, _ in KINDS.values()])
_OPENS = 17 * 1800  # half past eight
_FAR = 1_000_000  # more than the number of any day


def apart(visits: Columns, stays: Columns) -> np.ndarray:
    """Return the rows of visits outside all stays, at most one per person and day."""
    day = visits["begin"] // DAY
    key = visits["person"] * _FAR + day
    first = np.zeros(len(key), bool)
    first[np.unique(key, return_index=True)[1]] = True
    if not len(stays["person"]):
        return np.flatnonzero(first)
    begin = stays["person"] * _FAR + stays["begin"] // DAY
    order = np.argsort(begin)
    before = np.searchsorted(begin[order], key, side="right") - 1
    stay = order[np.maximum(before, 0)]
    inside = (before >= 0) & (stays["person"][stay] == visits["person"])
    inside &= stays["end"][stay] // DAY >= day
    return np.flatnonzero(first & ~inside)


def opening_hours(world: World, rng: np.random.Generator, visits: Columns) -> Columns:
    """Return the visits spread over the opening hours of each institution and day.

    Some pharmacies also sell a little late at night.
    """
    day = visits["begin"] // DAY
    key = visits["place"] * _FAR + day
    order = np.lexsort((visits["begin"], key))
    _, start, size = np.unique(key[order], return_index=True, return_counts=True)
    rank = np.empty(len(key), np.int64)
    rank[order] = np.arange(len(key)) - np.repeat(start, size)
    of_day = np.empty(len(key), np.int64)
    of_day[order] = np.repeat(size, size)
    jitter = rng.random(len(key))
    jitter = np.where(of_day > 4, 0.3 + 0.4 * jitter, jitter)
    counter = _COUNTER[visits["kind"]]
    hours = np.where(counter, 12.0, 9.0)
    second = _OPENS + (rank + jitter) / of_day * hours * 3600
    late = rng.random(len(key)) < world.places.late[visits["place"]] * counter
    second = np.where(late, (22 + 1.8 * rng.random(len(key))) * 3600, second)
    settled = day * DAY + second.astype(np.int64)
    lasted = np.where(
        counter, rng.integers(90, 300, len(key)), rng.integers(600, 5_400, len(key))
    )
    ended = (lasted * rng.random(len(key))).astype(np.int64)
    return visits | {
        "begin": settled - lasted,
        "end": settled - ended,
        "settled": settled,
    }
