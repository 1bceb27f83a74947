"""审核结果总体: the funnel of the quarter's cases, what is open."""

from claim_review.reports import numbers
from claim_review.reports.document import Column, Document, without_missing
from claim_review.reports.money import Money
from claim_review.reports.quarterly.facts import Facts, Row
from claim_review.reports.quarterly.flows import flow
from claim_review.reports.quarterly.words import changed, money

_FUNNEL = (
    Column("指标", 55, "left"),
    Column("编号", 13, "center"),
    Column("本季度", 26),
    Column("上季度", 24),
    Column("上年同期", 24),
    Column("评价", 14, "center"),
)
_AGEING = (
    Column("20日内", 16),
    Column("21–42日", 20),
    Column("43–67日", 20),
    Column("超过67日", 21),
    Column("最长（日）", 14),
    Column("已逾期（条）", 15),
)
_AGES = ("to_20_workdays", "to_42_workdays", "to_67_workdays", "longer")
# Id, name, key, form; what is good, where that can be said.
_FIGURES = (
    ("F1", "纳入审核的疑点（条）", "hits", numbers.count, ""),
    (
        "F1",
        "每千笔结算纳入审核（条）",
        "hits_per_1000_settlements",
        numbers.decimal,
        "",
    ),
    ("", "涉及基金（万元）", "suspected_fund_amount", numbers.wan, ""),
    ("F2", "初审排除（条）", "cleared_first", numbers.count, ""),
    ("F2", "初审排除率", "cleared_first_rate", numbers.percent, "down"),
    ("F3", "复审排除（条）", "cleared_second", numbers.count, ""),
    ("F3", "复审排除率", "cleared_second_rate", numbers.percent, "down"),
    ("F4", "下发（条）", "dispatched", numbers.count, ""),
    ("F4", "下发率", "dispatched_rate", numbers.percent, ""),
    ("", "下发涉及基金（万元）", "dispatched_fund_amount", numbers.wan, ""),
    ("F5", "申诉（条）", "appealed", numbers.count, ""),
    ("F5", "申诉期已满的下发（条）", "windows_closed", numbers.count, ""),
    ("F5", "其中已申诉（条）", "appealed_in_closed", numbers.count, ""),
    ("F5", "申诉率（申诉期已满，按条数）", "appeal_rate", numbers.percent, ""),
    ("F5", "申诉率（申诉期已满，按金额）", "appeal_amount_rate", numbers.percent, ""),
    ("F6", "已有结论的申诉（条）", "appeals_decided", numbers.count, ""),
    ("F6", "申诉成立（条）", "upheld", numbers.count, ""),
    ("F6", "申诉部分成立（条）", "partly_upheld", numbers.count, ""),
    ("F6", "申诉通过率（全部成立）", "upheld_rate", numbers.percent, "down"),
    ("F6", "申诉通过率（含部分成立）", "overturned_rate", numbers.percent, "down"),
    ("F6", "申诉通过率（按金额）", "overturned_amount_rate", numbers.percent, "down"),
    ("", "终审认定（条）", "confirmed", numbers.count, ""),
    ("", "终审认定基金金额（万元）", "final_fund_amount", numbers.wan, ""),
    ("F7", "拒付金额（万元）", "net_refused_amount", numbers.wan, ""),
    ("F7", "拒付率（占疑点基金）", "refused_of_suspected_rate", numbers.percent, ""),
    ("F7", "拒付率（占下发基金）", "refused_of_dispatched_rate", numbers.percent, ""),
    ("F8", "查实率", "confirmed_rate", numbers.percent, "up"),
    ("F9", "逾期视为无异议（条）", "deemed", numbers.count, ""),
    ("F9", "机构逾期率", "deemed_rate", numbers.percent, "down"),
    ("F9", "审核环节逾期率", "own_overdue_rate", numbers.percent, "down"),
    ("R1", "规则准确率", "precision_rate", numbers.percent, "up"),
    ("R2", "规则误判率", "misjudged_rate", numbers.percent, "down"),
)


def write(doc: Document, facts: Facts) -> None:
    """Add the chapter."""
    doc.chapter("审核结果总体")
    now = facts.outcome
    if not now:
        doc.text("截至本报告时点，本季度没有纳入人工审核的疑点。")
        _ageing(doc, facts)
        return
    doc.section("办理进展")
    doc.text(_progress(now, doc.next_table, doc.next_figure))
    doc.table("审核办理情况", *without_missing(_FUNNEL, funnel_rows(facts)))
    doc.note(_reliability(doc, now))
    doc.figure("疑点办理流向（条）", flow(facts))
    doc.section("在办疑点")
    _ageing(doc, facts)


