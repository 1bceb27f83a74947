"""Planted cases of the rules on how long and how often a service is paid."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.service_limits import WHOLE
from claim_review.province.refunds import refund, reverse
from claim_review.province.world import DAY

# -- P-21 more days than a course -

TRAINING, WHEELCHAIR = "003402000210000", "003402000220000"
PAID_DAYS = 30


def _trained(
    cases: Cases, turn: int, place: int, person: int, day: int, days: int, dx="I63"
) -> tuple[int, list[int]]:
    """Add a stay of so many days with training on each; return its lines too."""
    item = cases.world.items.of((TRAINING, WHEELCHAIR)[turn % 2])
    enc = cases.stay(person, place, day, days, dx=cases.dx(dx))
    return enc, [
        cases.line(enc, item, (day + number) * DAY + 15 * HOUR)
        for number in range(days)
    ]


def _two_stays(cases: Cases, turn: int, days, pause: int, second_dx="I63"):
    """Add two stays in two hospitals, the training `pause` days apart."""
    person, length = cases.person(), sum(days) + pause + 2
    day = cases.day(before=3, after=length)
    one, two = cases.place("county"), cases.place("state")
    _trained(cases, turn, one, person, day, days[0])
    later = day + days[0] - 1 + pause
    return _trained(cases, turn, two, person, later, days[1], second_dx)


def _beyond(cases: Cases, enc: int, lines: list[int], verdict: str, why: str):
    for line in lines:
        cases.flag(enc, line, verdict, why, units=1)


def two_days_beyond(cases: Cases, turn: int):
    person, place = cases.person(), cases.place("county", "state")
    enc, lines = _trained(cases, turn, place, person, cases.day(), PAID_DAYS + 2)
    _beyond(cases, enc, lines[PAID_DAYS:], "hard", "beyond the days of a course")


def over_two_stays(cases: Cases, turn: int):
    enc, lines = _two_stays(cases, turn, (20, 13), pause=29)
    _beyond(cases, enc, lines[10:], "suspect", "beyond the days, over two stays")


def exactly_the_course(cases: Cases, turn: int):
    person, place = cases.person(), cases.place("county", "state")
    enc, lines = _trained(cases, turn, place, person, cases.day(), PAID_DAYS)
    cases.spare(enc, lines[-1], "the last day that is paid")


def one_day_refunded(cases: Cases, turn: int):
    person, place = cases.person(), cases.place("county", "state")
    enc, lines = _trained(cases, turn, place, person, cases.day(), PAID_DAYS + 1)
    refund(cases, lines[7], linked=turn % 2 == 0)
    cases.spare(enc, lines[-1], "one of the days is taken back")


def one_day_self_paid(cases: Cases, turn: int):
    person, place = cases.person(), cases.place("county", "state")
    enc, lines = _trained(cases, turn, place, person, cases.day(), PAID_DAYS + 1)
    cases.lines[lines[7]]["selfpay"] = WHOLE
    cases.spare(enc, lines[-1], "the patient pays one of the days")


def pause_of_thirty_days(cases: Cases, turn: int):
    enc, lines = _two_stays(cases, turn, (20, 13), pause=30)
    cases.spare(enc, lines[-1], "a pause of thirty days begins a new course")


def new_injury(cases: Cases, turn: int):
    enc, lines = _two_stays(cases, turn, (20, 13), pause=12, second_dx="S72")
    cases.spare(enc, lines[-1], "a new injury begins a new course")


# -- P-27 again before the interval is over -

HBA1C, ASSESSMENT = "002503020030000", "003402000390000"


def _again(
    cases: Cases,
    code: str,
    gap: int,
    *,
    elsewhere: bool = False,
    selfpay: tuple[int, int] = (0, 0),
    **second,
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Add the item in two visits so many days apart."""
    person, day = cases.person(), cases.day(before=3, after=gap + 6)
    one = cases.place("county")
    two = cases.place("state") if elsewhere else one
    made = []
    for place, on, pays, other in (
        (one, day, selfpay[0], {}),
        (two, day + gap, selfpay[1], second),
    ):
        enc = cases.visit(person, place, on, **{"dx": cases.dx("E11")} | other)
        at = cases.encounters[enc]["begin"] + 600
        item = cases.world.items.of(code)
        made.append((enc, cases.line(enc, item, at, selfpay=pays)))
    return made[0], made[1]


def hba1c_too_early(cases: Cases, turn: int):
    _, later = _again(cases, HBA1C, (45, 59)[turn % 2])
    cases.flag(*later, "suspect", "the test again within 60 days", units=1)


def assessed_too_early(cases: Cases, turn: int):
    _, later = _again(cases, ASSESSMENT, (5, 13)[turn % 2])
    cases.flag(*later, "hard", "assessed again within 14 days", units=1)


def earlier_elsewhere(cases: Cases, turn: int):
    _, later = _again(cases, ASSESSMENT, 8, elsewhere=True)
    cases.flag(*later, "alert", "assessed in another hospital before", units=1)


def interval_kept(cases: Cases, turn: int):
    code, gap = ((HBA1C, 60), (ASSESSMENT, 14))[turn % 2]
    _, later = _again(cases, code, gap)
    cases.spare(*later, "the interval is just over")


def unreliable_result(cases: Cases, turn: int):
    _, later = _again(cases, HBA1C, 40, dx2=cases.dx("D50"))
    cases.spare(*later, "anaemia makes the result unreliable")


def earlier_refunded(cases: Cases, turn: int):
    (_, line), later = _again(cases, ASSESSMENT, 6)
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(*later, "the earlier one is taken back")


def earlier_reversed(cases: Cases, turn: int):
    (enc, _), later = _again(cases, ASSESSMENT, 6)
    reverse(cases, enc)
    cases.spare(*later, "the earlier settlement is reversed")


def later_self_paid(cases: Cases, turn: int):
    _, later = _again(cases, ASSESSMENT, 6, selfpay=(0, WHOLE))
    cases.spare(*later, "the patient pays the later one")


HITS = {
    "P-21": {f.__name__: f for f in (two_days_beyond, over_two_stays)},
    "P-27": {
        f.__name__: f for f in (hba1c_too_early, assessed_too_early, earlier_elsewhere)
    },
}
NEAR = {
    "P-21": {
        f.__name__: f
        for f in (
            exactly_the_course,
            one_day_refunded,
            one_day_self_paid,
            pause_of_thirty_days,
            new_injury,
        )
    },
    "P-27": {
        f.__name__: f
        for f in (
            interval_kept,
            unreliable_result,
            earlier_refunded,
            earlier_reversed,
            later_self_paid,
        )
    },
}
