"""Planted cases of who pays: M-28, M-29, O-05."""

from claim_review.province.cases import Cases
from claim_review.province.people import BEGAN
from claim_review.province.planted.identity import (
    SEEN_IN,
    reversed_case,
    self_paid_case,
    without_account,
)
from claim_review.province.refunds import reverse
from claim_review.province.world import DAY

# -- M-28 paid twice -


def _twice(
    cases: Cases, turn: int, units=(400, 400), later: int = 0, first=None, second=None
) -> tuple[int, int]:
    """Return two visits with fees for so many yuan, about; the second settled later."""
    person, place, day = without_account(cases), cases.place(*SEEN_IN), cases.day()
    item = cases.item("treatment", turn)
    price = int(cases.world.items.price[item, cases.level(place)])
    made = []
    for number, options in enumerate((first or {}, second or {})):
        date = day + number * later
        options = {"settled": (date + 15 * number) * DAY + 61_200} | options
        enc = cases.visit(person, place, date, plain=False, **options)
        time = cases.encounters[enc]["begin"] + 600
        cases.line(enc, item, time, units[number] * 10_000 // price + 1)
        made.append(enc)
    return made[0], made[1]


BY_HAND = {"pay_loc": 1, "setl_type": 1}


def claimed_by_hand_as_well(cases: Cases, turn: int):
    _, later = _twice(cases, turn, second=BY_HAND)
    cases.flag(later, -1, "suspect", "settled over the network, then by hand")


def claimed_by_hand_before(cases: Cases, turn: int):
    _, later = _twice(cases, turn, later=1, first=BY_HAND)
    cases.flag(later, -1, "suspect", "by hand first, over the network for the next day")


def both_over_the_network(cases: Cases, turn: int):
    _, later = _twice(cases, turn)
    cases.spare(later, -1, "two settlements over the network")


def two_days_apart(cases: Cases, turn: int):
    _, later = _twice(cases, turn, later=2, second=BY_HAND)
    cases.spare(later, -1, "two days apart")


def other_fee(cases: Cases, turn: int):
    _, later = _twice(cases, turn, (400, 700), second=BY_HAND)
    cases.spare(later, -1, "another fee")


def small_fee(cases: Cases, turn: int):
    _, later = _twice(cases, turn, (90, 90), second=BY_HAND)
    cases.spare(later, -1, "less than 200 yuan")


def first_one_reversed(cases: Cases, turn: int):
    first, later = _twice(cases, turn, second=BY_HAND)
    reverse(cases, first, named=turn % 2 == 0)
    cases.spare(later, -1, "what was settled over the network is reversed")


# -- M-29 somebody else pays -


def _injured(cases: Cases, cause: str = "V43.500", **other) -> int:
    enc = cases.visit(
        without_account(cases),
        cases.place(*SEEN_IN),
        cases.day(),
        dx=cases.dx("S72.000", "股骨颈骨折"),
        **other,
    )
    if cause:
        cases.diagnosis(enc, cause)
    return enc


def _cause(code: str, verdict: str, why: str, **other):
    def hit(cases: Cases, turn: int):
        cases.flag(_injured(cases, code, **other), -1, verdict, why)

    return hit


def injury_ward(cases: Cases, turn: int):
    dx = cases.dx("S72.000", "股骨颈骨折")
    place = cases.place("centre")
    enc = cases.stay(cases.person(), place, cases.day(), 8, dx=dx, med_type=22)
    cases.flag(enc, -1, "alert", "settled as an injury, no cause told")


def _no_cause(code: str, why: str):
    def spared(cases: Cases, turn: int):
        cases.spare(_injured(cases, code), -1, why)

    return spared


# -- O-05 not registered for chronic care -


def _chronic(cases: Cases, day: int | None = None, registered=(), **other) -> int:
    day = cases.day() if day is None else day
    person = without_account(cases, registered=list(registered))
    place = cases.place("county", "centre")
    return cases.visit(person, place, day, "chronic", **{"dise_no": "M03900"} | other)


def not_registered(cases: Cases, turn: int):
    cases.flag(_chronic(cases), -1, "hard", "no registration at all")


def registration_ran_out(cases: Cases, turn: int):
    day = cases.day()
    enc = _chronic(cases, day, [("M03900", BEGAN, day - 31 - turn % 9)])
    cases.flag(enc, -1, "hard", "the registration ended more than 30 days ago")


def registered_for_another(cases: Cases, turn: int):
    enc = _chronic(cases, None, [("M01600", BEGAN, None)])
    cases.flag(enc, -1, "suspect", "registered for another disease")


def renewed_late(cases: Cases, turn: int):
    day = cases.day()
    enc = _chronic(cases, day, [("M03900", BEGAN, day - 30 + turn % 11)])
    cases.spare(enc, -1, "the registration ended at most 30 days ago")


def registered_since_today(cases: Cases, turn: int):
    day = cases.day()
    enc = _chronic(cases, day, [("M03900", day, None)])
    cases.spare(enc, -1, "registered on this very day")


def _named(*functions) -> dict:
    return {function.__name__: function for function in functions}


HITS = {
    "M-28": _named(claimed_by_hand_as_well, claimed_by_hand_before),
    "M-29": {
        "traffic": _cause("V43.500", "suspect", "a traffic accident"),
        "assault": _cause("X99.900", "suspect", "an assault"),
        "third_party_pays": _cause(
            "", "suspect", "said that a third party pays", third_party=1
        ),
        "machine": _cause("W31.900", "alert", "a machine: at work, perhaps"),
        "injury_ward": injury_ward,
    },
    "O-05": _named(not_registered, registration_ran_out, registered_for_another),
}
NEAR = {
    "M-28": _named(
        both_over_the_network, two_days_apart, other_fee, small_fee, first_one_reversed
    ),
    "M-29": {
        "settlement_reversed": reversed_case(_injured),
        "self_paid": self_paid_case(_injured),
        "self_fall": _no_cause("W01.900", "a fall of one's own"),
        "no_cause": _no_cause("", "no external cause"),
    },
    "O-05": {
        "settlement_reversed": reversed_case(_chronic),
        "self_paid": self_paid_case(_chronic),
    }
    | _named(renewed_late, registered_since_today),
}
