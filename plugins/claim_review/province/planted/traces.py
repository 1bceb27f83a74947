"""Planted cases of the rules on trace codes: O-06, O-07."""

from itertools import count

from claim_review.province.cases import Cases
from claim_review.province.planted.prescriptions import WHOLE, by_name
from claim_review.province.refunds import refund, reverse
from claim_review.province.world import DAY

_DAY_OF_BOX = 3  # days between two sales of one box


def sender(cases: Cases, group: str = "pharmacy") -> int:
    """Return the next institution of the group that sends trace codes."""
    for _ in range(len(cases.world.places)):
        place = cases.place(group)
        if cases.world.places.sends_traces[place]:
            return place
    raise ValueError(f"no {group} of the demo sends trace codes")


def _silent(cases: Cases) -> int:
    """Return the next pharmacy that does not send trace codes."""
    places = (cases.place("pharmacy") for _ in count())
    return next(p for p in places if not cases.world.places.sends_traces[p])


def new_code(cases: Cases) -> str:
    """Return a trace code that nothing else has, the number of the next line in it."""
    quarter = cases.quarter
    return f"89{quarter.year}{quarter.number}{len(cases.lines):013d}"


def sold(
    cases: Cases,
    item: int,
    codes: tuple[str, ...],
    person: int | None = None,
    place: int | None = None,
    day: int | None = None,
    kind: str = "special_drug",
    cnt: float = 1,
    **other,
) -> tuple[int, int]:
    """Add a sale of the drug with these codes."""
    person = cases.person() if person is None else person
    place = sender(cases) if place is None else place
    day = cases.day() if day is None else day
    enc = cases.visit(person, place, day, kind, plain=False)
    at = cases.encounters[enc]["begin"] + 600
    return enc, cases.line(enc, item, at, cnt, codes=codes, **other)


def drug(cases: Cases, turn: int) -> int:
    return cases.item("drug", 80 + turn)


def _again(cases: Cases, first: tuple[int, int], **other) -> tuple[int, int]:
    """Sell the box of `first` once more, three days later, by default to another."""
    enc, line = first
    day = cases.encounters[enc]["begin"] // DAY + _DAY_OF_BOX
    codes = cases.extra.traces[line]
    return sold(cases, cases.lines[line]["item"], codes, day=day, **other)


# -- O-06 one code settled twice -


def to_two_persons(cases: Cases, turn: int):
    first = sold(cases, drug(cases, turn), (new_code(cases),))
    second = _again(cases, first)
    cases.flag(*second, "hard", "one box sold to two persons, both pooled", units=1)


def to_one_person(cases: Cases, turn: int):
    person = cases.person()
    first = sold(cases, drug(cases, turn), (new_code(cases),), person=person)
    second = _again(cases, first, person=person)
    cases.flag(*second, "suspect", "one box sold twice to one person", units=1)


def one_of_two_boxes(cases: Cases, turn: int):
    """The second sale has two boxes; one of them was sold before."""
    box, item = new_code(cases), drug(cases, turn)
    first = sold(cases, item, (box,))
    day = cases.encounters[first[0]]["begin"] // DAY + _DAY_OF_BOX
    second = sold(cases, item, (box, f"88{box[2:]}"), day=day, cnt=2)
    cases.flag(*second, "hard", "one of the two boxes had been sold", units=1)


def second_from_the_account(cases: Cases, turn: int):
    first = sold(cases, drug(cases, turn), (new_code(cases),))
    second = _again(cases, first, kind="purchase")
    cases.flag(*second, "suspect", "the second sale is paid from the account", units=1)


def first_reversed(cases: Cases, turn: int):
    first = sold(cases, drug(cases, turn), (new_code(cases),))
    reverse(cases, first[0])
    cases.spare(*_again(cases, first), "the first sale is reversed")


def first_refunded(cases: Cases, turn: int):
    first = sold(cases, drug(cases, turn), (new_code(cases),))
    refund(cases, first[1])
    cases.spare(*_again(cases, first), "the first buyer gave the box back")


def twice_in_one_settlement(cases: Cases, turn: int):
    enc, line = sold(cases, drug(cases, turn), (new_code(cases),))
    at = cases.lines[line]["time"] + 60
    codes = cases.extra.traces[line]
    again = cases.line(enc, drug(cases, turn), at, codes=codes)
    cases.spare(enc, again, "one code scanned twice in one settlement")


def part_of_a_box(cases: Cases, turn: int):
    place = sender(cases, "county")
    parts = {"place": place, "kind": "visit", "cnt": 0.5}
    first = sold(cases, drug(cases, turn), (new_code(cases),), **parts)
    cases.spare(*_again(cases, first, **parts), "a hospital gives out half a box twice")


def sold_again_self_paid(cases: Cases, turn: int):
    first = sold(cases, drug(cases, turn), (new_code(cases),))
    second = _again(cases, first, selfpay=WHOLE)
    cases.spare(*second, "the second buyer pays the box")


def typed_by_hand(cases: Cases, turn: int):
    first = sold(cases, drug(cases, turn), (new_code(cases)[-12:],))
    second = _again(cases, first)
    cases.spare(*second, "twelve digits are no trace code")
    for pair in (first, second):
        cases.flag(*pair, "suspect", "twelve digits are no trace code", rule="O-07")


# -- O-07 no code, or one that is none -


def without_code(cases: Cases, turn: int):
    pair = sold(cases, drug(cases, turn), ())
    cases.flag(*pair, "alert", "a drug without a trace code")


def code_too_short(cases: Cases, turn: int):
    pair = sold(cases, drug(cases, turn), (new_code(cases)[:16],))
    cases.flag(*pair, "suspect", "a trace code of 16 digits")


def code_with_letters(cases: Cases, turn: int):
    pair = sold(cases, drug(cases, turn), (f"TEST{new_code(cases)[4:]}",))
    cases.flag(*pair, "suspect", "a trace code with letters in it")


def slice_without_code(cases: Cases, turn: int):
    pair = sold(cases, cases.item("slice", turn), (), cnt=10)
    cases.spare(*pair, "slices have no trace codes")


def code_of_twenty_digits(cases: Cases, turn: int):
    pair = sold(cases, drug(cases, turn), (new_code(cases),))
    cases.spare(*pair, "the code has twenty digits")


def nobody_sends(cases: Cases, turn: int):
    pair = sold(cases, drug(cases, turn), (), place=_silent(cases))
    cases.spare(*pair, "the pharmacy does not send trace codes yet")


def uncoded_refunded(cases: Cases, turn: int):
    enc, line = sold(cases, drug(cases, turn), ())
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, line, "without a code, but taken back")


def uncoded_self_paid(cases: Cases, turn: int):
    pair = sold(cases, drug(cases, turn), (), selfpay=WHOLE)
    cases.spare(*pair, "without a code, but paid by the patient")


HITS = {
    "O-06": by_name(
        to_two_persons, to_one_person, one_of_two_boxes, second_from_the_account
    ),
    "O-07": by_name(without_code, code_too_short, code_with_letters),
}
NEAR = {
    "O-06": by_name(
        first_reversed,
        first_refunded,
        twice_in_one_settlement,
        part_of_a_box,
        sold_again_self_paid,
        typed_by_hand,
    ),
    "O-07": by_name(
        slice_without_code,
        code_of_twenty_digits,
        nobody_sends,
        uncoded_refunded,
        uncoded_self_paid,
    ),
}
