from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reports.clinical.samples import PARTLY, UPHELD, hit

from claim_review.reports.clinical.cases import (
    LARGEST,
    MEDIAN,
    ONLY,
    OVERTURNED,
    PARTLY_OVERTURNED,
    choose,
)


def chosen(*hits) -> list[tuple[str, int]]:
    return [(why, each["number"]) for why, each in choose(hits)]


def fee(yuan: int) -> dict:
    return {"hit_fee_amount": Decimal(yuan)}


@st.composite
def many_hits(draw):
    """Hits whose amounts and bills are often the same."""
    outcomes = st.sampled_from([{}, UPHELD, PARTLY])
    numbers = range(1, draw(st.integers(1, 9)) + 1)
    return [
        hit(number, **draw(outcomes))
        | fee(draw(st.integers(0, 3)))
        | {"case_number": draw(st.integers(1, 4))}
        for number in numbers
    ]


@given(many_hits(), st.randoms())
def test_the_order_of_hits_changes_nothing(hits, random):
    shuffled = list(hits)
    random.shuffle(shuffled)
    assert choose(shuffled) == choose(hits)


@given(many_hits())
def test_the_largest_and_an_overturned_one_are_always_shown(hits):
    shown = dict(choose(hits))
    largest = next(each for why, each in shown.items() if LARGEST in why or ONLY in why)
    assert largest["hit_fee_amount"] == max(each["hit_fee_amount"] for each in hits)
    overturned = [each for why, each in shown.items() if "反例" in why]
    there_are = any(each["is_upheld"] or each["is_partly_upheld"] for each in hits)
    assert len(overturned) == there_are
    assert all(each["is_upheld"] or each["is_partly_upheld"] for each in overturned)
    assert len(shown) <= 3


def test_of_five_the_largest_the_median_and_the_overturned_one_are_shown():
    hits = [hit(n, **fee(n * 10)) for n in range(1, 5)]
    overturned = hit(5, **UPHELD, **fee(5))
    assert chosen(*hits, overturned) == [(LARGEST, 4), (MEDIAN, 2), (OVERTURNED, 5)]


def test_of_equal_amounts_the_first_number_is_shown():
    assert chosen(hit(3), hit(1), hit(2)) == [(LARGEST, 1), (MEDIAN, 2)]


def test_one_case_is_shown_once():
    assert chosen(hit(1)) == [(ONLY, 1)]
    assert chosen(hit(1, **UPHELD)) == [(f"{ONLY}、{OVERTURNED}", 1)]
    assert chosen(hit(1, **PARTLY)) == [(f"{ONLY}、{PARTLY_OVERTURNED}", 1)]


def test_a_bill_with_many_hits_is_one_case():
    first = [hit(n, case_number=1, **fee(90 + n)) for n in (1, 2, 3)]
    assert chosen(*first, hit(4, **fee(10))) == [(LARGEST, 3), (MEDIAN, 4)]


def test_what_was_wholly_overturned_comes_before_what_was_partly():
    partly, wholly = hit(1, **PARTLY, **fee(80)), hit(2, **UPHELD, **fee(20))
    assert chosen(partly, wholly, hit(3, **fee(50)))[-1] == (OVERTURNED, 2)


def test_nothing_is_shown_of_nothing():
    assert chosen() == []
