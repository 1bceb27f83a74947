"""Planted cases of antibiotics by invented grades and guidelines: M-11, M-12."""

from collections.abc import Callable

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.single_lines import (
    HOSPITALS,
    stay_with,
    visit_with,
)
from claim_review.province.refunds import refund
from claim_review.province.world import DAY

WHOLE = 10_000  # paid by the patient
SPECIAL, RESTRICTED, USUAL = (
    "示例特殊级抗菌药",
    "示例限制级抗菌药",
    "示例非限制级抗菌药",
)
CLEAN_OPERATION = "86.9910"


def _named(*functions: Callable) -> dict[str, Callable]:
    return {f.__name__: f for f in functions}


# -- M-11 prevention around clean operations -


def _prevented(
    cases: Cases,
    drug: str,
    after: int,
    cut: str = "Ⅰ/甲",
    dx: str = "K80.200",
    **line,
) -> tuple[int, int]:
    """Add a stay with an operation and the drug so many days after it."""
    item = cases.item("surgery", 0)
    enc, cutting = stay_with(cases, item, HOSPITALS, 1, dx=cases.dx(dx))
    at = cases.lines[cutting]["time"]
    cases.operation(enc, CLEAN_OPERATION, "示例清洁手术", day=at // DAY, cut=cut)
    given = at + HOUR + after * DAY
    return enc, cases.line(enc, cases.named(drug), given, 2, **line)


def two_days_after(cases: Cases, turn: int):
    pair = _prevented(cases, USUAL, 2)
    cases.flag(*pair, "suspect", "prevention takes a day", units=2)


def drug_not_named(cases: Cases, turn: int):
    pair = _prevented(cases, RESTRICTED, 0)
    cases.flag(*pair, "suspect", "the guideline names another drug", units=2)


def the_day_after(cases: Cases, turn: int):
    cases.spare(*_prevented(cases, USUAL, 1), "a day after the operation")


def infection_treated(cases: Cases, turn: int):
    pair = _prevented(cases, USUAL, 2, dx="J18.9")
    cases.spare(*pair, "a pneumonia is treated")


def cut_not_clean(cases: Cases, turn: int):
    pair = _prevented(cases, USUAL, 2, cut="Ⅱ/甲")
    cases.spare(*pair, "the cut is of the second class")


def two_days_after_self_paid(cases: Cases, turn: int):
    pair = _prevented(cases, USUAL, 2, selfpay=WHOLE)
    cases.spare(*pair, "the patient pays the line")


# -- M-12 special antibiotics of outpatients -


def special_in_a_visit(cases: Cases, turn: int):
    pair = visit_with(cases, cases.named(SPECIAL), HOSPITALS)
    cases.flag(*pair, "suspect", "special antibiotics are for stays", units=1)


def special_in_chronic_care(cases: Cases, turn: int):
    pair = visit_with(cases, cases.named(SPECIAL), HOSPITALS, kind="chronic")
    cases.flag(*pair, "suspect", "special antibiotics are for stays", units=1)


def special_in_an_emergency(cases: Cases, turn: int):
    pair = visit_with(cases, cases.named(SPECIAL), HOSPITALS, kind="emergency")
    cases.spare(*pair, "an emergency")


def special_in_a_stay(cases: Cases, turn: int):
    cases.spare(*stay_with(cases, cases.named(SPECIAL), HOSPITALS), "a stay")


def restricted_in_a_visit(cases: Cases, turn: int):
    pair = visit_with(cases, cases.named(RESTRICTED), HOSPITALS)
    cases.spare(*pair, "of a lower grade")


def special_refunded(cases: Cases, turn: int):
    enc, line = visit_with(cases, cases.named(SPECIAL), HOSPITALS)
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, line, "the line is taken back in full")


HITS = {
    "M-11": _named(two_days_after, drug_not_named),
    "M-12": _named(special_in_a_visit, special_in_chronic_care),
}
NEAR = {
    "M-11": _named(
        the_day_after, infection_treated, cut_not_clean, two_days_after_self_paid
    ),
    "M-12": _named(
        special_in_an_emergency,
        special_in_a_stay,
        restricted_in_a_visit,
        special_refunded,
    ),
}
# Each variant once: the lists are invented, and the province stays small.
AT_MOST = dict.fromkeys(HITS, 1)
