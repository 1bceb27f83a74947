"""Where planted cases are put together: row by row, on persons of their own."""

from collections import defaultdict
from dataclasses import replace
from itertools import cycle

import numpy as np

from claim_review.province.kinds import KIND
from claim_review.province.part import Part, whole
from claim_review.province.settling import with_amounts, with_sums
from claim_review.province.truth import Truth
from claim_review.province.world import DAY, World, first_day
from claim_review.quarters import Quarter

HOUR = 3600
SPAN = 24  # days over which cases of one kind are spread
MED_TYPE = {"visit": 11, "emergency": 13, "purchase": 41, "tcm": 16}
DAILY = ("bed", "nursing", "consultation")


class Cases:
    """Collects encounters, settlements, lines and what is expected of them.

    Every method returns positions: of the encounter, of the line. The settlement
    of an encounter is made with it and has the position `setl[encounter]`.
    """

    def __init__(self, world: World, quarter: Quarter, rng: np.random.Generator):
        self.world, self.quarter, self.rng = world, quarter, rng
        self.encounters, self.settlements, self.lines = [], [], []
        self.expected: list[tuple] = []
        self.setl: dict[int, int] = {}
        self.off_by: dict[int, int] = {}
        self.label = ("", "")  # rule and variant of the case in hand
        self._day = cycle(range(SPAN))
        self._places: dict[tuple, object] = {}
        self._people = defaultdict(list)
        for person in range(
            world.people.cases.stop - 1, world.people.cases.start - 1, -1
        ):
            self._people[int(world.people.gend[person])].append(person)
        self._either = cycle((1, 2))

    # -- who, where, when ---------------------------------------------------

    def person(self, *gend: int) -> int:
        """Return a person who has no other case, of one of these sexes."""
        for sex in gend or (next(self._either),):
            if self._people[sex]:
                return self._people[sex].pop()
        raise ValueError(f"no person of sex {gend} is left for planted cases")

    def place(self, *groups: str) -> int:
        """Return the next institution of these groups, by turns."""
        if groups not in self._places:
            members = self.world.places.in_groups(*groups)
            self._places[groups] = cycle(self.rng.permutation(members).tolist())
        return next(self._places[groups])

    def day(self) -> int:
        """Return a day in the first half of the quarter, far from its beginning."""
        return first_day(self.quarter) + 20 + next(self._day)

    def item(self, menu: str, turn: int) -> int:
        """Return the item of a menu for this turn, none that patients pay whole."""
        members = self.world.items.in_menu(menu)
        paid = members[self.world.items.selfpay[members] < 10_000]
        members = paid if len(paid) else members
        return int(members[turn % len(members)])

    def level(self, place: int) -> int:
        """Return the column of the price ladder for the institution."""
        return int(self.world.places.price_level()[place])

    # -- encounters and lines -----------------------------------------------

    def visit(
        self, person: int, place: int, day: int, kind: str = "visit", **other
    ) -> int:
        """Add an outpatient encounter with a few plain lines."""
        begin = day * DAY + int(self.rng.integers(8 * HOUR, 10 * HOUR))
        shop = kind == "purchase"
        enc = self._encounter(
            kind,
            person,
            place,
            {
                "begin": begin,
                "end": begin + HOUR,
                "med_type": MED_TYPE[kind],
                "dept": -1 if shop else 0,
                "dx": -1 if shop else self._plain_dx(),
                "way": 0,
            },
            other,
        )
        for menu in ("drug",) if shop else ("visit", "drug", "lab"):
            self.line(enc, self._plain(menu), begin + 300)
        return enc

    def stay(
        self,
        person: int,
        place: int,
        day: int,
        days: int,
        daily: dict | None = None,
        **other,
    ) -> int:
        """Add a stay of so many days with one of each daily item a day.

        `daily` names other items for bed, nursing and consultation, or None for
        a family that is not charged.
        """
        enc = self._encounter(
            "stay",
            person,
            place,
            {
                "begin": day * DAY + 9 * HOUR,
                "end": (day + days) * DAY + 16 * HOUR,
                "med_type": 21,
                "dept": 0,
                "dx": self._plain_dx(),
                "way": 1,
            },
            other,
        )
        items = {menu: self.item(menu, 0) for menu in DAILY} | (daily or {})
        for number in range(max(days, 1)):
            at = (day + number) * DAY
            self.line(enc, self._plain("lab"), at + 10 * HOUR)
            self.line(enc, self._plain("drug"), at + 11 * HOUR, 2)
            for turn, item in enumerate(items.values()):
                if item is not None:
                    self.line(enc, item, at + 22 * HOUR + turn * 60)
        return enc

    def line(self, enc: int, item: int, time: int, cnt: int = 1, **other) -> int:
        """Add a line of `cnt` units; the price is that of the institution's level."""
        e, items = self.encounters[enc], self.world.items
        settlement = self.settlements[self.setl[enc]] if enc in self.setl else {}
        level = 0 if settlement.get("old_level") else self.level(e["place"])
        made = {
            "enc": enc,
            "item": item,
            "time": time,
            "cnt": cnt * 100,
            "pric": int(items.price[item, level]),
            # Planted lines are paid by the fund unless the case says otherwise.
            "selfpay": min(int(items.selfpay[item]), 1000),
            "dept": e["dept"],
            "doctor": e["doctor"],
            "upper_rx": 0,
            "setl": self.setl.get(enc, -1),
            "init": -1,
        }
        unknown = other.keys() - made.keys()
        if unknown:
            raise ValueError(f"a line has no {sorted(unknown)}")
        self.lines.append(made | other)
        return len(self.lines) - 1

    def refund(self, line: int, cnt: int | None = None, linked: bool = True) -> int:
        """Add a line that takes back `cnt` units of `line`, by default all."""
        original = self.lines[line]
        back = original["cnt"] if cnt is None else cnt * 100
        self.lines.append(
            original
            | {
                "time": original["time"] + 600,
                "cnt": -back,
                "init": line if linked else -1,
            }
        )
        return len(self.lines) - 1

    def settled_again(self, enc: int, until: int) -> int:
        """Settle the part of a stay before second `until` on its own, in its middle."""
        late = self.settlements[self.setl[enc]]
        early = late | {
            "end": until // DAY * DAY,
            "settled": until,
            "mid": 1,
            "exch": until + HOUR,
        }
        late["begin"] = until // DAY * DAY
        self.settlements.append(early)
        for made in self.lines:
            if made["enc"] == enc and made["time"] < until:
                made["setl"] = len(self.settlements) - 1
        return len(self.settlements) - 1

    def reverse(self, enc: int, again: bool = False, named: bool = True) -> int:
        """Reverse the settlement of the encounter two days later; settle it again.

        Not every system says which settlement and which lines a reversal takes back.
        """
        setl = self.setl[enc]
        original = self.settlements[setl]
        original["flag"] = 1
        later = {
            "settled": original["settled"] + 2 * DAY,
            "exch": original["exch"] + 2 * DAY,
        }
        link = setl if named else -1
        self.settlements.append(original | later | {"init": link, "sign": -1})
        position = len(self.settlements) - 1
        rows = [n for n, made in enumerate(self.lines) if made["setl"] == setl]
        for row in rows:
            made = self.lines[row]
            self.lines.append(
                made
                | {
                    "cnt": -made["cnt"],
                    "setl": position,
                    "init": row if named else -1,
                }
            )
        if again:
            self.settlements.append(original | later | {"flag": 0})
            position = len(self.settlements) - 1
            self.lines.extend(self.lines[row] | {"setl": position} for row in rows)
        return position

    # -- what is expected ---------------------------------------------------

    def flag(
        self,
        enc: int,
        line: int,
        verdict: str,
        why: str,
        *,
        units=None,
        yuan=None,
        rule: str | None = None,
        setl: int | None = None,
    ):
        """Expect the line (or settlement where `line` is -1) to be flagged."""
        self._expect(
            rule, "planted", setl or self.setl[enc], line, verdict, units, yuan, why
        )

    def spare(self, enc: int, line: int, why: str, setl: int | None = None):
        """Expect that the line or settlement is not flagged, and say why."""
        self._expect(
            None, "near_miss", setl or self.setl[enc], line, "", None, None, why
        )

    def flag_cheaper(self, one: int, other: int, verdict: str, why: str):
        """Expect the settlement with the smaller fund payment to be flagged."""
        both = (self.setl[one], self.setl[other])
        self._expect(None, "planted", both, -1, verdict, None, None, why)

    def _expect(self, rule, kind, setl, line, verdict, units, yuan, why):
        own_rule, variant = self.label
        self.expected.append(
            (rule or own_rule, kind, variant, setl, line, verdict, units, yuan, why)
        )

    def finished(self) -> tuple[Part, list[Truth]]:
        """Return all cases as a part of the batch, and the truth about them."""
        encounters = _arrays(self.encounters)
        lines = with_amounts(self.world, _arrays(self.lines))
        settlements = _arrays(self.settlements)
        settlements = with_sums(self.world, encounters, settlements, lines)
        for setl, cents in self.off_by.items():
            for column in ("amount", "psn", "cash"):
                settlements[column][setl] += cents
        part = whole(f"{self.quarter}P", encounters, settlements, lines)
        is_open = encounters["end"] < 0
        part = replace(part, diagnosed=np.flatnonzero(~is_open))
        return part, [self._truth(part, *row) for row in self.expected]

    def _truth(self, part, rule, kind, variant, setl, line, verdict, units, yuan, why):
        if isinstance(setl, tuple):
            setl = self._cheaper(part, *setl)
        return Truth(
            quarter=str(self.quarter),
            rule_id=rule,
            kind=kind,
            variant=variant,
            setl_id=part.setl_id(setl),
            bkkp_sn="" if line < 0 else part.bkkp_sn(line),
            verdict=verdict,
            violating_quantity="" if units is None else f"{units:.2f}",
            violating_amount="" if yuan is None else f"{yuan:.2f}",
            why=why,
        )

    def _cheaper(self, part: Part, one: int, other: int) -> int:
        def order(setl: int) -> tuple:
            enc = part.settlements["enc"][setl]
            return (
                part.settlements["fund"][setl],
                -part.encounters["begin"][enc],
                -setl,
            )

        return min(one, other, key=order)

    # -- the plain rest -----------------------------------------------------

    def _encounter(self, kind: str, person: int, place: int, usual: dict, other: dict):
        made = {
            "kind": KIND[kind],
            "person": person,
            "place": place,
            "doctor": int(self.world.places.first_doctor[place]),
            "dx2": -1,
        } | usual
        paid = {
            "settled": made["end"] + HOUR,
            "mid": 0,
            "newborn": 0,
            "by_hand": 0,
            "old_level": 0,
            "gend": int(self.world.people.gend[person]),
        }
        for name, value in other.items():
            if name not in made and name not in paid:
                raise ValueError(f"an encounter has no {name!r}")
            (made if name in made else paid)[name] = value
        exch = paid["settled"] + 2 * HOUR
        enc = len(self.encounters)
        self.encounters.append(made | {"exch": exch})
        if made["end"] >= 0:
            self.setl[enc] = len(self.settlements)
            self.settlements.append(
                paid
                | {
                    "enc": enc,
                    "begin": made["begin"] // DAY * DAY,
                    "end": made["end"] // DAY * DAY,
                    "exch": exch,
                    "init": -1,
                    "sign": 1,
                    "flag": 0,
                }
            )
        return enc

    def _plain(self, menu: str) -> int:
        return self.item(menu, int(self.rng.integers(0, 40)))

    def _plain_dx(self) -> int:
        return self.world.diagnoses.of("J06")


def _arrays(rows: list[dict]) -> dict[str, np.ndarray]:
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}
