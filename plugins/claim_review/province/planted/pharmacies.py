"""Planted pharmacies: O-03, O-09, O-15, O-18, O-20; and late uploads: M-08."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.refunds import reverse
from claim_review.province.world import DAY, first_day, last_day

_YUAN = 10_000


def _sold(cases: Cases, place: int, item: int, day: int, hour: float = 10) -> int:
    """Add a purchase of one pack from the account at so many hours of the day."""
    at = day * DAY + round(hour * HOUR)
    times = {"begin": at - 300, "end": at - 60, "settled": at}
    enc = cases.visit(cases.person(), place, day, "purchase", plain=False, **times)
    cases.line(enc, item, at - 200)
    return enc


def _days(cases: Cases, number: int) -> list[int]:
    return [last_day(cases.quarter) - 2 - 3 * turn % 80 for turn in range(number)]


# -- O-03 the dearest purchases: one in 200, five at least where there are a thousand -


def _dear(cases: Cases, turn: int, kind: str, **other) -> int:
    place, day = cases.place("pharmacy"), cases.day()
    enc = cases.visit(cases.person(1), place, day, kind, plain=False, **other)
    at = cases.encounters[enc]["begin"] + 600
    cases.line(enc, cases.item("drug", turn), at, pric=(3000 + turn) * _YUAN)
    return enc


def dearest(cases: Cases, turn: int):
    enc = _dear(cases, turn, "purchase")
    cases.flag(enc, -1, "alert", "dearer than 199 of 200 purchases")


def special_drug(cases: Cases, turn: int):
    enc = _dear(cases, turn, "special_drug")
    cases.spare(enc, -1, "dear drugs are bought in a way of their own")


def for_cancer(cases: Cases, turn: int):
    enc = _dear(cases, turn, "purchase", dx=cases.dx("C61.x00"))
    cases.spare(enc, -1, "the buyer has cancer")


def taken_back(cases: Cases, turn: int):
    enc = _dear(cases, turn, "purchase")
    reverse(cases, enc)
    cases.spare(enc, -1, "the purchase is reversed")


# -- O-09 at night -


def _nights(cases: Cases, name: str, late: int) -> int:
    """Add twelve purchases, so many late in the evening."""
    place = cases.cast.institution(f"O-09 {name}", "pharmacy", lasting=True)
    for number, day in enumerate(_days(cases, 12)):
        hour = 22.5 if number < late else 9 + number % 8
        _sold(cases, place, cases.item("drug", number), day, hour)
    return place


def sold_at_night(cases: Cases, turn: int):
    """Sell at night where the quarter before was ordinary, and do so for the next."""
    place = _nights(cases, f"{cases.quarter}", 8)
    _nights(cases, f"{cases.quarter.next}", 0)
    if cases.earlier_quarters():
        why = "eight of twelve at night, none in the quarter before"
        cases.signal(place, why, "odd_hour_share")


def always_at_night(cases: Cases, turn: int):
    place = _nights(cases, "always", 8)
    cases.no_signal(place, "eight of twelve, as in every quarter", "odd_hour_share")


# -- O-15 the end of the year -


def end_of_the_year(cases: Cases, turn: int):
    """Sell a little in every quarter, and a lot in the last days of December."""
    place = cases.cast.institution("O-15 December", "pharmacy", lasting=True)
    first = first_day(cases.quarter)
    for number in range(8):
        _sold(cases, place, cases.item("drug", number), first + 5 * number)
    if cases.quarter.number != 4:
        return
    for number in range(18):
        day = last_day(cases.quarter) - number
        _sold(cases, place, cases.item("drug", number), day)
    cases.signal(place, "a purchase a day, not one in ten days", "december_ratio")


# -- O-18 and O-20 goods that are more than usual -


def _goods(cases: Cases, name: str, item: str, number: int) -> int:
    """Sell so many packs of the item, and as many of other drugs."""
    place = cases.cast.institution(name, "pharmacy")
    for turn, day in enumerate(_days(cases, number)):
        _sold(cases, place, cases.named(item), day, 9 + turn % 8)
        _sold(cases, place, cases.item("drug", turn), day, 9.5 + turn % 8)
    return place


def drugs_for_resale(cases: Cases, turn: int):
    place = _goods(cases, "O-18 for resale", "心可舒丸", 22)
    cases.signal(place, "every second pack can be resold", "diversion_share")


def few_drugs_for_resale(cases: Cases, turn: int):
    place = _goods(cases, "O-18 few", "心可舒丸", 19)
    cases.no_signal(place, "nineteen packs are too few", "diversion_share")


def daily_goods(cases: Cases, turn: int):
    place = _goods(cases, "O-20 goods", "补中益气丸", 22)
    cases.signal(place, "every second pack may be other goods", "substitution_share")


def few_daily_goods(cases: Cases, turn: int):
    place = _goods(cases, "O-20 few", "补中益气丸", 19)
    cases.no_signal(place, "nineteen packs are too few", "substitution_share")


# -- M-08 uploaded days later -


def _uploaded(cases: Cases, name: str, late: int, lag: int) -> int:
    """Add ten lines of one month, so many of which are uploaded `lag` seconds later."""
    place = cases.cast.institution(name, "township")
    for number in range(5):
        day = last_day(cases.quarter) - 2 - number
        enc = cases.visit(cases.person(), place, day, plain=False)
        at = cases.encounters[enc]["begin"] + 600
        for turn, menu in enumerate(("drug", "lab")):
            after = lag if 2 * number + turn < late else HOUR
            item = cases.item(menu, 5 * number)
            cases.line(enc, item, at, uploaded=at + after)
    return place


def uploaded_late(cases: Cases, turn: int):
    place = _uploaded(cases, "M-08 late", 3, 72 * HOUR + 1)
    cases.signal(place, "three of ten lines after three days", "upload_late_share")


def some_uploaded_late(cases: Cases, turn: int):
    place = _uploaded(cases, "M-08 some", 2, 72 * HOUR + 1)
    cases.no_signal(place, "two of ten lines after three days", "upload_late_share")


def uploaded_in_time(cases: Cases, turn: int):
    place = _uploaded(cases, "M-08 in time", 10, 72 * HOUR)
    cases.no_signal(place, "every line after exactly 72 hours", "upload_late_share")


def _named(*functions) -> dict:
    return {function.__name__: function for function in functions}


HITS = {"O-03": _named(dearest)}
NEAR = {"O-03": _named(special_drug, for_cancer, taken_back)}
# There are only so many purchases among the dearest.
AT_MOST = {"O-03": 4}
# Of fewer than a thousand purchases O-03 judges none.
POSSIBLE = {"dearest": lambda cases: cases.world.scale >= 0.02}
SIGNALS = {
    "M-08": _named(uploaded_late, some_uploaded_late, uploaded_in_time),
    "O-09": _named(sold_at_night, always_at_night),
    "O-15": _named(end_of_the_year),
    "O-18": _named(drugs_for_resale, few_drugs_for_resale),
    "O-20": _named(daily_goods, few_daily_goods),
}
