"""The outbox: messages are put in with the data they tell of, and leave once.

Sending and remembering that it was sent are two systems, so a process can die in
between. Then nobody knows whether the mail arrived; the row becomes `uncertain`
and waits for a person. An official notice is better late than twice.
"""

import hashlib
import json
import smtplib
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from claim_review.notify import smtp
from claim_review.notify.message import Attachment, AttachmentError, build, message_id
from claim_review.settings import Settings

LEASE = timedelta(minutes=15)
FIRST_WAIT = timedelta(minutes=1)
MOST_ATTEMPTS = 6


class MailStuckError(ValueError):
    """A message was refused for good, or nobody knows whether it was sent."""


class MailDelayedError(RuntimeError):
    """The mail server did not take a message now."""


@dataclass
class DrainResult:
    """What one drain did; failed and uncertain are dedupe keys for a person."""

    sent: int = 0
    requeued: int = 0
    failed: list[str] = field(default_factory=list)
    uncertain: list[str] = field(default_factory=list)


def enqueue(
    connection: psycopg.Connection,
    *,
    dedupe_key: str,
    recipients: Sequence[str],
    subject: str,
    text: str,
    html: str | None = None,
    attachments: Sequence[Attachment] = (),
    not_before: datetime | None = None,
) -> bool:
    """Put the message in unless its key is there; return whether it was put in.

    The caller commits, together with whatever the message tells of.
    """
    _check_line(subject, "subject")
    for recipient in recipients:
        _check_line(recipient, "recipient")
        if recipient.count("@") != 1 or "," in recipient:
            raise ValueError(f"{recipient!r} is not one mail address ({dedupe_key})")
    content = {
        "recipients": list(recipients),
        "subject": subject,
        "payload": {"text": text, "html": html},
        "attachments": [asdict(attachment) for attachment in attachments],
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    row = connection.execute(
        """
        insert into notify.outbox (
            dedupe_key, recipients, subject, payload, attachments, content_sha256,
            not_before
        )
        values (%s, %s, %s, %s, %s, %s, %s)
        on conflict (dedupe_key) do nothing
        returning outbox_id
        """,
        (
            dedupe_key,
            content["recipients"],
            subject,
            Jsonb(content["payload"]),
            Jsonb(content["attachments"]),
            hashlib.sha256(canonical.encode()).hexdigest(),
            not_before,
        ),
    ).fetchone()
    return row is not None


def drain(url: str, settings: Settings, now: datetime) -> DrainResult:
    """Send what is due, one message after the other, and return what happened.

    Raises OSError or smtplib.SMTPException when the mail server cannot be reached;
    then nothing was claimed. Several drains may run at once.
    """
    smtp.check_mode(settings)
    started = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - started)

    result = DrainResult()
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        result.uncertain += _give_up_expired(connection, now)
        while _is_due(connection, clock()):
            with smtp.connect(settings) as server:
                row = _claim(connection, settings, clock())
                if row is None:
                    break
                _deliver(connection, server, settings, row, clock, result)
    return result


def drain_or_fail(url: str, settings: Settings, now: datetime) -> DrainResult:
    """Drain, and raise when a message needs a person or another try.

    Raises MailStuckError (trying again helps nothing) or MailDelayedError (it may).
    """
    result = drain(url, settings, now)
    if result.failed or result.uncertain:
        raise MailStuckError(
            f"failed: {', '.join(result.failed) or 'none'}; "
            f"uncertain: {', '.join(result.uncertain) or 'none'}; see notify.outbox"
        )
    with psycopg.connect(url) as connection:
        waiting = connection.execute(
            """
            select dedupe_key, last_error
            from notify.outbox
            where status = 'queued' and attempts > 0
            order by outbox_id
            """
        ).fetchall()
    if waiting:
        raise MailDelayedError(
            "; ".join(f"{key} waits after: {error}" for key, error in waiting)
        )
    return result


