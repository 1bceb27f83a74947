"""The tables of the dashboard, as rows of formatted text."""

from decimal import Decimal
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.dashboard.facts import Facts, Row
from claim_review.reports.document import Column
from claim_review.reports.money import Money, money_for
from claim_review.reports.quarterly.words import SEVERITIES
from claim_review.rulebook.words import CLASSES, VERDICTS

UNKNOWN = "未登记"

FUNNEL = (
    Column("环节", 40, "left"),
    Column("疑点（条）", 22),
    Column("占纳入审核", 22),
    Column("涉及费用（元）", 36),
    Column("上季度（条）", 18),
    Column("上年同期（条）", 18),
)
_GROUP = (
    Column("名称", 34, "left"),
    Column("机构（家）", 20),
    Column("结算（笔）", 22),
    Column("疑点（条）", 20),
    Column("每千笔疑点", 20),
)
RULE = (
    Column("编号", 14, "left"),
    Column("规则", 38, "left"),
    Column("类别", 16, "left"),
    Column("结论", 14, "center"),
    Column("疑点（条）", 14),
    Column("涉及费用（元）", 18),
    Column("下发（条）", 14),
    Column("申诉改判（条）", 14),
    Column("拒付（元）", 14),
)
LEADING = (
    Column("编号", 20, "left"),
    Column("规则", 76, "left"),
    Column("涉及费用（元）", 32),
    Column("累计占比", 28),
)
TREND = (
    Column("季度", 24, "left"),
    Column("结算（笔）", 26),
    Column("医疗总费用（万元）", 28),
    Column("疑点（条）", 26),
    Column("每千笔疑点", 26),
    Column("涉及费用（万元）", 26),
)
# Steps of a case and the keys of what they count; the amount where there is one.
STEPS = (
    ("纳入审核", "cases", "suspected_amount"),
    ("初审疑似", "kept_first", None),
    ("复审疑似", "kept_second", None),
    ("下发", "dispatched", "dispatched_amount"),
    ("申诉", "appealed", None),
    ("终审认定", "confirmed", "final_amount"),
)


def per_thousand(row: Row) -> Decimal | None:
    """Return the hits per 1,000 settlements."""
    share = numbers.ratio(row["hits"], row["settlements"])
    return None if share is None else share * 1000


def funnel_rows(facts: Facts) -> list[list[str]]:
    """Return how many cases of the quarter got how far, none without cases."""
    now = facts.outcomes.get(str(facts.quarter))
    if now is None:
        return []
    earlier = [
        facts.outcomes.get(str(facts.quarter.shift(-back)), {}) for back in (1, 4)
    ]
    return [
        [
            name,
            numbers.count(now[key]),
            numbers.percent(numbers.ratio(now[key], now["cases"])),
            numbers.MISSING if amount is None else numbers.yuan(now[amount]),
            *(numbers.count(before.get(key)) for before in earlier),
        ]
        for name, key, amount in STEPS
    ]


def group_columns(facts: Facts) -> tuple[Column, ...]:
    """Return the columns of counties or classes."""
    of = money(facts)
    return (*_GROUP, of.column("涉及费用", 20), of.column("涉及基金", 20))


def money(facts: Facts) -> Money:
    """Return the unit in which the hits' amounts of the quarter are told."""
    return money_for(facts.totals[str(facts.quarter)]["hit_fee_amount"])


def group_rows(facts: Facts, dimension: str) -> tuple[list[list[str]], list[str]]:
    """Return the rows of counties or classes and their total."""
    of = money(facts)
    total = {**facts.totals[str(facts.quarter)], "label": "合计"}
    rows = [_group_row(row, of) for row in facts.groups[dimension]]
    return rows, _group_row(total, of)


def _group_row(row: Row, of: Money) -> list[str]:
    return [
        row["label"] or UNKNOWN,
        numbers.count(row["institutions"]),
        numbers.count(row["settlements"]),
        numbers.count(row["hits"]),
        numbers.decimal(per_thousand(row)),
        of.form(row["hit_fee_amount"]),
        of.form(row["attributed_fund_amount"]),
    ]


def rule_rows(facts: Facts) -> list[list[str]]:
    """Return the rules that found something, and what became of their cases."""
    return [_rule_row(row, facts) for row in facts.rules if row["hits"]]


def _rule_row(row: Row, facts: Facts) -> list[str]:
    become = facts.outcomes_by_rule.get(row["rule_id"], {})
    return [
        row["rule_id"],
        row["rule_name"],
        rule_class(row["rule_class"]),
        VERDICTS.get(row["verdict"], numbers.MISSING),
        numbers.count(row["hits"]),
        numbers.yuan(row["hit_fee_amount"]),
        numbers.count(become.get("dispatched", 0)),
        numbers.count(become.get("overturned", 0)),
        numbers.yuan(become.get("refused_amount", 0)),
    ]


def rule_class(code: str | None) -> str:
    """Return the Chinese name of a class of rules."""
    return CLASSES[code][0] if code in CLASSES else UNKNOWN


def heat(facts: Facts) -> dict[str, Any] | None:
    """Return hits by county and class of rules, None without hits."""
    if not facts.heat:
        return None
    counties = [row["label"] for row in facts.groups["county"]]
    classes = [code for code in CLASSES if any(_is(r, code) for r in facts.heat)]
    hits = {(row["county"], row["rule_class"]): row["hits"] for row in facts.heat}
    return {
        "kind": "heat",
        "rows": [county or UNKNOWN for county in counties],
        "columns": [rule_class(code) for code in classes],
        "values": [
            [numbers.count(hits.get((county, code), 0)) for code in classes]
            for county in counties
        ],
        "unit": "疑点（条）",
    }


def _is(row: Row, code: str) -> bool:
    return row["rule_class"] == code


def quality_rows(facts: Facts) -> list[list[str]]:
    """Return the checks of the data that some row failed."""
    return [
        [
            row["label"],
            SEVERITIES[row["severity"]],
            numbers.count(row["failed_count"]),
            numbers.count(row["total_count"]),
            numbers.percent(numbers.ratio(row["failed_count"], row["total_count"])),
        ]
        for row in facts.quality
    ]


def trend_rows(facts: Facts) -> list[list[str]]:
    """Return the quarters that were reviewed, the oldest first."""
    return [
        [
            quarter,
            numbers.count(row["settlements"]),
            numbers.wan(row["medfee_amount"]),
            numbers.count(row["hits"]),
            numbers.decimal(per_thousand(row)),
            numbers.wan(row["hit_fee_amount"]),
        ]
        for quarter, row in sorted(facts.totals.items())
    ]
