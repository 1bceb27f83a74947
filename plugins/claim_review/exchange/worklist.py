"""Workbooks of cases that wait: for a reviewer, the agency, an institution."""

from datetime import datetime

import psycopg

from claim_review.exchange.chain import chains
from claim_review.exchange.institution_cases import cases_of
from claim_review.exchange.issuing import Issued, day_in_words, issue, reasons
from claim_review.exchange.kind import Question
from claim_review.exchange.kinds import KINDS, REVIEWS, TO_INSTITUTIONS

_NOTES = (
    "请只填写黄色单元格。结论留空的行视为尚未处理，可分多次填写、提交。",
    "可以筛选；不要增删行列，不要改动灰白单元格，否则整份退回。",
)
_NOTES_TO_INSTITUTIONS = (
    "请只填写黄色单元格；可以筛选，不要增删行列，不要改动灰白单元格，否则整份退回。",
    "提交时间以系统收到文件的时间为准；提交后系统先反馈预览，经确认方才生效。",
)
# Four eyes: a case is left to others than those who may not decide it any more (nobody
# has had a hand in a new one). What somebody else has is theirs until it is overdue;
# then the first answer counts. Where there is a list of people it says whose counties
# are whose.
_WAITING = """
select states.hit_id
from review.hit_state as states
inner join review.hit as hits on states.hit_id = hits.hit_id
where
    states.state = %(state)s
    and states.occurred_at <= %(as_of)s
    and (
        not exists (select from review.staff_at(%(as_of)s))
        or exists (
            select
            from review.staff_at(%(as_of)s) as staff
            where
                staff.person_id = %(reviewer)s
                and staff.role = %(role)s
                and staff.region in (
                    hits.region, left(hits.region, 4) || '00', '000000'
                )
        )
    )
    and (
        states.state = 'S10'
        or not review.had_a_hand(states.hit_id, states.state, %(reviewer)s)
    )
    and not exists (
        select
        from review.workbook_row as held
        inner join review.workbook as workbook
            on held.workbook_id = workbook.workbook_id
        where
            held.hit_id = states.hit_id
            and held.seq = states.seq
            and workbook.recipient <> %(reviewer)s
            and states.due_at > %(as_of)s
    )
order by states.due_at, hits.fund_amount desc, hits.hit_id
limit %(most)s
"""
# What an institution got with an earlier workbook does not go out again.
_SENT = """
select sent.hit_id, sent.seq
from review.workbook_row as sent
inner join review.workbook as workbook on sent.workbook_id = workbook.workbook_id
where
    workbook.kind = %(kind)s
    and workbook.recipient = %(recipient)s
    and workbook.issued_at < %(as_of)s
"""
# Before anybody is on a list, whoever makes worklists has to know who is who.
_MAY_GET = """
select
    not exists (select from review.staff_at(%(as_of)s))
    or exists (
        select
        from review.staff_at(%(as_of)s) as staff
        where staff.person_id = %(reviewer)s and staff.role = %(role)s
    )
"""


class NotOnTheListError(LookupError):
    """Somebody has not the role for a worklist in the list of people in force."""


def issue_worklist(
    connection: psycopg.Connection,
    kind: str,
    reviewer: str,
    most: int,
    key: bytes,
    issued_by: str,
    as_of: datetime,
) -> Issued | None:
    """Record and return a workbook of up to `most` waiting cases; None without any.

    `kind` is one of REVIEWS. Cases that are out with somebody else and not overdue are
    left out, and those in which the reviewer has had a hand that forbids it. Raises
    NotOnTheListError for who may not decide them.
    """
    question = REVIEWS[kind]
    with connection.transaction():
        _require_role(connection, reviewer, KINDS[kind].role, as_of)
        _lock(connection)
        found = connection.execute(
            _WAITING,
            {
                "state": question.state,
                "role": KINDS[kind].role,
                "reviewer": reviewer,
                "most": most,
                "as_of": as_of,
            },
        ).fetchall()
        cases = chains(connection, [hit_id for (hit_id,) in found], as_of)
        notes = (f"审核人：{reviewer}", *_NOTES, *question.notes)
        return _issue(
            connection, kind, question, reviewer, cases, notes, key, issued_by, as_of
        )


def issue_to_institution(
    connection: psycopg.Connection,
    kind: str,
    fixmedins_code: str,
    key: bytes,
    issued_by: str,
    as_of: datetime,
) -> Issued | None:
    """Record and return a workbook of what an institution was not sent before `as_of`.

    `kind` is one of TO_INSTITUTIONS. Returns None where there is nothing.
    """
    question = TO_INSTITUTIONS[kind]
    with connection.transaction():
        _lock(connection)
        known = connection.execute(
            _SENT, {"kind": kind, "recipient": fixmedins_code, "as_of": as_of}
        )
        sent = set(known)
        told = [
            case
            for case in cases_of(connection, fixmedins_code, question.state, as_of)
            if (case["hit_id"], case["seq"]) not in sent
        ]
        before = chains(connection, [case["hit_id"] for case in told], as_of)
        cases = [earlier | case for earlier, case in zip(before, told, strict=True)]
        notes = (
            f"机构：{fixmedins_code}　疑点{len(cases)}条",
            f"截止：{'；'.join(_last_days(cases))}",
            *question.notes,
            *_NOTES_TO_INSTITUTIONS,
        )
        return _issue(
            *(connection, kind, question, fixmedins_code),
            *(cases, notes, key, issued_by, as_of),
        )


def _require_role(
    connection: psycopg.Connection, reviewer: str, role: str, as_of: datetime
) -> None:
    told = {"reviewer": reviewer, "role": role, "as_of": as_of}
    if not connection.execute(_MAY_GET, told).fetchone()[0]:
        raise NotOnTheListError(f"{reviewer} is not {role} in the list of people")


def _lock(connection: psycopg.Connection) -> None:
    """Wait for others: two workbooks made at once would hold the same cases."""
    connection.execute("lock table review.workbook in share row exclusive mode")


def _last_days(cases: list[dict]) -> list[str]:
    last_days = {(case["due_at"], case["is_provisional"]) for case in cases}
    return [day_in_words(*last_day) for last_day in sorted(last_days)]


def _issue(
    connection: psycopg.Connection,
    kind: str,
    question: Question,
    recipient: str,
    cases: list[dict],
    notes: tuple[str, ...],
    key: bytes,
    issued_by: str,
    as_of: datetime,
) -> Issued | None:
    in_force = {
        title: reasons(connection, as_of, used_for)
        for title, used_for in question.reasons.items()
    }
    return issue(
        connection,
        KINDS[kind].layout,
        recipient,
        [(case["hit_id"], case["seq"], question.facts(case)) for case in cases],
        {**question.choices, **in_force},
        notes,
        key,
        issued_by,
        as_of,
    )
