"""Planted cases of the rules on what outpatients are given: M-13, O-02."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.single_lines import HOSPITALS
from claim_review.province.refunds import refund, reverse
from claim_review.province.world import DAY

WHOLE = 10_000  # the patient pays the whole line
_GIVEN = 30  # different drugs that cases of several drugs take turns with


def visit_without_lines(cases: Cases, kind: str = "visit") -> int:
    """Add an outpatient encounter without lines of its own."""
    place = cases.place(*HOSPITALS)
    return cases.visit(cases.person(), place, cases.day(), kind, plain=False)


def add(cases: Cases, enc: int, item: int, cnt: float = 1, **other) -> int:
    at = cases.encounters[enc]["begin"] + 600
    return cases.line(enc, item, at, cnt, **other)


# -- M-13 too many drugs -


def _drugs(cases: Cases, enc: int, turn: int, *number_on: int) -> list[int]:
    """Add so many different drugs on each prescription, the dearest first."""
    items = [cases.item("drug", turn + n) for n in range(_GIVEN)]
    price = cases.world.items.price[:, cases.level(cases.encounters[enc]["place"])]
    # No two of one price.
    by_price = {int(price[item]): item for item in items}
    items = [by_price[p] for p in sorted(by_price, reverse=True)]
    rx = [number for number, count in enumerate(number_on) for _ in range(count)]
    return [add(cases, enc, item, rx=r) for item, r in zip(items, rx, strict=False)]


def six_drugs(cases: Cases, turn: int):
    enc = visit_without_lines(cases)
    lines = _drugs(cases, enc, turn, 6)
    cases.flag(enc, lines[-1], "suspect", "the sixth drug of a prescription", units=1)


def eleven_drugs_a_day(cases: Cases, turn: int):
    enc = visit_without_lines(cases)
    lines = _drugs(cases, enc, turn, 4, 4, 3)
    cases.flag(enc, lines[-1], "suspect", "the eleventh drug of a day", units=1)


def eleven_chronic_drugs(cases: Cases, turn: int):
    enc = visit_without_lines(cases, "chronic")
    lines = _drugs(cases, enc, turn, 11)
    cases.flag(enc, lines[-1], "suspect", "the eleventh drug of a day", units=1)


def five_drugs(cases: Cases, turn: int):
    enc = visit_without_lines(cases)
    cases.spare(enc, _drugs(cases, enc, turn, 5)[-1], "five drugs on a prescription")


def six_on_two_prescriptions(cases: Cases, turn: int):
    enc = visit_without_lines(cases)
    lines = _drugs(cases, enc, turn, 3, 3)
    cases.spare(enc, lines[-1], "six drugs on two prescriptions")


def six_chronic_drugs(cases: Cases, turn: int):
    enc = visit_without_lines(cases, "chronic")
    lines = _drugs(cases, enc, turn, 6)
    cases.spare(enc, lines[-1], "six drugs for the diseases of a chronic patient")


def sixth_refunded(cases: Cases, turn: int):
    enc = visit_without_lines(cases)
    lines = _drugs(cases, enc, turn, 6)
    refund(cases, lines[2], linked=turn % 2 == 0)
    cases.spare(enc, lines[-1], "one of the six drugs is taken back")


def sixth_self_paid(cases: Cases, turn: int):
    enc = visit_without_lines(cases)
    lines = _drugs(cases, enc, turn, 6)
    cases.lines[lines[2]]["selfpay"] = WHOLE
    cases.spare(enc, lines[-1], "the patient pays one of the six drugs")


# -- O-02 the same drug in several outlets -


def _bought(
    cases: Cases,
    turn: int,
    packs: tuple[int, ...],
    kinds: tuple[str, ...] = ("special_drug",) * 3,
    days: tuple[int, ...] = (0, 0, 0),
    one_place: bool = False,
) -> list[tuple[int, int]]:
    """Let one person buy one drug in several pharmacies, two hours after each other."""
    person, day = cases.person(), cases.day()
    item, place = cases.item("drug", 40 + turn), cases.place("pharmacy")
    made = []
    for number, cnt in enumerate(packs):
        on = day + days[number]
        begin = on * DAY + (9 + 2 * number) * HOUR
        enc = cases.visit(person, place, on, kinds[number], plain=False, begin=begin)
        made.append((enc, add(cases, enc, item, cnt)))
        place = place if one_place else cases.place("pharmacy")
    return made


def second_pharmacy(cases: Cases, turn: int):
    _, second = _bought(cases, turn, (3, 3))
    cases.flag(*second, "suspect", "the same drug in a second pharmacy", units=3)


def third_pharmacy(cases: Cases, turn: int):
    for pair in _bought(cases, turn, (1, 1, 1))[1:]:
        cases.flag(*pair, "hard", "the same drug in three pharmacies", units=1)


def second_on_the_account(cases: Cases, turn: int):
    _, second = _bought(cases, turn, (3, 3), ("special_drug", "purchase"))
    cases.flag(*second, "alert", "paid from the account: perhaps a relative", units=3)


def one_pack_each(cases: Cases, turn: int):
    pair = _bought(cases, turn, (1, 1))[1]
    cases.spare(*pair, "two packs in all: the first pharmacy may have run out")


def on_the_next_day(cases: Cases, turn: int):
    pair = _bought(cases, turn, (3, 3), days=(0, 1))[1]
    cases.spare(*pair, "the second pharmacy is on the next day")


def twice_in_one_pharmacy(cases: Cases, turn: int):
    pair = _bought(cases, turn, (3, 3), one_place=True)[1]
    cases.spare(*pair, "twice in the same pharmacy")


def first_refunded(cases: Cases, turn: int):
    first, second = _bought(cases, turn, (3, 3))
    refund(cases, first[1], linked=turn % 2 == 0)
    cases.spare(*second, "the first pharmacy took the drug back")


def first_reversed(cases: Cases, turn: int):
    first, second = _bought(cases, turn, (3, 3))
    reverse(cases, first[0])
    cases.spare(*second, "the first pharmacy's settlement is reversed")


def second_self_paid(cases: Cases, turn: int):
    _, second = _bought(cases, turn, (3, 3))
    cases.lines[second[1]]["selfpay"] = WHOLE
    cases.spare(*second, "the patient pays the second purchase")


def by_name(*made) -> dict:
    return {f.__name__: f for f in made}


HITS = {
    "M-13": by_name(six_drugs, eleven_drugs_a_day, eleven_chronic_drugs),
    "O-02": by_name(second_pharmacy, third_pharmacy, second_on_the_account),
}
NEAR = {
    "M-13": by_name(
        five_drugs,
        six_on_two_prescriptions,
        six_chronic_drugs,
        sixth_refunded,
        sixth_self_paid,
    ),
    "O-02": by_name(
        one_pack_each,
        on_the_next_day,
        twice_in_one_pharmacy,
        first_refunded,
        first_reversed,
        second_self_paid,
    ),
}
