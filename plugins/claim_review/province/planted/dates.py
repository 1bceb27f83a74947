"""Planted cases of the rule on charges outside the stay: M-01."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.single_lines import WARDS
from claim_review.province.refunds import refund
from claim_review.province.world import DAY

# -- M-01 charged outside the stay -


def _outside(cases: Cases, menu: str, turn: int, offset: int, after: bool):
    """Add a stay of four days and a line so many days before or after it."""
    day = cases.day()
    end = day + 4
    enc = cases.stay(
        cases.person(), cases.place(*WARDS), day, 4, settled=(end + 8) * DAY + 10 * HOUR
    )
    date = end + offset if after else day - offset
    line = cases.line(enc, cases.item(menu, turn), date * DAY + 12 * HOUR, 2)
    return enc, line


def day_before(cases: Cases, turn: int):
    pair = _outside(cases, "drug", turn, 1, after=False)
    cases.flag(*pair, "suspect", "a drug on the day before admission")


def day_after(cases: Cases, turn: int):
    pair = _outside(cases, "treatment", turn, 1, after=True)
    cases.flag(*pair, "suspect", "a treatment on the day after discharge")


def days_before(cases: Cases, turn: int):
    days = 2 + turn % 4
    pair = _outside(cases, "drug", turn, days, after=False)
    cases.flag(*pair, "hard", f"a drug {days} days before admission")


def days_after(cases: Cases, turn: int):
    days = 2 + turn % 5
    pair = _outside(cases, "treatment", turn, days, after=True)
    cases.flag(*pair, "hard", f"a treatment {days} days after discharge")


def early_exam(cases: Cases, turn: int):
    pair = _outside(cases, "exam", turn, 4 + turn % 2, after=False)
    cases.flag(*pair, "hard", "an examination more than three days before admission")


def late_lab(cases: Cases, turn: int):
    pair = _outside(cases, "lab", turn, 4 + turn % 3, after=True)
    cases.flag(*pair, "hard", "a test more than three days after discharge")


def exam_before_admission(cases: Cases, turn: int):
    menu = ("exam", "lab")[turn % 2]
    pair = _outside(cases, menu, turn, 3 - turn % 3, after=False)
    cases.spare(*pair, "examined at most three days before admission")


def lab_after_discharge(cases: Cases, turn: int):
    menu = ("lab", "exam")[turn % 2]
    pair = _outside(cases, menu, turn, 3 - turn % 3, after=True)
    cases.spare(*pair, "posted at most three days after discharge")


def on_the_day_of_admission(cases: Cases, turn: int):
    enc, line = _outside(cases, "drug", turn, 0, after=False)
    cases.lines[line]["time"] -= 11 * HOUR
    cases.spare(enc, line, "on the day of admission, though hours before it")


def on_the_day_of_discharge(cases: Cases, turn: int):
    enc, line = _outside(cases, "drug", turn, 0, after=True)
    cases.lines[line]["time"] += 11 * HOUR
    cases.spare(enc, line, "on the day of discharge, though hours after it")


def outside_refunded(cases: Cases, turn: int):
    enc, line = _outside(cases, "drug", turn, 3, after=True)
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, line, "three days after discharge, but taken back")


def outside_self_paid(cases: Cases, turn: int):
    enc, line = _outside(cases, "drug", turn, 3, after=True)
    cases.lines[line]["selfpay"] = 10_000
    cases.spare(enc, line, "three days after discharge, but paid by the patient")


HITS = {
    "M-01": {
        f.__name__: f
        for f in (day_before, day_after, days_before, days_after, early_exam, late_lab)
    },
}
NEAR = {
    "M-01": {
        f.__name__: f
        for f in (
            exam_before_admission,
            lab_after_discharge,
            on_the_day_of_admission,
            on_the_day_of_discharge,
            outside_refunded,
            outside_self_paid,
        )
    },
}
