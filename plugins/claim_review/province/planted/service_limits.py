"""Planted cases of the rules on a service's age, sex, department and setting.

P-17, P-19, P-20, C-02, C-03; those of P-21 and P-27 are in repeated_services.
"""

from collections.abc import Callable
from datetime import date

from claim_review.province.cases import HOUR, Cases
from claim_review.province.diagnoses import DEPARTMENTS
from claim_review.province.planted.single_lines import HOSPITALS
from claim_review.province.refunds import refund, reverse
from claim_review.province.setting import INTENSIVE
from claim_review.province.world import DAY, day_number

MEDICINE = list(DEPARTMENTS).index("A03")
WHOLE = 10_000  # paid by the patient
Line = tuple[int, int]


def charged(
    cases: Cases,
    item: int,
    *,
    gend=(),
    who=None,
    visit=None,
    stay: bool = False,
    born: int | None = None,
    **line,
) -> Line:
    """Add one unit of the item in a visit, or on the second day of a stay.

    `who` are options of the person, `visit` of the encounter, the rest of the line;
    with `born` the person is so many days old.
    """
    day = cases.day()
    age = {} if born is None else {"born": day - born}
    person = cases.person(*gend, **{"on": day} | age | (who or {}))
    place = cases.place(*HOSPITALS)
    if stay:
        # Of a shorter stay the fund may pay nothing: less than the deductible.
        enc = cases.stay(person, place, day, 8, **(visit or {}))
        return enc, cases.line(enc, item, (day + 1) * DAY + 14 * HOUR, **line)
    enc = cases.visit(person, place, day, **(visit or {}))
    return enc, cases.line(enc, item, cases.encounters[enc]["begin"] + 600, **line)


def taken_back(make: Callable[..., Line]) -> dict:
    """Return the near misses of any violation that `make` adds to the cases."""

    def self_paid(cases: Cases, turn: int):
        cases.spare(*make(cases, turn, selfpay=WHOLE), "the patient pays the line")

    def refunded(cases: Cases, turn: int):
        enc, line = make(cases, turn)
        refund(cases, line, linked=turn % 2 == 0)
        cases.spare(enc, line, "the line is taken back in full")

    def settlement_reversed(cases: Cases, turn: int):
        enc, line = make(cases, turn)
        reverse(cases, enc)
        cases.spare(enc, line, "the settlement is reversed")

    return _named(self_paid, refunded, settlement_reversed)


def _named(*functions: Callable) -> dict[str, Callable]:
    return {f.__name__: f for f in functions}


def _code(cases: Cases, code: str) -> int:
    return cases.world.items.of(code)


# -- P-17 services for another age -

NEWBORN_CARE, SCALP_INFUSION = "001201000070000", "001204000070000"
WORK_TRAINING = "003402000320000"


def _grown_up(cases: Cases, turn: int, **line) -> Line:
    code = (NEWBORN_CARE, SCALP_INFUSION)[turn % 2]
    return charged(cases, _code(cases, code), who={"age": (30, 60)}, **line)


def childrens_service_for_an_adult(cases: Cases, turn: int):
    pair = _grown_up(cases, turn)
    cases.flag(*pair, "hard", "a service for children, and an adult", units=1)


def newborn_care_in_an_adults_stay(cases: Cases, turn: int):
    item = _code(cases, NEWBORN_CARE)
    pair = charged(cases, item, stay=True, who={"age": (30, 60)})
    cases.flag(*pair, "hard", "care of a newborn in an adult's stay", units=1)


def training_for_the_old(cases: Cases, turn: int):
    item = _code(cases, WORK_TRAINING)
    pair = charged(cases, item, who={"age": (67, 85)})
    cases.flag(*pair, "hard", "training for work long after 65", units=1)


def just_too_old(cases: Cases, turn: int):
    item = _code(cases, SCALP_INFUSION)
    pair = charged(cases, item, who={"months": (216, 227)})
    cases.flag(*pair, "suspect", "less than a year above the bound", units=1)


def twenty_nine_days_old(cases: Cases, turn: int):
    pair = charged(cases, _code(cases, NEWBORN_CARE), born=29)
    cases.flag(*pair, "suspect", "a day older than a newborn", units=1)


