"""One line in an encounter, as most planted cases need it."""

from collections.abc import Callable

from claim_review.province.cases import HOUR, Cases
from claim_review.province.refunds import refund, reverse
from claim_review.province.world import DAY

HOSPITALS = ("state", "county", "tibetan")
WARDS = (*HOSPITALS, "centre", "small")
GRASS_ROOTS = ("centre", "township", "small", "community")


def visit_with(
    cases: Cases,
    item: int,
    places: tuple,
    cnt: float = 1,
    gend=(),
    who: Callable[[Cases], int] | None = None,
    **other,
) -> tuple[int, int]:
    """Add a visit with one line of `item`; `line_` names go to the line."""
    of_line, of_visit = _divided(other)
    enc = cases.visit(
        who(cases) if who else cases.person(*gend),
        cases.place(*places),
        of_visit.pop("day", None) or cases.day(),
        **of_visit,
    )
    time = cases.encounters[enc]["begin"] + 600
    return enc, cases.line(enc, item, time, cnt, **of_line)


def stay_with(
    cases: Cases,
    item: int,
    places: tuple,
    cnt: float = 2,
    gend=(),
    who: Callable[[Cases], int] | None = None,
    **other,
) -> tuple[int, int]:
    """Add a stay with one line of `item` on the second day.

    Eight days cost more than any deductible: of less the fund may pay nothing.
    """
    of_line, of_stay = _divided(other)
    day = of_stay.pop("day", None) or cases.day()
    person = who(cases) if who else cases.person(*gend)
    enc = cases.stay(person, cases.place(*places), day, 8, **of_stay)
    return enc, cases.line(enc, item, (day + 1) * DAY + 14 * HOUR, cnt, **of_line)


def _divided(other: dict) -> tuple[dict, dict]:
    of_line = {k[5:]: v for k, v in other.items() if k.startswith("line_")}
    return of_line, {k: v for k, v in other.items() if not k.startswith("line_")}


def usual_near_misses(item_of, places: tuple, cnt: float = 1, **other) -> dict:
    """Return the near misses that every rule on single lines has.

    `other` goes to `visit_with`: `gend`, `who`, `kind` and the like.
    """

    def self_paid(cases: Cases, turn: int):
        item = item_of(cases, turn)
        said = other | {"line_selfpay": 10_000}
        pair = visit_with(cases, item, places, cnt, **said)
        cases.spare(*pair, "the patient pays the whole line")

    def refunded(cases: Cases, turn: int):
        enc, line = visit_with(cases, item_of(cases, turn), places, cnt, **other)
        refund(cases, line, linked=turn % 2 == 0)
        cases.spare(enc, line, "the line is taken back in full")

    def reversed_(cases: Cases, turn: int):
        enc, line = visit_with(cases, item_of(cases, turn), places, cnt, **other)
        reverse(cases, enc)
        cases.spare(enc, line, "the settlement is reversed")

    return {
        "self_paid": self_paid,
        "refunded": refunded,
        "settlement_reversed": reversed_,
    }
