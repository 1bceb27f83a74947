"""What institutions report besides their bills: stocks, packs, sales to self-payers.

Few do. Planted cases say what theirs report; a few ordinary ones report as they should.
"""

from collections import defaultdict

import numpy as np

from claim_review.province.attached import CODE_DIGITS, scanned
from claim_review.province.cells import (
    constant,
    decimal,
    looked_up,
    numbered,
    stamp,
    text,
)
from claim_review.province.part import Part
from claim_review.province.tables import File
from claim_review.province.world import (
    DAY,
    World,
    day_number,
    first_day,
    last_day,
    last_second,
)
from claim_review.quarters import Quarter

_READ = ("enc", "item", "time", "cnt", "pric")
_DRUG, _MATERIAL = b"101", b"301"
# On the shelf on every first of a month; and what leaves it besides what this batch
# says: packs that break, and bills that the next batch brings.
_SHELF, _BESIDES = 20, 30
# After every so manieth purchase a self-payer buys the same.
_EVERY = 5

# Place, item, month of the quarter.
_Month = tuple[int, int, int]


def stocks(world: World, quarter: Quarter, parts: list[Part]) -> tuple[File, int]:
    """Return the columns of drug_stock_d and the number of rows, by item and month."""
    rows = [row for part in parts for row in part.extra.stocks]
    rows += _ordinary_stocks(world, quarter, parts)
    number = len(rows)
    place, item, month, opening, purchased, sold, closing = _columns(rows, 7)
    is_material = world.items.list_type[item] == _MATERIAL
    return {
        "fixmedins_code": looked_up(place, world.places.code),
        "med_list_codg": looked_up(item, world.items.code),
        "period": stamp(np.array(_months(quarter))[month] * DAY),
        "item_kind": text(np.where(is_material, b"material", b"drug")),
        "opening_cnt": decimal(opening, 0),
        "purchased_cnt": decimal(purchased, 0),
        "selfpay_sold_cnt": decimal(sold, 0),
        "closing_cnt": decimal(closing, 0),
        "vali_flag": constant("1", number),
        "exch_updt_time": stamp(np.full(number, last_second(quarter))),
    }, number


def packs(world: World, quarter: Quarter, parts: list[Part]) -> tuple[File, int]:
    """Return the columns of trac_stock_d and the number of rows, one per pack."""
    rows = [row for part in parts for row in part.extra.packs]
    rows += [row for part in parts for row in _ordinary_packs(world, part)]
    number = len(rows)
    codes = np.array([code.encode() for _, code, *_ in rows], bytes)
    place, item, came, left = _columns([(p, *rest) for p, _, *rest in rows], 4)
    return {
        "fixmedins_code": looked_up(place, world.places.code),
        "drug_trac_codg": text(codes),
        "inbound_time": stamp(came),
        "outbound_time": stamp(left),
        "med_list_codg": looked_up(item, world.items.code),
        "vali_flag": constant("1", number),
        "exch_updt_time": stamp(np.full(number, last_second(quarter))),
    }, number


