"""门诊、药店专章: outpatient care and pharmacies."""

from collections.abc import Callable

from claim_review.reports import numbers
from claim_review.reports.document import Column, Document
from claim_review.reports.quarterly.facts import Facts, Row
from claim_review.reports.quarterly.groups import largest
from claim_review.reports.quarterly.inpatient import fund_rows
from claim_review.reports.quarterly.words import label, money

_OUTPATIENT = (
    Column("机构类别", 42, "left"),
    Column("门诊（人次）", 26),
    Column("门诊费用（万元）", 32),
    Column("次均费用（元）", 28),
    Column("次均统筹（元）", 28),
)
_PHARMACY = (
    Column("机构类别", 42, "left"),
    Column("购药（人次）", 26),
    Column("购药费用（万元）", 32),
    Column("单次金额（元）", 28),
    Column("人均购药次数", 28),
)


def write(doc: Document, facts: Facts) -> None:
    """Add the chapter of outpatient care and pharmacies."""
    doc.chapter("门诊、药店专章")
    classes = fund_rows(facts, "all", "class")
    whole = fund_rows(facts, "all")
    doc.section("门诊")
    _visits(doc, "门诊", _OUTPATIENT, _outpatient_row, classes, whole)
    doc.note("门诊慢特病结算不计入门诊人次和费用。")
    doc.section("药店购药")
    _visits(doc, "购药", _PHARMACY, _pharmacy_row, classes, whole)
    _chronic(doc, whole)
    doc.section("门诊和药店规则")
    _rules(doc, facts)
    doc.section("易倒卖回流药")
    doc.text(*_resale(doc, facts))


def _chronic(doc: Document, whole: list[Row]) -> None:
    """Add what a year of 慢特病 costs, where a whole year was delivered."""
    fee = whole[0]["chronic_fee_per_person_in_year"] if whole else None
    if fee is None:
        return
    persons = numbers.count(whole[0]["chronic_persons_in_year"])
    doc.section("慢特病")
    doc.text(
        "截至本季度末的一年内，门诊慢特病患者"
        f"{doc.cell('慢特病患者（人）', persons)}人，"
        f"人均年费用{doc.cell('慢特病人均年费用（元）', numbers.yuan(fee))}元。"
    )


def _visits(
    doc: Document,
    what: str,
    columns: tuple[Column, ...],
    form: Callable[[Row], list[str]],
    classes: list[Row],
    whole: list[Row],
) -> None:
    key = "outpatient_visits" if what == "门诊" else "pharmacy_purchases"
    rows = sorted((r for r in classes if r[key]), key=lambda r: (-r[key], r["code"]))
    if not rows:
        doc.text(f"本季度无{what}结算。")
        return
    total = form(whole[0])
    doc.text(
        f"本季度{what}{total[1]}人次，费用{total[2]}万元，"
        f"{columns[3].head.removesuffix('（元）')}{total[3]}元。"
        f"各类机构情况见{doc.next_table}。"
    )
    several = len(rows) > 1
    lines = [form(row) for row in rows]
    doc.table(f"{what}情况", columns, lines, ["合计", *total[1:]] if several else ())


def _outpatient_row(row: Row) -> list[str]:
    return [
        label(row),
        numbers.count(row["outpatient_visits"]),
        numbers.wan(row["outpatient_fee"]),
        numbers.yuan(row["outpatient_fee_per_visit"]),
        numbers.yuan(row["outpatient_pooled_fund_per_visit"]),
    ]


def _pharmacy_row(row: Row) -> list[str]:
    return [
        label(row),
        numbers.count(row["pharmacy_purchases"]),
        numbers.wan(row["pharmacy_fee"]),
        numbers.yuan(row["pharmacy_fee_per_purchase"]),
        numbers.decimal(row["pharmacy_purchases_per_person"]),
    ]


def _rules(doc: Document, facts: Facts) -> None:
    classes = {row["rule_id"]: row["rule_class"] for row in facts.rulebook}
    own = [row for row in facts.rules if classes.get(row["rule_id"]) == "outpatient"]
    rows = largest(own)
    if not rows:
        doc.text("启用的门诊和药店类规则均未命中。")
        return
    of = money(facts)
    columns = (
        Column("规则", 70, "left"),
        Column("疑点（条）", 26),
        of.column("涉及费用", 30),
        of.column("涉及基金", 30),
    )
    doc.text(f"门诊和药店类规则命中情况见{doc.next_table}。")
    lines = [
        [
            f"{row['rule_id']} {row['rule_name']}",
            numbers.count(row["hits"]),
            of.form(row["hit_fee_amount"]),
            of.form(row["attributed_fund_amount"]),
        ]
        for row in rows
    ]
    doc.table("门诊和药店类规则命中情况", columns, lines)


def _resale(doc: Document, facts: Facts) -> list[str]:
    """Return what the rules on drugs that are bought to be sold again found."""
    said = []
    for row in facts.resale_rules:
        what = f"监测易倒卖回流药的规则{row['rule_id']}“{row['rule_name']}”"
        if row["rule_status"] != "live":
            said.append(f"{what}本季度试运行，其结果只供评估，不在本报告列示。")
        elif row["institutions"]:
            name = f"{row['rule_id']}提示的机构（家）"
            many = doc.cell(name, numbers.count(row["institutions"]))
            said.append(f"{what}本季度提示机构{many}家，建议核查其进销存和购药记录。")
        else:
            said.append(f"{what}本季度未提示机构。")
    return said or ["本季度没有监测易倒卖回流药的规则。"]
