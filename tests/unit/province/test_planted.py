"""What is planted is found by the rules, and nothing else is."""

from pathlib import Path

import pandas as pd
import pytest
from tests.second import rules
from tests.second.province import Province, settled_in

from claim_review.province import planting

RULES = ["C-01", "P-03", "P-11", "P-14", "P-23", "P-26", "P-28", "M-01", "M-15", "M-20"]


@pytest.fixture(scope="module")
def found(whole: Province) -> dict[str, set[tuple]]:
    """What the second rules find in both batches, by quarter."""
    hits = rules.all_hits(whole)
    return {
        quarter: {hit for hit in hits if hit[1] in judged}
        for quarter in ("2025Q1", "2025Q2")
        if (judged := settled_in(whole, quarter))
    }


@pytest.mark.parametrize("quarter", ["2025Q1", "2025Q2"])
def test_the_rules_find_what_is_planted_and_nothing_else(
    quarter: str, found: dict[str, set[tuple]], truth: pd.DataFrame
):
    own = truth[(truth["quarter"] == quarter) & truth["rule_id"].isin(rules.RULES)]
    columns = ["rule_id", "setl_id", "bkkp_sn", "verdict"]
    planted = own.loc[own["kind"] == "planted", columns]
    assert found[quarter] == set(planted.itertuples(index=False, name=None))


def test_every_variant_occurs_in_every_quarter(truth: pd.DataFrame):
    wanted = {
        (rule, variant)
        for kind in (planting.HITS, planting.NEAR)
        for rule, variants in kind.items()
        for variant in variants
    }
    for quarter in ("2025Q1", "2025Q2"):
        own = truth[truth["quarter"] == quarter]
        assert wanted <= set(zip(own["rule_id"], own["variant"], strict=True))


def test_every_rule_has_at_least_twelve_cases_of_each_kind(truth: pd.DataFrame):
    cases = truth[truth["rule_id"].isin(RULES)]
    number = cases.groupby(["quarter", "rule_id", "kind"])["setl_id"].nunique()
    assert len(number) == 2 * len(RULES) * 2
    assert number.min() >= 12


def test_both_verdicts_occur_where_a_rule_has_both(truth: pd.DataFrame):
    planted = truth[truth["kind"] == "planted"]
    verdicts = planted.groupby("rule_id")["verdict"].agg(set).to_dict()
    for rule in ("C-01", "P-11", "P-23", "P-26", "P-28", "M-01", "M-20"):
        assert verdicts[rule] == {"hard", "suspect"}, rule
    for rule in ("P-03", "P-14"):
        assert verdicts[rule] == {"hard"}, rule
    assert verdicts["M-15"] == {"suspect"}


def test_every_case_has_a_settlement_and_a_line_in_its_batch(
    province: Path, truth: pd.DataFrame
):
    for quarter, rows in truth.groupby("quarter"):
        batch = province / "landing" / f"{quarter}-demo-1"
        setl = pd.read_csv(batch / "setl_d.csv.gz", dtype=str, usecols=["setl_id"])
        fee = pd.read_csv(batch / "fee_list_d.csv.gz", dtype=str, usecols=["bkkp_sn"])
        assert set(rows["setl_id"]) - {""} <= set(setl["setl_id"])
        assert set(rows["bkkp_sn"]) - {""} <= set(fee["bkkp_sn"])
        places = pd.read_csv(batch / "fixmedins_b.csv.gz", dtype=str)
        assert set(rows["fixmedins_code"]) - {""} <= set(places["fixmedins_code"])
        assert ((rows["setl_id"] == "") == rows["kind"].str.endswith("_signal")).all()


def test_planted_cases_lie_in_all_counties_and_in_many_institutions(
    province: Path, truth: pd.DataFrame
):
    batch = province / "landing" / "2025Q1-demo-1"
    setl = pd.read_csv(batch / "setl_d.csv.gz", dtype=str).set_index("setl_id")
    own = truth[(truth["quarter"] == "2025Q1") & (truth["kind"] == "planted")]
    where = setl.loc[own["setl_id"].unique()]
    assert where["fix_blng_admdvs"].nunique() == 8
    assert where["fixmedins_code"].nunique() > 30
