"""The strip of figures at the top of the dashboard, with their changes."""

from collections.abc import Callable
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.dashboard.facts import Facts, Row

Kpi = dict[str, str]
Value = Callable[[Row], Any]


def kpis(facts: Facts) -> list[Kpi]:
    """Return name, figure, remark and change on the quarter and on the year before."""
    return [*_screened(facts), *_decided(facts), *_reminded(facts)]


def _screened(facts: Facts) -> list[Kpi]:
    def kpi(name: str, key: str, form: Callable[[Any], str], remark: str = "") -> Kpi:
        return _kpi(facts.quarter, facts.totals, name, _of(key), form, remark)

    screened, wanted = facts.coverage["screened"], facts.coverage["in_scope"]
    total = facts.totals[str(facts.quarter)]
    share = numbers.percent(
        numbers.ratio(total["attributed_fund_amount"], total["fund_pay_amount"])
    )
    cover = f"规则筛查覆盖率{numbers.coverage(screened, wanted)}"
    return [
        kpi("审核结算（笔）", "settlements", numbers.count, cover),
        kpi("医疗总费用（万元）", "medfee_amount", numbers.wan),
        kpi("命中疑点（条）", "hits", numbers.count),
        kpi("疑点涉及费用（万元）", "hit_fee_amount", numbers.wan),
        kpi(
            "疑点涉及基金（万元）",
            "attributed_fund_amount",
            numbers.wan,
            f"去重后，占基金支付总额{share}",
        ),
    ]


def _decided(facts: Facts) -> list[Kpi]:
    now = facts.outcomes.get(str(facts.quarter))
    if now is None:
        return []

    def kpi(name: str, key: str, form: Callable[[Any], str], remark: str = "") -> Kpi:
        return _kpi(facts.quarter, facts.outcomes, name, _of(key), form, remark)

    closed = numbers.ratio(now["appealed_closed"], now["closed"])
    final = f"认定费用{numbers.yuan(now['final_amount'])}元"
    return [
        kpi("下发机构（条）", "dispatched", numbers.count),
        kpi(
            "机构申诉（条）",
            "appealed",
            numbers.count,
            f"申诉率{numbers.percent(closed)}（申诉期已满的）",
        ),
        kpi("终审认定（条）", "confirmed", numbers.count, final),
        kpi("拒付基金（元）", "refused_amount", numbers.yuan, "已列拒付单，扣除冲回"),
    ]


def _reminded(facts: Facts) -> list[Kpi]:
    now = facts.reminders.get(str(facts.quarter))
    if now is None:
        return []
    followed = f"提醒{numbers.count(now['alerts'])}条"
    followed += f"，遵从率{numbers.percent(now['compliance_rate'])}（占有反馈的）"
    name, key = "事前提醒已遵从金额（万元）", "followed_amount"
    value = _of(key)
    return [_kpi(facts.quarter, facts.reminders, name, value, numbers.wan, followed)]


def _of(key: str) -> Value:
    return lambda row: row[key]


def _kpi(
    quarter,
    rows: dict[str, Row],
    name: str,
    value: Value,
    form: Callable[[Any], str],
    remark: str,
) -> Kpi:
    now = value(rows[str(quarter)])
    before, year = (
        value(rows[key]) if (key := str(quarter.shift(-back))) in rows else None
        for back in (1, 4)
    )
    return {
        "name": name,
        "value": form(now),
        "remark": remark,
        "on_quarter": numbers.growth(now, before),
        "on_year": numbers.growth(now, year),
    }
