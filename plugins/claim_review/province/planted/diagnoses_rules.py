"""Planted cases of codes, diagnoses and operations: D-04, M-02 to M-05, M-07, C-16."""

from collections.abc import Callable
from datetime import date

from claim_review.province.cases import HOUR, Cases
from claim_review.province.catalogue import ending_items
from claim_review.province.listed import YUAN
from claim_review.province.planted.single_lines import (
    HOSPITALS,
    stay_with,
    usual_near_misses,
    visit_with,
)
from claim_review.province.refunds import refund, reverse
from claim_review.province.world import DAY, day_number

Variant = Callable[[Cases, int], None]
MENS_OPERATION, APPENDECTOMY, IMAGING = "38.5702", "47.0901", "88.7200"
HBA1C = "002503020030000"
MAN, WOMAN = 1, 2


def _say(cases: Cases, enc: int, line: int, verdict: str, why: str, **what):
    """Expect the verdict, or where there is none that nothing is found."""
    if verdict:
        cases.flag(enc, line, verdict, why, **what)
    else:
        cases.spare(enc, line, why)


# -- D-04 codes that no catalogue has -


def _local(where: Callable, verdict: str, why: str, after="", **other) -> Variant:
    def case(cases: Cases, turn: int):
        enc, line = where(cases, cases.item("local", turn), HOSPITALS, **other)
        if after == "refund":
            refund(cases, line, linked=turn % 2 == 0)
        if after == "reverse":
            reverse(cases, enc)
        _say(cases, enc, -1, verdict, why)

    return case


def _after_the_end(days: int, verdict: str, of_p13: str, why: str) -> Variant:
    def case(cases: Cases, turn: int):
        item, last = cases.ending(turn)
        enc, line = visit_with(cases, item, HOSPITALS, day=last + days)
        cases.flag(enc, line, of_p13, why, units=1, rule="P-13")
        _say(cases, enc, -1, verdict, why)

    return case


def _ends(cases: Cases) -> bool:
    """Return whether rows of the catalogue end in the quarter."""
    return bool(ending_items(cases.world.items, cases.quarter))


# -- M-02, M-03 diagnoses of another sex or age -


def _diagnosed(
    sex: int,
    code: str,
    verdict: str,
    why: str,
    name="",
    second="",
    back=False,
    **other,
) -> Variant:
    def case(cases: Cases, turn: int):
        said = {"dx": cases.dx(code, name)}
        if second:
            said["dx2"] = cases.dx(second)
        person, place = cases.person(sex), cases.place(*HOSPITALS)
        enc = cases.visit(person, place, cases.day(), **said, **other)
        if back:
            reverse(cases, enc)
        _say(cases, enc, -1, verdict, why)

    return case


def woman_with_prostate_in_a_stay(cases: Cases, turn: int):
    enc = cases.stay(
        cases.person(WOMAN),
        cases.place(*HOSPITALS),
        cases.day(),
        5,
        dx2=cases.dx("N40.x00"),
    )
    cases.flag(enc, -1, "alert", "a woman has no prostate")


def _aged(verdict: str, why: str, age: dict, second="", **other) -> Variant:
    def case(cases: Cases, turn: int):
        day = cases.day()
        said = {"dx": cases.dx("P07.100", "其他低出生体重儿")}
        if second:
            said["dx2"] = cases.dx(second)
        person = cases.person(WOMAN, on=day, **age)
        enc = cases.visit(person, cases.place(*HOSPITALS), day, **said, **other)
        _say(cases, enc, -1, verdict, why)

    return case


_NEW_YEAR = {"born": day_number(date(1990, 1, 1))}

# -- M-04, M-05, M-07 operations -


def _surgery(cases: Cases) -> int:
    """Return an operation that costs more than a minor one."""
    items = cases.world.items
    dear = items.in_menu("surgery")
    return int(dear[items.price[dear, 0] >= 250 * YUAN][0])


