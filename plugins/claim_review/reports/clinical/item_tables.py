"""The tables of one item: its institutions, quarters and cases; amounts in yuan."""

from collections.abc import Sequence

from claim_review.quarters import Quarter
from claim_review.reports import numbers
from claim_review.reports.clinical import cases, counting
from claim_review.reports.clinical.counting import by, counted
from claim_review.reports.clinical.facts import Facts, Row
from claim_review.reports.clinical.items import Item
from claim_review.reports.document import Column, Document
from claim_review.reports.periods import quarter_name

INSTITUTIONS_SHOWN = 10
# More would make a report of cases; each institution gets all of its own.
INSTITUTIONS_WITH_CASES = 5


def institutions(doc: Document, item: Item, facts: Facts) -> None:
    """Add the institutions with hits on an item, and the sum of all."""
    columns = [
        Column("机构名称", 40, "left"),
        *(Column(head, 13) for head in ("疑点", "病例")),
        Column("收费次数", 19),
        Column("每百次疑点", 16),
        Column("涉及费用（元）", 22),
        *(Column(head, 11) for head in ("下发", "申诉", "成立")),
    ]
    uses = {
        row["fixmedins_code"]: row["uses"]
        for row in facts.uses
        if row["item_code"] == item.code
    }
    groups = list(by(item.hits, "fixmedins_code").items())
    rows = [
        _institution(hits[0]["fixmedins_name"] or code, hits, uses.get(code, 0))
        for code, hits in groups[:INSTITUTIONS_SHOWN]
    ]
    if rest := groups[INSTITUTIONS_SHOWN:]:
        hits = [hit for _, found in rest for hit in found]
        used = sum(uses.get(code, 0) for code, _ in rest)
        rows.append(_institution(f"其余{len(rest)}家机构", hits, used))
    everywhere = sum(uses.values())
    if others := everywhere - sum(uses.get(code, 0) for code, _ in groups):
        rows.append(_institution("无疑点的机构", [], others))
    total = _institution("合计", item.hits, everywhere)
    doc.table(f"{item.name}各机构疑点", columns, rows, total)


def trend(doc: Document, item: Item, facts: Facts) -> None:
    """Add hits and fees of an item by quarter, as table and chart, if there are two."""
    if len(facts.quarters) < 2:
        return
    known = {
        row["quarter"]: row for row in facts.trend if row["item_code"] == item.code
    }
    rows = []
    for quarter in facts.quarters:
        row = known.get(quarter, {"hits": 0, "hit_fee_amount": 0})
        fee = numbers.yuan(row["hit_fee_amount"])
        name = quarter_name(Quarter.parse(quarter))
        rows.append([name, numbers.count(row["hits"]), fee])
    columns = [Column("季度", 52, "left"), Column("疑点（条）", 52)]
    columns.append(Column("涉及费用（元）", 52))
    doc.table(f"{item.name}各季度疑点", columns, rows)
    series = [{"name": "疑点", "values": [row[1] for row in rows]}]
    chart = {
        "kind": "lines",
        "labels": facts.quarters,
        "unit": "疑点（条）",
        "series": series,
    }
    doc.figure(f"{item.name}各季度疑点数量（条）", chart)


def examples(doc: Document, item: Item) -> None:
    """Add the chosen cases of the institutions with the largest amounts on an item."""
    columns = [
        Column("例", 10, "left"),
        Column("机构名称", 25, "left"),
        Column("选取依据", 18, "left"),
        Column("患者和科室", 22, "left"),
        Column("主要诊断", 21, "left"),
        Column("月份", 11, "left"),
        Column("数量", 11),
        Column("费用（元）", 18),
        Column("规则和审核情况", 20, "left"),
    ]
    groups = list(by(item.hits, "fixmedins_code").values())
    chosen = [
        (why, hit)
        for hits in groups[:INSTITUTIONS_WITH_CASES]
        for why, hit in cases.choose(hits)
    ]
    rows = [
        [
            f"例{number}",
            hit["fixmedins_name"] or hit["fixmedins_code"],
            why,
            f"{hit['sex']}，{hit['age_band']}，{hit['department']}",
            hit["diagnosis"],
            hit["month"],
            counting.quantity(hit["quantity"]),
            numbers.yuan(hit["hit_fee_amount"]),
            f"{hit['rule_id']}：{counting.finding(hit)}",
        ]
        for number, (why, hit) in enumerate(chosen, start=1)
    ]
    doc.table(f"{item.name}部分病例", columns, rows)


def _institution(name: str, hits: Sequence[Row], uses: int) -> list[str]:
    sums = counted(hits)
    share = numbers.ratio(sums.hits, uses)
    return [
        name,
        numbers.count(sums.hits),
        numbers.count(sums.cases),
        numbers.count(uses),
        numbers.decimal(None if share is None else share * 100),
        numbers.yuan(sums.fee),
        numbers.count(sums.dispatched),
        numbers.count(sums.appealed),
        numbers.count(sums.overturned),
    ]
