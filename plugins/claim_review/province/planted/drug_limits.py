"""Planted cases of limits on drugs: P-01 to P-13 without P-03, and M-14."""

from collections.abc import Callable
from datetime import date

from claim_review.province.cases import HOUR, Cases
from claim_review.province.catalogue import ending_items
from claim_review.province.planted.single_lines import (
    GRASS_ROOTS,
    HOSPITALS,
    stay_with,
    usual_near_misses,
    visit_with,
)
from claim_review.province.world import DAY, day_number

CHILDRENS_DRUG = "XC02KXB144A006010103973"  # 3 to 12 years
ITEMS = {
    "P-01": "注射用胸腺法新",
    "P-02": "益母草注射液",
    "P-09": "重组人脑利钠肽",
    "P-11": "度拉糖肽",
    "P-12": "安宫牛黄丸",
    "M-14": "芬太尼",
}
INPATIENT_ONLY = "银杏内酯"
PHARMACY = ("pharmacy",)
Variant = Callable[[Cases, int], None]


def _item(rule: str) -> Callable[[Cases, int], int]:
    return lambda cases, turn: cases.named(ITEMS[rule])


def _visit(
    item_of, verdict: str, why: str, places=HOSPITALS, units: float = 1, **other
) -> Variant:
    """Return the case of a visit with such a line, spared where `verdict` is empty."""

    def case(cases: Cases, turn: int):
        item = item_of(cases, turn)
        pair = visit_with(cases, item, places, other.get("cnt", 1), **_rest(other))
        _say(cases, pair, verdict, why, units)

    return case


def _stay(item_of, verdict: str, why: str, **other) -> Variant:
    def case(cases: Cases, turn: int):
        pair = stay_with(cases, item_of(cases, turn), HOSPITALS, 2, **other)
        _say(cases, pair, verdict, why, 2)

    return case


def _rest(other: dict) -> dict:
    return {name: value for name, value in other.items() if name != "cnt"}


def _say(cases: Cases, pair: tuple[int, int], verdict: str, why: str, units: float):
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


# -- P-04 slices on a prescription of their own -


def _prescription(
    names: tuple[str, ...], verdict: str, why: str, other: str = "", **of_line
) -> Variant:
    """Return the case of a visit with these slices, and one of the menu `other`."""

    def case(cases: Cases, turn: int):
        enc = cases.visit(cases.person(), cases.place(*HOSPITALS), cases.day())
        at = cases.encounters[enc]["begin"] + 900
        items = [cases.named(name) for name in names]
        lines = [cases.line(enc, item, at, 20, **of_line) for item in items]
        if other:
            # A slice that is never paid is the patient's, or it is P-03's as well.
            own = {"selfpay": 10_000} if other == "unpayable" else {}
            cases.line(enc, cases.item(other, turn), at, 10, **own)
        for line in lines:
            _say(cases, (enc, line), verdict, why, 20)

    return case


def slices_refunded(cases: Cases, turn: int):
    enc = cases.visit(cases.person(), cases.place(*HOSPITALS), cases.day())
    at = cases.encounters[enc]["begin"] + 900
    line = cases.line(enc, cases.named("天麻"), at, 20)
    cases.refund(line, linked=turn % 2 == 0)
    cases.spare(enc, line, "the slices are taken back")


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
        _say(cases, pair, verdict, why, 1)

    return case


# -- P-09 days of a course -


def _course(days: int, spared: bool, why: str, last: str = "") -> Variant:
    """Return the case of a stay with the drug on so many days; three are paid."""

    def case(cases: Cases, turn: int):
        day = cases.day()
        enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, days + 2)
        item, lines = cases.named(ITEMS["P-09"]), []
        for number in range(days):
            beyond = number >= 3
            said = {"take_home": 1} if beyond and last == "take_home" else {}
            said |= {"selfpay": 10_000} if beyond and last == "self_paid" else {}
            at = (day + number) * DAY + 15 * HOUR
            lines.append(cases.line(enc, item, at, **said))
            if beyond and last == "refunded":
                cases.refund(lines[-1], linked=turn % 2 == 0)
        if spared:
            cases.spare(enc, lines[-1], why)
        for line in [] if spared else lines[3:]:
            cases.flag(enc, line, "hard", why, units=1)

    return case


