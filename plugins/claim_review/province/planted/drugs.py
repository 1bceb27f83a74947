"""Planted cases of the rules on drugs and slices: C-01, P-03, P-11."""

from datetime import date

from claim_review.province import knowledge
from claim_review.province.cases import HOUR, Cases
from claim_review.province.planted.single_lines import (
    GRASS_ROOTS,
    HOSPITALS,
    stay_with,
    usual_near_misses,
    visit_with,
)
from claim_review.province.world import DAY, day_number

WOMEN_DRUG, MEN_DRUG = "ZD03AAA0043010100166", "XL02BBA326A001010102180"

# -- C-01 drugs of the other sex -


def women_drug_for_man(cases: Cases, turn: int):
    pair = visit_with(cases, cases.world.items.of(WOMEN_DRUG), HOSPITALS, gend=(1,))
    cases.flag(*pair, "hard", "a drug for women, and the patient is a man", units=1)


def men_drug_for_woman(cases: Cases, turn: int):
    pair = visit_with(cases, cases.world.items.of(MEN_DRUG), HOSPITALS, gend=(2,))
    cases.flag(*pair, "hard", "a drug for men, and the patient is a woman", units=1)


def during_a_stay(cases: Cases, turn: int):
    pair = stay_with(cases, cases.world.items.of(WOMEN_DRUG), HOSPITALS, gend=(1,))
    cases.flag(*pair, "hard", "a drug for women given to a man in hospital", units=2)


def account_only(cases: Cases, turn: int):
    pair = visit_with(
        cases,
        cases.world.items.of(WOMEN_DRUG),
        ("pharmacy",),
        gend=(1,),
        kind="purchase",
    )
    cases.flag(
        *pair,
        "suspect",
        "paid from the account alone: the card may serve the family",
        units=1,
    )


def right_sex(cases: Cases, turn: int):
    code, gend = ((WOMEN_DRUG, 2), (MEN_DRUG, 1))[turn % 2]
    pair = visit_with(cases, cases.world.items.of(code), HOSPITALS, gend=(gend,))
    cases.spare(*pair, "the drug is for the patient's sex")


def uncertain_sex(cases: Cases, turn: int):
    prefixes = [
        r["icd_prefix"]
        for r in knowledge.rows("exempt_diagnoses")
        if r["exemption_id"] == "sex_uncertain"
    ]
    prefix = prefixes[turn % len(prefixes)]
    dx = cases.world.diagnoses.of(prefix)
    where = {"dx": dx} if turn % 2 else {"dx2": dx}
    pair = visit_with(
        cases, cases.world.items.of(WOMEN_DRUG), HOSPITALS, gend=(1,), **where
    )
    cases.spare(*pair, f"the diagnosis {prefix} leaves the sex uncertain")


def newborn(cases: Cases, turn: int):
    pair = visit_with(
        cases, cases.world.items.of(MEN_DRUG), HOSPITALS, gend=(2,), newborn=1
    )
    cases.spare(*pair, "a newborn is settled on the mother's name")


def unknown_sex(cases: Cases, turn: int):
    gend = (0, 9, -1)[turn % 3]
    person = {"gend": ()} if gend < 0 else {"gend": (gend,)}
    item = cases.world.items.of((WOMEN_DRUG, MEN_DRUG)[turn % 2])
    enc, line = visit_with(cases, item, HOSPITALS, **person)
    cases.settlements[cases.setl[enc]]["gend"] = gend
    cases.spare(enc, line, "the settlement does not say the sex")


# -- P-03 slices the fund does not pay -


def _slice(cases: Cases, turn: int) -> int:
    return cases.item("unpayable", turn)


def slice_in_a_visit(cases: Cases, turn: int):
    enc, line = visit_with(cases, _slice(cases, turn), HOSPITALS, 10, line_selfpay=0)
    cases.flag(enc, line, "hard", "the fund pays for an unpayable slice", units=10)


def slice_in_a_stay(cases: Cases, turn: int):
    enc, line = stay_with(cases, _slice(cases, turn), (*HOSPITALS, "centre"))
    cases.flag(
        enc, line, "hard", "the fund pays for an unpayable slice in a stay", units=2
    )


