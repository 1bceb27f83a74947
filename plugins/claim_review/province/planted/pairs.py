"""Planted cases of the rule on items that contain others: P-23."""

from claim_review.province import knowledge
from claim_review.province.cases import HOUR, Cases
from claim_review.province.refunds import refund
from claim_review.province.specials import OUTPATIENT_CODES
from claim_review.province.world import DAY

# Items of women and of men among the pairs, by the beginning of their codes.
_WOMEN = ("0033130", "0033140", "0031120")
_MEN = ("0033120",)

# -- P-23 what another item contains -


def _pairs(window: str, bypass: str = "0", capped: bool = False) -> list[dict]:
    return [
        row
        for row in knowledge.rows("contained_items")
        if row["pair_window"] == window
        and row["bypass"] == bypass
        and (row["included_quantity"] != "") == capped
    ]


def _pair_encounter(cases: Cases, pair: dict) -> tuple[int, int]:
    """Add the encounter for a pair and return it with its first day."""
    codes = pair["item_a"] + " " + pair["item_b"]
    gend = ()
    if any(code.startswith(_WOMEN) for code in codes.split()):
        gend = (2,)
    elif any(code.startswith(_MEN) for code in codes.split()):
        gend = (1,)
    day, place = cases.day(), cases.place("state", "county")
    if pair["item_a"] in OUTPATIENT_CODES:
        # These are charged before admission, where no bed of the ward is charged.
        return cases.visit(cases.person(*gend), place, day, "emergency"), day
    return cases.stay(cases.person(*gend), place, day, 5), day


def _both(cases: Cases, pair: dict, time_a: int, time_b: int, cnt_b: int = 1):
    """Add A and B at these seconds after the first midnight; return all three."""
    enc, day = _pair_encounter(cases, pair)
    a = cases.line(enc, cases.world.items.of(pair["item_a"]), day * DAY + time_a)
    b = cases.line(enc, cases.world.items.of(pair["item_b"]), day * DAY + time_b, cnt_b)
    return enc, a, b


def _turned(rows: list[dict], turn: int) -> dict:
    return rows[turn % len(rows)]


def same_day(cases: Cases, turn: int):
    pair = _turned(_pairs("same_day"), turn)
    enc, _, b = _both(cases, pair, 11 * HOUR, 15 * HOUR)
    cases.flag(
        enc, b, "hard", f"{pair['kp_id']}: contained in A of the same day", units=1
    )


def same_day_with_a_way_out(cases: Cases, turn: int):
    pair = _turned(_pairs("same_day", bypass="1"), turn)
    enc, _, b = _both(cases, pair, 11 * HOUR, 15 * HOUR)
    cases.flag(
        enc,
        b,
        "suspect",
        f"{pair['kp_id']}: may be charged apart if documented",
        units=1,
    )


def same_encounter(cases: Cases, turn: int):
    pair = _turned(_pairs("same_encounter"), turn)
    days = turn % 3
    enc, _, b = _both(cases, pair, 11 * HOUR, days * DAY + 15 * HOUR)
    cases.flag(
        enc, b, "hard", f"{pair['kp_id']}: contained in A of the same stay", units=1
    )


def within_six_hours(cases: Cases, turn: int):
    pair = _turned(_pairs("within_6_hours"), turn)
    apart = (5, 6, -4)[turn % 3]
    enc, _, b = _both(cases, pair, 14 * HOUR, (14 + apart) * HOUR)
    cases.flag(enc, b, "hard", f"{pair['kp_id']}: {abs(apart)} hours from A", units=1)


def same_hour(cases: Cases, turn: int):
    pair = _turned(_pairs("same_hour"), turn)
    apart = (59, -30, 10)[turn % 3]
    enc, _, b = _both(cases, pair, 14 * HOUR, 14 * HOUR + apart * 60)
    cases.flag(enc, b, "hard", f"{pair['kp_id']}: {abs(apart)} minutes from A", units=1)


def more_than_included(cases: Cases, turn: int):
    pair = _turned(_pairs("same_day", capped=True), turn)
    included = int(pair["included_quantity"])
    why = f"{pair['kp_id']}: A contains {included} of them"
    if turn % 2:
        enc, _, b = _both(cases, pair, 11 * HOUR, 12 * HOUR, included + 2)
    else:
        enc, _, b = _both(cases, pair, 11 * HOUR, 12 * HOUR, included)
        made = cases.lines[b]
        beyond = cases.line(enc, made["item"], made["time"] + HOUR, 2)
        cases.spare(enc, beyond, f"{why}; these two come on top")
    cases.flag(enc, b, "hard", why, units=included)


def other_day(cases: Cases, turn: int):
    pair = _turned(
        [p for p in _pairs("same_day") if p["item_a"] not in OUTPATIENT_CODES], turn
    )
    enc, _, b = _both(cases, pair, 11 * HOUR, DAY + 11 * HOUR)
    cases.spare(enc, b, f"{pair['kp_id']}: on the day after A")


def seven_hours_apart(cases: Cases, turn: int):
    pair = _turned(_pairs("within_6_hours"), turn)
    enc, _, b = _both(cases, pair, 11 * HOUR, 18 * HOUR)
    cases.spare(enc, b, f"{pair['kp_id']}: seven hours from A")


def two_hours_apart(cases: Cases, turn: int):
    pair = _turned(_pairs("same_hour"), turn)
    enc, _, b = _both(cases, pair, 11 * HOUR, 13 * HOUR)
    cases.spare(enc, b, f"{pair['kp_id']}: two hours from A")


def container_refunded(cases: Cases, turn: int):
    pair = _turned(_pairs("same_day"), turn)
    enc, a, b = _both(cases, pair, 11 * HOUR, 15 * HOUR)
    refund(cases, a, linked=turn % 2 == 0)
    cases.spare(enc, b, f"{pair['kp_id']}: A is taken back")


def container_in_another_encounter(cases: Cases, turn: int):
    pair = _turned(
        [
            p
            for p in _pairs("same_day")
            if p["item_a"].startswith("0025") or p["item_a"].startswith("0021")
        ],
        turn,
    )
    person, day, place = cases.person(), cases.day(), cases.place("state", "county")
    first = cases.visit(person, place, day)
    cases.line(first, cases.world.items.of(pair["item_a"]), day * DAY + 11 * HOUR)
    enc = cases.visit(person, place, day)
    b = cases.line(enc, cases.world.items.of(pair["item_b"]), day * DAY + 12 * HOUR)
    cases.spare(enc, b, f"{pair['kp_id']}: A is of another encounter")


def contained_self_paid(cases: Cases, turn: int):
    pair = _turned(_pairs("same_encounter"), turn)
    enc, _, b = _both(cases, pair, 11 * HOUR, 15 * HOUR)
    cases.lines[b]["selfpay"] = 10_000
    cases.spare(enc, b, f"{pair['kp_id']}: the patient pays B")


HITS = {
    "P-23": {
        f.__name__: f
        for f in (
            same_day,
            same_encounter,
            within_six_hours,
            same_hour,
            same_day_with_a_way_out,
            more_than_included,
        )
    },
}
NEAR = {
    "P-23": {
        f.__name__: f
        for f in (
            other_day,
            seven_hours_apart,
            two_hours_apart,
            container_refunded,
            container_in_another_encounter,
            contained_self_paid,
        )
    },
}