def first_of_january(cases: Cases, turn: int):
    born = day_number(date(1975 + turn % 20, 1, 1))
    pair = charged(cases, _code(cases, SCALP_INFUSION), who={"born": born})
    cases.flag(*pair, "suspect", "the date of birth may be made up", units=1)


def right_age(cases: Cases, turn: int):
    code, who = (
        (SCALP_INFUSION, {"months": (6, 215)}),
        (WORK_TRAINING, {"age": (16, 64)}),
    )[turn % 2]
    pair = charged(cases, _code(cases, code), who=who)
    cases.spare(*pair, "the patient has the age")


def last_days_of_a_newborn(cases: Cases, turn: int):
    pair = charged(cases, _code(cases, NEWBORN_CARE), born=28 - turn % 5)
    cases.spare(*pair, "not more than 28 days old")


def mother_with_her_child(cases: Cases, turn: int):
    visit = ({"dx": cases.dx("O80")}, {"newborn": 1})[turn % 2]
    item = _code(cases, NEWBORN_CARE)
    pair = charged(
        cases, item, gend=(2,), who={"age": (22, 38)}, visit=visit, stay=True
    )
    cases.spare(*pair, "the newborn is on the mother's settlement")


# -- P-19 services of another department -

INTENSIVE_CARE = "001201000010000"


def _in_medicine(cases: Cases, turn: int, **line) -> Line:
    where = {"dept": MEDICINE, "exec_dept": MEDICINE} | line
    return charged(cases, _code(cases, INTENSIVE_CARE), cnt=6, **where)


def intensive_care_in_medicine(cases: Cases, turn: int):
    pair = _in_medicine(cases, turn)
    cases.flag(*pair, "suspect", "intensive care in a general department", units=6)


def executing_department_unknown(cases: Cases, turn: int):
    pair = _in_medicine(cases, turn, exec_dept=-1)
    cases.flag(*pair, "suspect", "ordered by a general department", units=6)


def one_department_allowed(cases: Cases, turn: int):
    where = ({"exec_dept": INTENSIVE}, {"dept": INTENSIVE})[turn % 2]
    cases.spare(*_in_medicine(cases, turn, **where), "one of the two may do it")


def emergency_department(cases: Cases, turn: int):
    emergency = list(DEPARTMENTS).index("A20")
    pair = _in_medicine(cases, turn, dept=emergency, exec_dept=emergency)
    cases.spare(*pair, "the emergency department may do it")


# -- P-20 services of another setting -

WARD_ROUND, EMERGENCY_VISIT = "001102000050000", "001102000030000"


def _ward_round(cases: Cases, turn: int, **line) -> Line:
    return charged(cases, _code(cases, WARD_ROUND), **line)


def ward_round_of_an_outpatient(cases: Cases, turn: int):
    pair = _ward_round(cases, turn)
    cases.flag(*pair, "hard", "a ward round in a visit", units=1)


def ward_round_in_chronic_care(cases: Cases, turn: int):
    pair = _ward_round(cases, turn, visit={"kind": "chronic"})
    cases.flag(*pair, "hard", "a ward round in chronic care", units=1)


def emergency_visit_in_a_stay(cases: Cases, turn: int):
    pair = charged(cases, _code(cases, EMERGENCY_VISIT), stay=True)
    cases.flag(*pair, "hard", "an emergency visit inside a stay", units=1)


def on_the_day_of_admission(cases: Cases, turn: int):
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS), cases.day(), 5)
    begin = cases.encounters[enc]["begin"]
    line = cases.line(enc, _code(cases, EMERGENCY_VISIT), begin + 600)
    cases.flag(enc, line, "suspect", "on the day of admission", units=1)


def emergency_that_became_a_stay(cases: Cases, turn: int):
    item = _code(cases, EMERGENCY_VISIT)
    pair = charged(cases, item, stay=True, visit={"med_type": 24})
    cases.spare(*pair, "admitted from the emergency room, settled together")


def emergency_visit_of_an_outpatient(cases: Cases, turn: int):
    item = _code(cases, EMERGENCY_VISIT)
    pair = charged(cases, item, visit={"kind": "emergency"})
    cases.spare(*pair, "an emergency visit where it belongs")


