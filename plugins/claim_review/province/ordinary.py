"""What keeps everyday lines clear of the rules: prescriptions, moments, shares."""

import numpy as np

from claim_review.province.columns import Columns, count, picked
from claim_review.province.kinds import KIND
from claim_review.province.world import DAY, World

# A prescription has at most four drugs, an outpatient at most eight a day.
DRUGS_EACH, DRUGS_MOST = 4, 8
SLICES, OTHERS = 4, 7
# Numbers of prescriptions end where the numbers of ward orders begin.
ORDERS = 100_000_000
_DRUG, _TESTS = (b"101", b"104"), (b"03", b"04", b"06")
_TEN_YUAN = 100_000
_EXAM_LAB, _CARE = (b"03", b"04"), (b"05", b"09", b"10", b"11")


def once_a_second(world: World, lines: Columns) -> Columns:
    """Return the lines without a second test of one kind at one second."""
    tests = np.flatnonzero(np.isin(world.items.charge_type[lines["item"]], _TESTS))
    enc, item = lines["enc"][tests], lines["item"][tests]
    second = lines["time"][tests] % (64 * DAY)
    _, first = np.unique(
        (enc * len(world.items) + item) * (64 * DAY) + second, return_index=True
    )
    kept = np.ones(count(lines), bool)
    kept[tests] = False
    kept[tests[first]] = True
    return picked(lines, kept)


def with_prescriptions(world: World, encounters: Columns, lines: Columns) -> Columns:
    """Return the lines, ordered by encounter, with the number of their prescription.

    Outpatients have prescriptions of a few drugs, one for slices and one for the
    rest; in stays every line is an order of its own. Drugs beyond the eighth of an
    outpatient are left out.
    """
    out = np.flatnonzero(encounters["kind"][lines["enc"]] != KIND["stay"])
    enc, kind = lines["enc"][out], world.items.list_type[lines["item"][out]]
    drug = np.isin(kind, _DRUG)
    before = np.cumsum(drug) - drug
    _, start, size = np.unique(enc, return_index=True, return_counts=True)
    rank = before - np.repeat(before[start], size) if len(enc) else before
    part = np.where(drug, rank // DRUGS_EACH, np.where(kind == b"102", SLICES, OTHERS))
    rx = ORDERS + np.arange(count(lines))
    rx[out] = enc * 8 + part
    kept = np.ones(count(lines), bool)
    kept[out[drug & (rank >= DRUGS_MOST)]] = False
    return picked(lines | {"rx": rx}, kept)


def with_templates(world: World, encounters: Columns, lines: Columns) -> Columns:
    """Return the lines with some prescriptions as an institution writes them for many.

    Institutions differ in how often that is so, from 2 to 14 in a hundred visits.
    """
    often = 2 + encounters["place"] % 5 * 3
    chosen = (encounters["begin"] // 60 + 7 * encounters["person"]) % 100 < often
    chosen &= encounters["kind"] == KIND["visit"]
    enc = lines["enc"]
    rows = np.flatnonzero(chosen[enc] & (lines["rx"] == enc * 8))
    _, start, size = np.unique(enc[rows], return_index=True, return_counts=True)
    turn = np.arange(len(rows)) - np.repeat(start, size)
    drugs = world.items.in_menu("drug")
    drugs = drugs[world.items.selfpay[drugs] < 10_000]
    item, cnt = lines["item"].copy(), lines["cnt"].copy()
    place = encounters["place"][enc[rows]]
    item[rows] = drugs[(place * DRUGS_EACH + turn) % len(drugs)]
    cnt[rows] = 300
    return lines | {"item": item, "cnt": cnt}


def round_purchases(
    world: World, rng: np.random.Generator, encounters: Columns, lines: Columns
) -> Columns:
    """Return the lines with some purchases of one drug at a round sum."""
    enc = lines["enc"]
    alone = np.bincount(enc, minlength=count(encounters))[enc] == 1
    often = world.places.round[encounters["place"][enc]]
    drug = np.isin(world.items.list_type[lines["item"]], _DRUG)
    bought = encounters["kind"][enc] == KIND["purchase"]
    made = alone & drug & bought & (rng.random(len(enc)) < often)
    total = lines["pric"] * lines["cnt"] // 100
    tens = np.maximum((total + _TEN_YUAN // 2) // _TEN_YUAN, 1) * _TEN_YUAN
    return lines | {
        "pric": np.where(made, tens, lines["pric"]),
        "cnt": np.where(made, 100, lines["cnt"]),
    }


def ordinary_stays(
    world: World, rng: np.random.Generator, encounters: Columns, lines: Columns
) -> Columns:
    """Return the lines so that no stay is mostly tests without drugs and treatment.

    Some short stays are mostly examinations, with treatment besides.
    """
    lines = _check_ups(world, rng, encounters, lines)
    tests, share, care = _shares(world, encounters, lines)
    wrong = (share > 0.55) & (care < 0.25)
    return picked(lines, ~(tests & wrong[lines["enc"]]))


def _check_ups(
    world: World, rng: np.random.Generator, encounters: Columns, lines: Columns
) -> Columns:
    """Return the lines with some short stays turned into examinations and drugs."""
    days = encounters["end"] // DAY - encounters["begin"] // DAY
    chosen = (encounters["kind"] == KIND["stay"]) & (days > 0) & (days <= 3)
    often = 0.5 + encounters["place"] % 7 / 20
    chosen &= rng.random(count(encounters)) < often
    menu = world.items.menu[lines["item"]]
    here = chosen[lines["enc"]]
    exams = world.items.in_menu("exam")
    exams = exams[world.items.selfpay[exams] < 10_000]
    rows = np.flatnonzero(here & np.isin(menu, ["treatment", "material", "surgery"]))
    # The daily treatment of the ward stays.
    evening = lines["time"][rows] % DAY >= 15 * 3600
    rows = rows[~((menu[rows] == "treatment") & evening)]
    item = lines["item"].copy()
    item[rows] = exams[rng.integers(0, len(exams), len(rows))]
    level = world.places.price_level()[encounters["place"][lines["enc"][rows]]]
    pric, selfpay, cnt = (lines[c].copy() for c in ("pric", "selfpay", "cnt"))
    pric[rows], selfpay[rows] = world.items.price[item[rows], level] * 96 // 100, 0
    cnt[rows] = 100
    drugs = np.flatnonzero(here & np.isin(menu, ["drug", "patent"]))
    cnt[drugs] *= 2
    changed = {"item": item, "pric": pric, "selfpay": selfpay, "cnt": cnt}
    return once_a_second(world, lines | changed)


def _shares(
    world: World, encounters: Columns, lines: Columns
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return which lines are tests, and by encounter the shares of tests and care."""
    kind = world.items.charge_type[lines["item"]]
    amount = lines["pric"] * lines["cnt"]
    stay = encounters["kind"][lines["enc"]] == KIND["stay"]
    tests = np.isin(kind, _EXAM_LAB) & stay
    care = np.isin(kind, _CARE) & stay

    def total(rows: np.ndarray) -> np.ndarray:
        return np.bincount(
            lines["enc"][rows], amount[rows], minlength=count(encounters)
        )

    whole = np.maximum(total(stay), 1)
    return tests, total(tests) / whole, total(care) / whole
