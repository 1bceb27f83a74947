"""Planted cases of outlets and of how often persons come: O-11, O-16, O-17.

Signals: D-05, O-10, O-13.
"""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.crowd import crowd
from claim_review.province.planted.single_lines import HOSPITALS
from claim_review.province.refunds import reverse
from claim_review.province.rows import NO_RX
from claim_review.province.world import DAY, last_day

# -- O-11 one purchase settled in parts -


def _two(cases: Cases, turn: int, seconds: int, rx: int = NO_RX, **second) -> list[int]:
    """Add two purchases of one drug that the fund pays, settled so far apart."""
    place, person = cases.place("pharmacy"), cases.person()
    at = cases.day() * DAY + (10 + turn % 8) * HOUR
    item = cases.item("drug", turn)
    made = []
    for number in range(2):
        settled = at + number * seconds
        enc = cases.visit(
            person,
            place,
            at // DAY,
            "special_drug",
            plain=False,
            begin=at - 600,
            end=at - 300,
            settled=settled,
            **(second if number else {}),
        )
        cases.line(enc, item, at - 500, rx=rx)
        made.append(enc)
    return made


def parts_within_a_minute(cases: Cases, turn: int):
    enc = _two(cases, turn, (1, 30, 60)[turn % 3])[1]
    cases.flag(enc, -1, "suspect", "two equal purchases within a minute")


def parts_of_two_prescriptions(cases: Cases, turn: int):
    enc = _two(cases, turn, 20, rx=0)[1]
    cases.flag(enc, -1, "alert", "two equal purchases on two prescriptions")


def two_minutes_apart(cases: Cases, turn: int):
    enc = _two(cases, turn, (61, 120)[turn % 2])[1]
    cases.spare(enc, -1, "the purchases are more than a minute apart")


def second_part_not_of_the_fund(cases: Cases, turn: int):
    enc = _two(cases, turn, 20, share=0.0)[1]
    cases.spare(enc, -1, "the fund pays one of the parts only")


def second_part_reversed(cases: Cases, turn: int):
    enc = _two(cases, turn, 20)[1]
    reverse(cases, enc, named=turn % 2 == 0)
    cases.spare(enc, -1, "the second part is reversed")


# -- O-16 and O-17 again and again -


def _often(cases: Cases, group: tuple, kind: str, number: int, **last) -> int:
    """Add a visit on each of so many days; return the last, to which `last` goes."""
    # Of residents, who have no account that would pay instead of the fund.
    person, first = cases.person(employee=False), cases.day()
    place = cases.place(*group)
    for day in range(number):
        own = last if day == number - 1 else {}
        enc = cases.visit(person, place, first + day, kind, plain=False, **own)
        item = cases.item("drug" if group == ("pharmacy",) else "visit", day)
        at = cases.encounters[enc]["begin"] + 600
        cases.line(enc, item, at)
    return enc


def sixteen_visits(cases: Cases, turn: int):
    enc = _often(cases, HOSPITALS, "visit", 16 + turn % 3)
    cases.flag(enc, -1, "alert", "more than 15 visits in 30 days")


