"""分类分析 by rule class and by rule."""

from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.document import Chart, Column, Document
from claim_review.reports.money import Money
from claim_review.reports.quarterly.facts import Facts, Row
from claim_review.reports.quarterly.groups import largest
from claim_review.reports.quarterly.words import few, label, money
from claim_review.rulebook.words import CLASSES, VERDICTS

RULES_SHOWN = 20
_RULE = (
    Column("规则编号", 18, "left"),
    Column("规则名称", 43, "left"),
)


def _verdict_columns(of: Money) -> tuple[Column, ...]:
    return (
        Column("结论类型", 36, "left"),
        Column("疑点（条）", 28),
        of.column("涉及费用", 34),
        of.column("涉及基金", 34),
        Column("费用占比", 24),
    )


def _class_columns(of: Money) -> tuple[Column, ...]:
    return (
        Column("规则类别", 32, "left"),
        Column("命中规则（条）", 19),
        Column("疑点（条）", 17),
        of.column("涉及费用", 23),
        of.column("涉及基金", 23),
        Column("终审认定（条）", 19),
        of.column("拒付金额", 23),
    )


def _rule_columns(of: Money) -> tuple[Column, ...]:
    return (
        *_RULE,
        Column("结论类型", 20, "center"),
        Column("疑点（条）", 14),
        of.column("涉及费用", 21),
        of.column("涉及基金", 20),
        Column("费用占比", 20),
    )


def _decided_columns(of: Money) -> tuple[Column, ...]:
    return (
        *_RULE,
        Column("纳入审核（条）", 18),
        Column("下发率", 17),
        Column("申诉通过率", 22),
        Column("终审认定（条）", 18),
        of.column("拒付金额", 20),
    )


def write(doc: Document, facts: Facts) -> None:
    """Add the sections of verdicts, rule classes and rules."""
    doc.section("按规则分析")
    of = money(facts)
    _verdicts(doc, facts)
    _classes(doc, facts)
    doc.text(_leading(doc, facts))
    if not facts.total["hits"]:
        return
    hit = largest(facts.rules)
    doc.table("按规则分布", _rule_columns(of), rule_rows(facts), _total(facts))
    title = f"各规则疑点涉及费用及累计占比（{of.unit}，%）"
    doc.figure(title, _pareto(hit, of))
    outcomes = facts.outcomes.get("rule", {})
    rows = [
        [
            row["rule_id"],
            row["rule_name"],
            numbers.count(own["hits"]),
            numbers.percent(own["dispatched_rate"]),
            few(numbers.percent(own["overturned_rate"]), own["appeals_decided"]),
            numbers.count(own["confirmed"]),
            of.form(own["net_refused_amount"]),
        ]
        for row in _shown(hit)
        if (own := outcomes.get(row["rule_id"]))
    ]
    if rows:
        doc.text(f"上述规则的审核办理情况见{doc.next_table}。")
        doc.table("主要规则审核办理情况", _decided_columns(of), rows)
        if any(row[4].endswith("*") for row in rows):
            doc.note("标*者计算该比率的疑点不足30条，仅供参考。")


def _verdicts(doc: Document, facts: Facts) -> None:
    rows = [row for row in facts.breakdown.get("verdict", []) if row["hits"]]
    if not rows:
        return
    of = money(facts)
    named = "、".join(
        f"{label(row)}{numbers.count(row['hits'])}条"
        f"（涉及费用{of.told(row['hit_fee_amount'])}）"
        for row in rows
    )
    doc.text(f"按结论类型分，{named}，见{doc.next_table}。")
    lines = [[label(row), *_shares(row, facts)] for row in rows]
    total = ["合计", *_shares(facts.total, facts)]
    doc.table("疑点按结论类型分布", _verdict_columns(of), lines, total)


def _shares(row: Row, facts: Facts) -> list[str]:
    share = numbers.ratio(row["hit_fee_amount"], facts.total["hit_fee_amount"])
    of = money(facts)
    return [
        numbers.count(row["hits"]),
        of.form(row["hit_fee_amount"]),
        of.form(row["attributed_fund_amount"]),
        numbers.percent(share),
    ]


