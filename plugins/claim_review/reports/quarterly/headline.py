"""The headline figures, their change, and whether it is for the better."""

from decimal import Decimal
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.document import Column
from claim_review.reports.quarterly.facts import Facts, Row
from claim_review.reports.quarterly.words import changed, whole_of

COLUMNS = (
    Column("指标", 56, "left"),
    Column("本季度", 21),
    Column("上季度", 21),
    Column("环比", 22),
    Column("同比", 22),
    Column("评价", 14, "center"),
)


def hits_per_thousand(total: Row) -> Decimal | None:
    """Return the hits per 1,000 settlements."""
    share = numbers.ratio(total["hits"], total["settlements"])
    return None if share is None else share * 1000


def fee_per_hit(total: Row) -> Decimal | None:
    """Return the yuan that one hit is about on average."""
    return numbers.ratio(total["hit_fee_amount"], total["hits"])


def attributed_share(facts: Facts) -> Decimal | None:
    """Return the attributed fund amount as a share of what the fund paid."""
    return whole_of(facts.total, "attributed_fund_amount", "fund_pay_amount")


def coverage_sums(facts: Facts) -> tuple[int, int, int]:
    """Return settlements in scope, screened and not judged, over all rules."""
    keys = ("settlements_in_scope", "settlements_screened", "settlements_not_judged")
    wanted, screened, unjudged = (sum(r[k] or 0 for r in facts.coverage) for k in keys)
    return wanted, screened, unjudged


def headline_rows(facts: Facts) -> list[list[str]]:
    """Return the headline figures, their change, and whether it is for the better."""
    count, wan = numbers.count, numbers.wan
    totals = (facts.total, facts.previous_total, facts.last_year_total)
    outcomes = (facts.outcome, facts.previous_outcome, facts.last_year_outcome)

    def line(name: str, rows: Any, value: Any, form: Any, good: str = "") -> list[str]:
        now, before, year = (None if row is None else value(row) for row in rows)
        change = numbers.points if good.startswith("share") else numbers.growth
        return [
            name,
            form(now),
            form(before),
            change(now, before),
            change(now, year),
            changed(now, before, good.removeprefix("share ")),
        ]

    def total(name: str, key: str, form: Any) -> list[str]:
        return line(name, totals, lambda row: row[key], form)

    def outcome(name: str, key: str, form: Any, good: str = "") -> list[str]:
        return line(name, outcomes, lambda row: row[key], form, good)

    wanted, screened, _ = coverage_sums(facts)
    share = numbers.coverage(screened, wanted)
    dash = numbers.MISSING
    return [
        total("审核结算（笔）", "settlements", count),
        ["规则筛查覆盖率", share, dash, dash, dash, dash],
        total("涉及定点医药机构（家）", "institutions", count),
        total("医疗总费用（万元）", "medfee_amount", wan),
        total("基金支付总额（万元）", "fund_pay_amount", wan),
        total("命中疑点（条）", "hits", count),
        total("疑点涉及费用（万元）", "hit_fee_amount", wan),
        total("疑点涉及基金，未去重（万元）", "hit_fund_amount", wan),
        total("疑点涉及基金，去重后（万元）", "attributed_fund_amount", wan),
        line(
            "疑点涉及基金占基金支付比重",
            totals,
            lambda row: whole_of(row, "attributed_fund_amount", "fund_pay_amount"),
            numbers.percent,
            "share down",
        ),
        line(
            "每千笔结算疑点（条）", totals, hits_per_thousand, numbers.decimal, "down"
        ),
        line("单条疑点平均涉及费用（元）", totals, fee_per_hit, numbers.yuan),
        outcome("纳入人工审核（条）", "hits", count),
        outcome("下发（条）", "dispatched", count),
        outcome("下发率", "dispatched_rate", numbers.percent, "share "),
        outcome("申诉（条）", "appealed", count),
        outcome("申诉率", "appeal_rate", numbers.percent, "share "),
        outcome(
            "申诉通过率（含部分成立）", "overturned_rate", numbers.percent, "share down"
        ),
        outcome("终审认定（条）", "confirmed", count),
        outcome("终审认定基金金额（万元）", "final_fund_amount", wan),
        outcome("拒付金额（万元）", "net_refused_amount", wan),
        outcome("查实率", "confirmed_rate", numbers.percent, "share up"),
    ]
