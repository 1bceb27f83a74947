"""The tables of the clinical report over all items, as rows of formatted text."""

from collections.abc import Callable, Sequence

from claim_review.reports import numbers
from claim_review.reports.clinical import amounts, counting
from claim_review.reports.clinical.counting import Count, by, counted
from claim_review.reports.clinical.facts import Facts, Row
from claim_review.reports.clinical.scope import GROUPS
from claim_review.reports.document import Column, Document

ONCE = "一个病例或机构有几类规则的疑点的，各类分别计数，合计只计一次。"
ITEMS_ONCE = "几家机构涉及同一项目的，合计只计一个。"


def by_group(doc: Document, facts: Facts) -> None:
    """Add the hits of each group of rules."""
    unit, groups = amounts.unit(facts.hits), by(facts.hits, "group")
    rows = [[name, *_sums(counted(groups.get(name, [])), unit)] for name in GROUPS]
    total = ["合计", *_sums(counted(facts.hits), unit)]
    doc.table("各类规则疑点", _sum_columns("规则类别", unit), rows, total)
    doc.note(ONCE)


def by_class(doc: Document, facts: Facts) -> None:
    """Add the hits of each class of institutions."""
    unit, groups = amounts.unit(facts.hits), by(facts.hits, "institution_class")
    rows = [[name, *_sums(counted(hits), unit)] for name, hits in groups.items()]
    total = ["合计", *_sums(counted(facts.hits), unit)]
    doc.table("各类机构疑点", _sum_columns("机构类别", unit), rows, total)


def crossed(doc: Document, facts: Facts) -> None:
    """Add hits and fees of each class of institutions by group of rules."""
    names = (*GROUPS, "合计")
    wide = dict.fromkeys(names, 20) | {max(GROUPS, key=len): 23}
    columns = [Column("机构类别", 33, "left")]
    columns += [Column(name, wide[name]) for name in names]
    unit, classes = amounts.unit(facts.hits), by(facts.hits, "institution_class")

    def fee(part: Count) -> str:
        return amounts.told(part.fee, unit)

    def many(part: Count) -> str:
        return numbers.count(part.hits)

    def row(name: str, hits: Sequence[Row], form: Callable[[Count], str]) -> list[str]:
        groups = by(hits, "group")
        parts = [counted(groups.get(group, [])) for group in GROUPS]
        return [name, *(form(part) for part in (*parts, counted(hits)))]

    for title, form in (("疑点数量（条）", many), (f"疑点涉及费用（{unit}）", fee)):
        rows = [row(name, hits, form) for name, hits in classes.items()]
        total = row("合计", facts.hits, form)
        doc.table(f"各类机构分规则类别的{title}", columns, rows, total)


def by_rule(doc: Document, facts: Facts) -> None:
    """Add the hits of each rule and what became of them."""
    unit = amounts.unit(facts.hits)
    columns = [
        Column("规则", 52, "left"),
        *(Column(head, 12) for head in ("疑点", "病例", "机构")),
        Column(f"涉及费用（{unit}）", 20),
        *(Column(head, 12) for head in ("排除", "下发", "申诉", "成立")),
    ]
    rows = [[_rule(hits[0]), *_work(counted(hits), unit)] for hits in _rules(facts)]
    total = ["合计", *_work(counted(facts.hits), unit)]
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
    doc.note(ITEMS_ONCE)


def _rules(facts: Facts) -> list[list[Row]]:
    return list(by(facts.hits, "rule_id").values())


def _rule(hit: Row) -> str:
    return f"{hit['rule_id']} {hit['rule_name']}"


def _sum_columns(first: str, unit: str) -> list[Column]:
    return [
        Column(first, 42, "left"),
        *(Column(head, 22) for head in ("疑点（条）", "病例（例）", "机构（家）")),
        *(Column(f"{head}（{unit}）", 24) for head in ("涉及费用", "涉及基金")),
    ]


def _sums(part: Count, unit: str) -> list[str]:
    counts = (part.hits, part.cases, part.institutions)
    return [
        *(numbers.count(value) for value in counts),
        amounts.told(part.fee, unit),
        amounts.told(part.fund, unit),
    ]


def _work(part: Count, unit: str) -> list[str]:
    worked = (part.excluded, part.dispatched, part.appealed, part.overturned)
    return [*_sums(part, unit)[:4], *(numbers.count(value) for value in worked)]