def slice_partly_paid(cases: Cases, turn: int):
    enc, line = visit_with(
        cases, _slice(cases, turn), GRASS_ROOTS, 6, line_selfpay=5_000
    )
    cases.flag(enc, line, "hard", "half of an unpayable slice is covered", units=6)


def slice_before_the_list(cases: Cases, turn: int):
    december = day_number(date(2024, 12, 2)) + turn % 28
    settled = (cases.day() * DAY) + 11 * HOUR
    pair = visit_with(
        cases,
        _slice(cases, turn),
        HOSPITALS,
        5,
        day=december,
        settled=settled,
        by_hand=1,
    )
    cases.spare(*pair, "the fee is older than the list; reimbursed by hand later")


def granules(cases: Cases, turn: int):
    pair = visit_with(cases, cases.item("granule", turn), HOSPITALS, 10)
    cases.spare(*pair, "granules have codes of their own")


def preparation(cases: Cases, turn: int):
    pair = visit_with(cases, cases.item("gelatine", turn), HOSPITALS, 2)
    cases.spare(*pair, "a preparation made of it has a code of its own")


# -- P-11 drugs for hospitals of the second level and above -


def _limited(cases: Cases, turn: int) -> int:
    return cases.item("level_limited", turn)


def at_grass_roots(cases: Cases, turn: int):
    pair = visit_with(cases, _limited(cases, turn), GRASS_ROOTS, 3)
    cases.flag(*pair, "hard", "a drug for the second level at the first", units=3)


def at_a_clinic(cases: Cases, turn: int):
    pair = visit_with(cases, _limited(cases, turn), ("clinic",), 2)
    cases.flag(*pair, "hard", "a drug for the second level at a clinic", units=2)


def limited_in_a_stay(cases: Cases, turn: int):
    pair = stay_with(cases, _limited(cases, turn), ("centre", "township"))
    cases.flag(*pair, "hard", "a drug for the second level in a township stay", units=2)


def in_an_emergency(cases: Cases, turn: int):
    med_type = (13, 1301)[turn % 2]
    pair = visit_with(
        cases,
        _limited(cases, turn),
        ("centre", "small"),
        1,
        kind="emergency",
        med_type=med_type,
    )
    cases.flag(*pair, "suspect", "an emergency may not wait for the level", units=1)


def at_the_second_level(cases: Cases, turn: int):
    pair = visit_with(cases, _limited(cases, turn), ("county", "tibetan"), 3)
    cases.spare(*pair, "the hospital is of the second level")


def prescribed_above(cases: Cases, turn: int):
    pair = visit_with(cases, _limited(cases, turn), GRASS_ROOTS, 2, line_upper_rx=1)
    cases.spare(*pair, "the prescription came from a hospital above")


def since_upgraded(cases: Cases, turn: int):
    pair = visit_with(
        cases, _limited(cases, turn), ("county", "tibetan"), 2, old_level=1
    )
    cases.spare(*pair, "the institution is of the second level by now")


def other_form(cases: Cases, turn: int):
    pair = visit_with(cases, cases.item("other_form", turn), GRASS_ROOTS, 2)
    cases.spare(*pair, "tablets are another drug than the injection")


HITS = {
    "C-01": {
        f.__name__: f
        for f in (women_drug_for_man, men_drug_for_woman, during_a_stay, account_only)
    },
    "P-03": {
        f.__name__: f for f in (slice_in_a_visit, slice_in_a_stay, slice_partly_paid)
    },
    "P-11": {
        f.__name__: f
        for f in (at_grass_roots, at_a_clinic, limited_in_a_stay, in_an_emergency)
    },
}
NEAR = {
    "C-01": {f.__name__: f for f in (right_sex, uncertain_sex, newborn, unknown_sex)}
    | usual_near_misses(
        lambda cases, turn: cases.world.items.of(WOMEN_DRUG), HOSPITALS, gend=(1,)
    ),
    "P-03": {f.__name__: f for f in (slice_before_the_list, granules, preparation)}
    | usual_near_misses(_slice, HOSPITALS),
    "P-11": {
        f.__name__: f
        for f in (at_the_second_level, prescribed_above, since_upgraded, other_form)
    }
    | usual_near_misses(_limited, GRASS_ROOTS),
}
