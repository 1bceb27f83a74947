"""One line in an encounter, as most planted cases need it."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.world import DAY

HOSPITALS = ("state", "county", "tibetan")
WARDS = (*HOSPITALS, "centre", "small")
GRASS_ROOTS = ("centre", "township", "small", "community")


def visit_with(cases: Cases, item: int, places: tuple, cnt: int = 1, gend=(), **other):
    """Add a visit with one line of `item`; `line_` names go to the line."""
    of_line = {k[5:]: v for k, v in other.items() if k.startswith("line_")}
    of_visit = {k: v for k, v in other.items() if not k.startswith("line_")}
    enc = cases.visit(
        cases.person(*gend),
        cases.place(*places),
        of_visit.pop("day", None) or cases.day(),
        **of_visit,
    )
    time = cases.encounters[enc]["begin"] + 600
    return enc, cases.line(enc, item, time, cnt, **of_line)


def stay_with(cases: Cases, item: int, places: tuple, gend=()):
    day = cases.day()
    enc = cases.stay(cases.person(*gend), cases.place(*places), day, 5)
    return enc, cases.line(enc, item, (day + 1) * DAY + 14 * HOUR, 2)


def usual_near_misses(item_of, places: tuple, gend=()) -> dict:
    """Return the near misses that every rule on single lines has."""

    def self_paid(cases: Cases, turn: int):
        pair = visit_with(
            cases, item_of(cases, turn), places, gend=gend, line_selfpay=10_000
        )
        cases.spare(*pair, "the patient pays the whole line")

    def refunded(cases: Cases, turn: int):
        enc, line = visit_with(cases, item_of(cases, turn), places, gend=gend)
        cases.refund(line, linked=turn % 2 == 0)
        cases.spare(enc, line, "the line is taken back in full")

    def reversed_(cases: Cases, turn: int):
        enc, line = visit_with(cases, item_of(cases, turn), places, gend=gend)
        cases.reverse(enc)
        cases.spare(enc, line, "the settlement is reversed")

    return {
        "self_paid": self_paid,
        "refunded": refunded,
        "settlement_reversed": reversed_,
    }
