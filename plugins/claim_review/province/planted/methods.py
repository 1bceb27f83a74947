"""Planted hospitals that bill the dearer method of one test: B-07.

Specialised hospitals of the third level, of which there are no others: they are each
other's peers. A bill has many tests, so that one bill of each hospital does.
"""

from claim_review.province.cases import Cases
from claim_review.province.refunds import refund

_YUAN = 10_000
_METRIC = "upper_method_share"
_CHEAPER, _DEARER = "示例测定（普通法）", "示例测定（发光法）"


def _tests(cases: Cases, name: str, number: int, dearer: int, refunded: int = 0) -> int:
    """Bill so many tests, so many of them by the dearer method; return the hospital."""
    own = f"B-07 {name}"
    place = cases.cast.institution(own, "private", medins_type="A500", hosp_lv="4")
    units = {_CHEAPER: number - dearer, _DEARER: dearer + refunded}
    enc = cases.visit(cases.person(), place, cases.day(), plain=False)
    at = cases.encounters[enc]["begin"] + 600
    for item, cnt in units.items():
        line = cases.line(enc, cases.named(item), at, cnt, pric=9 * _YUAN)
    if refunded:
        refund(cases, line, refunded)
    return place


def dearer_method(cases: Cases, turn: int):
    for number in range(4):
        _tests(cases, f"peer {number}", 40, 4 + number)
    place = _tests(cases, "dearer", 40, 32)
    cases.signal(place, "four of five tests by the dearer method", _METRIC)
    place = _tests(cases, "somewhat more", 40, 9)
    cases.no_signal(place, "nine of 40; its peers have four to seven", _METRIC)
    place = _tests(cases, "few", 29, 28)
    cases.no_signal(place, "29 tests are too few to compare", _METRIC)
    place = _tests(cases, "given back", 40, 6, refunded=30)
    cases.no_signal(place, "30 of the dearer tests were taken back", _METRIC)


SIGNALS = {"B-07": {"dearer_method": dearer_method}}
