"""Planted cases of how much of a drug is paid: P-04, P-08, P-09."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.drug_limits import Variant, say, visit_case
from claim_review.province.planted.single_lines import HOSPITALS, usual_near_misses
from claim_review.province.refunds import refund, reverse
from claim_review.province.world import DAY

HEART_DRUG = "重组人脑利钠肽"  # three days are paid

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
            say(cases, (enc, line), verdict, why, 20)

    return case


def slices_refunded(cases: Cases, turn: int):
    enc = cases.visit(cases.person(), cases.place(*HOSPITALS), cases.day())
    at = cases.encounters[enc]["begin"] + 900
    line = cases.line(enc, cases.named("天麻"), at, 20)
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, line, "the slices are taken back")


# -- P-08 days that a prescription is for -


def _drug(cases: Cases, turn: int) -> int:
    return cases.item("drug", turn)


# -- P-09 days of a course -


def _course(days: int, spared: bool, why: str, last: str = "") -> Variant:
    """Return the case of a stay with the drug on so many days; three are paid."""

    def case(cases: Cases, turn: int):
        day = cases.day()
        # Of a shorter stay the fund may pay nothing: less than the deductible.
        enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, days + 5)
        item, lines = cases.named(HEART_DRUG), []
        for number in range(days):
            beyond = number >= 3
            said = {"take_home": 1} if beyond and last == "take_home" else {}
            said |= {"selfpay": 10_000} if beyond and last == "self_paid" else {}
            at = (day + number) * DAY + 15 * HOUR
            lines.append(cases.line(enc, item, at, **said))
            if beyond and last == "refunded":
                refund(cases, lines[-1], linked=turn % 2 == 0)
        if spared:
            cases.spare(enc, lines[-1], why)
        for line in [] if spared else lines[3:]:
            cases.flag(enc, line, "hard", why, units=1)

    return case


def course_reversed(cases: Cases, turn: int):
    _course(5, True, "the settlement is reversed")(cases, turn)
    reverse(cases, len(cases.encounters) - 1)


HITS = {
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
    "P-08": {
        "three_weeks": visit_case(
            _drug, "hard", "21 days, 7 may be given", cnt=3, units=2, line_prd_days=21
        ),
        "ten_days": visit_case(
            _drug, "suspect", "10 days, 7 may be", cnt=10, units=3, line_prd_days=10
        ),
        "chronic_forty_days": visit_case(
            _drug,
            "suspect",
            "40 days",
            cnt=4,
            units=1,
            kind="chronic",
            line_prd_days=40,
        ),
        "emergency_six_days": visit_case(
            _drug, "suspect", "6", cnt=2, units=1, kind="emergency", line_prd_days=6
        ),
    },
    "P-09": {
        "five_days": _course(5, False, "beyond the third day"),
        "one_day_too_many": _course(4, False, "the fourth day"),
    },
}
NEAR = {
    "P-04": {
        "compound": _prescription(("三七粉", "天麻"), "", "another slice", "slice"),
        "slices_self_paid": _prescription(("黄芪",), "", "paid alone", selfpay=10_000),
        "slices_refunded": slices_refunded,
    },
    "P-08": {
        "seven_days": visit_case(
            _drug, "", "as long as may be", cnt=7, line_prd_days=7
        ),
        "chronic_thirty_days": visit_case(
            _drug, "", "as long as may be", cnt=30, kind="chronic", line_prd_days=30
        ),
        "single_pack": visit_case(_drug, "", "one pack", line_prd_days=28),
    }
    | usual_near_misses(_drug, HOSPITALS, 3, line_prd_days=21),
    "P-09": {
        "three_days": _course(3, True, "as many days as are paid"),
        "taken_home": _course(4, True, "taken home on the fourth day", "take_home"),
        "fourth_refunded": _course(4, True, "the fourth is taken back", "refunded"),
        "fourth_self_paid": _course(4, True, "the patient pays it", "self_paid"),
        "course_reversed": course_reversed,
    },
}
