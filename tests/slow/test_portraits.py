"""The portraits of a whole prefecture are set within a minute and a half."""

import time
from datetime import date

import pytest
from tests.unit.reports.portraits import samples

from claim_review.reports.fonts import find_fonts
from claim_review.reports.portraits.pages import render_all

INSTITUTIONS = 900


@pytest.mark.slow
def test_nine_hundred_portraits_are_set_within_ninety_seconds(tmp_path) -> None:
    province = samples.province(INSTITUTIONS)

    started = time.monotonic()
    pages = render_all(province, tmp_path, find_fonts(None), date(2025, 4, 20))
    seconds = time.monotonic() - started

    print(f"{len(pages)} portraits in {seconds:.1f} s")
    assert len(pages) == INSTITUTIONS
    assert seconds < 90
