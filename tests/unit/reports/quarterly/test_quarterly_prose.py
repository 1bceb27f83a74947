"""What sentences say of zeros, of missing quarters, of falling figures."""

from dataclasses import replace
from decimal import Decimal

from tests.unit.reports.quarterly import cases, figures, funds, samples

from claim_review.reports.document import sentences, tables
from claim_review.reports.quarterly import content


def told(facts, inputs=None) -> str:
    return "\n".join(sentences(content.build(facts, inputs or {})))


def row(facts, title: str, first: str) -> list[str]:
    built = content.build(facts, {})
    found = next(each for each in tables(built) if each["title"] == title)
    return next(cells for cells in found["rows"] if cells[0] == first)


def test_a_quarter_without_hits_says_so_and_leaves_out_what_is_empty():
    text = told(samples.without_hits())
    assert "本季度未发现疑点" in text
    assert "启用的12条规则均未命中。" in text
    assert "本季度没有纳入人工审核的疑点。" in text
    assert "各季度疑点均已办结。" in text
    assert "不作机构比较" in text
    assert "按本报告所列标准，本季度数据未反映需要单独提出的问题。" in text


def test_a_first_quarter_is_compared_with_nothing():
    facts = samples.facts(previous_total=None, previous_outcome=None, trends=[])
    assert "本期不作环比、同比分析" in told(facts)
    built = content.build(facts, {})
    headline = next(each for each in tables(built) if each["title"] == "主要指标")
    assert [each["head"] for each in headline["columns"]] == ["指标", "本季度"]
    assert "评价：" not in told(facts)


def test_a_quarter_after_one_without_hits_has_no_growth():
    nothing = samples.without_hits().total
    assert "上季度未发现疑点，不计算增幅" in told(samples.facts(previous_total=nothing))


def test_more_and_less_are_said_in_words():
    text = told(samples.facts())
    assert "与上季度相比，疑点数量增长18.33%、涉及费用下降3.93%" in text
    assert "系统内无上年同期数据，不作比较" in text


def test_a_figure_is_called_better_or_worse_only_where_that_is_known():
    facts = samples.facts()
    assert row(facts, "主要指标", "申诉通过率（含部分成立）")[3:] == [
        "+36.10个百分点",
        "变差",
    ]
    assert row(facts, "主要指标", "命中疑点（条）")[-1] == "—"
    assert row(facts, "主要指标", "查实率")[-1] == "持平"


def test_rates_of_few_cases_are_marked():
    facts = samples.facts()
    few = cases.outcome("合作市", "合作市", appeals_decided=3, windows_closed=29)
    facts.outcomes["county"]["合作市"] = few
    cells = row(facts, "按县市审核办理情况", "合作市")
    assert cells[3:5] == ["42.86%*", "56.10%*"]
    assert "标*者计算该比率的疑点不足30条" in told(facts)


def test_groups_without_a_name_are_shown_as_unregistered():
    facts = samples.facts()
    counties = figures.breakdown(facts.total, ("合作市", None))
    facts = replace(facts, breakdown={**facts.breakdown, "county": counties})
    assert row(facts, "按县市分布", "未登记")


def test_a_report_without_counties_says_that_they_are_missing():
    facts = samples.facts()
    facts = replace(facts, breakdown={**facts.breakdown, "county": []})
    assert "结算数据未登记县市，本期不作分县市分析。" in told(facts)


def test_what_could_not_be_judged_is_not_called_compliant():
    text = told(samples.facts())
    assert "17笔次因缺少所需信息未能判定（无诊断17笔次），不视为合规" in text


def test_what_nobody_wrote_down_is_asked_for_and_what_is_written_is_shown():
    assert told(samples.facts()).count("待填报") == 3
    text = told(samples.facts(), samples.INPUTS)
    assert "待填报" not in text
    assert "1. 建议统一中药饮片医嘱的录入方式。" in text
    assert "举办培训8场" in text


def test_rates_of_readmission_are_provisional_until_the_window_is_over():
    assert "再入院率为暂定" in told(samples.facts())
    final = {**funds.READMISSION, "is_provisional": False}
    assert "暂定" not in told(samples.facts(readmission=final))


