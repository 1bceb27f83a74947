"""Everyday hospital stays, none of which a rule may object to.

A person is discharged only in one month of every second quarter (by the position
modulo 6), so that stays of two quarters are always far apart and nobody is admitted
three times in 90 days. The few second stays of a quarter are transfers (same day,
other institution) or come 17 days later.
"""

import numpy as np

from claim_review.province.choices import (
    diagnoses_by_sex,
    doctors_for,
    person_weight,
    places_for,
)
from claim_review.province.columns import Columns, joined, picked
from claim_review.province.kinds import KIND
from claim_review.province.world import DAY, World, last_day
from claim_review.quarters import Quarter

LONGEST = 28
# Nobody is admitted for so little and leaves within so many days.
MINOR, SHORT = (b"J06", b"K29", b"M54", b"R51", b"R42", b"I10"), 3
_LONGEST_SECOND = 12
_MEAN_DAYS = np.array([5.0, 6.0, 8.0, 9.5])


def draw_stays(
    world: World, rng: np.random.Generator, quarter: Quarter, number: int, pool: slice
) -> Columns:
    """Return `number` stays of persons in `pool` that end in `quarter`."""
    person, month = _persons(world, rng, quarter, round(number * 0.92), pool)
    place = places_for(world, rng, "stay", person)
    length = _lengths(world, rng, place, LONGEST)
    starts = np.append(_month_starts(quarter), last_day(quarter) + 1)
    start, days = starts[month], np.diff(starts)[month]
    end = start + (rng.random(len(person)) * days).astype(np.int64)
    one_day = rng.random(len(person)) < 0.018
    length[one_day] = 0
    way = rng.choice(
        [1, 2, 3, 4, 5, 9], len(person), p=[0.91, 0.02, 0.01, 0.04, 0.005, 0.015]
    )
    first = {
        "person": person,
        "place": place,
        "first": end - length,
        "last": end,
        "way": way,
    }
    second = _second_stays(world, rng, first, end - start, month, number - len(person))
    return described(world, rng, joined([first, second]))


def in_turn(person: np.ndarray, quarter: Quarter) -> np.ndarray:
    """Return whether the persons may be in hospital in this quarter."""
    return person // 3 % 2 == (quarter.year * 4 + quarter.number) % 2


def _persons(
    world: World, rng: np.random.Generator, quarter: Quarter, number: int, pool: slice
) -> tuple[np.ndarray, np.ndarray]:
    weight = person_weight(world, pool)
    chosen, months = [], []
    for month in range(3):
        members = np.arange(pool.start, pool.stop)
        turn = in_turn(members, quarter)
        members = members[(members % 3 == month) & turn & (weight > 0)]
        share = weight[members - pool.start]
        wanted = min(number // 3, len(members) // 2)
        # The smallest of exponential waiting times: drawing without repetition.
        waiting = rng.exponential(size=len(members)) / share
        chosen.append(members[np.sort(np.argpartition(waiting, wanted)[:wanted])])
        months.append(np.full(wanted, month))
    return np.concatenate(chosen), np.concatenate(months)


def _second_stays(
    world: World,
    rng: np.random.Generator,
    first: Columns,
    day_in_month: np.ndarray,
    month: np.ndarray,
    number: int,
) -> Columns:
    """Return second stays; marks the first ones of transfers as such."""
    early = (day_in_month < 12) & (first["last"] > first["first"])
    early &= np.isin(first["way"], [1, 2])
    candidates = rng.permutation(np.flatnonzero(early))[:number]
    transfer = (np.arange(len(candidates)) % 2 == 0) | (month[candidates] == 2)
    before = picked(first, candidates)
    first["way"][candidates[transfer]] = 2
    receiving = world.places.in_groups("state", "county")
    place = receiving[rng.integers(0, len(receiving), len(candidates))]
    same = place == before["place"]
    place[same] = receiving[
        (np.searchsorted(receiving, place[same]) + 1) % len(receiving)
    ]
    place = np.where(transfer, place, before["place"])
    gap = np.where(transfer, 0, rng.integers(17, 21, len(candidates)))
    begin = before["last"] + gap
    length = _lengths(world, rng, place, _LONGEST_SECOND)
    way = np.ones(len(candidates), before["way"].dtype)
    return {
        "person": before["person"],
        "place": place,
        "first": begin,
        "last": begin + length,
        "way": way,
    }


def _lengths(
    world: World, rng: np.random.Generator, place: np.ndarray, longest: int
) -> np.ndarray:
    mean = _MEAN_DAYS[world.places.level[place]]
    return np.clip(np.round(rng.gamma(3.0, mean / 3.0)), 1, longest).astype(np.int64)


def _month_starts(quarter: Quarter) -> np.ndarray:
    month = np.datetime64(f"{quarter.year}-{3 * quarter.number - 2:02d}", "M")
    return (month + np.arange(3)).astype("datetime64[D]").astype(np.int64)


def described(world: World, rng: np.random.Generator, stays: Columns) -> Columns:
    """Return encounters of the stays (person, place, first and last day, way)."""
    person, place = stays["person"], stays["place"]
    number = len(person)
    dx = diagnoses_by_sex(world, rng, person, world.diagnoses.stay_weight)
    age = 20_300 - world.people.born[person]
    obstetric = np.char.startswith(world.diagnoses.code[dx], b"O")
    dx[obstetric & ((age < 18 * 365) | (age > 45 * 365))] = world.diagnoses.of("J18.9")
    obstetric = np.char.startswith(world.diagnoses.code[dx], b"O")
    minor = np.isin(world.diagnoses.code.astype("S3"), MINOR)
    short = stays["last"] - stays["first"] <= SHORT
    dx[minor[dx] & short] = world.diagnoses.of("J20.9")
    plain = np.where(world.places.longer_med_type[place], 2101, 21)
    # Stays for injuries by others are planted only.
    other = rng.choice([0, 23, 24, 26], number, p=[0.88, 0.03, 0.04, 0.05])
    med_type = np.where(other > 0, other, plain)
    med_type = np.where(stays["first"] == stays["last"], 28, med_type)
    med_type = np.where(obstetric, 52, med_type)
    other_dx = [world.diagnoses.of(c) for c in ("I10", "E11", "K29", "M54", "D50")]
    doctor = doctors_for(world, rng, place)
    end = stays["last"] * DAY + rng.integers(15 * 3600, 18 * 3600, number)
    return {
        "kind": np.full(number, KIND["stay"], np.int8),
        "person": person,
        "place": place,
        "med_type": med_type.astype(np.int32),
        "begin": stays["first"] * DAY + rng.integers(8 * 3600, 10 * 3600, number),
        "end": end,
        "settled": end + rng.integers(600, 3 * 3600, number),
        "way": stays["way"].astype(np.int8),
        "adm_way": np.where(med_type == 24, 1, 2).astype(np.int8),
        "dept": world.diagnoses.department[dx].astype(np.int64),
        "doctor": np.where(rng.random(number) < 0.01, -1, doctor),
        "dx": dx,
        "dx2": np.where(rng.random(number) < 0.6, rng.choice(other_dx, number), -1),
    }
