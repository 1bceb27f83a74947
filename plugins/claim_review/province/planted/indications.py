"""Planted cases of drugs and diagnoses by invented lists: P-05, P-07, P-10, M-06."""

from collections.abc import Callable

from claim_review.province.cases import Cases
from claim_review.province.people import BEGAN
from claim_review.province.planted.single_lines import (
    HOSPITALS,
    stay_with,
    visit_with,
)
from claim_review.province.refunds import refund, reverse

WHOLE = 10_000  # paid by the patient


def _named(*functions: Callable) -> dict[str, Callable]:
    return {f.__name__: f for f in functions}


def _visits(
    cases: Cases, *items: str, dx: str = "J06", **first
) -> list[tuple[int, int]]:
    """Add a person's visits, ten days apart, with one of the items each.

    The first is for `dx`, the others for a cold; `first` are options of its line.
    """
    day, place, person = cases.day(), cases.place(*HOSPITALS), cases.person()
    made = []
    for number, item in enumerate(items):
        said = dx if number == 0 else "J06"
        enc = cases.visit(person, place, day + 10 * number, dx=cases.dx(said))
        at = cases.encounters[enc]["begin"] + 600
        own = first if number == 0 else {}
        made.append((enc, cases.line(enc, cases.named(item), at, 1, **own)))
    return made


# -- P-05 second-line drugs -

FIRST, SECOND = "示例一线药", "示例二线药"


def _judged(cases: Cases, pair: tuple[int, int], why: str):
    """Expect a suspicion, but where nothing is known of the time before."""
    if cases.earlier_quarters():
        cases.flag(*pair, "suspect", why, units=1)
    else:
        cases.spare(*pair, "nobody knows what was tried before the first quarter")


def second_line_at_once(cases: Cases, turn: int):
    [pair] = _visits(cases, SECOND)
    _judged(cases, pair, "no first-line drug before")


def second_line_before_the_first(cases: Cases, turn: int):
    pair, _ = _visits(cases, SECOND, FIRST)
    _judged(cases, pair, "the first-line drug came ten days later")


def first_line_before(cases: Cases, turn: int):
    _, pair = _visits(cases, FIRST, SECOND)
    cases.spare(*pair, "ten days after the first-line drug")


def going_on_with_the_second_line(cases: Cases, turn: int):
    _, pair = _visits(cases, SECOND, SECOND, selfpay=WHOLE)
    cases.spare(*pair, "gone on with what the patient had paid")


def allergic_to_the_first_line(cases: Cases, turn: int):
    [pair] = _visits(cases, SECOND, dx="Z88.000")
    cases.spare(*pair, "an allergy is among the diagnoses")


# -- P-07 drugs for certain diagnoses -

DIABETES_DRUG, GENE_DRUG = "示例限糖尿病药", "示例限糖尿病或基因药"


def for_a_cold(cases: Cases, turn: int):
    pair = visit_with(cases, cases.named(DIABETES_DRUG), HOSPITALS)
    cases.flag(*pair, "suspect", "a cold is no diabetes", units=1)


def for_a_gene_nobody_sees(cases: Cases, turn: int):
    pair = stay_with(cases, cases.named(GENE_DRUG), HOSPITALS)
    cases.flag(*pair, "alert", "no diagnosis tells the gene", units=2)


def diabetes_second(cases: Cases, turn: int):
    item, dx2 = cases.named(DIABETES_DRUG), cases.dx("E11")
    pair = visit_with(cases, item, HOSPITALS, dx2=dx2)
    cases.spare(*pair, "diabetes: second diagnosis")


def diabetes_ten_days_before(cases: Cases, turn: int):
    [_, pair] = _visits(cases, DIABETES_DRUG, DIABETES_DRUG, dx="E11")
    cases.spare(*pair, "diabetes ten days before")


def in_an_emergency(cases: Cases, turn: int):
    item = cases.named(DIABETES_DRUG)
    cases.spare(*visit_with(cases, item, HOSPITALS, kind="emergency"), "an emergency")


def approved_beforehand(cases: Cases, turn: int):
    item = cases.named(DIABETES_DRUG)
    pair = visit_with(cases, item, HOSPITALS, line_approved=1)
    cases.spare(*pair, "approved beforehand")


