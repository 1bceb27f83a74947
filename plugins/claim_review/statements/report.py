"""The written report of a month (书面报告): its texts and tables."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.moments import ZONE
from claim_review.quarters import Quarter
from claim_review.reports.document import Column, Content, Document
from claim_review.reports.numbers import MISSING, count, yuan
from claim_review.reports.periods import PREFECTURE, day, period_of, quarter_name
from claim_review.statements import report_queries as queries
from claim_review.statements.report_words import (
    COLUMNS,
    EVENTS,
    EXCEPTIONS,
    GIVEN_BACK,
    MOST,
    OTHERS,
    PLAN,
    SERVICE,
)
from claim_review.statements.words import in_words

Row = dict[str, Any]
Table = tuple[tuple[Column, ...], list[list[str]]]
_QUERIES = {
    "work": queries.WORK,
    "funnel": queries.FUNNEL,
    "open": queries.OPEN,
    "exceptions": queries.EXCEPTIONS,
    "given_back": queries.GIVEN_BACK,
}


def read_month(
    connection: psycopg.Connection, month: str, as_of: datetime
) -> dict[str, Any]:
    """Return the rows that the report of a month is made of, as of its cut-off.

    Raises a database error CR-205 while the month runs.
    """
    values = {"month": month, "as_of": as_of}
    with connection.cursor(row_factory=dict_row) as cursor:
        period = cursor.execute(queries.PERIOD, values).fetchone()
        rows = {
            name: cursor.execute(query, values).fetchall()
            for name, query in _QUERIES.items()
        }
    return {"month": month, "period": period, **rows}


def report(told: dict[str, Any], sheet: Sequence[Row], inputs: Row) -> Content:
    """Return the report; `sheet` is the prefecture's, `inputs` what people wrote."""
    period, doc = told["period"], Document()
    year, month = told["month"].split("-")
    name = f"{year}年{int(month)}月"
    summary = []
    doc.chapter("本月工作")
    if not period["parameters_are_confirmed"]:
        doc.text("本报告所用期限参数未经委托方确认。")
    summary.append(_work_text(doc, told["work"]))
    doc.text(summary[-1])
    doc.table("本月各环节", *_work_table(told["work"]))
    doc.chapter("处理进度")
    doc.text(_funnel_text(doc, told["funnel"], period))
    doc.table("各季度疑点", *_funnel_table(told["funnel"]))
    doc.chapter("拒付与冲回")
    refusals = _refusal_texts(doc, sheet)
    summary.append(refusals[0])
    doc.text(*refusals, _given_back_text(doc, told["given_back"]))
    headline = doc.next_table
    doc.table("各机构拒付与冲回", *_refusal_table(sheet))
    doc.chapter("在办与逾期")
    summary.append(_open_text(doc, told["open"]))
    doc.text(summary[-1], _listed_after_text(doc, sheet))
    doc.table("在办疑点", *_table("open", _with_total(told["open"], "state_name")))
    _add_service(doc, inputs)
    doc.chapter("下月安排")
    doc.text(_next_text(doc, told["open"]))
    _add_plan(doc, inputs)
    doc.signature("编制人", "审核人", "签发人")
    doc.annex("附件　例外事项")
    doc.text(_exception_text(doc, told["exceptions"]))
    doc.table("例外事项", *_exception_table(told["exceptions"]))
    cut_off = period["cutoff_at"].astimezone(ZONE)
    return doc.content(
        name="monthly",
        title=f"{PREFECTURE}医保基金智能审核{name}书面报告",
        title_lines=[f"{PREFECTURE}医保基金智能审核", f"{name}书面报告"],
        period=period_of(period["first_day"], period["last_day"]),
        cut_off=f"{day(period['last_day'])}24时",
        cut_off_at=cut_off.isoformat(),
        summary=summary,
        headline=headline,
    )


def _table(name: str, rows: Sequence[Row]) -> Table:
    columns = COLUMNS[name]
    return tuple(columns.values()), [
        [_cell(row[key]) for key in columns] for row in rows
    ]


def _cell(value: Any) -> str:
    match value:
        case None:
            return MISSING
        case date():
            return day(value)
        case int():
            return count(value)
        case Decimal():
            return yuan(value)
        case _:
            return str(value)


