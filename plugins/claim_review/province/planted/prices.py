"""Planted cases of the rule on prices: P-14."""

from claim_review.province.cases import Cases
from claim_review.province.catalogue import (
    YUAN,
    before_change,
    change_day,
    changing_items,
)
from claim_review.province.planted.single_lines import (
    HOSPITALS,
    visit_with,
)
from claim_review.province.refunds import refund, reverse
from claim_review.province.world import day_number

# -- P-14 prices above the ceiling -


def _priced(cases: Cases, turn: int) -> int:
    return cases.item(("exam", "treatment", "lab")[turn % 3], turn)


def _above(cases: Cases, places: tuple, turn: int, cnt: int, why: str):
    enc, line = visit_with(cases, _priced(cases, turn), places, cnt)
    above = (1 + turn % 5) * 2 * YUAN
    cases.lines[line]["pric"] += above
    cases.flag(enc, line, "hard", why, units=cnt, yuan=above * cnt / YUAN)


def above_at_the_first_level(cases: Cases, turn: int):
    _above(
        cases, ("centre", "township"), turn, 1, "dearer than the first level's ceiling"
    )


def above_at_the_second_level(cases: Cases, turn: int):
    _above(
        cases, ("county", "tibetan"), turn, 1, "dearer than the second level's ceiling"
    )


def above_at_the_third_level(cases: Cases, turn: int):
    _above(cases, ("state",), turn, 1, "dearer than the third level's ceiling")


def several_units_above(cases: Cases, turn: int):
    _above(cases, HOSPITALS, turn, 4, "four units dearer than the ceiling")


def _changed(cases: Cases, turn: int) -> tuple[int, int]:
    """Return an item whose ceiling fell in this quarter, and the day of the fall."""
    pair = changing_items(cases.world.items, cases.quarter)
    return pair[turn % 2], day_number(change_day(cases.quarter))


def after_the_ceiling_fell(cases: Cases, turn: int):
    item, change = _changed(cases, turn)
    enc, line = visit_with(cases, item, HOSPITALS, day=change + turn % 6)
    new = cases.lines[line]["pric"]
    old = before_change(new)
    cases.lines[line]["pric"] = old
    cases.flag(
        enc,
        line,
        "hard",
        "still the price from before the ceiling fell",
        units=1,
        yuan=(old - new) / YUAN,
    )


def before_the_ceiling_fell(cases: Cases, turn: int):
    item, change = _changed(cases, turn)
    enc, line = visit_with(cases, item, HOSPITALS, day=change - 1 - turn % 6)
    cases.lines[line]["pric"] = before_change(cases.lines[line]["pric"])
    cases.spare(enc, line, "on that day the old ceiling was in force")


def at_the_ceiling(cases: Cases, turn: int):
    pair = visit_with(cases, _priced(cases, turn), (*HOSPITALS, "centre"), 2)
    cases.spare(*pair, "exactly the ceiling")


def higher_level(cases: Cases, turn: int):
    pair = visit_with(cases, _priced(cases, turn), ("state",))
    cases.spare(*pair, "above the lower levels' ceilings, at that of the third level")


def surcharge(cases: Cases, turn: int):
    enc, line = visit_with(cases, cases.item("surcharge", turn), HOSPITALS)
    base = cases.item("surcharge_base", turn)
    level = cases.level(cases.encounters[enc]["place"])
    cases.lines[line]["pric"] = int(cases.world.items.ceiling[base, level]) * 3 // 2
    cases.spare(enc, line, "a surcharge code; the ceiling is that of the basic item")


def _above_near(name: str):
    def near(cases: Cases, turn: int):
        if name == "self_paid":
            enc, line = visit_with(
                cases, _priced(cases, turn), HOSPITALS, line_selfpay=10_000
            )
        else:
            enc, line = visit_with(cases, _priced(cases, turn), HOSPITALS)
        cases.lines[line]["pric"] += 3 * YUAN
        if name == "refunded":
            refund(cases, line, linked=turn % 2 == 0)
        if name == "settlement_reversed":
            reverse(cases, enc)
        cases.spare(enc, line, f"above the ceiling, but {name.replace('_', ' ')}")

    return near


HITS = {
    "P-14": {
        f.__name__: f
        for f in (
            above_at_the_first_level,
            above_at_the_second_level,
            above_at_the_third_level,
            several_units_above,
            after_the_ceiling_fell,
        )
    },
}
NEAR = {
    "P-14": {
        f.__name__: f
        for f in (at_the_ceiling, before_the_ceiling_fell, higher_level, surcharge)
    }
    | {
        name: _above_near(name)
        for name in ("self_paid", "refunded", "settlement_reversed")
    },
}


def _falls(cases: Cases) -> bool:
    """Return whether a ceiling falls in the quarter."""
    return bool(changing_items(cases.world.items, cases.quarter))


POSSIBLE = {"after_the_ceiling_fell": _falls, "before_the_ceiling_fell": _falls}
