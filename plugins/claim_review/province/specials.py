"""The listed items in everyday care, used as they may be used.

Of all items that a list limits by day or pairs with another, an encounter has at
most one code, so that no pair can arise; by day it has at most one line of it.
"""

import numpy as np

from claim_review.province import knowledge
from claim_review.province.columns import Columns
from claim_review.province.kinds import KIND
from claim_review.province.listed import USED
from claim_review.province.world import DAY, World

# Charged in outpatient care only; stays leave them out.
OUTPATIENT_CODES = (
    "001102000040000",
    "001103000010000",
    "001109000050000",
    "001102000030000",
)


def special_lines(
    world: World, rng: np.random.Generator, encounters: Columns
) -> Columns:
    """Return lines of at most one listed item per encounter."""
    outpatient = np.array([world.items.of(code) for code in OUTPATIENT_CODES])
    inpatient = np.concatenate(
        [world.items.in_menu(menu) for menu in ("contained", "hourly", "once_a_day")]
    )
    inpatient = np.setdiff1d(inpatient, outpatient)
    inpatient = inpatient[[used_freely(world, item) for item in inpatient.tolist()]]
    hourly = world.items.in_menu("hourly")
    hours = {int(row["max_quantity"]) for row in knowledge.rows("daily_caps")}
    stays = np.flatnonzero(
        (encounters["kind"] == KIND["stay"])
        & (rng.random(len(encounters["kind"])) < 0.35)
    )
    stays = stays[world.places.level[encounters["place"][stays]] >= 2]
    # The day of discharge is left out: it may be the first of the next stay.
    first = encounters["begin"][stays] // DAY
    length = np.maximum(encounters["end"][stays] // DAY - first, 1)
    chosen = inpatient[rng.integers(0, len(inpatient), len(stays))]
    days = np.minimum(length, rng.integers(1, 5, len(stays)))
    enc = np.repeat(np.arange(len(stays)), days)
    day = np.arange(len(enc)) - np.repeat(np.cumsum(days) - days, days)
    cnt = np.where(
        np.isin(chosen[enc], hourly), rng.integers(1, max(hours) + 1, len(enc)), 1
    )
    time = (first[enc] + day) * DAY + rng.integers(9 * 3600, 22 * 3600, len(enc))
    visit = _emergencies(rng, encounters)
    item = outpatient[rng.integers(0, len(outpatient), len(visit))]
    return {
        "enc": np.concatenate([stays[enc], visit]),
        "item": np.concatenate([chosen[enc], item]),
        "time": np.concatenate([time, encounters["begin"][visit] + 60]),
        "cnt": np.concatenate([cnt, np.ones(len(visit), np.int64)]) * 100,
    }


def used_freely(world: World, item: int) -> bool:
    """Return whether no other list than those of `USED` names the item."""
    code, name = (
        column[item].decode() for column in (world.items.code, world.items.name)
    )
    return knowledge.lists_of(code, name) <= USED


def _emergencies(rng: np.random.Generator, encounters: Columns) -> np.ndarray:
    """Return emergency visits, at most one per person and day."""
    visit = np.flatnonzero(encounters["kind"] == KIND["emergency"])
    visit = visit[rng.random(len(visit)) < 0.5]
    key = encounters["person"][visit] * 100_000 + encounters["begin"][visit] // DAY
    return visit[np.sort(np.unique(key, return_index=True)[1])]


def with_restricted_drugs(
    world: World, rng: np.random.Generator, encounters: Columns, lines: Columns
) -> Columns:
    """Return the lines with some drugs exchanged for restricted ones, rightly used.

    Sex-limited drugs go to the right sex, level-limited ones to hospitals of the
    second level; unpayable slices are given by outpatient care and are paid by
    the patient (their own share is whole).
    """
    item = lines["item"].copy()
    gend = world.people.gend[encounters["person"]][lines["enc"]]
    level = world.places.level[encounters["place"]][lines["enc"]]
    kind = encounters["kind"][lines["enc"]]
    drug = np.isin(world.items.menu[item], ["drug", "patent"])
    chance = rng.random(len(item))
    for row in knowledge.rows("sex_limited_drugs"):
        fits = drug & (gend == int(row["allowed_gend"])) & (chance < 0.0006)
        item[fits] = world.items.of(row["med_list_codg"])
    limited = world.items.in_menu("level_limited")
    fits = drug & (level >= 2) & (chance > 0.994) & (kind != KIND["purchase"])
    item[fits] = limited[rng.integers(0, len(limited), fits.sum())]
    slices = world.items.menu[item] == "slice"
    unpayable = world.items.in_menu("unpayable")
    fits = slices & (chance > 0.99) & (kind != KIND["stay"])
    item[fits] = unpayable[rng.integers(0, len(unpayable), fits.sum())]
    return lines | {"item": item}
