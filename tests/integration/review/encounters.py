"""Random encounters as they land, and what netting has to make of them."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import count

from hypothesis import strategies as st
from tests.batches import Row, Rows, encounter, fee_line, settlement

PRICE = 7


@dataclass(frozen=True)
class Charge:
    """One charged line, and what is taken back by lines that name it."""

    item: str
    day: int
    hour: int
    department: str
    quantity: int
    in_scope: int
    refunds: tuple[int, ...]

    @property
    def group(self) -> tuple:
        return self.item, self.day, self.department


@dataclass(frozen=True)
class Settlement:
    """One settlement, and its refunds that name no line."""

    is_reversed: bool
    charges: tuple[Charge, ...]
    unlinked: tuple[tuple[tuple, int], ...]
    is_copied_back_with_names: bool
    is_reversed_by_name: bool
    counts_have_signs: bool


# Most lines meet in one group, or there would be nothing to net.
items = st.sampled_from(["001102000010000"] * 3 + ["001109000010000"])
days = st.sampled_from([3, 3, 3, 4])
departments = st.sampled_from(["A03", "A03", "A03", ""])
few = st.integers(1, 4)
charges = st.builds(
    Charge,
    item=items,
    day=days,
    hour=st.integers(8, 9),
    department=departments,
    quantity=st.integers(1, 6),
    # Yuan of a unit; some systems send less than nothing.
    in_scope=st.sampled_from([PRICE, PRICE, 3, 0, -1]),
    refunds=st.just(()) | st.lists(few, max_size=2).map(tuple),
)
settlements = st.builds(
    Settlement,
    is_reversed=st.sampled_from([False, False, False, True]),
    charges=st.lists(charges, max_size=4).map(tuple),
    unlinked=st.lists(
        st.tuples(st.tuples(items, days, departments), few), max_size=3
    ).map(tuple),
    is_copied_back_with_names=st.booleans(),
    is_reversed_by_name=st.booleans(),
    counts_have_signs=st.booleans(),
)
# Mid-stay settlements share an encounter.
encounters = st.lists(settlements, min_size=1, max_size=2)
many = st.lists(encounters, min_size=10, max_size=25)


class Landing:
    """The rows of random encounters, and what netting has to make of them."""

    def __init__(self, drawn: list[list[Settlement]]) -> None:
        self.rows: Rows = {"setl_d": [], "mdtrt_d": [], "fee_list_d": []}
        self.net: dict[tuple, int] = {}
        self.charges: dict[str, Charge] = {}
        self.unplaced: dict[str, int] = {}
        self.gone: set[str] = set()
        self.numbers = count(1)
        for number, stay in enumerate(drawn):
            self.rows["mdtrt_d"].append(encounter(f"M{number}"))
            for part, drawn_settlement in enumerate(stay):
                self.add(f"S{number}-{part}", f"M{number}", drawn_settlement)

    def add(self, setl_id: str, mdtrt_id: str, drawn: Settlement) -> None:
        ids = {"setl_id": setl_id, "mdtrt_id": mdtrt_id}
        self.rows["setl_d"].append(settlement(**ids))
        left, taken = defaultdict(int), defaultdict(int)
        for charge in drawn.charges:
            bkkp_sn = self.line(ids, charge.group, charge.hour, charge.quantity)
            in_scope = charge.in_scope * charge.quantity
            self.rows["fee_list_d"][-1]["inscp_amt"] = f"{in_scope}.00"
            self.charges[bkkp_sn] = charge
            refunds = [
                self.line(ids, charge.group, 10, -quantity, bkkp_sn)
                for quantity in charge.refunds
            ]
            excess = sum(charge.refunds) - charge.quantity
            left[charge.group] += max(0, -excess)
            if excess > 0 and not drawn.is_reversed:
                self.unplaced |= dict.fromkeys(refunds, excess)
        refunds_of = defaultdict(list)
        for group, quantity in drawn.unlinked:
            refunds_of[group].append(self.line(ids, group, 11, -quantity))
            taken[group] += quantity
        for group, refunds in refunds_of.items():
            excess = taken[group] - left[group]
            if excess > 0 and not drawn.is_reversed:
                self.unplaced |= dict.fromkeys(refunds, excess)
        if drawn.is_reversed:
            self.reverse(ids, drawn)
        if not drawn.counts_have_signs:
            self.drop_signs(setl_id)
        if drawn.is_reversed:
            return
        for group, quantity in left.items():
            if quantity > taken[group]:
                self.net[setl_id, *group] = quantity - taken[group]

    def drop_signs(self, setl_id: str) -> None:
        """Send counts as some systems do: of a refund, the amount alone is negative."""
        both = (setl_id, f"{setl_id}R")
        for row in self.rows["fee_list_d"]:
            if row["setl_id"] in both:
                row["cnt"] = row["cnt"].removeprefix("-")

    def reverse(self, ids: Row, drawn: Settlement) -> None:
        """Add the reversal of a settlement, and its lines once more with other sign.

        A reversal that names no settlement is known by encounter, amount and mark.
        """
        setl_id = ids["setl_id"]
        mark = {"refd_setl_flag": "1"}
        if not drawn.is_reversed_by_name:
            self.rows["setl_d"][-1] |= mark
        lines = [row for row in self.rows["fee_list_d"] if row["setl_id"] == setl_id]
        back = ids | {"setl_id": setl_id + "R"}
        self.gone |= {setl_id, back["setl_id"]}
        original = setl_id if drawn.is_reversed_by_name else ""
        reversal = settlement(**back, amount="-100.00", init_setl_id=original)
        self.rows["setl_d"].append(reversal | mark)
        for line in lines:
            group = line["med_list_codg"], int(line["fee_ocur_time"][9]), ""
            original = line["bkkp_sn"] if drawn.is_copied_back_with_names else ""
            self.line(back, group, 12, -int(line["cnt"]), original)

    def line(
        self, ids: Row, group: tuple, hour: int, quantity: int, original: str = ""
    ) -> str:
        item, day, department = group
        bkkp_sn = f"L{next(self.numbers)}"
        line = fee_line(bkkp_sn, ids["setl_id"], f"{PRICE * quantity}.00")
        self.rows["fee_list_d"].append(
            line
            | {
                "mdtrt_id": ids["mdtrt_id"],
                "med_list_codg": item,
                "fee_ocur_time": f"2025-02-0{day} {hour:02}:00:00",
                "bilg_dept_codg": department,
                "cnt": str(quantity),
                "pric": f"{PRICE}",
                "init_feedetl_sn": original,
            }
        )
        return bkkp_sn