def _progress(now: Row, table: str, figure: str) -> str:
    cleared = now["cleared_first"] + now["cleared_second"]
    said = (
        f"本季度纳入人工审核的疑点{numbers.count(now['hits'])}条，初审排除"
        f"{numbers.count(now['cleared_first'])}条，复审排除"
        f"{numbers.count(now['cleared_second'])}条，"
    )
    if not cleared:
        said = f"本季度纳入人工审核的疑点{numbers.count(now['hits'])}条，"
    said += f"下发机构{numbers.count(now['dispatched'])}条。"
    if now["dispatched"]:
        said += (
            f"机构申诉{numbers.count(now['appealed'])}条，逾期未申诉视为无异议"
            f"{numbers.count(now['deemed'])}条；申诉期已满的"
            f"{numbers.count(now['windows_closed'])}条中已申诉"
            f"{numbers.count(now['appealed_in_closed'])}条，申诉率"
            f"{numbers.percent(now['appeal_rate'])}。"
        )
    if now["appeals_decided"]:
        said += (
            f"已有结论的申诉{numbers.count(now['appeals_decided'])}条，成立"
            f"{numbers.count(now['upheld'])}条，部分成立"
            f"{numbers.count(now['partly_upheld'])}条。"
        )
    return (
        f"{said}终审认定{numbers.count(now['confirmed'])}条，已列入拒付"
        f"{numbers.wan(now['net_refused_amount'])}万元。详见{table}和{figure}。"
    )


def funnel_rows(facts: Facts) -> list[list[str]]:
    """Return F1 to F9, R1, R2 of this quarter and earlier ones at the same age."""
    rows = []
    for number, name, key, form, good in _FIGURES:
        now, before, year = (
            None if row is None else row[key]
            for row in (facts.outcome, facts.previous_outcome, facts.last_year_outcome)
        )
        shown = [form(value) for value in (now, before, year)]
        rows.append([name, number or "—", *shown, changed(now, before, good)])
    return rows


def _reliability(doc: Document, now: Row) -> str:
    """Return how far precision and misjudgement can be trusted."""
    if now["precision_low"] is None:
        return ""
    said = (
        "规则准确率的95%置信区间为"
        f"{doc.cell('规则准确率区间下限', numbers.percent(now['precision_low']))}至"
        f"{doc.cell('规则准确率区间上限', numbers.percent(now['precision_high']))}"
    )
    if now["precision_is_small_sample"]:
        said += "，样本不足，仅供参考"
    without = now["precision_without_deemed_rate"]
    if now["deemed"] and without is not None:
        share = doc.cell("规则准确率（不含逾期视为无异议）", numbers.percent(without))
        said += f"；不计逾期视为无异议的疑点为{share}"
    return f"{said}。漏判率须另行抽样复核，本期无抽样记录，不作统计。"


def _ageing(doc: Document, facts: Facts) -> None:
    if not facts.ageing:
        doc.text("截至本报告时点，各季度疑点均已办结。")
        return
    doc.text(
        f"截至{facts.as_of_in_words}，尚未办结的疑点按结算季度列于{doc.next_table}。"
    )
    of = money(facts)
    columns = (
        Column("结算季度", 18, "left"),
        Column("在办（条）", 14),
        of.column("涉及基金", 18),
        *_AGEING,
    )
    rows = [_age_row(row["quarter"], row, of) for row in facts.ageing]
    keys = ("still_open", "suspected_fund_amount", "overdue", *_AGES)
    total: Row = {key: sum(row[key] for row in facts.ageing) for key in keys}
    total["longest_workdays"] = max(
        row["longest_workdays"] or 0 for row in facts.ageing
    )
    several = len(rows) > 1
    summed = _age_row("合计", total, of) if several else ()
    doc.table("在办疑点账龄", columns, rows, summed)
    doc.note("账龄自立案之日起按工作日计算；已逾期为当前环节超过办理期限。")


def _age_row(name: str, row: Row, of: Money) -> list[str]:
    return [
        name,
        numbers.count(row["still_open"]),
        of.form(row["suspected_fund_amount"]),
        *(numbers.count(row[key]) for key in _AGES),
        numbers.count(row["longest_workdays"]),
        numbers.count(row["overdue"]),
    ]
