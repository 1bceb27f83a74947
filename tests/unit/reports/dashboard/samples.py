"""Invented facts of a dashboard."""

from datetime import UTC, datetime
from decimal import Decimal

from claim_review.quarters import Quarter
from claim_review.reports.dashboard.facts import Facts, Row

COUNTIES = ("合作市", "临潭县", None)
AS_OF = datetime(2025, 7, 7, 16, tzinfo=UTC)


def total(quarter: str, hits: int, fee: str = "20000.00") -> Row:
    return {
        "quarter": quarter,
        "label": "全州",
        "institutions": 161,
        "settlements": 4251,
        "medfee_amount": Decimal("1850300.00"),
        "fund_pay_amount": Decimal("920000.00"),
        "hits": hits,
        "hit_fee_amount": Decimal(fee),
        "attributed_fund_amount": Decimal("5800.00"),
    }


def outcome(cases: int = 190, **changes) -> Row:
    row = {
        "cases": cases,
        "suspected_amount": Decimal("19932.63"),
        "kept_first": 164,
        "kept_second": 147,
        "dispatched": 132,
        "dispatched_amount": Decimal("14234.99"),
        "appealed": 58,
        "closed": 120,
        "appealed_closed": 54,
        "appeals_decided": 40,
        "overturned": 12,
        "confirmed": 98,
        "final_amount": Decimal("10630.43"),
        "refused_amount": Decimal("1924.91"),
    }
    return {**row, **changes}


def rule(number: int, hits: int, fee: str) -> Row:
    return {
        "rule_id": f"P-{number}",
        "rule_name": f"示例规则{number}",
        "rule_class": ("policy", "medical")[number % 2],
        "verdict": "hard",
        "institutions": 3,
        "hits": hits,
        "hit_fee_amount": Decimal(fee),
        "attributed_fund_amount": Decimal(fee) / 4,
    }


def facts(**changes) -> Facts:
    groups = [
        {**total("2025Q1", 193 // (n + 1)), "label": county}
        for n, county in enumerate(COUNTIES)
    ]
    given = {
        "quarter": Quarter.parse("2025Q1"),
        "as_of": AS_OF,
        "cut_off": datetime(2025, 4, 15, 16, tzinfo=UTC),
        "knowledge_release": "kb_2025Q1.v1",
        "totals": {
            "2024Q4": total("2024Q4", 200, "25000.00"),
            "2025Q1": total("2025Q1", 193),
        },
        "groups": {"county": groups, "class": groups[:2]},
        "rules": [rule(11, 120, "15000.00"), rule(12, 73, "5000.00"), rule(13, 0, "0")],
        "heat": [
            {"county": "合作市", "rule_class": "policy", "hits": 120},
            {"county": "合作市", "rule_class": "medical", "hits": 1},
            {"county": None, "rule_class": "policy", "hits": 72},
        ],
        "coverage": {"in_scope": 1000, "screened": 990, "not_judged": 10},
        "quality": [
            {
                "label": "无诊断（不含购药）",
                "severity": "gate",
                "failed_count": 159,
                "total_count": 3068,
            }
        ],
        "outcomes": {"2025Q1": outcome()},
        "reminders": {
            "2025Q1": {
                "alerts": 40,
                "compliance_rate": Decimal("0.7500"),
                "followed_amount": Decimal("1234.50"),
            }
        },
        "outcomes_by_rule": {"P-11": outcome(60, dispatched=7, refused_amount=88)},
    }
    return Facts(**{**given, **changes})


def bare() -> Facts:
    """Return the first quarter ever, in which nothing was found."""
    nothing = total("2025Q1", 0, "0.00") | {"attributed_fund_amount": Decimal()}
    return facts(
        totals={"2025Q1": nothing},
        groups={"county": [], "class": []},
        rules=[rule(11, 0, "0")],
        heat=[],
        quality=[],
        outcomes={},
        outcomes_by_rule={},
        reminders={},
        knowledge_release=None,
    )
