"""Scores of rules are counts of keys, by hand on a handful of them."""

import pytest

from claim_review.local.evaluate import table, why_not_planted
from claim_review.province.evaluation import score


def row(kind: str, setl_id: str, bkkp_sn: str = "") -> dict[str, str]:
    return {"rule_id": "P-26", "kind": kind, "setl_id": setl_id, "bkkp_sn": bkkp_sn}


TRUTH = [
    row("planted", "S1", "L1"),
    row("planted", "S2"),
    row("near_miss", "S3"),
    row("near_miss", "S4"),
]


def test_found_missed_false_and_other_hits_are_told_apart():
    hits = {("P-26", "S1", "L1"), ("P-26", "S3", ""), ("P-26", "S9", "")}
    (only,) = score(["P-26"], hits, TRUTH)
    assert (only.planted, only.found, only.near_misses) == (2, 1, 2)
    assert (only.false_hits, only.other_hits) == (1, 1)
    assert only.recall == 1 / 2
    assert only.precision == 1 / 3


def test_a_rule_without_cases_and_hits_has_no_shares():
    (only,) = score(["C-09"], set(), TRUTH)
    assert only.recall is None
    assert only.precision is None


def test_a_rule_without_cases_says_why_and_names_its_empty_lists():
    lists = ["untraced_drugs", "item_sets"]
    rule = {"rule_id": "C-04", "lists": lists}
    why = why_not_planted(rule, {"C-04": "清单无有效条目"})
    assert why == "清单无有效条目：untraced_drugs"
    (scored,) = score(["C-04"], set(), TRUTH)
    line = table({"C-04": "示例规则"}, [scored], {"C-04": why}).splitlines()[-1]
    assert line.endswith("| — | 清单无有效条目：untraced_drugs |")


def test_a_rule_that_judges_the_demo_has_a_case_or_a_reason_written_down():
    assert "患者" in why_not_planted({"rule_id": "B-14", "lists": []}, {})
    with pytest.raises(KeyError, match="P-26"):
        why_not_planted({"rule_id": "P-26", "lists": ["daily_caps"]}, {})
