"""Planted cases of prices by invented lists: P-15, P-25, P-30, P-34."""

from collections.abc import Callable

from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.single_lines import (
    HOSPITALS,
    stay_with,
    visit_with,
)
from claim_review.province.refunds import refund
from claim_review.province.world import DAY

YUAN = 10_000
WHOLE = 10_000  # paid by the patient
PHARMACY, PRIVATE = ("pharmacy",), ("private",)
FIRST_CUT, SAME_CUT, OTHER_CUT = (
    *("示例同切口手术甲", "示例同切口手术乙"),
    "示例另组手术",
)


def _named(*functions: Callable) -> dict[str, Callable]:
    return {f.__name__: f for f in functions}


def _price(cases: Cases, enc: int, name: str) -> int:
    """Return what an item costs at the institution, in 1e-4 yuan."""
    level = cases.level(cases.encounters[enc]["place"])
    return int(cases.world.items.price[cases.named(name), level])


# -- P-15 the second operation through one cut -


def _operated(
    cases: Cases, second: str, share: float, later: int = 0
) -> tuple[int, int]:
    """Add a stay with two operations, the second at this share of its price."""
    enc, first = stay_with(
        cases, cases.named(FIRST_CUT), HOSPITALS, 1, dx=cases.dx("K80.200")
    )
    pric = round(_price(cases, enc, second) * share)
    at = cases.lines[first]["time"] + HOUR + later * DAY
    return enc, cases.line(enc, cases.named(second), at, 1, pric=pric)


def second_operation_at_the_full_price(cases: Cases, turn: int):
    enc, line = _operated(cases, SAME_CUT, 1.0)
    yuan = _price(cases, enc, SAME_CUT) * 0.5 / YUAN
    cases.flag(enc, line, "suspect", "the second through one cut", yuan=yuan)


def second_operation_at_six_tenths(cases: Cases, turn: int):
    enc, line = _operated(cases, SAME_CUT, 0.6)
    yuan = _price(cases, enc, SAME_CUT) * 0.1 / YUAN
    cases.flag(enc, line, "suspect", "more than half of the price", yuan=yuan)


def second_operation_at_half(cases: Cases, turn: int):
    pair = _operated(cases, SAME_CUT, 0.5)
    cases.spare(*pair, "half of the price, as it should be")


def operation_of_another_group(cases: Cases, turn: int):
    pair = _operated(cases, OTHER_CUT, 1.0)
    cases.spare(*pair, "through another cut")


def operation_of_the_next_day(cases: Cases, turn: int):
    pair = _operated(cases, SAME_CUT, 1.0, later=1)
    cases.spare(*pair, "on the next day")


def second_operation_self_paid(cases: Cases, turn: int):
    enc, line = _operated(cases, SAME_CUT, 1.0)
    cases.lines[line]["selfpay"] = WHOLE
    cases.spare(enc, line, "the patient pays the second")


# -- P-25 one item charged in its parts -


def _in_parts(cases: Cases, *names: str, share: float = 1.0, apart: int = 0):
    """Add a stay with these parts of one item, each at this share of its price."""
    day = cases.day()
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, 8)
    lines = []
    for turn, name in enumerate(names):
        at = (day + 1 + turn * apart) * DAY + (9 + turn) * HOUR
        pric = round(_price(cases, enc, name) * share)
        lines.append(cases.line(enc, cases.named(name), at, 1, pric=pric))
    return enc, lines


def two_parts_of_one_item(cases: Cases, turn: int):
    enc, lines = _in_parts(cases, "示例评估一", "示例评估二")
    yuan = _price(cases, enc, "示例综合评估") / YUAN
    cases.flag(enc, lines[1], "suspect", "two parts, twice the price", yuan=yuan)


def three_parts_of_one_item(cases: Cases, turn: int):
    names = ("示例评估一", "示例评估二", "示例评估三")
    enc, lines = _in_parts(cases, *names, share=0.75)
    yuan = _price(cases, enc, "示例综合评估") / YUAN
    for line, excess in ((lines[1], 0.5), (lines[2], 0.75)):
        cases.flag(
            enc, line, "suspect", "three parts are dearer", yuan=round(yuan * excess, 2)
        )


def parts_as_dear_as_the_whole(cases: Cases, turn: int):
    enc, lines = _in_parts(cases, "示例评估一", "示例评估二", share=0.5)
    cases.spare(enc, lines[1], "the parts cost what the whole costs")


def parts_of_two_days(cases: Cases, turn: int):
    enc, lines = _in_parts(cases, "示例评估一", "示例评估二", apart=1)
    cases.spare(enc, lines[1], "one part on each of two days")


