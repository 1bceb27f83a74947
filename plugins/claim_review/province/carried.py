"""What two batches share.

Late arrivals, later reversals, corrections, and stays that are open when the first
batch is taken.

These encounters come from a stream and from persons of their own. The batch of
their quarter and the batch of the next each take what they are due.
"""

from dataclasses import replace

import numpy as np

from claim_review.province.columns import Columns, joined
from claim_review.province.encounters import arriving, draw
from claim_review.province.events import reverse
from claim_review.province.kinds import counts
from claim_review.province.lines import draw_lines
from claim_review.province.part import Part, whole
from claim_review.province.settling import one_each, with_amounts, with_sums
from claim_review.province.stays import described
from claim_review.province.truth import Truth
from claim_review.province.world import DAY, World, last_day, last_second
from claim_review.quarters import Quarter

STREAM = 2
LATE, REVERSED, CORRECTED = 0.010, 0.0025, 0.002
OPEN_STAYS = 15
# The exchange began with this quarter: there is nothing to carry into it.
FIRST_QUARTER = Quarter(2025, 1)

_ROLES = ("late", "reversed", "corrected", "open")


def first_sending(world: World, quarter: Quarter) -> Part:
    """Return what the batch of `quarter` holds of its own carried encounters."""
    part, role, _ = _carried(world, quarter)
    original = part.settlements["init"] < 0
    known = np.isin(role, [_ROLES.index("reversed"), _ROLES.index("corrected")])
    is_open = role == _ROLES.index("open")
    end = last_second(quarter)
    encounters = part.encounters | {
        "end": np.where(is_open, -1, part.encounters["end"]),
        "way": np.where(is_open, 0, part.encounters["way"]),
        "exch": np.where(is_open, end + DAY, part.encounters["exch"]),
    }
    enc = part.settlements["enc"]
    first = np.arange(len(enc)) < len(role)
    due = part.settlements["psn"]
    hasty = (role[enc] == _ROLES.index("corrected")) & first
    settlements = part.settlements | {
        "flag": np.zeros_like(part.settlements["flag"]),
        "acct": np.where(hasty, due - due // 3, part.settlements["acct"]),
        "cash": np.where(hasty, due // 3, part.settlements["cash"]),
    }
    line_role = role[part.lines["enc"]]
    unsettled = line_role == _ROLES.index("open")
    lines = part.lines | {"setl": np.where(unsettled, -1, part.lines["setl"])}
    sent = np.isin(line_role, [1, 2]) & first[part.lines["setl"]]
    sent |= unsettled & (part.lines["time"] <= end)
    shown = np.flatnonzero(known | is_open)
    return replace(
        part,
        encounters=encounters,
        settlements=settlements,
        lines=lines,
        sent_encounters=shown,
        sent_settlements=np.flatnonzero(known[enc] & first & original),
        sent_lines=np.flatnonzero(sent),
        diagnosed=np.flatnonzero(known),
    )


def second_sending(world: World, quarter: Quarter) -> tuple[Part, list[Truth]]:
    """Return what the batch after that of `quarter` holds of the same encounters.

    Also returns the reversals as near misses of D-01: their originals are in the
    earlier batch.
    """
    part, role, exch = _carried(world, quarter)
    enc = part.settlements["enc"]
    number = np.arange(len(enc))
    first = number < len(role)
    # Of the reversed originals, seven in ten are sent again with their new flag.
    flagged = (role[enc] == 1) & first & (number % 10 < 7)
    again = np.isin(role[enc], [0, 2, 3]) | ~first | flagged
    settlements = part.settlements | {
        "exch": np.where(first, exch[enc], part.settlements["exch"])
    }
    encounters = part.encounters | {"exch": exch}
    complete = np.isin(role, [0, 3])
    line_role = role[part.lines["enc"]]
    sent = np.isin(line_role, [0, 3]) | ~first[part.lines["setl"]]
    sending = replace(
        part,
        encounters=encounters,
        settlements=settlements,
        sent_encounters=np.flatnonzero(complete | (role == 2)),
        sent_settlements=np.flatnonzero(again),
        sent_lines=np.flatnonzero(sent),
        diagnosed=np.flatnonzero(complete),
    )
    reversals = np.flatnonzero(settlements["init"] >= 0)[:12].tolist()
    return sending, [_reversal_truth(part, row, quarter.next) for row in reversals]


def number_carried(world: World, quarter: Quarter) -> int:
    """Return how many settlements of `quarter` are carried, roughly."""
    return sum(_sizes(world).values())


def _sizes(world: World) -> dict[str, int]:
    total = 380_000 * world.scale
    return {
        "late": max(4, round(LATE * total)),
        "reversed": max(4, round(REVERSED * total)),
        "corrected": max(4, round(CORRECTED * total)),
        "open": max(1, round(OPEN_STAYS * world.scale)),
    }


def _carried(world: World, quarter: Quarter) -> tuple[Part, np.ndarray, np.ndarray]:
    """Return all carried encounters, the role of each, and their second exchange."""
    rng = world.rng(quarter, STREAM)
    sizes = _sizes(world)
    pool = world.people.carried
    usual = slice(pool.start, pool.stop - (pool.stop - pool.start) // 5)
    wanted = counts(sizes["late"] + sizes["reversed"] + sizes["corrected"])
    encounters = joined(
        [
            draw(world, rng, quarter, wanted, usual),
            _open_stays(
                world, rng, quarter, sizes["open"], slice(usual.stop, pool.stop)
            ),
        ]
    )
    role = _roles(rng, len(encounters["kind"]) - sizes["open"], sizes)
    lines = draw_lines(world, rng, encounters)
    lines["setl"] = lines["enc"].copy()
    lines["init"] = np.full(len(lines["enc"]), -1)
    settlements = one_each(world, encounters)
    end = last_second(quarter)
    settlements, lines = reverse(
        rng, settlements, lines, np.flatnonzero(role == 1), (end, end + 40 * DAY)
    )
    lines = with_amounts(world, lines)
    settlements = with_sums(world, encounters, settlements, lines)
    later = end + 16 * DAY + rng.integers(0, 55 * DAY, len(role))
    exch = np.where(role == 3, encounters["settled"] + 7200, later)
    part = whole(f"{quarter}C", encounters, settlements, lines)
    return part, role, exch


def _roles(rng: np.random.Generator, usual: int, sizes: dict[str, int]) -> np.ndarray:
    """Return the position in _ROLES of each encounter; the open ones come last."""
    role = np.zeros(usual, np.int8)
    role[: sizes["reversed"]] = 1
    role[sizes["reversed"] : sizes["reversed"] + sizes["corrected"]] = 2
    return np.append(rng.permutation(role), np.full(sizes["open"], 3, np.int8))


def _open_stays(
    world: World, rng: np.random.Generator, quarter: Quarter, number: int, pool: slice
) -> Columns:
    """Return stays that begin in `quarter` and end early in the next one."""
    # The two halves of the pool take turns: no stay meets that of the last quarter.
    half = np.arange(pool.start, pool.stop)
    half = half[half % 2 == quarter.number % 2]
    hospitals = world.places.in_groups("state", "county", "tibetan", "centre")
    last = last_day(quarter) + rng.integers(1, 10, number)
    stays = {
        "person": rng.permutation(half)[:number],
        "place": hospitals[rng.integers(0, len(hospitals), number)],
        "first": last - rng.integers(12, 24, number),
        "last": last,
        "way": np.ones(number, np.int8),
    }
    return arriving(rng, described(world, rng, stays))


def _reversal_truth(part: Part, row: int, quarter: Quarter) -> Truth:
    return Truth(
        quarter=str(quarter),
        rule_id="D-01",
        kind="near_miss",
        variant="original_in_an_earlier_batch",
        setl_id=part.setl_id(row),
        bkkp_sn="",
        fixmedins_code="",
        verdict="",
        violating_quantity="",
        violating_amount="",
        why="the original settlement came with the batch of the quarter before",
    )