def _operated(
    cases: Cases,
    *codes: str,
    gend=(),
    place: int | None = None,
    charged=True,
    main=True,
    dx: str = "J18.9",
    pric: int | None = None,
    selfpay: int = 0,
    **other,
) -> tuple[int, int]:
    """Add a stay with these operations, or none; return it and its line of surgery.

    The first of the operations is the main one.
    """
    place = cases.place(*HOSPITALS) if place is None else place
    day, line = cases.day(), -1
    enc = cases.stay(cases.person(*gend), place, day, 5, dx=cases.dx(dx), **other)
    if charged:
        at = (day + 1) * DAY + 14 * HOUR
        price = {} if pric is None else {"pric": pric}
        line = cases.line(enc, _surgery(cases), at, 1, selfpay=selfpay, **price)
    cases.without_operation(enc)
    for turn, code in enumerate(codes):
        cases.operation(enc, code, main=main and turn == 0)
    return enc, line


def _operation(
    *codes: str, verdict="", why="", on_line=True, back=False, **other
) -> Variant:
    def case(cases: Cases, turn: int):
        said = dict(other)
        if "dx2" in said:
            said["dx2"] = cases.dx(said["dx2"])
        enc, line = _operated(cases, *codes, **said)
        if back:
            reverse(cases, enc)
        if on_line and verdict:
            cases.flag(enc, line, verdict, why, units=1)
        else:
            _say(cases, enc, line if on_line else -1, verdict, why)

    return case


def _uncoded(verdict: str, why: str, back=False, refunded=False, **other) -> Variant:
    """Return a case of surgery without operation, where another stay has one."""

    def case(cases: Cases, turn: int):
        place, said = cases.place(*HOSPITALS), dict(other)
        _operated(cases, "86.9900x999", place=place)
        if "dx2" in said:
            said["dx2"] = cases.dx(said["dx2"], "慢性肾脏病")
        enc, line = _operated(cases, place=place, **said)
        if back:
            reverse(cases, enc)
        if refunded:
            refund(cases, line)
        _say(cases, enc, line, verdict, why, **({"units": 1} if verdict else {}))

    return case


# -- C-16 tests without an indication -


def _hba1c(cases: Cases, turn: int = 0) -> int:
    return cases.world.items.of(HBA1C)


def _tested(where: Callable, verdict: str, why: str, dx: str, second="") -> Variant:
    def case(cases: Cases, turn: int):
        said = {"dx": cases.dx(dx)} | ({"dx2": cases.dx(second)} if second else {})
        enc, line = where(cases, _hba1c(cases), HOSPITALS, 1, **said)
        _say(cases, enc, line, verdict, why, **({"units": 1} if verdict else {}))

    return case


def before_surgery(cases: Cases, turn: int):
    enc, line = stay_with(cases, _hba1c(cases), HOSPITALS, 1)
    begin = cases.encounters[enc]["begin"]
    cases.line(enc, _surgery(cases), begin + 2 * DAY)
    cases.spare(enc, line, "tested before an operation")


