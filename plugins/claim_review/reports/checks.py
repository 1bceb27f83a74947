"""What must add up before a report leaves the house."""

from decimal import Decimal

from claim_review.reports.facts import Facts

_PARTS = ("class", "level", "county", "rule", "amount_band", "verdict")
_CENT = Decimal("0.01")


class ImplausibleReportError(ValueError):
    """The figures of a report contradict each other."""


def check(facts: Facts) -> None:
    """Raise ImplausibleReportError naming every figure that contradicts another."""
    found = [*_sums(facts), *_limits(facts)]
    if found:
        raise ImplausibleReportError(
            f"report of {facts.quarter} not published: " + "; ".join(found)
        )


def _sums(facts: Facts) -> list[str]:
    found = []
    for dimension in _PARTS:
        rows = facts.breakdown.get(dimension, [])
        if dimension == "rule":
            rows = facts.rules
        for key in ("hits", "hit_fee_amount", "attributed_fund_amount") if rows else ():
            whole = facts.total[key] or 0
            parts = sum(row[key] or 0 for row in rows)
            if parts != whole:
                found.append(f"{key} by {dimension} adds up to {parts}, not {whole}")
    return found


def _limits(facts: Facts) -> list[str]:
    total, found = facts.total, []
    if (total["attributed_fund_amount"] or 0) > (total["fund_pay_amount"] or 0) + _CENT:
        found.append(
            f"attributed fund {total['attributed_fund_amount']} exceeds "
            f"what the fund paid, {total['fund_pay_amount']}"
        )
    for row in facts.coverage:
        if row["settlements_screened"] > row["settlements_in_scope"]:
            found.append(
                f"rule {row['rule_id']} screened {row['settlements_screened']} of "
                f"{row['settlements_in_scope']} settlements in scope"
            )
    return found
