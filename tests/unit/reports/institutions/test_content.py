"""What the report on institutions says, and where each of its figures stands."""

import json
import re
from decimal import Decimal

import pytest
from tests.figures import changed, figures, unknown
from tests.unit.reports.institutions import samples

from claim_review.reports.document import sentences, tables
from claim_review.reports.institutions import (
    advice,
    columns,
    content,
    findings,
    linking,
    prose,
)
from claim_review.reports.institutions.definitions import DEFINITIONS

FACTS = {
    "with flags": samples.facts(),
    "without flags": samples.facts(peers=[]),
    "without cases": samples.facts(outcomes={}),
    "without inpatients": samples.without_inpatients(),
}
# What a KPI or an annex is called, and days of the calendar: they count nothing.
NAMES = re.compile(
    r"(15|30)日内?|附件\d|\d+年第|\d+年\d+月\d+日(至\d+月\d+日)?(\d+时)?"
)


@pytest.fixture(scope="module", params=FACTS)
def report(request):
    return content.build(FACTS[request.param], {})


def said(report) -> str:
    return "\n".join(sentences(report))


def sources(report) -> list[str]:
    """Return every cell that a figure of a sentence may stand in."""
    found = [value for _, _, value in report["cells"]]
    for table in tables(report):
        found.append(table["number"])
        for row in (*table["rows"], table["total"]):
            found += row
    return found


def test_each_figure_of_a_sentence_stands_in_a_cell(report):
    for text in sentences(report):
        if text not in DEFINITIONS:
            assert unknown(NAMES.sub("", text), sources(report)) == [], text


def test_every_table_is_as_wide_as_the_page(report):
    for table in tables(report):
        widths = [column["width_mm"] for column in table["columns"]]
        assert sum(widths) == 156, table["title"]


def test_a_changed_figure_would_be_found():
    report = content.build(FACTS["with flags"], {})
    text = next(text for text in sentences(report) if "住院总费用" in text)
    figure = figures(NAMES.sub("", text))[-1]
    wrong = NAMES.sub("", text).replace(figure, changed(figure))
    assert unknown(wrong, sources(report)) != []


def test_the_same_facts_say_the_same_and_are_json(report, request):
    again = content.build(FACTS[request.node.callspec.params["report"]], {})
    assert json.dumps(again) == json.dumps(report)


def test_a_quarter_without_inpatients_says_so_and_shows_only_purchases():
    report = content.build(FACTS["without inpatients"], {})
    assert "本季度无住院结算。" in said(report)
    assert [table["title"] for table in tables(report)] == ["各类别机构门诊和购药"]
    assert "附件2" not in json.dumps(report, ensure_ascii=False)


def test_growth_is_told_where_there_is_a_base_and_the_other_base_is_said_to_miss():
    text = prose.comparison(FACTS["with flags"].total)
    assert text == (
        "与上年同期相比，住院总费用下降6.88%、住院人次下降1.10%、人次均费用下降5.84%；"
        "系统内无上季度住院数据，不作比较。"
    )


def test_without_any_base_nothing_is_compared():
    total = samples.kpi_row("全州", 100, 200_000)
    assert prose.comparison(total) == "系统内无上季度及上年同期住院数据，不作比较。"


def test_flags_of_each_kind_are_counted_and_listed_once_per_institution():
    report = content.build(FACTS["with flags"], {})
    assert (
        "本季度共有3家机构的指标达到异常提示的界限，计3项"
        "（偏离同类1项、偏离本机构历史1项、增幅高于同类1项）" in said(report)
    )
    titles = {table["title"]: table for table in tables(report)}
    assert [row[1:] for row in titles["异常提示明细"]["rows"]] == [
        ["药品占比（%）", "偏离同类", "28.74%", "28.74%", "+4.31"],
        ["耗材占比（%）", "偏离本机构历史", "8.15%", "15.11%", "-3.87"],
        ["住院人次（人次）", "增幅高于同类", "+1.74%", "+3.10%", "-1.36个百分点"],
    ]
    linked = titles["异常提示机构的审核结果"]
    assert [row[1] for row in linked["rows"]] == ["药品占比", "耗材占比", "住院人次"]
    assert linked["total"][2:4] == ["306", "243"]


def test_without_flags_the_report_says_that_there_are_none():
    text = said(content.build(FACTS["without flags"], {}))
    assert "本季度没有机构的指标达到异常提示的界限。" in text
    assert "本季度没有异常提示的机构，不作联动分析。" in text


def test_without_cases_nothing_is_linked():
    text = said(content.build(FACTS["without cases"], {}))
    assert "本季度尚无进入审核的疑点，不作联动分析。" in text


def test_confirmed_money_is_not_told_before_there_is_any():
    none = samples.outcome("x", final_fund_amount=Decimal(0), confirmed=0)
    report = content.build(samples.facts(outcomes={"虚构甲县人民医院": none}), {})
    assert "占全部疑点的100.00%；截至目前尚无终审认定的金额" in said(report)


def test_names_of_small_samples_are_marked_and_not_compared():
    report = content.build(FACTS["with flags"], {})
    titles = {table["title"]: table for table in tables(report)}
    assert titles["乡镇卫生院次均与占比"]["rows"][0][0] == "虚构镇卫生院*"
    assert "乡镇卫生院同类位次与稳健z值" not in titles
    assert "该机构住院人次较少，不作机构间比较。" in said(report)


