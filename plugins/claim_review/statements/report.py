"""The written report of a month (书面报告): its texts and tables."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.reports.document import Column
from claim_review.reports.numbers import count, yuan
from claim_review.statements import report_queries as queries
from claim_review.statements.report_words import (
    COLUMNS,
    EVENTS,
    EXCEPTIONS,
    MOST,
    OTHERS,
)
from claim_review.statements.words import in_words

Row = dict[str, Any]
Table = tuple[tuple[Column, ...], list[list[str]]]
_QUERIES = {
    "work": queries.WORK,
    "funnel": queries.FUNNEL,
    "open": queries.OPEN,
    "exceptions": queries.EXCEPTIONS,
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


def report(told: dict[str, Any], sheet: Sequence[Row]) -> dict[str, Any]:
    """Return the texts and tables of the report; `sheet` is the prefecture's."""
    period = told["period"]
    year, month = told["month"].split("-")
    return {
        "title": "医保基金智能审核月度书面报告",
        "subtitle": f"（{year}年{int(month)}月　"
        f"{period['first_day']} 至 {period['last_day']}）",
        "note": ""
        if period["parameters_are_confirmed"]
        else "本报告所用期限参数未经委托方确认。",
        "work": _work_text(told["work"]),
        "work_table": _work_table(told["work"]),
        "funnel": _funnel_text(told["funnel"], period),
        "funnel_table": _table("funnel", _with_total(told["funnel"], "quarter")),
        "refusals": _refusal_texts(sheet),
        "refusals_table": _refusal_table(sheet),
        "open": _open_text(told["open"]),
        "open_table": _table("open", _with_total(told["open"], "state_name")),
        "next": _next_text(told["open"]),
        "exceptions": _exception_text(told["exceptions"]),
        "exceptions_table": _exception_table(told["exceptions"]),
    }


def _table(name: str, rows: Sequence[Row]) -> Table:
    columns = COLUMNS[name]
    return tuple(columns.values()), [
        [_cell(row[key]) for key in columns] for row in rows
    ]


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
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


def _work_text(work: Sequence[Row]) -> str:
    done = {row["event"]: row["cases"] for row in work}

    def cases(*events: str) -> str:
        return f"{count(sum(done.get(event, 0) for event in events))}件"

    return (
        f"本月新增疑点{cases('ingest', 'fast_track')}，"
        f"完成初审{cases('first_suspect', 'first_clear')}、"
        f"复审{cases('second_agree', 'second_clear', 'second_return')}，"
        f"下发{cases('dispatch')}；收到申诉{cases('appeal')}，机构认可{cases('accept')}，"
        f"逾期视为无异议{cases('deem_accept')}；"
        f"出具评审意见{cases('opinion')}、合议意见{cases('panel_opinion')}，"
        f"作出终审认定{cases('final_confirm')}、终审不违规{cases('final_clear')}，"
        f"作出复议决定{cases('reconsider_confirm', 'reconsider_clear')}。"
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


def _funnel_text(funnel: Sequence[Row], period: Row) -> str:
    opened = sum(row["opened"] for row in funnel)
    undecided = sum(row["undecided"] for row in funnel)
    return (
        f"截至{period['last_day']}，累计疑点{count(opened)}件，"
        f"尚未终审{count(undecided)}件。各结算季度情况如下；"
        "复审同意、下发、申诉按到达过该环节的件数计，其余按现在所处状态计。"
    )


def _refusal_texts(sheet: Sequence[Row]) -> list[str]:
    def total(name: str) -> Any:
        return sum((row[name] for row in sheet), Decimal(0))

    refused, reversed_amount = total("refused_amount"), total("reversed_amount")
    parties = sum(bool(r["refused_amount"] or r["reversed_amount"]) for r in sheet)
    return [
        f"本月基金拒付{yuan(refused)}元，冲回{yuan(reversed_amount)}元，"
        f"合计{yuan(refused + reversed_amount)}元"
        f"（大写：{in_words(Decimal(refused + reversed_amount))}），"
        f"涉及机构{count(parties)}家。",
        f"月初已认定未列单{_sheet_total(sheet, 'opening')}；"
        f"本月认定{_sheet_total(sheet, 'confirmed')}，"
        f"撤出拒付单{_sheet_total(sheet, 'taken_off')}，"
        f"列单{_sheet_total(sheet, 'listed')}，"
        f"作废或移送{_sheet_total(sheet, 'withdrawn')}；"
        f"月末未列单{_sheet_total(sheet, 'closing')}。",
    ]


def _sheet_total(sheet: Sequence[Row], name: str) -> str:
    cases = sum(row[f"{name}_cases"] for row in sheet)
    amount = sum((row[f"{name}_amount"] for row in sheet), Decimal(0))
    return f"{count(int(cases))}件{yuan(amount)}元"


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


def _open_text(rows: Sequence[Row]) -> str:
    cases = sum(row["cases"] for row in rows)
    overdue = sum(row["overdue"] for row in rows)
    text = f"月末在办疑点{count(cases)}件，其中逾期{count(overdue)}件"
    if overdue:
        longest = max(row["longest_overdue"] or 0 for row in rows)
        text += f"，最长逾期{count(longest)}天"
    return text + "。各环节按进入该环节的自然日计：" if rows else text + "。"


def _next_text(rows: Sequence[Row]) -> str:
    due = [row for row in rows if row["due_next"]]
    if not due:
        return "下月没有到期的疑点。"
    named = "、".join(f"{row['state_name']}{count(row['due_next'])}件" for row in due)
    return f"下月到期{count(sum(row['due_next'] for row in due))}件：{named}。"


def _exception_text(rows: Sequence[Row]) -> str:
    if not rows:
        return "本月没有偏离评审或合议意见、重新启动、作废的疑点。"
    told = []
    for kind, name in EXCEPTIONS.items():
        cases = sum(row["cases"] for row in rows if row["kind"] == kind)
        told.append(f"{name}{count(cases)}件")
    left_out = len(rows) - MOST
    more = f"。下表列前{MOST}项，另有{count(left_out)}项" if left_out > 0 else ""
    return f"本月{'、'.join(told)}{more}。"


def _exception_table(rows: Sequence[Row]) -> Table:
    shown = [row | {"kind": EXCEPTIONS[row["kind"]]} for row in rows[:MOST]]
    return _table("exceptions", shown)
