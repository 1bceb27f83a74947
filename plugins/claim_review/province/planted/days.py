"""Planted cases of the rule on what is charged by the day of a stay: P-28."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.single_lines import HOSPITALS
from claim_review.province.refunds import refund, settled_again
from claim_review.province.world import DAY

# -- P-28 more days than the stay has -


def _stay_plus(
    cases: Cases,
    extra: list[tuple[int, int]],
    days: int = 4,
    with_season: str | None = None,
):
    """Add a stay and, on the day of discharge, lines of (item, units)."""
    day = cases.day()
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS, "centre"), day, days)
    if with_season:
        season = cases.item(with_season, 0)
        for number in range(days):
            cases.line(enc, season, (day + number) * DAY + 21 * HOUR)
    at = (day + days) * DAY + 8 * HOUR
    lines = [
        cases.line(enc, item, at + turn * 60, cnt)
        for turn, (item, cnt) in enumerate(extra)
    ]
    return enc, lines


def season_of(cases: Cases) -> str:
    """Return the family that is charged at this time of the year."""
    return "heating" if cases.quarter.number in (1, 4) else "cooling"


def _one_too_many(family: str):
    def hit(cases: Cases, turn: int):
        menu = season_of(cases) if family == "season" else family
        season = menu if family == "season" else None
        enc, lines = _stay_plus(
            cases, [(cases.item(menu, 0), 1)], 3 + turn % 4, with_season=season
        )
        cases.flag(
            enc,
            lines[0],
            "suspect",
            f"{menu}: the day of discharge is charged too",
            units=1,
        )

    return hit


def _two_on_the_last_day(family: str):
    """The same line is also beyond the cap of the day.

    With two codes of the family it would break the rule that one excludes the other.
    """

    def hit(cases: Cases, turn: int):
        menu = season_of(cases) if family == "season" else family
        season = menu if family == "season" else None
        enc, lines = _stay_plus(
            cases, [(cases.item(menu, 0), 2)], 3 + turn % 4, with_season=season
        )
        cases.flag(enc, lines[0], "hard", f"{menu}: two units beyond the stay", units=2)
        cases.flag(
            enc, lines[0], "hard", f"{menu}: two units on one day", units=1, rule="P-26"
        )

    return hit


def two_beds_in_a_day_stay(cases: Cases, turn: int):
    day = cases.day()
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, 0, med_type=28)
    line = cases.line(enc, cases.item("bed", 0), day * DAY + 23 * HOUR)
    cases.flag(enc, line, "suspect", "two beds in a stay of one day", units=1)
    cases.flag(enc, line, "hard", "two beds on one day", units=1, rule="P-26")


def as_many_as_days(cases: Cases, turn: int):
    enc, _ = _stay_plus(cases, [], 3 + turn % 6)
    cases.spare(enc, len(cases.lines) - 1, "every family once a day, not on discharge")


def one_in_a_day_stay(cases: Cases, turn: int):
    enc = cases.stay(
        cases.person(), cases.place(*HOSPITALS), cases.day(), 0, med_type=28
    )
    cases.spare(enc, len(cases.lines) - 1, "a stay of less than a day counts as one")


def extra_day_refunded(cases: Cases, turn: int):
    enc, lines = _stay_plus(cases, [(cases.item("bed", 0), 1)])
    refund(cases, lines[0], linked=turn % 2 == 0)
    cases.spare(enc, lines[0], "the bed of the day of discharge is taken back")


def extra_day_self_paid(cases: Cases, turn: int):
    enc, lines = _stay_plus(cases, [(cases.item("bed", 0), 1)])
    cases.lines[lines[0]]["selfpay"] = 10_000
    cases.spare(enc, lines[0], "the patient pays the bed of the day of discharge")


def second_bed_self_paid(cases: Cases, turn: int):
    """The family's bed is entered before the fund's: the last line is in scope."""
    enc, (own, _) = _stay_plus(cases, [(cases.item("bed", 2), 1)] * 2)
    day = cases.lines[own]["time"] // DAY
    cases.lines[own]["selfpay"] = 10_000
    bed = [
        row
        for row in cases.lines_of(enc)
        if cases.lines[row]["item"] == cases.item("bed", 0)
    ][-1]
    last = len(cases.lines) - 1
    cases.lines[last] |= {"time": (day - 1) * DAY + 23 * HOUR}
    cases.lines[bed]["selfpay"] = 10_000
    cases.spare(enc, last, "two of the beds are the family's, paid by the patient")


def settled_twice(cases: Cases, turn: int):
    day = cases.day()
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, 10)
    last = len(cases.lines) - 1
    settled_again(cases, enc, (day + 5) * DAY + 9 * HOUR)
    cases.spare(enc, last, "ten days in two settlements of one stay")


def grade_changed(cases: Cases, turn: int):
    day = cases.day()
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, 6, {"nursing": None})
    for number in range(6):
        grade = cases.item("nursing", 0 if number < 2 else 1 + turn % 2)
        line = cases.line(enc, grade, (day + number) * DAY + 20 * HOUR)
    cases.spare(enc, line, "two grades of nursing, one a day")


HITS = {
    "P-28": {
        **{
            f"{family}_one_too_many": _one_too_many(family)
            for family in ("bed", "nursing", "consultation", "season")
        },
        **{
            f"{family}_two_on_the_last_day": _two_on_the_last_day(family)
            for family in ("bed", "nursing", "consultation", "season")
        },
        "two_beds_in_a_day_stay": two_beds_in_a_day_stay,
    },
}
NEAR = {
    "P-28": {
        f.__name__: f
        for f in (
            as_many_as_days,
            one_in_a_day_stay,
            extra_day_refunded,
            extra_day_self_paid,
            second_bed_self_paid,
            settled_twice,
            grade_changed,
        )
    },
}
