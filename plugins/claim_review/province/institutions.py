"""The institutions of the demo province, from seed and scale."""

from dataclasses import dataclass

import numpy as np

from claim_review.province.people import BEGAN, COUNTIES, COUNTY_SHARE, NO_DATE

_COUNTY_NAMES = ["合作", "临潭", "卓尼", "舟曲", "迭部", "玛曲", "碌曲", "夏河"]

# group, count at scale 1, at least, medins_type by turns, hosp_lv by turns, name.
# A group whose count is a multiple of eight has the same number in every county.
GROUPS = [
    ("state", 2, 2, ["A100", "A412"], ["3", "2"], "示例州级医院{}"),
    ("county", 8, 8, ["A100"], ["5", "6"], "示例{}县级医院{}"),
    ("tibetan", 8, 4, ["A412", "A210"], ["6", "5", "7"], "示例{}藏（中）医院{}"),
    ("maternity", 5, 2, ["G100"], ["6", "13"], "示例{}妇幼保健院{}"),
    ("private", 2, 1, ["A500", "A300"], ["7"], "示例{}民营医院{}"),
    ("small", 10, 2, ["A100", "A300"], ["8", "9", "14"], "示例{}综合医院{}"),
    ("centre", 30, 8, ["C210"], ["8", "9", "10"], "示例{}中心卫生院{}"),
    ("township", 65, 10, ["C220"], ["10", "14", "9"], "示例{}乡卫生院{}"),
    ("community", 12, 3, ["B100", "B200"], ["14", "10"], "示例{}社区卫生服务中心{}"),
    ("clinic", 150, 16, ["D211", "D212", "D214", "D600"], ["11"], "示例{}诊所{}"),
    ("pharmacy", 350, 24, [""], ["11"], "示例{}药店{}"),
]
_LEVEL_OF = {"2": 3, "3": 3, "5": 2, "6": 2, "7": 2, "13": 2, "11": 0}

# What a group as a whole pulls of stays, visits, chronic care and emergencies,
# and how many doctors one institution of it has at scale 1.
_PULL = {
    "state": (22, 11, 14, 15, 260),
    "county": (41, 31, 34, 55, 90),
    "tibetan": (11, 10, 11, 8, 35),
    "maternity": (4, 4, 1, 4, 25),
    "private": (2, 1, 1, 1, 20),
    "small": (4, 4, 2, 3, 12),
    "centre": (11, 16, 17, 11, 12),
    "township": (6, 12, 12, 3, 6),
    "community": (0, 5, 8, 0, 7),
    "clinic": (0, 7, 0, 0, 2),
    "pharmacy": (0, 0, 0, 0, 1),
}
SETTINGS = ("stay", "visit", "chronic", "emergency", "purchase")


@dataclass(frozen=True)
class Institutions:
    """Institutions by position; arrays of one length.

    `level` is 0 to 3 as in the list `hospital_levels`, `pull` has one row per
    setting of SETTINGS, `padded` says that the institution writes its level with
    a leading zero. Doctors of an institution are `first_doctor` and the following
    `doctors`. `began` and `ended` are days since 1970 (NO_DATE: never), `beds` is -1
    where nobody knows. `sends_traces` says that it sends the codes of drug packs;
    `late` and `round` are the shares of its purchases late at night and of a round sum.
    """

    code: np.ndarray
    name: np.ndarray
    group: np.ndarray
    medins_type: np.ndarray
    hosp_lv: np.ndarray
    level: np.ndarray
    county: np.ndarray
    pull: np.ndarray
    padded: np.ndarray
    longer_med_type: np.ndarray
    first_doctor: np.ndarray
    doctors: np.ndarray
    factor: np.ndarray
    began: np.ndarray
    ended: np.ndarray
    beds: np.ndarray
    public: np.ndarray
    sends_traces: np.ndarray
    late: np.ndarray
    round: np.ndarray

    def __len__(self) -> int:
        return len(self.code)

    def price_level(self) -> np.ndarray:
        """Return the column of the price ladder that applies to each institution."""
        return np.maximum(self.level, 1) - 1

    def in_groups(self, *groups: str) -> np.ndarray:
        """Return the positions of the institutions of these groups."""
        return np.flatnonzero(np.isin(self.group, groups))


