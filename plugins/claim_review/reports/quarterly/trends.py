"""分类分析: how figures went over the last quarters."""

from claim_review.reports import numbers
from claim_review.reports.document import Chart, Document
from claim_review.reports.quarterly.facts import Facts
from claim_review.reports.quarterly.headline import hits_per_thousand


def write(doc: Document, facts: Facts) -> None:
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


def _lines(labels: list[str], series: dict[str, list[str]], unit: str) -> Chart:
    named = [{"name": name, "values": values} for name, values in series.items()]
    return {"kind": "lines", "labels": labels, "series": named, "unit": unit}
