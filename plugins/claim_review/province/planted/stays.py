"""Planted cases of the rules on stays of one person: M-15, M-20."""

from claim_review.province import knowledge
from claim_review.province.cases import HOUR, Cases
from claim_review.province.diagnoses import DEPARTMENTS
from claim_review.province.planted.single_lines import WARDS
from claim_review.province.world import DAY

MEDICINE, SURGERY = (list(DEPARTMENTS).index(code) for code in ("A03", "A04"))

# -- M-15 one stay split into two -


def _two_stays(
    cases: Cases,
    gap: int,
    dx: tuple[str, str],
    dept: tuple[int, int],
    place: tuple[int, int] | None = None,
    gend=(),
    first=None,
    second=None,
):
    """Add two stays of a person, `gap` days between them; return both."""
    person, day = cases.person(*gend), cases.day()
    one, two = place or (cases.place(*WARDS),) * 2
    codes = [cases.world.diagnoses.of(code) for code in dx]
    earlier = cases.stay(
        person, one, day, 4, dx=codes[0], dept=dept[0], **(first or {})
    )
    later = cases.stay(
        person, two, day + 4 + gap, 5, dx=codes[1], dept=dept[1], **(second or {})
    )
    return earlier, later


SAME_DISEASE, SAME_CHAPTER = ("J18.9", "J18.1"), ("J18.9", "J44.1")
SAME_DEPT, OTHER_DEPT = (MEDICINE, MEDICINE), (MEDICINE, SURGERY)


def _split(gap: int, dx: tuple[str, str], dept: tuple[int, int], why: str):
    def hit(cases: Cases, turn: int):
        _, later = _two_stays(cases, gap, dx, dept)
        cases.flag(later, -1, "suspect", why)

    return hit


def low_score(cases: Cases, turn: int):
    dx, dept, why = (
        (SAME_DISEASE, OTHER_DEPT, "same disease only: two points"),
        (SAME_CHAPTER, SAME_DEPT, "same department only: one point"),
    )[turn % 2]
    _, later = _two_stays(cases, 10, dx, dept)
    cases.spare(later, -1, why)


def planned(cases: Cases, turn: int):
    # Newborns (P) have no case: the persons of the cases are grown up.
    prefixes = [
        r["icd_prefix"]
        for r in knowledge.rows("exempt_diagnoses")
        if r["exemption_id"] == "planned_readmission" and r["icd_prefix"] != "P"
    ]
    prefix = prefixes[turn % len(prefixes)]
    gend = (2,) if prefix == "O" else ()
    _, later = _two_stays(cases, 5, (prefix, prefix), SAME_DEPT, gend=gend)
    cases.spare(later, -1, f"{prefix}: treatment in cycles")


def second_eye(cases: Cases, turn: int):
    dx = (("H25", "H25"), ("H25", "H26"))[turn % 2]
    _, later = _two_stays(cases, 2, dx, SAME_DEPT)
    cases.spare(later, -1, "the other eye")


def attacked_again(cases: Cases, turn: int):
    prefixes = [
        r["icd_prefix"]
        for r in knowledge.rows("exempt_diagnoses")
        if r["exemption_id"] == "emergency_reattack"
    ]
    prefix = prefixes[turn % len(prefixes)]
    _, later = _two_stays(cases, 3, (prefix, prefix), SAME_DEPT)
    cases.spare(later, -1, f"{prefix}: an emergency that came back")


def admitted_as_emergency(cases: Cases, turn: int):
    _, later = _two_stays(cases, 3, SAME_DISEASE, SAME_DEPT, second={"med_type": 24})
    cases.spare(later, -1, "the second stay came through the emergency department")


def sixteen_days(cases: Cases, turn: int):
    _, later = _two_stays(cases, 16 + turn % 3, SAME_DISEASE, SAME_DEPT)
    cases.spare(later, -1, "sixteen days or more between the stays")


def left_against_advice(cases: Cases, turn: int):
    _, later = _two_stays(cases, 2, SAME_DISEASE, SAME_DEPT, first={"way": 4})
    cases.spare(later, -1, "the patient had left against advice")


def other_chapter(cases: Cases, turn: int):
    _, later = _two_stays(cases, 1, ("J18.9", "I10"), SAME_DEPT)
    cases.spare(later, -1, "another chapter of diseases")


def other_institution(cases: Cases, turn: int):
    place = cases.place("county"), cases.place("state")
    _, later = _two_stays(cases, 4, SAME_DISEASE, SAME_DEPT, place)
    cases.spare(later, -1, "another institution")


