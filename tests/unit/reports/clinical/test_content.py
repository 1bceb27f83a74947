import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from tests.figures import figures, unknown
from tests.unit.reports.clinical.samples import (
    COMMENTS,
    HITS,
    LISTED,
    PARTLY,
    facts,
    hit,
)

from claim_review.reports.clinical import prose, scope
from claim_review.reports.clinical.content import build, missing_comments
from claim_review.reports.clinical.items import most_hit
from claim_review.reports.document import Content, sentences, tables
from claim_review.settings import REPO_DIR

UNDECIDED = [hit(1, is_dispatched=False), hit(2, is_dispatched=False)]
WITHOUT = facts(hits=[], trend=[], uses=[])
KINDS = {
    "as usual": facts(),
    "nothing found": WITHOUT,
    "nothing decided": facts(hits=UNDECIDED, uses=[]),
    "one quarter": facts(quarters=["2025Q1"]),
    "nobody got an appeal": facts(
        hits=[hit(1, is_appealed=True, is_appeal_decided=True, is_confirmed=True)]
    ),
}


@pytest.fixture(params=KINDS)
def content(request) -> Content:
    return build(KINDS[request.param], COMMENTS)


def told(content: Content) -> str:
    return "\n".join(sentences(content))


def before(hits: int) -> dict:
    """Return the hits of the quarter before on the first item."""
    fee = Decimal(hits * 10)
    return {
        "quarter": "2024Q4",
        "item_code": "X1",
        "hits": hits,
        "hit_fee_amount": fee,
    }


def table(content: Content, title: str) -> dict:
    return next(each for each in tables(content) if title in each["title"])


def test_each_figure_of_a_sentence_stands_in_a_table_or_is_a_named_cell(content):
    cells = [value for _, _, value in content["cells"]]
    for each in tables(content):
        for row in [*each["rows"], each["total"]]:
            cells += row
    head = [content["period"], content["cut_off"], "2025年7月7日0时"]
    # The definitions are numbered.
    ordinals = [str(n) for n in range(1, 20)]
    for sentence in sentences(content):
        assert unknown(sentence, [*cells, *head, *ordinals]) == [], sentence


def test_a_figure_that_stands_nowhere_is_found():
    assert unknown("疑点1234条", ["1,235"]) == ["1234"]
    assert figures(told(build(facts(), COMMENTS)))


def test_tables_are_as_wide_as_the_page_and_called_by_different_names(content):
    titles = [each["title"] for each in tables(content)]
    assert len(titles) == len(set(titles))
    for each in tables(content):
        assert sum(column["width_mm"] for column in each["columns"]) == 156, each


def test_the_same_facts_are_the_same_report_in_whatever_order_hits_come():
    first, second = build(facts(), {}), build(facts(hits=HITS[::-1]), {})
    assert json.dumps(first) == json.dumps(second)


def test_the_overview_counts_hits_bills_institutions_and_fees():
    said = told(build(facts(), {}))
    assert (
        "共发现违反临床相关规则的疑点7条，涉及病例7例、定点医药机构2家、医疗费用620.50元，"
        "其中限适应症与合理用药5条（涉及费用490.00元）、医疗类2条（涉及费用130.50元）。"
    ) in said
    assert (
        "经初审、复审排除1条，下发5条，机构申诉2条，申诉成立（含部分成立）2条。"
        "其余1条尚未下发。"
    ) in said


def test_large_sums_are_told_in_wan_and_small_ones_in_yuan():
    one = table(build(facts(), {}), "各类规则疑点")
    assert [column["head"] for column in one["columns"]][-2:] == [
        *("涉及费用（元）", "涉及基金（元）"),
    ]
    assert one["total"][-2] == "620.50"
    large = facts(hits=[hit(1, hit_fee_amount=Decimal(100_000))])
    many = table(build(large, {}), "各类规则疑点")
    assert many["columns"][-2]["head"] == "涉及费用（万元）"
    assert many["total"][-2] == "10.00"
    assert "医疗费用10.00万元" in told(build(large, {}))


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ({"is_dispatched": False}, "上述疑点尚未下发机构。"),
        ({}, "下发1条，尚无机构申诉。"),
        ({"is_appealed": True}, "下发1条，机构申诉1条。"),
        (PARTLY, "下发1条，机构申诉1条，申诉成立（含部分成立）1条。"),
    ],
)
def test_the_progress_says_what_has_not_happened_yet(outcome, said):
    assert said in told(build(facts(hits=[hit(1, **outcome)]), {}))