def test_reversals_of_earlier_quarters_stand_in_their_own_line():
    given_back = {
        "reversals": 3,
        "amount": Decimal("-1200.50"),
        "fund_amount": Decimal("-800.25"),
    }
    text = told(samples.facts(cross_quarter=given_back))
    assert "冲正以前季度结算3笔，医疗费用-1,200.50元、基金支付-800.25元" in text


def test_a_share_falls_by_points_and_an_amount_by_percent():
    facts = samples.facts()
    assert row(facts, "住院主要指标", "住院总费用（万元）")[-1] == "-3.12%"
    assert row(facts, "住院主要指标", "药品占比")[-2] == "-1.05个百分点"


def test_problems_are_named_with_the_figures_behind_them():
    text = told(samples.facts())
    assert "申诉通过率（含部分成立）达到30.00%的规则12条：P-11" in text
    assert "下发不少于10条、逾期未申诉达到20.00%的机构13家" in text
    assert "待初审（逾期率26.53%）" in text


def test_one_late_answer_of_two_is_no_problem_of_an_institution():
    few = [cases.institution(1, dispatched=2, deemed=1)]
    assert "逾期未申诉达到" not in told(samples.facts(institutions=few))


def test_a_rule_whose_logic_changed_is_told_with_the_change():
    assert row(samples.facts(), "规则变动情况", "P-12")[2] == "判断逻辑修改"
    text = told(samples.facts(rule_changes=[]))
    assert "启用的规则及其判断逻辑没有变动" in text


def test_without_delivered_results_nothing_is_said_of_reminders_but_that():
    assert "系统内无事前提醒使用记录" in told(samples.without_hits())
    assert "遵从率64.58%" in told(samples.facts())


def test_reminders_that_nobody_answered_have_no_rate():
    silent = {
        **funds.PREREMINDER[0],
        "alerts_with_feedback": 0,
        "feedback_rate": Decimal(0),
        "compliance_rate": None,
    }
    facts = samples.facts(prereminder=[silent])
    assert "机构均未反馈" in told(facts)
    cells = row(facts, "事前提醒应用指标", "遵从率（占有反馈的提醒）")
    assert cells[-1] == "—"


def test_a_rule_on_trial_names_no_institution_that_sells_for_resale():
    assert "“高倒卖风险药品集中”本季度试运行" in told(samples.facts())
    live = {**figures.RESALE_RULES[0], "rule_status": "live", "institutions": 4}
    assert "本季度提示机构4家" in told(samples.facts(resale_rules=[live]))
    assert "没有监测易倒卖回流药的规则" in told(samples.without_hits())


def test_small_amounts_of_hits_are_told_in_yuan_and_large_ones_in_ten_thousands():
    facts = samples.facts()
    little = {**facts.total, "hit_fee_amount": Decimal("99999.99")}
    much = {**facts.total, "hit_fee_amount": Decimal("100000.00")}
    in_yuan = content.build(replace(facts, total=little), {})
    in_wan = content.build(replace(facts, total=much), {})
    for built, unit, total in (
        (in_yuan, "元", "99,999.99"),
        (in_wan, "万元", "10.00"),
    ):
        found = {each["title"]: each for each in tables(built)}
        for title in ("按县市分布", "疑点按规则类别分布", "按规则分布"):
            heads = [column["head"] for column in found[title]["columns"]]
            place = heads.index(f"涉及费用（{unit}）")
            assert found[title]["total"][place] == total


def test_rules_with_few_decided_appeals_are_watched_and_not_called_faulty():
    rules = {
        code: cases.outcome(code, "示例规则", appeals_decided=decided)
        for code, decided in (("P-01", 40), ("P-02", 3))
    }

    def told_of(*codes: str) -> str:
        facts = samples.facts()
        own = {code: rules[code] for code in codes}
        return told(replace(facts, outcomes={**facts.outcomes, "rule": own}))

    assert "建议复核其判断逻辑和参数" in told_of("P-01")
    assert "上述规则已有结论的申诉不足30条" in told_of("P-02")
    assert "样本足够后再判断是否调整规则" in told_of("P-02")
    assert "其中部分规则已有结论的申诉不足30条" in told_of("P-01", "P-02")
