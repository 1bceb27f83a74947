"""Recording what one row of a workbook answers."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import psycopg
from psycopg.types.json import Jsonb

from claim_review.exchange.kind import Answer, Kind, WrongAnswerError
from claim_review.exchange.reading import Returned, Row
from claim_review.statements.listing import give_back

# What the guards of the case say, for the readers of a workbook.
WHY = {
    "CR101": "该疑点现在的状态不能这样处理",
    "CR102": "收到时间早于该疑点上一次处理的时间",
    "CR111": "同一疑点须由不同的人审核",
    "CR112": "金额超过上一环节的金额",
    "CR113": "缺少这样处理所需的内容",
    "CR114": "收到时已超过期限",
    "CR115": "该疑点还没有告知机构",
    "CR117": "合议的条件不具备",
    "CR118": "已达到次数上限",
    "CR119": "所选原因现在不能使用",
    "CR120": "逾期未答复视为无异议的，不能申请复议",
}


@dataclass(frozen=True)
class Taken:
    """A row that counts: the event it became and the state that this led to.

    `is_new` is false where an earlier file of the same workbook said the same.
    """

    number: int
    hit_id: str
    event: str
    amount: Decimal | None
    fund_amount: Decimal | None
    state: str
    is_new: bool


def record(
    connection: psycopg.Connection,
    kind: Kind,
    returned: Returned,
    row: Row,
    answer: Answer,
    received_at: datetime,
) -> Taken:
    """Record an answer and return it; raise WrongAnswerError when it cannot count."""
    title = kind.layout.answers[0].title
    payload = answer.payload | {"workbook_id": returned.workbook_id}
    is_waiting, state = connection.execute(
        """
        select sent.seq = last.seq, format('%%s %%s', last.state, names.state_name)
        from review.workbook_row as sent
        inner join review.hit_state as last on sent.hit_id = last.hit_id
        inner join review.state as names on last.state = names.state
        where sent.workbook_id = %s and sent.hit_id = %s
        """,
        (returned.workbook_id, row.hit_id),
    ).fetchone()
    if is_waiting:
        _apply(connection, kind, returned, row, answer, payload, received_at)
    said = connection.execute(
        """
        select
            said.event, said.reason_code, said.payload, said.amount, said.fund_amount,
            said.to_state
        from review.workbook_row as sent
        inner join review.event as said
            on sent.hit_id = said.hit_id and said.seq = sent.seq + 1
        where sent.workbook_id = %s and sent.hit_id = %s
        """,
        (returned.workbook_id, row.hit_id),
    ).fetchone()
    event, reason, told, amount, fund_amount, to_state = said
    if told.get("workbook_id") != returned.workbook_id:
        why = f"下发后该疑点另有处理（现为{state}），本行不再适用"
        raise WrongAnswerError(title, why)
    is_same = (event, reason, told) == (answer.event, answer.reason_code, payload)
    if (
        not is_same
        or answer.amount not in (None, amount)
        or answer.to_state not in (None, to_state)
    ):
        raise WrongAnswerError(title, "本行先前提交的内容已经生效，不能更改")
    return Taken(
        row.number, row.hit_id, event, amount, fund_amount, to_state, is_waiting
    )


def _apply(
    connection: psycopg.Connection,
    kind: Kind,
    returned: Returned,
    row: Row,
    answer: Answer,
    payload: dict,
    received_at: datetime,
) -> None:
    try:
        with connection.transaction():
            if answer.event == "reconsider_clear":
                # A case that was reopened after its list may still be refused for.
                give_back(connection, row.hit_id, received_at)
            connection.execute(
                """
                select review.apply_event(
                    hit_id => %s, event => %s, actor_id => %s, actor_role => %s,
                    occurred_at => %s, amount => %s, fund_amount => %s,
                    reason_code => %s, payload => %s, source => 'MANUAL',
                    source_ref => %s, to_state => %s
                )
                """,
                (
                    row.hit_id,
                    answer.event,
                    returned.recipient,
                    kind.role,
                    received_at,
                    answer.amount,
                    answer.fund_amount,
                    answer.reason_code,
                    Jsonb(payload),
                    f"{returned.file_sha256}#{row.number}",
                    answer.to_state,
                ),
            )
    except psycopg.Error as error:
        if error.sqlstate not in WHY:
            raise
        raise WrongAnswerError(
            kind.layout.answers[0].title,
            f"{WHY[error.sqlstate]}（{error.diag.message_primary}）",
        ) from None
