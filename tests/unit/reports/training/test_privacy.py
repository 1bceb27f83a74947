"""What a pack must not give away: counts of few, and traces of anybody."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.unit.reports.training import samples

from claim_review.reports.training import examples, handout, pack
from claim_review.reports.training.small_cells import cell, hidden, is_total_safe

LEAST = 5
counts = some.lists(some.integers(0, 40), max_size=12)


@given(counts)
def test_a_count_of_few_persons_is_always_hidden(persons):
    hide = hidden(persons, LEAST)
    assert all(hide[n] for n, number in enumerate(persons) if 0 < number < LEAST)


@given(counts)
def test_a_hidden_count_cannot_be_had_from_the_total_and_the_others(persons):
    hide = hidden(persons, LEAST)
    few = [n for n in persons if 0 < n < LEAST]
    if few and any(n >= LEAST for n in persons):
        assert sum(hide) >= 2


@given(counts)
def test_nothing_is_hidden_without_need(persons):
    if not any(0 < number < LEAST for number in persons):
        assert not any(hidden(persons, LEAST))


@given(counts)
def test_a_total_over_counties_never_leaves_one_hidden_county(persons):
    if is_total_safe(persons, LEAST):
        assert sum(0 < number < LEAST for number in persons) != 1


def test_a_hidden_cell_says_why():
    assert cell("3", 3, LEAST, hide=True) == "<5人"
    assert cell("7", 7, LEAST, hide=True) == "未列"
    assert cell("7", 7, LEAST, hide=False) == "7"


@given(some.permutations(samples.hits()))
def test_any_order_of_rows_gives_the_same_examples(hits):
    assert examples.choose(hits, LEAST) == examples.choose(samples.hits(), LEAST)


def test_there_is_no_example_of_few_persons():
    same = [samples.hit(1, "P-11", hit_id=f"P-11-{n}") for n in range(9)]
    assert examples.choose(same, LEAST) is None


def test_the_example_is_the_one_of_the_median_amount():
    hits = [samples.hit(n, "P-11") for n in (5, 1, 4, 2, 3)]
    assert examples.choose(hits, LEAST)["hit_id"] == "P-11-0003"


@pytest.mark.parametrize(
    ("reason", "left"),
    [
        ("计费日期 2025-01-31 晚于出院 1 天", "计费日期某日晚于出院 1 天"),
        ("费用发生时参保人 54 岁 1 个月", "费用发生时参保人某年龄"),
        ("主诊断 J44.100，疑似分解住院", "主诊断 J44，疑似分解住院"),
        ("追溯码 89202510000000010783 已结算", "追溯码某编码已结算"),
        ("纳入统筹 30.37 元", "纳入统筹 约30元"),
        ("单价 34.14 元，超过限价 30.14 元", "单价 34.14 元，超过限价 30.14 元"),
        ("本机构 H62302700010 为第 2 家", "本机构某编码为第 2 家"),
    ],
)
def test_a_reason_is_told_without_traces(reason, left):
    assert examples.without_traces(reason) == left


def test_a_scene_is_told_without_the_person():
    told = examples.told(samples.scene(samples.hit(64, "P-11")))
    assert told == (
        "一名中年女性参保人在某乡镇卫生院就医（普通门诊），"
        "收费项目“示例药品001”，数量2，涉及费用约160元。"
    )


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (date(2010, 2, 14), "少年儿童"),
        (date(2010, 2, 13), "青壮年"),
        (date(1960, 2, 14), "中年"),
        (date(1960, 2, 13), "老年"),
        (None, ""),
    ],
)
def test_ages_are_told_in_four_groups(born, group):
    assert examples.age_group(born, date(2025, 2, 13)) == group


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("9.99", "不足10元"),
        ("10.49", "约10元"),
        ("347.20", "约350元"),
        ("28765", "约29,000元"),
    ],
)
def test_amounts_are_rounded(amount, words):
    assert examples.about(Decimal(amount)) == words


def test_a_pack_names_no_person_hit_or_institution():
    facts = samples.facts()
    for county in facts.counties:
        built = pack.build(facts, county)
        text = json.dumps([built, handout.build(built)], ensure_ascii=False)
        for told in ("PERSON", "P-11-0", "P-26-0", '"H0"', '"H1"', "1961"):
            assert told not in text


def test_a_rule_of_few_persons_shows_neither_count_nor_amount():
    built = pack.build(samples.facts(), samples.facts().counties[0])
    rows = {row[0]: row for row in built["by_amount"]}
    assert rows["P-26"][2:] == ["<5人", "<5人", "—"]
    # The next smallest would give it away, the total of the county being known.
    assert rows["P-11"][3:] == ["未列", "—"]


def test_the_count_of_all_counties_is_not_shown_where_it_gives_one_away():
    built = pack.build(samples.facts(), samples.facts().counties[0])
    rows = {row[0]: row for row in built["by_count"]}
    assert rows["P-11"][3] == "未列"
    assert rows["P-26"][3] == "6"
    assert rows["C-01"][3] == "6"


def test_a_rule_of_few_persons_has_an_example_of_another_county_or_none():
    facts = samples.facts()
    built = pack.build(facts, facts.counties[1])
    cards = {card["rule_id"]: card for card in built["cards"]}
    assert cards["P-26"]["example"].startswith("一名")
    alone = samples.facts(hits=[samples.hit(1, "M-15")])
    [card] = pack.build(alone, alone.counties[0])["cards"]
    assert card["example"] == pack.NO_EXAMPLE