def sales(world: World, quarter: Quarter, parts: list[Part]) -> tuple[File, int]:
    """Return the columns of selfpay_sale_d and the number of rows, one per sale."""
    rows = [row for part in parts for row in part.extra.sales]
    rows += _ordinary_sales(world, quarter, parts)
    number = len(rows)
    place, item, second, units, pric = _columns(rows, 5)
    return {
        "sale_id": numbered(f"V{quarter}S", np.arange(number), 8),
        "fixmedins_code": looked_up(place, world.places.code),
        "med_list_codg": looked_up(item, world.items.code),
        "sale_time": stamp(second),
        "cnt": decimal(units, 0),
        "pric": decimal(pric, 4),
        "amount": decimal(pric * units // 100, 2),
        "vali_flag": constant("1", number),
        "exch_updt_time": stamp(np.full(number, last_second(quarter))),
    }, number


def _keepers(world: World) -> np.ndarray:
    """Return the ordinary institutions that report: two pharmacies and a hospital."""
    pharmacies = world.places.in_groups("pharmacy")[[3, 6]]
    return np.append(pharmacies, world.places.in_groups("centre")[0])


def _ordinary_stocks(world: World, quarter: Quarter, parts: list[Part]) -> list[tuple]:
    """Return stocks from which all that is billed can have come."""
    gone: dict[_Month, float] = defaultdict(float)
    for key, _, units, _ in _given(world, quarter, parts):
        gone[key] += units
    sold: dict[_Month, int] = defaultdict(int)
    for place, item, second, units, _ in _ordinary_sales(world, quarter, parts):
        sold[place, item, _month_of(quarter, second)] += units
    rows = []
    for place, item in sorted({key[:2] for key in gone}):
        for key in ((place, item, month) for month in range(3)):
            bought = int(gone[key]) + sold[key] + _BESIDES
            rows.append((*key, _SHELF, bought, sold[key], _SHELF))
    return rows


def _ordinary_packs(world: World, part: Part) -> list[tuple]:
    """Return the packs sold by those that send codes: days in stock, then gone."""
    f, places = part.lines, part.encounters["place"]
    rows, head = scanned(world, part)
    rows = rows[np.isin(places[f["enc"][rows]], _keepers(world))]
    return [
        (
            int(places[f["enc"][row]]),
            f"{head}{row:0{CODE_DIGITS}d}",
            int(f["item"][row]),
            int((f["time"][row] // DAY - 5 - row % 20) * DAY + 17 * 3600),
            int(f["time"][row]),
        )
        for row in rows.tolist()
    ]


def _ordinary_sales(world: World, quarter: Quarter, parts: list[Part]) -> list[tuple]:
    """Return sales of drugs at the dearest price of the month: no insured pays more."""
    dearest: dict[_Month, int] = defaultdict(int)
    purchases = []
    for key, second, _, pric in _given(world, quarter, parts):
        place, item, _ = key
        if world.places.group[place] == "pharmacy" and _is_drug(world, item):
            dearest[key] = max(dearest[key], pric)
            purchases.append((key, second))
    return [
        (key[0], key[1], second, 1, dearest[key])
        for key, second in sorted(purchases)[::_EVERY]
    ]


def _given(world: World, quarter: Quarter, parts: list[Part]) -> list[tuple]:
    """Return place, item and month, second, units and price of ordinary lines.

    Of those that report, in the quarter, for drugs and materials; refunds are none.
    """
    found = []
    for part in parts:
        rows = part.sent_lines[part.lines["cnt"][part.sent_lines] > 0]
        place = part.encounters["place"][part.lines["enc"][rows]]
        item = part.lines["item"][rows]
        day = part.lines["time"][rows] // DAY
        asked = np.isin(place, _keepers(world))
        asked &= np.isin(world.items.list_type[item], [_DRUG, _MATERIAL])
        asked &= (first_day(quarter) <= day) & (day <= last_day(quarter))
        for row in rows[asked].tolist():
            line = {name: int(part.lines[name][row]) for name in _READ}
            key = (
                int(part.encounters["place"][line["enc"]]),
                line["item"],
                _month_of(quarter, line["time"]),
            )
            found.append((key, line["time"], line["cnt"] / 100, line["pric"]))
    return found


def _is_drug(world: World, item: int) -> bool:
    return world.items.list_type[item] == _DRUG


def _month_of(quarter: Quarter, second: int) -> int:
    """Return the month of the quarter, 0 to 2, in which the second lies."""
    return sum(begin * DAY <= second for begin in _months(quarter)) - 1


def _months(quarter: Quarter) -> list[int]:
    """Return the first days of the quarter's months as days since 1970."""
    first = quarter.first_day
    return [day_number(first.replace(month=first.month + n)) for n in range(3)]


def _columns(rows: list[tuple], width: int) -> np.ndarray:
    return np.array(rows, np.int64).reshape(-1, width).T
