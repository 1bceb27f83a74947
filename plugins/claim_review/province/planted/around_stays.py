"""Planted cases of what is billed around a stay: M-19, O-22."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.refunds import refund, reverse
from claim_review.province.world import DAY

# -- M-19 seen elsewhere during a stay -


def _during(
    cases: Cases, number: int, kind: str, group: str, stay=None, **visit
) -> int:
    """Return an encounter on this day of a stay of six days in another institution."""
    day, person = cases.day(), cases.person(employee=False)
    cases.stay(person, cases.place("county"), day, 6, **(stay or {}))
    return cases.visit(person, cases.place(group), day + number, kind, **visit)


def bought_with_the_fund(cases: Cases, turn: int):
    enc = _during(cases, 1 + turn % 5, "special_drug", "pharmacy")
    cases.flag(enc, -1, "suspect", "a purchase that the fund pays, during a stay")


def seen_by_another(cases: Cases, turn: int):
    enc = _during(cases, 1 + turn % 5, "visit", "community")
    cases.flag(enc, -1, "suspect", "a visit elsewhere, during a stay")


def bought_from_the_account(cases: Cases, turn: int):
    enc = _during(cases, 1 + turn % 5, "purchase", "pharmacy")
    cases.flag(enc, -1, "alert", "the family may have bought from the account")


def on_the_first_or_last_day(cases: Cases, turn: int):
    enc = _during(cases, (0, 6)[turn % 2], "visit", "community")
    cases.spare(enc, -1, "on the day of admission or discharge")


def visit_reversed(cases: Cases, turn: int):
    enc = _during(cases, 3, "visit", "community")
    reverse(cases, enc, named=turn % 2 == 0)
    cases.spare(enc, -1, "the visit's settlement is reversed")


def visit_self_paid(cases: Cases, turn: int):
    enc = _during(cases, 3, "visit", "community", share=0.0)
    cases.spare(enc, -1, "the patient pays for the visit")


def on_dialysis(cases: Cases, turn: int):
    dx = cases.dx("N18.900", "慢性肾脏病")
    enc = _during(cases, 3, "chronic", "community", dx=dx)
    cases.spare(enc, -1, "dialysis goes on during the stay")


# -- O-22 cost moved out of a stay paid by group -


def _around(
    cases: Cases,
    turn: int,
    menu: str,
    before: int = 2,
    group: str | None = None,
    clr_way: str = "40",
    **line,
) -> tuple[int, int]:
    """Return a visit days before a stay and its line of an item the stay uses too."""
    day, person = cases.day(), cases.person()
    place = cases.place("county", "tibetan")
    item = cases.item(menu, turn)
    stay = cases.stay(person, place, day, 5, clr_way=clr_way)
    cases.line(stay, item, (day + 1) * DAY + 11 * HOUR)
    enc = cases.visit(
        person,
        cases.place(group) if group else place,
        day - before,
        plain=False,
        dx=cases.dx("J18.9"),
    )
    time = cases.encounters[enc]["begin"] + 600
    return enc, cases.line(enc, item, time, **line)


def material_before_the_stay(cases: Cases, turn: int):
    pair = _around(cases, turn, "material", 1 + turn % 3)
    cases.flag(*pair, "suspect", "a material billed days before the stay")


def drug_before_the_stay(cases: Cases, turn: int):
    pair = _around(cases, turn, "drug", 1 + turn % 3, clr_way="50")
    cases.flag(*pair, "suspect", "a drug that the stay used as well")


def material_elsewhere(cases: Cases, turn: int):
    pair = _around(cases, turn, "material", 1, "community")
    cases.flag(*pair, "alert", "a material billed by another institution")


def four_days_before(cases: Cases, turn: int):
    cases.spare(*_around(cases, turn, "material", 4), "four days before the stay")


def stay_not_by_group(cases: Cases, turn: int):
    pair = _around(cases, turn, "material", clr_way="1")
    cases.spare(*pair, "the stay is paid by item")


def material_self_paid(cases: Cases, turn: int):
    pair = _around(cases, turn, "material", selfpay=10_000)
    cases.spare(*pair, "the patient pays for the material")


def material_refunded(cases: Cases, turn: int):
    enc, line = _around(cases, turn, "material")
    refund(cases, line, linked=turn % 2 == 0)
    cases.spare(enc, line, "the material is taken back")


def _named(*functions) -> dict:
    return {function.__name__: function for function in functions}


HITS = {
    "M-19": _named(bought_with_the_fund, seen_by_another, bought_from_the_account),
    "O-22": _named(material_before_the_stay, drug_before_the_stay, material_elsewhere),
}
NEAR = {
    "M-19": _named(
        on_the_first_or_last_day, visit_reversed, visit_self_paid, on_dialysis
    ),
    "O-22": _named(
        four_days_before, stay_not_by_group, material_self_paid, material_refunded
    ),
}
