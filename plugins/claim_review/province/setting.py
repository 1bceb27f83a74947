"""Where, when and with what planted cases happen: places, days and items by turns."""

from itertools import count, cycle

import numpy as np

from claim_review.province import knowledge
from claim_review.province.cast import Cast
from claim_review.province.catalogue import ending_items
from claim_review.province.diagnoses import DEPARTMENTS
from claim_review.province.world import first_day, last_day
from claim_review.quarters import Quarter

SPAN = 24  # days over which cases of one kind are spread
INTENSIVE = list(DEPARTMENTS).index("A28")


class Setting:
    """Deals out the places, days and items of a quarter's cases."""

    def __init__(self, cast: Cast, quarter: Quarter, rng: np.random.Generator):
        self._cast, self._quarter, self._rng = cast, quarter, rng
        self._turn, self._plain_turn = count(), count()
        self._usual = cast.world.places
        self._places: dict[tuple, object] = {}
        self._menus: dict[tuple[str, int], list[int]] = {}
        self._departments: dict[int, int] = {}

    def place(self, *groups: str) -> int:
        """Return the next institution of these groups, by turns."""
        if groups not in self._places:
            members = self._usual.in_groups(*groups)
            self._places[groups] = cycle(self._rng.permutation(members).tolist())
        return next(self._places[groups])

    def day(self, before: int = 20, after: int = 46, weekday: int | None = None) -> int:
        """Return a day with so many days of the quarter before it and behind it.

        The days of many cases are spread; `weekday` 0 is Monday.
        """
        first, last = first_day(self._quarter) + before, last_day(self._quarter) - after
        spread = min(SPAN, last - first + 1) - (0 if weekday is None else 6)
        if spread < 1:
            raise ValueError(f"no day has {before} days before and {after} behind it")
        day = first + next(self._turn) % spread
        return day if weekday is None else day + (weekday - day - 3) % 7

    def earlier_quarters(self) -> int:
        """Return how many quarters of the demo lie before this one."""
        return (self._quarter.year - 2025) * 4 + self._quarter.number - 1

    def item(self, menu: str, turn: int) -> int:
        """Return the item of a menu for this turn, none that patients pay whole."""
        items = self._cast.world.items
        if (menu, len(items)) not in self._menus:
            members = items.in_menu(menu)
            paid = members[items.selfpay[members] < 10_000]
            members = paid if len(paid) else members
            self._menus[menu, len(items)] = members.tolist()
        members = self._menus[menu, len(items)]
        return members[turn % len(members)]

    def named(self, name: str) -> int:
        """Return the item that the lists or the catalogue call so."""
        return self._cast.world.items.named(name)

    def graded(self, grade: str, turn: int, menu: str = "drug") -> int:
        """Return an item of a menu of this class (01, 02, 03) in the catalogue."""
        members = self._cast.world.items.in_menu(menu)
        members = members[self._cast.world.items.grade[members] == grade.encode()]
        return int(members[turn % len(members)])

    def ending(self, turn: int) -> tuple[int, int]:
        """Return an item whose catalogue row ends in this quarter, and its last day."""
        items = ending_items(self._cast.world.items, self._quarter)
        return items[turn % len(items)], first_day(self._quarter) + 44

    def level(self, place: int) -> int:
        """Return the column of the price ladder for the institution."""
        return max(int(self._cast.world.places.level[place]), 1) - 1

    def plain(self, menu: str) -> int:
        """Return the next everyday item of the menu.

        By turns: no two encounters of a day have the same drug.
        """
        return self.item(menu, next(self._plain_turn) % 40)

    def executing(self, item: int) -> int:
        """Return the department that an item of a list is limited to, -1 for any."""
        if item not in self._departments:
            items = self._cast.world.items
            names = (column[item].decode() for column in (items.code, items.name))
            limited = {"department_limited_services", "department_limited_materials"}
            listed = knowledge.lists_of(*names) & limited
            self._departments[item] = INTENSIVE if listed else -1
        return self._departments[item]
