"""Invented facts of training packs: two counties, four rules, a few persons."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from claim_review.quarters import Quarter
from claim_review.reports.training.facts import Facts, examples_of

AS_OF = datetime(2025, 7, 7, 4, tzinfo=UTC)
NORTH, SOUTH = "623001", "623027"
RULES = ("P-11", "P-26", "C-01", "M-15", "O-02", "P-04")
PAPERS = ["处方", "病历", "发票", "医嘱单", "身份证明", "转院单"]


def hit(number: int, rule: str, county: str = NORTH, **changes: Any) -> dict:
    row = {
        "hit_id": f"{rule}-{number:04d}",
        "rule_id": rule,
        "psn_no": f"PERSON{number:04d}",
        "county_code": county,
        "hit_fee_amount": Decimal(100 + number),
        "is_dispatched": True,
        "is_appeal_decided": False,
        "is_overturned": False,
        "refused_amount": Decimal(10),
        "overturn_reason": None,
    }
    return {**row, **changes}


def hits() -> list[dict]:
    """Return seven persons' hits of one rule, three of another, some overturned."""
    appeal = {
        "is_appeal_decided": True,
        "is_overturned": True,
        "overturn_reason": "临床合理且有依据",
        "refused_amount": Decimal(),
    }
    return [
        *(hit(n, "P-11") for n in range(1, 8)),
        *(hit(n, "P-26") for n in range(11, 14)),
        *(hit(n, "C-01", **appeal) for n in range(21, 27)),
        *(hit(n, "P-11", SOUTH) for n in range(31, 33)),
        *(hit(n, "P-26", SOUTH) for n in range(41, 44)),
    ]


def scene(row: dict, **changes: Any) -> dict:
    told = {
        "hit_id": row["hit_id"],
        "rule_id": row["rule_id"],
        "hit_reason": "示例药品001 2025-02-12 收取 2 日，纳入统筹 34.56 元",
        "hit_fee_amount": row["hit_fee_amount"],
        "institution_class": "乡镇卫生院",
        "med_type_name": "普通门诊",
        "gend": "2",
        "brdy": date(1961, 5, 17),
        "settled_on": date(2025, 2, 13),
        "hilist_name": "示例药品001",
        "cnt": Decimal("2.0000"),
    }
    return {**told, **changes}


def rule(rule_id: str) -> dict:
    kinds = {"P": "policy", "C": "medical", "M": "management", "O": "outpatient"}
    return {
        "rule_id": rule_id,
        "rule_name": f"示例规则{rule_id}",
        "rule_class": kinds[rule_id[0]],
        "verdict": "hard",
        "basis": "示例依据",
        "description": f"不应当做的事{rule_id}。",
        "papers": PAPERS[:2],
        "exemptions": ["已冲销、退费的明细"],
        "remedy": f"应当做的事{rule_id}。",
    }


def facts(**changes: Any) -> Facts:
    given_hits = changes.get("hits", hits())
    by_id = {row["hit_id"]: row for row in given_hits}
    chosen = examples_of(given_hits, 5)
    given = {
        "quarter": Quarter.parse("2025Q1"),
        "as_of": AS_OF,
        "cut_off": datetime(2025, 4, 15, 16, tzinfo=UTC),
        "counties": [
            {
                "county_code": code,
                "county": name,
                "institutions": 12,
                "settlements": 1_059,
            }
            for code, name in ((NORTH, "合作市"), (SOUTH, "夏河县"))
        ],
        "hits": given_hits,
        "uploads": [
            {
                "rule_id": "D-03",
                "hit_reason": "明细合计 319.28 元与结算总额 350.77 元不符",
                "psn_no": f"PERSON{n:04d}",
                "fixmedins_code": f"H{n % 2}",
                "county_code": NORTH,
            }
            for n in range(51, 58)
        ],
        "scenes": {place: scene(by_id[one]) for place, one in chosen.items()},
        "rules": {rule_id: rule(rule_id) for rule_id in RULES},
        "papers": PAPERS,
        "due": [
            {
                "deadline_key": "appeal_wd",
                "due_day": date(2025, 7, 11),
                "is_provisional": False,
                "fixmedins_code": "H1",
                "county_code": NORTH,
                "psn_no": "PERSON0001",
            }
        ],
        "months": [
            {
                "statement_month": "2025-07",
                "cutoff_at": datetime(2025, 7, 31, 16, tzinfo=UTC),
                "is_provisional": False,
            }
        ],
        "parameters": {
            "small_cell_n": 5,
            "appeal_wd": 10,
            "supplement_wd": 3,
            "reconsider_wd": 5,
        },
        "reminders": {
            NORTH: {
                "institutions": 12,
                "institutions_calling": 4,
                "settlements": 1_059,
                "coverage_rate": Decimal("0.3120"),
                "alerts": 40,
                "feedback_rate": Decimal("0.1000"),
                "alerts_with_feedback": 4,
                "compliance_rate": Decimal("0.7500"),
                "overridden_rate": Decimal("0.2500"),
            }
        },
        "forced": [
            {
                "county_code": NORTH,
                "rule_name": "示例提醒" + "甲乙"[n > 6],
                "psn_no": f"PERSON{n:04d}",
            }
            for n in range(1, 9)
        ],
    }
    return Facts(**{**given, **changes})
