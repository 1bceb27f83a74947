"""The page of one institution as formatted text and places on its bars."""

from decimal import Decimal
from typing import Any

from claim_review.quarters import Quarter
from claim_review.reports import numbers
from claim_review.reports.document import Content
from claim_review.reports.institutions.kpis import (
    BY_KEY,
    INPATIENT,
    OUTPATIENT,
    PHARMACY,
    Kpi,
)
from claim_review.reports.periods import in_words, quarter_name
from claim_review.reports.portraits.facts import QUARTERS_SHOWN, Facts, Portrait, Row

TRENDS = ("inpatient_total_fee", "inpatient_visits", "fee_per_visit", "drug_share")
RULES_SHOWN = 5
_WAN = Decimal(10_000)
LEGEND = (
    "同类：同类别、同等级且就诊人次达到界限的机构。浅色带为同类第25至75百分位，"
    "竖线为同类中位数，圆点为本机构；红色表示高于同类第90百分位。"
    "指标不含异地就医；占比类指标的同比为百分点变化；无基数的以“—”表示。"
)
NO_RULES = "本季度未命中疑点。"
NO_CASES = "本季度没有进入审核的疑点。"


def build(facts: Facts, portrait: Portrait) -> Content:
    """Return the page of an institution; the same facts give the same content."""
    shown = _shown(portrait)
    return {
        "title": f"定点医药机构画像（{quarter_name(facts.quarter)}）",
        "name": portrait.institution["fixmedins_name"],
        "head": _head(portrait.institution),
        "note": _note(portrait, shown, facts.few),
        "kpis": [_kpi(kpi, portrait.kpis[kpi.key]) for kpi in shown],
        "legend": LEGEND,
        "trends": _trends(portrait, facts.quarter),
        "rules": [_rule(row) for row in portrait.rules[:RULES_SHOWN]],
        "no_rules": NO_RULES,
        "appeals": _appeals(portrait.outcomes),
        "no_cases": NO_CASES,
        "reminders": _reminders(portrait.reminders),
        "footer": _footer(facts),
    }


def _shown(portrait: Portrait) -> list[Kpi]:
    """Return what is told: stays, or else visits and purchases."""
    known = [kpi for kpi in INPATIENT if kpi.key in portrait.kpis]
    if known:
        return known
    return [kpi for kpi in (*OUTPATIENT, *PHARMACY) if kpi.key in portrait.kpis]


def _head(institution: Row) -> list[list[str]]:
    return [
        ["机构编码", institution["fixmedins_code"]],
        ["机构类别", institution["institution_class"]],
        ["机构等级", institution["hospital_level_name"]],
        ["所在县市", institution["county"]],
        ["结算笔数", numbers.count(institution["settlements"])],
        *_money(institution["medfee_amount"], institution["total_fund_pay_amount"]),
    ]


def _money(fee: Decimal, fund: Decimal) -> list[list[str]]:
    """Return fee and fund money, in yuan where 万元 would show next to nothing."""
    unit, form = ("万元", numbers.wan) if fee >= _WAN else ("元", numbers.yuan)
    return [[f"医疗总费用（{unit}）", form(fee)], [f"基金支付（{unit}）", form(fund)]]


def _note(portrait: Portrait, shown: list[Kpi], few: int) -> str:
    if not shown:
        return "本季度本地参保人员在该机构无住院、门诊或购药结算，不计算指标。"
    if any(portrait.kpis[kpi.key]["is_small_sample"] for kpi in shown):
        return (
            f"本季度相应人次不足{few}，均值和占比易受个别病例影响，仅供参考；"
            "不计入同类机构，不排位次。"
        )
    return ""


def _kpi(kpi: Kpi, row: Row) -> dict[str, Any]:
    return {
        "name": kpi.heading,
        "now": kpi.form(row["value"]),
        "before": kpi.form(row["value_year_ago"]),
        "change": kpi.change(row["value"], row["value_year_ago"]),
        "median": kpi.form(row["peer_median"] if _has_others(row) else None),
        "rank": _rank(row),
        "is_high": _is_high(row),
        "bullet": _bullet(row),
    }