def _with_total(rows: Sequence[Row], name: str) -> list[Row]:
    """Return the rows and the sum of their counts; the longest delay is no sum."""
    if len(rows) < 2:
        return list(rows)
    total: Row = {name: "合计"}
    for key in rows[0].keys() - {name, "state"}:
        values = [row[key] for row in rows if row[key] is not None]
        combine = max if key == "longest_overdue" else sum
        total[key] = combine(values) if values else None
    return [*rows, total]


def _work_text(doc: Document, work: Sequence[Row]) -> str:
    done = {row["event"]: row["cases"] for row in work}

    def cases(name: str, *events: str) -> str:
        number = sum(done.get(event, 0) for event in events)
        return f"{name}{doc.cell(name, count(number))}件"

    return (
        f"本月{cases('新增疑点', 'ingest', 'fast_track')}，"
        f"{cases('完成初审', 'first_suspect', 'first_clear')}、"
        f"{cases('复审', 'second_agree', 'second_clear', 'second_return')}，"
        f"{cases('下发', 'dispatch')}；{cases('收到申诉', 'appeal')}，"
        f"{cases('机构认可', 'accept')}，{cases('逾期视为无异议', 'deem_accept')}；"
        f"{cases('出具评审意见', 'opinion')}、{cases('合议意见', 'panel_opinion')}，"
        f"{cases('作出终审认定', 'final_confirm')}、"
        f"{cases('终审不违规', 'final_clear')}，"
        f"{cases('作出复议决定', 'reconsider_confirm', 'reconsider_clear')}。"
    )


def _work_table(work: Sequence[Row]) -> Table:
    by_event = {row["event"]: row for row in work}
    rows = [
        by_event[event] | {"event": name}
        for event, name in EVENTS.items()
        if event in by_event
    ]
    others = sum(row["cases"] for row in work if row["event"] not in EVENTS)
    if others:
        rest = {"cases": others, "amount": None, "fund_amount": None}
        rows.append({"event": OTHERS} | rest)
    return _table("work", rows)


def _funnel_text(doc: Document, funnel: Sequence[Row], period: Row) -> str:
    opened = sum(row["opened"] for row in funnel)
    undecided = sum(row["undecided"] for row in funnel)
    return (
        f"截至{day(period['last_day'])}，"
        f"累计疑点{doc.cell('累计疑点', count(opened))}件，"
        f"尚未终审{doc.cell('尚未终审', count(undecided))}件。"
        f"各结算季度情况见{doc.next_table}；"
        "复审同意、下发、申诉按到达过该环节的件数计，其余按现在所处状态计。"
    )


def _funnel_table(funnel: Sequence[Row]) -> Table:
    rows = [
        row | {"quarter": quarter_name(Quarter.parse(row["quarter"]))} for row in funnel
    ]
    return _table("funnel", _with_total(rows, "quarter"))


def _refusal_texts(doc: Document, sheet: Sequence[Row]) -> list[str]:
    def total(name: str) -> Any:
        return sum((row[name] for row in sheet), Decimal(0))

    def stood(name: str, key: str) -> str:
        cases = sum(row[f"{key}_cases"] for row in sheet)
        amount = yuan(total(f"{key}_amount"))
        return (
            f"{name}{doc.cell(f'{name}（件）', count(int(cases)))}件"
            f"{doc.cell(f'{name}（元）', amount)}元"
        )

    refused, reversed_amount = total("refused_amount"), total("reversed_amount")
    net = Decimal(refused + reversed_amount)
    beyond = Decimal(total("listed_amount") - refused)
    parties = sum(bool(r["refused_amount"] or r["reversed_amount"]) for r in sheet)
    return [
        f"本月基金拒付{doc.cell('本月基金拒付（元）', yuan(refused))}元，"
        f"冲回{doc.cell('本月冲回（元）', yuan(reversed_amount))}元，"
        f"合计{doc.cell('本月合计（元）', yuan(net))}元（大写：{in_words(net)}），"
        f"涉及机构{doc.cell('涉及机构（家）', count(parties))}家。",
        f"{stood('月初已认定未列单', 'opening')}；{stood('本月认定', 'confirmed')}，"
        f"{stood('撤出拒付单', 'taken_off')}，{stood('列单', 'listed')}，"
        f"{stood('作废或移送', 'withdrawn')}；{stood('月末未列单', 'closing')}。",
        f"列单金额中{doc.cell('列单未拒付（元）', yuan(beyond))}元的基金支付"
        "已由其他疑点拒付，不重复拒付。"
        if beyond
        else "",
    ]


