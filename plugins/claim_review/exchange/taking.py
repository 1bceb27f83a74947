"""Taking in what a workbook answers: first to look at, then for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import psycopg
from psycopg.types.json import Jsonb

from claim_review.exchange.kind import Answer, Attached, Kind, WrongAnswerError
from claim_review.exchange.problems import Problem, WorkbookRefusedError
from claim_review.exchange.reading import Returned, Row

# What the guards of the case say, for the readers of a workbook.
_WHY = {
    "CR101": "该疑点现在的状态不能这样处理",
    "CR102": "收到时间早于该疑点上一次处理的时间",
    "CR111": "同一疑点须由不同的人审核",
    "CR112": "金额超过上一环节的金额",
    "CR113": "缺少这样处理所需的内容",
    "CR114": "收到时已超过期限",
    "CR118": "已达到次数上限",
    "CR119": "所选原因现在不能使用",
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


@dataclass(frozen=True)
class Outcome:
    """What a file does: rows taken, rows refused and why, rows without an answer.

    `taken_before` is when this very file was taken in already; then it does nothing.
    """

    taken: tuple[Taken, ...]
    problems: tuple[Problem, ...]
    unanswered: int
    taken_before: datetime | None = None


class ChangedSincePreviewError(Exception):
    """Cases have moved since somebody looked at the preview; it has to be seen anew."""


def preview(
    connection: psycopg.Connection,
    kinds: Mapping[str, Kind],
    returned: Returned,
    attached: Attached,
    sender: str,
    received_at: datetime,
) -> Outcome:
    """Return what taking in a workbook would do, guards included; change nothing.

    Raises WorkbookRefusedError when it did not go out, or went to somebody else.
    """
    kind = kinds[returned.layout.kind]
    with connection.transaction(force_rollback=True):
        return _take(connection, kind, returned, attached, sender, received_at)


def take_in(
    connection: psycopg.Connection,
    kinds: Mapping[str, Kind],
    returned: Returned,
    attached: Attached,
    sender: str,
    received_at: datetime,
    previewed: Outcome,
) -> Outcome:
    """Record what was previewed, all or nothing, and return it.

    The same file again changes nothing. Raises ChangedSincePreviewError when it would
    do something else now than the preview said.
    """
    kind = kinds[returned.layout.kind]
    with connection.transaction():
        outcome = _take(connection, kind, returned, attached, sender, received_at)
        if outcome.taken_before is not None:
            return outcome
        if outcome != previewed:
            raise ChangedSincePreviewError(
                f"{returned.workbook_id}：预览之后疑点状态有变化，请重新预览、确认"
            )
        refused = {problem.place for problem in outcome.problems}
        connection.execute(
            """
            insert into review.workbook_return (
                file_sha256, workbook_id, received_at, received_from, rows_taken,
                rows_refused
            )
            values (%s, %s, %s, %s, %s, %s)
            """,
            (
                returned.file_sha256,
                returned.workbook_id,
                received_at,
                sender,
                sum(row.is_new for row in outcome.taken),
                len(refused),
            ),
        )
        return outcome


def _take(
    connection: psycopg.Connection,
    kind: Kind,
    returned: Returned,
    attached: Attached,
    sender: str,
    received_at: datetime,
) -> Outcome:
    _refuse_stranger(connection, returned, sender)
    before = connection.execute(
        "select received_at from review.workbook_return where file_sha256 = %s",
        (returned.file_sha256,),
    ).fetchone()
    if before:
        return Outcome((), (), 0, before[0])
    taken, problems = [], list(returned.problems)
    for row in returned.rows:
        if not row.is_answered:
            continue
        try:
            answer = kind.answer(row, attached)
            taken.append(_record(connection, kind, returned, row, answer, received_at))
        except WrongAnswerError as error:
            where = returned.cells[row.number, error.title]
            problems.append(Problem(where, str(error)))
    unanswered = sum(not row.is_answered for row in returned.rows)
    return Outcome(tuple(taken), tuple(problems), unanswered)


def _refuse_stranger(
    connection: psycopg.Connection, returned: Returned, sender: str
) -> None:
    """Refuse what did not go out to the sender; one file of a workbook at a time."""
    issued = connection.execute(
        """
        select recipient from review.workbook where workbook_id = %s for no key update
        """,
        (returned.workbook_id,),
    ).fetchone()
    if issued is None:
        why = f"{returned.workbook_id}没有下发记录"
        raise WorkbookRefusedError(Problem("", why))
    if issued[0] != sender:
        why = f"{returned.workbook_id}下发给{issued[0]}，不能由{sender}提交"
        raise WorkbookRefusedError(Problem("", why))


def _record(
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
    if (event, reason, told) != (
        answer.event,
        answer.reason_code,
        payload,
    ) or answer.amount not in (None, amount):
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
            connection.execute(
                """
                select review.apply_event(
                    hit_id => %s, event => %s, actor_id => %s, actor_role => %s,
                    occurred_at => %s, amount => %s, fund_amount => %s,
                    reason_code => %s, payload => %s, source => 'MANUAL',
                    source_ref => %s
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
                ),
            )
    except psycopg.Error as error:
        if error.sqlstate not in _WHY:
            raise
        raise WrongAnswerError(
            kind.layout.answers[0].title,
            f"{_WHY[error.sqlstate]}（{error.diag.message_primary}）",
        ) from None