def institutions(seed: int, scale: float) -> Institutions:
    """Return the institutions; their number shrinks with the root of the scale."""
    rng = np.random.default_rng([seed, 13])
    rows = []
    for group, most, least, types, levels, _ in GROUPS:
        count = max(least, round(most * min(scale, 1.0) ** 0.5))
        for number in range(count):
            county = _county_of(group, number, count, rng)
            rows.append(_row(group, number, county, types, levels))
    column = {key: [row[key] for row in rows] for key in rows[0]}
    group = np.array(column["group"])
    doctors = [
        max(4, round(_PULL[g][4] * max(scale, 0.02) ** 0.5)) for g in column["group"]
    ]
    is_pharmacy = group == "pharmacy"
    code = _codes(column["county"], is_pharmacy)
    return Institutions(
        code=code,
        name=np.array([n.encode() for n in column["name"]]),
        group=group,
        medins_type=np.array([t.encode() for t in column["medins_type"]]),
        hosp_lv=np.array([v.encode() for v in column["hosp_lv"]]),
        level=np.array([level_of(v) for v in column["hosp_lv"]], np.int8),
        county=np.array(column["county"], np.int8),
        pull=_pull(group, rng),
        padded=np.arange(len(rows)) % 6 == 3,
        longer_med_type=np.arange(len(rows)) % 8 == 5,
        first_doctor=np.concatenate([[0], np.cumsum(doctors)[:-1]]),
        doctors=np.array(doctors),
        factor=rng.integers(96, 104, len(rows)),
        began=np.full(len(rows), BEGAN, np.int32),
        ended=np.full(len(rows), NO_DATE, np.int32),
        beds=_beds(group, scale),
        public=~np.isin(group, ["private", "clinic", "pharmacy"]),
        sends_traces=_every(group, "pharmacy", 3) | _every(group, "county", 4),
        late=np.where(is_pharmacy, rng.uniform(0.02, 0.1, len(rows)), 0.0),
        round=np.where(is_pharmacy, rng.uniform(0.01, 0.08, len(rows)), 0.0),
    )


def _beds(group: np.ndarray, scale: float) -> np.ndarray:
    """Return twice the beds that the stays of an institution need; -1 for none."""
    days = {"state": 9.5, "county": 8, "tibetan": 8, "maternity": 8, "private": 8}
    stays = {g: _PULL[g][0] / 100 * 16_000 * scale for g in _PULL}
    members = {g: int((group == g).sum()) for g in _PULL}
    need = {g: stays[g] / members[g] * days.get(g, 5) / 90 for g in _PULL}
    return np.array([60 + round(2 * need[g]) if stays[g] else -1 for g in group])


def _every(group: np.ndarray, name: str, step: int) -> np.ndarray:
    """Return a mask of every so manieth institution of the group."""
    chosen = np.zeros(len(group), bool)
    chosen[np.flatnonzero(group == name)[::step]] = True
    return chosen


def _county_of(group: str, number: int, count: int, rng: np.random.Generator) -> int:
    if group == "state":
        return 0
    if count >= 8 and number < 8:
        return number
    return int(rng.choice(8, p=COUNTY_SHARE))


def _row(group: str, number: int, county: int, types, levels) -> dict:
    return {
        "group": group,
        "county": county,
        "medins_type": types[number % len(types)],
        "hosp_lv": levels[number % len(levels)],
        "name": name_of(group, county, number),
    }


def level_of(hosp_lv: str) -> int:
    """Return the level 0 to 3 of this hosp_lv."""
    return _LEVEL_OF.get(hosp_lv, 1)


def name_of(group: str, county: int, number: int) -> str:
    """Return the name of an institution of the group in the county."""
    name = next(row[-1] for row in GROUPS if row[0] == group)
    place = () if group == "state" else (_COUNTY_NAMES[county],)
    return name.format(*place, f"{number + 1:03d}")


def _codes(counties: list[int], is_pharmacy: np.ndarray) -> np.ndarray:
    return np.array(
        [
            f"{'P' if shop else 'H'}{COUNTIES[county]}{number + 1:05d}".encode()
            for number, (county, shop) in enumerate(
                zip(counties, is_pharmacy, strict=True)
            )
        ]
    )


def _pull(group: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    members = {name: int((group == name).sum()) for name in _PULL}
    pull = np.array([np.array(_PULL[g][:4]) / members[g] for g in group]).T
    pull = pull * np.exp(0.25 * rng.standard_normal(len(group)))
    # Pharmacies follow a power law: one of them can out-count a county hospital, but
    # none is so crowded that its customers come in bursts.
    purchase = np.zeros(len(group))
    shops = np.flatnonzero(group == "pharmacy")
    purchase[shops] = 1 / (3 + np.arange(len(shops))) ** 0.9
    return np.vstack([pull, purchase])
