"""What the desk enters beside events: contacts, batches, outages, more time."""

from datetime import datetime

import psycopg


def verify_contact(
    connection: psycopg.Connection,
    institution: str,
    channel: str,
    address: str,
    verified_by: str,
    verified_at: datetime,
) -> None:
    """Enter that an institution was reached this way; it counts for 90 days."""
    connection.execute(
        """
        insert into review.institution_contact (
            fixmedins_code, channel, address, verified_by, verified_at
        )
        values (%s, %s, %s, %s, %s)
        """,
        (institution, channel, address, verified_by, verified_at),
    )


def approve_batch(
    connection: psycopg.Connection,
    batch_id: str,
    institution: str,
    approval_id: str,
    approved_by: str,
    as_of: datetime,
    platform_batch: str | None = None,
) -> None:
    """Enter the agency's approval of a batch; what waits may then be dispatched."""
    connection.execute(
        """
        insert into review.dispatch_batch (
            batch_id, fixmedins_code, approval_id, approved_by, approved_role,
            approved_at, platform_batch
        )
        values (%s, %s, %s, %s, 'AGENCY', %s, %s)
        """,
        (batch_id, institution, approval_id, approved_by, as_of, platform_batch),
    )


def extend_batch(
    connection: psycopg.Connection,
    batch_id: str,
    workdays: int,
    why: str,
    granted_by: str,
    as_of: datetime,
) -> int:
    """Give an institution more time to appeal; return for how many cases.

    All or nothing. Raises a database error CR-306 when it was extended before, is
    overdue, or by more than the parameters allow.
    """
    with connection.transaction():
        return connection.execute(
            """
            select count(review.extend_deadline(hit_id, seq, %s, %s, %s))
            from review.cases_at(%s)
            where state = 'S40' and batch_id = %s
            """,
            (workdays, f"{why}（{granted_by}同意）", as_of, as_of, batch_id),
        ).fetchone()[0]


def record_outage(
    connection: psycopg.Connection,
    started_at: datetime,
    ended_at: datetime,
    recorded_by: str,
) -> None:
    """Enter a time in which institutions could not appeal."""
    connection.execute(
        """
        insert into review.platform_outage (started_at, ended_at, recorded_by)
        values (%s, %s, %s)
        """,
        (started_at, ended_at, recorded_by),
    )


def waiting_time_outs(connection: psycopg.Connection) -> list[str]:
    """Return a line for each time that ran out and was only proposed, or blocked."""
    rows = connection.execute(
        """
        select format(
            '%s %s %s since %s%s', found.hit_id, found.event, found.result,
            review.day_of(min(found.as_of)),
            coalesce(': ' || nullif(max(found.why), ''), '')
        )
        from review.time_out_result as found
        inner join review.hit_state as states
            on found.hit_id = states.hit_id and found.seq = states.seq
        where found.result <> 'DONE'
        group by found.hit_id, found.event, found.result
        order by found.hit_id
        """
    )
    return [line for (line,) in rows]
