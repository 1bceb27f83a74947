"""What shows that an institution knew of a batch: mails, calls, somebody's word."""

from collections.abc import Sequence
from datetime import datetime

import psycopg

from claim_review.exchange.appeals import UnknownBatchError
from claim_review.moments import ZONE

# Kinds of proof that a person vouches for; a mail is a REMINDER and speaks for itself.
KINDS = ("PHONE", "BUREAU", "DISPATCH")


class DeliveryRefusedError(ValueError):
    """Something is said of a delivery that cannot be, or was said otherwise."""


_MAILS = """
from review.reminder as told
inner join notify.outbox as mail on told.dedupe_key = mail.dedupe_key
inner join review.dispatch_batch as batch
    on told.object_id = batch.batch_id and told.recipient = batch.fixmedins_code
where
    told.recipient_kind = 'INSTITUTION'
    and told.kind in ('DISPATCHED', 'DUE_CHANGED', 'APPEAL')
    and mail.status = 'sent'
    and mail.mail_mode = any(%(modes)s)
    and mail.sent_at <= %(as_of)s
"""


def record_deliveries(
    connection: psycopg.Connection, as_of: datetime, modes: Sequence[str] = ("live",)
) -> int:
    """Record mails that told an institution of its batch as proofs; return how many.

    A mail counts by the mode it was sent in: what went to a tester (`redirect`) or to
    this machine (`sink`) reached nobody. Only a demonstration counts them, and says
    so in `modes`. Doing it again records nothing and returns the same.
    """
    values = {"modes": list(modes), "as_of": as_of}
    with connection.transaction():
        connection.execute(
            f"""
            insert into review.delivery_proof (batch_id, kind, delivered_at, source_ref)
            select distinct batch.batch_id, 'REMINDER', mail.sent_at, mail.dedupe_key
            {_MAILS}
            on conflict do nothing
            """,
            values,
        )
        return connection.execute(
            f"select count(distinct (batch.batch_id, mail.dedupe_key)) {_MAILS}", values
        ).fetchone()[0]


def record_delivery(
    connection: psycopg.Connection,
    batch_id: str,
    kind: str,
    delivered_at: datetime,
    recorded_by: str,
    reference: str,
    as_of: datetime,
) -> bool:
    """Record somebody's word that a batch was delivered; return whether it is new.

    PHONE: they called; BUREAU: the county bureau confirms; DISPATCH: the dispatch is
    confirmed. Raises UnknownBatchError or DeliveryRefusedError.
    """
    _check(connection, batch_id, delivered_at, as_of)
    said = (batch_id, kind, delivered_at, reference, recorded_by)
    with connection.transaction():
        new = connection.execute(
            """
            insert into review.delivery_proof (
                batch_id, kind, delivered_at, source_ref, recorded_by
            )
            values (%s, %s, %s, %s, %s)
            on conflict do nothing
            returning batch_id
            """,
            said,
        ).fetchone()
    known = connection.execute(
        """
        select delivered_at, recorded_by from review.delivery_proof
        where batch_id = %s and kind = %s and source_ref = %s
        """,
        (batch_id, kind, reference),
    ).fetchone()
    if known != (delivered_at, recorded_by):
        raise DeliveryRefusedError(
            f"{batch_id}, {kind} {reference}: {known[1] or 'the system'} recorded "
            f"{_clock(known[0])} under this reference; use another"
        )
    return new is not None


def _check(
    connection: psycopg.Connection, batch_id: str, at: datetime, as_of: datetime
) -> None:
    known, dispatched_at = connection.execute(
        """
        select
            exists (select from review.dispatch_batch where batch_id = %(batch)s),
            (
                select min(occurred_at) from review.event
                where event = 'dispatch' and payload ->> 'batch_id' = %(batch)s
            )
        """,
        {"batch": batch_id},
    ).fetchone()
    if not known:
        raise UnknownBatchError(f"no batch {batch_id} was approved")
    if at > as_of:
        raise DeliveryRefusedError(f"{_clock(at)} has not come yet")
    if dispatched_at is None or at < dispatched_at:
        when = "never" if dispatched_at is None else f"at {_clock(dispatched_at)}"
        raise DeliveryRefusedError(
            f"{batch_id} was dispatched {when}: nothing was delivered at {_clock(at)}"
        )


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"
