"""Planted cases of who is paid which drug: P-01, P-02, P-06, P-11 to P-13, M-14."""

from collections.abc import Callable
from datetime import date

from claim_review.province.cases import Cases
from claim_review.province.catalogue import ending_items
from claim_review.province.planted.single_lines import (
    GRASS_ROOTS,
    HOSPITALS,
    stay_with,
    usual_near_misses,
    visit_with,
)
from claim_review.province.world import day_number

CHILDRENS_DRUG = "XC02KXB144A006010103973"  # 3 to 12 years
ITEMS = {
    "P-01": "注射用胸腺法新",
    "P-02": "益母草注射液",
    "P-11": "度拉糖肽",
    "P-12": "安宫牛黄丸",
    "M-14": "芬太尼",
}
INPATIENT_ONLY = "银杏内酯"
PHARMACY = ("pharmacy",)
Variant = Callable[[Cases, int], None]


def _item(rule: str) -> Callable[[Cases, int], int]:
    return lambda cases, turn: cases.named(ITEMS[rule])


def visit_case(
    item_of, verdict: str, why: str, places=HOSPITALS, cnt=1, units: float = 1, **other
) -> Variant:
    """Return the case of a visit with such a line, spared where `verdict` is empty."""

    def case(cases: Cases, turn: int):
        pair = visit_with(cases, item_of(cases, turn), places, cnt, **other)
        say(cases, pair, verdict, why, units)

    return case


def _stay(item_of, verdict: str, why: str, **other) -> Variant:
    def case(cases: Cases, turn: int):
        pair = stay_with(cases, item_of(cases, turn), HOSPITALS, 2, **other)
        say(cases, pair, verdict, why, 2)

    return case


def say(cases: Cases, pair: tuple[int, int], verdict: str, why: str, units: float):
    """Expect the line to be flagged, or spared where `verdict` is empty."""
    if verdict:
        cases.flag(*pair, verdict, why, units=units)
    else:
        cases.spare(*pair, why)


# -- P-02 drugs for childbirth -


def _in_childbirth(code: str, name: str, at: str = "dx", **other) -> Variant:
    def case(cases: Cases, turn: int):
        said = {at: cases.dx(code, name)} | other
        item = cases.named(ITEMS["P-02"])
        pair = stay_with(cases, item, HOSPITALS, gend=(2,), **said)
        cases.spare(*pair, f"{code}: the diagnosis is one of childbirth")

    return case


# -- P-06 drugs for children -


def _aged(verdict: str, why: str, person: dict | None = None, **other) -> Variant:
    """Return the case of a person of this age; `person` as in Cast.person."""

    def case(cases: Cases, turn: int):
        day = cases.day()
        said = {"on": day} | (person or {"age": (25, 60)})
        pair = visit_with(
            cases,
            cases.world.items.of(CHILDRENS_DRUG),
            other.get("places", HOSPITALS),
            who=lambda cases: cases.person(**said),
            day=day,
            **{name: value for name, value in other.items() if name != "places"},
        )
        say(cases, pair, verdict, why, 1)

    return case


# -- P-11 first prescriptions -


def _second_prescription(above: bool, selfpay: int = 0) -> Variant:
    def case(cases: Cases, turn: int):
        person, day, item = cases.person(), cases.day(), cases.named(ITEMS["P-11"])
        places = ("county", "tibetan") if above else GRASS_ROOTS
        made = []
        for place, on, own in ((places, day, selfpay), (GRASS_ROOTS, day + 10, 0)):
            enc = cases.visit(person, cases.place(*place), on)
            at = cases.encounters[enc]["begin"] + 600
            made.append((enc, cases.line(enc, item, at, 1, selfpay=own)))
        if above:
            cases.spare(*made[1], "ten days after a prescription of the second level")
        for pair in [] if above else made:
            cases.flag(
                *pair, "suspect", "never prescribed by the second level", units=1
            )

    return case


# -- P-13 what the catalogue does not pay -


def _graded(grade: str) -> Callable[[Cases, int], int]:
    return lambda cases, turn: cases.graded(grade, turn)


def _after_the_end(days: int, verdict: str, why: str) -> Variant:
    def case(cases: Cases, turn: int):
        item, last = cases.ending(turn)
        pair = visit_with(cases, item, HOSPITALS, day=last + days)
        say(cases, pair, verdict, why, 1)

    return case


def _ends(cases: Cases) -> bool:
    """Return whether rows of the catalogue end in the quarter."""
    return bool(ending_items(cases.world.items, cases.quarter))


def _only_stays(cases: Cases, turn: int) -> int:
    return cases.named(INPATIENT_ONLY)


