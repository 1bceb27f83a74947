"""Planted cases of services that an invented list limits: P-16, P-18, P-22."""

from collections.abc import Callable

from claim_review.province.cases import Cases
from claim_review.province.people import BEGAN
from claim_review.province.planted.single_lines import (
    HOSPITALS,
    stay_with,
    visit_with,
)
from claim_review.province.refunds import refund

WHOLE = 10_000  # paid by the patient


def _named(*functions: Callable) -> dict[str, Callable]:
    return {f.__name__: f for f in functions}


# -- P-16 services that another insurance pays -


def _injury(cases: Cases) -> int:
    return cases.named("示例限工伤康复评定")


def _maternity(cases: Cases) -> int:
    return cases.named("示例限生育产后护理")


def injury_service_in_a_visit(cases: Cases, turn: int):
    pair = visit_with(cases, _injury(cases), HOSPITALS)
    cases.flag(*pair, "hard", "no work injury", units=1)


def maternity_service_without_childbirth(cases: Cases, turn: int):
    pair = stay_with(cases, _maternity(cases), HOSPITALS, gend=(2,))
    cases.flag(*pair, "suspect", "pneumonia is no childbirth", units=2)


def paid_by_work_injury_insurance(cases: Cases, turn: int):
    pair = visit_with(
        cases,
        _injury(cases),
        HOSPITALS,
        who=lambda cases: cases.person(insured=[(410, BEGAN, None)]),
        insutype="410",
    )
    cases.spare(*pair, "work injury insurance pays it")


def bleeding_after_birth(cases: Cases, turn: int):
    dx = cases.dx("O72.100", "产后即时出血")
    pair = stay_with(cases, _maternity(cases), HOSPITALS, gend=(2,), dx=dx)
    cases.spare(*pair, "the diagnosis is one of childbirth")


def injury_service_refunded(cases: Cases, turn: int):
    enc, line = visit_with(cases, _injury(cases), HOSPITALS)
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, line, "the line is taken back in full")


# -- P-18 services for certain diagnoses -


def _for_fractures(cases: Cases) -> int:
    return cases.named("示例限骨折治疗")


def for_a_cold(cases: Cases, turn: int):
    pair = visit_with(cases, _for_fractures(cases), HOSPITALS)
    cases.flag(*pair, "suspect", "a cold, and the femur is whole", units=1)


def for_a_cold_or_a_score(cases: Cases, turn: int):
    pair = visit_with(cases, cases.named("示例限骨折或评分治疗"), HOSPITALS)
    cases.flag(*pair, "alert", "no diagnosis tells the score", units=1)


def second_diagnosis_is_the_fracture(cases: Cases, turn: int):
    dx2 = cases.dx("S72.000", "股骨颈骨折")
    pair = visit_with(cases, _for_fractures(cases), HOSPITALS, dx2=dx2)
    cases.spare(*pair, "the femur is broken: second diagnosis")


def fracture_twenty_days_before(cases: Cases, turn: int):
    day, place, person = cases.day(), cases.place(*HOSPITALS), cases.person()
    broken = cases.dx("S72.000", "股骨颈骨折")
    cases.visit(person, place, day, dx=broken)
    enc = cases.visit(person, place, day + 20)
    at = cases.encounters[enc]["begin"] + 600
    line = cases.line(enc, _for_fractures(cases), at)
    cases.spare(enc, line, "the femur was broken twenty days before")


def for_a_cold_self_paid(cases: Cases, turn: int):
    item = _for_fractures(cases)
    pair = visit_with(cases, item, HOSPITALS, line_selfpay=WHOLE)
    cases.spare(*pair, "the patient pays the line")


# -- P-22 services of higher hospitals -


def _from_second_level(cases: Cases) -> int:
    return cases.named("示例限二级治疗")


def in_a_health_centre(cases: Cases, turn: int):
    pair = visit_with(cases, _from_second_level(cases), ("centre",))
    cases.flag(*pair, "hard", "a centre is of the first level", units=1)


def third_level_in_the_second(cases: Cases, turn: int):
    pair = stay_with(cases, cases.named("示例限三级治疗"), ("county",))
    cases.flag(*pair, "hard", "a county hospital is of the second level", units=2)


def at_the_second_level(cases: Cases, turn: int):
    pair = visit_with(cases, _from_second_level(cases), ("county",))
    cases.spare(*pair, "the second level may")


def raised_to_the_second_level(cases: Cases, turn: int):
    pair = visit_with(cases, _from_second_level(cases), ("county",), old_level=1)
    cases.spare(*pair, "settled by the old level: the hospital has been raised")


def in_a_health_centre_refunded(cases: Cases, turn: int):
    enc, line = visit_with(cases, _from_second_level(cases), ("centre",))
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, line, "the line is taken back in full")


HITS = {
    "P-16": _named(injury_service_in_a_visit, maternity_service_without_childbirth),
    "P-18": _named(for_a_cold, for_a_cold_or_a_score),
    "P-22": _named(in_a_health_centre, third_level_in_the_second),
}
NEAR = {
    "P-16": _named(
        paid_by_work_injury_insurance, bleeding_after_birth, injury_service_refunded
    ),
    "P-18": _named(
        second_diagnosis_is_the_fracture,
        fracture_twenty_days_before,
        for_a_cold_self_paid,
    ),
    "P-22": _named(
        at_the_second_level, raised_to_the_second_level, in_a_health_centre_refunded
    ),
}
# Each variant once: the lists are invented, and the province stays small.
AT_MOST = dict.fromkeys(HITS, 1)
