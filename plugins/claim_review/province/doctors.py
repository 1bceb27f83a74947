"""The doctors of the demo province."""

from dataclasses import dataclass

import numpy as np

from claim_review.province.diagnoses import DEPARTMENT_CODES
from claim_review.province.institutions import Institutions
from claim_review.province.people import BEGAN, COUNTIES, NO_DATE


@dataclass(frozen=True)
class Doctors:
    """Doctors by position: code, institution, department and register entry.

    `left` and `until` (the end of the contract) are days since 1970 or NO_DATE;
    `multi` is 1 for doctors who may work at several institutions; doctors that are
    not `registered` sign lines, but stand in no register.
    """

    code: np.ndarray
    institution: np.ndarray
    department: np.ndarray
    status: np.ndarray
    began: np.ndarray
    until: np.ndarray
    left: np.ndarray
    multi: np.ndarray
    registered: np.ndarray


def doctors(seed: int, places: Institutions) -> Doctors:
    """Return the doctors of all institutions, one department each."""
    rng = np.random.default_rng([seed, 14])
    institution = np.repeat(np.arange(len(places)), places.doctors)
    codes = [
        f"D{COUNTIES[places.county[place]]}{number + 1:06d}".encode()
        for number, place in enumerate(institution.tolist())
    ]
    number = len(codes)
    return Doctors(
        code=np.array(codes),
        institution=institution,
        department=rng.integers(0, len(DEPARTMENT_CODES), number),
        status=np.full(number, b"1"),
        began=np.full(number, BEGAN, np.int32),
        until=np.full(number, NO_DATE, np.int32),
        left=np.full(number, NO_DATE, np.int32),
        multi=np.zeros(number, np.int8),
        registered=np.ones(number, bool),
    )
