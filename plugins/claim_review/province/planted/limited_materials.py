"""Planted cases of invented limits on materials and of caps: P-31 to P-33."""

from collections.abc import Callable

from claim_review.province.cases import Cases
from claim_review.province.planted.service_limits import charged
from claim_review.province.planted.single_lines import HOSPITALS, stay_with
from claim_review.province.refunds import refund
from claim_review.province.world import DAY

YUAN = 10_000
WHOLE = 10_000  # paid by the patient


def _named(*functions: Callable) -> dict[str, Callable]:
    return {f.__name__: f for f in functions}


# -- P-31 more than is reimbursed -


def _capped(cases: Cases, cnt: int, **other) -> tuple[int, int]:
    item = cases.named("示例限额耗材")
    return stay_with(cases, item, HOSPITALS, cnt, line_pric=300 * YUAN, **other)


def beyond_the_cap_of_a_stay(cases: Cases, turn: int):
    pair = _capped(cases, 4)
    cases.flag(*pair, "hard", "1200 yuan where 1000 are paid", yuan=200)


def beyond_the_cap_of_a_year(cases: Cases, turn: int):
    day, person = cases.day(), cases.person()
    for number in range(2):
        enc = cases.visit(person, cases.place("county"), day + 9 * number)
        at = cases.encounters[enc]["begin"] + 600
        item = cases.named("示例年度限额治疗")
        line = cases.line(enc, item, at, 3, pric=18 * YUAN)
    cases.flag(enc, line, "hard", "108 yuan where 100 are paid", yuan=8)


def exactly_the_cap(cases: Cases, turn: int):
    item = cases.named("示例限额耗材")
    pair = stay_with(cases, item, HOSPITALS, 4, line_pric=250 * YUAN)
    cases.spare(*pair, "exactly the 1000 yuan that are paid")


def beyond_the_cap_self_paid(cases: Cases, turn: int):
    enc, line = _capped(cases, 3)
    at = cases.lines[line]["time"] + DAY
    item = cases.lines[line]["item"]
    more = cases.line(enc, item, at, 1, pric=300 * YUAN, selfpay=WHOLE)
    cases.spare(enc, more, "the patient pays the fourth piece")


def beyond_the_cap_refunded(cases: Cases, turn: int):
    enc, line = _capped(cases, 4)
    refund(cases, line, 1)
    cases.spare(enc, line, "one of four pieces is taken back")


# -- P-32 materials that a service includes -

TUBES = ("C9781000000000000001", "示例治疗管路")
KIT = ("C9782000000000000001", "示例消毒包")


def _material(cases: Cases, code: str, name: str) -> int:
    """Return the material, which lists know by the beginning of its code alone."""
    if code.encode() in cases.world.items.code:
        return cases.world.items.of(code)
    return cases.cast.item(code, name, "301", "08")


def _with_material(
    cases: Cases, material: tuple[str, str], service: bool = True
) -> tuple[int, int]:
    enc = cases.visit(cases.person(), cases.place(*HOSPITALS), cases.day())
    at = cases.encounters[enc]["begin"] + 600
    if service:
        cases.line(enc, cases.named("示例含管路治疗"), at)
    return enc, cases.line(enc, _material(cases, *material), at, 2)


def tubes_beside_the_treatment(cases: Cases, turn: int):
    pair = _with_material(cases, TUBES)
    cases.flag(*pair, "hard", "the treatment includes its tubes", units=2)


def kit_beside_the_treatment(cases: Cases, turn: int):
    pair = _with_material(cases, KIT)
    cases.flag(*pair, "suspect", "by practice it includes the kit", units=2)


def tubes_without_the_treatment(cases: Cases, turn: int):
    pair = _with_material(cases, TUBES, service=False)
    cases.spare(*pair, "nothing that includes them was charged")


def tubes_refunded(cases: Cases, turn: int):
    enc, line = _with_material(cases, TUBES)
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, line, "the tubes are taken back")


def tubes_self_paid(cases: Cases, turn: int):
    enc, line = _with_material(cases, TUBES)
    cases.lines[line]["selfpay"] = WHOLE
    cases.spare(enc, line, "the patient pays the tubes")


# -- P-33 materials for another age -


def _newborns(cases: Cases) -> int:
    return cases.named("示例新生儿导管")


def newborns_tube_for_an_adult(cases: Cases, turn: int):
    pair = charged(cases, _newborns(cases), who={"age": (30, 60)})
    cases.flag(*pair, "suspect", "a tube for newborns, and an adult", units=1)


def childs_tube_just_too_late(cases: Cases, turn: int):
    item = cases.named("示例儿童导管")
    pair = charged(cases, item, who={"months": (216, 226)})
    cases.flag(*pair, "alert", "less than a year above the bound", units=1)


def last_day_of_a_newborn(cases: Cases, turn: int):
    pair = charged(cases, _newborns(cases), born=28)
    cases.spare(*pair, "28 days old")


def newborn_of_the_mother(cases: Cases, turn: int):
    visit = ({"newborn": 1}, {"dx": cases.dx("O80")})[turn % 2]
    pair = charged(
        cases, _newborns(cases), gend=(2,), who={"age": (22, 38)}, visit=visit
    )
    cases.spare(*pair, "the newborn is on the mother's settlement")


def adults_tube_self_paid(cases: Cases, turn: int):
    item = _newborns(cases)
    pair = charged(cases, item, who={"age": (30, 60)}, selfpay=WHOLE)
    cases.spare(*pair, "the patient pays the line")


HITS = {
    "P-31": _named(beyond_the_cap_of_a_stay, beyond_the_cap_of_a_year),
    "P-32": _named(tubes_beside_the_treatment, kit_beside_the_treatment),
    "P-33": _named(newborns_tube_for_an_adult, childs_tube_just_too_late),
}
NEAR = {
    "P-31": _named(exactly_the_cap, beyond_the_cap_self_paid, beyond_the_cap_refunded),
    "P-32": _named(tubes_without_the_treatment, tubes_refunded, tubes_self_paid),
    "P-33": _named(last_day_of_a_newborn, newborn_of_the_mother, adults_tube_self_paid),
}
# Each variant once: the lists are invented, and the province stays small.
AT_MOST = dict.fromkeys(HITS, 1)
