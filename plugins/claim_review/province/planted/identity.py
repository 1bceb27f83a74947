"""Planted cases of who is treated, where and by whom: M-21, M-22, M-23, M-24."""

import numpy as np

from claim_review.province.cases import Cases
from claim_review.province.people import BEGAN
from claim_review.province.refunds import refund, reverse
from claim_review.province.world import DAY, first_day

SEEN_IN = ("county", "tibetan", "centre")


def without_account(cases: Cases, **other) -> int:
    """Return a person without an account, so that nobody but they pay."""
    return cases.person(employee=False, **other)


def reversed_case(make):
    """Return the near miss that the settlement of a hit is taken back."""

    def settlement_reversed(cases: Cases, turn: int):
        enc = make(cases)
        reverse(cases, enc, named=turn % 2 == 0)
        cases.spare(enc, -1, "the settlement is reversed")

    return settlement_reversed


def self_paid_case(make):
    """Return the near miss that neither fund nor account pays."""

    def paid_by_the_patient(cases: Cases, turn: int):
        enc = make(cases, share=0.0)
        cases.spare(enc, -1, "the fund pays nothing")

    return paid_by_the_patient


# -- M-21 served after death -


def _late(cases: Cases, days: int = 19, **other) -> int:
    """Return a visit so many days after the person's death."""
    day = cases.day()
    person = without_account(cases, died=day)
    return cases.visit(person, cases.place(*SEEN_IN), day + days, **other)


def seen_after_death(cases: Cases, turn: int):
    enc = _late(cases, 2 + turn % 15)
    cases.flag(enc, -1, "hard", "a visit of somebody who has died")


def bought_after_death(cases: Cases, turn: int):
    day = cases.day()
    person = cases.person(died=day)
    enc = cases.visit(person, cases.place("pharmacy"), day + 9, "special_drug")
    cases.flag(enc, -1, "hard", "a purchase of somebody who has died")


def _stay_beyond_death(cases: Cases, died: int, **other) -> tuple[int, list[int]]:
    """Return a stay of six days with a test a day, whose third day is that of death."""
    person = cases.person(died=died)
    bare = {"bed": None, "nursing": None, "consultation": None}
    enc = cases.stay(
        person, cases.place(*SEEN_IN), died - 2, 6, bare, plain=False, **other
    )
    item = cases.item("lab", 0)
    days = range(died - 2, died + 4)
    return enc, [cases.line(enc, item, day * DAY + 36_000) for day in days]


def charged_after_death(cases: Cases, turn: int):
    enc, lines = _stay_beyond_death(cases, cases.day())
    for line in lines[4:]:
        cases.flag(enc, line, "hard", "two days and more after the death")


def on_the_day_of_death(cases: Cases, turn: int):
    cases.spare(_late(cases, turn % 2), -1, "on the day of death or the next")


def booked_after_death(cases: Cases, turn: int):
    enc, lines = _stay_beyond_death(cases, cases.day(), way=5)
    cases.spare(enc, lines[-1], "died in the hospital, three days before it was booked")


def settled_after_death(cases: Cases, turn: int):
    day = cases.day()
    person = cases.person(died=day)
    place = cases.place(*SEEN_IN)
    settled = (day + 5) * DAY + 36_000
    enc = cases.stay(person, place, day - 4, 4, way=5, settled=settled)
    cases.spare(enc, -1, "a stay that ended with the death, settled later")


def dead_and_self_paid(cases: Cases, turn: int):
    enc = _late(cases, plain=False)
    time = cases.encounters[enc]["begin"] + 600
    line = cases.line(enc, cases.item("lab", turn), time, selfpay=10_000)
    cases.spare(enc, line, "the patient's family pays")


# -- M-22 not insured -


def _uninsured(cases: Cases, gap: int = 48, more=(), **other) -> int:
    """Return a visit so many days after the insurance ended; `more` follow it."""
    end = cases.day()
    later = [(kind, end + first, None) for kind, first in more]
    person = without_account(cases, insured=[(390, BEGAN, end), *later])
    return cases.visit(person, cases.place(*SEEN_IN), end + gap, **other)


def insurance_ended(cases: Cases, turn: int):
    enc = _uninsured(cases, 32 + turn % 12)
    cases.flag(enc, -1, "hard", "the insurance ended more than a month ago")


def insured_otherwise(cases: Cases, turn: int):
    enc = _uninsured(cases, 40, [(310, 1)])
    cases.flag(enc, -1, "suspect", "insured as an employee meanwhile")


def short_gap(cases: Cases, turn: int):
    enc = _uninsured(cases, 20 + turn % 12)
    cases.spare(enc, -1, "a gap of at most 31 days may still be paid for")


def insured_again_soon(cases: Cases, turn: int):
    enc = _uninsured(cases, 38, [(390, 45)])
    cases.spare(enc, -1, "insured again a week later")


def newborn(cases: Cases, turn: int):
    day = cases.day()
    person = without_account(
        cases, months=(1, 1), on=day, insured=[(390, day + 40, None)]
    )
    enc = cases.visit(person, cases.place(*SEEN_IN), day)
    cases.spare(enc, -1, "one month old, insured within three months")


# -- M-23 no agreement -


