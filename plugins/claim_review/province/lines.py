"""Fee lines of everyday encounters, none of which a rule may object to."""

import numpy as np

from claim_review.province.choices import drawn
from claim_review.province.columns import Columns, joined, picked
from claim_review.province.kinds import KIND
from claim_review.province.ordinary import (
    once_a_second,
    ordinary_stays,
    round_purchases,
    with_prescriptions,
    with_templates,
)
from claim_review.province.specials import special_lines, with_restricted_drugs
from claim_review.province.world import DAY, World

# Share of the lines per menu and the mean number of units beyond the first.
MIXES = {
    "big_stay": {
        "drug": (34, 1.0),
        "patent": (4, 0.6),
        "slice": (5, 11),
        "lab": (26, 0),
        "exam": (3.2, 0),
        "ct": (0.3, 0),
        "mri": (0.1, 0),
        "treatment": (17, 0.4),
        "material": (10, 0.7),
        "surgery": (0.9, 0),
        "local": (0.4, 0),
        "changing": (0.3, 0),
    },
    "small_stay": {
        "drug": (42, 1.0),
        "patent": (8, 0.6),
        "slice": (9, 9),
        "lab": (17, 0),
        "exam": (2, 0),
        "treatment": (18, 0.4),
        "material": (4, 0.3),
        "local": (0.4, 0),
    },
    "visit": {
        "visit": (16, 0),
        "drug": (36, 2.3),
        "patent": (16, 1.5),
        "slice": (8, 20),
        "lab": (12, 0),
        "exam": (6, 0),
        "treatment": (6, 0.5),
        "local": (0.3, 0),
    },
    "chronic": {"drug": (72, 10.5), "patent": (25, 7), "ethnic": (3, 5)},
    "purchase": {
        "drug": (52, 2.4),
        "patent": (35, 1.8),
        "traded": (8, 1.0),
        "slice": (9, 110),
        "material": (3, 0.3),
    },
    "tcm": {
        "visit": (10, 0),
        "slice": (58, 70),
        "ethnic": (14, 2),
        "preparation": (8, 2),
        "patent": (5, 1),
        "treatment": (5, 1),
    },
    "special_drug": {"drug": (100, 22)},
}
_MEAN_LINES = {
    "visit": 4.0,
    "chronic": 3.0,
    "purchase": 1.0,
    "emergency": 7.0,
    "tcm": 7.0,
    "maternity": 4.0,
    "special_drug": 0.6,
}
_LINES_A_DAY = np.array([9.0, 11.0, 17.0, 25.0])
_LINES_MOST = np.array([250, 300, 700, 1000])


def draw_lines(world: World, rng: np.random.Generator, encounters: Columns) -> Columns:
    """Return the fee lines of the encounters, ordered by encounter and time.

    `enc` is the position of the encounter; `cnt` is in hundredths, `pric` in
    1e-4 yuan, `selfpay` in 1e-4.
    """
    parts = [_daily_lines(world, rng, encounters), _stay_lines(world, rng, encounters)]
    parts += [_visit_lines(world, rng, encounters, kind) for kind in _MEAN_LINES]
    parts.append(special_lines(world, rng, encounters))
    made = joined(parts)
    made = with_restricted_drugs(world, rng, encounters, made)
    made = picked(made, np.lexsort((made["time"], made["enc"])))
    made = once_a_second(world, made)
    made = with_prescriptions(world, encounters, made)
    made = with_templates(world, encounters, made)
    made = round_purchases(world, rng, encounters, priced(world, rng, encounters, made))
    return ordinary_stays(world, rng, encounters, made)