HITS = {
    "D-04": {
        "local_code": _local(visit_with, "gate", "paid under a code of the hospital's"),
        "local_code_in_a_stay": _local(stay_with, "gate", "a code of the hospital's"),
        "retired_code": _after_the_end(35, "gate", "hard", "ended 35 days before"),
    },
    "M-02": {
        "man_in_childbirth": _diagnosed(MAN, "O80.000", "alert", "a man gives birth"),
        "second_diagnosis": _diagnosed(
            MAN, "J06.900", "alert", "a man with vaginitis", second="N76.000"
        ),
        "woman_with_prostate_in_a_stay": woman_with_prostate_in_a_stay,
    },
    "M-03": {
        "grown_up": _aged("alert", "twenty years old", {"age": (20, 20)}),
        "thirteen_months": _aged("alert", "a month too old", {"months": (13, 13)}),
    },
    "M-04": {
        "mens_operation_on_a_woman": _operation(
            MENS_OPERATION, verdict="suspect", why="an operation on men", gend=(WOMAN,)
        ),
        "beside_another_operation": _operation(
            MENS_OPERATION,
            "86.9900x999",
            verdict="suspect",
            why="nobody knows which surgery is whose",
            on_line=False,
            gend=(WOMAN,),
        ),
    },
    "M-05": {
        "appendectomy_for_pneumonia": _operation(
            APPENDECTOMY, verdict="suspect", why="no appendicitis", on_line=False
        ),
        "appendectomy_for_gallstones": _operation(
            APPENDECTOMY,
            verdict="suspect",
            why="gallstones are no appendicitis",
            on_line=False,
            dx="K80.200",
            dx2="I10.x00x002",
        ),
    },
    "M-07": {
        "surgery_without_operation": _uncoded("suspect", "no operation is named"),
        "operation_without_surgery": _operation(
            APPENDECTOMY,
            verdict="alert",
            why="nothing was charged for it",
            on_line=False,
            charged=False,
            dx="K35.800",
        ),
    },
    "C-16": {
        "cold": _tested(visit_with, "suspect", "a cold", "J06.900"),
        "pneumonia": _tested(stay_with, "suspect", "pneumonia", "J18.900", "I10"),
    },
}
NEAR = {
    "D-04": {
        "local_self_paid": _local(
            visit_with, "", "the patient pays the whole line", line_selfpay=10_000
        ),
        "local_refunded": _local(visit_with, "", "taken back in full", "refund"),
        "local_reversed": _local(
            visit_with, "", "the settlement is reversed", "reverse"
        ),
        "retired_within_grace": _after_the_end(
            20, "", "suspect", "ended 20 days before"
        ),
    },
    "M-02": {
        "own_sex": _diagnosed(WOMAN, "O80.000", "", "a woman gives birth"),
        "uncertain_sex": _diagnosed(MAN, "O80.000", "", "Turner", second="Q96"),
        "newborn_of_the_mother": _diagnosed(
            MAN, "O80.000", "", "on the mother's card", newborn=1
        ),
        "register_says_otherwise": _diagnosed(
            WOMAN, "O80.000", "", "the register says a woman", gend=MAN
        ),
        "reversed": _diagnosed(MAN, "O80.000", "", "reversed", back=True),
    },
    "M-03": {
        "newborn": _aged("", "a newborn", {"months": (1, 1)}),
        "twelve_months": _aged("", "the last month of the age", {"months": (12, 12)}),
        "born_at_new_year": _aged("", "a birthday that may be none", _NEW_YEAR),
        "mother": _aged("", "childbirth", {"age": (25, 30)}, second="O80"),
        "newborn_of_the_mother": _aged("", "her child", {"age": (25, 30)}, newborn=1),
    },
    "M-04": {
        "mens_operation_on_a_man": _operation(
            MENS_OPERATION, why="an operation on men, and he is one", gend=(MAN,)
        ),
        "uncertain_sex": _operation(
            MENS_OPERATION, why="Turner", gend=(WOMAN,), dx2="Q96"
        ),
        "surgery_self_paid": _operation(
            MENS_OPERATION, why="paid alone", gend=(WOMAN,), selfpay=10_000
        ),
        "operation_reversed": _operation(
            MENS_OPERATION, why="reversed", gend=(WOMAN,), back=True
        ),
    },
    "M-05": {
        "second_diagnosis_fits": _operation(
            APPENDECTOMY, why="appendicitis is there", on_line=False, dx2="K37.x00"
        ),
        "operation_unlisted": _operation(
            "47.0100", why="the list does not know it", on_line=False
        ),
        "not_the_main_operation": _operation(
            APPENDECTOMY, why="not the main one", on_line=False, main=False
        ),
        "operation_reversed": _operation(
            APPENDECTOMY, why="reversed", on_line=False, back=True
        ),
    },
    "M-07": {
        "operation_named": _operation("86.9900x999", why="the operation is named"),
        "minor_procedure": _uncoded("", "199 yuan", pric=199 * YUAN),
        "delivery": _uncoded("", "a birth", dx="O82.000", gend=(WOMAN,)),
        "dialysis_access": _uncoded("", "an access for dialysis", dx2="N18.900"),
        "surgery_refunded": _uncoded("", "taken back in full", refunded=True),
        "surgery_self_paid": _uncoded("", "paid alone", selfpay=10_000),
        "surgery_reversed": _uncoded("", "the stay is reversed", back=True),
        "imaging_without_surgery": _operation(
            IMAGING, why="no operation", on_line=False, charged=False
        ),
    },
    "C-16": {
        "diabetes": _tested(visit_with, "", "diabetes", "J06.900", "E11"),
        "symptom": _tested(visit_with, "", "thirst has no diagnosis yet", "R63.100"),
        "screening": _tested(visit_with, "", "a check", "Z00.000"),
        "before_surgery": before_surgery,
    }
    | usual_near_misses(_hba1c, HOSPITALS),
}
POSSIBLE = {"retired_code": _ends, "retired_within_grace": _ends}
