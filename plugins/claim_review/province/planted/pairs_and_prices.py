"""Planted cases of rules on what goes together: P-24, P-29, C-21, C-22, C-24."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.single_lines import (
    HOSPITALS,
    stay_with,
    usual_near_misses,
)
from claim_review.province.refunds import refund, reverse
from claim_review.province.world import DAY

YUAN = 10_000
FIRST_LEVEL, SECOND_LEVEL = "001201000030000", "001201000040000"
CLEAN_BED, BED = "001109000020000", "001109000010000"

# -- P-24 items of which a day has one -


def _ward(cases: Cases, family: str, daily: str, days: tuple, other: str, on: int):
    """Add a stay of five days: `daily` on its days, the dearer `other` on day `on`.

    Together they are no more units than the stay has days (P-28).
    """
    day = cases.day()
    place = cases.place(*HOSPITALS)
    enc = cases.stay(cases.person(), place, day, 5, daily={family: None})
    item = cases.world.items.of(daily)
    price = int(cases.world.items.price[item, cases.level(place)])
    cheap = {"pric": price - 2 * YUAN}
    lines = [
        cases.line(enc, item, (day + number) * DAY + 22 * HOUR, **cheap)
        for number in days
    ]
    dear = cases.line(enc, cases.world.items.of(other), (day + on) * DAY + 20 * HOUR)
    at = days.index(on) if on in days else -1
    return enc, lines[at], dear


def _nursing(cases: Cases, days: tuple, on: int):
    return _ward(cases, "nursing", SECOND_LEVEL, days, FIRST_LEVEL, on)


def two_levels_of_nursing(cases: Cases, turn: int):
    enc, cheap, _ = _nursing(cases, (0, 1, 2, 3), 2 - turn % 2)
    cases.flag(enc, cheap, "hard", "two levels of nursing on one day", units=1)


def two_beds(cases: Cases, turn: int):
    enc, cheap, _ = _ward(cases, "bed", BED, (0, 1, 2, 3), CLEAN_BED, 3)
    cases.flag(enc, cheap, "hard", "two kinds of bed on one day", units=1)


def two_levels_on_admission(cases: Cases, turn: int):
    enc, cheap, _ = _nursing(cases, (0, 1, 2, 3), 0)
    cases.flag(enc, cheap, "suspect", "on the day of admission", units=1)


def two_levels_after_a_blank_day(cases: Cases, turn: int):
    enc, cheap, _ = _nursing(cases, (0, 2, 3), 2)
    cases.flag(enc, cheap, "suspect", "one may be the day before's", units=1)


def another_level_on_another_day(cases: Cases, turn: int):
    enc, cheap, _ = _nursing(cases, (0, 1, 3), 2)
    cases.spare(enc, cheap, "one level of nursing on each day")


def dearer_level_refunded(cases: Cases, turn: int):
    enc, cheap, dear = _nursing(cases, (0, 1, 2, 3), 2)
    refund(cases, dear, linked=turn % 2 == 0)
    cases.spare(enc, cheap, "the other level is taken back")


def cheaper_level_self_paid(cases: Cases, turn: int):
    enc, cheap, _ = _nursing(cases, (0, 1, 2, 3), 2)
    cases.lines[cheap]["selfpay"] = 10_000
    cases.spare(enc, cheap, "the patient pays the cheaper level")


def two_levels_in_a_reversed_stay(cases: Cases, turn: int):
    enc, cheap, _ = _nursing(cases, (0, 1, 2, 3), 2)
    reverse(cases, enc)
    cases.spare(enc, cheap, "the settlement is reversed")


# -- P-29 a line sent twice -


def _tests(cases: Cases, turn: int, *seconds: int, second: dict | None = None):
    """Add a visit with one test at each second of its day; `second` is of the last."""
    day = cases.day()
    enc = cases.visit(cases.person(), cases.place(*HOSPITALS), day, plain=False)
    item = cases.item(("lab", "exam")[turn % 2], turn // 2)
    lines = [cases.line(enc, item, day * DAY + at) for at in seconds]
    cases.lines[lines[-1]] |= second or {}
    return enc, lines


AT = 10 * HOUR + 15 * 60 + 20


def sent_twice(cases: Cases, turn: int):
    enc, lines = _tests(cases, turn, AT, AT)
    cases.flag(enc, lines[1], "suspect", "all is the same, to the second", units=1)


def sent_three_times(cases: Cases, turn: int):
    enc, lines = _tests(cases, turn, AT, AT, AT)
    for line in lines[1:]:
        cases.flag(enc, line, "suspect", "all is the same, to the second", units=1)


def ten_minutes_later(cases: Cases, turn: int):
    enc, lines = _tests(cases, turn, AT, AT + 600)
    cases.spare(enc, lines[1], "ten minutes after the first")


def at_midnight(cases: Cases, turn: int):
    enc, lines = _tests(cases, turn, 0, 0)
    cases.spare(enc, lines[1], "the lines have no time of day")


def of_another_doctor(cases: Cases, turn: int):
    enc, lines = _tests(cases, turn, AT, AT)
    place = cases.encounters[enc]["place"]
    cases.lines[lines[1]]["doctor"] = cases.cast.doctor(place)
    cases.spare(enc, lines[1], "another doctor ordered it")


def second_refunded(cases: Cases, turn: int):
    enc, lines = _tests(cases, turn, AT, AT)
    refund(cases, lines[1])
    cases.spare(enc, lines[1], "the second is taken back")


def second_self_paid(cases: Cases, turn: int):
    enc, lines = _tests(cases, turn, AT, AT, second={"selfpay": 10_000})
    cases.spare(enc, lines[1], "the patient pays the second")


# -- C-21 more of a material than a day can use -


def _lens(cases: Cases, turn: int = 0) -> int:
    return cases.named("人工晶体")


def three_lenses(cases: Cases, turn: int):
    pair = stay_with(cases, _lens(cases), HOSPITALS, 3)
    cases.flag(*pair, "suspect", "three lenses on one day", units=1)


def two_and_two_lenses(cases: Cases, turn: int):
    enc, first = stay_with(cases, _lens(cases), HOSPITALS, 2)
    at = cases.lines[first]["time"] + HOUR
    line = cases.line(enc, _lens(cases), at, 2)
    cases.flag(enc, line, "suspect", "four lenses on one day", units=2)


def two_lenses(cases: Cases, turn: int):
    pair = stay_with(cases, _lens(cases), HOSPITALS, 2)
    cases.spare(*pair, "two lenses are the most of a day")


def two_lenses_a_day(cases: Cases, turn: int):
    enc, first = stay_with(cases, _lens(cases), HOSPITALS, 2)
    line = cases.line(enc, _lens(cases), cases.lines[first]["time"] + DAY, 2)
    cases.spare(enc, line, "two lenses on each of two days")


def third_lens_self_paid(cases: Cases, turn: int):
    enc, first = stay_with(cases, _lens(cases), HOSPITALS, 2)
    at = cases.lines[first]["time"] + HOUR
    line = cases.line(enc, _lens(cases), at, 1, selfpay=10_000)
    cases.spare(enc, line, "the patient pays the third lens")


def third_lens_refunded(cases: Cases, turn: int):
    enc, line = stay_with(cases, _lens(cases), HOSPITALS, 3)
    refund(cases, line, 1)
    cases.spare(enc, line, "one of three lenses is taken back")


# -- C-22 a material for another disease -


def _plate(cases: Cases, turn: int = 0) -> int:
    return cases.named("股骨接骨板")


def plate_in_pneumonia(cases: Cases, turn: int):
    pair = stay_with(cases, _plate(cases), HOSPITALS, 1)
    cases.flag(*pair, "suspect", "a femur plate in pneumonia", units=1)


def basket_without_stones(cases: Cases, turn: int):
    pair = stay_with(cases, cases.named("取石网篮"), HOSPITALS, 1)
    cases.flag(*pair, "suspect", "a stone basket without stones", units=1)


def broken_femur_second(cases: Cases, turn: int):
    dx2 = cases.dx("S72.000", "股骨颈骨折")
    pair = stay_with(cases, _plate(cases), HOSPITALS, 1, dx2=dx2)
    cases.spare(*pair, "the femur is broken: second diagnosis")


def stones_of_the_gall_bladder(cases: Cases, turn: int):
    dx2 = cases.dx("K80.200", "胆囊结石")
    pair = stay_with(cases, cases.named("取石网篮"), HOSPITALS, 1, dx2=dx2)
    cases.spare(*pair, "stones: second diagnosis")


# -- C-24 dialysis too often -


def _sessions(cases: Cases, code: str, days: tuple[int, ...], last: dict | None = None):
    """Add a person's visits for dialysis on these days; return the last and its line.

    `last` are options of the last visit.
    """
    start, place, person = cases.day(), cases.place(*HOSPITALS), cases.person()
    kidney = cases.dx("N18.500", "慢性肾脏病5期")
    for number in days:
        other = {"dx": kidney} | ((last or {}) if number == days[-1] else {})
        day = start + number
        enc = cases.visit(person, place, day, plain=False, **other)
        line = cases.line(enc, cases.world.items.of(code), day * DAY + 9 * HOUR)
    return enc, line


HD, HP = "003110000060000", "003110000100000"


def fourth_in_seven_days(cases: Cases, turn: int):
    pair = _sessions(cases, HD, (0, 2, 4, 5 + turn % 2))
    cases.flag(*pair, "suspect", "the fourth dialysis in seven days", units=1)


def second_perfusion_in_fourteen_days(cases: Cases, turn: int):
    pair = _sessions(cases, HP, (0, 13 - turn % 3))
    cases.flag(*pair, "suspect", "the second perfusion in 14 days", units=1)


def three_in_any_seven_days(cases: Cases, turn: int):
    cases.spare(*_sessions(cases, HD, (0, 2, 4, 7)), "three in any seven days")


def perfusion_after_fourteen_days(cases: Cases, turn: int):
    cases.spare(*_sessions(cases, HP, (0, 14)), "14 days after the first")


def fourth_in_acute_failure(cases: Cases, turn: int):
    acute = {"dx2": cases.dx("N17.900", "急性肾衰竭")}
    pair = _sessions(cases, HD, (0, 2, 4, 5), acute)
    cases.spare(*pair, "the kidneys failed at once")


def fourth_refunded(cases: Cases, turn: int):
    enc, line = _sessions(cases, HD, (0, 2, 4, 5))
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, line, "the fourth is taken back")


def fourth_reversed(cases: Cases, turn: int):
    enc, line = _sessions(cases, HD, (0, 2, 4, 5))
    reverse(cases, enc)
    cases.spare(enc, line, "the fourth settlement is reversed")


def fourth_self_paid(cases: Cases, turn: int):
    enc, line = _sessions(cases, HD, (0, 2, 4, 5))
    cases.lines[line]["selfpay"] = 10_000
    cases.spare(enc, line, "the patient pays the fourth")


def _named(*functions) -> dict:
    return {f.__name__: f for f in functions}


HITS = {
    "P-24": _named(
        two_levels_of_nursing,
        two_beds,
        two_levels_on_admission,
        two_levels_after_a_blank_day,
    ),
    "P-29": _named(sent_twice, sent_three_times),
    "C-21": _named(three_lenses, two_and_two_lenses),
    "C-22": _named(plate_in_pneumonia, basket_without_stones),
    "C-24": _named(fourth_in_seven_days, second_perfusion_in_fourteen_days),
}
NEAR = {
    "P-24": _named(
        another_level_on_another_day,
        dearer_level_refunded,
        cheaper_level_self_paid,
        two_levels_in_a_reversed_stay,
    ),
    "P-29": _named(
        ten_minutes_later,
        at_midnight,
        of_another_doctor,
        second_refunded,
        second_self_paid,
    ),
    "C-21": _named(
        two_lenses, two_lenses_a_day, third_lens_self_paid, third_lens_refunded
    )
    | usual_near_misses(_lens, HOSPITALS, cnt=3),
    "C-22": _named(broken_femur_second, stones_of_the_gall_bladder)
    | usual_near_misses(_plate, HOSPITALS),
    "C-24": _named(
        three_in_any_seven_days,
        perfusion_after_fourteen_days,
        fourth_in_acute_failure,
        fourth_refunded,
        fourth_reversed,
        fourth_self_paid,
    ),
}
