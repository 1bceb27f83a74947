"""分类分析: inpatient figures, readmissions, and reversals of earlier quarters."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.document import Column, Document, without_missing
from claim_review.reports.quarterly.facts import Facts, Row
from claim_review.reports.quarterly.words import whole_of

_INPATIENT = (
    Column("指标", 46, "left"),
    Column("编号", 12, "center"),
    Column("全部", 24),
    Column("其中异地就医", 26),
    Column("环比", 24),
    Column("同比", 24),
)
_READMISSION = (
    Column("指标", 44, "left"),
    Column("编号", 14, "center"),
    Column("出院（人次）", 25),
    Column("再入院（人次）", 29),
    Column("比率", 18),
    Column("其中同一机构", 26),
)
# Name, id, column, form; columns with _growth, the others are shares with _change.
FIGURES: tuple[tuple[str, str, str, Callable[[Any], str]], ...] = (
    ("住院总费用（万元）", "K01", "inpatient_total_fee", numbers.wan),
    ("统筹支付金额（万元）", "K02", "pooled_fund_amount", numbers.wan),
    ("基金支付总额（万元）", "K02b", "fund_pay_amount", numbers.wan),
    ("住院人次", "K03", "inpatient_visits", numbers.count),
    ("住院人数", "K04", "inpatient_persons", numbers.count),
    ("人次均住院费用（元）", "K05", "fee_per_visit", numbers.yuan),
    ("人次均统筹支付金额（元）", "K06", "pooled_fund_per_visit", numbers.yuan),
    ("平均住院天数（天）", "K07", "average_length_of_stay", numbers.decimal),
    ("住院天数中位数（天）", "K07", "median_length_of_stay", numbers.decimal),
    ("药品占比", "K09", "drug_share", numbers.percent),
    ("药品占比（不含饮片）", "K09b", "drug_share_without_slices", numbers.percent),
    ("检查检验占比", "K10", "exam_lab_share", numbers.percent),
    ("耗材占比", "K11", "material_share", numbers.percent),
    ("百元费用耗材（元）", "K11b", "materials_per_100_yuan", numbers.yuan),
    ("个人负担占比", "K12", "personal_burden_share", numbers.percent),
    ("纯自费占比", "K14", "self_funded_share", numbers.percent),
    ("实际报销比", "K15", "actual_reimbursement_rate", numbers.percent),
    ("政策范围内报销比", "K16", "inscope_reimbursement_rate", numbers.percent),
    ("人次人头比", "K17", "visits_per_person", numbers.decimal),
    ("低费用短住院占比", "K22", "low_cost_short_stay_share", numbers.percent),
    ("外转率", "K26", "outside_share", numbers.percent),
)


def fund_rows(facts: Facts, locality: str, dimension: str = "total") -> list[Row]:
    """Return the fund figures of this quarter: local, elsewhere or all stays."""
    return [
        row
        for row in facts.funds
        if row["quarter"] == str(facts.quarter)
        and row["locality"] == locality
        and row["dimension"] == dimension
    ]


def write(doc: Document, facts: Facts) -> None:
    """Add the section of inpatient figures, readmissions and reversals."""
    doc.section("住院指标与再入院")
    whole = next(iter(fund_rows(facts, "all")), None)
    if not whole or not whole["inpatient_visits"]:
        doc.text("本季度无住院结算。")
        return
    away = next(iter(fund_rows(facts, "elsewhere")), None)
    doc.text(
        f"本季度住院{numbers.count(whole['inpatient_visits'])}人次，住院总费用"
        f"{numbers.wan(whole['inpatient_total_fee'])}万元，人次均住院费用"
        f"{numbers.yuan(whole['fee_per_visit'])}元，平均住院"
        f"{numbers.decimal(whole['average_length_of_stay'])}天。主要指标见"
        f"{doc.next_table}，分机构情况见定点医疗机构专项分析报告。"
    )
    rows = [row for row in inpatient_rows(whole, away) if set(row[2:]) != {"—"}]
    doc.table("住院主要指标", *without_missing(_INPATIENT, rows))
    _readmissions(doc, facts)
    doc.text(_reversals(doc, facts))


def inpatient_rows(whole: Row, away: Row | None) -> list[list[str]]:
    """Return the figures of all stays, those elsewhere, and how the former changed."""
    rows = []
    for name, number, key, form in FIGURES:
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
        ("15日再入院率", "K19", "15", "readmissions"),
        ("30日再入院率", "K20", "30", "readmissions"),
        ("15日内同病种再入院率", "K21", "15", "same_illness"),
    ]
    moved = numbers.count(row["transfers"])
    planned = numbers.count(row["planned_readmissions"])
    doc.text(
        f"再入院情况见{doc.next_table}。转院{doc.cell('转院（人次）', moved)}人次、"
        f"计划内再入院{doc.cell('计划内再入院（人次）', planned)}人次不计入。"
    )
    rows = [
        [
            name,
            number,
            numbers.count(row[f"followed_{days}"]),
            numbers.count(row[f"{what}_{days}"]),
            numbers.percent(whole_of(row, f"{what}_{days}", f"followed_{days}")),
            numbers.percent(whole_of(row, f"{what}_here_{days}", f"followed_{days}")),
        ]
        for name, number, days, what in lines
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
