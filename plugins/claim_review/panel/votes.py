"""Recording what a member of a panel voted in a workbook."""

from datetime import datetime
from decimal import Decimal

import psycopg

from claim_review.exchange.kind import Answer, Kind, WrongAnswerError
from claim_review.exchange.reading import Returned, Row
from claim_review.exchange.recording import Taken

# What the guard of votes says, for the members.
_WHY = {
    "CR121": "合议已经结束",
    "CR122": "您不是本次合议的成员，或已回避",
    "CR123": "该疑点已不在合议中",
    "CR124": "收到时已超过书面合议期限",
    "CR125": "须待全体成员完成初次表决",
    "CR126": "金额与表决意见不符",
}


def record_vote(
    connection: psycopg.Connection,
    kind: Kind,
    returned: Returned,
    row: Row,
    answer: Answer,
    received_at: datetime,
) -> Taken:
    """Record a vote and return it; raise WrongAnswerError when it cannot count.

    A vote that was cast stays; the same again is no new one.
    """
    session_id, member_id, ballot, whole = connection.execute(
        """
        select
            ballots.session_id, ballots.member_id, ballots.ballot, disputed.amount
        from review.panel_ballot as ballots
        inner join review.panel_case as disputed
            on ballots.session_id = disputed.session_id
        where ballots.workbook_id = %s and disputed.hit_id = %s
        """,
        (returned.workbook_id, row.hit_id),
    ).fetchone()
    amount = {"VIOLATION": whole, "NONE": Decimal(0)}.get(answer.event, answer.amount)
    title = kind.layout.answers[0].title
    said = (answer.event, amount, answer.payload["comment"])
    seat = (session_id, member_id, row.hit_id, ballot)
    before = connection.execute(
        """
        select vote, amount, comment from review.panel_vote
        where session_id = %s and member_id = %s and hit_id = %s and ballot = %s
        """,
        seat,
    ).fetchone()
    if before not in (None, said):
        raise WrongAnswerError(title, "本行先前提交的表决已经生效，不能更改")
    if before is None:
        _insert(connection, title, (*seat, *said, received_at, returned.workbook_id))
    state = connection.execute("select review.state_of(%s)", (row.hit_id,)).fetchone()[
        0
    ]
    return Taken(
        row.number, row.hit_id, answer.event, amount, None, state, before is None
    )


def _insert(connection: psycopg.Connection, title: str, values: tuple) -> None:
    try:
        with connection.transaction():
            connection.execute(
                """
                insert into review.panel_vote (
                    session_id, member_id, hit_id, ballot, vote, amount, comment,
                    voted_at, workbook_id
                )
                values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
                """,
                values,
            )
    except psycopg.Error as error:
        if error.sqlstate not in _WHY:
            raise
        why = f"{_WHY[error.sqlstate]}（{error.diag.message_primary}）"
        raise WrongAnswerError(title, why) from None
