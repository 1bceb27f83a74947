"""Planted cases of the rule on units per day: P-26."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.single_lines import HOSPITALS
from claim_review.province.refunds import refund, reverse
from claim_review.province.specials import OUTPATIENT_CODES, used_freely
from claim_review.province.world import DAY

# -- P-26 more than the day allows -


def _once_a_day(cases: Cases, turn: int) -> int:
    menu = cases.world.items.in_menu("once_a_day")
    outpatient = [cases.world.items.of(code) for code in OUTPATIENT_CODES]
    fit = [
        item
        for item in menu.tolist()
        if item not in outpatient and used_freely(cases.world, item)
    ]
    return fit[turn % len(fit)]


def _hourly(cases: Cases, turn: int) -> int:
    return cases.item("hourly", turn)


def _ward_lines(cases: Cases, item: int, *units: tuple[int, int]):
    """Add a stay with lines of `item`: (day of the stay, units) each."""
    day = cases.day()
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, 4)
    lines = []
    for turn, (number, cnt) in enumerate(units):
        at = (day + number) * DAY + (12 + turn) * HOUR
        lines.append(cases.line(enc, item, at, cnt))
    return enc, lines


def two_units_on_one_line(cases: Cases, turn: int):
    enc, lines = _ward_lines(cases, _once_a_day(cases, turn), (0, 2))
    cases.flag(enc, lines[0], "hard", "two units on the day of admission", units=1)


def two_lines_on_one_day(cases: Cases, turn: int):
    enc, lines = _ward_lines(cases, _once_a_day(cases, turn), (1, 1), (1, 1))
    # The ward may have posted the unit of the day before, which has none, today.
    cases.flag(enc, lines[1], "suspect", "the second unit of the day", units=1)


def two_encounters_on_one_day(cases: Cases, turn: int):
    person, day = cases.person(), cases.day()
    item = cases.world.items.of("001102000040000")
    for _ in range(2):
        enc = cases.visit(person, cases.place("state", "county"), day, "emergency")
        line = cases.line(enc, item, day * DAY + 11 * HOUR)
    cases.flag(enc, line, "hard", "the same day's unit in another institution", units=1)


def more_than_24_hours(cases: Cases, turn: int):
    over = 1 + turn % 6
    enc, lines = _ward_lines(cases, _hourly(cases, turn), (0, 24 + over))
    cases.flag(enc, lines[0], "hard", "more hours than the day has", units=over)


def two_times_14_hours(cases: Cases, turn: int):
    enc, lines = _ward_lines(cases, _hourly(cases, turn), (2, 14), (2, 14))
    cases.flag(enc, lines[1], "suspect", "28 hours on one day on two lines", units=4)


def bed_twice_within_the_stay(cases: Cases, turn: int):
    day = cases.day()
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, 4, {"bed": None})
    bed = cases.item("bed", 0)
    for number in range(2):
        cases.line(enc, bed, (day + number) * DAY + 22 * HOUR)
    line = cases.line(enc, bed, (day + 2) * DAY + 22 * HOUR, 2)
    cases.flag(enc, line, "hard", "two beds on one day, none on another", units=1)


def exactly_one(cases: Cases, turn: int):
    enc, lines = _ward_lines(cases, _once_a_day(cases, turn), (1, 1))
    cases.spare(enc, lines[0], "exactly one unit on the day")


def exactly_24_hours(cases: Cases, turn: int):
    enc, lines = _ward_lines(cases, _hourly(cases, turn), (1, 10), (1, 14))
    cases.spare(enc, lines[1], "exactly 24 hours on the day")


def one_on_each_of_two_days(cases: Cases, turn: int):
    enc, lines = _ward_lines(cases, _once_a_day(cases, turn), (1, 1), (2, 1))
    cases.spare(enc, lines[1], "one unit on each of two days")


def hours_across_midnight(cases: Cases, turn: int):
    enc, lines = _ward_lines(cases, _hourly(cases, turn), (1, 20), (2, 20))
    cases.spare(enc, lines[1], "40 hours, 20 of them on the next day")


def excess_refunded(cases: Cases, turn: int):
    enc, lines = _ward_lines(cases, _once_a_day(cases, turn), (1, 1), (1, 1))
    refund(cases, lines[1], linked=turn % 2 == 0)
    cases.spare(enc, lines[1], "the second unit is taken back")


def excess_partly_refunded(cases: Cases, turn: int):
    enc, lines = _ward_lines(cases, _hourly(cases, turn), (1, 30))
    refund(cases, lines[0], 6)
    cases.spare(enc, lines[0], "six of thirty hours are taken back")


def excess_self_paid(cases: Cases, turn: int):
    enc, lines = _ward_lines(cases, _once_a_day(cases, turn), (1, 1), (1, 1))
    cases.lines[lines[1]]["selfpay"] = 10_000
    cases.spare(enc, lines[1], "the patient pays the second unit")


def first_unit_self_paid(cases: Cases, turn: int):
    enc, lines = _ward_lines(cases, _once_a_day(cases, turn), (1, 1), (1, 1))
    cases.lines[lines[0]]["selfpay"] = 10_000
    cases.spare(enc, lines[1], "the patient pays the first unit: a bed for the family")


def other_encounter_reversed(cases: Cases, turn: int):
    person, day = cases.person(), cases.day()
    item = cases.world.items.of("001102000040000")
    made = []
    for _ in range(2):
        enc = cases.visit(person, cases.place("state", "county"), day, "emergency")
        made.append((enc, cases.line(enc, item, day * DAY + 11 * HOUR)))
    reverse(cases, made[0][0], named=turn % 2 == 0)
    cases.spare(*made[1], "the other institution's settlement is reversed")


HITS = {
    "P-26": {
        f.__name__: f
        for f in (
            two_units_on_one_line,
            two_lines_on_one_day,
            two_encounters_on_one_day,
            more_than_24_hours,
            two_times_14_hours,
            bed_twice_within_the_stay,
        )
    },
}
NEAR = {
    "P-26": {
        f.__name__: f
        for f in (
            exactly_one,
            exactly_24_hours,
            one_on_each_of_two_days,
            hours_across_midnight,
            excess_refunded,
            excess_partly_refunded,
            excess_self_paid,
            first_unit_self_paid,
            other_encounter_reversed,
        )
    },
}
