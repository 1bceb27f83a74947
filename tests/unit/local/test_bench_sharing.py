"""What sharing facts saves, on seconds worked out by hand."""

from claim_review.local import bench_sharing


def test_a_rule_needs_what_its_facts_need_and_each_once():
    parents = {"rule": ["a", "b"], "a": ["c"], "b": ["c"], "c": []}
    assert bench_sharing.needed(["rule"], parents) == {"rule", "a", "b", "c"}


def test_ten_rules_pay_for_the_one_fact_they_share_ten_times_when_alone():
    rules = bench_sharing.TEN_RULES
    parents = {**{rule: ["lines"] for rule in rules}, "lines": [], "late": ["lines"]}
    seconds = {**dict.fromkeys(rules, 1.0), "lines": 30.0, "late": 10.0}
    ratios = bench_sharing.sharing(seconds, parents, ["late"])
    assert ratios["ten rules alone ÷ sharing facts"] == 310 / 40
    assert ratios["all rules ÷ the first"] == 50 / 40
