"""What happens to settlements besides being made: splits, refunds, reversals."""

import numpy as np

from claim_review.province.columns import Columns, joined, picked
from claim_review.province.kinds import KIND
from claim_review.province.world import DAY

REVERSED = 0.023
RESETTLED = 0.4
REFUNDED_LINES = 0.01
_NO_ORIGINAL = -1


def split_long_stays(
    encounters: Columns, settlements: Columns, lines: Columns, first_second: int
) -> tuple[Columns, Columns]:
    """Return settlements and lines with some long stays settled twice.

    Every seventh stay of at least ten days is also settled in its middle, if that
    is not before `first_second`.
    """
    days = encounters["end"] // DAY - encounters["begin"] // DAY
    long = np.flatnonzero((encounters["kind"] == KIND["stay"]) & (days >= 10))[::7]
    middle = (encounters["begin"][long] // DAY + days[long] // 2) * DAY
    long, middle = long[middle >= first_second], middle[middle >= first_second]
    early = picked(settlements, long)
    early["end"] = middle
    early["settled"] = middle + 8 * 3600
    early["exch"] = early["settled"] + 7200
    early["mid"] = np.ones_like(early["mid"])
    settlements["begin"][long] = middle
    border = np.zeros(len(encounters["kind"]), np.int64)
    border[long] = middle
    position = np.full(len(border), -1)
    position[long] = len(settlements["enc"]) + np.arange(len(long))
    is_early = lines["time"] < border[lines["enc"]]
    lines["setl"] = np.where(is_early, position[lines["enc"]], lines["setl"])
    return joined([settlements, early]), lines


def reverse(
    rng: np.random.Generator,
    settlements: Columns,
    lines: Columns,
    chosen: np.ndarray,
    between: tuple[int, int],
) -> tuple[Columns, Columns]:
    """Return settlements and lines with the chosen ones reversed.

    A reversal is a row of its own with the amounts negative, dated later than its
    original and within the two seconds of `between`; some encounters are then
    settled a second time.
    """
    earliest, latest = between
    again = chosen[rng.random(len(chosen)) < RESETTLED]
    settlements["flag"][chosen] = 1
    start = np.maximum(settlements["settled"][chosen], earliest)
    room = np.clip(latest - 7200 - start, 60, 15 * DAY)
    time = start + 600 + (rng.random(len(chosen)) * room).astype(np.int64)
    # Nobody reverses at night: what would fall there is done earlier on that day.
    of_day = time % DAY
    time = np.maximum(time - of_day + 8 * 3600 + of_day // 2, start + 600)
    negative = picked(settlements, chosen)
    negative["init"] = chosen
    negative["sign"] = -negative["sign"]
    negative["settled"] = time
    negative["exch"] = negative["settled"] + 3600
    new = picked(negative, np.isin(chosen, again))
    new["init"] = np.full(len(again), _NO_ORIGINAL)
    new["sign"] = -new["sign"]
    new["flag"] = np.zeros_like(new["flag"])
    new["settled"] = new["settled"] + 1200
    new["exch"] = new["settled"] + 3600
    number = len(settlements["enc"])
    copies = [
        _copied(lines, settlements, chosen, number, sign=-1),
        _copied(lines, settlements, again, number + len(chosen), sign=1),
    ]
    return joined([settlements, negative, new]), joined([lines, *copies])


def _copied(
    lines: Columns, settlements: Columns, chosen: np.ndarray, first: int, sign: int
) -> Columns:
    position = np.full(len(settlements["enc"]), -1)
    position[chosen] = first + np.arange(len(chosen))
    rows = np.flatnonzero((lines["setl"] >= 0) & (position[lines["setl"]] >= 0))
    copy = picked(lines, rows)
    copy["setl"] = position[copy["setl"]]
    copy["cnt"] = sign * copy["cnt"]
    copy["init"] = rows if sign < 0 else np.full(len(rows), _NO_ORIGINAL)
    return copy


def refund_lines(
    rng: np.random.Generator,
    encounters: Columns,
    settlements: Columns,
    lines: Columns,
    kept: np.ndarray,
) -> Columns:
    """Return the lines with refunds of single lines of stays.

    A refund has the count negative and the price positive; one in seven does not
    say what it refunds but is of the same stay, code, day and department.
    Settlements that are or will be reversed are left alone, and so are
    items that are `kept`: an operation stays in the list of operations.
    """
    kind = encounters["kind"][lines["enc"]]
    free = (lines["setl"] >= 0) & (settlements["flag"][lines["setl"]] == 0)
    eligible = (kind == KIND["stay"]) & free & (lines["cnt"] > 0)
    eligible &= ~kept[lines["item"]]
    rows = np.flatnonzero(eligible & (rng.random(len(kind)) < REFUNDED_LINES))
    refund = picked(lines, rows)
    partly = (refund["cnt"] > 100) & (rng.random(len(rows)) < 0.5)
    unlinked = rng.random(len(rows)) < 0.15
    later = refund["time"] + rng.integers(3600, 30 * 3600, len(rows))
    later = np.maximum(
        np.minimum(later, encounters["end"][refund["enc"]]), refund["time"] + 60
    )
    refund["cnt"] = np.where(partly, -100, -refund["cnt"])
    refund["init"] = np.where(unlinked, _NO_ORIGINAL, rows)
    refund["time"] = np.where(unlinked, refund["time"] + 60, later)
    return joined([lines, refund])
