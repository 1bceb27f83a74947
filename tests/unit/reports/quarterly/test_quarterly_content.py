"""The quarterly report as a whole: complete, in order, the same twice."""

import json
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from tests.unit.reports.quarterly import cases, samples

from claim_review.reports import periods
from claim_review.reports.document import sentences, tables
from claim_review.reports.quarterly import content, places
from claim_review.reports.quarterly.flows import flow

EVERY = {"with hits": samples.facts(), "without hits": samples.without_hits()}


@pytest.fixture(params=EVERY)
def built(request):
    return content.build(EVERY[request.param], samples.INPUTS)


def table(built, title: str):
    return next(each for each in tables(built) if each["title"] == title)


def charts(built) -> dict:
    return {b["chart"]["kind"]: b for b in built["blocks"] if b["kind"] == "figure"}


def test_the_title_names_the_prefecture_and_the_quarter(built):
    assert built["title"] == "甘南州医保基金智能审核2025年第一季度分析报告"
    assert built["cut_off"] == "2025年4月16日0时"


def test_the_chapters_are_those_that_were_agreed_with_the_bureau(built):
    heads = [b["text"] for b in built["blocks"] if b.get("level") == 1]
    assert [head.partition("、")[2] or head for head in heads] == [
        "编制说明",
        "概要",
        "中心工作与系统运行",
        "规则与系统调整",
        "审核结果总体",
        "分类分析",
        "门诊、药店专章",
        "事前提醒应用",
        "问题与意见",
        "下阶段工作计划",
        "附件1　指标口径",
        "附件2　规则清单与版本",
        "附件3　数据质量清单",
        "附件4　待确认的审核参数",
    ]


def test_the_columns_of_every_table_fill_the_width_of_the_page(built):
    widths = {
        each["title"]: sum(column["width_mm"] for column in each["columns"])
        for each in tables(built)
    }
    assert set(widths.values()) == {156}, widths


def test_tables_are_numbered_as_sentences_call_them(built):
    numbers = [each["number"] for each in tables(built)]
    assert numbers == [f"表{i}" for i in range(1, len(numbers) + 1)]
    assert built["headline"] == table(built, "主要指标")["number"]
    assert f"主要指标见{built['headline']}。" in sentences(built)


def test_rows_of_a_table_can_be_told_apart_by_their_first_cell(built):
    for each in tables(built):
        names = [row[0] for row in each["rows"]]
        assert len(names) == len(set(names)), each["title"]


def test_nothing_in_the_report_is_none_or_not_a_number(built):
    text = json.dumps(built, ensure_ascii=False)
    assert not [word for word in ("None", "nan", "NaN", "Decimal") if word in text]


def test_the_same_facts_give_the_same_content(built):
    again = [content.build(facts, samples.INPUTS) for facts in EVERY.values()]
    assert built in again


def test_parts_of_a_table_add_up_to_its_total():
    rows = table(content.build(samples.facts(), {}), "按县市分布")
    hits = [int(row[5].replace(",", "")) for row in rows["rows"]]
    assert sum(hits) == int(rows["total"][5].replace(",", ""))


def test_rules_beyond_the_first_twenty_are_summed_in_one_row():
    facts = samples.facts()
    many = [{**facts.rules[0], "rule_id": f"P-{i:02d}", "hits": 1} for i in range(25)]
    rows = table(content.build(replace(facts, rules=many), {}), "按规则分布")["rows"]
    assert len(rows) == 21
    assert rows[-1][1] == "其余5条规则"


def test_one_rule_beyond_the_first_twenty_is_listed_by_its_name():
    facts = samples.facts()
    many = [{**facts.rules[0], "rule_id": f"P-{i:02d}", "hits": 1} for i in range(21)]
    rows = table(content.build(replace(facts, rules=many), {}), "按规则分布")["rows"]
    assert [row[0] for row in rows] == [f"P-{i:02d}" for i in range(21)]


def test_every_figure_with_a_number_says_how_it_is_computed(built):
    known = {row[0] for row in table(built, "指标计算方法")["rows"]}
    used = {
        row[1]
        for each in tables(built)
        if [column["head"] for column in each["columns"]][:2] == ["指标", "编号"]
        for row in each["rows"]
    }
    assert used - {"—"} <= known


def test_the_flow_loses_what_branches_off_and_nothing_else():
    steps = flow(samples.facts())["steps"]
    assert [(name, value) for name, value, _ in steps] == [
        ("纳入审核", "191"),
        ("初审疑似", "164"),
        ("下发", "132"),
        ("终审认定", "90"),
        ("已列拒付", "64"),
    ]
    for (_, value, branches), (_, after, _) in pairwise(steps):
        assert int(value) - sum(int(cases) for _, cases in branches) == int(after)


def test_charts_are_left_out_where_there_is_nothing_to_compare():
    assert set(charts(content.build(samples.facts(), {}))) == {
        "bars",
        "flow",
        "limits",
        "lines",
        "pareto",
    }
    assert charts(content.build(samples.without_hits(), {})) == {}


def test_a_large_institution_is_held_to_a_narrower_limit_than_a_small_one():
    small = cases.institution(1, settlements=40, confirmed_settlements=2)
    large = cases.institution(2, settlements=4_000, confirmed_settlements=200)
    others = [
        cases.institution(n, settlements=4_000, confirmed_settlements=40)
        for n in range(3, 9)
    ]
    facts = samples.facts(institutions=[small, large, *others])
    assert [row["fixmedins_code"] for row in places.beyond_limit(facts)] == [
        large["fixmedins_code"]
    ]


def test_few_settlements_are_never_above_the_limit():
    tiny = cases.institution(1, settlements=29, confirmed_settlements=29)
    rest = cases.institution(2, settlements=4_000, confirmed_settlements=20)
    facts = samples.facts(institutions=[tiny, rest])
    assert places.beyond_limit(facts) == []


def test_unconfirmed_thresholds_are_listed_as_they_were_set():
    rows = table(content.build(samples.facts(), {}), "待确认的审核参数")["rows"]
    assert [row[1:3] for row in rows] == [["15", "天"], ["0.5", ""]]


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        periods.in_words(datetime(2025, 4, 16))  # noqa: DTZ001
