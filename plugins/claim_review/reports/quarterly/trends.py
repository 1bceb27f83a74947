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
    funds = {
        row["quarter"]: row
        for row in facts.funds
        if (row["locality"], row["dimension"]) == ("all", "total")
    }
    lines = {
        "每千笔结算疑点（条）": [
            numbers.decimal(hits_per_thousand(row)) for row in facts.trends
        ],
        "人次均住院费用（元）": [
            numbers.yuan(funds[quarter]["fee_per_visit"])
            if quarter in funds
            else numbers.MISSING
            for quarter in quarters
        ],
    }
    for title, values in lines.items():
        if any(value != numbers.MISSING for value in values):
            doc.text(f"近{len(quarters)}个季度{title[:-3]}变化见{doc.next_figure}。")
            doc.figure(title, _line(quarters, title, values))


def _line(labels: list[str], title: str, values: list[str]) -> Chart:
    series = [{"name": title, "values": values}]
    return {"kind": "lines", "labels": labels, "series": series, "unit": title}
