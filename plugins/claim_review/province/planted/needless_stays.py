"""Planted cases of stays without need: M-16, M-17, M-18."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.refunds import refund, reverse
from claim_review.province.world import DAY

COUNTRY = ("centre", "small")
BARE = {"bed": None, "nursing": None, "consultation": None}

# -- M-16 admitted again and again -


def _stays(cases: Cases, number: int = 3, dx=(), after: int = 58, **other) -> list[int]:
    """Return stays of four days, 24 days apart, in different institutions."""
    person = cases.person(**other)
    day = cases.day(4, after)
    codes = [*dx, "J18.9", "K29.5", "I10"][:number]
    groups = ("county", "centre", "tibetan")
    return [
        cases.stay(
            person, cases.place(groups[turn]), day + 24 * turn, 4, dx=cases.dx(code)
        )
        for turn, code in enumerate(codes)
    ]


def three_stays(cases: Cases, turn: int):
    cases.flag(_stays(cases)[-1], -1, "suspect", "three stays within 90 days")


def three_stays_at_great_age(cases: Cases, turn: int):
    made = _stays(cases, age=(82, 88))
    cases.diagnosis(made[0], "I50")
    cases.flag(made[-1], -1, "suspect", "over 80, but with one grave illness only")


def two_stays(cases: Cases, turn: int):
    cases.spare(_stays(cases, 2)[-1], -1, "two stays only")


def one_for_chemotherapy(cases: Cases, turn: int):
    made = _stays(cases, dx=("Z51.1",))
    cases.spare(made[-1], -1, "one of the stays is planned")


def one_stay_reversed(cases: Cases, turn: int):
    made = _stays(cases)
    reverse(cases, made[turn % 2], named=turn % 4 < 2)
    cases.spare(made[-1], -1, "one of the stays is reversed")


def old_and_ill(cases: Cases, turn: int):
    made = _stays(cases, age=(82, 88))
    cases.diagnosis(made[0], "I50")
    cases.diagnosis(made[1], "N18.900", "慢性肾脏病")
    cases.spare(made[-1], -1, "over 80 and with two grave illnesses")


# -- M-17 admitted without need -


def _checked(
    cases: Cases, days: int = 2, dx: str = "J06.9", treated=False, age=None, **other
) -> int:
    """Return a stay of examinations, as good as nothing else."""
    person = cases.person(age=age)
    place, day = cases.place(*COUNTRY), cases.day()
    enc = cases.stay(person, place, day, days, plain=False, dx=cases.dx(dx), **other)
    for number in range(12):
        at = (day + number % days) * DAY + 10 * HOUR + number * 60
        cases.line(enc, cases.item("exam", number), at)
    if treated:
        cases.line(enc, cases.item("treatment", 9), day * DAY + 15 * HOUR)
    return enc


def short_and_minor(cases: Cases, turn: int):
    enc = _checked(cases, 1 + turn % 3)
    cases.flag(enc, -1, "suspect", "short, examined only, a minor illness: four points")


def longer_and_minor(cases: Cases, turn: int):
    enc = _checked(cases, 4)
    cases.flag(enc, -1, "suspect", "four days, a minor illness: three points")


def short_and_not_minor(cases: Cases, turn: int):
    enc = _checked(cases, 3, "J20.9")
    cases.flag(enc, -1, "suspect", "short and examined only: three points")


def small_child(cases: Cases, turn: int):
    cases.spare(_checked(cases, age=(2, 3)), -1, "under five years")


def came_as_emergency(cases: Cases, turn: int):
    cases.spare(_checked(cases, adm_way=1), -1, "an emergency")


def treated_for_four_days(cases: Cases, turn: int):
    cases.spare(_checked(cases, 4, treated=True), -1, "four days, treated: two points")


def sent_by_another(cases: Cases, turn: int):
    cases.spare(_checked(cases, adm_way=3), -1, "sent by another institution")


def needless_stay_reversed(cases: Cases, turn: int):
    enc = _checked(cases)
    reverse(cases, enc, named=turn % 2 == 0)
    cases.spare(enc, -1, "the settlement is reversed")


def needless_stay_unpaid(cases: Cases, turn: int):
    cases.spare(_checked(cases, share=0.0), -1, "the fund pays nothing")


# -- M-18 an empty bed -


def _ward(cases: Cases, empty: tuple, **other) -> tuple[int, list[int]]:
    """Return a stay from a Monday for nine days and its lines on days without care."""
    day = cases.day(weekday=0)
    enc = cases.stay(
        cases.person(), cases.place(*COUNTRY), day, 9, BARE, plain=False, **other
    )
    cases.line(enc, cases.item("treatment", 9), day * DAY + 10 * HOUR, 2)
    found = []
    for number in range(9):
        at = (day + number) * DAY
        if number not in empty:
            cases.line(enc, cases.item("lab", number), at + 9 * HOUR)
            cases.line(enc, cases.item("drug", number), at + 11 * HOUR)
        for turn, menu in enumerate(("bed", "nursing")):
            line = cases.line(enc, cases.item(menu, 0), at + 22 * HOUR + turn * 60)
            if number in empty:
                found.append(line)
    return enc, found


def _empty(days: tuple, why: str):
    def hit(cases: Cases, turn: int):
        enc, lines = _ward(cases, days)
        for line in lines:
            cases.flag(enc, line, "suspect", why)

    return hit


def seen_elsewhere_twice(cases: Cases, turn: int):
    day, person = cases.day(), cases.person(employee=False)
    stay = cases.stay(person, cases.place("centre"), day, 6)
    cases.flag(stay, -1, "alert", "seen elsewhere on two days of the stay")
    for number in (2, 4):
        enc = cases.visit(person, cases.place("community"), day + number)
        cases.flag(enc, -1, "suspect", "seen during a stay elsewhere", rule="M-19")


def _not_empty(days: tuple, why: str, **other):
    def spared(cases: Cases, turn: int):
        enc, lines = _ward(cases, days, **other)
        cases.spare(enc, lines[0], why)

    return spared


def bed_refunded(cases: Cases, turn: int):
    enc, lines = _ward(cases, (2, 3))
    for line in lines:
        refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, lines[0], "nothing is charged for the days: all taken back")


def bed_self_paid(cases: Cases, turn: int):
    enc, lines = _ward(cases, (2, 3))
    for line in lines:
        cases.lines[line]["selfpay"] = 10_000
    cases.spare(enc, lines[0], "the patient pays for the bed")


def rehabilitation(cases: Cases, turn: int):
    enc, lines = _ward(cases, (2, 3), dx=cases.dx("Z50"))
    cases.spare(enc, lines[0], "a stay for rehabilitation")


def _named(*functions) -> dict:
    return {function.__name__: function for function in functions}


HITS = {
    "M-16": _named(three_stays, three_stays_at_great_age),
    "M-17": _named(short_and_minor, longer_and_minor, short_and_not_minor),
    "M-18": {
        "two_days": _empty((2, 3), "two days without care"),
        "friday_to_sunday": _empty((4, 5, 6), "from Friday to Sunday without care"),
        "seen_elsewhere_twice": seen_elsewhere_twice,
    },
}
NEAR = {
    "M-16": _named(two_stays, one_for_chemotherapy, one_stay_reversed, old_and_ill),
    "M-17": _named(
        small_child,
        came_as_emergency,
        treated_for_four_days,
        sent_by_another,
        needless_stay_reversed,
        needless_stay_unpaid,
    ),
    "M-18": {
        "weekend": _not_empty((5, 6), "a weekend without care"),
        "one_day": _not_empty((3,), "one day without care"),
        "first_days": _not_empty((0, 1), "the day of admission does not count"),
    }
    | _named(bed_refunded, bed_self_paid, rehabilitation),
}
