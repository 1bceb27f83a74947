"""Random choices that respect who can go where and have what."""

import numpy as np

from claim_review.province.institutions import SETTINGS
from claim_review.province.people import NO_DATE
from claim_review.province.world import World


def person_weight(world: World, pool: slice) -> np.ndarray:
    """Return how much care each living person of the pool asks for."""
    age = (20_300 - world.people.born[pool]) / 365.25
    weight = 0.5 + (age < 6) * 0.6 + np.clip(age - 30, 0, 50) * 0.03
    return np.where(world.people.died[pool] == NO_DATE, weight, 0.0)


def drawn(rng: np.random.Generator, weight: np.ndarray, number: int) -> np.ndarray:
    """Return `number` positions drawn with these weights, with repetition."""
    bounds = np.cumsum(weight)
    return np.searchsorted(bounds, rng.random(number) * bounds[-1], side="right")


def places_for(
    world: World, rng: np.random.Generator, setting: str, person: np.ndarray
) -> np.ndarray:
    """Return an institution for each person: mostly of the own county."""
    pull = world.places.pull[SETTINGS.index(setting)]
    state = world.places.group == "state"
    chosen = np.empty(len(person), np.int64)
    county = world.people.county[person]
    for home in range(8):
        here = np.flatnonzero(county == home)
        near = np.where(world.places.county == home, 1.0, 0.02)
        # The two hospitals of the prefecture lie in the first county.
        near = np.where(state, 0.09 if home else 1.0, near)
        chosen[here] = drawn(rng, pull * near, len(here))
    return chosen


def diagnoses_by_sex(
    world: World, rng: np.random.Generator, person: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """Return a diagnosis for each person, drawn by weight among those that fit."""
    gend = world.people.gend[person]
    chosen = np.empty(len(person), np.int64)
    for sex in (0, 1, 2, 9):
        here = np.flatnonzero(gend == sex)
        fits = np.isin(world.diagnoses.sex, [0, sex])
        chosen[here] = drawn(rng, weight * fits, len(here))
    return chosen


def doctors_for(
    world: World, rng: np.random.Generator, place: np.ndarray
) -> np.ndarray:
    """Return a doctor of each institution."""
    number = (rng.random(len(place)) * world.places.doctors[place]).astype(np.int64)
    return world.places.first_doctor[place] + number