def priced(
    world: World, rng: np.random.Generator, encounters: Columns, lines: Columns
) -> Columns:
    """Return the lines with price, own share, department and doctor."""
    enc, item = lines["enc"], lines["item"]
    place = encounters["place"][enc]
    price = world.items.price[item, world.places.price_level()[place]]
    listed = world.items.ceiling[item, 0] > 0
    # Institutions differ a little; whatever has a ceiling keeps to it.
    factor = np.where(
        listed, np.minimum(world.places.factor[place], 100), world.places.factor[place]
    )
    doctor = encounters["doctor"][enc]
    doctor = np.where(doctor < 0, world.places.first_doctor[place], doctor)
    on_counter = encounters["dept"][enc] < 0
    unsigned = rng.random(len(enc)) < np.where(on_counter, 0.2, 0.011)
    shop_dept = np.where(rng.random(len(enc)) < 0.82, 0, -1)
    return lines | {
        "pric": np.maximum(price * factor // 100, 1),
        "selfpay": world.items.selfpay[item],
        "dept": np.where(on_counter, shop_dept, encounters["dept"][enc]),
        "doctor": np.where(unsigned, -1, doctor),
        "upper_rx": np.zeros(len(enc), np.int8),
    }


def _daily_lines(
    world: World, rng: np.random.Generator, encounters: Columns
) -> Columns:
    """Return bed, nursing, consultation and season: one of each per day of stay.

    Also a treatment every day but for some Sundays: only those can be empty.
    """
    stays = np.flatnonzero(encounters["kind"] == KIND["stay"])
    first = encounters["begin"][stays] // DAY
    length = np.maximum(encounters["end"][stays] // DAY - first, 1)
    beds, nursing = world.items.in_menu("bed"), world.items.in_menu("nursing")
    bed = np.where(rng.random(len(stays)) < 0.96, beds[0], beds[2])
    grade = nursing[rng.integers(0, len(nursing), len(stays))]
    chosen = {
        "bed": bed,
        "nursing": grade,
        "consultation": np.repeat(world.items.in_menu("consultation")[:1], len(stays)),
    }
    which = np.repeat(np.arange(len(stays)), length)
    day = np.arange(len(which)) - np.repeat(np.cumsum(length) - length, length)
    date = first[which] + day
    month = date.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    parts = [_on(stays[which], item[which], date) for item in chosen.values()]
    treated = ~blank_sundays(world, encounters)[stays[which]] | ~_is_sunday(date)
    treated |= day == 0
    given = world.items.in_menu("treatment")[8:]
    given = given[world.items.selfpay[given] < 10_000]
    care = _on(stays[which], given[stays[which] % len(given)], date)
    care["time"] -= 8 * 3600
    parts.append(picked(care, np.flatnonzero(treated)))
    big = world.places.level[encounters["place"][stays]][which] >= 2
    for menu, months in (("heating", [0, 1, 2, 10, 11]), ("cooling", [6, 7])):
        on = np.isin(month, months) & (big | (menu == "heating"))
        item = np.full(on.sum(), world.items.in_menu(menu)[0])
        parts.append(_on(stays[which[on]], item, date[on]))
    return joined(parts)


def _on(enc: np.ndarray, item: np.ndarray, date: np.ndarray) -> Columns:
    # Wards post what is charged by the day shortly before midnight.
    return {
        "enc": enc,
        "item": item,
        "time": date * DAY + 23 * 3600 + (item * 7) % 1800,
        "cnt": np.full(len(enc), 100),
    }


def _stay_lines(world: World, rng: np.random.Generator, encounters: Columns) -> Columns:
    stays = np.flatnonzero(encounters["kind"] == KIND["stay"])
    level = world.places.level[encounters["place"][stays]]
    days = (encounters["end"][stays] // DAY) - (encounters["begin"][stays] // DAY)
    mean = _LINES_A_DAY[level] * np.maximum(days, 1)
    wanted = mean * np.exp(0.4 * rng.standard_normal(len(stays)) - 0.08)
    number = np.clip(np.round(wanted) - days, 4, _LINES_MOST[level]).astype(np.int64)
    enc = np.repeat(stays, number)
    day = (rng.random(len(enc)) * (np.repeat(days, number) + 0.7)).astype(np.int64)
    blank = blank_sundays(world, encounters)[enc] & (day > 0)
    blank &= _is_sunday(encounters["begin"][enc] // DAY + day)
    day -= blank
    on_last = day == np.repeat(days, number)
    hour = rng.integers(9 * 3600, 22 * 3600, len(enc))
    # Whatever is charged on the day of discharge is charged before noon.
    hour = np.where(on_last, 6 * 3600 + hour // 4, hour)
    big = np.repeat(level >= 2, number)
    item, cnt = np.empty(len(enc), np.int64), np.empty(len(enc), np.int64)
    for mix, here in (("big_stay", big), ("small_stay", ~big)):
        item[here], cnt[here] = _items_of(world, rng, mix, int(here.sum()))
    time = (encounters["begin"][enc] // DAY + day) * DAY + hour
    return {"enc": enc, "item": item, "time": time, "cnt": cnt}


def _visit_lines(
    world: World, rng: np.random.Generator, encounters: Columns, kind: str
) -> Columns:
    visits = np.flatnonzero(encounters["kind"] == KIND[kind])
    number = 1 + rng.poisson(_MEAN_LINES[kind], len(visits))
    enc = np.repeat(visits, number)
    mix = kind if kind in MIXES else "visit"
    item, cnt = _items_of(world, rng, mix, len(enc))
    turn = np.arange(len(enc)) - np.repeat(np.cumsum(number) - number, number)
    time = encounters["begin"][enc] + 5 * turn + rng.integers(0, 5, len(enc))
    return {"enc": enc, "item": item, "time": time, "cnt": cnt}


def blank_sundays(world: World, encounters: Columns) -> np.ndarray:
    """Return whether the ward of each encounter does nothing on Sundays.

    Institutions differ in how often that is so.
    """
    often = 2 + encounters["place"] % 5 * 2
    return (encounters["begin"] // 60 + encounters["person"]) % 100 < often


def _is_sunday(date: np.ndarray) -> np.ndarray:
    return (date + 3) % 7 == 6


def _items_of(
    world: World, rng: np.random.Generator, mix: str, number: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return items and counts of a mix: a few items of each menu are common."""
    weight = np.zeros(len(world.items.code))
    units = np.zeros(len(world.items.code))
    for menu, (share, more) in MIXES[mix].items():
        members = world.items.in_menu(menu)
        popularity = 1 / (np.arange(len(members)) + 4.0)
        weight[members] = share * popularity / popularity.sum()
        units[members] = more
    item = drawn(rng, weight, number)
    more = np.round(rng.exponential(1.0, number) * units[item])
    return item, 100 * (1 + more.astype(np.int64))
