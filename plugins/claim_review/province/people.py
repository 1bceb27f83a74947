"""The insured of the demo province. They depend on seed and scale only."""

from dataclasses import dataclass

import numpy as np

from claim_review.province import knowledge

PEOPLE = 690_000
# Shares of the eight counties in the order of the list `counties`.
COUNTY_SHARE = np.array([0.16, 0.185, 0.14, 0.175, 0.075, 0.085, 0.055, 0.125])
COUNTIES = [r["admdvs"] for r in knowledge.rows("counties") if int(r["position"]) < 9]
ADMDVS = np.array([code.encode() for code in [*COUNTIES, "623099"]])

NO_DATE = np.iinfo(np.int32).min
BEGAN = 18_262  # 2020-01-01, when insurances and contracts began
_2024_END = 20_088  # days from 1970 to the last day of 2024


@dataclass(frozen=True)
class People:
    """Insured persons by position; arrays of one length.

    `gend` is the platform's code (0, 1, 2, 9), `born` and `died` days since 1970,
    `county` a position in COUNTIES, `admdvs` one in ADMDVS, `village` the six digits of
    township and village behind it, `number` what the person's id ends in. The positions
    are divided into groups that never meet: `main` for everyday care, `carried` for
    what two batches share; the persons of planted cases come after both and are of one
    quarter only.
    """

    number: np.ndarray
    gend: np.ndarray
    born: np.ndarray
    died: np.ndarray
    county: np.ndarray
    admdvs: np.ndarray
    village: np.ndarray
    employee: np.ndarray
    civil: np.ndarray
    poor: np.ndarray
    chronic: np.ndarray
    main: slice
    carried: slice

    def __len__(self) -> int:
        return len(self.gend)


def village_of(number: np.ndarray | int) -> np.ndarray | int:
    """Return township and village of these persons: 360 villages in every county."""
    village = number * 7919 % 360
    return 100_200 + village // 20 * 1000 + village % 20


def people(seed: int, scale: float) -> People:
    """Return the insured of a province of `scale` (1.0 is 690,000 persons)."""
    rng = np.random.default_rng([seed, 12])
    count = max(2_000, round(PEOPLE * scale))
    main = slice(0, count - count // 20)
    carried = slice(main.stop, count)

    age = np.concatenate(
        [rng.uniform(0, 15, count // 4), rng.gamma(5.5, 8.2, count - count // 4) + 3]
    )
    age = np.minimum(rng.permutation(age), 98)
    gend = np.where(rng.random(count) < 0.509, 1, 2).astype(np.int8)
    gend[rng.random(count) < 0.0005] = 9
    employee = (rng.random(count) < 0.15) & (age > 20)
    county = rng.choice(8, count, p=COUNTY_SHARE).astype(np.int8)
    died = np.full(count, NO_DATE, np.int32)
    dead = np.flatnonzero(rng.random(main.stop) < 0.004)
    died[dead] = _2024_END - rng.integers(0, 300, len(dead))
    prefecture = employee & (rng.random(count) < 0.15)
    return People(
        number=np.arange(count),
        gend=gend,
        born=(_2024_END - 200 - age * 365.25).astype(np.int32),
        died=died,
        county=county,
        admdvs=np.where(prefecture, 8, county).astype(np.int8),
        village=village_of(np.arange(count)),
        employee=employee,
        civil=employee & (rng.random(count) < 0.3),
        poor=~employee & (rng.random(count) < 0.13),
        chronic=(age > 40) & (rng.random(count) < 0.16),
        main=main,
        carried=carried,
    )
