"""Planted people of one village who are admitted together: B-04."""

from claim_review.province.cases import Cases

_VILLAGE = 100_200


def _admitted(
    cases: Cases, place: int, dx: str, days: list[int], villages: int = 1
) -> None:
    """Add a stay for a person on each of these days, from so many villages in turn."""
    first = cases.day()
    for number, day in enumerate(days):
        village = _VILLAGE + 1000 * (1 + number % villages)
        person = cases.person(county=0, village=village, employee=False)
        cases.stay(person, place, first + day, 4, dx=cases.dx(dx))


def five_of_one_village(cases: Cases, turn: int):
    place = cases.cast.institution("B-04 together", "county")
    _admitted(cases, place, "M51.202", [0, 1, 1, 2, 2])
    cases.signal(place, "five of one village in three days", "admitted_together")


def four_of_one_village(cases: Cases, turn: int):
    place = cases.cast.institution("B-04 four", "county")
    _admitted(cases, place, "M51.202", [0, 1, 1, 2])
    cases.no_signal(place, "four of one village", "admitted_together")


def five_of_five_days(cases: Cases, turn: int):
    place = cases.cast.institution("B-04 five days", "county")
    _admitted(cases, place, "M51.202", [0, 1, 2, 3, 4])
    cases.no_signal(place, "never more than three in three days", "admitted_together")


def five_of_two_villages(cases: Cases, turn: int):
    place = cases.cast.institution("B-04 two villages", "county")
    _admitted(cases, place, "M51.202", [0, 1, 1, 2, 2], villages=2)
    cases.no_signal(place, "three of one village, two of another", "admitted_together")


def an_infection(cases: Cases, turn: int):
    place = cases.cast.institution("B-04 infection", "county")
    _admitted(cases, place, "A16.200", [0, 1, 1, 2, 2])
    cases.no_signal(place, "five with tuberculosis", "admitted_together")


SIGNALS = {
    "B-04": {
        "five_of_one_village": five_of_one_village,
        "four_of_one_village": four_of_one_village,
        "five_of_five_days": five_of_five_days,
        "five_of_two_villages": five_of_two_villages,
        "an_infection": an_infection,
    }
}
