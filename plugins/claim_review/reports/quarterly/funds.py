"""Inpatient figures and readmissions, trends, and 门诊、药店专章."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.document import Column, Document
from claim_review.reports.quarterly.facts import Facts, Row
from claim_review.reports.quarterly.groups import largest
from claim_review.reports.quarterly.summary import hits_per_thousand
from claim_review.reports.quarterly.words import label

_INPATIENT = (
    Column("指标", 50, "left"),
    Column("编号", 13, "center"),
    Column("全部", 25),
    Column("其中异地就医", 22),
    Column("环比", 23),
    Column("同比", 23),
)
_READMISSION = (
    Column("指标", 46, "left"),
    Column("编号", 14, "center"),
    Column("出院（人次）", 24),
    Column("再入院（人次）", 24),
    Column("比率", 24),
    Column("其中同一机构", 24),
)
_OUTPATIENT = (
    Column("机构类别", 34, "left"),
    Column("门诊（人次）", 22),
    Column("门诊费用（万元）", 26),
    Column("次均费用（元）", 25),
    Column("次均统筹（元）", 25),
    Column("疑点（条）", 24),
)
_PHARMACY = (
    Column("机构类别", 34, "left"),
    Column("购药（人次）", 22),
    Column("购药费用（万元）", 26),
    Column("单次金额（元）", 25),
    Column("人均购药次数", 25),
    Column("疑点（条）", 24),
)
_OWN_RULES = (
    Column("规则", 70, "left"),
    Column("疑点（条）", 26),
    Column("涉及费用（万元）", 30),
    Column("涉及基金（万元）", 30),
)
# Name, id, column, form; columns with _growth, the others are shares with _change.
_FIGURES: tuple[tuple[str, str, str, Callable[[Any], str]], ...] = (
    ("住院总费用（万元）", "K01", "inpatient_total_fee", numbers.wan),
    ("统筹支付金额（万元）", "K02", "pooled_fund_amount", numbers.wan),
    ("基金支付总额（万元）", "K02b", "fund_pay_amount", numbers.wan),
    ("住院人次", "K03", "inpatient_visits", numbers.count),
    ("住院人数", "K04", "inpatient_persons", numbers.count),
    ("人次均住院费用（元）", "K05", "fee_per_visit", numbers.yuan),
    ("人次均统筹支付金额（元）", "K06", "pooled_fund_per_visit", numbers.yuan),
    ("平均住院天数（天）", "K07", "average_length_of_stay", numbers.decimal),
    ("药品占比", "K09", "drug_share", numbers.percent),
    ("检查检验占比", "K10", "exam_lab_share", numbers.percent),
    ("耗材占比", "K11", "material_share", numbers.percent),
    ("个人负担占比", "K12", "personal_burden_share", numbers.percent),
    ("纯自费占比", "K14", "self_funded_share", numbers.percent),
    ("实际报销比", "K15", "actual_reimbursement_rate", numbers.percent),
    ("政策范围内报销比", "K16", "inscope_reimbursement_rate", numbers.percent),
    ("人次人头比", "K17", "visits_per_person", numbers.decimal),
)


def _total(facts: Facts, locality: str, dimension: str = "total") -> list[Row]:
    return [
        row
        for row in facts.funds
        if row["quarter"] == str(facts.quarter)
        and row["locality"] == locality
        and row["dimension"] == dimension
    ]


def inpatient(doc: Document, facts: Facts) -> None:
    """Add the section of inpatient figures, readmissions and reversals."""
    doc.section("住院指标与再入院")
    whole = next(iter(_total(facts, "all")), None)
    if not whole or not whole["inpatient_visits"]:
        doc.text("本季度无住院结算。")
        return
    away = next(iter(_total(facts, "elsewhere")), None)
    doc.text(
        f"本季度住院{numbers.count(whole['inpatient_visits'])}人次，住院总费用"
        f"{numbers.wan(whole['inpatient_total_fee'])}万元，人次均住院费用"
        f"{numbers.yuan(whole['fee_per_visit'])}元，平均住院"
        f"{numbers.decimal(whole['average_length_of_stay'])}天。主要指标见"
        f"{doc.next_table}，分机构情况见定点医疗机构专项分析报告。"
    )
    doc.table("住院主要指标", _INPATIENT, inpatient_rows(whole, away))
    _readmissions(doc, facts)
    doc.text(_reversals(doc, facts))


def inpatient_rows(whole: Row, away: Row | None) -> list[list[str]]:
    """Return the figures of all stays, those elsewhere, and how the former changed."""
    rows = []
    for name, number, key, form in _FIGURES:
        changes = [_change(whole, key, base) for base in ("_on_quarter", "")]
        elsewhere = form(away[key]) if away else numbers.MISSING
        rows.append([name, number, form(whole[key]), elsewhere, *changes])
    return rows


def _change(row: Row, key: str, base: str) -> str:
    """Return growth, for shares the change in points, a dash without a base."""
    if f"{key}_change{base}" in row:
        change = row[f"{key}_change{base}"]
        return numbers.points(change, None if change is None else Decimal())
    return numbers.signed_percent(row.get(f"{key}_growth{base}"))


def _readmissions(doc: Document, facts: Facts) -> None:
    row = facts.readmission
    if row is None:
        doc.text("本季度无可统计再入院的出院记录。")
        return
    lines = [
        (
            "15日再入院率",
            "K19",
            "followed_15",
            "readmissions_15",
            "readmissions_here_15",
        ),
        (
            "30日再入院率",
            "K20",
            "followed_30",
            "readmissions_30",
            "readmissions_here_30",
        ),
        (
            "15日内同病种再入院率",
            "K21",
            "followed_15",
            "same_illness_15",
            "same_illness_here_15",
        ),
    ]
    doc.text(
        f"再入院情况见{doc.next_table}。转院"
        f"{doc.cell('转院（人次）', numbers.count(row['transfers']))}人次、计划内再入院"
        f"{doc.cell('计划内再入院（人次）', numbers.count(row['planned_readmissions']))}"
        "人次不计入。"
    )
    rows = [
        [
            name,
            number,
            numbers.count(row[base]),
            numbers.count(row[part]),
            numbers.percent(numbers.ratio(row[part], row[base])),
            numbers.percent(numbers.ratio(row[here], row[base])),
        ]
        for name, number, base, part, here in lines
    ]
    doc.table("再入院情况", _READMISSION, rows)
    if row["is_provisional"]:
        followed = [
            numbers.coverage(row[f"followed_{days}"], row["discharges"])
            for days in (15, 30)
        ]
        doc.note(
            "再入院率为暂定：部分出院尚未满随访期，已满15日、30日的分别占出院人次的"
            f"{doc.cell('15日随访完成率', followed[0])}和"
            f"{doc.cell('30日随访完成率', followed[1])}，待后续数据到齐后确定。"
        )


def _reversals(doc: Document, facts: Facts) -> str:
    row = facts.cross_quarter
    if not row["reversals"]:
        return "本季度无跨季冲正。"
    many = doc.cell("跨季冲正（笔）", numbers.count(row["reversals"]))
    fee = doc.cell("跨季冲正医疗费用（元）", numbers.yuan(row["amount"]))
    fund = doc.cell("跨季冲正基金支付（元）", numbers.yuan(row["fund_amount"]))
    return (
        f"本季度冲正以前季度结算{many}笔，医疗费用{fee}元、基金支付{fund}元，"
        "单列于此，不计入上述指标。"
    )


def trends(doc: Document, facts: Facts) -> None:
    """Add the lines of the last quarters; one quarter alone is no trend."""
    doc.section("趋势")
    if len(facts.trends) < 2:
        doc.text("系统内仅有本季度的审核数据，趋势分析待积累后续季度数据后开展。")
        return
    quarters = [row["quarter"] for row in facts.trends]
    doc.text(f"近{len(quarters)}个季度疑点和住院费用变化见{doc.next_figure}及其后图。")
    hits = [numbers.decimal(hits_per_thousand(row)) for row in facts.trends]
    doc.figure("每千笔结算疑点", _lines(quarters, {"每千笔结算疑点": hits}, "条"))
    funds = {
        row["quarter"]: row
        for row in facts.funds
        if (row["locality"], row["dimension"]) == ("all", "total")
    }
    fees = [
        numbers.yuan(funds[quarter]["fee_per_visit"]) if quarter in funds else "—"
        for quarter in quarters
    ]
    if any(fee != numbers.MISSING for fee in fees):
        doc.figure("人次均住院费用", _lines(quarters, {"人次均住院费用": fees}, "元"))


def _lines(labels: list[str], series: dict[str, list[str]], unit: str) -> dict:
    named = [{"name": name, "values": values} for name, values in series.items()]
    return {"kind": "lines", "labels": labels, "series": named, "unit": unit}


def outpatient(doc: Document, facts: Facts) -> None:
    """Add the chapter of outpatient care and pharmacies."""
    doc.chapter("门诊、药店专章")
    classes = _total(facts, "all", "class")
    whole = _total(facts, "all")
    hits = {row["code"]: row["hits"] for row in facts.breakdown.get("class", [])}
    doc.section("门诊")
    _visits(doc, "门诊", _OUTPATIENT, _outpatient_row, classes, whole, hits)
    doc.section("药店购药")
    _visits(doc, "购药", _PHARMACY, _pharmacy_row, classes, whole, hits)
    doc.section("门诊和药店规则")
    _rules(doc, facts)


def _visits(
    doc: Document,
    what: str,
    columns: tuple[Column, ...],
    form: Callable[[Row, int | None], list[str]],
    classes: list[Row],
    whole: list[Row],
    hits: dict[str, int],
) -> None:
    key = "outpatient_visits" if what == "门诊" else "pharmacy_purchases"
    rows = sorted((r for r in classes if r[key]), key=lambda r: (-r[key], r["code"]))
    if not rows:
        doc.text(f"本季度无{what}结算。")
        return
    total = form(whole[0], None)
    doc.text(
        f"本季度{what}{total[1]}人次，费用{total[2]}万元，"
        f"{columns[3].head.removesuffix('（元）')}{total[3]}元。"
        f"各类机构情况见{doc.next_table}。"
    )
    lines = [form(row, hits.get(row["code"], 0)) for row in rows]
    doc.table(f"{what}情况", columns, lines, ["合计", *total[1:]])
    doc.note("疑点为该类机构全部疑点，合计不重复列示。")


def _outpatient_row(row: Row, hits: int | None) -> list[str]:
    return [
        label(row),
        numbers.count(row["outpatient_visits"]),
        numbers.wan(row["outpatient_fee"]),
        numbers.yuan(row["outpatient_fee_per_visit"]),
        numbers.yuan(row["outpatient_pooled_fund_per_visit"]),
        numbers.count(hits),
    ]


def _pharmacy_row(row: Row, hits: int | None) -> list[str]:
    return [
        label(row),
        numbers.count(row["pharmacy_purchases"]),
        numbers.wan(row["pharmacy_fee"]),
        numbers.yuan(row["pharmacy_fee_per_purchase"]),
        numbers.decimal(row["pharmacy_purchases_per_person"]),
        numbers.count(hits),
    ]


def _rules(doc: Document, facts: Facts) -> None:
    own = {
        row["rule_id"] for row in facts.rulebook if row["rule_class"] == "outpatient"
    }
    rows = largest([row for row in facts.rules if row["rule_id"] in own])
    if not rows:
        doc.text("启用的门诊和药店类规则均未命中。")
        return
    doc.text(f"门诊和药店类规则命中情况见{doc.next_table}。")
    lines = [
        [
            f"{row['rule_id']} {row['rule_name']}",
            numbers.count(row["hits"]),
            numbers.wan(row["hit_fee_amount"]),
            numbers.wan(row["attributed_fund_amount"]),
        ]
        for row in rows
    ]
    doc.table("门诊和药店类规则命中情况", _OWN_RULES, lines)