def _given_back_text(doc: Document, given_back: Sequence[Row]) -> str:
    """Return why money went back; nothing where none did."""
    by_cause = {row["cause"]: row["amount"] for row in given_back}
    told = "，".join(
        f"{name}{doc.cell(f'冲回：{name}（元）', yuan(by_cause[cause]))}元"
        for cause, name in GIVEN_BACK.items()
        if cause in by_cause
    )
    return f"冲回按原因：{told}。" if told else ""


def _refusal_table(sheet: Sequence[Row]) -> Table:
    """Return the institutions with most refused; the others are one row."""
    rows = [row for row in sheet if row["refused_amount"] or row["reversed_amount"]]
    rows.sort(key=lambda row: (-row["refused_amount"], row["fixmedins_code"]))
    shown, others = rows[:MOST], rows[MOST:]
    names = ("listed_cases", "refused_amount", "reversed_amount")
    if others:
        rest = {name: sum(row[name] for row in others) for name in names}
        shown.append({"fixmedins_name": f"其他{count(len(others))}家", **rest})
    for row in shown:
        row["net_amount"] = row["refused_amount"] + row["reversed_amount"]
    if len(shown) > 1:
        total = {n: sum(row[n] for row in shown) for n in (*names, "net_amount")}
        shown.append({"fixmedins_name": "合计", **total})
    return _table("refusals", shown)


def _open_text(doc: Document, rows: Sequence[Row]) -> str:
    cases = sum(row["cases"] for row in rows)
    overdue = sum(row["overdue"] for row in rows)
    text = (
        f"月末在办疑点{doc.cell('月末在办疑点', count(cases))}件，"
        f"其中逾期{doc.cell('其中逾期', count(overdue))}件"
    )
    if overdue:
        longest = max(row["longest_overdue"] or 0 for row in rows)
        text += f"，最长逾期{doc.cell('最长逾期（天）', count(longest))}天"
    return f"{text}。" + ("各环节按进入该环节的自然日计。" if rows else "")


def _listed_after_text(doc: Document, sheet: Sequence[Row]) -> str:
    """Return why more cases wait for listing than the sheet carries over.

    A month is listed once it is over, so its cases stand unlisted at its cut-off.
    """
    listed = int(sum(row["listed_cases"] for row in sheet))
    if not listed:
        return ""
    told = doc.cell("截止后列单", count(listed))
    return (
        "在办按数据截止时的状态计：本月拒付单在截止后编制，"
        f"所列{told}件仍计在“已认定待列单”。"
    )


def _next_text(doc: Document, rows: Sequence[Row]) -> str:
    due = [row for row in rows if row["due_next"]]
    if not due:
        return "下月没有到期的疑点。"
    named = "、".join(f"{row['state_name']}{count(row['due_next'])}件" for row in due)
    whole = count(sum(row["due_next"] for row in due))
    return f"下月到期{doc.cell('下月到期', whole)}件：{named}。"


def _add_service(doc: Document, inputs: Row) -> None:
    if not (service := inputs.get("service")):
        return
    doc.chapter("服务记录")
    told = [(name, doc.cell(name, count(service[key]))) for key, name in SERVICE]
    doc.text("、".join(f"{name}{number}次" for name, number in told) + "。")


def _add_plan(doc: Document, inputs: Row) -> None:
    plan = [[row[key] for key in PLAN] for row in inputs.get("plan", ())]
    doc.table("下月工作计划", tuple(PLAN.values()), plan)
    doc.text(*inputs.get("opinions", ()))


def _exception_text(doc: Document, rows: Sequence[Row]) -> str:
    if not rows:
        return "本月没有偏离评审或合议意见、重新启动、作废的疑点。"
    told = []
    for kind, name in EXCEPTIONS.items():
        cases = sum(row["cases"] for row in rows if row["kind"] == kind)
        told.append(f"{name}{doc.cell(name, count(cases))}件")
    left_out = len(rows) - MOST
    more = ""
    if left_out > 0:
        others = doc.cell("表中未列的例外事项", count(left_out))
        more = f"。下表列前{MOST}项，另有{others}项"
    return f"本月{'、'.join(told)}{more}。"


def _exception_table(rows: Sequence[Row]) -> Table:
    shown = [row | {"kind": EXCEPTIONS[row["kind"]]} for row in rows[:MOST]]
    return _table("exceptions", shown)
