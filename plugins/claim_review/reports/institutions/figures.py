"""The charts of the report on institutions."""

from claim_review.reports.document import Chart, Document
from claim_review.reports.institutions.facts import Facts, Row
from claim_review.reports.institutions.kpis import Kpi
from claim_review.reports.institutions.tables import COMPARED

# Fewer points make no box.
LEAST_IN_A_BOX = 3
_STRUCTURE = ("药品", "检查", "化验", "卫生材料", "其他")


def stacked(rows: list[list[str]]) -> Chart:
    """Return the parts of the fee by class, from the rows of their table."""
    series = [
        {"name": name, "values": [row[place] for row in rows]}
        for place, name in enumerate(_STRUCTURE, start=1)
    ]
    labels = [row[0] for row in rows]
    return {"kind": "stacked", "labels": labels, "series": series, "unit": "占比（%）"}


def spread(doc: Document, facts: Facts) -> None:
    """Add a box plot per KPI over the groups of institutions that can be compared."""
    charts = [(kpi, _box(facts, kpi)) for kpi in COMPARED]
    if not any(chart for _, chart in charts):
        return
    doc.chapter("各类别机构指标分布")
    marked = any(any(chart["marked"]) for _, chart in charts if chart)
    doc.text(
        "以下各图按类别和等级列出参与比较的机构：方框为居中的一半机构，粗线为中位数，"
        f"圆点为各机构{'，菱形为异常提示的机构' if marked else ''}。"
    )
    for kpi, chart in charts:
        doc.figure(f"{kpi.heading}分布", chart)


def _box(facts: Facts, kpi: Kpi) -> Chart | None:
    groups: dict[str, list[Row]] = {}
    for row in facts.peers:
        if row["kpi"] == kpi.key and not row["is_small_sample"]:
            groups.setdefault(row["peer_group"], []).append(row)
    shown = {name: rows for name, rows in groups.items() if len(rows) >= LEAST_IN_A_BOX}
    if not shown:
        return None
    return {
        "kind": "box",
        "labels": list(shown),
        "values": [[kpi.form(row["value"]) for row in rows] for rows in shown.values()],
        "marked": [
            [at for at, row in enumerate(rows) if row["is_flagged"]]
            for rows in shown.values()
        ],
        "unit": kpi.heading,
    }
