"""问题与意见 and 下阶段工作计划: what the figures point at, and what people wrote."""

from decimal import Decimal
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.document import Column, Document
from claim_review.reports.quarterly.facts import Facts
from claim_review.reports.quarterly.words import SMALL_SAMPLE

OVERTURNED = Decimal("0.30")
UNANSWERED = Decimal("0.20")
_SHOWN = 5
# One late answer of two says little of an institution.
_MANY = 10
_LAST = (
    Column("上期任务", 54, "left"),
    Column("责任人", 22, "left"),
    Column("期限", 24, "center"),
    Column("完成情况", 56, "left"),
)
_NEXT = (
    Column("任务", 56, "left"),
    Column("责任人", 22, "left"),
    Column("期限", 24, "center"),
    Column("衡量标准", 54, "left"),
)


def problems(doc: Document, facts: Facts, inputs: dict[str, Any]) -> None:
    """Add what the figures point at, then what the lead wrote."""
    doc.chapter("问题与意见")
    doc.section("数据反映的问题")
    found = candidates(doc, facts)
    if found:
        doc.text(*(f"{place}. {text}" for place, text in enumerate(found, start=1)))
    else:
        doc.text("按本报告所列标准，本季度数据未反映需要单独提出的问题。")
    doc.section("意见与建议")
    opinions = inputs.get("opinions") or []
    if opinions:
        doc.text(*(f"{place}. {text}" for place, text in enumerate(opinions, start=1)))
    else:
        doc.text("待填报。")


def candidates(doc: Document, facts: Facts) -> list[str]:
    """Return one sentence for each matter that a figure points at."""
    return [
        text
        for text in (
            _overturned(doc, facts),
            _reasons(doc, facts),
            _unanswered(doc, facts),
            _late(doc, facts),
            _data(doc, facts),
            _unconfirmed(doc, facts),
        )
        if text
    ]


def _overturned(doc: Document, facts: Facts) -> str:
    rows = [
        row
        for row in facts.outcomes.get("rule", {}).values()
        if row["appeals_decided"] and row["overturned_rate"] >= OVERTURNED
    ]
    if not rows:
        return ""
    rows.sort(key=lambda r: (-r["appeals_decided"], -r["overturned_rate"], r["code"]))

    def told(row: dict[str, Any]) -> str:
        what = row["code"]
        rate = doc.cell(f"{what}申诉通过率", numbers.percent(row["overturned_rate"]))
        done = doc.cell(f"{what}已有结论的申诉（条）", str(row["appeals_decided"]))
        return f"{what}“{row['label']}”（{rate}，已有结论{done}条）"

    share = doc.cell("申诉通过率提示线", numbers.percent(OVERTURNED))
    many = doc.cell("申诉通过率较高的规则（条）", str(len(rows)))
    more = "等" if len(rows) > _SHOWN else ""
    few = sum(row["appeals_decided"] < SMALL_SAMPLE for row in rows)
    weak, advice = "", "建议复核其判断逻辑和参数。"
    if few:
        least = doc.cell("样本不足的界线（条）", str(SMALL_SAMPLE))
        which = "上述" if few == len(rows) else "其中部分"
        weak = f"，{which}规则已有结论的申诉不足{least}条、样本不足"
        if few == len(rows):
            advice = "建议继续跟踪，样本足够后再判断是否调整规则。"
        else:
            advice = "建议先复核样本足够的规则的判断逻辑和参数。"
    return (
        f"申诉通过率（含部分成立）达到{share}的规则{many}条："
        f"{'、'.join(told(row) for row in rows[:_SHOWN])}{more}{weak}，{advice}"
    )


def _reasons(doc: Document, facts: Facts) -> str:
    if not facts.overturns:
        return ""
    named = [(row["label"], str(row["cases"])) for row in facts.overturns]
    told = "、".join(
        f"{name}{doc.cell(f'更正原因：{name}（条）', cases)}条" for name, cases in named
    )
    return f"终审金额低于下发金额的疑点，登记的原因依次为{told}。"


def _unanswered(doc: Document, facts: Facts) -> str:
    rows = [
        row
        for row in facts.institutions
        if row["dispatched"] >= _MANY
        and Decimal(row["deemed"]) / row["dispatched"] >= UNANSWERED
    ]
    if not rows:
        return ""
    rows.sort(key=lambda row: (-row["deemed"], row["fixmedins_code"]))
    named = "、".join(
        f"{row['fixmedins_name'] or row['fixmedins_code']}"
        f"（下发{doc.cell('逾期机构下发（条）', str(row['dispatched']))}条、逾期"
        f"{doc.cell('逾期机构逾期（条）', str(row['deemed']))}条）"
        for row in rows[:_SHOWN]
    )
    share = doc.cell("机构逾期提示线", numbers.percent(UNANSWERED))
    least = doc.cell("机构逾期提示的最少下发（条）", str(_MANY))
    many = doc.cell("逾期较多的机构（家）", str(len(rows)))
    more = "等" if len(rows) > _SHOWN else ""
    return (
        f"下发不少于{least}条、逾期未申诉达到{share}的机构{many}家：{named}{more}，"
        "建议核实联系人并加强提醒。"
    )


def _late(doc: Document, facts: Facts) -> str:
    rows = [row for row in facts.stages if (row["overdue_rate"] or 0) >= UNANSWERED]
    if not rows:
        return ""
    named = [(r["state_name"], numbers.percent(r["overdue_rate"])) for r in rows]
    told = "、".join(
        f"{name}（逾期率{doc.cell(f'{name}逾期率', rate)}）" for name, rate in named
    )
    return f"审核环节办理不够及时：{told}，建议调整人员安排或确认办理期限。"


def _data(doc: Document, facts: Facts) -> str:
    severe = [
        row
        for row in facts.quality
        if row["severity"] == "gate" and row["failed_count"]
    ]
    if not severe:
        return ""
    severe.sort(key=lambda row: -row["failed_count"])
    named = "、".join(
        f"{row['label']}{numbers.count(row['failed_count'])}条"
        for row in severe[:_SHOWN]
    )
    more = "等" if len(severe) > _SHOWN else ""
    return f"上传数据存在影响审核的问题：{named}{more}，建议督促有关机构限期补正。"


def _unconfirmed(doc: Document, facts: Facts) -> str:
    if not facts.thresholds:
        return ""
    many = doc.cell("待确认参数（项）", str(len(facts.thresholds)))
    return f"尚有{many}项审核参数为建议值（附件4），建议医保部门尽快确认。"


def plan(doc: Document, inputs: dict[str, Any]) -> None:
    """Add last quarter's plan and its completion, and the plan of the next one."""
    doc.chapter("下阶段工作计划")
    last = inputs.get("last_plan") or []
    if last:
        doc.text(f"上期工作计划完成情况见{doc.next_table}。")
        rows = [[*_task(row)[:3], _text(row, "done")] for row in last]
        doc.table("上期工作计划完成情况", _LAST, rows)
    ahead = inputs.get("plan") or []
    if not ahead:
        doc.text("下阶段工作计划：待填报。")
        return
    doc.text(f"下阶段主要工作见{doc.next_table}。")
    doc.table("下阶段工作计划", _NEXT, [_task(row) for row in ahead])


def _task(row: dict[str, Any]) -> list[str]:
    return [_text(row, key) for key in ("task", "owner", "due", "measure")]


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return "待填报" if value in (None, "") else str(value)
