"""Planted cases of the rules on herbal slices: C-13, C-14, C-15."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.prescriptions import (
    WHOLE,
    add,
    by_name,
    visit_without_lines,
)
from claim_review.province.planted.single_lines import HOSPITALS
from claim_review.province.refunds import refund
from claim_review.province.world import DAY

# -- C-13 slices that must not meet -


def _pair(cases: Cases, turn: int, other_rx: int = 4, **other) -> tuple[int, list[int]]:
    enc = visit_without_lines(cases, "tcm")
    second = ("白及", "白蔹", "半夏")[turn % 3]
    first = add(cases, enc, cases.named("白附片"), 30, **other)
    return enc, [
        first,
        add(cases, enc, cases.named(second), 30, rx=other_rx, **other),
    ]


def pair_on_one_prescription(cases: Cases, turn: int):
    enc, lines = _pair(cases, turn)
    for line in lines:
        cases.flag(enc, line, "suspect", "two slices that must not meet", units=30)


def pair_among_others(cases: Cases, turn: int):
    enc, lines = _pair(cases, turn)
    for number in range(6):
        add(cases, enc, cases.item("slice", turn + number), 20)
    for line in lines:
        cases.flag(enc, line, "suspect", "two of eight must not meet", units=30)


def pair_on_two_prescriptions(cases: Cases, turn: int):
    enc, lines = _pair(cases, turn, other_rx=5)
    cases.spare(enc, lines[0], "the two slices are on two prescriptions")


def pair_half_refunded(cases: Cases, turn: int):
    enc, lines = _pair(cases, turn)
    refund(cases, lines[1], linked=turn % 2 == 0)
    cases.spare(enc, lines[0], "the other slice is taken back")


def pair_self_paid(cases: Cases, turn: int):
    enc, lines = _pair(cases, turn, selfpay=WHOLE)
    cases.spare(enc, lines[0], "the patient pays both slices")


# -- C-14 too many slices -


def _slices(cases: Cases, turn: int, number: int, **other) -> tuple[int, list[int]]:
    """Add a prescription of so many slices, the dearest first."""
    enc = visit_without_lines(cases, "tcm")
    lines = []
    for n in range(number):
        line = add(cases, enc, cases.item("slice", turn + n), **other)
        lines.append(line)
        # Each costs a yuan less than the one before it.
        unit = cases.lines[line]["pric"]
        cases.lines[line]["cnt"] = round((40 - n) * 1_000_000 / unit)
    return enc, lines


def twenty_six_slices(cases: Cases, turn: int):
    enc, lines = _slices(cases, turn, 26)
    cases.flag(enc, lines[-1], "suspect", "the 26th slice of a prescription")


def twenty_eight_slices(cases: Cases, turn: int):
    enc, lines = _slices(cases, turn, 28)
    for line in lines[25:]:
        cases.flag(enc, line, "suspect", "slices beyond the 25th")


def twenty_five_slices(cases: Cases, turn: int):
    enc, lines = _slices(cases, turn, 25)
    cases.spare(enc, lines[-1], "25 slices on a prescription")


def slices_of_a_paste(cases: Cases, turn: int):
    enc, lines = _slices(cases, turn, 30, used_way="膏方")
    cases.spare(enc, lines[-1], "30 slices for a paste")


def slice_refunded(cases: Cases, turn: int):
    enc, lines = _slices(cases, turn, 26)
    original = cases.lines[lines[0]]
    back = original | {"time": original["time"] + 600, "cnt": -original["cnt"]}
    cases.lines.append(back | {"init": lines[0] if turn % 2 == 0 else -1})
    cases.spare(enc, lines[-1], "one of the 26 slices is taken back")


def slice_self_paid(cases: Cases, turn: int):
    enc, lines = _slices(cases, turn, 26)
    cases.lines[lines[0]]["selfpay"] = WHOLE
    cases.spare(enc, lines[-1], "the patient pays one of the 26 slices")


# -- C-15 a slice in excess -


def _leeches(cases: Cases, grams: int, days: int, **other) -> tuple[int, int]:
    enc = visit_without_lines(cases, "tcm")
    line = add(cases, enc, cases.named("水蛭"), grams, prd_days=days, **other)
    return enc, line


def six_times_the_maximum(cases: Cases, turn: int):
    pair = _leeches(cases, 35, 2)
    cases.flag(*pair, "suspect", "17.5 g a day, 15 g are five times as much", units=5)


def in_a_stay(cases: Cases, turn: int):
    day = cases.day()
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, 5)
    at, item = (day + 1) * DAY + 14 * HOUR, cases.named("桃仁")
    line = cases.line(enc, item, at, 180, prd_days=3)
    cases.flag(enc, line, "suspect", "60 g a day, 50 g are five times", units=30)


def five_times_the_maximum(cases: Cases, turn: int):
    cases.spare(*_leeches(cases, 30, 2), "15 g a day are exactly five times")


def for_a_week(cases: Cases, turn: int):
    cases.spare(*_leeches(cases, 35, 7), "35 g are meant for a week")


def for_washing(cases: Cases, turn: int):
    cases.spare(*_leeches(cases, 35, 2, used_way="外用"), "for external use")


def excess_refunded(cases: Cases, turn: int):
    enc, line = _leeches(cases, 35, 2)
    refund(cases, line, 5, linked=True)
    cases.spare(enc, line, "the excess is taken back")


def excess_self_paid(cases: Cases, turn: int):
    pair = _leeches(cases, 35, 2, selfpay=WHOLE)
    cases.spare(*pair, "the patient pays the whole line")


HITS = {
    "C-13": by_name(pair_on_one_prescription, pair_among_others),
    "C-14": by_name(twenty_six_slices, twenty_eight_slices),
    "C-15": by_name(six_times_the_maximum, in_a_stay),
}
NEAR = {
    "C-13": by_name(pair_on_two_prescriptions, pair_half_refunded, pair_self_paid),
    "C-14": by_name(
        twenty_five_slices, slices_of_a_paste, slice_refunded, slice_self_paid
    ),
    "C-15": by_name(
        five_times_the_maximum,
        for_a_week,
        for_washing,
        excess_refunded,
        excess_self_paid,
    ),
}
