"""Where planted cases are put together: row by row, on persons of their own."""

import numpy as np

from claim_review.province.cast import Cast
from claim_review.province.expected import Expected
from claim_review.province.kinds import KIND, KINDS
from claim_review.province.part import Extra
from claim_review.province.rows import ENCOUNTER, LINE, ORDER, SETTLEMENT, merged
from claim_review.province.setting import Setting
from claim_review.province.world import DAY, World
from claim_review.quarters import Quarter

HOUR = 3600
DAILY = ("bed", "nursing", "consultation")
# Menus of the lines that an encounter has by itself.
_PLAIN = {"purchase": ("drug",), "special_drug": ("drug",), "chronic": ("drug",)}


class Cases:
    """Collects encounters, settlements, lines and what is expected of them.

    Every method returns positions: of the encounter, of the line. The settlement
    of an encounter is made with it and has the position `setl[encounter]`. Options
    of encounters and lines are the keys of rows.ENCOUNTER, SETTLEMENT and LINE.
    Who, where, when and with what is asked of the cast and of the setting.
    """

    def __init__(self, world: World, quarter: Quarter, rng: np.random.Generator):
        self.quarter, self.rng = quarter, rng
        self.encounters, self.settlements, self.lines = [], [], []
        self.extra = Extra()
        self.setl: dict[int, int] = {}
        self.off_by: dict[int, int] = {}
        self._first_line: list[int] = []
        self.cast = Cast(world, quarter, rng)
        self.person, self.dx = self.cast.person, self.cast.dx
        self.setting = Setting(self.cast, quarter, rng)
        self.place, self.day = self.setting.place, self.setting.day
        self.item, self.named = self.setting.item, self.setting.named
        self.graded, self.ending = self.setting.graded, self.setting.ending
        self.level = self.setting.level
        self.earlier_quarters = self.setting.earlier_quarters
        self.expected = Expected(self.cast, self.setl)
        self.flag, self.spare = self.expected.flag, self.expected.spare
        self.flag_cheaper = self.expected.flag_cheaper
        self.signal, self.no_signal = self.expected.signal, self.expected.no_signal

    @property
    def world(self) -> World:
        """The world with what the cases have added, but for their persons."""
        return self.cast.world

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
            self.line(enc, self.setting.plain(menu), begin + 300)
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
                self.line(enc, self.setting.plain("lab"), at + 10 * HOUR)
                self.line(enc, self.setting.plain("drug"), at + 11 * HOUR, 2)
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
            "exec_dept": self.setting.executing(item),
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