# -- P-10 drugs of another chronic disease -


def _chronic(cases: Cases, drug: str, *diseases: str, **line) -> tuple[int, int]:
    """Add chronic care with the drug, of a person registered for these diseases."""
    said = {f"line_{name}": value for name, value in line.items()}
    return visit_with(
        cases,
        cases.named(drug),
        HOSPITALS,
        who=lambda cases: cases.person(
            registered=[(code, BEGAN, None) for code in diseases]
        ),
        kind="chronic",
        **said,
    )


def drug_of_another_disease(cases: Cases, turn: int):
    pair = _chronic(cases, "示例高血压药", "M01600")
    cases.flag(*pair, "hard", "registered for another disease", units=1)


def drug_of_neither_disease(cases: Cases, turn: int):
    pair = _chronic(cases, "示例别病种药", "M01600", "M03900")
    cases.flag(*pair, "suspect", "registered for two other diseases", units=1)


def drug_of_the_second_disease(cases: Cases, turn: int):
    pair = _chronic(cases, "示例高血压药", "M01600", "M03900")
    cases.spare(*pair, "registered for its disease too")


def drug_of_complications(cases: Cases, turn: int):
    pair = _chronic(cases, "示例并发症药", "M01600")
    cases.spare(*pair, "any disease may lead to what it treats")


def drug_of_another_disease_self_paid(cases: Cases, turn: int):
    pair = _chronic(cases, "示例高血压药", "M01600", selfpay=WHOLE)
    cases.spare(*pair, "the patient pays the line")


# -- M-06 diagnoses without anything done -


def _with_complication(
    cases: Cases, at: str = "dx2", treated: bool = False, **line
) -> int:
    """Add a stay with the invented diagnosis, and its drug where it is treated."""
    said = {at: cases.dx("U98.900", "示例合并症")}
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS), cases.day(), 8, **said)
    if treated:
        begin = cases.encounters[enc]["begin"]
        cases.line(enc, cases.named("示例合并症用药"), begin + 7200, 1, **line)
    return enc


def nothing_done_for_it(cases: Cases, turn: int):
    enc = _with_complication(cases)
    cases.flag(enc, -1, "suspect", "no drug of the second diagnosis")


def its_drug_taken_back(cases: Cases, turn: int):
    enc = _with_complication(cases, treated=True)
    refund(cases, len(cases.lines) - 1)
    cases.flag(enc, -1, "suspect", "the drug of the second diagnosis is taken back")


def its_drug_given(cases: Cases, turn: int):
    enc = _with_complication(cases, treated=True)
    cases.spare(enc, -1, "its drug was given")


def its_drug_self_paid(cases: Cases, turn: int):
    enc = _with_complication(cases, treated=True, selfpay=WHOLE)
    cases.spare(enc, -1, "its drug was given, and the patient paid")


def the_main_diagnosis(cases: Cases, turn: int):
    enc = _with_complication(cases, at="dx")
    cases.spare(enc, -1, "the main diagnosis is not asked")


def nothing_done_and_reversed(cases: Cases, turn: int):
    enc = _with_complication(cases)
    reverse(cases, enc)
    cases.spare(enc, -1, "the settlement is reversed")


HITS = {
    "P-05": _named(second_line_at_once, second_line_before_the_first),
    "P-07": _named(for_a_cold, for_a_gene_nobody_sees),
    "P-10": _named(drug_of_another_disease, drug_of_neither_disease),
    "M-06": _named(nothing_done_for_it, its_drug_taken_back),
}
NEAR = {
    "P-05": _named(
        first_line_before, going_on_with_the_second_line, allergic_to_the_first_line
    ),
    "P-07": _named(
        diabetes_second, diabetes_ten_days_before, in_an_emergency, approved_beforehand
    ),
    "P-10": _named(
        drug_of_the_second_disease,
        drug_of_complications,
        drug_of_another_disease_self_paid,
    ),
    "M-06": _named(
        its_drug_given,
        its_drug_self_paid,
        the_main_diagnosis,
        nothing_done_and_reversed,
    ),
}
# Each variant once: the lists are invented, and the province stays small.
AT_MOST = dict.fromkeys(HITS, 1)
