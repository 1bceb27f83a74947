from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claim_review.reports import numbers


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [("0", "0.00"), ("50", "0.01"), ("12843127.50", "1,284.31"), ("-49.99", "0.00")],
)
def test_totals_are_shown_in_ten_thousands_with_two_decimals(yuan, shown):
    assert numbers.wan(Decimal(yuan)) == shown


def test_what_has_no_base_is_a_dash_and_never_nothing_or_infinite():
    assert numbers.percent(numbers.ratio(Decimal(3), Decimal(0))) == "—"
    assert numbers.growth(Decimal(3), None) == "—"
    assert numbers.growth(Decimal(3), Decimal(0)) == "—"
    assert numbers.wan(None) == "—"
    assert numbers.count(None) == "—"


def test_growth_carries_its_sign_in_figures_and_its_word_in_sentences():
    assert numbers.growth(Decimal(118), Decimal(100)) == "+18.00%"
    assert numbers.growth(Decimal(82), Decimal(100)) == "-18.00%"
    assert numbers.growth_in_words(Decimal(118), Decimal(100)) == "增长18.00%"
    assert numbers.growth_in_words(Decimal(82), Decimal(100)) == "下降18.00%"
    assert numbers.growth_in_words(Decimal(100), Decimal(100)) == "持平"


def test_a_share_changes_by_percentage_points():
    assert numbers.points(Decimal("0.0213"), Decimal("0.0200")) == "+0.13个百分点"


def test_coverage_is_full_only_when_nothing_is_left():
    assert numbers.coverage(199_999, 200_000) == "99.99%"
    assert numbers.coverage(200_000, 200_000) == "100.00%"
    assert numbers.coverage(0, 0) == "—"


@given(st.decimals(0, 10**12, places=2))
def test_half_a_cent_is_rounded_up_as_people_do_by_hand(yuan):
    shown = Decimal(numbers.wan(yuan).replace(",", ""))
    assert 0 <= shown * 10_000 - yuan + 50 <= 100
