"""Invented figures of funds, readmissions and reminders before settlement."""

from decimal import Decimal

from tests.unit.reports.quarterly.figures import money

from claim_review.reports.quarterly.facts import Row
from claim_review.reports.quarterly.inpatient import FIGURES


def funds() -> list[Row]:
    """Return both localities of two quarters and the classes of this one."""
    whole = {key: Decimal("0.2841") for _, _, key, _ in FIGURES}
    whole |= {
        "view": "settled",
        "label": "全州",
        "inpatient_total_fee": money("1573507.01"),
        "inpatient_total_fee_growth": Decimal("-0.0312"),
        "inpatient_visits": 870,
        "inpatient_persons": 775,
        "fee_per_visit": money("1808.66"),
        "drug_share_change_on_quarter": Decimal("-0.0105"),
        "outpatient_visits": 2_112,
        "outpatient_fee": money("180211.01"),
        "outpatient_fee_per_visit": money("85.33"),
        "outpatient_pooled_fund_per_visit": money("27.79"),
        "pharmacy_purchases": 1_183,
        "pharmacy_fee": money("66721.04"),
        "pharmacy_fee_per_purchase": money("56.40"),
        "pharmacy_purchases_per_person": Decimal("1.2083"),
        "chronic_persons_in_year": 61,
        "chronic_fee_per_person_in_year": money("3104.55"),
    }
    away = {**whole, "locality": "elsewhere", "inpatient_visits": 5}
    pharmacy = {"label": "零售药店", "outpatient_visits": 0}
    hospital = {"label": "综合医院", "pharmacy_purchases": 0}
    return [
        _cut(whole, "2024Q4", "all", "total", {"fee_per_visit": money("1900.00")}),
        _cut(whole, "2025Q1", "all", "total", {}),
        _cut(away, "2025Q1", "elsewhere", "total", {}),
        _cut(whole, "2025Q1", "all", "class", hospital),
        _cut(whole, "2025Q1", "all", "class", pharmacy),
    ]


def _cut(row: Row, quarter: str, locality: str, dimension: str, changes: Row) -> Row:
    code = changes.get("label", "all")
    place = {"quarter": quarter, "locality": locality, "dimension": dimension}
    return {**row, **place, "code": code, **changes}


READMISSION = {
    "is_provisional": True,
    "discharges": 862,
    "followed_15": 839,
    "followed_30": 776,
    "readmissions_15": 16,
    "readmissions_here_15": 14,
    "readmissions_30": 73,
    "readmissions_here_30": 39,
    "same_illness_15": 12,
    "same_illness_here_15": 11,
    "transfers": 7,
    "planned_readmissions": 1,
}


def prereminder(dimension: str, name: str, calling: int) -> Row:
    return {
        "dimension": dimension,
        "code": name,
        "label": name,
        "institutions": 161,
        "institutions_calling": calling,
        "settlements_covered": 412,
        "coverage_rate": Decimal("0.0969"),
        "calls": 455,
        "answered_rate": Decimal("0.9802"),
        "response_seconds_median": money("1.20"),
        "response_seconds_p95": money("3.75"),
        "flagged_rate": Decimal("0.1233"),
        "alerts": 61,
        "alerts_per_100_settlements": money("1.43"),
        "alerts_with_feedback": 48,
        "feedback_rate": Decimal("0.7869"),
        "compliance_rate": Decimal("0.6458"),
        "compliance_rate_of_all": Decimal("0.5082"),
        "overridden_rate": Decimal("0.3542"),
        "unexplained_rate": Decimal("0.2353"),
        "alert_amount": money("15230.10"),
        "followed_amount": money("9120.05"),
        "institutions_fallen": 1,
    }


PREREMINDER = [prereminder("total", "全州", 6), prereminder("class", "综合医院", 6)]
