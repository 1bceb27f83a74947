"""Quarters are keys of everything, so a wrong one must never pass."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claim_review.quarters import Quarter


@pytest.mark.parametrize(
    "key",
    ["", "2025", "2025-Q1", "2025q1", "2025Q5", "2025Q0", "25Q1", " 2025Q1", "2025Q1x"],
)
def test_a_malformed_key_is_refused_with_what_is_wrong(key):
    with pytest.raises(ValueError, match="is not a quarter; write the year"):
        Quarter.parse(key)


def test_the_last_quarter_ends_the_year():
    assert Quarter.parse("2025Q4").last_day == date(2025, 12, 31)
    assert str(Quarter.parse("2025Q4").next) == "2026Q1"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_day_lies_in_its_quarter_and_in_no_neighbour(day):
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.previous.last_day + timedelta(days=1) == quarter.first_day
    assert Quarter.parse(str(quarter)) == quarter


@given(st.integers(2000, 2100), st.integers(1, 4), st.integers(-40, 40))
def test_shifting_there_and_back_changes_nothing(year, number, steps):
    quarter = Quarter(year, number)
    assert quarter.shift(steps).shift(-steps) == quarter