def ward_round_in_a_stay(cases: Cases, turn: int):
    day, daily = cases.day(), {"consultation": None}
    enc = cases.stay(cases.person(), cases.place(*HOSPITALS), day, 4, daily)
    at = (day + 1) * DAY + 9 * HOUR
    line = cases.line(enc, _code(cases, WARD_ROUND), at)
    cases.spare(enc, line, "a ward round where it belongs")


# -- C-02 services, C-03 materials of the other sex -

HYSTEROSCOPY, CERVICAL_BIOPSY = "003313060030000", "003112010080000"
TESTICLE_SURGERY = "003312020050000"


def _womens(cases: Cases, turn: int, **options) -> Line:
    code = (HYSTEROSCOPY, CERVICAL_BIOPSY)[turn % 2]
    return charged(cases, _code(cases, code), **{"gend": (1,)} | options)


def womens_service_for_a_man(cases: Cases, turn: int):
    pair = _womens(cases, turn)
    cases.flag(*pair, "hard", "a service for women, and a man", units=1)


def mens_surgery_for_a_woman(cases: Cases, turn: int):
    pair = charged(cases, _code(cases, TESTICLE_SURGERY), gend=(2,))
    cases.flag(*pair, "hard", "a service for men, and a woman", units=1)


def biopsy_in_a_mans_stay(cases: Cases, turn: int):
    pair = charged(cases, _code(cases, CERVICAL_BIOPSY), gend=(1,), stay=True)
    cases.flag(*pair, "hard", "a service for women in a man's stay", units=1)


def service_for_the_right_sex(cases: Cases, turn: int):
    cases.spare(*_womens(cases, turn, gend=(2,)), "a service for her sex")


def mother_and_son(cases: Cases, turn: int):
    visit = ({"dx": cases.dx("O80")}, {"newborn": 1})[turn % 2]
    item = _code(cases, TESTICLE_SURGERY)
    pair = charged(cases, item, gend=(2,), who={"age": (22, 38)}, visit=visit)
    cases.spare(*pair, "the son is on the mother's settlement")


def _device(cases: Cases, turn: int, **options) -> Line:
    return charged(cases, cases.named("宫内节育器"), **{"gend": (1,)} | options)


def device_for_a_man(cases: Cases, turn: int):
    cases.flag(*_device(cases, turn), "suspect", "a device for women", units=1)


def device_in_a_mans_stay(cases: Cases, turn: int):
    pair = _device(cases, turn, stay=True)
    cases.flag(*pair, "suspect", "a device for women in a man's stay", units=1)


def device_for_a_woman(cases: Cases, turn: int):
    cases.spare(*_device(cases, turn, gend=(2,)), "a device for her sex")


def _uncertain(make: Callable[..., Line]) -> Callable[[Cases, int], None]:
    def uncertain_sex(cases: Cases, turn: int):
        where = {("dx", "dx2")[turn % 2]: cases.dx(("Q98", "Q56")[turn % 2])}
        cases.spare(*make(cases, turn, visit=where), "nobody can tell the sex")

    return uncertain_sex


HITS = {
    "P-17": _named(
        childrens_service_for_an_adult,
        newborn_care_in_an_adults_stay,
        training_for_the_old,
        just_too_old,
        twenty_nine_days_old,
        first_of_january,
    ),
    "P-19": _named(intensive_care_in_medicine, executing_department_unknown),
    "P-20": _named(
        ward_round_of_an_outpatient,
        ward_round_in_chronic_care,
        emergency_visit_in_a_stay,
        on_the_day_of_admission,
    ),
    "C-02": _named(
        womens_service_for_a_man, mens_surgery_for_a_woman, biopsy_in_a_mans_stay
    ),
    "C-03": _named(device_for_a_man, device_in_a_mans_stay),
}
NEAR = {
    "P-17": _named(right_age, last_days_of_a_newborn, mother_with_her_child)
    | taken_back(_grown_up),
    "P-19": _named(one_department_allowed, emergency_department)
    | taken_back(_in_medicine),
    "P-20": _named(
        emergency_that_became_a_stay,
        emergency_visit_of_an_outpatient,
        ward_round_in_a_stay,
    )
    | taken_back(_ward_round),
    "C-02": _named(service_for_the_right_sex, mother_and_son, _uncertain(_womens))
    | taken_back(_womens),
    "C-03": _named(device_for_a_woman, _uncertain(_device)) | taken_back(_device),
}
