"""Windows end at releases, and belong to the quarter that is released next."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from claim_review.moments import ZONE
from claim_review.province.extract.window import Calendar
from claim_review.quarters import Quarter

_CALENDAR = Calendar(Quarter(2025, 1), release_lag_days=15)
_MOMENTS = st.integers(0, 1200).map(
    lambda day: datetime(2025, 1, 1, tzinfo=ZONE) + timedelta(days=day, hours=day % 24)
)


def _day(month: int, day: int) -> datetime:
    return datetime(2025, month, day, tzinfo=ZONE)


def test_a_window_up_to_a_release_belongs_to_the_quarter_that_is_released() -> None:
    assert str(_CALENDAR.quarter_of(_day(4, 16))) == "2025Q1"
    after = _day(4, 16) + timedelta(seconds=1)
    assert str(_CALENDAR.quarter_of(after)) == "2025Q2"


def test_the_first_quarter_takes_what_came_before_the_release_of_the_one_before() -> (
    None
):
    assert _CALENDAR.ends(_day(1, 1), _day(2, 1)) == [_day(2, 1)]
    assert str(_CALENDAR.quarter_of(_day(1, 10))) == "2025Q1"


def test_a_long_time_is_cut_at_each_release() -> None:
    assert _CALENDAR.ends(_day(1, 1), _day(8, 1)) == [
        _day(4, 16),
        _day(7, 16),
        _day(8, 1),
    ]
    assert _CALENDAR.ends(_day(4, 16), _day(4, 17)) == [_day(4, 17)]
    assert _CALENDAR.ends(_day(4, 17), _day(4, 17)) == []


@given(begin=_MOMENTS, end=_MOMENTS)
def test_windows_follow_each_other_and_none_leads_beyond_a_release(
    begin: datetime, end: datetime
) -> None:
    ends = _CALENDAR.ends(begin, end)

    assert ends == sorted(set(ends))
    assert (ends[-1:] == [end]) == (begin < end)
    for before, after in zip([begin, *ends], ends, strict=False):
        released = _CALENDAR.quarter_of(after).previous.released_at(15)
        assert before >= released or _CALENDAR.quarter_of(after) == _CALENDAR.first
