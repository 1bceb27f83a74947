"""Everyday care is clear of the rules that have cases.

Whether the cases of one rule are hit by another is asked of the rules themselves.
"""

import pandas as pd
import pytest
from tests.second.lists import LISTS
from tests.unit.province import screens


def planted(truth: pd.DataFrame, rules: str) -> set[str]:
    """Return the encounters, as numbers, that the truth of these rules names."""
    return set(truth.loc[truth["rule_id"].isin(rules.split()), "setl_id"])


@pytest.mark.parametrize("rules", list(screens.SCREENS))
def test_no_everyday_care_falls_in_the_screen_of_a_rule(
    rules: str, whole: screens.Whole, truth: pd.DataFrame
):
    found = screens.SCREENS[rules](whole)
    # A case may have more settlements than the one its truth names: same person.
    named = whole.setl[whole.setl["setl_id"].isin(planted(truth, rules))]["psn_no"]
    found = whole.setl[whole.setl["setl_id"].isin(found)]
    everyday = ~found["setl_id"].str.match(r"S\d{4}Q\dP")
    others = found[~found["psn_no"].isin(named) & everyday]
    assert sorted(others["setl_id"])[:10] == []


def test_no_item_of_a_list_is_charged_but_by_cases(whole: screens.Whole):
    lists = {file.stem for file in LISTS.glob("*.csv")} - screens.USED
    lists = {n for n in lists if "med_list_codg" in (screens.rows_of(n) or [{}])[0]}
    found = screens.item_of_a_list(whole, lists)
    assert len(lists) > 10
    assert [setl for setl in sorted(found) if "P" not in setl[:8]] == []
