"""编制说明 and 概要: what was reviewed, what came of it, against earlier quarters."""

from claim_review.reports import numbers
from claim_review.reports.document import Document, without_missing
from claim_review.reports.quarterly.facts import Facts
from claim_review.reports.quarterly.headline import (
    COLUMNS,
    attributed_share,
    coverage_sums,
    fee_per_hit,
    headline_rows,
    hits_per_thousand,
)


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
    columns, rows = without_missing(COLUMNS, headline_rows(facts))
    doc.table("主要指标", columns, rows)
    if columns[-1].head == "评价":
        doc.note(
            "评价：按该指标变动方向判断与上季度相比好转或变差；不宜评价的以“—”表示。"
        )
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
    but = "（提示类不纳入）" if now["hits"] < facts.total["hits"] else ""
    return (
        f"纳入人工审核的疑点{numbers.count(now['hits'])}条{but}，{'，'.join(parts)}；"
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