_ACCOUNT = {"places": PHARMACY, "kind": "purchase"}
_FUND = {"places": PHARMACY, "kind": "special_drug"}
_NEW_YEAR = {"born": day_number(date(1985, 1, 1))}
HITS = {
    "P-01": {
        "injury_drug_in_a_visit": visit_case(_item("P-01"), "hard", "not work injury"),
        "injury_drug_in_a_stay": _stay(_item("P-01"), "hard", "not work injury"),
        "injury_drug_sold": visit_case(
            _item("P-01"), "hard", "no work injury", **_FUND
        ),
    },
    "P-02": {
        "without_childbirth": _stay(
            _item("P-02"), "suspect", "pneumonia is no childbirth", gend=(2,)
        ),
        "outpatient_without_childbirth": visit_case(
            _item("P-02"), "suspect", "a cold is no childbirth", gend=(2,)
        ),
    },
    "P-06": {
        "grown_up": _aged("hard", "a drug for children, and the patient is grown up"),
        "just_above_the_age": _aged(
            "suspect", "less than a year above", {"months": (157, 166)}
        ),
        "born_at_new_year": _aged("suspect", "a birthday that may be none", _NEW_YEAR),
        "child_on_the_familys_card": _aged("alert", "account only", **_ACCOUNT),
    },
    "P-11": {
        "first_below": visit_case(
            _item("P-11"), "suspect", "no earlier prescription", GRASS_ROOTS
        ),
        "twice_below": _second_prescription(above=False),
    },
    "P-12": {
        "in_a_visit": visit_case(_item("P-12"), "hard", "neither emergency nor stay"),
        "in_a_chronic_visit": visit_case(
            _only_stays, "hard", "chronic", kind="chronic"
        ),
        "sold": visit_case(
            _item("P-12"), "hard", "a purchase that the fund pays", **_FUND
        ),
        "for_stays_in_an_emergency": visit_case(
            _only_stays, "suspect", "not for emergencies", kind="emergency"
        ),
    },
    "P-13": {
        "third_class": visit_case(
            _graded("03"), "hard", "class 03 is paid by patients"
        ),
        "third_class_in_a_stay": _stay(_graded("03"), "hard", "class 03 in a stay"),
        "twenty_days_late": _after_the_end(20, "suspect", "the code ended before"),
    },
    "M-14": {
        "online": visit_case(_item("M-14"), "hard", "prescribed online", pay_loc=5),
        "chronic_online": visit_case(
            _item("M-14"), "hard", "online, in chronic care", kind="chronic", pay_loc=5
        ),
    },
}
NEAR = {
    "P-01": usual_near_misses(_item("P-01"), HOSPITALS)
    | {
        "account_only": visit_case(
            _item("P-01"), "", "the person's own money", **_ACCOUNT
        )
    },
    "P-02": {
        "bleeding_after_birth": _in_childbirth("O72.100", "产后即时出血"),
        "second_diagnosis": _in_childbirth("O62.000", "原发性子宫收缩乏力", "dx2"),
        "maternity_stay": _in_childbirth("O80.000", "单胎顺产", med_type=52),
    }
    | usual_near_misses(_item("P-02"), HOSPITALS, gend=(2,)),
    "P-06": {
        "oldest": _aged("", "the last month of the age", {"months": (155, 155)}),
        "youngest": _aged("", "three years old", {"months": (36, 36)}),
        "newborn_of_the_mother": _aged("", "a newborn's bill", newborn=1),
        "grown_up_self_paid": _aged("", "paid alone", line_selfpay=10_000),
    },
    "P-11": {
        "first_above": _second_prescription(above=True),
        "first_above_self_paid": _second_prescription(above=True, selfpay=10_000),
        "first_at_the_second_level": visit_case(
            _item("P-11"), "", "the second level may", ("county", "tibetan")
        ),
    },
    "P-12": {
        "in_an_emergency_as_allowed": visit_case(
            _item("P-12"), "", "emergencies may use it", kind="emergency"
        ),
        "in_a_stay_as_allowed": _stay(_only_stays, "", "stays may use it"),
        "account_only": visit_case(_item("P-12"), "", "the person's own", **_ACCOUNT),
    }
    | usual_near_misses(_item("P-12"), HOSPITALS),
    "P-13": {
        "second_class": visit_case(_graded("02"), "", "class 02 is paid"),
        "last_day_of_the_code": _after_the_end(0, "", "still in force on its last day"),
        "before_the_end_of_the_code": _after_the_end(-20, "", "ends later"),
    }
    | usual_near_misses(_graded("03"), HOSPITALS),
    "M-14": {
        "offline": visit_case(_item("M-14"), "", "paid at the hospital", pay_loc=2),
    }
    | usual_near_misses(_item("M-14"), HOSPITALS, pay_loc=5),
}
POSSIBLE = {
    "twenty_days_late": _ends,
    "last_day_of_the_code": _ends,
    "before_the_end_of_the_code": _ends,
}
