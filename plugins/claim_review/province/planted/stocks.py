"""Planted stocks and sales: M-09, M-10, O-19.

An institution that uses more than it had, a pharmacy dearer for the insured. All
others but a few ordinary ones report neither: they are not judged.
"""

from claim_review.province.cases import Cases
from claim_review.province.planted.prescriptions import WHOLE
from claim_review.province.refunds import refund
from claim_review.province.world import DAY, first_day

_YUAN = 10_000


# -- M-09 and M-10 more used than there was -

# Opening, purchased, sold to self-payers, closing of each month: 36 can have gone.
_SCARCE = [(5, 20, 0, 12), (12, 10, 2, 8), (8, 5, 0, 4)]
# 99 can have gone, of 100 that were bought.
_PLENTY = [(5, 60, 1, 30), (30, 40, 1, 40), (40, 0, 0, 6)]


def _used(cases: Cases, place: int, item: int, each: int) -> list[int]:
    """Give three persons so many units each; return the lines."""
    # The fund pays some of it: the rules are about the fund.
    pharmacy = cases.world.places.group[place] == "pharmacy"
    kind = "special_drug" if pharmacy else "visit"
    lines = []
    for number in range(3):
        day = first_day(cases.quarter) + 10 + 30 * number
        enc = cases.visit(cases.person(), place, day, kind, plain=False)
        at = cases.encounters[enc]["begin"] + 600
        # Cheap, so that no bill stands out for what it costs.
        lines.append(cases.line(enc, item, at, each, pric=3 * _YUAN))
    return lines


def _stocks(group: str, menu: str, metric: str) -> dict:
    """Return the variants of a rule on the stock of such items at such institutions."""

    def used(cases: Cases, name: str, each: int, months: list) -> list[int]:
        place = cases.cast.institution(f"{metric} {name}", group)
        item = cases.item(menu, 7)
        for number, month in enumerate(months):
            cases.extra.stocks.append((place, item, number, *month))
        return _used(cases, place, item, each)

    def place_of(cases: Cases, line: int) -> int:
        return cases.encounters[cases.lines[line]["enc"]]["place"]

    def more_than_there_was(cases: Cases, turn: int):
        lines = used(cases, "short", 14, _SCARCE)
        why = "42 and 2 for self-payers have gone, of 36"
        cases.signal(place_of(cases, lines[0]), why, metric)

    def two_more(cases: Cases, turn: int):
        lines = used(cases, "nearly enough", 33, _PLENTY)
        why = "two more than the 99, as 100 bought allow"
        cases.no_signal(place_of(cases, lines[0]), why, metric)

    def some_given_back(cases: Cases, turn: int):
        lines = used(cases, "given back", 14, _SCARCE)
        refund(cases, lines[1])
        why = "14 of the 42 were taken back: 28 and 2 of 36"
        cases.no_signal(place_of(cases, lines[0]), why, metric)

    def month_missing(cases: Cases, turn: int):
        lines = used(cases, "a month missing", 14, _SCARCE[:2])
        place = place_of(cases, lines[0])
        # Of another item it reports all months: the institution itself is judged.
        for number, month in enumerate(_PLENTY):
            cases.extra.stocks.append((place, cases.item(menu, 8), number, *month))
        cases.no_signal(place, "nobody knows what came in the third month", metric)

    return _named(more_than_there_was, two_more, some_given_back, month_missing)


# -- O-19 the insured pay more -


def _priced(cases: Cases, name: str, insured: float, **line) -> tuple[int, int]:
    """Sell a drug to two insured in the second month; return pharmacy and drug."""
    place = cases.cast.institution(f"O-19 {name}", "pharmacy")
    item = cases.item("drug", 9)
    for number in range(2):
        day = first_day(cases.quarter) + 40 + 5 * number
        enc = cases.visit(cases.person(), place, day, "purchase", plain=False)
        at = cases.encounters[enc]["begin"] + 600
        cases.line(enc, item, at, 2, pric=round(insured * _YUAN), **line)
    return place, item


def _self_payers(
    cases: Cases, place: int, item: int, pric: float, day: int = 42, cnt: int = 1
):
    """Sell to three who pay all, from that day of the quarter on."""
    for number in range(3):
        second = (first_day(cases.quarter) + day + number) * DAY + 15 * 3600
        row = (place, item, second, cnt, round(pric * _YUAN))
        cases.extra.sales.append(row)


_METRIC = "insured_price_ratio"


def dearer_for_the_insured(cases: Cases, turn: int):
    place, item = _priced(cases, "dearer", 12)
    _self_payers(cases, place, item, 10)
    cases.signal(place, "the insured pay 12, others 10 yuan", _METRIC)


def a_tenth_dearer(cases: Cases, turn: int):
    place, item = _priced(cases, "a tenth", 11)
    _self_payers(cases, place, item, 10)
    cases.no_signal(place, "the insured pay a tenth more, as is allowed", _METRIC)


def cheaper_last_month(cases: Cases, turn: int):
    place, item = _priced(cases, "last month", 12)
    _self_payers(cases, place, item, 10, day=5)
    cases.no_signal(place, "others paid 10 yuan the month before", _METRIC)


def cheap_ones_given_back(cases: Cases, turn: int):
    place, item = _priced(cases, "given back", 12)
    _self_payers(cases, place, item, 11.5)
    _self_payers(cases, place, item, 5, day=46, cnt=-1)
    cases.no_signal(place, "what others gave back is no sale", _METRIC)


def insured_pay_all(cases: Cases, turn: int):
    place, item = _priced(cases, "pay all", 12, selfpay=WHOLE)
    _self_payers(cases, place, item, 10)
    cases.no_signal(place, "the insured paid all as well", _METRIC)


def _named(*functions) -> dict:
    return {function.__name__: function for function in functions}


SIGNALS = {
    "M-09": _stocks("pharmacy", "drug", "drugs_sold_beyond_stock"),
    "M-10": _stocks("centre", "material", "materials_used_beyond_stock"),
    "O-19": _named(
        dearer_for_the_insured,
        a_tenth_dearer,
        cheaper_last_month,
        cheap_ones_given_back,
        insured_pay_all,
    ),
}
