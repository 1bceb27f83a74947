"""分类分析: how figures went over the last quarters."""

from claim_review.reports import numbers
from claim_review.reports.document import Chart, Column, Document
from claim_review.reports.quarterly.facts import Facts
from claim_review.reports.quarterly.headline import hits_per_thousand

_COLUMNS = (
    Column("季度", 24, "left"),
    Column("结算（笔）", 24),
    Column("疑点（条）", 22),
    Column("每千笔结算疑点（条）", 28),
    Column("涉及费用（万元）", 28),
    Column("人次均住院费用（元）", 30),
)
# The columns that are drawn.
_DRAWN = (3, 5)


def write(doc: Document, facts: Facts) -> None:
    """Add table and lines of the last quarters; one quarter alone is no trend."""
    doc.section("趋势")
    if len(facts.trends) < 2:
        doc.text("系统内仅有本季度的审核数据，趋势分析待积累后续季度数据后开展。")
        return
    rows = trend_rows(facts)
    doc.text(f"近{len(rows)}个季度主要指标见{doc.next_table}。")
    doc.table("各季度主要指标", _COLUMNS, rows)
    for place in _DRAWN:
        title = _COLUMNS[place].head
        values = [row[place] for row in rows]
        if any(value != numbers.MISSING for value in values):
            doc.figure(title, _line([row[0] for row in rows], title, values))


def trend_rows(facts: Facts) -> list[list[str]]:
    """Return one row per reviewed quarter, the oldest first."""
    funds = {
        row["quarter"]: row
        for row in facts.funds
        if (row["locality"], row["dimension"]) == ("all", "total")
    }
    return [
        [
            row["quarter"],
            numbers.count(row["settlements"]),
            numbers.count(row["hits"]),
            numbers.decimal(hits_per_thousand(row)),
            numbers.wan(row["hit_fee_amount"]),
            numbers.yuan(funds.get(row["quarter"], {}).get("fee_per_visit")),
        ]
        for row in facts.trends
    ]


def _line(labels: list[str], title: str, values: list[str]) -> Chart:
    series = [{"name": title, "values": values}]
    return {"kind": "lines", "labels": labels, "series": series, "unit": title}
