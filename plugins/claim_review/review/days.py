"""A day in the life of the cases: longer deadlines, and times that have run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg


@dataclass(frozen=True)
class Day:
    """What became of the cases at a moment, counted; asked again it is the same."""

    longer_deadlines: int
    done: int
    proposed: int
    blocked: int


def go_through(
    connection: psycopg.Connection, as_of: datetime, waiting: Sequence[str] = ()
) -> Day:
    """Bring deadlines and cases up to a moment; return what was found at it.

    `waiting` are cases that a file answers which somebody still has to confirm: for
    three days after its end their time does not run out. Going through a moment again
    changes nothing and returns the same.
    """
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('review.days'))")
        connection.execute("select review.recompute_deadlines(%s)", (as_of,))
        connection.execute(
            """
            select review.run_out(hit_id, seq, event, is_allowed, %(as_of)s)
            from review.timed_out_at(%(as_of)s)
            where hit_id <> all(%(waiting)s) or due_at < %(as_of)s - interval '3 days'
            """,
            {"as_of": as_of, "waiting": list(waiting)},
        )
        return Day(*connection.execute(_FOUND, {"as_of": as_of}).fetchone())


def execute_proposed(
    connection: psycopg.Connection, ordered_by: str, as_of: datetime
) -> int:
    """Let what was only proposed happen, on the word of the agency; return how often.

    What the guards block stays where it is.
    """
    with connection.transaction():
        return connection.execute(
            """
            select count(*) filter (where became = 'DONE')
            from review.timed_out_at(%(as_of)s) as cases
            cross join lateral review.run_out(
                cases.hit_id, cases.seq, cases.event, cases.is_allowed, %(as_of)s,
                %(by)s
            ) as became
            where not cases.is_allowed
            """,
            {"as_of": as_of, "by": ordered_by},
        ).fetchone()[0]


_FOUND = """
select
    (
        select count(*) from review.deadline
        where change = 'CALENDAR' and changed_at = %(as_of)s
    ),
    count(*) filter (where result = 'DONE'),
    count(*) filter (where result = 'PROPOSED'),
    count(*) filter (where result = 'BLOCKED')
from review.time_out_result
where as_of = %(as_of)s
"""
