"""What the agency is asked where a review no longer finds a case, or finds less."""

from datetime import datetime

import psycopg
from psycopg.rows import dict_row

from claim_review.exchange.chain import HIT, chains, hit_facts
from claim_review.exchange.issuing import Issued, issue
from claim_review.exchange.layout import Cell, Column, Layout
from claim_review.moments import ZONE
from claim_review.review.follow_ups import CAUSES

_FACTS = (
    *HIT,
    Column("变化", width=14),
    Column("原因", width=20),
    Column("涉及批次", width=20),
    Column("现状态", width=14),
    Column("现认定金额（元）", "money"),
    Column("现认定基金（元）", "money"),
    Column("已拒付基金（元）", "money"),
    Column("复筛后金额（元）", "money"),
    Column("复筛后基金（元）", "money"),
    Column("应冲回基金（元）", "money"),
    Column("拟办", width=36),
    Column("提出日期", width=12),
)
_ANSWERS = (Column("处理意见", "choice"), Column("说明", width=40))
_KINDS = {"AGENCY": "FOLLOW_UP", "AGENCY_LEADER": "FOLLOW_UP_LEADER"}
LAYOUTS = {
    role: Layout(
        kind=kind,
        sheet="复筛处理" if role == "AGENCY" else "复筛处理（负责人）",
        title="复筛变化处理工作表",
        facts=_FACTS,
        answers=_ANSWERS,
        total="应冲回基金（元）",
    )
    for role, kind in _KINDS.items()
}
OUTCOMES = {"同意": "AGREED", "不同意": "DECLINED"}
_STEPS = {
    "void": "作废；已下发的告知机构",
    "unlist, void": "撤出拒付单，冲回，作废",
    "reopen": "重新启动，再由经办机构冲回",
    "hold": "退回复审，按复筛后金额认定",
    "recall": "撤回下发",
    "reconsider_confirm": "按复筛后金额变更决定",
    "ledger": "只按复筛后基金拒付，超出的冲回",
    "note": "状态不变，以后只按复筛后基金拒付",
    "transfer_back": "已移送，须先移送退回",
}
_NOTES = (
    "复筛不再命中、或命中金额减少的疑点。同意的，系统按“拟办”处理；不同意的须写明说明，"
    "疑点不变，金额不变。",
    "已公布拒付单的月份不再改动：冲回计入当前月份，列在该月拒付单“冲回”表。",
    "请只填写黄色单元格。结论留空的行视为尚未处理，可分多次填写、提交。",
)
_WAITING = """
select waits.*, names.state_name
from review.follow_up_open as waits
inner join review.state as names on waits.state = names.state
where
    waits.role = %(role)s
    and waits.proposed_at <= %(as_of)s
    and not exists (
        select
        from review.workbook_row as held
        inner join review.workbook as workbook
            on held.workbook_id = workbook.workbook_id
        where
            held.hit_id = waits.hit_id
            and held.seq = waits.seq
            and workbook.kind = %(kind)s
            and workbook.recipient <> %(recipient)s
            and workbook.issued_at > %(as_of)s - interval '14 days'
    )
order by waits.to_reverse desc, waits.hit_id
limit %(most)s
"""
# Who decides on what nobody has got a workbook of before that moment.
_FRESH = """
select distinct staff.role, staff.person_id
from review.staff_at(%(as_of)s) as staff
inner join review.follow_up_open as waits on staff.role = waits.role
where
    waits.proposed_at <= %(as_of)s
    and not exists (
        select
        from review.workbook_row as sent
        inner join review.workbook as workbook
            on sent.workbook_id = workbook.workbook_id
        where
            sent.hit_id = waits.hit_id
            and sent.seq = waits.seq
            and workbook.kind = any(%(kinds)s)
            and workbook.issued_at < %(as_of)s
    )
order by 1, 2
"""


def those_to_ask(
    connection: psycopg.Connection, as_of: datetime
) -> list[tuple[str, str]]:
    """Return role and person of those on the list for whom there is a new proposal."""
    kinds = [layout.kind for layout in LAYOUTS.values()]
    told = {"as_of": as_of, "kinds": kinds}
    return connection.execute(_FRESH, told).fetchall()


def issue_follow_ups(
    connection: psycopg.Connection,
    recipient: str,
    role: str,
    most: int,
    key: bytes,
    issued_by: str,
    as_of: datetime,
) -> Issued | None:
    """Record and return a workbook of up to `most` open proposals; None without any.

    `role` is AGENCY or AGENCY_LEADER. What somebody else got in the last two weeks is
    left to them.
    """
    layout = LAYOUTS[role]
    with connection.transaction():
        connection.execute("lock table review.workbook in share row exclusive mode")
        told = {"role": role, "kind": layout.kind, "recipient": recipient}
        with connection.cursor(row_factory=dict_row) as cursor:
            query = cursor.execute(_WAITING, told | {"most": most, "as_of": as_of})
            waiting = query.fetchall()
        before = chains(connection, [each["hit_id"] for each in waiting], as_of)
        cases = [
            (each["hit_id"], each["seq"], hit_facts(case) | _facts(each))
            for case, each in zip(before, waiting, strict=True)
        ]
        notes = (f"处理人：{recipient}", *_NOTES)
        choices = {"处理意见": list(OUTCOMES)}
        return issue(
            *(connection, layout, recipient, cases, choices, notes),
            *(key, issued_by, as_of),
        )


def _facts(waits: dict) -> dict[str, Cell]:
    proposed_on = waits["proposed_at"].astimezone(ZONE).date()
    return {
        "变化": "不再命中" if waits["is_vanished"] else "金额减少",
        "原因": CAUSES[waits["cause"]],
        "涉及批次": waits["batch_id"],
        "现状态": waits["state_name"],
        "现认定金额（元）": waits["decided_amount"],
        "现认定基金（元）": waits["decided_fund_amount"],
        "已拒付基金（元）": waits["refused_amount"],
        "复筛后金额（元）": waits["stands_amount"],
        "复筛后基金（元）": waits["stands_fund_amount"],
        "应冲回基金（元）": waits["to_reverse"],
        "拟办": _STEPS[waits["step"]],
        "提出日期": proposed_on.isoformat(),
    }
