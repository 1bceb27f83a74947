"""Taking in what a workbook answers: first to look at, then for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg

from claim_review.exchange import seal
from claim_review.exchange.kind import Attached, Kind, WrongAnswerError
from claim_review.exchange.problems import Problem, WorkbookRefusedError
from claim_review.exchange.reading import Returned
from claim_review.exchange.recording import Taken, record


@dataclass(frozen=True)
class Outcome:
    """What a file does: rows taken, rows refused and why, rows without an answer.

    `handed_in` is a hash of the file, its evidence, who sent it and when it arrived.
    `taken_before` is when this very file, with the same evidence, was taken in already;
    then it does nothing.
    """

    handed_in: str
    taken: tuple[Taken, ...]
    problems: tuple[Problem, ...]
    unanswered: int
    taken_before: datetime | None = None

    @property
    def digest(self) -> str:
        """Return what somebody confirms who has looked at it: its hash, short."""
        return seal.digest([repr(self)])[:12]


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

    Raises WorkbookRefusedError when it did not go out, or later, or to somebody else.
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
    confirmed: str,
) -> Outcome:
    """Record what was previewed and confirmed by its digest, and return it.

    The same file again changes nothing. Raises ChangedSincePreviewError when it would
    do something else now than the preview said.
    """
    kind = kinds[returned.layout.kind]
    with connection.transaction():
        outcome = _take(connection, kind, returned, attached, sender, received_at)
        if outcome.taken_before is not None:
            return outcome
        if outcome.digest != confirmed:
            raise ChangedSincePreviewError(
                f"{returned.workbook_id}：预览之后疑点状态有变化，请重新预览、确认"
            )
        rows = len({number for number, _ in returned.cells})
        connection.execute(
            """
            insert into review.workbook_return (
                file_sha256, attached_sha256, workbook_id, received_at, received_from,
                rows_taken, rows_refused
            )
            values (%s, %s, %s, %s, %s, %s, %s)
            """,
            (
                returned.file_sha256,
                hash_of(attached),
                returned.workbook_id,
                received_at,
                sender,
                sum(row.is_new for row in outcome.taken),
                rows - len(outcome.taken) - outcome.unanswered,
            ),
        )
        return outcome


def hash_of(attached: Attached) -> str:
    """Return one hash of the files that came with a workbook and of their names."""
    return seal.digest(
        [f"{name} {sha256}" for name, sha256 in sorted(attached.items())]
    )


def _take(
    connection: psycopg.Connection,
    kind: Kind,
    returned: Returned,
    attached: Attached,
    sender: str,
    received_at: datetime,
) -> Outcome:
    _refuse_stranger(connection, returned, sender)
    if received_at < returned.issued_at:
        why = f"收到时间早于{returned.workbook_id}的下发时间"
        raise WorkbookRefusedError(Problem("", why))
    came_with = hash_of(attached)
    arrived = received_at.astimezone(UTC).isoformat()
    handed_in = seal.digest([returned.file_sha256, came_with, sender, arrived])
    before = connection.execute(
        """
        select received_at from review.workbook_return
        where file_sha256 = %s and attached_sha256 = %s
        """,
        (returned.file_sha256, came_with),
    ).fetchone()
    if before:
        return Outcome(handed_in, (), (), 0, before[0])
    taken, problems = [], list(returned.problems)
    for row in returned.rows:
        if not row.is_answered:
            continue
        try:
            answer = kind.answer(row, attached)
            keep = kind.record or record
            taken.append(keep(connection, kind, returned, row, answer, received_at))
        except WrongAnswerError as error:
            where = returned.cells[row.number, error.title]
            problems.append(Problem(where, str(error)))
    unanswered = sum(not row.is_answered for row in returned.rows)
    return Outcome(handed_in, tuple(taken), tuple(problems), unanswered)


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