def test_hits_made_void_before_they_were_sent_out_are_told():
    hits = [hit(1), hit(2, is_dispatched=False), hit(3, is_dispatched=False)]
    hits[2]["is_void"] = True
    assert "其余2条未下发，其中作废1条。" in told(build(facts(hits=hits), {}))


def test_an_item_is_told_with_its_uses_everywhere():
    said = told(build(facts(), {}))
    assert (
        "本季度示例注射液共有疑点5条，涉及病例5例、机构2家、费用490.00元；"
        "该项目全州收费48次，平均每百次疑点10.42条。"
    ) in said
    rows = table(build(facts(), {}), "示例注射液各机构疑点")["rows"]
    assert rows[0][:6] == ["示例县医院", "4", "4", "40", "10.00", "400.00"]
    assert rows[1][3:5] == ["0", "—"]
    assert rows[2][:5] == ["无疑点的机构", "0", "0", "8", "0.00"]


def test_an_item_says_its_restriction_source_validity_and_reason():
    rows = dict(table(build(facts(), {}), "示例注射液的适用范围")["rows"])
    assert rows == {
        "项目编码": "X1",
        "医保目录": "乙类，2020年1月1日起",
        "P-09 规则": "药品限支付疗程",
        "P-09 适用范围": "每次住院支付不超过14天",
        "P-09 命中原因": "用药天数超过支付疗程的，超出部分不予支付。",
        "P-09 规则依据": "国家医保药品目录备注",
        "P-09 限制依据": "国家医保药品目录 备注；条例第38条第（六）项",
        "P-09 限制出处": "国家两库第6批（2025年8月26日公布）",
        "P-09 有效期": "2025年1月1日起",
    }


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("domain notes §8.1 P-09、§3.2 F80；国家两库第6批", "国家两库第6批"),
        ("domain notes §3.1 F37；由项目名称得出 †", "由项目名称得出（待核实）"),
        ("domain notes §8 C-01；data notes §6（代码）", None),
    ],
)
def test_our_own_notes_are_no_source_that_a_report_names(source, said):
    known = facts().knowledge
    listed = LISTED | {"source": source, "published_at": None}
    restricted = replace(known, restrictions={"course-1": [listed]})
    content = build(facts(knowledge=restricted), {})
    rows = dict(table(content, "示例注射液的适用范围")["rows"])
    assert rows.get("P-09 限制出处") == said


def test_the_trend_has_a_quarter_without_hits_as_zero():
    rows = table(build(facts(), {}), "示例注射液各季度疑点")["rows"]
    assert rows == [
        ["2024年第四季度", "0", "0.00"],
        ["2025年第一季度", "5", "490.00"],
    ]
    said = told(build(facts(quarters=["2025Q1"]), {}))
    assert "系统内仅有本季度的审核结果，不作分季度趋势分析。" in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "上季度未发现该项目的疑点；各季度情况见表"),
        ({"quarters": ["2024Q1", "2025Q1"]}, "系统内无上季度审核结果，不作环比；"),
        ({"trend": [before(4)]}, "与上季度相比，疑点数量增长25.00%；"),
        ({"trend": [before(10)]}, "与上季度相比，疑点数量下降50.00%；"),
        ({"trend": [before(5)]}, "与上季度相比，疑点数量持平；"),
    ],
)
def test_the_trend_is_told_against_the_quarter_before(changes, said):
    assert said in told(build(facts(**changes), {}))


def test_no_doctor_is_told_by_more_than_a_share():
    said = told(build(facts(), {}))
    assert "疑点涉及开单医师2名，疑点最多的一名医师占60.00%。" in said
    assert "可识别开单医师的疑点较少，不作医师集中度分析。" in said


def test_a_comment_without_text_or_name_is_awaited_and_holds_the_report():
    first, second = "X1（示例注射液）", "X2（示例胶囊）"
    assert [p.split("：")[1] for p in missing_comments(facts(), {})] == [first, second]
    nameless = {"X1": {"text": "意见", "by": " "}, **COMMENTS["clinical_comments"]}
    nameless["X1"] = {"text": "意见", "by": " "}
    inputs = {"clinical_comments": nameless}
    assert missing_comments(facts(), inputs) == [f"临床意见缺少内容或署名：{first}"]
    assert f"临床意见：{prose.AWAITED}" in told(build(facts(), inputs))
    assert "临床意见：应核对用药人性别。（评议人：示例医师乙）" in told(
        build(facts(), inputs)
    )


