"""Reminders before settlement: few are connected, and not all use them well."""

from pathlib import Path

import pandas as pd
import pytest
from tests.unit.province.test_demo import batch_of, read

QUARTERS = ["2025Q1", "2025Q2"]


@pytest.fixture(params=QUARTERS)
def batch(request, province: Path) -> Path:
    return batch_of(province, request.param)


@pytest.fixture
def results(batch: Path) -> pd.DataFrame:
    return read(batch, "bffact_warn_rslt_d")


def test_results_are_of_a_few_known_institutions(batch: Path, results: pd.DataFrame):
    places = read(batch, "fixmedins_b")["fixmedins_code"]
    assert results["warn_rslt_id"].is_unique
    assert set(results["medins_code"]) <= set(places)
    assert results["medins_code"].nunique() == 7


def test_each_call_is_for_somebody_who_was_settled_there(
    batch: Path, results: pd.DataFrame
):
    settled = read(batch, "setl_d")[["mdtrt_id", "fixmedins_code"]].drop_duplicates()
    known = results.merge(settled, on="mdtrt_id", how="left")
    assert len(known) == len(results)
    assert (known["medins_code"] == known["fixmedins_code"]).all()


def test_only_alerts_have_a_rule_an_amount_and_an_answer(results: pd.DataFrame):
    alerts, others = (results[results["vola_flag"] == flag] for flag in ("1", "0"))
    assert len(alerts) > 0
    assert (alerts["vola_amt"].astype(float) > 0).all()
    assert (alerts["rule_name"] != "").all()
    assert set(alerts["warn_dspo_way"]) == {"", "1", "2"}
    for column in ("vola_amt", "rule_name", "warn_dspo_way", "warn_dspo_way_dscr"):
        assert (others[column] == "").all(), column
    kept = alerts["warn_dspo_way"] == "1"
    assert (alerts[~kept]["warn_dspo_way_dscr"] == "").all()


def test_one_stops_calling_before_the_quarter_ends(results: pd.DataFrame):
    last = pd.to_datetime(results["reqt_time"]).groupby(results["medins_code"]).max()
    end = pd.Timestamp(results["exch_updt_time"].iloc[0])
    assert ((end - last).dt.days > 28).sum() == 1


def test_one_gives_always_the_same_reason(results: pd.DataFrame):
    kept = results[results["warn_dspo_way"] == "1"]
    reasons = kept.groupby("medins_code")["warn_dspo_way_dscr"].agg(["size", "nunique"])
    assert ((reasons["size"] > 3) & (reasons["nunique"] == 1)).sum() == 1
