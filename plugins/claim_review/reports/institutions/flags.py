"""Which numbers of institutions stand out, and why."""

from dataclasses import dataclass
from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.institutions.facts import Facts, Row
from claim_review.reports.institutions.kpis import BY_KEY, Kpi

PEERS, PAST, GROWTH = "偏离同类", "偏离本机构历史", "增幅高于同类"


@dataclass(frozen=True)
class Flag:
    """One reason why a KPI of an institution stands out, and on which side."""

    row: Row
    kpi: Kpi
    reason: str
    value: str
    expected: str
    distance: str
    is_above: bool


def flags(facts: Facts) -> list[Flag]:
    """Return every flag of the quarter by class, institution and KPI."""
    found = []
    for row in facts.peers:
        kpi = BY_KEY[row["kpi"]]
        if row["departs_from_peers"]:
            found.append(_departure(row, kpi, PEERS, "peer_median", "robust_z"))
        if row["departs_from_past"]:
            found.append(_departure(row, kpi, PAST, "own_median", "own_z"))
        if row["outgrows_peers"]:
            found.append(_growth(row, kpi))
    return found


def flagged_institutions(facts: Facts) -> dict[str, list[Flag]]:
    """Return the flags by the code of their institution."""
    by_code: dict[str, list[Flag]] = {}
    for flag in flags(facts):
        by_code.setdefault(flag.row["fixmedins_code"], []).append(flag)
    return by_code


def distance(value: Decimal | None) -> str:
    """Return a z value with its sign."""
    if value is None:
        return numbers.MISSING
    text = numbers.decimal(value)
    return text if text.startswith("-") or text == "0.00" else f"+{text}"


def _departure(row: Row, kpi: Kpi, reason: str, median: str, z: str) -> Flag:
    return Flag(
        row,
        kpi,
        reason,
        value=kpi.form(row["value"]),
        expected=kpi.form(row[median]),
        distance=distance(row[z]),
        is_above=row[z] > 0,
    )


def _growth(row: Row, kpi: Kpi) -> Flag:
    return Flag(
        row,
        kpi,
        GROWTH,
        value=numbers.signed_percent(row["growth"]),
        expected=numbers.signed_percent(row["peer_growth_median"]),
        distance=numbers.points(row["growth"], row["peer_growth_median"]),
        is_above=True,
    )
