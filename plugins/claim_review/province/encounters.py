"""Everyday encounters: who goes where, when and with which diagnosis."""

import numpy as np

from claim_review.province.choices import (
    diagnoses_by_sex,
    doctors_for,
    drawn,
    person_weight,
    places_for,
)
from claim_review.province.columns import Columns, joined, picked
from claim_review.province.kinds import KIND, KINDS
from claim_review.province.outpatients import apart, opening_hours
from claim_review.province.stays import LONGEST, draw_stays, in_turn
from claim_review.province.world import DAY, World, first_day, last_day
from claim_review.quarters import Quarter

# How often an outpatient diagnosis is written down, by level of the institution.
_DIAGNOSIS_WRITTEN = np.array([0.12, 0.40, 0.88, 0.92])


def draw(
    world: World,
    rng: np.random.Generator,
    quarter: Quarter,
    wanted: dict[str, int],
    pool: slice,
) -> Columns:
    """Return encounters of the persons in `pool` settled in `quarter`."""
    stays = draw_stays(world, rng, quarter, wanted["stay"], pool)
    parts = [
        _visits(world, rng, quarter, kind, number, pool)
        for kind, number in wanted.items()
        if kind != "stay"
    ]
    visits = picked(outpatient := joined(parts), apart(outpatient, stays))
    visits = opening_hours(world, rng, visits)
    return arriving(rng, joined([stays, visits]))


def arriving(rng: np.random.Generator, encounters: Columns) -> Columns:
    """Return the encounters with the time at which the exchange learned of them."""
    lag = np.minimum(rng.exponential(36_000, len(encounters["settled"])), 12 * DAY)
    return encounters | {"exch": encounters["settled"] + lag.astype(np.int64)}


def _visits(
    world: World,
    rng: np.random.Generator,
    quarter: Quarter,
    kind: str,
    number: int,
    pool: slice,
) -> Columns:
    _, setting, _ = KINDS[kind]
    person = _persons(world, rng, kind, number, pool)
    place = places_for(world, rng, setting, person)
    day = _days(rng, quarter, number, setting == "purchase")
    # Who may be in hospital early in the next quarter stays at home late in this one.
    soon = in_turn(person, quarter.next) & (person % 3 == 0)
    day = np.where(soon & (day > last_day(quarter) - LONGEST), day - LONGEST, day)
    return described_visits(world, rng, kind, person, place, day)


def described_visits(
    world: World,
    rng: np.random.Generator,
    kind: str,
    person: np.ndarray,
    place: np.ndarray,
    day: np.ndarray,
) -> Columns:
    """Return outpatient encounters of the kind of persons, places and days."""
    _, setting, med_type = KINDS[kind]
    number = len(person)
    on_counter = setting == "purchase"
    begin = day * DAY + rng.integers(
        8 * 3600, (20 if on_counter else 17) * 3600, number
    )
    level = world.places.level[place]
    dx = diagnoses_by_sex(world, rng, person, world.diagnoses.visit_weight)
    if kind == "maternity":
        dx[:] = world.diagnoses.of("O80")
    doctor = doctors_for(world, rng, place)
    department = world.diagnoses.department[dx]
    written = rng.random(number) < (0.0 if on_counter else _DIAGNOSIS_WRITTEN[level])
    if kind in ("chronic", "maternity"):
        written[:] = True
    unsigned = rng.random(number) < (0.22 if on_counter else 0.01)
    return {
        "kind": np.full(number, KIND[kind], np.int8),
        "person": person,
        "place": place,
        "med_type": np.full(number, int(med_type), np.int32),
        "begin": begin,
        "end": begin + rng.integers(60, 300 if on_counter else 3_600, number),
        "settled": begin + (300 if on_counter else 5_400),
        "way": np.zeros(number, np.int8),
        "adm_way": np.zeros(number, np.int8),
        "dept": np.where(on_counter, -1, department),
        "doctor": np.where(unsigned, -1, doctor),
        "dx": np.where(written, dx, -1),
        "dx2": np.full(number, -1),
    }


def _persons(
    world: World, rng: np.random.Generator, kind: str, number: int, pool: slice
) -> np.ndarray:
    weight = person_weight(world, pool)
    employee = world.people.employee[pool]
    if kind == "chronic":
        weight = weight * np.where(world.people.chronic[pool], 1.0, 1e-9)
    elif kind == "maternity":
        age = 20_300 - world.people.born[pool]
        young = (age > 20 * 365) & (age < 40 * 365)
        weight = weight * np.where(young & (world.people.gend[pool] == 2), 1, 1e-9)
    elif kind == "purchase":
        weight = weight * np.where(employee, 3.0, 1.0)
    else:
        weight = weight * np.where(employee, 2.0, 1.0)
    return pool.start + drawn(rng, weight, number)


def _days(
    rng: np.random.Generator, quarter: Quarter, number: int, on_counter: bool
) -> np.ndarray:
    days = np.arange(first_day(quarter), last_day(quarter) + 1)
    weekday = (days + 3) % 7
    weight = np.where((weekday >= 5) & (not on_counter), 0.7, 1.0)
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    # People spend what is left on their accounts at the end of the year.
    weight = np.where(on_counter & (month == 11), weight * 1.3, weight)
    return days[drawn(rng, weight, number)]
