"""Planted hospitals that are alike but for one thing each.

For C-23, M-26, B-01, B-05, B-06, B-10 and B-12.

Seven hospitals of a class that hardly anybody else is in are each other's peers. They
are there in every quarter, and what each does unlike the others moves on to the next
hospital quarter by quarter: whoever stands out had ordinary quarters before.
"""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.world import DAY, first_day

TRAITS = (
    "readmitted",
    "tested",
    "minor",
    "check_ups",
    "comorbid",
    "idle",
    "dearer",
)
STAYS, FEW_STAYS = 30, 9
# Of the stays of any of them none, one or two are so; twelve more where it stands out.
_USUAL_MOST, OUTSTANDING = 2, 12
HBA1C = "002503020030000"
_LEAST_OF_A_CLASS = "private"


def _hospital(cases: Cases, number: int | str) -> int:
    return cases.cast.institution(
        f"alike {number}", _LEAST_OF_A_CLASS, hosp_lv="7", lasting=True
    )


def _thursday(cases: Cases, week: int) -> int:
    """Return the Thursday of that week of the quarter: the weekend is in the middle."""
    first = first_day(cases.quarter) + 3
    # Day 0, 1 January 1970, was a Thursday.
    return first + -first % 7 + 7 * week


def _stay(cases: Cases, person: int, place: int, day: int, number: int, **how) -> int:
    """Add a stay from Thursday to Tuesday with a drug on each day of care."""
    said = {"dx2": cases.dx("J96.900")} if how.get("comorbid") else {}
    dx = cases.dx("M54.500" if how.get("minor") else "J18.900")
    bare = {"nursing": None, "consultation": None}
    enc = cases.stay(person, place, day, 5, bare, plain=False, dx=dx, **said)
    at = day * DAY + 10 * HOUR
    cases.line(enc, cases.item("treatment", 9), at, 2)
    cases.line(enc, cases.item("lab", number), at + 600)
    left_out = (2, 3) if how.get("idle") else (3,) if how.get("quiet_sunday") else ()
    for turn in range(5):
        if turn not in left_out:
            cnt = 36 if how.get("dearer") else 6
            drug = cases.item("drug", number % 5 + turn)
            cases.line(enc, drug, at + turn * DAY + HOUR, cnt)
    return enc


