"""Invented rows of marts and cases, one kind each."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from claim_review.reports.quarterly.facts import Row
from claim_review.reports.quarterly.inpatient import FIGURES


def money(text: str | int) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))


def split(whole: Decimal | int, parts: int) -> list:
    """Return falling parts that add up to the whole exactly."""
    weights = [2 ** (parts - i) for i in range(parts)]
    unit = Decimal("0.01") if isinstance(whole, Decimal) else 1
    pieces = [type(whole)(whole * w // sum(weights) // unit * unit) for w in weights]
    pieces[0] += whole - sum(pieces)
    return pieces


def total(**changes: Any) -> Row:
    row = {
        "label": "全州",
        "institutions": 42,
        "settlements": 18_436,
        "medfee_amount": money("41873265.17"),
        "fund_pay_amount": money("27150982.40"),
        "hits": 1_207,
        "hit_fee_amount": money("386204.55"),
        "hit_fund_amount": money("291433.02"),
        "attributed_fund_amount": money("243918.76"),
    }
    return {**row, **changes}


def breakdown(whole: Row, labels: tuple[str | None, ...]) -> list[Row]:
    parts = {k: split(v, len(labels)) for k, v in whole.items() if k != "label"}
    return [
        {
            "code": name or "未登记",
            "label": name,
            **{key: values[i] for key, values in parts.items()},
        }
        for i, name in enumerate(labels)
    ]


def batch(name: str, kind: str = "regular") -> Row:
    return {
        "batch_id": name,
        "kind": kind,
        "status": "loaded",
        "extracted_to": datetime(2025, 4, 15, 16, tzinfo=UTC),
        "received": 256_002,
        "set_aside": 1,
    }


def rule(row: Row) -> Row:
    return {
        "rule_id": row["rule_id"],
        "rule_name": row["rule_name"],
        "rule_class": "policy",
        "verdict": row["verdict"],
        "rule_status": "live",
        "effective_from": date(2025, 1, 1),
        "sql_sha256": "0123456789abcdef",
    }


def sender() -> Row:
    return {
        "fixmedins_code": "H00000000001",
        "fixmedins_name": "示例第一卫生院",
        "county": "玛曲县",
        "settlements": 20,
        "flagged": 9,
        "hits": 9,
        "rule_names": ["必填信息缺失"],
    }


QUALITY = [
    {
        "check_id": "fee-sum",
        "label": "费用明细合计与结算总额不一致",
        "severity": "gate",
        "failed_count": 12,
        "total_count": 18_436,
    },
    {
        "check_id": "dates",
        "label": "出院日期早于入院日期",
        "severity": "warning",
        "failed_count": 0,
        "total_count": 2_108,
    },
]
THRESHOLDS = [
    {
        "meaning": "分解住院：两次住院间隔上限",
        "value": Decimal("15.0000"),
        "unit": "天",
        "rule_ids": "M-15",
    },
    {
        "meaning": "手术未折价：第二手术比例",
        "value": Decimal("0.5000"),
        "unit": "",
        "rule_ids": "P-15、P-30",
    },
]


def outcome(code: str, name: str, **changes: Any) -> Row:
    row = {
        "code": code,
        "label": name,
        "hits": 191,
        "hits_per_1000_settlements": Decimal("10.36"),
        "suspected_fund_amount": money("243000.10"),
        "cleared_first": 21,
        "cleared_first_rate": Decimal("0.1099"),
        "cleared_second": 11,
        "cleared_second_rate": Decimal("0.0647"),
        "dispatched": 132,
        "dispatched_rate": Decimal("0.6911"),
        "dispatched_fund_amount": money("150000.00"),
        "windows_closed": 119,
        "appealed": 58,
        "appealed_in_closed": 51,
        "appeal_rate": Decimal("0.4286"),
        "appeal_amount_rate": Decimal("0.5575"),
        "appeals_decided": 41,
        "upheld": 8,
        "partly_upheld": 15,
        "upheld_rate": Decimal("0.1951"),
        "overturned_rate": Decimal("0.5610"),
        "overturned_amount_rate": Decimal("0.1806"),
        "deemed": 16,
        "deemed_rate": Decimal("0.1212"),
        "confirmed": 90,
        "confirmed_rate": Decimal("0.6338"),
        "final_fund_amount": money("100000.07"),
        "net_refused_amount": money("90000.03"),
        "refused_of_suspected_rate": Decimal("0.3704"),
        "refused_of_dispatched_rate": Decimal("0.6000"),
        "own_overdue_rate": Decimal("0.2344"),
        "precision_rate": Decimal("0.6429"),
        "precision_low": Decimal("0.5606"),
        "precision_high": Decimal("0.7174"),
        "precision_is_small_sample": False,
        "precision_without_deemed_rate": Decimal("0.5968"),
        "misjudged_rate": Decimal("0.0000"),
    }
    return {**row, **changes}


FLOWS = [
    {"from_step": source, "to_step": target, "cases": cases}
    for source, target, cases in (
        ("hit", "agreed_first", 164),
        ("hit", "cleared_first", 21),
        ("hit", "void", 2),
        ("hit", "waiting_first", 4),
        ("agreed_first", "agreed_second", 147),
        ("agreed_first", "cleared_second", 11),
        ("agreed_first", "waiting_second", 6),
        ("agreed_second", "dispatched", 132),
        ("agreed_second", "waiting_dispatch", 15),
        ("dispatched", "appealed", 125),
        ("dispatched", "waiting_answer", 7),
        ("appealed", "confirmed", 90),
        ("appealed", "cleared_final", 35),
        ("confirmed", "refused", 64),
        ("confirmed", "not_refused_yet", 26),
    )
]


def ageing(quarter: str, cases: int) -> Row:
    return {
        "quarter": quarter,
        "still_open": cases,
        "suspected_fund_amount": money("15263.80"),
        "to_20_workdays": 0,
        "to_42_workdays": 0,
        "to_67_workdays": cases,
        "longer": 0,
        "longest_workdays": 56,
        "overdue": 2,
    }


def stage(state: str, name: str) -> Row:
    return {
        "state": state,
        "state_name": name,
        "entered": 196,
        "finished": 192,
        "still_open": 4,
        "overdue": 52,
        "overdue_rate": Decimal("0.2653"),
        "workdays_median": Decimal("3.00"),
        "workdays_p90": Decimal("45.00"),
    }


def person(name: str, who: str) -> Row:
    return {
        "state_name": name,
        "person": who,
        "finished": 96,
        "overdue": 26,
        "finished_per_workday": Decimal("1.96"),
    }


NOTHING_DECIDED = {
    "confirmed_settlements": 0,
    "confirmed": 0,
    "deemed": 0,
    "dispatched": 0,
    "net_refused_amount": money(0),
}


def institution(number: int, **changes: Any) -> Row:
    row = {
        "fixmedins_code": f"H{number:011d}",
        "fixmedins_name": f"示例第{number}医院",
        "county": "合作市",
        "settlements": 20 * number,
        "total_fund_pay_amount": money(30_000 * number),
        **NOTHING_DECIDED,
    }
    if number % 3 == 0:
        row |= {
            "confirmed_settlements": 2,
            "confirmed": 3,
            "dispatched": 12,
            "deemed": 3,
        }
        row["net_refused_amount"] = money(f"{100 + number}.07")
    return {**row, **changes}


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
