"""The announced holidays are what a public package of the same notices says."""

import pytest

from claim_review.review import calendar


def test_the_file_is_what_the_package_says():
    assert calendar.FILE.read_text("utf-8") == calendar.state_holidays()


def test_a_year_that_the_package_lacks_is_named(monkeypatch):
    monkeypatch.setitem(calendar.NOTICES, 2099, calendar.NOTICES[2026])
    with pytest.raises(ValueError, match=r"no holidays of \[2099\]"):
        calendar.state_holidays()
