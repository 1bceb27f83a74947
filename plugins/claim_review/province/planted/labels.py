"""Planted cases of what a label says of use and dose: C-06 to C-08."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.drug_limits import Variant, say
from claim_review.province.planted.drug_safety import given
from claim_review.province.planted.single_lines import HOSPITALS, visit_with
from claim_review.province.world import DAY

PAINKILLER = "示例止痛片"  # two a day
GLUCOSE, GENES = "示例降糖片", "示例靶向片"
ACID, SAME_ACID, OTHER_ACID = "示例抑酸甲片", "示例抑酸甲胶囊", "示例抑酸乙片"

# -- C-06 dose: 2 a day, 2.4 with the tolerance -


def _prescribed(verdict: str, why: str, cnt: float, dx: str = "J06.900") -> Variant:
    """Return the case of a man with so many units for three days."""

    def case(cases: Cases, turn: int):
        item, said = cases.named(PAINKILLER), {"dx": cases.dx(dx)}
        pair = visit_with(cases, item, HOSPITALS, cnt, gend=(1,), **said)
        say(cases, pair, verdict, why, cnt - 7.2)

    return case


def _on_a_ward(days: int, verdict: str, why: str) -> Variant:
    """Return the case of a stay with four a day on so many days."""

    def case(cases: Cases, turn: int):
        day = cases.day()
        enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, 8)
        for number in range(days):
            at = (day + 1 + number) * DAY + 15 * HOUR
            line = cases.line(enc, cases.named(PAINKILLER), at, 4, prd_days=0)
            say(cases, (enc, line), verdict, why, 1.6)

    return case


# -- C-07 the same effect twice -


def _both(verdict: str, why: str, other: str = OTHER_ACID, **of_line) -> Variant:
    """Return the case of two drugs in a visit, of which the second is cheaper."""

    def case(cases: Cases, turn: int):
        enc = cases.visit(cases.person(), cases.place(*HOSPITALS), cases.day())
        at = cases.encounters[enc]["begin"] + 900
        cases.line(enc, cases.named(ACID), at, 2)
        line = cases.line(enc, cases.named(other), at, 1, **of_line)
        say(cases, (enc, line), verdict, why, 1)

    return case


# -- C-08 off label -


def diabetes_ten_days_ago(cases: Cases, turn: int):
    person, day, place = cases.person(), cases.day(), cases.place(*HOSPITALS)
    cases.visit(person, place, day - 10, dx=cases.dx("E11.900"))
    pair = visit_with(
        cases, cases.named(GLUCOSE), HOSPITALS, who=lambda cases: person, day=day
    )
    cases.spare(*pair, "diabetes was found ten days before")


HITS = {
    "C-06": {
        "ten_in_three_days": _prescribed("suspect", "more than two a day", 10),
        "twice_the_dose_on_two_days": _on_a_ward(2, "suspect", "four a day"),
    },
    "C-07": {"two_of_a_group": _both("suspect", "two drugs against acid")},
    "C-08": {
        "cold": given(GLUCOSE, "suspect", "a cold"),
        "clause_about_genes": given(GENES, "alert", "no diagnosis tells the genes"),
    },
}
NEAR = {
    "C-06": {
        "within_the_tolerance": _prescribed("", "2.33 a day", 7),
        "with_cancer": _prescribed("", "cancer", 10, dx="C61.x00"),
        "one_day_on_a_ward": _on_a_ward(1, "", "a first day"),
    },
    "C-07": {
        "one_substance": _both("", "one substance in two forms", SAME_ACID),
        "for_one_day": _both("", "taken on one day", prd_days=1),
    },
    "C-08": {
        "diabetes_beside_it": given(GLUCOSE, "", "diabetes", dx2="E11.900"),
        "diabetes_ten_days_ago": diabetes_ten_days_ago,
    },
}
# Of what the province invents one case of each variant is enough.
AT_MOST = dict.fromkeys(HITS, 1)