def _check_up(cases: Cases, person: int, place: int, day: int, number: int):
    """Add two days in bed, seven tenths of whose cost are examinations."""
    bare = {"nursing": None, "consultation": None}
    enc = cases.stay(person, place, day, 2, bare, plain=False)
    at = day * DAY + 10 * HOUR
    exams = [cases.item("exam", number % 7 + turn) for turn in range(8)]
    rows = [cases.line(enc, item, at + n * 600) for n, item in enumerate(exams)]
    total = sum(cases.lines[row]["pric"] for row in rows)
    cases.line(enc, cases.item("treatment", 9), at + DAY)
    # Care is a fifth and more: M-17 asks for less.
    cases.line(enc, cases.item("drug", number), at + DAY, pric=total * 3 // 10)


def _tested(cases: Cases, enc: int) -> int:
    """Add a test for diabetes on the first day."""
    at = cases.encounters[enc]["begin"] + 5 * HOUR
    return cases.line(enc, cases.world.items.of(HBA1C), at)


def _quarter_of(cases: Cases, place: int, stays: int, more: dict[str, int]):
    """Add the stays of a quarter, so many of each kind as `more` says."""
    again, check_ups = more.get("readmitted", 0), more.get("check_ups", 0)
    persons = [cases.person() for _ in range(stays - again)]
    for number in range(stays):
        # Three weeks after the Thursday of the first stay, 16 days after its end.
        first, later = (
            (number, 0) if number < len(persons) else (number - len(persons), 3)
        )
        person, day = persons[first], _thursday(cases, first % 5 + later)
        # The last of those who come once: whoever comes again has ordinary stays.
        if len(persons) - check_ups <= number < len(persons):
            _check_up(cases, person, place, day - 3, number)
            continue
        how = {
            "minor": number < more.get("minor", 0),
            "comorbid": number < more.get("comorbid", 0),
            "idle": more.get("idle", 0) > _USUAL_MOST,
            "quiet_sunday": number < more.get("idle", 0),
            "dearer": more.get("dearer", 0) > _USUAL_MOST,
        }
        enc = _stay(cases, person, place, day, number, **how)
        # Once a person: a second test within weeks would be P-27's.
        if more.get("tested", 0) > _USUAL_MOST and not later:
            line = _tested(cases, enc)
            cases.flag(enc, line, "suspect", "no diabetes", units=1, rule="C-16")


def alike(cases: Cases, turn: int):
    places = {}
    for number in range(len(TRAITS)):
        place = _hospital(cases, number)
        own = TRAITS[(number - cases.earlier_quarters()) % len(TRAITS)]
        places[own] = place
        more = dict.fromkeys(TRAITS, number % (_USUAL_MOST + 1))
        more[own] += OUTSTANDING
        _quarter_of(cases, place, STAYS, more)
    _expect(cases, places)


# By trait: rule, metric, why. What needs an earlier quarter is in EXPECTED_LATER.
EXPECTED = [
    ("readmitted", "M-26", "unplanned_readmission_31", "a third comes back"),
    ("tested", "C-23", "department_test_share", "nearly everybody is tested"),
    ("minor", "B-05", "minor_stay_share", "two of five stay for a bad back"),
    ("check_ups", "B-06", "check_up_stay_share", "two days for examinations"),
    ("check_ups", "B-02", "fee_per_stay", "examinations cost more than care"),
    ("check_ups", "M-27", "exam_lab_share", "two days for examinations"),
    ("idle", "B-12", "weekend_blank_share", "no care at weekends"),
    ("dearer", "B-02", "fee_per_stay", "six times the usual drugs"),
    ("dearer", "M-27", "drug_share", "six times the usual drugs"),
]
EXPECTED_LATER = [
    (
        "comorbid",
        "B-10",
        "comorbidity_stay_share",
        "far more are worse than before",
    ),
    ("dearer", "B-01", "fee_growth_quarter", "six times the drugs of the last quarter"),
]


def _expect(cases: Cases, places: dict[str, int]):
    later = EXPECTED_LATER if cases.earlier_quarters() else []
    for trait, rule, metric, why in EXPECTED + later:
        cases.signal(places[trait], why, metric, rule=rule)


def few(cases: Cases, turn: int):
    place = _hospital(cases, "few")
    even = cases.quarter.number % 2 == 0
    more = dict.fromkeys(("minor", "comorbid", "idle", "tested"), FEW_STAYS)
    more |= {"dearer": FEW_STAYS if even else 0, "readmitted": FEW_STAYS // 2}
    _quarter_of(cases, place, FEW_STAYS, more)
    for rule, metric in (
        ("B-05", "minor_stay_share"),
        ("B-10", "comorbidity_stay_share"),
        ("B-12", "weekend_blank_share"),
        ("M-26", "unplanned_readmission_31"),
        ("C-23", "department_test_share"),
    ):
        cases.no_signal(place, "nine stays are too few to compare", metric, rule=rule)
    if even:
        why = "more than twice as much as next to nothing"
        cases.no_signal(place, why, "fee_growth_quarter", rule="B-01")


def few_check_ups(cases: Cases, turn: int):
    place = _hospital(cases, "few check-ups")
    _quarter_of(cases, place, FEW_STAYS, {"check_ups": FEW_STAYS})
    cases.no_signal(
        place, "nine check-ups are too few", "check_up_stay_share", rule="B-06"
    )


def always_as_ill(cases: Cases, turn: int):
    place = _hospital(cases, "always as ill")
    more = dict.fromkeys(("minor", "check_ups", "idle"), 1)
    _quarter_of(cases, place, 12, more | {"comorbid": 11})
    why = "nearly everybody has a second serious illness, as in every quarter"
    cases.no_signal(place, why, "comorbidity_stay_share")


SIGNALS = {
    "B-10": {
        "alike": alike,
        "few": few,
        "few_check_ups": few_check_ups,
        "always_as_ill": always_as_ill,
    }
}
