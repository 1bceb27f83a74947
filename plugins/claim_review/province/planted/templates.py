"""Planted outpatient care all alike, and people of one doctor: B-08, B-13, O-21."""

from claim_review.province.cases import Cases
from claim_review.province.world import last_day

_FIVE_YUAN = 50_000
_DAYS = 80


def _prescribed(
    cases: Cases, place: int, person: int, number: int, drugs: int, **other
) -> None:
    """Add a visit with one prescription of the same few cheap drugs as all others."""
    day = last_day(cases.quarter) - 2 - number % _DAYS
    enc = cases.visit(person, place, day, plain=False, **other)
    at = cases.encounters[enc]["begin"] + 600
    for turn in range(drugs):
        cases.line(enc, cases.item("drug", turn), at, 2, rx=0, pric=_FIVE_YUAN)


def _copies(cases: Cases, place: int, visits: int, drugs: int) -> int:
    """Give so many people one and the same prescription, each once."""
    for number in range(visits):
        _prescribed(cases, place, cases.person(), number, drugs)
    return place


# -- B-13 prescriptions by template -


def all_alike(cases: Cases, turn: int):
    place = _copies(cases, cases.cast.institution("B-13 all alike", "county"), 55, 2)
    cases.signal(place, "55 people have one prescription", "template_share")


def few_alike(cases: Cases, turn: int):
    place = _copies(cases, cases.cast.institution("B-13 few alike", "county"), 20, 2)
    cases.no_signal(place, "twenty prescriptions are too few", "template_share")


# -- O-21 small sites -


def hundred_cheap_visits(cases: Cases, turn: int):
    place = cases.cast.institution("O-21 cheap visits", "community", lasting=True)
    _copies(cases, place, 100, 3)
    why = "a hundred people, each of whom comes once"
    cases.no_signal(place, why, "visits_per_person", rule="B-08")
    # O-21 judges nobody of whom it knows no earlier quarter.
    if cases.earlier_quarters():
        why = "a hundred visits of 30 yuan with one prescription"
        cases.signal(place, why, "small_visits_of_one_template")


# -- B-08 patients of one doctor -


def own_patients(cases: Cases, turn: int):
    """Add six doctors with twenty people each; four come to the last one six times.

    To the others come none, one or two people twice.
    """
    place = cases.cast.institution("B-08 own patients", "community", lasting=True)
    first = int(cases.world.places.first_doctor[place])
    for doctor in range(6):
        again, times = (4, 6) if doctor == 5 else (doctor % 3, 2)
        for number in range(20):
            person = cases.person()
            for visit in range(times if number < again else 1):
                turn = number + 13 * visit
                _prescribed(cases, place, person, turn, 2, doctor=first + doctor)
    cases.signal(place, "four people see one doctor six times", "visits_per_person")
    if cases.earlier_quarters():
        why = "everybody has one prescription, of two drugs"
        cases.no_signal(place, why, "small_visits_of_one_template", rule="O-21")


SIGNALS = {
    "B-08": {"own_patients": own_patients},
    "B-13": {"all_alike": all_alike, "few_alike": few_alike},
    "O-21": {"hundred_cheap_visits": hundred_cheap_visits},
}
