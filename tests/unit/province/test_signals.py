"""Planted institutions that no quarter shows by itself: what they are over a year."""

from pathlib import Path

import pandas as pd
import pytest
from tests.unit.province.test_demo import batch_of, fen, read

from claim_review.province import planting
from claim_review.province.demo import write_province

YEAR = ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four quarters of a very small province."""
    folder = tmp_path_factory.mktemp("year")
    write_province(folder / "landing", folder / "truth", 7, 0.005, YEAR)
    return folder


def signals(year: Path, quarter: str, rule: str) -> pd.DataFrame:
    truth = pd.read_csv(year / "truth" / f"{quarter}-demo-1.csv", dtype=str)
    planted = truth["kind"] == "planted_signal"
    return truth[planted & (truth["rule_id"] == rule)]


def test_a_pharmacy_sells_more_than_three_times_as_much_at_the_end_of_the_year(
    year: Path,
):
    assert [len(signals(year, quarter, "O-15")) for quarter in YEAR] == [0, 0, 0, 1]
    (code,) = signals(year, "2025Q4", "O-15")["fixmedins_code"]
    setl = pd.concat(read(batch_of(year, quarter), "setl_d") for quarter in YEAR)
    setl = setl[setl["fixmedins_code"] == code]
    fees = fen(setl["medfee_sumamt"])
    day = pd.to_datetime(setl["setl_time"]).dt.normalize()
    early_days = (pd.Timestamp("2025-12-01") - day.min()).days
    assert early_days >= 183
    early = fees[day < "2025-12-01"].sum() / early_days
    assert fees[day >= "2025-12-12"].sum() / 20 > 3 * early


def test_who_stands_out_among_the_alike_is_another_in_every_quarter(year: Path):
    for rule in ("B-06", "C-23", "M-26", "B-12"):
        found = [signals(year, quarter, rule) for quarter in YEAR]
        codes = [set(rows["fixmedins_code"]) for rows in found]
        assert [len(of_quarter) for of_quarter in codes] == [1, 1, 1, 1], rule
        assert len(set().union(*codes)) == len(YEAR)


def test_growth_and_drift_are_planted_where_there_is_an_earlier_quarter(year: Path):
    for rule in ("B-01", "B-10", "O-09", "O-21"):
        planted = [len(signals(year, quarter, rule)) for quarter in YEAR]
        assert planted == [0, 1, 1, 1], rule


def test_a_rule_has_no_more_violations_than_it_can_have(province: Path):
    most = planting.AT_MOST["O-03"]
    for quarter in ("2025Q1", "2025Q2"):
        truth = pd.read_csv(province / "truth" / f"{quarter}-demo-1.csv", dtype=str)
        its_own = planting.HITS["O-03"].keys() | planting.NEAR["O-03"].keys()
        own = truth[truth["rule_id"] == "O-03"]
        own = own[own["variant"].isin(its_own)]
        assert (own["kind"] == "planted").sum() == most
        assert set(own.loc[own["kind"] == "near_miss", "variant"]) == set(
            planting.NEAR["O-03"]
        )


def test_everybody_lives_in_a_village_of_the_own_county(province: Path):
    people = read(batch_of(province), "psn_info_b")
    assert people["live_admdvs"].str.fullmatch(r"6230\d{8}").all()
    assert people["live_admdvs"].nunique() > 1000
