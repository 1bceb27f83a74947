"""Planted cases of what is bought, by whom and how much: O-01, O-04, O-12, O-14."""

from claim_review.province.cases import Cases
from claim_review.province.planted.drug_limits import Variant, visit_case
from claim_review.province.planted.drug_safety import given
from claim_review.province.planted.single_lines import HOSPITALS
from claim_review.province.rows import NO_RX

LASTING, UNDIVIDED = "示例长期服用片", "示例长期滴眼液"  # a pack lasts for ten days
PRESCRIBED, FOR_THE_OLD = "示例处方药片", "示例老年补钙片"
PHARMACY = ("pharmacy",)
_ACCOUNT = {"places": PHARMACY, "kind": "purchase"}
_FUND = {"places": PHARMACY, "kind": "special_drug"}

# -- O-01 supplies that overlap -


def _supplied(
    cases: Cases,
    packs: tuple[float, ...],
    apart: int,
    kind: str = "visit",
    item: str = LASTING,
) -> list[tuple[int, int]]:
    """Add visits so many days apart, with so many packs each."""
    # Of a resident, who has no account that would pay instead of the fund.
    person, day = cases.person(employee=False), cases.day()
    place, made = cases.place(*HOSPITALS), []
    for number, cnt in enumerate(packs):
        enc = cases.visit(person, place, day + number * apart, kind, plain=False)
        at = cases.encounters[enc]["begin"] + 600
        made.append((enc, cases.line(enc, cases.named(item), at, cnt)))
    return made


def supplies_overlap(cases: Cases, turn: int):
    second = _supplied(cases, (2, 2), 5)[1]
    cases.flag(*second, "suspect", "35 days at home", units=0.5)


def supplies_for_months(cases: Cases, turn: int):
    _, second, third = _supplied(cases, (9, 9, 9), 5, "chronic")
    cases.flag(*second, "suspect", "175 days at home", units=8.5)
    cases.flag(*third, "hard", "260 days at home", units=9)


def _enough(why: str, apart: int = 5, **other) -> Variant:
    def case(cases: Cases, turn: int):
        cases.spare(*_supplied(cases, (2, 2), apart, **other)[1], why)

    return case


# -- O-04 much of a drug in a year -


def _outlets(cases: Cases, number: int) -> int:
    """Add a visit to each of so many institutions and return the last."""
    person, first = cases.person(employee=False), cases.day()
    groups = ("county",), ("centre",), ("township",), ("community",), ("tibetan",)
    for turn, group in enumerate(groups[:number]):
        day = first + 8 * turn
        enc = cases.visit(person, cases.place(*group), day, plain=False)
        at = cases.encounters[enc]["begin"] + 600
        cases.line(enc, cases.named(LASTING), at)
    return enc


def _much(cases: Cases, enc: int, why: str):
    """Expect a hit, or none in the first quarter: it has no year to look back on."""
    if cases.earlier_quarters():
        cases.flag(enc, -1, "alert", why)
    else:
        cases.spare(enc, -1, "there is no history yet")


def five_outlets(cases: Cases, turn: int):
    _much(cases, _outlets(cases, 5), "one drug from five institutions")


def four_outlets(cases: Cases, turn: int):
    cases.spare(_outlets(cases, 4), -1, "four institutions")


def _at_once(cases: Cases, packs: int) -> int:
    """Add a visit with so many packs, which is O-03's case as well."""
    [(enc, line)] = _supplied(cases, (packs,), 0)
    over = packs - 9
    cases.flag(enc, line, "suspect", "for more than 90 days", units=over, rule="O-03")
    return enc


def more_than_a_year_and_a_half(cases: Cases, turn: int):
    _much(cases, _at_once(cases, 56), "560 days of a drug")


def exactly_a_year_and_a_half(cases: Cases, turn: int):
    cases.spare(_at_once(cases, 55), -1, "550 days of a drug")


# -- O-12 and O-14 at pharmacies -


def _sold(verdict: str, why: str, **other) -> Variant:
    return visit_case(
        lambda cases, turn: cases.named(PRESCRIBED),
        verdict,
        why,
        **_FUND | other,
    )


HITS = {
    "O-01": {
        "supplies_overlap": supplies_overlap,
        "supplies_for_months": supplies_for_months,
    },
    "O-04": {
        "five_outlets": five_outlets,
        "more_than_a_year_and_a_half": more_than_a_year_and_a_half,
    },
    "O-12": {"no_prescription": _sold("hard", "no prescription", line_rx=NO_RX)},
    "O-14": {
        "young": given(
            FOR_THE_OLD, "suspect", "not old", person={"age": (20, 40)}, **_FUND
        ),
        "family": given(
            FOR_THE_OLD, "alert", "account", person={"age": (20, 40)}, **_ACCOUNT
        ),
    },
}
NEAR = {
    "O-01": {
        "used_up_to_thirty": _enough("exactly thirty days at home", apart=10),
        "packs_undivided": _enough("packs that are given whole", item=UNDIVIDED),
    },
    "O-04": {
        "four_outlets": four_outlets,
        "exactly_a_year_and_a_half": exactly_a_year_and_a_half,
    },
    "O-12": {
        "sent_on": _sold("", "sent on by a doctor", line_rx=NO_RX, line_upper_rx=1),
        "from_the_account": _sold(
            "", "the person's own", line_rx=NO_RX, kind="purchase"
        ),
    },
    "O-14": {
        "fifty": given(
            FOR_THE_OLD, "", "old enough", person={"months": (600, 600)}, **_FUND
        ),
        "young_in_a_visit": given(
            FOR_THE_OLD, "", "a doctor gave it", person={"age": (20, 40)}
        ),
    },
}
# Of what the province invents one case of each variant is enough.
AT_MOST = dict.fromkeys(HITS, 1)
