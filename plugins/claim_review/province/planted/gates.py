"""Planted cases of the data gates: D-01, D-02, D-03."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.single_lines import HOSPITALS, WARDS
from claim_review.province.refunds import refund, reverse
from claim_review.province.tables import DANGLING
from claim_review.province.world import DAY

# -- D-01 refunds without (enough of) an original -


def _stay_with_line(cases: Cases, cnt: int):
    day = cases.day()
    enc = cases.stay(cases.person(), cases.place(*WARDS), day, 4)
    line = cases.line(enc, cases.item("drug", 3), (day + 1) * DAY + 13 * HOUR, cnt)
    return enc, line


def reversal_without_original(cases: Cases, turn: int):
    enc = cases.visit(cases.person(), cases.place(*HOSPITALS), cases.day())
    settlement = cases.settlements[cases.setl[enc]]
    settlement.update(init=DANGLING, sign=-1, flag=1)
    for row in cases.lines_of(enc):
        line = cases.lines[row]
        line.update(cnt=-line["cnt"], init=DANGLING)
    cases.flag(enc, -1, "gate", "reverses a settlement that nobody sent")


def refund_without_original(cases: Cases, turn: int):
    enc, line = _stay_with_line(cases, 2)
    back = refund(cases, line)
    cases.lines[back]["init"] = DANGLING
    # Of another item, so that it does not match an original by code and day.
    cases.lines[back]["item"] = cases.item("drug", 7)
    cases.flag(enc, back, "gate", "takes back a line that nobody sent", units=2)


def refund_larger_than_original(cases: Cases, turn: int):
    enc, line = _stay_with_line(cases, 2)
    back = refund(cases, line, 5)
    cases.flag(enc, back, "gate", "takes back five of two units", units=3)


def refunded_twice(cases: Cases, turn: int):
    enc, line = _stay_with_line(cases, 2)
    refund(cases, line)
    back = refund(cases, line)
    cases.flag(enc, back, "gate", "takes back a second time", units=2)


def refund_of_all(cases: Cases, turn: int):
    enc, line = _stay_with_line(cases, 4)
    back = refund(cases, line)
    cases.spare(enc, back, "takes back exactly what was charged")


def two_partial_refunds(cases: Cases, turn: int):
    enc, line = _stay_with_line(cases, 4)
    refund(cases, line, 1)
    back = refund(cases, line, 2)
    cases.spare(enc, back, "one and two of four units are taken back")


def unlinked_refund(cases: Cases, turn: int):
    enc, line = _stay_with_line(cases, 3)
    back = refund(cases, line, 3, linked=False)
    cases.spare(enc, back, "same stay, code, day and department as the original")


def reversed_and_settled_again(cases: Cases, turn: int):
    enc = cases.visit(cases.person(), cases.place(*HOSPITALS), cases.day())
    last = reverse(cases, enc, again=True)
    cases.spare(enc, -1, "original, reversal and a new settlement", setl=last - 1)


# -- D-02 near misses; what is broken is among the everyday settlements -


def total_within_tolerance(cases: Cases, turn: int):
    enc = cases.visit(cases.person(), cases.place(*WARDS), cases.day())
    cases.off_by[cases.setl[enc]] = (5, -5, 3)[turn % 3]
    cases.spare(enc, -1, "lines and total differ by at most five fen")


def rounded_amount(cases: Cases, turn: int):
    enc, line = _stay_with_line(cases, 3)
    cases.lines[line]["pric"] = 33_333 + 10 * turn
    cases.spare(enc, line, "price times count was rounded to the fen")


# -- D-03 what has to be there -


def without_diagnosis(cases: Cases, turn: int):
    enc = cases.visit(cases.person(), cases.place(*HOSPITALS), cases.day(), dx=-1)
    cases.flag(enc, -1, "gate", "a hospital visit without diagnosis")


def without_doctor(cases: Cases, turn: int):
    enc = cases.visit(cases.person(), cases.place(*HOSPITALS), cases.day(), doctor=-1)
    cases.flag(enc, -1, "gate", "a hospital visit without doctor")


def without_department(cases: Cases, turn: int):
    enc = cases.visit(cases.person(), cases.place(*HOSPITALS), cases.day(), dept=-1)
    cases.flag(enc, -1, "gate", "a hospital visit without department")


def pharmacy_without_any(cases: Cases, turn: int):
    enc = cases.visit(
        cases.person(), cases.place("pharmacy"), cases.day(), "purchase", doctor=-1
    )
    cases.spare(enc, -1, "a pharmacy has neither diagnosis, doctor nor department")


def complete(cases: Cases, turn: int):
    enc = cases.visit(cases.person(), cases.place(*HOSPITALS), cases.day())
    cases.spare(enc, -1, "diagnosis, doctor and department are there")


HITS = {
    "D-01": {
        f.__name__: f
        for f in (
            reversal_without_original,
            refund_without_original,
            refund_larger_than_original,
            refunded_twice,
        )
    },
    "D-03": {
        f.__name__: f for f in (without_diagnosis, without_doctor, without_department)
    },
}
NEAR = {
    "D-01": {
        f.__name__: f
        for f in (
            refund_of_all,
            two_partial_refunds,
            unlinked_refund,
            reversed_and_settled_again,
        )
    },
    "D-02": {f.__name__: f for f in (total_within_tolerance, rounded_amount)},
    "D-03": {f.__name__: f for f in (pharmacy_without_any, complete)},
}
