"""编制说明 and 概要: what was reviewed, what came of it, against earlier quarters."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.document import Column, Document
from claim_review.reports.quarterly.facts import Facts, Row
from claim_review.reports.quarterly.words import GROWN, changed, whole_of

_COLUMNS = (
    Column("指标", 54, "left"),
    Column("本季度", 28),
    Column("上季度", 24),
    Column("环比", 20),
    Column("同比", 20),
    Column("评价", 10, "center"),
)

Value = Callable[[Facts], Any]


def foreword(doc: Document, facts: Facts, prefecture: str, name: str) -> None:
    """Add what was received, which knowledge judged it and what a hit is."""
    batches, rows = facts.batches, facts.rows
    aside = "全部记录均已载入"
    if rows["set_aside"]:
        count = doc.cell("未载入记录（条）", numbers.count(rows["set_aside"]))
        aside = f"另有{count}条因格式不符未予载入"
    refused = ""
    if batches["refused"]:
        count = doc.cell("未通过入库检查的批次（个）", str(batches["refused"]))
        refused = f"另有{count}个批次未通过入库检查，其数据未纳入本报告。"
    release = facts.knowledge_release
    knowledge = f"，知识库版本为{release}" if release else ""
    loaded = doc.cell("载入批次（个）", str(batches["loaded"]))
    records = doc.cell("载入记录（条）", numbers.count(rows["loaded"]))
    rules = doc.cell("启用规则（条）", str(len(facts.rules)))
    doc.chapter("编制说明")
    doc.text(
        f"本报告依据{prefecture}{name}医保结算数据编制，统计期间为{facts.period}，"
        f"以结算时间为准，数据提取截止{facts.cut_off_in_words}；审核办理情况截至"
        f"{facts.as_of_in_words}。本期载入数据批次{loaded}个、记录{records}条，{aside}。"
        f"{refused}本期启用审核规则{rules}条{knowledge}。",
        "报告所列疑点为系统按规则筛查的结果，不等同于违规认定；"
        "经初审、复审并听取机构申诉意见后，由经办机构作出终审认定。",
        "与上季度、上年同期比较审核办理情况时，取其在同一进度（结算季度结束后经过同样天数）"
        "时的数字。指标口径见附件1。",
    )


def overview(doc: Document, facts: Facts, prefecture: str, name: str) -> list[str]:
    """Add the summary and the table of headline figures; return its sentences."""
    doc.chapter("概要")
    said = [
        _scope(facts, prefecture, name),
        _process(facts),
        _comparison(facts),
    ]
    said = [text for text in said if text]
    doc.text(*said, f"主要指标见{doc.next_table}。")
    doc.table("主要指标", _COLUMNS, headline_rows(facts))
    doc.note("评价：按该指标变动方向判断与上季度相比好转或变差；不宜评价的以“—”表示。")
    return said


def _scope(facts: Facts, prefecture: str, name: str) -> str:
    total = facts.total
    scope = (
        f"{name}，共对全{prefecture[-1]}{numbers.count(total['institutions'])}家定点医药"
        f"机构的{numbers.count(total['settlements'])}笔结算开展智能审核，涉及医疗总费用"
        f"{numbers.wan(total['medfee_amount'])}万元，其中基金支付"
        f"{numbers.wan(total['fund_pay_amount'])}万元；{_coverage(facts)}。"
    )
    if not total["hits"]:
        return f"{scope}本季度未发现疑点。"
    return (
        f"{scope}命中疑点{numbers.count(total['hits'])}条，涉及医疗费用"
        f"{numbers.wan(total['hit_fee_amount'])}万元；同一费用被多条规则命中的只计一次，"
        f"涉及基金{numbers.wan(total['attributed_fund_amount'])}万元，占基金支付总额的"
        f"{numbers.percent(attributed_share(facts))}。平均每千笔结算命中疑点"
        f"{numbers.decimal(hits_per_thousand(total))}条，单条疑点平均涉及费用"
        f"{numbers.yuan(fee_per_hit(total))}元。"
    )


def _coverage(facts: Facts) -> str:
    wanted, screened, _ = coverage_sums(facts)
    if not wanted:
        return "本季度无规则适用的结算"
    return f"规则筛查覆盖率{numbers.coverage(screened, wanted)}"


def _process(facts: Facts) -> str:
    now = facts.outcome
    if not now:
        return "" if not facts.total["hits"] else "疑点尚未进入人工审核。"
    parts = [
        f"经初审、复审，下发{numbers.count(now['dispatched'])}条（下发率"
        f"{numbers.percent(now['dispatched_rate'])}）"
    ]
    if now["windows_closed"]:
        parts.append(
            f"机构申诉{numbers.count(now['appealed'])}条（申诉期已满的下发疑点申诉率"
            f"{numbers.percent(now['appeal_rate'])}）"
        )
    if now["appeals_decided"]:
        parts.append(
            f"申诉成立及部分成立{numbers.count(now['upheld'] + now['partly_upheld'])}条"
            f"（申诉通过率{numbers.percent(now['overturned_rate'])}）"
        )
    return (
        f"纳入人工审核的疑点{numbers.count(now['hits'])}条，{'，'.join(parts)}；"
        f"终审认定{numbers.count(now['confirmed'])}条，认定基金金额"
        f"{numbers.wan(now['final_fund_amount'])}万元，已列入拒付"
        f"{numbers.wan(now['net_refused_amount'])}万元。"
    )


def _comparison(facts: Facts) -> str:
    """Return how hits and their amount changed, or that nothing is comparable."""
    if facts.previous_total is None and facts.last_year_total is None:
        return "系统内暂无上季度及上年同期数据，本期不作环比、同比分析。"
    sentences = []
    for name, before in (
        ("上季度", facts.previous_total),
        ("上年同期", facts.last_year_total),
    ):
        if before is None:
            sentences.append(f"系统内无{name}数据，不作比较")
            continue
        changes = [
            f"{what}{numbers.growth_in_words(facts.total[key], before[key])}"
            for what, key in (("疑点数量", "hits"), ("涉及费用", "hit_fee_amount"))
            if before[key]
        ]
        known = "、".join(changes) or f"{name}未发现疑点，不计算增幅"
        sentences.append(f"与{name}相比，{known}" if changes else known)
    return "；".join(sentences) + "。"


def hits_per_thousand(total: Row) -> Decimal | None:
    """Return the hits per 1,000 settlements."""
    share = numbers.ratio(total["hits"], total["settlements"])
    return None if share is None else share * 1000


def fee_per_hit(total: Row) -> Decimal | None:
    """Return the yuan that one hit is about on average."""
    return numbers.ratio(total["hit_fee_amount"], total["hits"])


def attributed_share(facts: Facts) -> Decimal | None:
    """Return the attributed fund amount as a share of what the fund paid."""
    return whole_of(facts.total, "attributed_fund_amount", "fund_pay_amount")


def coverage_sums(facts: Facts) -> tuple[int, int, int]:
    """Return settlements in scope, screened and not judged, over all rules."""
    keys = ("settlements_in_scope", "settlements_screened", "settlements_not_judged")
    wanted, screened, unjudged = (sum(r[k] or 0 for r in facts.coverage) for k in keys)
    return wanted, screened, unjudged


def headline_rows(facts: Facts) -> list[list[str]]:
    """Return the headline figures, their change, and whether it is for the better."""
    count, wan = numbers.count, numbers.wan
    totals = (facts.total, facts.previous_total, facts.last_year_total)
    outcomes = (facts.outcome, facts.previous_outcome, facts.last_year_outcome)

    def line(name: str, rows: Any, value: Any, form: Any, good: str = "") -> list[str]:
        now, before, year = (None if row is None else value(row) for row in rows)
        change = numbers.points if good.startswith("share") else GROWN
        return [
            name,
            form(now),
            form(before),
            change(now, before),
            change(now, year),
            changed(now, before, good.removeprefix("share ")),
        ]

    def total(name: str, key: str, form: Any) -> list[str]:
        return line(name, totals, lambda row: row[key], form)

    def outcome(name: str, key: str, form: Any, good: str = "") -> list[str]:
        return line(name, outcomes, lambda row: row[key], form, good)

    wanted, screened, _ = coverage_sums(facts)
    share = numbers.coverage(screened, wanted)
    dash = numbers.MISSING
    return [
        total("审核结算（笔）", "settlements", count),
        ["规则筛查覆盖率", share, dash, dash, dash, dash],
        total("涉及定点医药机构（家）", "institutions", count),
        total("医疗总费用（万元）", "medfee_amount", wan),
        total("基金支付总额（万元）", "fund_pay_amount", wan),
        total("命中疑点（条）", "hits", count),
        total("疑点涉及费用（万元）", "hit_fee_amount", wan),
        total("疑点涉及基金，未去重（万元）", "hit_fund_amount", wan),
        total("疑点涉及基金，去重后（万元）", "attributed_fund_amount", wan),
        line(
            "疑点涉及基金占基金支付比重",
            totals,
            lambda row: whole_of(row, "attributed_fund_amount", "fund_pay_amount"),
            numbers.percent,
            "share down",
        ),
        line(
            "每千笔结算疑点（条）", totals, hits_per_thousand, numbers.decimal, "down"
        ),
        line("单条疑点平均涉及费用（元）", totals, fee_per_hit, numbers.yuan),
        outcome("纳入人工审核（条）", "hits", count),
        outcome("下发（条）", "dispatched", count),
        outcome("下发率", "dispatched_rate", numbers.percent, "share "),
        outcome("申诉（条）", "appealed", count),
        outcome("申诉率", "appeal_rate", numbers.percent, "share "),
        outcome(
            "申诉通过率（含部分成立）", "overturned_rate", numbers.percent, "share down"
        ),
        outcome("终审认定（条）", "confirmed", count),
        outcome("终审认定基金金额（万元）", "final_fund_amount", wan),
        outcome("拒付金额（万元）", "net_refused_amount", wan),
        outcome("查实率", "confirmed_rate", numbers.percent, "share up"),
    ]
