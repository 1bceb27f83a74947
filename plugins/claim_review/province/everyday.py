"""The everyday part of a batch: clean, with the noise of real data."""

import numpy as np

from claim_review.province.columns import Columns
from claim_review.province.encounters import draw
from claim_review.province.events import (
    REVERSED,
    refund_lines,
    reverse,
    split_long_stays,
)
from claim_review.province.kinds import counts
from claim_review.province.lines import draw_lines
from claim_review.province.noise import break_identities
from claim_review.province.part import Part, whole
from claim_review.province.settling import one_each, with_amounts, with_sums
from claim_review.province.truth import Truth
from claim_review.province.world import DAY, World, first_day, last_second
from claim_review.quarters import Quarter

STREAM = 1


def everyday(world: World, quarter: Quarter, total: int) -> tuple[Part, list[Truth]]:
    """Return about `total` settlements of everyday care and their D-02 noise."""
    rng = world.rng(quarter, STREAM)
    wanted = counts(round(total / (1 + REVERSED * 1.4)))
    encounters = draw(world, rng, quarter, wanted, world.people.main)
    lines = draw_lines(world, rng, encounters)
    lines["setl"] = lines["enc"].copy()
    lines["init"] = np.full(len(lines["enc"]), -1)
    settlements = one_each(world, encounters)
    settlements, lines = split_long_stays(
        encounters, settlements, lines, first_day(quarter) * DAY
    )
    chosen = _to_reverse(rng, settlements)
    settlements, lines = reverse(
        rng, settlements, lines, chosen, (0, last_second(quarter))
    )
    surgery = world.items.charge_type == b"06"
    lines = refund_lines(rng, encounters, settlements, lines, surgery)
    lines = with_amounts(world, lines)
    settlements = with_sums(world, encounters, settlements, lines)
    part = whole(f"{quarter}M", encounters, settlements, lines)
    return part, break_identities(rng, part, str(quarter))


def _to_reverse(rng: np.random.Generator, settlements: Columns) -> np.ndarray:
    """Return the settlements to reverse: none of encounters settled twice."""
    times_settled = np.bincount(settlements["enc"])
    once = np.flatnonzero(times_settled[settlements["enc"]] == 1)
    return once[rng.random(len(once)) < REVERSED]
