"""The page of one institution as formatted text and places on its bars."""

from decimal import Decimal
from typing import Any

from claim_review.quarters import Quarter
from claim_review.reports import numbers
from claim_review.reports.document import Content
from claim_review.reports.institutions.kpis import BY_KEY, KPIS, Kpi
from claim_review.reports.institutions.words import in_words, quarter_in_words
from claim_review.reports.portraits.facts import Facts, Portrait, Row

TRENDS = ("inpatient_total_fee", "inpatient_visits", "fee_per_visit", "drug_share")
QUARTERS_SHOWN = 8
RULES_SHOWN = 5
SMALL_SAMPLE_NOTE = (
    "本季度住院人次不足{few}，均值和占比易受个别病例影响，仅供参考，不参与同类比较。"
)
NO_INPATIENTS = "本季度无住院结算，不计算住院指标。"
LEGEND = (
    "同类：同类别、同等级且住院人次达到界限的机构。浅色带为同类第25至75百分位，"
    "竖线为同类中位数，圆点为本机构；红色表示高于同类第90百分位。"
    "占比类指标的同比为百分点变化。无基数的以“—”表示。"
)


def build(facts: Facts, portrait: Portrait, few: int) -> Content:
    """Return the page of an institution; the same facts give the same content.

    `few` is the number of visits below which a sample is said to be small.
    """
    institution = portrait.institution
    return {
        "title": f"定点医药机构画像（{quarter_in_words(facts.quarter)}）",
        "name": institution["fixmedins_name"],
        "head": _head(portrait),
        "note": _note(portrait, few),
        "kpis": [_kpi(kpi, portrait, facts.quarter) for kpi in _known(portrait)],
        "trends": _trends(portrait, facts.quarter),
        "rules": [_rule(row) for row in portrait.rules[:RULES_SHOWN]],
        "appeals": appeals(portrait.outcomes),
        "reminders": reminders(portrait.reminders),
        "legend": LEGEND if portrait.kpis else "",
        "footer": _footer(facts),
    }


def appeals(row: Row | None) -> list[list[str]]:
    """Return what became of the cases as pairs of name and figure."""
    if row is None:
        return []
    decided = row["decided"]
    rate = numbers.ratio(row["upheld"] + row["partly_upheld"], decided)
    return [
        ["疑点（条）", numbers.count(row["cases"])],
        ["下发（条）", numbers.count(row["dispatched"])],
        ["申诉（条）", numbers.count(row["appealed"])],
        ["逾期未申诉（条）", numbers.count(row["deemed"])],
        ["申诉已评定（条）", numbers.count(decided)],
        ["申诉通过率", numbers.percent(rate)],
        ["终审认定（条）", numbers.count(row["confirmed"])],
        ["拒付金额（元）", numbers.yuan(row["refused_amount"])],
    ]


def reminders(row: Row | None) -> list[list[str]]:
    """Return how the institution used 事前提醒, nothing where there is no record."""
    if row is None:
        return []
    return [
        ["提醒（条）", numbers.count(row["alerts"])],
        ["已反馈（条）", numbers.count(row["answered"])],
        ["采纳率", numbers.percent(numbers.ratio(row["followed"], row["answered"]))],
    ]


def _known(portrait: Portrait) -> list[Kpi]:
    return [kpi for kpi in KPIS if kpi.key in portrait.kpis]


def _head(portrait: Portrait) -> list[list[str]]:
    institution, totals = portrait.institution, portrait.totals
    return [
        ["机构编码", institution["fixmedins_code"]],
        ["机构类别", institution["institution_class"]],
        ["机构等级", institution["hospital_level_name"]],
        ["所在县市", institution["county"]],
        ["结算笔数", numbers.count(totals["settlements"])],
        ["医疗总费用（万元）", numbers.wan(totals["medfee_amount"])],
        ["基金支付（万元）", numbers.wan(totals["total_fund_pay_amount"])],
    ]


def _note(portrait: Portrait, few: int) -> str:
    if not portrait.kpis:
        return NO_INPATIENTS
    small = any(row["is_small_sample"] for row in portrait.kpis.values())
    return SMALL_SAMPLE_NOTE.format(few=few) if small else ""


def _kpi(kpi: Kpi, portrait: Portrait, quarter: Quarter) -> dict[str, Any]:
    row = portrait.kpis[kpi.key]
    a_year_ago = portrait.history.get(str(quarter.shift(-4)), {})
    before = a_year_ago.get(kpi.key)
    # The base may lie in a quarter that was not reviewed; its growth is known all the same.
    grown = row["growth"] if row["growth"] is not None and before is None else None
    return {
        "name": kpi.heading,
        "now": kpi.form(row["value"]),
        "before": kpi.form(before),
        "change": kpi.change(row["value"], before)
        if grown is None
        else numbers.signed_percent(grown),
        "median": kpi.form(row["peer_median"]),
        "rank": _rank(row),
        "is_high": _is_high(row),
        "bullet": _bullet(row),
    }


def _rank(row: Row) -> str:
    if row["rank"] is None:
        return numbers.MISSING
    return f"{row['rank']}/{row['peers']}"


def _is_high(row: Row) -> bool:
    return not row["is_small_sample"] and row["value"] > row["peer_p90"]


def _bullet(row: Row) -> dict[str, float] | None:
    """Return the places of the band, the median and the value, 0 to 1 of the bar."""
    if row["peer_median"] is None:
        return None
    names = {"low": "peer_p25", "high": "peer_p75", "median": "peer_median"}
    top = max(row["value"], row["peer_p90"]) * Decimal("1.1") or Decimal(1)
    places = {name: row[key] / top for name, key in names.items()} | {
        "own": row["value"] / top
    }
    return {name: round(float(max(place, 0)), 4) for name, place in places.items()}


def _trends(portrait: Portrait, quarter: Quarter) -> list[dict[str, Any]]:
    """Return up to eight quarters of four KPIs; one alone is no trend."""
    keys = [str(quarter.shift(back)) for back in range(1 - QUARTERS_SHOWN, 1)]
    first = next((at for at, key in enumerate(keys) if key in portrait.history), None)
    if first is None or len(keys) - first < 2:
        return []
    return [_trend(BY_KEY[name], keys[first:], portrait.history) for name in TRENDS]


def _trend(kpi: Kpi, keys: list[str], history: dict[str, Row]) -> dict[str, Any]:
    values = [history.get(key, {}).get(kpi.key) for key in keys]
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


def _footer(facts: Facts) -> str:
    parts = [f"数据截止{in_words(facts.cut_off)}"]
    if facts.knowledge_release:
        parts.append(f"知识库{facts.knowledge_release}")
    return "　".join([*parts, "本页所列疑点为系统筛查结果，不等同于违规认定。"])
