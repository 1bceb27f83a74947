"""What the agency answers to proposals of a review, and what is done on it."""

from datetime import datetime

import psycopg

from claim_review.exchange.follow_ups import LAYOUTS, OUTCOMES
from claim_review.exchange.kind import (
    Answer,
    Attached,
    Kind,
    WrongAnswerError,
    required,
)
from claim_review.exchange.reading import Returned, Row
from claim_review.exchange.recording import WHY, Taken


def _answer(row: Row, attached: Attached) -> Answer:
    outcome = OUTCOMES[required(row, "处理意见", "本行已填写其他内容")]
    if outcome == "DECLINED":
        required(row, "说明", "不同意须写明说明")
    return Answer(outcome, payload={"comment": row.answers["说明"]})


def record_follow_up(
    connection: psycopg.Connection,
    kind: Kind,
    returned: Returned,
    row: Row,
    answer: Answer,
    received_at: datetime,
) -> Taken:
    """Record a decision and do what follows; raise WrongAnswerError when it cannot be.

    The same answer of the same workbook again is no new one.
    """
    title = kind.layout.answers[0].title
    source = f"{returned.workbook_id}#{row.hit_id}"
    comment = answer.payload["comment"]
    before = connection.execute(
        "select outcome, comment from review.follow_up_end where source_ref = %s",
        (source,),
    ).fetchone()
    if before not in (None, (answer.event, comment)):
        raise WrongAnswerError(title, "本行先前提交的内容已经生效，不能更改")
    if before is None:
        _decide(connection, kind, returned, row, answer, received_at)
    query = "select review.state_of(%s)"
    state = connection.execute(query, (row.hit_id,)).fetchone()[0]
    return Taken(
        row.number, row.hit_id, answer.event, None, None, state, before is None
    )


def _decide(
    connection: psycopg.Connection,
    kind: Kind,
    returned: Returned,
    row: Row,
    answer: Answer,
    received_at: datetime,
) -> None:
    title = kind.layout.answers[0].title
    waits = connection.execute(
        """
        select waits.follow_up_id
        from review.follow_up_open as waits
        inner join review.workbook_row as sent
            on waits.hit_id = sent.hit_id and waits.seq = sent.seq
        inner join review.workbook as workbook
            on sent.workbook_id = workbook.workbook_id
        where
            sent.workbook_id = %s
            and sent.hit_id = %s
            and waits.proposed_at <= workbook.issued_at
        """,
        (returned.workbook_id, row.hit_id),
    ).fetchone()
    if waits is None:
        raise WrongAnswerError(title, "下发后该疑点另有处理，或又被命中，本行不再适用")
    source = f"{returned.workbook_id}#{row.hit_id}"
    try:
        with connection.transaction():
            connection.execute(
                "select review.decide_follow_up(%s, %s, %s, %s, %s, %s, %s)",
                (
                    *(waits[0], answer.event, returned.recipient, kind.role),
                    *(received_at, answer.payload["comment"], source),
                ),
            )
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith("CR"):
            raise
        why = WHY.get(error.sqlstate, "现在不能这样处理")
        raise WrongAnswerError(
            title, f"{why}（{error.diag.message_primary}）"
        ) from None


KINDS = {
    layout.kind: Kind(layout, role, _answer, record_follow_up)
    for role, layout in LAYOUTS.items()
}
