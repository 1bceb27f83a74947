"""Invented rows of marts and cases, one kind each."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from claim_review.reports.quarterly.facts import Row


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
RESALE_RULES = [
    {
        "rule_id": "O-18",
        "rule_name": "高倒卖风险药品集中",
        "rule_status": "shadow",
        "institutions": 0,
    }
]