def course_reversed(cases: Cases, turn: int):
    _course(5, True, "the settlement is reversed")(cases, turn)
    cases.reverse(len(cases.encounters) - 1)


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
        _say(cases, pair, verdict, why, 1)

    return case


def _ends(cases: Cases) -> bool:
    """Return whether rows of the catalogue end in the quarter."""
    return bool(ending_items(cases.world.items, cases.quarter))


def _drug(cases: Cases, turn: int) -> int:
    return cases.item("drug", turn)


def _only_stays(cases: Cases, turn: int) -> int:
    return cases.named(INPATIENT_ONLY)


_ACCOUNT = {"places": PHARMACY, "kind": "purchase"}
_FUND = {"places": PHARMACY, "kind": "special_drug"}
_NEW_YEAR = {"born": day_number(date(1985, 1, 1))}
HITS = {
    "P-01": {
        "injury_drug_in_a_visit": _visit(_item("P-01"), "hard", "not work injury"),
        "injury_drug_in_a_stay": _stay(_item("P-01"), "hard", "not work injury"),
        "injury_drug_sold": _visit(_item("P-01"), "hard", "no work injury", **_FUND),
    },
    "P-02": {
        "without_childbirth": _stay(
            _item("P-02"), "suspect", "pneumonia is no childbirth", gend=(2,)
        ),
        "outpatient_without_childbirth": _visit(
            _item("P-02"), "suspect", "a cold is no childbirth", gend=(2,)
        ),
    },
    "P-04": {
        "two_slices_alone": _prescription(("三七粉", "天麻"), "hard", "both listed"),
        "one_slice_alone": _prescription(("黄芪",), "hard", "a single listed slice"),
        "with_one_never_paid": _prescription(
            ("当归",), "hard", "the other slice is never paid", "unpayable"
        ),
        "without_a_number": _prescription(
            ("枸杞子", "红景天"), "suspect", "taken for one prescription", rx=-1
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
    "P-08": {
        "three_weeks": _visit(
            _drug, "hard", "21 days, 7 may be given", cnt=3, units=2, line_prd_days=21
        ),
        "ten_days": _visit(
            _drug, "suspect", "10 days, 7 may be", cnt=10, units=3, line_prd_days=10
        ),
        "chronic_forty_days": _visit(
            _drug,
            "suspect",
            "40 days",
            cnt=4,
            units=1,
            kind="chronic",
            line_prd_days=40,
        ),
        "emergency_six_days": _visit(
            _drug, "suspect", "6", cnt=2, units=1, kind="emergency", line_prd_days=6
        ),
    },
    "P-09": {
        "five_days": _course(5, False, "beyond the third day"),
        "one_day_too_many": _course(4, False, "the fourth day"),
    },
    "P-11": {
        "first_below": _visit(
            _item("P-11"), "suspect", "no earlier prescription", GRASS_ROOTS
        ),
        "twice_below": _second_prescription(above=False),
    },
    "P-12": {
        "in_a_visit": _visit(_item("P-12"), "hard", "neither emergency nor stay"),
        "in_a_chronic_visit": _visit(_only_stays, "hard", "chronic", kind="chronic"),
        "sold": _visit(_item("P-12"), "hard", "a purchase that the fund pays", **_FUND),
        "for_stays_in_an_emergency": _visit(
            _only_stays, "suspect", "not for emergencies", kind="emergency"
        ),
    },
    "P-13": {
        "third_class": _visit(_graded("03"), "hard", "class 03 is paid by patients"),
        "third_class_in_a_stay": _stay(_graded("03"), "hard", "class 03 in a stay"),
        "twenty_days_late": _after_the_end(20, "suspect", "the code ended before"),
    },
    "M-14": {
        "online": _visit(_item("M-14"), "hard", "prescribed online", pay_loc=5),
        "chronic_online": _visit(
            _item("M-14"), "hard", "online, in chronic care", kind="chronic", pay_loc=5
        ),
    },
}
NEAR = {
    "P-01": usual_near_misses(_item("P-01"), HOSPITALS)
    | {"account_only": _visit(_item("P-01"), "", "the person's own money", **_ACCOUNT)},
    "P-02": {
        "bleeding_after_birth": _in_childbirth("O72.100", "产后即时出血"),
        "second_diagnosis": _in_childbirth("O62.000", "原发性子宫收缩乏力", "dx2"),
        "maternity_stay": _in_childbirth("O80.000", "单胎顺产", med_type=52),
    }
    | usual_near_misses(_item("P-02"), HOSPITALS, gend=(2,)),
    "P-04": {
        "compound": _prescription(("三七粉", "天麻"), "", "another slice", "slice"),
        "slices_self_paid": _prescription(("黄芪",), "", "paid alone", selfpay=10_000),
        "slices_refunded": slices_refunded,
    },
    "P-06": {
        "oldest": _aged("", "the last month of the age", {"months": (155, 155)}),
        "youngest": _aged("", "three years old", {"months": (36, 36)}),
        "newborn_of_the_mother": _aged("", "a newborn's bill", newborn=1),
        "grown_up_self_paid": _aged("", "paid alone", line_selfpay=10_000),
    },
    "P-08": {
        "seven_days": _visit(_drug, "", "as long as may be", cnt=7, line_prd_days=7),
        "chronic_thirty_days": _visit(
            _drug, "", "as long as may be", cnt=30, kind="chronic", line_prd_days=30
        ),
        "single_pack": _visit(_drug, "", "one pack", line_prd_days=28),
    }
    | usual_near_misses(_drug, HOSPITALS, 3, line_prd_days=21),
    "P-09": {
        "three_days": _course(3, True, "as many days as are paid"),
        "taken_home": _course(4, True, "taken home on the fourth day", "take_home"),
        "fourth_refunded": _course(4, True, "the fourth is taken back", "refunded"),
        "fourth_self_paid": _course(4, True, "the patient pays it", "self_paid"),
        "course_reversed": course_reversed,
    },
    "P-11": {
        "first_above": _second_prescription(above=True),
        "first_above_self_paid": _second_prescription(above=True, selfpay=10_000),
        "first_at_the_second_level": _visit(
            _item("P-11"), "", "the second level may", ("county", "tibetan")
        ),
    },
    "P-12": {
        "in_an_emergency_as_allowed": _visit(
            _item("P-12"), "", "emergencies may use it", kind="emergency"
        ),
        "in_a_stay_as_allowed": _stay(_only_stays, "", "stays may use it"),
        "account_only": _visit(_item("P-12"), "", "the person's own", **_ACCOUNT),
    }
    | usual_near_misses(_item("P-12"), HOSPITALS),
    "P-13": {
        "second_class": _visit(_graded("02"), "", "class 02 is paid"),
        "last_day_of_the_code": _after_the_end(0, "", "still in force on its last day"),
        "before_the_end_of_the_code": _after_the_end(-20, "", "ends later"),
    }
    | usual_near_misses(_graded("03"), HOSPITALS),
    "M-14": {
        "offline": _visit(_item("M-14"), "", "paid at the hospital", pay_loc=2),
    }
    | usual_near_misses(_item("M-14"), HOSPITALS, pay_loc=5),
}
POSSIBLE = {
    "twenty_days_late": _ends,
    "last_day_of_the_code": _ends,
    "before_the_end_of_the_code": _ends,
}
