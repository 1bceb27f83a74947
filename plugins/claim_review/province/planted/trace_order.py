"""Planted cases of packs that cannot have been where they were sold: O-08."""

from claim_review.province.cases import Cases
from claim_review.province.planted.prescriptions import WHOLE, by_name
from claim_review.province.planted.traces import drug, new_code, sender, sold
from claim_review.province.refunds import refund
from claim_review.province.world import DAY

_EVENING = 20 * 3600


def _sold_pack(
    cases: Cases, turn: int, codes: tuple[str, ...] | None = None, **other
) -> tuple[int, int]:
    """Sell a pack at a pharmacy that keeps a stock of packs."""
    codes = codes or (new_code(cases),)
    place = sender(cases)
    place = sender(cases) if place == _without_stock(cases) else place
    item = drug(cases, turn)
    pair = sold(cases, item, codes, place=place, cnt=len(codes), **other)
    # Some other pack, which nobody sold.
    _in_stock(cases, pair, -9, code=f"87{codes[0][2:]}")
    return pair


def _without_stock(cases: Cases) -> int:
    """Return the pharmacy that sends codes but reports no stock of packs."""
    places = cases.world.places
    pharmacies = places.in_groups("pharmacy")
    return int(pharmacies[places.sends_traces[pharmacies]][0])


def _in_stock(
    cases: Cases,
    pair: tuple[int, int],
    came: int,
    left: int | None = None,
    place: int | None = None,
    code: str | None = None,
):
    """Report the pack in stock since so many days after its sale, until so many."""
    enc, line = pair
    place = cases.encounters[enc]["place"] if place is None else place
    code = code or cases.extra.traces[line][0]
    day = cases.encounters[enc]["begin"] // DAY
    until = -1 if left is None else (day + left) * DAY + _EVENING
    row = (code, cases.lines[line]["item"], (day + came) * DAY + _EVENING, until)
    cases.extra.packs.append((place, *row))


def before_it_came(cases: Cases, turn: int):
    pair = _sold_pack(cases, turn)
    _in_stock(cases, pair, 1 + turn % 5)
    cases.flag(*pair, "suspect", "sold before it came into stock", units=1)


def one_of_two_before_it_came(cases: Cases, turn: int):
    code = new_code(cases)
    pair = _sold_pack(cases, turn, (code, f"88{code[2:]}"))
    _in_stock(cases, pair, 3)
    _in_stock(cases, pair, -3, code=f"88{code[2:]}")
    cases.flag(*pair, "suspect", "one of two packs came after the sale", units=1)


def still_elsewhere(cases: Cases, turn: int):
    pair = _sold_pack(cases, turn)
    _in_stock(cases, pair, -10, place=sender(cases, "county"))
    cases.flag(*pair, "suspect", "in stock of a hospital when sold", units=1)


def left_elsewhere_later(cases: Cases, turn: int):
    pair = _sold_pack(cases, turn)
    _in_stock(cases, pair, -10, left=1, place=sender(cases, "county"))
    cases.flag(*pair, "suspect", "left a hospital the day after its sale", units=1)


def came_that_evening(cases: Cases, turn: int):
    pair = _sold_pack(cases, turn)
    _in_stock(cases, pair, 0)
    cases.spare(*pair, "posted in the evening of the day of sale")


def moved_here(cases: Cases, turn: int):
    pair = _sold_pack(cases, turn)
    _in_stock(cases, pair, -10, left=-(turn % 2), place=sender(cases, "county"))
    cases.spare(*pair, "it left the hospital by the day of sale")


def in_stock_here_too(cases: Cases, turn: int):
    pair = _sold_pack(cases, turn)
    _in_stock(cases, pair, -10, place=sender(cases, "county"))
    _in_stock(cases, pair, -5)
    cases.spare(*pair, "in stock here too when it was sold")


def no_stock_of_packs(cases: Cases, turn: int):
    place = _without_stock(cases)
    pair = sold(cases, drug(cases, turn), (new_code(cases),), place=place)
    _in_stock(cases, pair, -10, place=sender(cases, "county"))
    cases.spare(*pair, "the pharmacy reports no stock of packs")


def early_refunded(cases: Cases, turn: int):
    pair = _sold_pack(cases, turn)
    _in_stock(cases, pair, 3)
    refund(cases, pair[1])
    cases.spare(*pair, "sold too early, but taken back")


def early_self_paid(cases: Cases, turn: int):
    pair = _sold_pack(cases, turn, selfpay=WHOLE)
    _in_stock(cases, pair, 3)
    cases.spare(*pair, "sold too early, but paid by the patient")


HITS = {
    "O-08": by_name(
        before_it_came,
        one_of_two_before_it_came,
        still_elsewhere,
        left_elsewhere_later,
    )
}
NEAR = {
    "O-08": by_name(
        came_that_evening,
        moved_here,
        in_stock_here_too,
        no_stock_of_packs,
        early_refunded,
        early_self_paid,
    )
}
