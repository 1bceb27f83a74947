"""事前提醒应用: what institutions were told before they charged, and what they did."""

from collections.abc import Callable
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.document import Column, Document
from claim_review.reports.quarterly.facts import Facts, Row
from claim_review.reports.quarterly.words import few, label

_FIGURES: tuple[tuple[str, str, str, Callable[[Any], str]], ...] = (
    ("有调用的机构（家）", "—", "institutions_calling", numbers.count),
    ("有调用覆盖的结算（笔）", "P03", "settlements_covered", numbers.count),
    ("调用覆盖率", "P03", "coverage_rate", numbers.percent),
    ("调用（次）", "P04", "calls", numbers.count),
    ("调用成功率", "P04", "answered_rate", numbers.percent),
    ("响应时长中位数（秒）", "P04", "response_seconds_median", numbers.decimal),
    ("响应时长95分位（秒）", "P04", "response_seconds_p95", numbers.decimal),
    ("提醒率", "P05", "flagged_rate", numbers.percent),
    ("提醒（条）", "P05", "alerts", numbers.count),
    ("每百笔结算提醒（条）", "P05", "alerts_per_100_settlements", numbers.decimal),
    ("反馈率", "P06", "feedback_rate", numbers.percent),
    ("遵从率（占有反馈的提醒）", "P07", "compliance_rate", numbers.percent),
    ("遵从率（占全部提醒）", "P07", "compliance_rate_of_all", numbers.percent),
    ("强制继续率", "P08", "overridden_rate", numbers.percent),
    ("强制继续中无有效理由占比", "P08", "unexplained_rate", numbers.percent),
    ("提醒涉及金额（万元）", "P09", "alert_amount", numbers.wan),
    ("其中已遵从的金额（万元）", "P09", "followed_amount", numbers.wan),
    ("调用量骤降的机构（家）", "P12", "institutions_fallen", numbers.count),
)
_TOTAL = (
    Column("指标", 76, "left"),
    Column("编号", 30, "center"),
    Column("本季度", 50),
)
_CLASSES = (
    Column("机构类别", 34, "left"),
    Column("有调用机构（家）", 22),
    Column("调用覆盖率", 24),
    Column("提醒（条）", 22),
    Column("反馈率", 26),
    Column("遵从率", 28),
)


def write(doc: Document, facts: Facts) -> None:
    """Add the chapter; without delivered results it says that there is no record."""
    doc.chapter("事前提醒应用")
    whole = [row for row in facts.prereminder if row["dimension"] == "total"]
    if not whole:
        doc.text("本季度数据批次未含事前提醒结果，系统内无事前提醒使用记录。")
        return
    doc.text(_used(doc, whole[0]), f"主要指标见{doc.next_table}。")
    rows = [[name, number, form(whole[0][key])] for name, number, key, form in _FIGURES]
    doc.table("事前提醒应用指标", _TOTAL, rows)
    doc.note(
        "批次数据不含接口验收、提醒所指明细及其与事后规则的对应关系，"
        "接入率（P01）、有效使用率（P02）、漏出率（P10）和可事前率（P11）不作统计；"
        "已遵从的金额是否确未发生，亦无法核对。"
    )
    calling = [
        row
        for row in facts.prereminder
        if row["dimension"] == "class" and row["institutions_calling"]
    ]
    if calling:
        doc.text(f"各类机构使用情况见{doc.next_table}。")
        lines = [[label(row), *_cells(row)] for row in calling]
        total = ["合计", *_cells(whole[0])]
        doc.table("各类机构事前提醒使用情况", _CLASSES, lines, total)
        if any(cell.endswith("*") for line in lines for cell in line):
            doc.note("标*者计算该比率的提醒不足30条，仅供参考。")


def _used(doc: Document, whole: Row) -> str:
    institutions = doc.cell("有结算的机构（家）", numbers.count(whole["institutions"]))
    said = (
        f"本季度{institutions}家机构中有{numbers.count(whole['institutions_calling'])}家"
        f"调用事前提醒接口{numbers.count(whole['calls'])}次，覆盖"
        f"{numbers.count(whole['settlements_covered'])}笔结算，调用覆盖率"
        f"{numbers.percent(whole['coverage_rate'])}"
    )
    if not whole["alerts"]:
        return f"{said}，未产生提醒。"
    said += f"；产生提醒{numbers.count(whole['alerts'])}条"
    if whole["alerts_with_feedback"]:
        said += (
            f"，反馈率{numbers.percent(whole['feedback_rate'])}，遵从率"
            f"{numbers.percent(whole['compliance_rate'])}"
        )
    else:
        said += "，机构均未反馈"
    return f"{said}，涉及金额{numbers.wan(whole['alert_amount'])}万元。"


def _cells(row: Row) -> list[str]:
    return [
        numbers.count(row["institutions_calling"]),
        numbers.percent(row["coverage_rate"]),
        numbers.count(row["alerts"]),
        few(numbers.percent(row["feedback_rate"]), row["alerts"]),
        few(numbers.percent(row["compliance_rate"]), row["alerts_with_feedback"]),
    ]
