"""The dashboard as content: the same blocks that all reports are made of."""

from typing import Any

from claim_review.reports import numbers
from claim_review.reports.dashboard import tables
from claim_review.reports.dashboard.facts import Facts
from claim_review.reports.dashboard.kpis import kpis
from claim_review.reports.document import (
    Chart,
    Content,
    Document,
    without_missing,
)
from claim_review.reports.periods import PREFECTURE, in_words, period, quarter_name
from claim_review.reports.quarterly.words import QUALITY

RULES_CHARTED = 15
RULES_LISTED = 6

DEFINITIONS = (
    "统计范围：按结算时间落入本季度的全部有效结算；退费、冲正与原结算相抵后计算。",
    "疑点：一条规则对一笔结算（或一条费用明细、一次就诊）的一次命中；试运行规则的命中、"
    "机构提示和数据门禁不计入。疑点是筛查结果，不等同于违规认定。",
    "涉及费用：命中明细的医疗费用，同一明细被多条规则命中的分别计入；"
    "涉及基金：同一明细只归属一条规则，去重后的基金支付金额。",
    "规则筛查覆盖率：信息齐全、已作判断的结算笔次除以规则适用的结算笔次。",
    "纳入审核以后各环节以所示时点为准；各季度审核进度不同，"
    "环比、同比仅供参考。纳入审核的是结论为明确违规或可疑的疑点，提示类不在内。",
    "事前提醒已遵从金额：机构按提醒返回修改的，提醒所指的金额；是否确未结算未作核对。",
    "申诉率：申诉期已满的下发疑点中，机构提出申诉的比重；申诉改判：申诉成立及部分成立。",
    "环比为与上一季度相比，同比为与上年同季度相比；无基数或基数为零的以“—”表示。",
)


def build(facts: Facts, inputs: dict[str, Any] | None = None) -> Content:
    """Return the dashboard of the quarter; the same facts give the same content.

    `inputs` is there because every report has it; nobody writes anything for this one.
    """
    quarter = facts.quarter
    name = quarter_name(quarter)
    document = Document()
    for chapter in (_funnel, _rules, _counties, _classes, _heat, _trend):
        chapter(document, facts)
    _rule_table(document, facts)
    _quality(document, facts)
    document.chapter("口径")
    document.text(*(f"{i}. {text}" for i, text in enumerate(DEFINITIONS, start=1)))
    strip = kpis(facts)
    for kpi in strip:
        document.cell(kpi["name"], kpi["value"])
        document.cell(f"{kpi['name']}说明", kpi["remark"])
    return document.content(
        name="dashboard",
        title=f"{PREFECTURE}医保基金智能审核{name}看板",
        title_lines=[f"{PREFECTURE}医保基金智能审核", f"{name}看板"],
        quarter=str(quarter),
        period=period(quarter),
        cut_off=in_words(facts.cut_off),
        cut_off_at=facts.cut_off.isoformat(),
        told_at=in_words(facts.as_of),
        knowledge_release=facts.knowledge_release or numbers.MISSING,
        kpis=strip,
        summary=[f"{kpi['name']}：{kpi['value']}" for kpi in strip],
        headline=0,
    )


def _funnel(document: Document, facts: Facts) -> None:
    document.chapter("从疑点到认定")
    rows = tables.funnel_rows(facts)
    if not rows:
        document.text("本季度没有纳入审核的疑点。")
        return
    document.text(f"按{in_words(facts.as_of)}的进度统计。")
    chart = {
        "kind": "funnel",
        "labels": [row[0] for row in rows],
        "values": [row[1] for row in rows],
        "shares": [row[2] for row in rows],
        "unit": "条",
    }
    document.figure("各环节疑点", chart)
    document.table("各环节数量与金额", *without_missing(tables.FUNNEL, rows))


def _counties(document: Document, facts: Facts) -> None:
    _group(document, facts, "county", "县市")


def _classes(document: Document, facts: Facts) -> None:
    _group(document, facts, "class", "机构类别")


def _group(document: Document, facts: Facts, dimension: str, subject: str) -> None:
    document.chapter(f"按{subject}")
    rows, total = tables.group_rows(facts, dimension)
    if not rows:
        document.text(f"结算数据未登记{subject}。")
        return
    document.figure(
        f"各{subject}疑点涉及费用", _bars(rows, 0, 5, tables.money(facts).unit)
    )
    document.table(f"各{subject}情况", tables.group_columns(facts), rows, total)


def _rules(document: Document, facts: Facts) -> None:
    document.chapter("疑点集中在哪些规则")
    rows = [row for row in tables.rule_rows(facts) if row[5] != "0.00"]
    if not rows:
        document.text("本季度各规则均未发现涉及费用的疑点。")
        return
    whole = facts.totals[str(facts.quarter)]["hit_fee_amount"]
    shown = _bars(rows[:RULES_CHARTED], 0, 5, "元")
    amounts = [rule["hit_fee_amount"] for rule in facts.rules if rule["hits"]]
    shares = [
        numbers.percent(numbers.ratio(sum(amounts[: n + 1]), whole))
        for n in range(len(rows[:RULES_CHARTED]))
    ]
    names = [row[1] for row in rows[:RULES_CHARTED]]
    chart = {**shown, "kind": "pareto", "shares": shares, "names": names}
    document.figure("规则疑点涉及费用及累计占比", chart)
    first = [
        [row[0], row[1], row[5], share]
        for row, share in zip(rows[:RULES_LISTED], shares, strict=False)
    ]
    document.table("涉及费用居前的规则", tables.LEADING, first)


def _heat(document: Document, facts: Facts) -> None:
    document.chapter("县市与规则类别")
    chart = tables.heat(facts)
    if chart is None:
        document.text("本季度没有疑点。")
    document.figure("各县市各类规则的疑点（条）", chart)


def _trend(document: Document, facts: Facts) -> None:
    document.chapter("各季度走势")
    rows = tables.trend_rows(facts)
    if len(rows) < 2:
        document.text("系统内只有本季度的审核结果，暂无走势可比。")
        return
    labels = [row[0] for row in rows]
    for column, unit in ((3, "条"), (5, "万元")):
        name = tables.TREND[column].head.partition("（")[0]
        series = [{"name": name, "values": [row[column] for row in rows]}]
        chart = {"kind": "lines", "labels": labels, "series": series, "unit": unit}
        document.figure(f"各季度疑点{name.removeprefix('疑点')}（{unit}）", chart)
    document.table("各季度情况", tables.TREND, rows)


def _rule_table(document: Document, facts: Facts) -> None:
    document.chapter("各规则结果")
    rows = tables.rule_rows(facts)
    silent = len(facts.rules) - len(rows)
    counted = {"启用规则": len(facts.rules), "有疑点的规则": len(rows)}
    live, found = (document.cell(k, numbers.count(n)) for k, n in counted.items())
    told = f"启用规则{live}条，其中{found}条有疑点"
    told += (
        f"，{document.cell('没有疑点的规则', str(silent))}条没有。" if silent else "。"
    )
    document.text(told + ("点表头可以排序。" if rows else ""))
    document.table("有疑点的规则", tables.RULE, rows)


def _quality(document: Document, facts: Facts) -> None:
    document.chapter("数据质量")
    rows = tables.quality_rows(facts)
    if not rows:
        document.text("各项数据质量检查均未发现问题。")
    document.table("发现问题的检查项目", QUALITY, rows)


def _bars(rows: list[list[str]], label: int, value: int, unit: str) -> Chart:
    return {
        "kind": "bars",
        "labels": [row[label] for row in rows],
        "values": [row[value] for row in rows],
        "unit": unit,
    }
