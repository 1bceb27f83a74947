"""Settlements whose numbers do not agree, as some always do not (rule D-02)."""

import numpy as np

from claim_review.province.kinds import KIND
from claim_review.province.part import Part
from claim_review.province.truth import Truth

BROKEN = 0.002
VARIANTS = ("total_differs", "price_differs", "covered_exceeds_amount")
_WHY = {
    "total_differs": "the lines add up to another sum than the settlement's total",
    "price_differs": "price times count is not the amount of the line",
    "covered_exceeds_amount": "the covered amount is larger than the line's amount",
}


def break_identities(rng: np.random.Generator, part: Part, quarter: str) -> list[Truth]:
    """Break one identity of a few settlements of `part` and return which.

    Changes the arrays of the part. Stays, reversed and repeated settlements keep
    their numbers, because refunds point into them.
    """
    settlements, lines = part.settlements, part.lines
    kind = part.encounters["kind"][settlements["enc"]]
    once = np.bincount(settlements["enc"])[settlements["enc"]] == 1
    free = np.flatnonzero(once & (kind != KIND["stay"]))
    # Lines worth a yuan and not paid whole by the patient can be broken visibly.
    usable = (lines["amount"] >= 100) & (lines["selfpay"] < 10_000)
    first = np.full(len(once), -1)
    rows = np.flatnonzero(usable & (lines["setl"] >= 0))[::-1]
    first[lines["setl"][rows]] = rows
    free = free[first[free] >= 0]
    number = max(len(VARIANTS), round(BROKEN * len(once)))
    chosen = np.sort(rng.permutation(free)[:number])
    made = []
    for turn, setl in enumerate(chosen.tolist()):
        variant = VARIANTS[turn % len(VARIANTS)]
        line = -1 if variant == "total_differs" else int(first[setl])
        amount = _break(rng, settlements, lines, variant, setl, line)
        made.append(
            Truth(
                quarter=quarter,
                rule_id="D-02",
                kind="planted",
                variant=variant,
                setl_id=part.setl_id(setl),
                bkkp_sn="",
                fixmedins_code="",
                verdict="gate",
                violating_quantity="",
                violating_amount=f"{amount / 100:.2f}",
                why=_WHY[variant],
            )
        )
    return made


def _break(rng, settlements, lines, variant: str, setl: int, line: int) -> int:
    """Change one number and return by how many fen it is off."""
    if variant == "total_differs":
        off = int(rng.integers(6, 5_000))
        for column in ("amount", "psn", "cash"):
            settlements[column][setl] += off
        return off
    if variant == "price_differs":
        amount = int(lines["amount"][line])
        lines["pric"][line] = lines["pric"][line] * 8 // 10
        return amount - int(lines["pric"][line] * lines["cnt"][line] // 10_000)
    lines["inscp"][line] = lines["amount"][line] + 100
    return 100
