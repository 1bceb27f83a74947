"""What planted cases have of their own: persons, institutions, doctors, items.

They are made as the cases ask for them. Persons are of one quarter only, so that
nothing of an earlier quarter is known of them.
"""

from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import cycle
from zlib import crc32

import numpy as np

from claim_review.province.institutions import GROUPS, level_of, name_of
from claim_review.province.listed import YUAN
from claim_review.province.people import (
    BEGAN,
    COUNTIES,
    NO_DATE,
    People,
    village_of,
)
from claim_review.province.world import Own, World, day_number, first_day
from claim_review.quarters import Quarter

_OPEN = NO_DATE
_USUAL_DOCTORS = 6


class Cast:
    """The world of a quarter's cases, which grows with what they ask for."""

    def __init__(self, world: World, quarter: Quarter, rng: np.random.Generator):
        self.world = world  # with what was added, but for the persons
        self.quarter = quarter
        self._rng = rng
        self._people: list[dict] = []
        self._first = len(world.people)
        self._own = Own()
        self._diagnoses: dict[str, int] = {}
        self._either = cycle((1, 2))
        # Numbers of persons: the same for nobody else in twenty years.
        series = (quarter.year * 4 + quarter.number) % 80
        self._number = 10_000_000 + 1_000_000 * series

    def person(
        self,
        *gend: int,
        age: tuple[int, int] | None = None,
        months: tuple[int, int] | None = None,
        on: int | None = None,
        born: int | None = None,
        died: int | None = None,
        insured: list[tuple[int, int, int | None]] | None = None,
        registered: list[tuple[str, int, int | None]] | None = None,
        **other,
    ) -> int:
        """Return a person of the first of these sexes who has no other case.

        `age` (years) or `months` is the range of completed ones on the day `on`, by
        default the 21st of the quarter; nobody is born on a 1 January unless `born`
        (days since 1970) says so. `insured` lists (insutype, from, to) and `registered`
        (disease code, from, to) in days, to None for open.
        """
        sex = gend[0] if gend else next(self._either)
        on = first_day(self.quarter) + 20 if on is None else on
        if born is None:
            least, most = months or tuple(12 * years for years in age or (22, 69))
            most = most if months else most + 11
            born = _born(on, int(self._rng.integers(least, most + 1)), self._rng)
        row = {
            "number": self._number + len(self._people),
            "gend": sex,
            "born": born,
            "died": NO_DATE if died is None else died,
            "county": int(self._rng.integers(0, 8)),
            "employee": bool(self._rng.random() < 0.15) and on - born > 20 * 366,
            "civil": False,
            "poor": False,
            "chronic": False,
            "village": village_of(self._number + len(self._people)),
        }
        unknown = other.keys() - row.keys()
        if unknown:
            raise ValueError(f"a person has no {sorted(unknown)}")
        row |= other
        position = self._first + len(self._people)
        self._people.append(row | {"admdvs": row["county"]})
        if insured is not None:
            self._own.insured[position] = [(k, a, _to(b)) for k, a, b in insured]
        elif died is not None:
            # Who has died stays insured: only the rule on the dead is to speak.
            kind = 310 if row["employee"] else 390
            self._own.insured[position] = [(kind, BEGAN, _OPEN)]
        if registered is not None:
            self._own.registered[position] = [(c, a, _to(b)) for c, a, b in registered]
        return position

    def of_person(self, person: int, name: str):
        """Return what the register says of a person of this cast, such as `born`."""
        return self._people[person - self._first][name]

    def registration(self, person: int) -> str:
        """Return the disease of chronic care of the person, registered if need be."""
        known = self._own.registered.setdefault(person, [("M03900", BEGAN, _OPEN)])
        return known[0][0] if known else "M03900"

    def institution(
        self, name: str, group: str, *, lasting: bool = False, **other
    ) -> int:
        """Return an institution of its own, which no other case uses.

        `group` as in institutions.py; `other` are columns of Institutions, such as
        `beds`, `ended` (day), `county`, `hosp_lv`. It is there in this quarter only,
        unless it is `lasting`: then it is the same one in every quarter.
        """
        key = crc32((name if lasting else f"{self.quarter} {name}").encode())
        county = other.get("county", key % 8)
        places = self.world.places
        code = _code(group, county, key)
        # The next number, but not for one that is to have this code in all quarters.
        while code in places.code and not lasting:
            key += 1
            code = _code(group, county, key)
        if code in places.code:
            raise ValueError(f"another institution has the code of {name!r}: rename it")
        _, _, _, types, levels, _ = next(row for row in GROUPS if row[0] == group)
        hosp_lv = other.get("hosp_lv", levels[0])
        row = {
            "code": code,
            "name": name_of(group, county, key % 1000).encode(),
            "group": group,
            "medins_type": types[0].encode(),
            "hosp_lv": hosp_lv,
            "level": level_of(hosp_lv),
            "county": county,
            "padded": False,
            "longer_med_type": False,
            "first_doctor": len(self.world.doctors.code),
            "doctors": _USUAL_DOCTORS,
            "factor": 100,
            "began": BEGAN,
            "ended": NO_DATE,
            "beds": 200 if group in ("state", "county", "tibetan") else -1,
            "public": group not in ("private", "clinic", "pharmacy"),
            "sends_traces": False,
            "late": 0.0,
            "round": 0.0,
        }
        unknown = other.keys() - row.keys()
        if unknown:
            raise ValueError(f"an institution has no {sorted(unknown)}")
        pull = np.concatenate([places.pull, np.zeros((len(places.pull), 1))], axis=1)
        grown = replace(_grown(places, row | other), pull=pull)
        self.world = replace(self.world, places=grown)
        place = len(grown) - 1
        for _ in range(int(grown.doctors[place])):
            self.doctor(place)
        return place

    def doctor(self, place: int, **other) -> int:
        """Return a new doctor of the institution; `other` are columns of Doctors."""
        doctors = self.world.doctors
        county = COUNTIES[self.world.places.county[place]]
        key = crc32(f"{self.world.places.code[place]} {len(doctors.code)}".encode())
        row = {
            "code": f"D{county}{self.quarter.year % 10}{self.quarter.number}"
            f"{len(doctors.code):06d}".encode(),
            "institution": place,
            "department": key % 4,
            "status": b"1",
            "began": BEGAN,
            "until": NO_DATE,
            "left": NO_DATE,
            "multi": 0,
            "registered": True,
        }
        self.world = replace(self.world, doctors=_grown(doctors, row | other))
        return len(doctors.code)

    def item(self, code: str, name: str, list_type: str, charge: str, **other) -> int:
        """Return an item of its own, which the catalogue has unless `menu` is unlisted.

        `price` is in yuan, `selfpay` in 1e-4, `grade` 01, 02 or 03.
        """
        items = self.world.items
        price = round(other.pop("price", 30) * YUAN)
        row = {
            "code": code.encode(),
            "hilist_code": code.encode(),
            "name": name.encode(),
            "menu": other.pop("menu", "own"),
            "rank": len(items),
            "list_type": list_type.encode(),
            "charge_type": charge.encode(),
            "grade": other.pop("grade", "01").encode(),
            "selfpay": other.pop("selfpay", 0),
            "price": [price] * 3,
            "ceiling": [-1] * 3,
        }
        if other:
            raise ValueError(f"an item has no {sorted(other)}")
        self.world = replace(self.world, items=_grown(items, row))
        return len(items)

    def dx(self, code: str, name: str = "") -> int:
        """Return the diagnosis whose code starts so, or a new one with this code."""
        known = self.world.diagnoses
        if code in self._diagnoses:
            return self._diagnoses[code]
        found = np.flatnonzero(np.char.startswith(known.code, code.encode()))
        self._diagnoses[code] = int(found[0]) if len(found) else len(known.code)
        if len(found):
            return self._diagnoses[code]
        row = {
            "code": code.encode(),
            "name": (name or f"示例诊断{code}").encode(),
            "sex": 0,
            "department": 0,
            "stay_weight": 0.0,
            "visit_weight": 0.0,
        }
        self.world = replace(self.world, diagnoses=_grown(known, row))
        return len(known.code)

    def own_world(self, first: int) -> World:
        """Return the world whose only persons are those made since position `first`."""
        rows = self._people[first - self._first :]
        return replace(self.world, people=self._joined(rows, None))

    def whole_world(self) -> World:
        """Return the world with all persons: everybody's and those of the cases."""
        people = self._joined(self._people, self.world.people)
        return replace(self.world, people=people, own=self._own)

    def _joined(self, rows: list[dict], others: People | None) -> People:
        like = self.world.people
        made = {}
        for name in (f.name for f in fields(People) if f.name not in _SLICES):
            kind = getattr(like, name).dtype
            column = np.array([row[name] for row in rows], kind)
            made[name] = (
                column
                if others is None
                else np.concatenate([getattr(others, name), column])
            )
        return replace(like, **made)


_SLICES = {"main", "carried"}


def _code(group: str, county: int, key: int) -> bytes:
    letter = "P" if group == "pharmacy" else "H"
    return f"{letter}{COUNTIES[county]}{90_000 + key % 10_000}".encode()


def _to(day: int | None) -> int:
    return _OPEN if day is None else day


def _born(on: int, months: int, rng: np.random.Generator) -> int:
    """Return a birthday with so many completed months on that day, no 1 January."""
    today = date(1970, 1, 1) + timedelta(days=on)
    index = today.year * 12 + today.month - 1 - months
    latest = date(index // 12, index % 12 + 1, min(today.day, 28))
    # Up to 27 days earlier the number of completed months is the same.
    born = latest - timedelta(days=int(rng.integers(0, 27)))
    if (born.month, born.day) == (1, 1):
        born += timedelta(days=1 if born < latest else -1)
    return day_number(born)


def _grown(table, row: dict):
    """Return the table, a dataclass of arrays, with one more row."""
    changed = {}
    for name, value in row.items():
        column = getattr(table, name)
        kind = None if column.dtype.kind in "SU" else column.dtype
        changed[name] = np.concatenate([column, np.array([value], kind)])
    return replace(table, **changed)
