"""All planted violations and near misses of a quarter."""

from claim_review.province.cases import Cases
from claim_review.province.catalogue import changing_items
from claim_review.province.part import Part
from claim_review.province.planted import (
    caps,
    dates,
    days,
    drugs,
    gates,
    pairs,
    prices,
    stays,
)
from claim_review.province.truth import Truth
from claim_review.province.world import World
from claim_review.quarters import Quarter

STREAM = 3
# Cases per rule and kind at scale 0.02; they grow with the root of the scale.
CASES, CASES_SCALE = 12, 0.02

_ROOMS = (drugs, prices, pairs, caps, days, dates, stays, gates)
HITS = {rule: made for room in _ROOMS for rule, made in room.HITS.items()}
NEAR = {rule: made for room in _ROOMS for rule, made in room.NEAR.items()}


def planted(world: World, quarter: Quarter) -> tuple[Part, list[Truth]]:
    """Return the planted cases of `quarter` and what the rules should say of them."""
    cases = Cases(world, quarter, world.rng(quarter, STREAM))
    falls = bool(changing_items(world.items, quarter))
    wanted = round(CASES * (world.scale / CASES_SCALE) ** 0.5)
    for kind in (HITS, NEAR):
        for rule, variants in kind.items():
            usable = {
                name: make
                for name, make in variants.items()
                if falls or name not in prices.NEEDS_A_CHANGE
            }
            _plant(cases, rule, usable, max(wanted, len(usable)))
    return cases.finished()


def _plant(cases: Cases, rule: str, variants: dict, number: int):
    """Plant `number` cases of the rule, one variant after the other by turns."""
    names = list(variants)
    for case in range(number):
        variant = names[case % len(names)]
        cases.label = (rule, variant)
        variants[variant](cases, case // len(names))
