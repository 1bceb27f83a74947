"""What stays the same from quarter to quarter: the world of one seed and scale."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from claim_review.province.catalogue import Items, items
from claim_review.province.diagnoses import Diagnoses, diagnoses
from claim_review.province.doctors import Doctors, doctors
from claim_review.province.institutions import Institutions, institutions
from claim_review.province.people import People, people
from claim_review.quarters import Quarter

DAY = 86_400


@dataclass(frozen=True)
class Own:
    """What registers say of single persons, by position, instead of the usual.

    Insurances are (type, first day, last day), registrations for chronic care are
    (disease code, first day, last day); the last day is NO_DATE where it is open.
    """

    insured: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)
    registered: dict[int, list[tuple[str, int, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """People, institutions, doctors, catalogue and diagnoses of a demo province."""

    seed: int
    scale: float
    people: People
    places: Institutions
    doctors: Doctors
    items: Items
    diagnoses: Diagnoses
    own: Own = field(default_factory=Own)

    def rng(self, quarter: Quarter, stream: int) -> np.random.Generator:
        """Return the random stream of one purpose in one quarter.

        Every quarter has streams of its own, so that it comes out the same
        whichever other quarters are made.
        """
        return np.random.default_rng([self.seed, quarter.year, quarter.number, stream])


def world(seed: int, scale: float) -> World:
    """Return the world of this seed and scale."""
    if not 0 < scale <= 2:
        raise ValueError(f"scale {scale} is not between 0 and 2")
    places = institutions(seed, scale)
    return World(
        seed=seed,
        scale=scale,
        people=people(seed, scale),
        places=places,
        doctors=doctors(seed, places),
        items=items(seed),
        diagnoses=diagnoses(),
    )


def day_number(day: date) -> int:
    """Return the day as days since 1970."""
    return (day - date(1970, 1, 1)).days


def first_day(quarter: Quarter) -> int:
    """Return the first day of the quarter as days since 1970."""
    return day_number(quarter.first_day)


def last_day(quarter: Quarter) -> int:
    """Return the last day of the quarter as days since 1970."""
    return day_number(quarter.last_day)


def last_second(quarter: Quarter) -> int:
    """Return the last second of the quarter as seconds since 1970."""
    return (last_day(quarter) + 1) * DAY - 1