def _closed(cases: Cases, group: str, column: str, day: int) -> int:
    """Return the institution whose agreement ended or began that day, one for all."""
    places = cases.world.places
    found = np.flatnonzero((getattr(places, column) == day) & (places.group == group))
    if len(found):
        return int(found[0])
    name = f"M-23 {group} {column}"
    return cases.cast.institution(name, group, **{column: day})


def _agreement(cases: Cases) -> int:
    return first_day(cases.quarter) + 44


def _after_agreement(cases: Cases, days: int = 5, kind: str = "visit", **other) -> int:
    place = _closed(cases, "community", "ended", _agreement(cases))
    day = _agreement(cases) + days
    return cases.visit(without_account(cases), place, day, kind, **other)


def agreement_ended(cases: Cases, turn: int):
    enc = _after_agreement(cases, 1 + turn % 20)
    cases.flag(enc, -1, "hard", "a visit after the end of the agreement")


def pharmacy_without_agreement(cases: Cases, turn: int):
    place = _closed(cases, "pharmacy", "ended", _agreement(cases))
    day = _agreement(cases) + 1 + turn % 20
    enc = cases.visit(cases.person(), place, day, "purchase")
    cases.flag(enc, -1, "hard", "paid from the account after the end of the agreement")


def agreement_to_come(cases: Cases, turn: int):
    place = _closed(cases, "community", "began", _agreement(cases))
    day = _agreement(cases) - 1 - turn % 20
    enc = cases.visit(without_account(cases), place, day)
    cases.flag(enc, -1, "hard", "a visit before the agreement began")


def last_day_of_agreement(cases: Cases, turn: int):
    cases.spare(_after_agreement(cases, 0), -1, "the last day of the agreement")


def admitted_before_the_end(cases: Cases, turn: int):
    day = _agreement(cases)
    place = _closed(cases, "small", "ended", day)
    enc = cases.stay(cases.person(), place, day - turn % 3, 6)
    cases.spare(enc, -1, "admitted while the agreement was in force")


def emergency_without_agreement(cases: Cases, turn: int):
    enc = _after_agreement(cases, 3 + turn % 20, "emergency")
    cases.spare(enc, -1, "an emergency")


# -- M-24 a doctor without the right to charge -


def _signed(cases: Cases, turn: int, day: int, **entry) -> tuple[int, int]:
    """Return a visit on that day and its one line, by a doctor with this entry."""
    place = cases.place(*SEEN_IN)
    doctor = cases.cast.doctor(place, **entry)
    enc = cases.visit(cases.person(), place, day, plain=False, doctor=doctor)
    time = cases.encounters[enc]["begin"] + 600
    return enc, cases.line(enc, cases.item("lab", turn), time)


def doctor_had_left(cases: Cases, turn: int):
    day = cases.day()
    pair = _signed(cases, turn, day, left=day - 1 - turn % 15)
    cases.flag(*pair, "hard", "the doctor had left")


def contract_had_ended(cases: Cases, turn: int):
    day = cases.day()
    pair = _signed(cases, turn, day, until=day - 1 - turn % 15)
    cases.flag(*pair, "hard", "the doctor's contract had ended")


def inactive_doctor(cases: Cases, turn: int):
    pair = _signed(cases, turn, cases.day(), status=b"2")
    cases.flag(*pair, "suspect", "inactive, nobody knows since when")


def last_day_of_the_doctor(cases: Cases, turn: int):
    day = cases.day()
    cases.spare(*_signed(cases, turn, day, left=day), "the doctor's last day")


def doctor_not_in_register(cases: Cases, turn: int):
    pair = _signed(cases, turn, cases.day(), registered=False)
    cases.spare(*pair, "the register does not have the doctor")


def line_of_gone_doctor_refunded(cases: Cases, turn: int):
    day = cases.day()
    enc, line = _signed(cases, turn, day, left=day - 9)
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, line, "the doctor had left, but the line is taken back")


def line_of_gone_doctor_self_paid(cases: Cases, turn: int):
    day = cases.day()
    enc, line = _signed(cases, turn, day, left=day - 9)
    cases.lines[line]["selfpay"] = 10_000
    cases.spare(enc, line, "the doctor had left, but the patient pays")


def _named(*functions) -> dict:
    return {function.__name__: function for function in functions}


HITS = {
    "M-21": _named(seen_after_death, bought_after_death, charged_after_death),
    "M-22": _named(insurance_ended, insured_otherwise),
    "M-23": _named(agreement_ended, pharmacy_without_agreement, agreement_to_come),
    "M-24": _named(doctor_had_left, contract_had_ended, inactive_doctor),
}
NEAR = {
    "M-21": {"settlement_reversed": reversed_case(_late)}
    | _named(
        on_the_day_of_death, booked_after_death, settled_after_death, dead_and_self_paid
    ),
    "M-22": {
        "settlement_reversed": reversed_case(_uninsured),
        "self_paid": self_paid_case(_uninsured),
    }
    | _named(short_gap, insured_again_soon, newborn),
    "M-23": {
        "settlement_reversed": reversed_case(_after_agreement),
        "self_paid": self_paid_case(_after_agreement),
    }
    | _named(
        last_day_of_agreement, admitted_before_the_end, emergency_without_agreement
    ),
    "M-24": _named(
        last_day_of_the_doctor,
        doctor_not_in_register,
        line_of_gone_doctor_refunded,
        line_of_gone_doctor_self_paid,
    ),
}
