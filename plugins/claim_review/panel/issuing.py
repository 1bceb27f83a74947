"""Sending the members of a panel the workbooks in which they vote."""

from collections.abc import Sequence
from datetime import datetime

import psycopg

from claim_review.exchange.issuing import Issued, day_in_words, issue
from claim_review.panel import seats
from claim_review.panel.ballots import BINDING, BLIND, VOTES
from claim_review.panel.papers import papers

_LAYOUTS = {"BLIND": BLIND, "BINDING": BINDING}
_NOTES = {
    "BLIND": (
        "初次表决：请独立填写，不与他人讨论。机构、医师、参保人信息已遮盖；"
        "证明材料由秘书遮盖后另行提供。",
    ),
    "BINDING": ("正式表决：经讨论后填写，以本次表决为准。",),
}
_COMMON = (
    "1. 每行选择“违规”“部分违规”或“不违规”，并写明理由；"
    "不得弃权，应当回避的请告知秘书。",
    "2. 部分违规须填写认定违规的金额；基金金额按比例计算，四舍五入到分。",
    "3. 请只填写黄色单元格；不要增删行列，不要改动灰白单元格，否则整份退回。",
    "4. 已生效的表决不能再改。",
)


def ballot_of(connection: psycopg.Connection, session_id: str, as_of: datetime) -> str:
    """Return which vote a session is at: BLIND until all have cast it, then BINDING."""
    (missing,) = connection.execute(
        "select review.votes_missing(%s, 'BLIND', %s)", (session_id, as_of)
    ).fetchone()
    return "BLIND" if missing else "BINDING"


def issue_ballots(
    connection: psycopg.Connection,
    session_id: str,
    key: bytes,
    issued_by: str,
    as_of: datetime,
    cover: Sequence[str] = (),
) -> list[Issued]:
    """Record and return a workbook for each member who has not voted on all cases.

    `cover` are more words to be covered on the papers of the first vote. What was
    issued at this very moment is not issued again. Raises PanelRefusedError.
    """
    with connection.transaction():
        seats.lock(connection, session_id, as_of)
        ballot = ballot_of(connection, session_id, as_of)
        members = [expert.expert_id for expert in seats.sitting(connection, session_id)]
        issued = [
            _issue(connection, session_id, member, ballot, key, issued_by, as_of, cover)
            for member in members
            if not _is_out(connection, session_id, member, ballot, as_of)
        ]
        return [workbook for workbook in issued if workbook]


def _is_out(
    connection: psycopg.Connection,
    session_id: str,
    member_id: str,
    ballot: str,
    as_of: datetime,
) -> bool:
    return connection.execute(
        """
        select exists (
            select
            from review.panel_ballot
            inner join review.workbook using (workbook_id)
            where
                session_id = %s and member_id = %s and ballot = %s and issued_at = %s
        )
        """,
        (session_id, member_id, ballot, as_of),
    ).fetchone()[0]


def _issue(
    connection: psycopg.Connection,
    session_id: str,
    member_id: str,
    ballot: str,
    key: bytes,
    issued_by: str,
    as_of: datetime,
    cover: Sequence[str],
) -> Issued | None:
    layout = _LAYOUTS[ballot]
    workbook = issue(
        connection,
        layout,
        member_id,
        papers(connection, session_id, member_id, ballot, cover),
        {layout.answers[0].title: list(VOTES)},
        (*_head(connection, session_id, member_id), *_NOTES[ballot], *_COMMON),
        key,
        issued_by,
        as_of,
    )
    if workbook:
        connection.execute(
            "insert into review.panel_ballot values (%s, %s, %s, %s)",
            (workbook.workbook_id, session_id, member_id, ballot),
        )
    return workbook


def _head(
    connection: psycopg.Connection, session_id: str, member_id: str
) -> tuple[str, ...]:
    planned_on, due_at = connection.execute(
        """
        select planned_on, review.votes_due_at(session_id)
        from review.panel_session where session_id = %s
        """,
        (session_id,),
    ).fetchone()
    if planned_on:
        when = f"会议合议，{planned_on.year}年{planned_on.month}月{planned_on.day}日"
    else:
        when = "书面合议" + (f"，截止{day_in_words(due_at)}" if due_at else "")
    return (f"合议：{session_id}　成员：{member_id}", when)