def test_a_report_with_all_comments_may_go_out():
    assert missing_comments(facts(), COMMENTS) == []
    assert missing_comments(WITHOUT, {}) == []


def test_a_comment_on_an_item_that_is_not_shown_is_told():
    assert missing_comments(WITHOUT, COMMENTS) == [
        "临床意见所指项目不在报告中：X1",
        "临床意见所指项目不在报告中：X2",
    ]


def test_misjudged_hits_are_told_by_reason_and_rule():
    content = build(facts(), {})
    assert table(content, "申诉成立的原因")["rows"] == [
        ["知识库条目有误或已过时", "是", "1", "0", "100.00"],
        ["临床合理且有依据", "否", "0", "1", "55.00"],
    ]
    rows = table(content, "申诉成立涉及的规则")["rows"]
    assert rows == [
        ["P-09 药品限支付疗程", "2", "1", "1", "100.00%*", "未调整"],
    ]
    assert "其中因规则、知识库或数据有误的1条，计入规则误判。" in told(content)


def test_a_rule_judged_by_another_text_now_was_changed_since():
    known = facts().knowledge
    changed = [{**rule, "sql_sha256": "b" * 64} for rule in known.rules]
    content = build(facts(knowledge=replace(known, rules=changed)), {})
    assert table(content, "申诉成立涉及的规则")["rows"][0][-1] == "已调整"


def test_who_is_told_to_examine_themselves_excludes_what_was_cleared():
    rows = table(build(facts(), {}), "需自查自纠的机构")["rows"]
    assert rows == [
        ["示例县医院", "综合医院", "2", "3", "300.00"],
        ["示例乡卫生院", "乡镇卫生院", "1", "1", "100.00"],
    ]
    said = told(build(KINDS["nothing decided"], {}))
    assert "没有已下发且未排除的临床类疑点，无需机构自查" in said


def test_cases_tell_no_number_of_bill_line_or_doctor():
    rows = table(build(facts(), {}), "示例注射液部分病例")["rows"]
    assert rows[0] == [
        *("例1", "示例县医院", "金额最大", "男，60–64岁，内科", "I63.900 脑梗死"),
        *("2月", "2", "100.00", "P-09：已下发，办理中"),
    ]
    assert [row[2] for row in rows] == [
        *("金额最大", "金额居中", "申诉成立（反例）"),
        "仅此一例、申诉部分成立（反例）",
    ]


def test_hits_on_whole_bills_are_counted_apart():
    assert "另有1条疑点针对整笔结算或一次住院" in told(build(facts(), {}))
    assert [item.code for item in most_hit(HITS)] == ["X1", "X2"]


def test_items_of_equal_amounts_are_told_apart_by_hits_and_code():
    half = {"hit_fee_amount": Decimal("50.00")}
    hits = [
        hit(1, item_code="C"),
        hit(2, item_code="B"),
        hit(3, item_code="D", **half),
        hit(4, item_code="D", **half),
        hit(5, item_code="A"),
    ]
    for order in (hits, hits[::-1]):
        items = most_hit(order)
        assert [item.code for item in items] == ["D", "A", "B", "C"]
        assert [each["number"] for each in items[0].hits] == [3, 4]
    assert [item.code for item in most_hit(hits, 2)] == ["D", "A"]


def test_the_rules_in_scope_are_in_the_catalogue_once():
    folder = REPO_DIR / "include" / "rules"
    known = [rule_id(path) for path in folder.glob("*/*.yml") if path.parent != folder]
    assert sorted(scope.LISTED_RULES) == sorted(set(scope.LISTED_RULES))
    assert set(scope.LISTED_RULES) <= set(known)
    assert not [rule for rule in scope.LISTED_RULES if rule.startswith("C-")]


def rule_id(path: Path) -> str:
    if path.parent.name == "knowledge":
        return ""
    name = yaml.safe_load(path.read_text("utf-8"))["models"][0]["name"]
    return f"{name[0].upper()}-{name[1:3]}"
