"""Invented facts of a quarter, for the tests of the report."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from claim_review.quarters import Quarter
from claim_review.reports.facts import Facts, Row

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
BANDS = (
    "不足50元",
    "50元至200元",
    "200元至1000元",
    "1000元至5000元",
    "5000元以上",
)
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


def money(text: str | int) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))


def split(whole: Decimal | int, parts: int) -> list:
    """Return falling parts that add up to the whole exactly."""
    weights = [2 ** (parts - i) for i in range(parts)]
    unit = Decimal("0.01") if isinstance(whole, Decimal) else 1
    pieces = [type(whole)(whole * w // sum(weights) // unit * unit) for w in weights]
    pieces[0] += whole - sum(pieces)
    return pieces


def total(**changes) -> Row:
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
    split_by_key = {
        key: split(value, len(labels)) for key, value in whole.items() if key != "label"
    }
    return [
        {
            "code": str(i),
            "label": name,
            **{key: parts[i] for key, parts in split_by_key.items()},
        }
        for i, name in enumerate(labels)
    ]


def institution(number: int, **changes) -> Row:
    row = {
        "fixmedins_code": f"H{number:011d}",
        "fixmedins_name": f"示例第{number}人民医院",
        "county": COUNTIES[number % 8],
        "inpatient_visits": 900 - 88 * number,
        "inpatient_total_fee": money(7_000_000 - 650_000 * number),
        "inpatient_total_fee_growth": Decimal("0.1234") - Decimal(number) / 20,
        "fee_per_visit": money("7431.22") - 100 * number,
        "average_length_of_stay": money("8.31"),
        "drug_share": Decimal("0.2841"),
        "material_share": Decimal("0.0933"),
    }
    return {**row, **changes}


def facts(quarter: str = "2025Q1", rules: int = 12) -> Facts:
    """Return a full quarter with earlier quarters to compare with."""
    whole = total()
    rule_rows = breakdown(whole, RULE_NAMES[:rules])
    rule_rows = [
        {
            **row,
            "rule_id": f"P-{i + 11}",
            "rule_name": row["label"],
            "verdict": ("hard", "suspect", "alert")[i % 3],
        }
        for i, row in enumerate(rule_rows)
    ]
    verdicts = breakdown(whole, ("明确违规", "可疑", "提示"))
    for row, code in zip(verdicts, ("hard", "suspect", "alert"), strict=True):
        row["code"] = code
    return Facts(
        quarter=Quarter.parse(quarter),
        batches={
            "loaded": 2,
            "refused": 0,
            "cut_off": datetime(2025, 4, 15, 16, tzinfo=UTC),
        },
        rows={"received": 512_004, "loaded": 512_001, "set_aside": 3},
        total=whole,
        previous_total=total(hits=1_020, hit_fee_amount=money("402000.00")),
        last_year_total=None,
        breakdown={
            "class": breakdown(whole, CLASSES),
            "level": breakdown(whole, LEVELS),
            "county": breakdown(whole, COUNTIES),
            "amount_band": breakdown(whole, BANDS),
            "verdict": verdicts,
            "rule": rule_rows,
        },
        rules=rule_rows,
        gates=[{**rule_rows[0], "rule_id": "D-01", "verdict": "gate", "hits": 9}],
        coverage=[
            {
                "rule_id": row["rule_id"],
                "rule_name": row["rule_name"],
                "settlements_in_scope": 18_436,
                "settlements_screened": 18_419 if i == 3 else 18_436,
                "settlements_not_judged": 17 if i == 3 else 0,
                "hits": row["hits"],
            }
            for i, row in enumerate(rule_rows)
        ],
        gaps=[{"label": "无诊断", "settlements": 17}],
        quality=[
            {
                "check_id": "fee-sum",
                "label": "费用明细合计与结算总额一致",
                "severity": "gate",
                "failed_count": 12,
                "total_count": 18_436,
            },
            {
                "check_id": "dates",
                "label": "出院日期不早于入院日期",
                "severity": "warning",
                "failed_count": 0,
                "total_count": 2_108,
            },
        ],
        institutions=[institution(n) for n in range(1, 11)],
        thresholds=[
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
        ],
        knowledge_release="2025.1",
    )


def without_hits() -> Facts:
    """Return a quarter in which the rules found nothing."""
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
        breakdown={**groups, "verdict": [], "amount_band": []},
        rules=[{**row, **nothing} for row in full.rules],
        coverage=[
            {
                **row,
                "hits": 0,
                "settlements_screened": row["settlements_in_scope"],
                "settlements_not_judged": 0,
            }
            for row in full.coverage
        ],
        gaps=[],
        gates=[],
        quality=[{**row, "failed_count": 0} for row in full.quality],
        institutions=[],
        thresholds=[],
        knowledge_release=None,
    )


AMOUNTS = ("hit_fee_amount", "hit_fund_amount", "attributed_fund_amount")
