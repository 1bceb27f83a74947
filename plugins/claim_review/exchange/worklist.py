"""Worklists: the cases that wait for somebody's decision."""

from datetime import datetime

import psycopg

from claim_review.exchange.chain import chains
from claim_review.exchange.issuing import Issued, issue, reasons
from claim_review.exchange.kinds import KINDS, REVIEWS

_NOTES = (
    "请只填写黄色单元格。结论留空的行视为尚未处理，可分多次填写、提交。",
    "可以筛选；不要增删行列，不要改动灰白单元格，否则整份退回。",
)
# Four eyes: a case is left to others than those who may not decide it any more (nobody
# has had a hand in a new one). What somebody else has is theirs until it is overdue;
# then the first answer counts.
_WAITING = """
select states.hit_id
from review.hit_state as states
inner join review.hit as hits on states.hit_id = hits.hit_id
where
    states.state = %(state)s
    and states.occurred_at <= %(as_of)s
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
    left out, and those in which the reviewer has had a hand that forbids it.
    """
    layout, question = KINDS[kind].layout, REVIEWS[kind]
    with connection.transaction():
        # Two worklists made at once would hold the same cases.
        connection.execute("lock table review.workbook in share row exclusive mode")
        found = connection.execute(
            _WAITING,
            {
                "state": question.state,
                "reviewer": reviewer,
                "most": most,
                "as_of": as_of,
            },
        ).fetchall()
        cases = chains(connection, [hit_id for (hit_id,) in found], as_of)
        offered = {
            title: reasons(connection, as_of, used_for)
            for title, used_for in question.reasons.items()
        }
        return issue(
            connection,
            layout,
            reviewer,
            [(case["hit_id"], case["seq"], question.facts(case)) for case in cases],
            {**question.choices, **offered},
            (f"审核人：{reviewer}", *_NOTES, *question.notes),
            key,
            issued_by,
            as_of,
        )
