"""From collected cases to a part of the batch and the truth about them."""

import numpy as np

from claim_review.province.cases import Cases
from claim_review.province.part import Part, whole
from claim_review.province.rows import arrays, numbered_prescriptions
from claim_review.province.settling import with_amounts, with_sums
from claim_review.province.truth import Truth
from claim_review.province.world import World


def finished(cases: Cases) -> tuple[Part, list[Truth], World]:
    """Return all cases as a part, the truth about them, and the world they live in."""
    world = cases.cast.whole_world()
    encounters = arrays(cases.encounters)
    lines = with_amounts(world, numbered_prescriptions(arrays(cases.lines)))
    settlements = arrays(cases.settlements)
    settlements["born"] = settlements["born"].astype(world.people.born.dtype)
    settlements = with_sums(world, encounters, settlements, lines)
    for setl, cents in cases.off_by.items():
        for column in ("amount", "psn", "cash"):
            settlements[column][setl] += cents
    is_open = encounters["end"] < 0
    part = whole(
        f"{cases.quarter}P",
        encounters,
        settlements,
        lines,
        diagnosed=np.flatnonzero(~is_open),
        extra=cases.extra,
    )
    return part, [_truth(part, cases, row) for row in cases.expected.rows], world


def _truth(part: Part, cases: Cases, row: dict) -> Truth:
    setl, line = row["setl"], row["line"]
    if isinstance(setl, tuple):
        setl = _cheaper(part, *setl)
    units, yuan = row.get("units"), row.get("yuan")
    return Truth(
        quarter=str(cases.quarter),
        rule_id=row["rule"],
        kind=row["kind"],
        variant=row["variant"],
        setl_id="" if setl is None else part.setl_id(setl),
        bkkp_sn="" if line < 0 else part.bkkp_sn(line),
        fixmedins_code=row.get("fixmedins_code", ""),
        verdict=row.get("verdict", ""),
        violating_quantity="" if units is None else f"{units:.2f}",
        violating_amount="" if yuan is None else f"{yuan:.2f}",
        why=row["why"],
    )


def _cheaper(part: Part, one: int, other: int) -> int:
    def order(setl: int) -> tuple:
        enc = part.settlements["enc"][setl]
        return (
            part.settlements["fund"][setl],
            -part.encounters["begin"][enc],
            -setl,
        )

    return min(one, other, key=order)
