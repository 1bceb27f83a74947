import json
from dataclasses import replace
from datetime import datetime

import pytest
from tests.unit.reports import samples

from claim_review.reports import context, tables
from claim_review.reports.checks import ImplausibleReportError, check
from claim_review.reports.layout import COLUMNS


def text_of(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def test_the_title_names_the_prefecture_and_the_quarter():
    title = context.build_context(samples.facts())["title"]
    assert title == "甘南州医保基金智能审核2025年第一季度分析报告"


def test_everything_in_the_context_is_text():
    def leaves(value):
        if isinstance(value, dict):
            for part in value.values():
                yield from leaves(part)
        elif isinstance(value, list):
            for part in value:
                yield from leaves(part)
        else:
            yield value

    built = context.build_context(samples.facts())
    widths = {column.width_mm for columns in COLUMNS.values() for column in columns}
    assert {leaf for leaf in leaves(built) if not isinstance(leaf, str)} <= widths


def test_the_columns_of_every_table_fill_the_width_of_the_page():
    widths = {name: sum(c.width_mm for c in cs) for name, cs in COLUMNS.items()}
    assert set(widths.values()) == {156}, widths


def test_every_row_has_a_cell_for_every_column():
    for name, table in context.build_context(samples.facts())["tables"].items():
        for row in [*table["rows"], *([table["total"]] if table["total"] else [])]:
            assert len(row) == len(table["columns"]), name


def test_figures_in_sentences_are_those_of_the_tables():
    built = context.build_context(samples.facts())
    cells = {row[0]: row[1] for row in built["tables"]["headline"]["rows"]}
    overview = "".join(built["overview"])
    for name in ("审核结算（笔）", "命中疑点（条）", "疑点涉及费用（万元）"):
        assert cells[name] in overview


def test_a_quarter_without_hits_says_so_and_leaves_out_what_is_empty():
    built = context.build_context(samples.without_hits())
    assert "本季度未发现疑点" in built["overview"][0]
    assert built["tables"]["by_rule"]["rows"] == []
    assert built["texts"]["rule"] == "启用的12条规则均未命中。"
    assert built["texts"]["verdict"] == built["texts"]["amount"] == ""
    assert "None" not in text_of(built)
    assert "nan" not in text_of(built)


def test_tables_are_numbered_without_gaps():
    for facts in (samples.facts(), samples.without_hits()):
        built = context.build_context(facts)["tables"]
        shown = [t["number"] for t in built.values() if t["rows"]]
        assert shown == [f"表{i}" for i in range(1, len(shown) + 1)]


def test_a_first_quarter_is_compared_with_nothing():
    first = replace(samples.facts(), previous_total=None, last_year_total=None)
    built = context.build_context(first)
    assert "本期不作环比、同比分析" in built["overview"][1]
    assert built["tables"]["headline"]["rows"][0][2:] == ["—", "—"]


def test_a_quarter_after_one_without_hits_has_no_growth():
    nothing = samples.without_hits().total
    after = replace(samples.facts(), previous_total=nothing)
    assert "上季度未发现疑点，不计算增幅" in context.build_context(after)["overview"][1]


def test_settlements_without_a_county_are_shown_as_unregistered():
    facts = samples.facts()
    counties = samples.breakdown(facts.total, ("合作市", None))
    facts = replace(facts, breakdown={**facts.breakdown, "county": counties})
    table = context.build_context(facts)["tables"]["by_county"]
    assert [row[0] for row in table["rows"]] == ["合作市", "未登记"]


def test_a_report_without_counties_says_that_they_are_missing():
    facts = samples.facts()
    facts = replace(facts, breakdown={**facts.breakdown, "county": []})
    built = context.build_context(facts)
    assert built["texts"]["county"] == "结算数据未登记县市，本期不作分县市分析。"
    assert built["figures"]["county"]["bars"] == []


def test_rules_beyond_the_first_twenty_are_summed_in_one_row():
    facts = samples.facts()
    rules = [
        {**facts.rules[0], "rule_id": f"P-{i:02d}", "hits": 1} for i in range(1, 26)
    ]
    table = context.build_context(replace(facts, rules=rules))["tables"]["by_rule"]
    assert len(table["rows"]) == tables.RULES_SHOWN + 1
    assert table["rows"][-1][1] == "其余5条规则"


def test_means_of_few_stays_are_marked():
    few = [samples.institution(1, inpatient_visits=29)]
    built = context.build_context(replace(samples.facts(), institutions=few))
    assert built["tables"]["institutions"]["rows"][0][1] == "29*"
    assert "标*者住院人次不足30" in built["texts"]["institutions"]


def test_what_could_not_be_judged_is_not_called_compliant():
    text = context.build_context(samples.facts())["texts"]["coverage"]
    assert "17笔次因缺少所需信息未能判定（无诊断17笔次），不视为合规" in text


def test_the_version_is_no_part_of_the_content():
    built = context.build_context(samples.facts())
    first, second = context.with_version(built, 1), context.with_version(built, 2)
    assert first["footer"] == "数据截止2025年4月16日0时　第1版　知识库2025.1"
    assert first["footer"] != second["footer"]
    assert "footer" not in built


def test_another_figure_is_another_content():
    facts = samples.facts()
    other = replace(facts, total=samples.total(hits=1_208))
    hashes = {
        context.content_sha256(context.build_context(f)) for f in (facts, facts, other)
    }
    assert len(hashes) == 2


def test_a_cut_off_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        context.in_words(datetime(2025, 4, 16))  # noqa: DTZ001


def test_a_report_whose_counties_do_not_add_up_is_not_published():
    facts = samples.facts()
    short = facts.breakdown["county"][1:]
    facts = replace(facts, breakdown={**facts.breakdown, "county": short})
    with pytest.raises(ImplausibleReportError, match="hits by county adds up to"):
        check(facts)


def test_a_fund_amount_above_what_the_fund_paid_is_not_published():
    facts = replace(
        samples.facts(), total=samples.total(fund_pay_amount=samples.money(1))
    )
    with pytest.raises(ImplausibleReportError, match="exceeds what the fund paid"):
        check(facts)


def test_a_sound_quarter_passes_the_checks():
    check(samples.facts())
    check(samples.without_hits())


def test_unconfirmed_thresholds_are_listed_as_they_were_set():
    built = context.build_context(samples.facts())
    table = built["tables"]["thresholds"]
    assert [row[1:3] for row in table["rows"]] == [["15", "天"], ["0.5", ""]]
    assert (
        f"有2项为建议值，尚待医保部门确认，见{table['number']}"
        in (built["texts"]["thresholds"])
    )
    nothing = context.build_context(samples.without_hits())
    assert nothing["texts"]["thresholds"] == ""
    assert nothing["tables"]["thresholds"]["rows"] == []