def one_part_self_paid(cases: Cases, turn: int):
    enc, lines = _in_parts(cases, "示例评估一", "示例评估二")
    cases.lines[lines[0]]["selfpay"] = WHOLE
    cases.spare(enc, lines[1], "the patient pays the other part")


# -- P-30 several sites of imaging -

CT, CT_ELSEWHERE, MR = "示例CT平扫甲", "示例CT平扫乙", "示例磁共振平扫"
ADD_ON = "示例三维重建"


def _imaged(
    cases: Cases, *names: str, share: float = 1.0, apart: int = 0
) -> tuple[int, int]:
    """Add a stay with these images; return the last, which costs this share."""
    day = cases.day()
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, 8)
    line = -1
    for turn, name in enumerate(names):
        at = (day + 1 + turn * apart) * DAY + (9 + turn) * HOUR
        line = cases.line(enc, cases.named(name), at, 1)
    cases.lines[line]["pric"] = round(cases.lines[line]["pric"] * share)
    return enc, line


def second_site_at_the_full_price(cases: Cases, turn: int):
    enc, line = _imaged(cases, CT, CT_ELSEWHERE)
    yuan = _price(cases, enc, CT) * 0.5 / YUAN
    cases.flag(enc, line, "suspect", "the second site of one CT", yuan=yuan)


def add_on_to_nothing(cases: Cases, turn: int):
    enc, line = _imaged(cases, MR, ADD_ON)
    yuan = _price(cases, enc, ADD_ON) / YUAN
    cases.flag(enc, line, "suspect", "what it is added to was not done", yuan=yuan)


def second_site_at_half(cases: Cases, turn: int):
    pair = _imaged(cases, CT, CT_ELSEWHERE, share=0.5)
    cases.spare(*pair, "half of the price, as it should be")


def site_of_another_modality(cases: Cases, turn: int):
    cases.spare(*_imaged(cases, CT, MR), "a CT and a magnetic resonance")


def site_of_the_next_day(cases: Cases, turn: int):
    cases.spare(*_imaged(cases, CT, CT_ELSEWHERE, apart=1), "on the next day")


def add_on_to_an_image(cases: Cases, turn: int):
    cases.spare(*_imaged(cases, CT, ADD_ON), "added to the CT of the day")


# -- P-34 dearer than the tender -


def _dear(cases: Cases, places: tuple, yuan: int, **other) -> tuple[int, int]:
    item = cases.named("示例集采药品")
    return visit_with(cases, item, places, 2, line_pric=yuan * YUAN, **other)


def drug_above_the_tender(cases: Cases, turn: int):
    pair = _dear(cases, HOSPITALS, 35)
    cases.flag(*pair, "suspect", "35 yuan where 30 were tendered", yuan=10)


def material_above_the_tender(cases: Cases, turn: int):
    item = cases.named("示例集采耗材")
    pair = stay_with(cases, item, HOSPITALS, 1, line_pric=350 * YUAN)
    cases.flag(*pair, "suspect", "350 yuan where 320 were tendered", yuan=30)


def pharmacy_above_the_tender(cases: Cases, turn: int):
    pair = _dear(cases, PHARMACY, 35, kind="special_drug")
    cases.flag(*pair, "alert", "a pharmacy may be dearer", yuan=10)


def exactly_the_tender_price(cases: Cases, turn: int):
    cases.spare(*_dear(cases, HOSPITALS, 30), "exactly the tender price")


def private_hospital_above_the_tender(cases: Cases, turn: int):
    cases.spare(*_dear(cases, PRIVATE, 35), "a private hospital may mark up")


def dear_drug_refunded(cases: Cases, turn: int):
    enc, line = _dear(cases, HOSPITALS, 35)
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, line, "the line is taken back in full")


HITS = {
    "P-15": _named(second_operation_at_the_full_price, second_operation_at_six_tenths),
    "P-25": _named(two_parts_of_one_item, three_parts_of_one_item),
    "P-30": _named(second_site_at_the_full_price, add_on_to_nothing),
    "P-34": _named(
        drug_above_the_tender, material_above_the_tender, pharmacy_above_the_tender
    ),
}
NEAR = {
    "P-15": _named(
        second_operation_at_half,
        operation_of_another_group,
        operation_of_the_next_day,
        second_operation_self_paid,
    ),
    "P-25": _named(parts_as_dear_as_the_whole, parts_of_two_days, one_part_self_paid),
    "P-30": _named(
        second_site_at_half,
        site_of_another_modality,
        site_of_the_next_day,
        add_on_to_an_image,
    ),
    "P-34": _named(
        exactly_the_tender_price, private_hospital_above_the_tender, dear_drug_refunded
    ),
}
# Each variant once: the lists are invented, and the province stays small.
AT_MOST = dict.fromkeys(HITS, 1)