def transferred_back(cases: Cases, turn: int):
    person, day = cases.person(), cases.day()
    home, above = cases.place("county"), cases.place("state")
    dx = cases.world.diagnoses.of("J18.9")
    cases.stay(person, home, day, 3, dx=dx, way=2)
    cases.stay(person, above, day + 3, 6, dx=dx, way=2)
    later = cases.stay(person, home, day + 9, 4, dx=dx)
    cases.spare(later, -1, "treated above in between and transferred back")


# -- M-20 in two hospitals at once -


def _overlapping(
    cases: Cases,
    days: int,
    *,
    place=None,
    first=None,
    second=None,
    length: tuple[int, int] = (6, 8),
):
    """Add two stays that share `days` days; each charges codes of its own."""
    person, day = cases.person(), cases.day()
    one, two = place or (cases.place("county", "tibetan"), cases.place("state"))
    earlier = cases.stay(person, one, day, length[0], **(first or {}))
    daily = {
        "bed": cases.item("bed", 2),
        "nursing": cases.item("nursing", 1),
        "consultation": None,
    }
    later = cases.stay(
        person, two, day + length[0] - days, length[1], daily, **(second or {})
    )
    return earlier, later


def two_days(cases: Cases, turn: int):
    both = _overlapping(cases, 2)
    cases.flag_cheaper(*both, "hard", "two days in two hospitals")


def one_within_the_other(cases: Cases, turn: int):
    both = _overlapping(cases, 8, length=(9, 4))
    cases.flag_cheaper(*both, "hard", "one stay lies within the other")


def one_day(cases: Cases, turn: int):
    both = _overlapping(cases, 1)
    cases.flag_cheaper(*both, "suspect", "one day in two hospitals")


def equal_payment(cases: Cases, turn: int):
    """Both stays cost the same: the later admission is flagged."""
    person, day = cases.person(), cases.day()
    one, two = cases.place("county"), cases.place("county")
    bare = {"bed": None, "nursing": None, "consultation": None}
    made = []
    for number, place in enumerate((one, two)):
        enc = cases.stay(person, place, day + number, 6, bare, plain=False)
        for date in range(6):
            at = (day + number + date) * DAY + 11 * HOUR
            cases.line(enc, cases.item("treatment", 9), at, 2)
            cases.line(
                enc,
                cases.item("bed", 2 * number),
                (day + number + date) * DAY + 22 * HOUR,
                pric=300_000,
            )
        made.append(enc)
    cases.flag_cheaper(*made, "hard", "equal payments: the later admission")


def transfer_day(cases: Cases, turn: int):
    both = _overlapping(cases, 0, first={"way": 2})
    cases.spare(both[turn % 2], -1, "discharged and admitted on one day")


def transfer_with_a_day(cases: Cases, turn: int):
    both = _overlapping(cases, 1, first={"way": 2})
    cases.spare(both[turn % 2], -1, "one day, and the first hospital transferred")


def newborn_stay(cases: Cases, turn: int):
    flags = ({"newborn": 1}, {})
    first, second = flags if turn % 2 else flags[::-1]
    both = _overlapping(cases, 3, first=first, second=second)
    cases.spare(both[turn % 2], -1, "one of the stays is the newborn's")


def open_stay(cases: Cases, turn: int):
    both = _overlapping(cases, 3, second={"end": -1, "way": 0})
    cases.spare(both[0], -1, "the other stay has no end yet")


def same_institution(cases: Cases, turn: int):
    place = cases.place("county", "state")
    both = _overlapping(cases, 3, place=(place, place))
    cases.spare(both[turn % 2], -1, "both stays in one institution")


HITS = {
    "M-15": {
        "same_dept_same_disease": _split(8, SAME_DISEASE, SAME_DEPT, "three points"),
        "same_disease_next_day": _split(1, SAME_DISEASE, OTHER_DEPT, "four points"),
        "same_dept_two_days": _split(2, SAME_CHAPTER, SAME_DEPT, "three points"),
        "same_day": _split(0, SAME_DISEASE, SAME_DEPT, "five points"),
        "fifteenth_day": _split(
            15, SAME_DISEASE, SAME_DEPT, "the last day that counts"
        ),
    },
    "M-20": {
        f.__name__: f for f in (two_days, one_within_the_other, one_day, equal_payment)
    },
}
NEAR = {
    "M-15": {
        f.__name__: f
        for f in (
            low_score,
            planned,
            second_eye,
            attacked_again,
            admitted_as_emergency,
            sixteen_days,
            left_against_advice,
            other_chapter,
            other_institution,
            transferred_back,
        )
    },
    "M-20": {
        f.__name__: f
        for f in (
            transfer_day,
            transfer_with_a_day,
            newborn_stay,
            open_stay,
            same_institution,
        )
    },
}
