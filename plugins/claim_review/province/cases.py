"""Where planted cases are put together: row by row, on persons of their own."""

from itertools import count, cycle

import numpy as np

from claim_review.province import knowledge
from claim_review.province.cast import Cast
from claim_review.province.catalogue import ending_items
from claim_review.province.diagnoses import DEPARTMENTS
from claim_review.province.kinds import KIND, KINDS
from claim_review.province.part import Extra
from claim_review.province.rows import ENCOUNTER, LINE, ORDER, SETTLEMENT, merged
from claim_review.province.world import DAY, World, first_day, last_day
from claim_review.quarters import Quarter

HOUR = 3600
SPAN = 24  # days over which cases of one kind are spread
DAILY = ("bed", "nursing", "consultation")
INTENSIVE = list(DEPARTMENTS).index("A28")
# Menus of the lines that an encounter has by itself.
_PLAIN = {"purchase": ("drug",), "special_drug": ("drug",), "chronic": ("drug",)}


class Cases:
    """Collects encounters, settlements, lines and what is expected of them.

    Every method returns positions: of the encounter, of the line. The settlement
    of an encounter is made with it and has the position `setl[encounter]`. Options
    of encounters and lines are the keys of rows.ENCOUNTER, SETTLEMENT and LINE.
    """

    def __init__(self, world: World, quarter: Quarter, rng: np.random.Generator):
        self.quarter, self.rng = quarter, rng
        self.cast = Cast(world, quarter, rng)
        self.encounters, self.settlements, self.lines = [], [], []
        self.expected: list[dict] = []
        self.extra = Extra()
        self.setl: dict[int, int] = {}
        self.off_by: dict[int, int] = {}
        self.label = ("", "")  # rule and variant of the case in hand
        self._turn, self._plain_turn = count(), count()
        self._usual = world.places
        self._places: dict[tuple, object] = {}
        self._menus: dict[tuple[str, int], list[int]] = {}
        self._first_line: list[int] = []
        self._departments: dict[int, int] = {}

    @property
    def world(self) -> World:
        """The world with what the cases have added, but for their persons."""
        return self.cast.world

    # -- who, where, when ---------------------------------------------------

    def person(self, *gend: int, **other) -> int:
        """Return a person who has no other case; options as in Cast.person."""
        return self.cast.person(*gend, **other)

    def place(self, *groups: str) -> int:
        """Return the next institution of these groups, by turns."""
        if groups not in self._places:
            members = self._usual.in_groups(*groups)
            self._places[groups] = cycle(self.rng.permutation(members).tolist())
        return next(self._places[groups])

    def day(self, before: int = 20, after: int = 46, weekday: int | None = None) -> int:
        """Return a day with so many days of the quarter before it and behind it.

        The days of many cases are spread; `weekday` 0 is Monday.
        """
        first, last = first_day(self.quarter) + before, last_day(self.quarter) - after
        spread = min(SPAN, last - first + 1) - (0 if weekday is None else 6)
        if spread < 1:
            raise ValueError(f"no day has {before} days before and {after} behind it")
        day = first + next(self._turn) % spread
        return day if weekday is None else day + (weekday - day - 3) % 7

    def earlier_quarters(self) -> int:
        """Return how many quarters of the demo lie before this one."""
        return (self.quarter.year - 2025) * 4 + self.quarter.number - 1

    # -- what ---------------------------------------------------------------

    def item(self, menu: str, turn: int) -> int:
        """Return the item of a menu for this turn, none that patients pay whole."""
        items = self.world.items
        if (menu, len(items)) not in self._menus:
            members = items.in_menu(menu)
            paid = members[items.selfpay[members] < 10_000]
            members = paid if len(paid) else members
            self._menus[menu, len(items)] = members.tolist()
        members = self._menus[menu, len(items)]
        return members[turn % len(members)]

    def named(self, name: str) -> int:
        """Return the item that the lists or the catalogue call so."""
        return self.world.items.named(name)

    def graded(self, grade: str, turn: int, menu: str = "drug") -> int:
        """Return an item of a menu of this class (01, 02, 03) in the catalogue."""
        members = self.world.items.in_menu(menu)
        members = members[self.world.items.grade[members] == grade.encode()]
        return int(members[turn % len(members)])

    def ending(self, turn: int) -> tuple[int, int]:
        """Return an item whose catalogue row ends in this quarter, and its last day."""
        items = ending_items(self.world.items, self.quarter)
        return items[turn % len(items)], first_day(self.quarter) + 44

    def dx(self, code: str, name: str = "") -> int:
        """Return the diagnosis whose code starts so; a new one if there is none."""
        return self.cast.dx(code, name)

    def level(self, place: int) -> int:
        """Return the column of the price ladder for the institution."""
        return max(int(self.world.places.level[place]), 1) - 1

    # -- encounters and lines -----------------------------------------------

    def visit(
        self,
        person: int,
        place: int,
        day: int,
        kind: str = "visit",
        plain: bool = True,
        **other,
    ) -> int:
        """Add an outpatient encounter or a purchase, with a few `plain` lines.

        `kind` as in kinds.py: `purchase` is paid from the account, `special_drug` is
        a purchase that the fund pays, `chronic` registers the person if need be.
        """
        begin = day * DAY + int(self.rng.integers(8 * HOUR, 16 * HOUR))
        begin = other.pop("begin", begin)
        shop = KINDS[kind][1] == "purchase"
        usual = {
            "begin": begin,
            "end": begin + HOUR,
            "med_type": int(KINDS[kind][2]),
            "dept": -1 if shop else 0,
            "dx": -1 if shop else self.dx("J06"),
        }
        if kind == "chronic":
            other.setdefault("dise_no", self.cast.registration(person))
        enc = self._encounter(kind, person, place, usual, other)
        for menu in _PLAIN.get(kind, ("visit", "drug", "lab")) if plain else ():
            self.line(enc, self._plain(menu), begin + 300)
        return enc

    def stay(
        self,
        person: int,
        place: int,
        day: int,
        days: int,
        daily: dict | None = None,
        plain: bool = True,
        **other,
    ) -> int:
        """Add a stay of so many days with one of each daily item a day.

        `daily` names other items for bed, nursing and consultation, or None for
        a family that is not charged. A stay that is not `plain` has nothing else;
        a plain one has a treatment and every day a test and a drug.
        """
        usual = {
            "begin": day * DAY + 9 * HOUR,
            "end": (day + days) * DAY + 16 * HOUR,
            "med_type": 21,
            "dx": self.dx("J18.9"),
            "way": 1,
            "adm_way": 2,
        }
        enc = self._encounter("stay", person, place, usual, other)
        if plain:
            self.line(enc, self.item("treatment", 9), day * DAY + 10 * HOUR, 2)
        items = {menu: self.item(menu, 0) for menu in DAILY} | (daily or {})
        for number in range(max(days, 1)):
            at = (day + number) * DAY
            if plain:
                self.line(enc, self._plain("lab"), at + 10 * HOUR)
                self.line(enc, self._plain("drug"), at + 11 * HOUR, 2)
            for turn, item in enumerate(items.values()):
                if item is not None:
                    self.line(enc, item, at + 22 * HOUR + turn * 60)
        return enc

    def line(
        self, enc: int, item: int, time: int, cnt: float = 1, codes=None, **other
    ) -> int:
        """Add a line of `cnt` units; the price is that of the institution's level.

        `codes` are the codes of its packs, () for none; by default a drug of an
        outpatient has one wherever the institution sends codes.
        """
        e, items = self.encounters[enc], self.world.items
        settlement = self.settlements[self.setl[enc]] if enc in self.setl else {}
        level = 0 if settlement.get("old_level") else self.level(e["place"])
        kind, stay = items.list_type[item], e["kind"] == KIND["stay"]
        usual = LINE | {
            "enc": enc,
            "item": item,
            "time": time,
            "cnt": round(cnt * 100),
            "pric": int(items.price[item, level]),
            # Planted lines are paid by the fund unless the case says otherwise.
            "selfpay": min(int(items.selfpay[item]), 1000),
            "dept": e["dept"],
            "exec_dept": self._executing(item),
            "doctor": e["doctor"],
            "grade": items.grade[item].decode(),
            "rx": ORDER if stay else {b"101": 0, b"104": 0, b"102": 4}.get(kind, 7),
            "prd_days": 3 if kind in (b"101", b"102", b"103", b"104", b"106") else 0,
            "setl": self.setl.get(enc, -1),
        }
        self.lines.append(merged(usual, other, "a line"))
        if codes is not None:
            self.extra.traces[len(self.lines) - 1] = tuple(codes)
        return len(self.lines) - 1

    def lines_of(self, enc: int) -> list[int]:
        """Return the positions of all lines of the encounter."""
        rows = range(self._first_line[enc], len(self.lines))
        return [row for row in rows if self.lines[row]["enc"] == enc]

    def diagnosis(self, enc: int, code: str, name="", kind: int = 1, main=False):
        """Add a diagnosis beside `dx` and `dx2`; kind 1 western, 2 and 3 Chinese."""
        self.extra.diagnoses.append((enc, self.dx(code, name), kind, int(main)))

    def operation(
        self, enc: int, code: str, name="示例手术操作", main=True, day=None, cut=""
    ):
        """Add an operation (ICD-9-CM-3); `cut` is the class of its wound."""
        time = -1 if day is None else day * DAY + 14 * HOUR
        self.extra.operations.append((enc, code, name, int(main), time, cut))

    def without_operation(self, enc: int):
        """Leave out the operation that a stay with a line of surgery has."""
        self.extra.no_operation.add(enc)

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
        for row in self.lines_of(enc):
            if self.lines[row]["time"] < until:
                self.lines[row]["setl"] = len(self.settlements) - 1
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
        rows = [n for n in self.lines_of(enc) if self.lines[n]["setl"] == setl]
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
            for row in rows:
                if row in self.extra.traces:
                    self.extra.traces[len(self.lines)] = self.extra.traces[row]
                self.lines.append(self.lines[row] | {"setl": position})
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

    def signal(self, place: int, why: str, metric: str = ""):
        """Expect a signal on the institution; `metric` is the rule's metric_id."""
        self._signal("planted_signal", place, why, metric)

    def no_signal(self, place: int, why: str, metric: str = ""):
        """Expect no signal on the institution, and say why."""
        self._signal("near_signal", place, why, metric)

    def _signal(self, kind: str, place: int, why: str, metric: str):
        code = self.world.places.code[place].decode()
        row = {"kind": kind, "why": why, "fixmedins_code": code, "line": -1}
        if kind == "planted_signal":
            row["verdict"] = "alert"
        rule, variant = self.label
        variant = metric or variant
        self.expected.append(row | {"rule": rule, "variant": variant, "setl": None})

    def _expect(self, rule, kind, setl, line, verdict, units, yuan, why):
        own_rule, variant = self.label
        self.expected.append(
            {
                "rule": rule or own_rule,
                "kind": kind,
                "variant": variant,
                "setl": setl,
                "line": line,
                "verdict": verdict,
                "units": units,
                "yuan": yuan,
                "why": why,
            }
        )

    # -- the plain rest -----------------------------------------------------

    def _encounter(self, kind: str, person: int, place: int, usual: dict, other: dict):
        made = ENCOUNTER | {
            "kind": KIND[kind],
            "person": person,
            "place": place,
            "doctor": int(self.world.places.first_doctor[place]),
        }
        made |= usual
        paid = SETTLEMENT | {
            "gend": self.cast.of_person(person, "gend"),
            "born": self.cast.of_person(person, "born"),
        }
        own = {name: value for name, value in other.items() if name in made}
        made |= own
        paid["settled"] = made["end"] + HOUR
        rest = {name: value for name, value in other.items() if name not in own}
        paid = merged(paid, rest, "an encounter")
        return self.encounter(made, paid)

    def encounter(self, made: dict, paid: dict) -> int:
        """Add an encounter and, unless it is open, its settlement, from whole rows."""
        exch = paid["settled"] + 2 * HOUR
        enc = len(self.encounters)
        self.encounters.append(made | {"exch": exch})
        self._first_line.append(len(self.lines))
        if made["end"] >= 0:
            self.setl[enc] = len(self.settlements)
            days = {name: made[name] // DAY * DAY for name in ("begin", "end")}
            row = {"enc": enc, "exch": exch, "init": -1, "sign": 1, "flag": 0}
            self.settlements.append(paid | days | row)
        return enc

    def _executing(self, item: int) -> int:
        if item not in self._departments:
            items = self.world.items
            names = (column[item].decode() for column in (items.code, items.name))
            limited = {"department_limited_services", "department_limited_materials"}
            listed = knowledge.lists_of(*names) & limited
            self._departments[item] = INTENSIVE if listed else -1
        return self._departments[item]

    def _plain(self, menu: str) -> int:
        # By turns: no two encounters of a day have the same drug.
        return self.item(menu, next(self._plain_turn) % 40)