def test_only_those_that_are_compared_are_the_dearest_or_the_cheapest():
    rows = [
        samples.kpi_row("虚构甲院", 40, 80_000),
        samples.kpi_row("虚构乙院", 30, 30_000),
        samples.kpi_row("虚构丙院", 2, 90_000),
    ]
    group = samples.kpi_row("综合医院", 72, 200_000)
    (text,) = prose.category(group, rows, content.Document())
    assert text.endswith(
        "其中1家住院人次较少，不参与比较。其余2家中，人次均费用最高的为虚构甲院"
        "（2,000.00元），最低的为虚构乙院（1,000.00元）。"
    )


def test_limits_that_nobody_confirmed_are_said_to_be_proposals():
    said_so = "以上界限均为建议值，尚待医保部门确认。"
    assert said_so in said(content.build(FACTS["with flags"], {}))
    confirmed = content.build(samples.facts(are_confirmed=True), {})
    assert said_so not in said(confirmed)


def test_missing_opinions_are_said_to_be_missing_and_given_ones_are_shown():
    assert advice.TO_BE_WRITTEN in said(content.build(FACTS["with flags"], {}))
    told = content.build(FACTS["with flags"], {"opinions": ["请约谈虚构机构。"]})
    assert "请约谈虚构机构。" in said(told)
    assert advice.TO_BE_WRITTEN not in said(told)


def test_many_names_are_cut_short():
    labels = [f"虚构{name}院" for name in "甲乙丙丁戊己"]
    assert prose.names(labels) == (
        "虚构甲院、虚构乙院、虚构丙院、虚构丁院、虚构戊院等6家机构"
    )
    assert prose.names(labels[:2]) == "虚构甲院、虚构乙院"


def test_growth_of_fees_is_parted_into_visits_and_fee_per_visit():
    """100 visits of 1,000 become 120 of 1,100: 20 × 1,000 and 120 × 100."""
    row = samples.kpi_row("虚构医院", 120, 132_000, (100, 100_000))
    assert linking.growth(row) == ["虚构医院", "3.20", "2.00", "1.20", "+32.00%"]


def test_changes_of_shares_are_shown_in_points_where_there_is_a_base():
    titles = {t["title"]: t for t in tables(content.build(FACTS["with flags"], {}))}
    changes = titles["各类别机构占比同比变化（百分点）"]
    assert changes["total"] == ["合计", *["-1.23"] * 6]
    without = [samples.kpi_row("综合医院", 100, 200_000)]
    whole = samples.facts(classes=without, total=without[0])
    assert "占比同比变化" not in json.dumps(
        content.build(whole, {}), ensure_ascii=False
    )


def test_columns_of_growth_that_nobody_has_give_their_room_to_the_others():
    cells = ["虚构医院", "二级", "1.00", "0.50", "30", "—", "—", "—"]
    shown, rows, _ = columns.told(columns.SIZE, [cells])
    assert [column.head for column in shown][-1] == "人次"
    assert rows == [cells[:5]]
    assert [column.width_mm for column in shown] == [80, 24, 19, 19, 14]
    known = [*cells[:7], "+1.00%"]
    shown, rows, _ = columns.told(columns.SIZE, [cells, known])
    assert [column.head for column in shown][-2:] == ["人次", "次均同比"]
    assert rows == [[*cells[:5], "—"], [*cells[:5], "+1.00%"]]
    assert sum(column.width_mm for column in shown) == 156


def test_the_kpis_of_the_prefecture_stand_in_the_order_of_their_numbers():
    titles = {t["title"]: t for t in tables(content.build(FACTS["with flags"], {}))}
    kpis = [row[0].split()[0] for row in titles["全州住院指标"]["rows"]]
    assert kpis[:4] == ["K01", "K02", "K02b", "K03"]
    assert kpis == sorted(kpis)


def test_persons_of_several_classes_are_said_to_be_counted_once():
    groups = [samples.kpi_row(name, 100, 1_000) for name in ("甲类", "乙类")]
    once = samples.kpi_row("全州", 200, 2_000, inpatient_persons=170)
    assert "合计只计一人" in prose.persons_once(groups, once)
    whole = samples.kpi_row("全州", 200, 2_000, inpatient_persons=180)
    assert prose.persons_once(groups, whole) == ""


def test_one_proposal_alone_is_not_numbered():
    assert advice.numbered(["甲。"]) == ["甲。"]
    assert advice.numbered(["甲。", "乙。"]) == ["一是甲。", "二是乙。"]
    many = advice.numbered(["甲。"] * 12)
    assert many[9:] == ["十是甲。", "此外，甲。", "此外，甲。"]


def test_a_decrease_is_told_as_such():
    row = samples.kpi_row("虚构医院", 80, 88_000, (100, 100_000))
    text = findings.growth([row], content.Document())
    assert "比上年同期减少1.20万元" in text
    assert "人次变化使费用减少2.00万元，次均费用变化使费用增加0.80万元" in text


def test_who_came_and_who_went_is_listed_and_not_compared():
    report = content.build(FACTS["with flags"], {})
    titles = {table["title"]: table for table in tables(report)}
    assert [row[:2] for row in titles["新增和停止住院结算的机构"]["rows"]] == [
        ["虚构镇卫生院", "本季度新增住院"],
        ["虚构乡卫生院", "本季度无住院结算"],
    ]