def _classes(doc: Document, facts: Facts) -> None:
    if not facts.rule_classes:
        return
    outcomes = facts.outcomes.get("rule_class", {})
    of = money(facts)

    def cells(row: Row, own: Row | None) -> list[str]:
        return [
            numbers.count(row["hits"]),
            of.form(row["hit_fee_amount"]),
            of.form(row["attributed_fund_amount"]),
            numbers.count(own["confirmed"] if own else 0),
            of.form(own["net_refused_amount"] if own else Decimal()),
        ]

    rows = [
        [
            CLASSES[row["code"]][0],
            str(row["rules"]),
            *cells(row, outcomes.get(row["code"])),
        ]
        for row in facts.rule_classes
    ]
    hit = str(sum(row["rules"] for row in facts.rule_classes))
    first = facts.rule_classes[0]
    doc.text(
        f"按规则类别分，{CLASSES[first['code']][0]}涉及费用最大，疑点"
        f"{numbers.count(first['hits'])}条、涉及费用"
        f"{of.told(first['hit_fee_amount'])}，见{doc.next_table}。"
    )
    total = ["合计", hit, *cells(facts.total, facts.outcome)]
    doc.table("疑点按规则类别分布", _class_columns(of), rows, total)


def _leading(doc: Document, facts: Facts) -> str:
    """Return the rules with the largest amounts and how many found nothing."""
    leading = largest(facts.rules)
    silent = len(facts.rules) - len(leading)
    used = doc.cell("启用规则（条）", str(len(facts.rules)))
    if not leading:
        return f"启用的{used}条规则均未命中。"
    parts = [
        f"{row['rule_id']}“{row['rule_name']}”（{numbers.count(row['hits'])}条，涉及费用"
        f"{money(facts).told(row['hit_fee_amount'])}，占"
        f"{_shares(row, facts)[-1]}）"
        for row in leading[:3]
    ]
    found, rest = "均命中疑点", ""
    if silent:
        found = f"中有{doc.cell('命中疑点的规则（条）', str(len(leading)))}条命中疑点"
        rest = f"其余{doc.cell('未命中的规则（条）', str(silent))}条规则未命中。"
    return (
        f"启用的{used}条规则{found}，涉及费用居前的为{'、'.join(parts)}，"
        f"见{doc.next_table}。{rest}"
    )


def _rule_row(row: Row, facts: Facts) -> list[str]:
    verdict = VERDICTS.get(row["verdict"], numbers.MISSING)
    return [row["rule_id"], row["rule_name"], verdict, *_shares(row, facts)]


def _shown(hit: list[Row]) -> list[Row]:
    """Return the rules that are listed; one alone is not left out of the list."""
    return hit if len(hit) == RULES_SHOWN + 1 else hit[:RULES_SHOWN]


def rule_rows(facts: Facts) -> list[list[str]]:
    """Return the rules with most money and, in one row, the others that hit."""
    hit = largest(facts.rules)
    shown = _shown(hit)
    rows = [_rule_row(row, facts) for row in shown]
    rest = hit[len(shown) :]
    if rest:
        keys = ("hits", "hit_fee_amount", "attributed_fund_amount")
        sums = {key: sum(row[key] or 0 for row in rest) for key in keys}
        name = f"其余{len(rest)}条规则"
        other = {"rule_id": "", "rule_name": name, "verdict": None, **sums}
        rows.append(_rule_row(other, facts))
    return rows


def _total(facts: Facts) -> list[str]:
    return ["合计", "", "", *_shares(facts.total, facts)]


def _pareto(rows: list[Row], of: Money) -> Chart | None:
    shown = [row for row in _shown(rows) if row["hit_fee_amount"]]
    if len(shown) < 2:
        return None
    return {
        "kind": "pareto",
        "labels": [row["rule_id"] for row in shown],
        "values": [of.form(row["hit_fee_amount"]) for row in shown],
        "unit": f"涉及费用（{of.unit}）",
    }