def _is_due(connection: psycopg.Connection, now: datetime) -> bool:
    row = connection.execute(
        """
        select exists (
            select from notify.outbox
            where status = 'queued' and coalesce(not_before, %(now)s) <= %(now)s
        ) as due
        """,
        {"now": now},
    ).fetchone()
    return row["due"]


def _give_up_expired(connection: psycopg.Connection, now: datetime) -> list[str]:
    rows = connection.execute(
        """
        update notify.outbox
        set
            status = 'uncertain',
            lease_until = null,
            last_error = 'the sender stopped before it could say whether this was sent'
        where status = 'sending' and lease_until < %s
        returning dedupe_key
        """,
        (now,),
    ).fetchall()
    return sorted(row["dedupe_key"] for row in rows)


def _claim(
    connection: psycopg.Connection, settings: Settings, now: datetime
) -> dict[str, Any] | None:
    """Return the next message as ours, or None; it is committed before any SMTP."""
    with connection.transaction():
        row = connection.execute(
            """
            select *
            from notify.outbox
            where status = 'queued' and coalesce(not_before, %(now)s) <= %(now)s
            order by outbox_id
            limit 1
            for update skip locked
            """,
            {"now": now},
        ).fetchone()
        if row is None:
            return None
        connection.execute(
            """
            update notify.outbox
            set
                status = 'sending',
                attempts = attempts + 1,
                lease_until = %s,
                message_id = %s
            where outbox_id = %s
            """,
            (
                now + LEASE,
                message_id(row["dedupe_key"], settings.mail_from),
                row["outbox_id"],
            ),
        )
    return {**row, "attempts": row["attempts"] + 1}


def _deliver(
    connection: psycopg.Connection,
    server: smtplib.SMTP,
    settings: Settings,
    row: dict[str, Any],
    clock: Callable[[], datetime],
    result: DrainResult,
) -> None:
    to = smtp.envelope(settings, row["recipients"])
    try:
        message = build(
            dedupe_key=row["dedupe_key"],
            mail_from=settings.mail_from,
            recipients=to,
            original_recipients=row["recipients"],
            subject=row["subject"],
            text=row["payload"]["text"],
            html=row["payload"]["html"],
            attachments=[Attachment(**a) for a in row["attachments"]],
            var_dir=settings.var_dir,
            written_at=clock(),
        )
        problem = smtp.send(server, message, settings.mail_from, to)
        mode = settings.mail_mode
        _finish(connection, row, "sent", problem, sent_at=clock(), mail_mode=mode)
        result.sent += 1
    except (smtp.RefusedError, AttachmentError) as error:
        _finish(connection, row, "failed", str(error))
        result.failed.append(row["dedupe_key"])
    except smtp.UncertainError as error:
        _finish(connection, row, "uncertain", str(error))
        result.uncertain.append(row["dedupe_key"])
    except smtp.NotTakenError as error:
        if row["attempts"] >= MOST_ATTEMPTS:
            _finish(connection, row, "failed", str(error))
            result.failed.append(row["dedupe_key"])
        else:
            wait = FIRST_WAIT * 2 ** (row["attempts"] - 1)
            _finish(connection, row, "queued", str(error), not_before=clock() + wait)
            result.requeued += 1


def _finish(
    connection: psycopg.Connection,
    row: dict[str, Any],
    status: str,
    problem: str | None,
    *,
    sent_at: datetime | None = None,
    mail_mode: str | None = None,
    not_before: datetime | None = None,
) -> None:
    # Also from `uncertain`: another drain may have given up a lease that we outlived.
    connection.execute(
        """
        update notify.outbox
        set
            status = %s,
            last_error = %s,
            sent_at = %s,
            mail_mode = %s,
            not_before = coalesce(%s, not_before),
            lease_until = null
        where outbox_id = %s and status in ('sending', 'uncertain')
        """,
        (status, problem, sent_at, mail_mode, not_before, row["outbox_id"]),
    )


def _check_line(value: str, name: str) -> None:
    if not value.strip() or "\r" in value or "\n" in value:
        raise ValueError(f"{name} {value!r} must be one line that is not empty")
