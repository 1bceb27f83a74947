"""Planted institutions that behave unlike others: B-02, B-03, B-11, M-25, M-27.

A near miss is beyond its limit as well, but has too few cases to be compared, or lies
just within: what the peers' spread is depends on everyday care.
"""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.crowd import crowd
from claim_review.province.world import DAY, first_day, last_day

_DRUGS = (b"101", b"102", b"103", b"104")
_TEN_YUAN = 100_000


def _discharged(cases: Cases, number: int) -> list[int]:
    """Return days of discharge spread over the last two months of the quarter."""
    first, last = first_day(cases.quarter) + 32, last_day(cases.quarter) - 2
    return [first + turn * (last - first) // number for turn in range(number)]


# -- B-02 costs unlike peers -


def _long_stays(cases: Cases, name: str, number: int) -> int:
    place = cases.cast.institution(name, "county")
    days = _discharged(cases, number)
    crowd(cases, place, "stay", number, days=days, lengths=[25] * number)
    return place


def long_stays(cases: Cases, turn: int):
    place = _long_stays(cases, "long stays", 12)
    cases.signal(place, "twelve stays of 25 days each", "length_of_stay")


def few_long_stays(cases: Cases, turn: int):
    place = _long_stays(cases, "few long stays", 9)
    cases.no_signal(place, "nine stays are too few to compare", "length_of_stay")


# -- B-03 more patients than beds -


def _all_at_once(cases: Cases, name: str, beds: int) -> int:
    place = cases.cast.institution(name, "county", beds=beds)
    day = last_day(cases.quarter) - 20
    crowd(cases, place, "stay", 11, days=[day] * 11, lengths=[8] * 11)
    return place


def more_patients_than_beds(cases: Cases, turn: int):
    place = _all_at_once(cases, "few beds", 9)
    cases.signal(place, "eleven patients and nine beds", "bed_use")


def every_bed_taken(cases: Cases, turn: int):
    place = _all_at_once(cases, "just enough beds", 10)
    cases.no_signal(place, "eleven patients and ten beds: 1.1 is allowed", "bed_use")


def beds_unknown(cases: Cases, turn: int):
    place = _all_at_once(cases, "unknown beds", -1)
    cases.no_signal(place, "nobody knows how many beds there are", "bed_use")


# -- B-11 round amounts -


def _round_visits(cases: Cases, name: str, number: int) -> int:
    """Give out one drug in each of so many visits, in four of five for whole tens.

    At a hospital: few pharmacies of a small demo have as many bills as are compared.
    """
    place = cases.cast.institution(name, "county")
    for turn, day in enumerate(_discharged(cases, number)):
        enc = cases.visit(cases.person(), place, day, plain=False)
        tens = (1 + turn % 9) * _TEN_YUAN
        pric = tens if turn % 5 else tens + _TEN_YUAN // 4
        at = cases.encounters[enc]["begin"] + 600
        cases.line(enc, cases.item("drug", turn % 40), at, pric=pric)
    return place


def round_visits(cases: Cases, turn: int):
    place = _round_visits(cases, "round visits", 120)
    cases.signal(place, "four of five bills are of a round sum", "round_amount_share")


def few_round_visits(cases: Cases, turn: int):
    place = _round_visits(cases, "few round visits", 90)
    cases.no_signal(place, "ninety bills are too few", "round_amount_share")


# -- M-25 an impossible day of a doctor -


def _busy_day(cases: Cases, name: str, visits: int) -> int:
    """Let one doctor see so many people on a day, each for one test."""
    place, day = cases.cast.institution(name, "county"), _discharged(cases, 1)[0]
    for number in range(visits):
        # From half past seven every six minutes: nobody crowds at the counter.
        begin = day * DAY + 7 * HOUR + HOUR // 2 + number * 360
        enc = cases.visit(cases.person(), place, day, plain=False, begin=begin)
        cases.line(enc, cases.item("lab", number % 20), begin + 600)
    return place


def busy_day(cases: Cases, turn: int):
    place = _busy_day(cases, "busy day", 121)
    cases.signal(place, "121 visits of one doctor on a day", "doctor_visits_day")


def full_day(cases: Cases, turn: int):
    place = _busy_day(cases, "full day", 120)
    cases.no_signal(place, "120 visits of one doctor on a day", "doctor_visits_day")


# -- M-27 cost shares unlike peers -


def _drug_stays(cases: Cases, name: str, number: int) -> int:
    place = cases.cast.institution(name, "county")
    days = _discharged(cases, number)
    made = set(crowd(cases, place, "stay", number, days=days))
    for line in cases.lines:
        if line["enc"] in made and cases.world.items.list_type[line["item"]] in _DRUGS:
            line["cnt"] *= 6
    return place


def drugs_for_everybody(cases: Cases, turn: int):
    place = _drug_stays(cases, "many drugs", 12)
    cases.signal(place, "six times the usual drugs in every stay", "drug_share")


def drugs_for_a_few(cases: Cases, turn: int):
    place = _drug_stays(cases, "many drugs for a few", 9)
    cases.no_signal(place, "nine stays are too few to compare", "drug_share")


SIGNALS = {
    "B-02": {"long_stays": long_stays, "few_long_stays": few_long_stays},
    "B-03": {
        "more_patients_than_beds": more_patients_than_beds,
        "every_bed_taken": every_bed_taken,
        "beds_unknown": beds_unknown,
    },
    "B-11": {
        "round_visits": round_visits,
        "few_round_visits": few_round_visits,
    },
    "M-25": {"busy_day": busy_day, "full_day": full_day},
    "M-27": {
        "drugs_for_everybody": drugs_for_everybody,
        "drugs_for_a_few": drugs_for_a_few,
    },
}
