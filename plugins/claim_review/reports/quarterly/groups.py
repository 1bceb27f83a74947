"""分类分析 by class, level and county, and amount: what was found, what came of it."""

from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.document import Chart, Column, Document
from claim_review.reports.money import Money
from claim_review.reports.quarterly.facts import Facts, Row
from claim_review.reports.quarterly.headline import hits_per_thousand
from claim_review.reports.quarterly.words import (
    SMALL_SAMPLE,
    few,
    label,
    money,
)

_MET = (
    Column("机构（家）", 14),
    Column("结算（笔）", 17),
    Column("医疗总费用（万元）", 22),
    Column("基金支付（万元）", 18),
    Column("疑点（条）", 14),
    Column("每千笔疑点", 14),
)
_DECIDED = (
    Column("纳入审核（条）", 18),
    Column("下发（条）", 14),
    Column("申诉率", 18),
    Column("申诉通过率", 22),
    Column("终审认定（条）", 18),
)
_PER_WAN = Column("每万元基金拒付（元）", 18)
_BANDS = (
    Column("单条疑点涉及基金", 34, "left"),
    Column("疑点（条）", 16),
    Column("数量占比", 20),
)
_SUBJECTS = {
    "class": ("机构类别", "按机构类别"),
    "level": ("机构等级", "按机构等级"),
    "county": ("县市", "按县市"),
}


def write(doc: Document, facts: Facts) -> None:
    """Add the sections of class, level and county."""
    for dimension, (subject, title) in _SUBJECTS.items():
        doc.section(f"{title}分析")
        rows = facts.breakdown.get(dimension, [])
        if not rows:
            doc.text(f"结算数据未登记{subject}，本期不作分{subject}分析。")
            continue
        of = money(facts)
        doc.text(_found(rows, subject, doc.next_table, of))
        amounts = (of.column("涉及费用", 19), of.column("涉及基金", 18))
        doc.table(
            f"{title}分布",
            (Column(subject, 20, "left"), *_MET, *amounts),
            [_found_row(row, of) for row in rows],
            _found_row({**facts.total, "label": "合计"}, of),
        )
        _decided(doc, facts, dimension, rows)
        if dimension in ("county", "class"):
            doc.figure(f"各{subject}疑点涉及费用（{of.unit}）", _bars(rows, of))


def _found(rows: list[Row], subject: str, table: str, of: Money) -> str:
    """Return where the hits lie: the two groups with the largest amounts."""
    see = f"各{subject}情况见{table}"
    leading = largest(rows)
    if not leading:
        return f"{see}，均未发现疑点。"
    if len(leading) == 1:
        return f"疑点均来自{label(leading[0])}。{see}。"
    parts = [_named(row, of) for row in leading[:2]]
    return f"从{subject}看，疑点主要分布于{'和'.join(parts)}。{see}。"


def _named(row: Row, of: Money) -> str:
    return (
        f"{label(row)}（{numbers.count(row['hits'])}条，涉及费用"
        f"{of.told(row['hit_fee_amount'])}）"
    )


def largest(rows: list[Row]) -> list[Row]:
    """Return the rows with hits, those about most money first."""
    hit = [row for row in rows if row["hits"]]
    return sorted(hit, key=lambda r: (-(r["hit_fee_amount"] or Decimal()), -r["hits"]))


def _found_row(row: Row, of: Money) -> list[str]:
    return [
        label(row),
        numbers.count(row["institutions"]),
        numbers.count(row["settlements"]),
        numbers.wan(row["medfee_amount"]),
        numbers.wan(row["fund_pay_amount"]),
        numbers.count(row["hits"]),
        numbers.decimal(hits_per_thousand(row)),
        of.form(row["hit_fee_amount"]),
        of.form(row["attributed_fund_amount"]),
    ]


def _decided(doc: Document, facts: Facts, dimension: str, rows: list[Row]) -> None:
    """Add what came of the hits of each group, where any was taken up."""
    outcomes = facts.outcomes.get(dimension, {})
    if not outcomes or not facts.outcome:
        return
    of, subject = money(facts), _SUBJECTS[dimension][0]
    lines = [(label(row), row, outcomes.get(row["code"])) for row in rows]
    told = [[name, *_decided_cells(row, own, of)] for name, row, own in lines if own]
    total = ["合计", *_decided_cells(facts.total, facts.outcome, of)]
    doc.text(f"各{subject}审核办理情况见{doc.next_table}。")
    first = Column(subject, 29, "left")
    columns = (first, *_DECIDED, of.column("拒付金额", 19), _PER_WAN)
    doc.table(f"按{subject}审核办理情况", columns, told, total)
    shown = [own for _, _, own in lines if own]
    if any(0 < own["appeals_decided"] < SMALL_SAMPLE for own in shown):
        doc.note(f"标*者计算该比率的疑点不足{SMALL_SAMPLE}条，仅供参考。")


def _decided_cells(row: Row, own: Row, of: Money) -> list[str]:
    per_wan = numbers.ratio(own["net_refused_amount"], row["fund_pay_amount"])
    return [
        numbers.count(own["hits"]),
        numbers.count(own["dispatched"]),
        few(numbers.percent(own["appeal_rate"]), own["windows_closed"]),
        few(numbers.percent(own["overturned_rate"]), own["appeals_decided"]),
        numbers.count(own["confirmed"]),
        of.form(own["net_refused_amount"]),
        numbers.yuan(None if per_wan is None else per_wan * 10_000),
    ]


def _bars(rows: list[Row], of: Money) -> Chart | None:
    """Return a chart of the amounts; one bar says no more than its sentence."""
    shown = largest(rows)
    if len(shown) < 2:
        return None
    return {
        "kind": "bars",
        "labels": [label(row) for row in shown],
        "values": [of.form(row["hit_fee_amount"]) for row in shown],
        "unit": f"涉及费用（{of.unit}）",
    }


def bands(doc: Document, facts: Facts) -> None:
    """Add the section of amount bands."""
    rows = [row for row in facts.breakdown.get("amount_band", []) if row["hits"]]
    if not rows:
        return
    doc.section("按单条疑点金额分析")
    of = money(facts)
    often = max(rows, key=lambda row: row["hits"])
    large = largest(rows)[0]
    share = numbers.percent(numbers.ratio(often["hits"], facts.total["hits"]))
    second = f"{label(large)}的涉及费用最大"
    if large is often:
        second = "涉及费用亦最大"
    doc.text(
        f"从单条疑点涉及基金看，{label(often)}的疑点最多，共"
        f"{numbers.count(often['hits'])}条，占{share}；{second}，为"
        f"{of.told(large['hit_fee_amount'])}。各档情况见{doc.next_table}。"
    )
    outcomes = facts.outcomes.get("amount_band", {})
    columns = (
        *_BANDS,
        of.column("涉及费用", 22),
        of.column("涉及基金", 22),
        Column("终审认定（条）", 20),
        of.column("拒付金额", 22),
    )
    lines = [_band_row(row, facts, outcomes.get(row["code"])) for row in rows]
    total = _band_row({**facts.total, "label": "合计"}, facts, facts.outcome)
    doc.table("按单条疑点金额分布", columns, lines, total)


def _band_row(row: Row, facts: Facts, own: Row | None) -> list[str]:
    of = money(facts)
    return [
        label(row),
        numbers.count(row["hits"]),
        numbers.percent(numbers.ratio(row["hits"], facts.total["hits"])),
        of.form(row["hit_fee_amount"]),
        of.form(row["attributed_fund_amount"]),
        numbers.count(own["confirmed"] if own else 0),
        of.form(own["net_refused_amount"] if own else Decimal()),
    ]
