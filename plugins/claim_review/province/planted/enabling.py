"""Planted cases of what goes together: C-17 to C-20."""

from collections.abc import Callable

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.drug_limits import Variant, say
from claim_review.province.planted.drug_safety import given
from claim_review.province.planted.single_lines import (
    HOSPITALS,
    stay_with,
    visit_with,
)
from claim_review.province.setting import INTENSIVE
from claim_review.province.world import DAY

TRAINING, CONTRAST, SCAN = "示例偏瘫肢体训练", "示例造影剂", "示例增强扫描"
IMPLANT, FIXATION = "示例接骨板", "示例骨折内固定术"
CATHETER, DRAINAGE = "示例引流导管", "示例置管引流"
TUBE = "示例重症监护管路"
WARD = 0  # a position in DEPARTMENTS that the list does not name


def _beside(
    name: str,
    service: str,
    verdict: str,
    why: str,
    where: Callable = stay_with,
    **of_service,
) -> Variant:
    """Return the case of an item and, an hour later, a service."""

    def case(cases: Cases, turn: int):
        enc, line = where(cases, cases.named(name), HOSPITALS, 2)
        at = cases.lines[line]["time"] + HOUR
        cases.line(enc, cases.named(service), at, **of_service)
        say(cases, (enc, line), verdict, why, 2)

    return case


# -- C-17 treatment -


def chinese_medicine(cases: Cases, turn: int):
    pair = visit_with(cases, cases.named(TRAINING), HOSPITALS)
    cases.diagnosis(pair[0], "A08.01.06", "示例中医病名", kind=2)
    cases.spare(*pair, "Chinese medicine has indications of its own")


# -- C-18 contrast medium -


def scanned_elsewhere_that_day(cases: Cases, turn: int):
    person, day = cases.person(), cases.day()
    pairs = [
        visit_with(
            cases,
            cases.named(name),
            HOSPITALS,
            who=lambda cases: person,
            day=day,
            begin=day * DAY + hour * HOUR,
        )
        for name, hour in ((CONTRAST, 9), (SCAN, 14))
    ]
    cases.spare(*pairs[0], "scanned in another encounter of the day")


# -- C-19 materials -


def implant_beside_another_operation(cases: Cases, turn: int):
    enc, line = stay_with(cases, cases.named(IMPLANT), HOSPITALS, 1)
    at = cases.lines[line]["time"]
    cases.line(enc, cases.item("surgery", turn), at)
    cases.flag(enc, line, "suspect", "operated, but not with implants", units=1)


_ELSEWHERE = {"line_dept": WARD, "line_exec_dept": WARD}
HITS = {
    "C-17": {"cold": given(TRAINING, "suspect", "a cold")},
    "C-18": {"never_scanned": given(CONTRAST, "suspect", "no scan")},
    "C-19": {
        "implant_without_operation": given(
            IMPLANT, "hard", "no operation at all", stay_with, 1
        ),
        "implant_beside_another_operation": implant_beside_another_operation,
        "catheter_alone": given(CATHETER, "suspect", "nothing was drained", stay_with),
    },
    "C-20": {"on_a_ward": given(TUBE, "suspect", "a ward", stay_with, 1, **_ELSEWHERE)},
}
NEAR = {
    "C-17": {
        "stroke_beside_it": given(TRAINING, "", "had a stroke", dx2="I63.900"),
        "chinese_medicine": chinese_medicine,
    },
    "C-18": {
        "scan_self_paid": _beside(
            CONTRAST, SCAN, "", "paid the scan alone", visit_with, selfpay=10_000
        ),
        "scanned_elsewhere_that_day": scanned_elsewhere_that_day,
    },
    "C-19": {
        "fixed_with_it": _beside(IMPLANT, FIXATION, "", "its operation is there"),
        "drained_with_it": _beside(CATHETER, DRAINAGE, "", "its service is there"),
        "implant_self_paid": given(
            IMPLANT, "", "paid alone", stay_with, line_selfpay=10_000
        ),
    },
    "C-20": {
        "used_in_intensive_care": given(
            TUBE, "", "ordered by a ward", stay_with, line_dept=WARD
        ),
        "ordered_by_intensive_care": given(
            TUBE,
            "",
            "used on a ward",
            stay_with,
            line_dept=INTENSIVE,
            line_exec_dept=WARD,
        ),
    },
}
# Of what the province invents one case of each variant is enough.
AT_MOST = dict.fromkeys(HITS, 1)
