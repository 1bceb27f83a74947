"""The catalogue of the demo province.

Items of the rules' lists have their real codes; the others are plainly invented and
have codes of the national shape.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from claim_review.province.listed import YUAN, listed
from claim_review.quarters import Quarter

# The ceiling of two items falls in the middle of every quarter of these years.
CHANGE_FROM, CHANGES = Quarter(2025, 1), 12
CEILINGS_FROM = date(2020, 1, 1)

# menu, how many, code, name, list type, charge type, median price in yuan, spread
_INVENTED = [
    ("drug", 260, "XV99ZZA{:03d}A001010100001", "示例药品{:03d}", "101", "09", 9, 0.9),
    ("patent", 80, "ZV99ZZZ{:04d}010100001", "示例中成药{:03d}", "101", "11", 18, 0.7),
    ("ethnic", 30, "ZV99ZZM{:04d}010100001", "示例藏药{:03d}", "104", "11", 22, 0.6),
    ("slice", 90, "T99{:07d}", "示例饮片{:03d}", "102", "10", 0.5, 0.6),
    (
        "preparation",
        15,
        "ZV99ZZY{:04d}010100001",
        "示例制剂{:03d}",
        "103",
        "11",
        20,
        0.5,
    ),
    ("lab", 120, "002599{:05d}0000", "示例检验项目{:03d}", "201", "04", 12, 0.7),
    ("exam", 50, "002199{:05d}0000", "示例检查项目{:03d}", "201", "03", 70, 0.8),
    ("treatment", 70, "003499{:05d}0000", "示例治疗项目{:03d}", "201", "05", 10, 0.8),
    ("surgery", 40, "003399{:05d}0000", "示例手术{:03d}", "201", "06", 600, 0.7),
    ("material", 90, "C99{:017d}", "示例耗材{:03d}", "301", "08", 8, 1.5),
    ("visit", 4, "001199{:05d}0000", "示例门诊诊查{:03d}", "201", "02", 8, 0.5),
    ("local", 20, "YNX{:04d}", "示例院内项目{:03d}", "201", "05", 15, 0.6),
    (
        "changing",
        2 * CHANGES,
        "002598{:05d}0000",
        "示例调价检验{:03d}",
        "201",
        "04",
        40,
        0.4,
    ),
    (
        "ended",
        2 * CHANGES,
        "002499{:05d}0000",
        "示例停用治疗{:03d}",
        "201",
        "05",
        30,
        0.3,
    ),
    ("surcharge", 6, "003498{:05d}0100", "示例治疗加收{:03d}", "201", "05", 60, 0.2),
    (
        "surcharge_base",
        6,
        "003498{:05d}0000",
        "示例治疗基价{:03d}",
        "201",
        "05",
        30,
        0.2,
    ),
    ("granule", 5, "T98{:07d}", "西洋参配方颗粒{:03d}", "106", "10", 1.2, 0.2),
    (
        "gelatine",
        3,
        "ZV99ZZE{:04d}010100001",
        "示例阿胶口服制剂{:03d}",
        "101",
        "11",
        30,
        0.2,
    ),
    ("ct", 5, "002198{:05d}0000", "示例CT检查{:03d}", "201", "03", 120, 0.3),
    ("mri", 3, "002197{:05d}0000", "示例磁共振检查{:03d}", "201", "03", 260, 0.3),
    (
        "other_form",
        3,
        "ZV99ZZF{:04d}010100001",
        "示例丹参片{:03d}",
        "101",
        "11",
        16,
        0.2,
    ),
]


@dataclass(frozen=True)
class Items:
    """Items by position; arrays of one length.

    `price` has a column per level group (1 一级及以下, 2 二级, 3 三级), `ceiling`
    the same with -1 where there is none; `rank` orders the items of a menu.
    """

    code: np.ndarray
    hilist_code: np.ndarray
    name: np.ndarray
    menu: np.ndarray
    rank: np.ndarray
    list_type: np.ndarray
    charge_type: np.ndarray
    grade: np.ndarray
    selfpay: np.ndarray
    price: np.ndarray
    ceiling: np.ndarray

    def of(self, code: str) -> int:
        """Return the position of the item with this code."""
        return self._positions[code]

    def in_menu(self, menu: str) -> np.ndarray:
        """Return the positions of the items of a menu, by rank."""
        return np.flatnonzero(self.menu == menu)

    def named(self, name: str) -> int:
        """Return the position of the item with this Chinese name."""
        found = np.flatnonzero(self.name == name.encode())
        if not len(found):
            raise ValueError(f"no item of the demo province is called {name!r}")
        return int(found[0])

    def __len__(self) -> int:
        return len(self.code)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {code.decode(): i for i, code in enumerate(self.code.tolist())}


def items(seed: int) -> Items:
    """Return the catalogue; invented prices depend on the seed."""
    rng = np.random.default_rng([seed, 11])
    rows = listed() + _invented(rng)
    column = {key: [row[key] for row in rows] for key in rows[0]}
    base = np.array(column["price"])
    service = np.array([r["list_type"] == "201" and r["menu"] != "local" for r in rows])
    capped = service & np.array([c.endswith("0000") for c in column["code"]])
    ladder = np.array([0.85, 1.0, 1.1])
    price = np.round(base[:, None] * np.where(service[:, None], ladder, 1.0), -2)
    price = np.maximum(price.astype(np.int64), 100)
    return Items(
        code=_bytes(column["code"]),
        hilist_code=_bytes(column["hilist_code"]),
        name=_bytes(column["name"]),
        menu=np.array(column["menu"]),
        rank=np.array(column["rank"]),
        list_type=_bytes(column["list_type"]),
        charge_type=_bytes(column["charge_type"]),
        grade=_bytes(column["grade"]),
        selfpay=np.array(column["selfpay"], dtype=np.int64),
        price=price,
        ceiling=np.where(capped[:, None], price, -1),
    )


def ceilings(catalogue: Items, quarter: Quarter) -> list[dict]:
    """Return the price ceilings known at the end of `quarter`, one row per period.

    `amount` is in 1e-4 yuan, `begin` and `end` are dates, `end` None when open.
    The items of the menu `changing` are one fifth dearer before their change.
    """
    changing = catalogue.in_menu("changing").tolist()
    made = []
    for item in np.flatnonzero(catalogue.ceiling[:, 0] > 0).tolist():
        change = None
        if item in changing:
            change = change_day(CHANGE_FROM.shift(changing.index(item) // 2))
        for level in range(3):
            amount = int(catalogue.ceiling[item, level])
            made += [
                {"item": item, "level": level + 1} | period
                for period in _periods(amount, change, quarter.last_day)
            ]
    return made


def _periods(amount: int, change: date | None, known_until: date) -> list[dict]:
    now = {"amount": amount, "begin": CEILINGS_FROM, "end": None}
    if change is None:
        return [now]
    before = now | {"amount": before_change(amount)}
    if change > known_until:
        return [before]
    return [before | {"end": change - timedelta(days=1)}, now | {"begin": change}]


def before_change(amount: int) -> int:
    """Return the ceiling that was in force before it fell to `amount`."""
    return amount * 6 // 5 // 100 * 100


def change_day(quarter: Quarter) -> date:
    """Return the day on which the ceilings that change in `quarter` fall."""
    return quarter.first_day + timedelta(days=45)


def ended_on(catalogue: Items, quarter: Quarter) -> dict[int, date]:
    """Return the last day of every item whose catalogue row ended by `quarter`."""
    last_days = {
        item: change_day(CHANGE_FROM.shift(turn // 2)) - timedelta(days=1)
        for turn, item in enumerate(catalogue.in_menu("ended").tolist())
    }
    return {i: day for i, day in last_days.items() if day <= quarter.last_day}


def ending_items(catalogue: Items, quarter: Quarter) -> list[int]:
    """Return the two items whose catalogue row ends inside `quarter`, or none."""
    return [
        item
        for item, day in ended_on(catalogue, quarter).items()
        if day >= quarter.first_day
    ]


def changing_items(catalogue: Items, quarter: Quarter) -> list[int]:
    """Return the two items whose ceiling falls inside `quarter`, or none."""
    years = quarter.year - CHANGE_FROM.year
    index = years * 4 + quarter.number - CHANGE_FROM.number
    if not 0 <= index < CHANGES:
        return []
    return catalogue.in_menu("changing").tolist()[2 * index : 2 * index + 2]


def _invented(rng: np.random.Generator) -> list[dict]:
    made = []
    for menu, count, code, name, list_type, charge, median, spread in _INVENTED:
        price = median * YUAN * np.exp(spread * rng.standard_normal(count))
        grade = rng.choice(["01", "02", "03"], count, p=[0.55, 0.41, 0.04])
        for rank in range(count):
            own_code = code.format(rank + 1)
            paid = menu in ("drug", "patent", "slice", "lab", "exam", "material")
            row = {
                "code": own_code,
                "hilist_code": own_code,
                "name": name.format(rank + 1),
                "menu": menu,
                "rank": rank,
                "list_type": list_type,
                "charge_type": charge,
                "grade": grade[rank] if paid else "01",
                "price": price[rank],
            }
            if menu == "surcharge":
                row["hilist_code"] = own_code[:-4] + "0000"
            row["selfpay"] = {"01": 0, "02": 1000, "03": 10_000}[row["grade"]]
            if menu == "local":
                # No fund pays what has no national code.
                row["selfpay"] = 10_000
            made.append(row)
    return made


def _bytes(values: list[str]) -> np.ndarray:
    for value in values:
        if set(value) & set(',"\n\r'):
            raise ValueError(
                f"{value!r} would need quoting; the catalogue has no quotes"
            )
    return np.array([value.encode() for value in values])
