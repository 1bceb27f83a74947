"""The tables of the clinical report over all items, as rows of formatted text."""

from collections.abc import Sequence

from claim_review.reports import numbers
from claim_review.reports.clinical import counting
from claim_review.reports.clinical.counting import Count, by, counted
from claim_review.reports.clinical.facts import Facts, Row
from claim_review.reports.clinical.scope import GROUPS
from claim_review.reports.document import Column, Document

_SUMS = (
    Column("疑点（条）", 22),
    Column("病例（例）", 22),
    Column("机构（家）", 22),
    Column("涉及费用（万元）", 27),
    Column("涉及基金（万元）", 27),
)


def by_group(doc: Document, facts: Facts) -> None:
    """Add the hits of each group of rules."""
    groups = by(facts.hits, "group")
    rows = [[name, *_sums(counted(groups.get(name, [])))] for name in GROUPS]
    total = ["合计", *_sums(counted(facts.hits))]
    doc.table("各类规则疑点", [Column("规则类别", 36, "left"), *_SUMS], rows, total)


def by_class(doc: Document, facts: Facts) -> None:
    """Add the hits of each class of institutions."""
    groups = by(facts.hits, "institution_class")
    rows = [[name, *_sums(counted(hits))] for name, hits in groups.items()]
    total = ["合计", *_sums(counted(facts.hits))]
    doc.table("各类机构疑点", [Column("机构类别", 36, "left"), *_SUMS], rows, total)


def crossed(doc: Document, facts: Facts) -> None:
    """Add hits and fees of each class of institutions by group of rules."""
    columns = [Column("机构类别", 36, "left")]
    columns += [Column(name, 20) for name in (*GROUPS, "合计")]

    def row(name: str, hits: Sequence[Row], is_fee: bool) -> list[str]:
        groups = by(hits, "group")
        parts = [counted(groups.get(group, [])) for group in GROUPS]
        return [name, *(_one(part, is_fee) for part in (*parts, counted(hits)))]

    classes = by(facts.hits, "institution_class")
    for title, is_fee in (("疑点数量（条）", False), ("疑点涉及费用（万元）", True)):
        rows = [row(name, hits, is_fee) for name, hits in classes.items()]
        total = row("合计", facts.hits, is_fee)
        doc.table(f"各类机构分规则类别的{title}", columns, rows, total)


def by_rule(doc: Document, facts: Facts) -> None:
    """Add the hits of each rule and what became of them."""
    columns = [
        Column("规则", 46, "left"),
        *(Column(head, 15) for head in ("疑点", "病例")),
        Column("机构", 12),
        Column("涉及费用（万元）", 20),
        *(Column(head, 12) for head in ("排除", "下发", "申诉", "成立")),
    ]
    rows = [[_rule(hits[0]), *_work(counted(hits))] for hits in _rules(facts)]
    total = ["合计", *_work(counted(facts.hits))]
    doc.table("各规则疑点及办理情况", columns, rows, total)


def to_examine(doc: Document, facts: Facts) -> None:
    """Add the institutions that have to examine themselves."""
    columns = [
        Column("机构名称", 60, "left"),
        Column("机构类别", 36, "left"),
        Column("项目（个）", 18),
        Column("疑点（条）", 18),
        Column("下发金额（元）", 24),
    ]

    def row(name: str, kind: str, hits: Sequence[Row]) -> list[str]:
        items = len({hit["item_code"] for hit in hits if hit["item_code"]})
        told = numbers.yuan(sum(hit["dispatched_amount"] for hit in hits))
        return [name, kind, numbers.count(items), numbers.count(len(hits)), told]

    told = counting.to_examine(facts.hits)
    rows = [
        row(hits[0]["fixmedins_name"] or code, hits[0]["institution_class"], hits)
        for code, hits in by(told, "fixmedins_code").items()
    ]
    doc.table("需自查自纠的机构", columns, rows, row("合计", "", told))


def _rules(facts: Facts) -> list[list[Row]]:
    return list(by(facts.hits, "rule_id").values())


def _rule(hit: Row) -> str:
    return f"{hit['rule_id']} {hit['rule_name']}"


def _one(part: Count, is_fee: bool) -> str:
    return numbers.wan(part.fee) if is_fee else numbers.count(part.hits)


def _sums(part: Count) -> list[str]:
    counts = (part.hits, part.cases, part.institutions)
    return [
        *(numbers.count(value) for value in counts),
        numbers.wan(part.fee),
        numbers.wan(part.fund),
    ]


def _work(part: Count) -> list[str]:
    worked = (part.excluded, part.dispatched, part.appealed, part.overturned)
    return [*_sums(part)[:4], *(numbers.count(value) for value in worked)]
