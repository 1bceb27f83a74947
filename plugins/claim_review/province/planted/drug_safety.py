"""Planted cases of whom a drug may harm: C-04, C-05, C-09 to C-12."""

from collections.abc import Callable

from claim_review.province.cases import Cases
from claim_review.province.planted.drug_limits import Variant, say
from claim_review.province.planted.single_lines import (
    HOSPITALS,
    stay_with,
    visit_with,
)
from claim_review.province.refunds import refund
from claim_review.province.world import DAY

CHILDRENS, BARRED = "示例小儿感冒颗粒", "示例儿童禁用片"
NOT_FOR_THE_OLD, CAUTION = "示例老年禁用片", "示例老年慎用片"
NOT_IN_PREGNANCY, THINNER = "示例妊娠禁用片", "示例抗凝注射剂"
INTERACTING = ("示例相互作用甲片", "示例相互作用乙片")
WOMAN = 2


def given(
    name: str,
    verdict: str,
    why: str,
    where: Callable = visit_with,
    cnt: float = 1,
    places: tuple = HOSPITALS,
    person: dict | None = None,
    gend: tuple = (),
    dx: str = "",
    dx2: str = "",
    refunded: bool = False,
    **other,
) -> Variant:
    """Return the case of an item given to such a person, spared without `verdict`.

    `person` as in Cast.person, ages on the day of the encounter; `where` is visit_with
    or stay_with, and `other` as there.
    """

    def case(cases: Cases, turn: int):
        day = cases.day()
        codes = {"dx": dx, "dx2": dx2}
        said = {at: cases.dx(code) for at, code in codes.items() if code}
        enc, line = where(
            cases,
            cases.named(name),
            places,
            cnt,
            who=lambda cases: cases.person(*gend, on=day, **(person or {})),
            day=day,
            **said | other,
        )
        if refunded:
            refund(cases, line, linked=turn % 2 == 0)
        say(cases, (enc, line), verdict, why, cnt)

    return case


# -- C-12 drugs that interact -


def _together(
    verdict: str, why: str, apart: int = 0, refunded: bool = False
) -> Variant:
    """Return the case of two drugs in a stay, the second so many days later."""

    def case(cases: Cases, turn: int):
        day = cases.day()
        enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, 8)
        first, later = (cases.named(name) for name in INTERACTING)
        cases.line(enc, first, (day + 1) * DAY + 50_000, 2)
        at = (day + 1 + apart) * DAY + 51_000
        line = cases.line(enc, later, at, 2)
        if refunded:
            refund(cases, line, linked=turn % 2 == 0)
        say(cases, (enc, line), verdict, why, 2)

    return case


_LAST_MONTH, _TOO_OLD = {"months": (143, 143)}, {"months": (661, 700)}
HITS = {
    "C-04": {
        "grown_up_in_a_stay": given(
            CHILDRENS, "hard", "wards have drugs for adults", stay_with, 2
        ),
        "grown_up_in_a_visit": given(CHILDRENS, "suspect", "some adults take them"),
    },
    "C-05": {
        "child": given(BARRED, "suspect", "a child", person={"age": (6, 11)}),
    },
    "C-09": {
        "bleeding_in_the_brain": given(
            THINNER, "alert", "blood in the brain", stay_with, 2, dx2="I61.900"
        ),
    },
    "C-10": {
        "seventy": given(
            NOT_FOR_THE_OLD, "alert", "seventy years old", person={"age": (70, 75)}
        ),
    },
    "C-11": {
        "pregnant": given(
            NOT_IN_PREGNANCY,
            "alert",
            "she is pregnant",
            gend=(WOMAN,),
            person={"age": (22, 35)},
            dx2="O99.000",
        ),
    },
    "C-12": {"on_one_day": _together("alert", "both on one day")},
}
NEAR = {
    "C-04": {
        "last_month_of_childhood": given(
            CHILDRENS, "", "still under twelve", person=_LAST_MONTH
        ),
        "newborn_of_the_mother": given(CHILDRENS, "", "her child's", newborn=1),
    },
    "C-05": {
        "eighteen": given(BARRED, "", "of age", person={"months": (216, 216)}),
        "rescued": given(
            BARRED,
            "",
            "life before label",
            person={"age": (6, 11)},
            kind="emergency",
            med_type=1301,
        ),
    },
    "C-09": {
        "not_forbidden": given(THINNER, "", "a cold forbids nothing"),
        "thinner_refunded": given(
            THINNER, "", "taken back", dx2="I61.900", refunded=True
        ),
    },
    "C-10": {
        "not_yet_old": given(
            NOT_FOR_THE_OLD, "", "a month too young", person={"months": (779, 779)}
        ),
        "caution_only": given(CAUTION, "", "caution", person={"age": (70, 75)}),
    },
    "C-11": {
        "not_pregnant": given(NOT_IN_PREGNANCY, "", "a cold", gend=(WOMAN,)),
        "too_old_for_it": given(
            NOT_IN_PREGNANCY,
            "",
            "rather a wrong diagnosis",
            gend=(WOMAN,),
            person=_TOO_OLD,
            dx2="O99.000",
        ),
    },
    "C-12": {
        "a_day_apart": _together("", "not on one day", apart=1),
        "second_taken_back": _together("", "the second is taken back", refunded=True),
    },
}
# Of what the province invents one case of each variant is enough.
AT_MOST = dict.fromkeys(HITS, 1)
