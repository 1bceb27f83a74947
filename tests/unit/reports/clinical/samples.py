"""A small quarter of clinical hits, none of them of anybody."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from claim_review.quarters import Quarter
from claim_review.reports.clinical.facts import Facts
from claim_review.reports.clinical.knowledge import Knowledge

HIT = {
    "number": 1,
    "case_number": 1,
    "doctor_number": 1,
    "rule_id": "P-09",
    "rule_name": "药品限支付疗程",
    "group": "限适应症与合理用药",
    "kp_id": "course-1",
    "item_code": "X1",
    "item_name": "示例注射液",
    "fixmedins_code": "H1",
    "fixmedins_name": "示例县医院",
    "institution_class": "综合医院",
    "quantity": Decimal("2.0000"),
    "hit_fee_amount": Decimal("100.00"),
    "attributed_fund_amount": Decimal("80.00"),
    "sex": "男",
    "age_band": "60–64岁",
    "department": "内科",
    "diagnosis": "I63.900 脑梗死",
    "month": "2月",
    "is_dispatched": True,
    "is_appealed": False,
    "is_appeal_decided": False,
    "is_upheld": False,
    "is_partly_upheld": False,
    "is_cleared_first": False,
    "is_cleared_second": False,
    "is_confirmed": False,
    "is_cleared_final": False,
    "is_transferred": False,
    "is_deemed": False,
    "is_void": False,
    "overturn_reason": None,
    "dispatched_amount": Decimal("100.00"),
    "final_amount": None,
    "rule_version": "a" * 64,
}
UPHELD = {
    "is_appealed": True,
    "is_appeal_decided": True,
    "is_upheld": True,
    "is_cleared_final": True,
    "overturn_reason": "KB_FAULT",
    "final_amount": Decimal(0),
}
PARTLY = {
    "is_appealed": True,
    "is_appeal_decided": True,
    "is_partly_upheld": True,
    "is_confirmed": True,
    "overturn_reason": "CLIN_JUSTIFIED",
    "final_amount": Decimal("45.00"),
}
SEX_RULE = {
    "rule_id": "C-01",
    "rule_name": "药品区分性别使用",
    "group": "医疗类",
    "kp_id": "sex-1",
    "item_code": "X2",
    "item_name": "示例胶囊",
}


def hit(number: int, **changes: Any) -> dict[str, Any]:
    """Return a hit on a bill of its own, but for the changes."""
    return {**HIT, "number": number, "case_number": number, **changes}


HITS = [
    hit(1),
    hit(2, fixmedins_code="H2", fixmedins_name="示例乡卫生院", **PARTLY)
    | {"institution_class": "乡镇卫生院", "hit_fee_amount": Decimal("90.00")},
    hit(3, doctor_number=2, **UPHELD),
    hit(4, doctor_number=2, is_dispatched=False, is_cleared_first=True),
    hit(5, doctor_number=2, is_confirmed=True, final_amount=Decimal("100.00")),
    hit(6, **SEX_RULE, hit_fee_amount=Decimal("30.50")),
    hit(7, **SEX_RULE, is_dispatched=False) | {"item_code": None, "item_name": None},
]


def rule(rule_id: str, name: str, group: str, status: str = "live") -> dict[str, Any]:
    """Return a rule in scope."""
    return {
        "rule_id": rule_id,
        "rule_name": name,
        "rule_class": "policy",
        "group": group,
        "status": status,
        "description": "用药天数超过支付疗程的，超出部分不予支付。",
        "basis": "国家医保药品目录备注",
        "lists": ["course_limited_drugs"],
        "sql_sha256": "a" * 64,
    }


RULES = [
    rule("C-01", "药品区分性别使用", "医疗类"),
    rule("C-06", "超说明书用量", "医疗类", "shadow"),
    rule("P-09", "药品限支付疗程", "限适应症与合理用药"),
]
LISTED = {
    "kp_id": "course-1",
    "words": "每次住院支付不超过14天",
    "basis": "CAT 备注；R38(6)",
    "source": "国家两库第6批",
    "published_at": date(2025, 8, 26),
    "valid_from": date(2025, 1, 1),
    "valid_to": None,
}
REASONS = [
    {
        "reason_code": code,
        "reason_name": name,
        "counts_against_rule": is_fault,
    }
    for code, name, is_fault in (
        ("KB_FAULT", "知识库条目有误或已过时", True),
        ("CLIN_JUSTIFIED", "临床合理且有依据", False),
    )
]


def facts(**changes: Any) -> Facts:
    """Return the facts of the quarter, but for the changes."""
    values: dict[str, Any] = {
        "quarter": Quarter(2025, 1),
        "as_of": datetime(2025, 7, 6, 16, tzinfo=UTC),
        "cut_off": datetime(2025, 4, 15, 16, tzinfo=UTC),
        "knowledge_release": "kb_2025Q1.v1",
        "quarters": ["2024Q4", "2025Q1"],
        "knowledge": Knowledge(
            RULES,
            [
                {
                    "item_code": "X1",
                    "chrgitm_lv": "02",
                    "begndate": date(2020, 1, 1),
                    "enddate": None,
                }
            ],
            {"course-1": [LISTED]},
        ),
        "hits": HITS,
        "trend": [
            {
                "quarter": "2025Q1",
                "item_code": "X1",
                "hits": 5,
                "hit_fee_amount": Decimal("490.00"),
            }
        ],
        "uses": [
            {"item_code": "X1", "fixmedins_code": "H1", "uses": 40},
            {"item_code": "X1", "fixmedins_code": "H3", "uses": 8},
        ],
        "reasons": REASONS,
    }
    return Facts(**values | changes)


COMMENTS = {
    "clinical_comments": {
        "X1": {"text": "疗程应按病情评估。", "by": "示例医师甲"},
        "X2": {"text": "应核对用药人性别。", "by": "示例医师乙"},
    }
}
