"""A statement with one row in each table."""

from datetime import UTC, datetime

DRAFTED_AT = datetime(2025, 8, 4, 5, tzinfo=UTC)
HIT = {"hit_id": "A", "setl_id": "S1", "bkkp_sn": "007", "rule_id": "P-26"}
CONTENT = {
    "head": {
        "statement_month": "2025-07",
        "fixmedins_code": "H1",
        "fixmedins_name": "示例医院",
        "first_day": "2025-07-01",
        "last_day": "2025-07-31",
        "parameters_are_confirmed": False,
        "refused_amount": "48.10",
        "reversed_amount": "-8.00",
        "net_amount": "40.10",
        "net_in_words": "肆拾元壹角整",
    },
    "by_rule": [
        {
            "rule_id": "P-26",
            "rule_name": "=1+1",
            "rule_basis": None,
            "cases": 1,
            "decided_amount": "60.00",
            "decided_fund_amount": "48.10",
            "refused_amount": "48.10",
        }
    ],
    "lines": [
        {
            **HIT,
            "hit_reason": "示例",
            "hit_amount": "100.00",
            "dispatched_amount": "90.00",
            "decided_amount": "60.00",
            "decided_fund_amount": "48.10",
            "refused_amount": "48.10",
            "decision_basis": "DEEMED",
            "decided_on": "2025-07-21",
        }
    ],
    "reversed": [
        {
            **HIT,
            "reversed_amount": "-8.00",
            "refused_in": "2025-06",
            "reverse_reason": "REVERSAL",
        }
    ],
    "carried": [
        {
            **HIT,
            "bkkp_sn": None,
            "decided_fund_amount": "48.00",
            "carried_reason": "NOTHING_LEFT",
        }
    ],
}
