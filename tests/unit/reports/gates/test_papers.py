"""Reports whose cells contradict themselves, each other or the marts do not leave."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claim_review.reports import numbers
from claim_review.reports.document import Column, Content, Document
from claim_review.reports.gates.papers import Whole, problems

WHOLE = Whole(
    fees=Decimal("1850332.18"),
    claims=Decimal("24382.98"),
    known={"审核结算（笔）": "4,251", "疑点涉及费用（万元）": "2.44"},
)


def report(
    heads: Sequence[str],
    *rows: Sequence[str],
    total: Sequence[str] = (),
    said: str = "",
    title: str = "季度报告",
    table: str = "示例",
    cells: Sequence[tuple[str, str]] = (),
) -> Content:
    doc = Document()
    doc.chapter("概要")
    doc.text(said)
    columns = [
        Column(head, 20, "right" if at else "left") for at, head in enumerate(heads)
    ]
    doc.table(table, columns, rows, total)
    for name, text in cells:
        doc.cell(name, text)
    return doc.content(title=title)


def found(*contents: Content) -> list[str]:
    return problems(contents, WHOLE)


COUNTIES = ("县市", "机构（家）", "结算（笔）", "疑点涉及费用（万元）", "费用占比")


def counties(total: Sequence[str]) -> Content:
    return report(
        COUNTIES,
        ("合作市", "24", "1,059", "0.86", "35.25%"),
        ("夏河县", "20*", "334", "1.58", "64.76%"),
        total=total,
    )


def test_a_sound_table_passes():
    assert found(counties(("合计", "44", "1,393", "2.44", "100.00%"))) == []


def test_parts_that_are_rounded_each_by_itself_pass():
    assert found(counties(("合计", "44", "1,393", "2.45", "100.00%"))) == []


@pytest.mark.parametrize(
    ("total", "problem"),
    [
        ("45 1,393 2.44", "机构（家）: rows add up to 44, 合计 is 45"),
        ("44 1,392 2.44", "结算（笔）: rows add up to 1,393, 合计 is 1,392"),
        ("44 1,393 2.46", "疑点涉及费用（万元）: rows add up to 2.44, 合计 is 2.46"),
    ],
)
def test_a_total_that_its_rows_do_not_come_to_is_told(total, problem):
    content = counties(("合计", *total.split(), "100.00%"))
    assert found(content) == [f"季度报告 表1, {problem}"]


def test_shares_that_do_not_fill_the_whole_are_told():
    content = report(
        COUNTIES[:1] + COUNTIES[-1:],
        ("合作市", "35.25%"),
        ("夏河县", "61.76%"),
        total=("合计", "100.00%"),
    )
    assert found(content) == [
        "季度报告 表1, 费用占比: rows add up to 97.01, 合计 is 100.00%"
    ]


def test_a_settlement_may_stand_with_two_rules_but_in_one_county():
    rows = (("甲", "3"), ("乙", "2"))
    by_rule = report(("规则", "结算（笔）"), *rows, total=("合计", "4"))
    assert found(by_rule) == []
    by_county = report(("县市", "结算（笔）"), *rows, total=("合计", "4"))
    assert len(found(by_county)) == 1


def test_an_institution_is_in_one_county_and_one_class_only():
    rows = (("甲", "3"), ("乙", "2"))
    for first in ("县市", "机构类别", "机构等级"):
        table = report((first, "机构（家）"), *rows, total=("合计", "4"))
        assert len(found(table)) == 1
    by_rule = report(("规则类别", "机构（家）"), *rows, total=("合计", "4"))
    assert found(by_rule) == []
    for total in ("2", "6"):
        by_rule = report(("规则类别", "机构（家）"), *rows, total=("合计", total))
        assert len(found(by_rule)) == 1


def test_means_parts_of_parts_and_tables_of_the_first_few_are_not_added_up():
    content = report(
        ("机构", "次均费用（元）", "每千笔疑点（条）", "结算（笔）"),
        ("甲", "100.00", "3.00", "3"),
        ("其中：异地", "90.00", "2.00", "1"),
        ("乙", "200.00", "4.00", "5"),
        total=("合计", "150.00", "3.50", "8"),
    )
    assert found(content) == []
    first = report(("机构", "结算（笔）"), ("甲", "3"), total=("全州", "8"))
    assert found(first) == []


def test_a_column_with_an_unknown_part_is_not_added_up():
    content = report(
        ("县市", "结算（笔）"), ("甲", "<5"), ("乙", "3"), total=("合计", "5")
    )
    assert found(content) == []


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=30))
def test_whatever_is_rounded_honestly_passes(amounts):
    rows = [(f"县{at}", numbers.wan(amount)) for at, amount in enumerate(amounts)]
    content = report(
        ("县市", "基金（万元）"), *rows, total=("合计", numbers.wan(sum(amounts)))
    )
    wide = Whole(fees=Decimal(10**8), claims=Decimal(10**8), known={})
    assert problems([content], wide) == []


@pytest.mark.parametrize(
    ("heads", "row", "is_told"),
    [
        (("机构", "药品占比"), ("甲", "130.00%"), True),
        (("机构", "申诉率"), ("甲", "-1.00%"), True),
        (("指标", "本季度"), ("下发率", "100.01%"), True),
        (("指标", "本季度"), ("申诉通过率（含部分成立）", "100.01%"), True),
        (("机构", "药品占比"), ("甲", "100.00%"), False),
        (("机构", "药品占比"), ("甲", "—"), False),
        (("指标", "环比"), ("下发率", "-12.00%"), False),
        (("机构", "费用增长率"), ("甲", "+130.00%"), False),
        (("机构", "基金支出增长贡献率"), ("甲", "-30.00%"), False),
        (("机构", "政策范围内自付占比"), ("甲", "-3.00%"), False),
    ],
)
def test_a_share_lies_between_nothing_and_the_whole(heads, row, is_told):
    assert len(found(report(heads, row))) == is_told


def test_yuan_that_are_shown_as_wan_are_told():
    content = report(("规则", "拒付金额（万元）"), ("甲", "24,382.98"))
    (told,) = found(content)
    assert told == (
        "季度报告 表1, 甲, 拒付金额（万元）: 24,382.98万元 is 243,829,800.00 yuan, "
        "more than 10 times the largest quarter's 疑点涉及费用, 24,382.98 yuan"
    )
    right = report(("规则", "拒付金额（元）"), ("甲", "24,382.98"))
    assert found(right) == []


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (("指标", "本季度"), ("拒付金额（万元）", "24,382.98")),
        (("环节", "金额（万元）"), ("拒付", "1,000.00")),
        (("县市", "医疗总费用（万元）"), ("合作市", "1,850,332.18")),
    ],
)
def test_the_unit_is_found_beside_the_row_too(heads, row):
    assert len(found(report(heads, row))) == 1


def test_a_unit_in_the_title_of_a_table_is_that_of_its_columns():
    content = report(
        ("县市", "药品类"),
        ("甲", "3"),
        ("乙", "2"),
        total=("合计", "6"),
        table="各县市疑点数量（条）",
    )
    assert found(content) == ["季度报告 表1, 药品类: rows add up to 5, 合计 is 6"]


def test_a_figure_of_a_sentence_has_its_limit_too():
    assert len(found(report((), cells=[("拒付金额（万元）", "24,382.98")]))) == 1


def test_a_sentence_keeps_the_unit_of_its_table():
    heads, row = ("规则", "拒付金额（元）"), ("甲", "24,382.98")
    assert found(report(heads, row, said="拒付24,382.98元。")) == []
    (told,) = found(report(heads, row, said="拒付24,382.98万元。"))
    assert told.startswith("季度报告: 24,382.98万元 is 24,382.98元 in a table; “拒付")


def test_an_amount_that_stands_in_both_units_or_in_none_is_left_alone():
    heads, row = ("规则", "拒付（元）", "费用（万元）"), ("甲", "1.25", "1.25")
    assert found(report(heads, row, said="拒付1.25万元，0.00元。")) == []
    heads, row = ("规则", "拒付（元）", "平均天数"), ("甲", "1.25", "1.25")
    assert found(report(heads, row, said="拒付1.25万元。")) == []


def test_a_summary_for_the_mail_is_read_too():
    content = report(("规则", "拒付（元）"), ("甲", "1.25"))
    content["summary"] = ["拒付1.25万元。"]
    assert len(found(content)) == 1


def test_reports_show_a_figure_alike_and_as_the_marts_do():
    heads = ("指标", "本季度", "环比")
    one = report(heads, ("审核结算（笔）", "4,251", "—"), title="甲报告")
    other = report(heads, ("审核结算（笔）", "4,250", "—"), title="乙报告")
    assert found(one) == []
    assert found(one, other) == [
        "乙报告 表1, 审核结算（笔）: 4,250, in the marts 4,251",
        "审核结算（笔）: 4,250 in 乙报告 表1, 4,251 in 甲报告 表1",
    ]
    ours = report(heads, ("住院人次", "10", "—"), title="甲报告")
    theirs = report(heads, ("住院人次", "11", "—"), title="乙报告")
    assert len(found(ours, theirs)) == 1
