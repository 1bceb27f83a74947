"""Invented facts of a quarter, for the tests of its report."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.unit.reports.quarterly import cases, figures, funds
from tests.unit.reports.quarterly.figures import breakdown, money, total

from claim_review.quarters import Quarter
from claim_review.reports.quarterly.facts import Facts, Row

COUNTIES = (
    "合作市",
    "临潭县",
    "卓尼县",
    "舟曲县",
    "迭部县",
    "玛曲县",
    "碌曲县",
    "夏河县",
)
CLASSES = ("综合医院", "中医（藏医）医院", "乡镇卫生院", "诊所及村卫生室", "零售药店")
LEVELS = ("三级", "二级", "一级及以下", "未定级")
BANDS = ("50元以下", "50至200元", "200至1000元", "1000至5000元", "5000元以上")
RULE_NAMES = (
    "限定性别药品用于不符性别",
    "同一住院期间重复收取床位费",
    "限定支付范围外使用药品",
    "超医院等级使用限级药品",
    "住院天数与计费天数不符",
    "出院后仍有费用发生",
    "项目内涵已含另行收费",
    "每日收费次数超过上限",
    "同日重复收取诊查费",
    "参保状态中断期间结算",
    "工伤保险专用药品由医保支付",
    "儿童专用药品用于成人",
)
AMOUNTS = ("hit_fee_amount", "hit_fund_amount", "attributed_fund_amount")
INPUTS: dict[str, Any] = {
    "opinions": ["建议统一中药饮片医嘱的录入方式。"],
    "plan": [
        {
            "task": "复核申诉通过率较高的规则",
            "owner": "示例甲",
            "due": "2025-08-31",
            "measure": "形成复核意见",
        }
    ],
    "last_plan": [
        {
            "task": "培训",
            "owner": "示例乙",
            "due": "2025-03-31",
            "measure": "8个县市",
            "done": "已完成",
        }
    ],
    "service": {
        "calls": 41,
        "onsite": 3,
        "onsite_in_12h": 3,
        "consultations": 17,
        "training": 8,
    },
}


def facts(rules: int = 12, **changes: Any) -> Facts:
    """Return a full quarter with an earlier one to compare with."""
    whole = total()
    rows = _rules(whole, rules)
    verdicts = breakdown(whole, ("明确违规", "可疑", "提示"))
    for row, code in zip(verdicts, ("hard", "suspect", "alert"), strict=True):
        row["code"] = code
    groups = {
        "class": breakdown(whole, CLASSES),
        "level": breakdown(whole, LEVELS),
        "county": breakdown(whole, COUNTIES),
        "amount_band": breakdown(whole, BANDS),
        "verdict": verdicts,
        "rule": rows,
    }
    known = Facts(
        quarter=Quarter.parse("2025Q1"),
        as_of=datetime(2025, 7, 7, 16, tzinfo=UTC),
        batches={
            "loaded": 2,
            "refused": 0,
            "cut_off": datetime(2025, 4, 15, 16, tzinfo=UTC),
        },
        batch_list=[
            figures.batch("2025Q1-01"),
            figures.batch("2025Q1-02", kind="late"),
        ],
        runs=[{"as_of": datetime(2025, 4, 16, tzinfo=UTC), "fingerprint": "a"}],
        rows={"received": 512_004, "loaded": 512_001, "set_aside": 3},
        total=whole,
        previous_total=total(hits=1_020, hit_fee_amount=money("402000.00")),
        last_year_total=None,
        trends=[
            {"quarter": "2024Q4", **total(hits=1_020)},
            {"quarter": "2025Q1", **whole},
        ],
        breakdown=groups,
        rules=rows,
        gates=[{**rows[0], "rule_id": "D-01", "verdict": "gate", "hits": 9}],
        rule_classes=[
            {**row, "rules": 6, "code": code}
            for row, code in zip(
                breakdown(whole, ("a", "b")), ("policy", "medical"), strict=True
            )
        ],
        rulebook=[figures.rule(row) for row in rows],
        rule_changes=[
            {"rule_id": "P-12", "rule_name": RULE_NAMES[1], "change": "rewritten"},
            {"rule_id": "P-13", "rule_name": None, "change": "ended"},
        ],
        resale_rules=figures.RESALE_RULES,
        coverage=_coverage(rows),
        gaps=[{"label": "无诊断", "settlements": 17}],
        quality=figures.QUALITY,
        gate_institutions=[figures.sender()],
        thresholds=figures.THRESHOLDS,
        knowledge_release="2025.1",
        previous_release="2024.2",
        outcomes={
            name: {row["code"]: cases.outcome(row["code"], row["label"]) for row in of}
            for name, of in groups.items()
            if name != "verdict"
        },
        previous_outcome=cases.outcome("all", "全州", overturned_rate=Decimal("0.2")),
        last_year_outcome=None,
        flows=cases.FLOWS,
        ageing=[cases.ageing("2024Q4", 3), cases.ageing("2025Q1", 49)],
        stages=[
            cases.stage("S10", "待初审"),
            cases.stage("S70", "待终审"),
        ],
        people=[
            cases.person("待初审", "P1"),
            cases.person("待初审", "P2"),
        ],
        institutions=[cases.institution(n) for n in range(1, 41)],
        overturns=[{"label": "临床合理且有依据", "cases": 23}],
        funds=funds.funds(),
        readmission=funds.READMISSION,
        cross_quarter={"reversals": 0, "amount": money(0), "fund_amount": money(0)},
        prereminder=funds.PREREMINDER,
    )
    known.outcomes["total"] = {"all": cases.outcome("all", "全州")}
    known.outcomes["rule"] = {
        row["rule_id"]: cases.outcome(row["rule_id"], row["label"]) for row in rows
    }
    known.outcomes["rule_class"] = {
        code: cases.outcome(code, code) for code in ("policy", "medical")
    }
    return replace(known, **changes)


def _rules(whole: Row, rules: int) -> list[Row]:
    return [
        {
            **row,
            "rule_id": f"P-{i + 11}",
            "rule_name": row["label"],
            "verdict": ("hard", "suspect", "alert")[i % 3],
        }
        for i, row in enumerate(breakdown(whole, RULE_NAMES[:rules]))
    ]


def _coverage(rules: list[Row]) -> list[Row]:
    return [
        {
            "rule_id": row["rule_id"],
            "rule_name": row["rule_name"],
            "settlements_in_scope": 18_436,
            "settlements_screened": 18_419 if i == 3 else 18_436,
            "settlements_not_judged": 17 if i == 3 else 0,
            "hits": row["hits"],
        }
        for i, row in enumerate(rules)
    ]


def without_hits() -> Facts:
    """Return a first quarter in which the rules found nothing."""
    nothing = {"hits": 0, **dict.fromkeys(AMOUNTS, money(0))}
    full = facts()
    groups = {
        name: [{**row, **nothing} for row in rows]
        for name, rows in full.breakdown.items()
    }
    return replace(
        full,
        total=total(**nothing),
        previous_total=None,
        trends=[{"quarter": "2025Q1", **total(**nothing)}],
        breakdown={**groups, "verdict": [], "amount_band": []},
        rules=[{**row, **nothing} for row in full.rules],
        rule_classes=[],
        rule_changes=[],
        resale_rules=[],
        coverage=[
            {
                **r,
                "hits": 0,
                "settlements_screened": 18_436,
                "settlements_not_judged": 0,
            }
            for r in full.coverage
        ],
        gaps=[],
        gates=[],
        gate_institutions=[],
        quality=[{**row, "failed_count": 0} for row in full.quality],
        thresholds=[],
        knowledge_release=None,
        previous_release=None,
        outcomes={},
        previous_outcome=None,
        flows=[],
        ageing=[],
        stages=[],
        people=[],
        overturns=[],
        institutions=[{**r, **cases.NOTHING_DECIDED} for r in full.institutions],
        readmission=None,
        funds=[],
        prereminder=[],
    )