def sixteen_visits_and_three_places(cases: Cases, turn: int):
    enc = _often(cases, HOSPITALS, "visit", 16)
    made = cases.encounters[enc]
    groups = (("township",), ("community",))
    others = [
        cases.visit(made["person"], cases.place(*g), made["begin"] // DAY, begin=at)
        for g, at in zip(
            groups, (made["end"] + HOUR, made["end"] + 2 * HOUR), strict=True
        )
    ]
    cases.flag(others[1], -1, "suspect", "18 visits, three institutions on one day")


def fifteen_visits(cases: Cases, turn: int):
    enc = _often(cases, HOSPITALS, "visit", 15)
    cases.spare(enc, -1, "15 visits in 30 days")


def one_for_dialysis(cases: Cases, turn: int):
    enc = _often(cases, HOSPITALS, "visit", 16, dx=cases.dx("Z49.100"))
    cases.spare(enc, -1, "one of 16 visits is for dialysis")


def one_visit_reversed(cases: Cases, turn: int):
    enc = _often(cases, HOSPITALS, "visit", 16)
    reverse(cases, enc, named=turn % 2 == 0)
    cases.spare(enc, -1, "one of 16 visits is reversed")


def one_visit_self_paid(cases: Cases, turn: int):
    enc = _often(cases, HOSPITALS, "visit", 16, share=0.0)
    cases.spare(enc, -1, "the patient pays one of 16 visits")


def twice_a_day_on_five_days(cases: Cases, turn: int):
    person, first = cases.person(), cases.day()
    for number in range(10):
        place, day = cases.place("pharmacy"), first + number // 2
        begin = day * DAY + (9 + number % 2 * 5) * HOUR
        enc = cases.visit(person, place, day, "special_drug", plain=False, begin=begin)
        cases.line(enc, cases.item("drug", 10 * turn + number), begin + 600)
    cases.flag(enc, -1, "suspect", "two purchases a day on five days")


def eleven_purchases(cases: Cases, turn: int):
    enc = _often(cases, ("pharmacy",), "special_drug", 11 + turn % 3)
    cases.flag(enc, -1, "alert", "purchases on more than 10 of 30 days")


def ten_purchases(cases: Cases, turn: int):
    enc = _often(cases, ("pharmacy",), "special_drug", 10)
    cases.spare(enc, -1, "purchases on 10 of 30 days")


def one_purchase_self_paid(cases: Cases, turn: int):
    enc = _often(cases, ("pharmacy",), "special_drug", 11, share=0.0)
    cases.spare(enc, -1, "the buyer pays one of 11 purchases")


def one_purchase_reversed(cases: Cases, turn: int):
    enc = _often(cases, ("pharmacy",), "special_drug", 11)
    reverse(cases, enc, named=turn % 2 == 0)
    cases.spare(enc, -1, "one of 11 purchases is reversed")


# -- D-05 lines without a time of day -


def _without_times(cases: Cases, name: str, share: float) -> int:
    """Add visits in the last month, so many of whose lines are written at midnight."""
    place = cases.cast.institution(name, "township")
    last = last_day(cases.quarter)
    made = crowd(cases, place, "visit", 20, days=[last - 2 - n for n in range(20)])
    # One line of an item per visit: two at one moment would look like one sent twice.
    lines = [
        line
        for enc in made
        for line in {cases.lines[n]["item"]: n for n in cases.lines_of(enc)}.values()
    ]
    for line in lines[: round(share * len(lines))]:
        cases.lines[line]["time"] = cases.lines[line]["time"] // DAY * DAY
    return place


def month_without_times(cases: Cases, turn: int):
    place = _without_times(cases, "D-05 without times", 1.0)
    cases.signal(place, "all lines of a month at midnight", "lines_without_time")


def few_lines_without_times(cases: Cases, turn: int):
    place = _without_times(cases, "D-05 few without times", 0.15)
    cases.no_signal(place, "15 % of the lines at midnight", "lines_without_time")


# -- O-10 burst of cards -


def _bursts(cases: Cases, name: str, days: int, persons: int) -> int:
    """Add purchases of so many persons, one a minute, on so many days."""
    place = cases.cast.institution(name, "pharmacy")
    for number in range(days):
        day = cases.day()
        for minute in range(persons):
            at = day * DAY + 15 * HOUR + minute * 60
            times = {"begin": at - 300, "end": at - 60, "settled": at}
            enc = cases.visit(
                cases.person(), place, day, "purchase", plain=False, **times
            )
            cases.line(enc, cases.item("drug", minute + number), at - 200)
    return place


def bursts_on_three_days(cases: Cases, turn: int):
    place = _bursts(cases, "O-10 three days", 3, 8)
    cases.signal(place, "eight persons in eight minutes", "persons_in_burst")


def bursts_on_two_days(cases: Cases, turn: int):
    place = _bursts(cases, "O-10 two days", 2, 8)
    cases.no_signal(place, "bursts on two days only", "persons_in_burst")


def five_persons_at_once(cases: Cases, turn: int):
    place = _bursts(cases, "O-10 five persons", 3, 5)
    cases.no_signal(place, "five persons in five minutes", "persons_in_burst")


# -- O-13 one prescriber -


def _prescribed(cases: Cases, name: str, of_one: int) -> int:
    """Add 60 purchases that the fund pays, so many on prescriptions of one doctor."""
    place = cases.cast.institution(name, "pharmacy")
    first = int(cases.world.places.first_doctor[place])
    for number in range(60):
        doctor = first if number < of_one else first + 1 + number % 5
        enc = cases.visit(
            cases.person(), place, cases.day(), "special_drug", plain=False
        )
        at = cases.encounters[enc]["begin"] + 600
        cases.line(enc, cases.item("drug", number), at, doctor=doctor)
    return place


def one_doctor_for_most(cases: Cases, turn: int):
    place = _prescribed(cases, "O-13 one doctor", 48)
    cases.signal(place, "one doctor signs 48 of 60", "prescriber_top_share")
    cases.signal(place, "one doctor signs 48 of 60", "prescriber_hhi")


def one_doctor_for_half(cases: Cases, turn: int):
    place = _prescribed(cases, "O-13 half", 30)
    cases.no_signal(place, "one doctor signs 30 of 60", "prescriber_top_share")


def _named(*functions) -> dict:
    return {function.__name__: function for function in functions}


HITS = {
    "O-11": _named(parts_within_a_minute, parts_of_two_prescriptions),
    "O-16": _named(sixteen_visits, sixteen_visits_and_three_places),
    "O-17": _named(eleven_purchases, twice_a_day_on_five_days),
}
NEAR = {
    "O-11": _named(
        two_minutes_apart, second_part_not_of_the_fund, second_part_reversed
    ),
    "O-16": _named(
        fifteen_visits, one_for_dialysis, one_visit_reversed, one_visit_self_paid
    ),
    "O-17": _named(ten_purchases, one_purchase_reversed, one_purchase_self_paid),
}
SIGNALS = {
    "D-05": _named(month_without_times, few_lines_without_times),
    "O-10": _named(bursts_on_three_days, bursts_on_two_days, five_persons_at_once),
    "O-13": _named(one_doctor_for_most, one_doctor_for_half),
}