def _has_others(row: Row) -> bool:
    """Return whether there is anybody but the institution itself to compare with."""
    return row["peers"] > (0 if row["is_small_sample"] else 1)


def _rank(row: Row) -> str:
    if row["rank"] is None or not _has_others(row):
        return numbers.MISSING
    return f"{row['rank']}/{row['peers']}"


def _is_high(row: Row) -> bool:
    # Of three institutions or fewer the largest is always above the 90th percentile.
    return bool(row["rank"] and row["peers"] > 3 and row["value"] > row["peer_p90"])


def _bullet(row: Row) -> dict[str, float] | None:
    """Return the places of the band, the median and the value, 0 to 1 of the bar."""
    if not _has_others(row):
        return None
    top = max(row["value"], row["peer_p90"], Decimal("0.0001")) * Decimal("1.08")
    keys = {
        "low": "peer_p25",
        "high": "peer_p75",
        "median": "peer_median",
        "own": "value",
    }
    return {
        name: round(float(max(row[key] / top, Decimal(0))), 4)
        for name, key in keys.items()
    }


def _trends(portrait: Portrait, quarter: Quarter) -> list[dict[str, Any]]:
    """Return up to eight quarters of four KPIs; one quarter alone is no trend."""
    keys = [str(quarter.shift(back)) for back in range(1 - QUARTERS_SHOWN, 1)]
    known = [key for key in keys if key in portrait.history]
    if len(known) < 2:
        return []
    told = keys[keys.index(known[0]) :]
    return [_trend(BY_KEY[name], told, portrait.history) for name in TRENDS]


def _trend(kpi: Kpi, keys: list[str], history: dict[str, Row]) -> dict[str, Any]:
    values = [history[key][kpi.key] if key in history else None for key in keys]
    top = max((value for value in values if value is not None), default=0) or 1
    return {
        "name": kpi.heading,
        "points": [
            {
                "label": f"{key[2:4]}Q{key[-1]}",
                "text": kpi.form(value),
                "height": None if value is None else round(float(value / top), 4),
            }
            for key, value in zip(keys, values, strict=True)
        ],
    }


def _rule(row: Row) -> list[str]:
    return [
        row["rule_id"],
        row["rule_name"],
        numbers.count(row["hits"]),
        numbers.yuan(row["hit_fee_amount"]),
        numbers.yuan(row["attributed_fund_amount"]),
    ]


def _appeals(row: Row | None) -> list[list[str]]:
    """Return what became of the cases as pairs of name and figure."""
    if row is None:
        return []
    upheld = numbers.ratio(row["upheld"] + row["partly_upheld"], row["decided"])
    return [
        ["疑点（条）", numbers.count(row["cases"])],
        ["下发（条）", numbers.count(row["dispatched"])],
        ["申诉（条）", numbers.count(row["appealed"])],
        ["逾期未申诉（条）", numbers.count(row["deemed"])],
        ["申诉已评定（条）", numbers.count(row["decided"])],
        ["申诉通过率", numbers.percent(upheld)],
        ["终审认定（条）", numbers.count(row["confirmed"])],
        ["已拒付（元）", numbers.yuan(row["refused_amount"])],
    ]


def _reminders(row: Row | None) -> list[list[str]]:
    """Return how the institution used 事前提醒, nothing where it made no call."""
    if row is None:
        return []
    return [
        ["调用覆盖率", numbers.percent(row["coverage_rate"])],
        ["提醒（条）", numbers.count(row["alerts"])],
        ["已反馈（条）", numbers.count(row["alerts_with_feedback"])],
        ["遵从率", numbers.percent(row["compliance_rate"])],
        ["强制继续率", numbers.percent(row["overridden_rate"])],
        ["遵从提醒涉及金额（元）", numbers.yuan(row["followed_amount"])],
    ]


def _footer(facts: Facts) -> str:
    parts = [f"数据截止{in_words(facts.cut_off)}"]
    parts.append(f"审核情况截至{in_words(facts.as_of)}")
    if facts.knowledge_release:
        parts.append(f"知识库{facts.knowledge_release}")
    return "　".join([*parts, "疑点为系统筛查结果，不等同于违规认定"])
