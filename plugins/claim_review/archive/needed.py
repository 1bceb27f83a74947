"""Whether anything still needs the raw rows of a quarter."""

from psycopg import Connection

from claim_review.quarters import Quarter
from claim_review.warehouse import RefusedError

# Rules look back 24 months at most; 0024_quarters refuses reviews by the same number.
REACH = 8

_LOADED = "select count(*) from raw.batch where quarter = %s and status = 'loaded'"
_AWAY = """
select folder from raw.archived_quarter where quarter = %s and restored_at is null
"""
_OPEN = """
select count(*)
from review.hit as hits
left join review.hit_state as standing on hits.hit_id = standing.hit_id
left join review.state as states on standing.state = states.state
where hits.quarter = %s and not coalesce(states.is_terminal, false)
"""
_OPEN_MONTHS = """
select distinct entry.statement_month, hits.fixmedins_code
from review.refusal as entry
inner join review.hit as hits on entry.hit_id = hits.hit_id
where
    hits.quarter = %s
    and not review.is_closed(entry.statement_month, hits.fixmedins_code)
order by 1, 2
"""
_NEWEST = """
select status = 'reviewed' and reported_at is not null
from review.run
where quarter = %s
order by started_at desc
limit 1
"""
_LATER = """
select count(*)
from raw.setl_d
where batch_quarter = %s and setl_time::timestamp >= %s
"""


def refuse_while_needed(connection: Connection, quarter: str) -> None:
    """Raise RefusedError with all that still needs the rows of the quarter here."""
    reasons = _reasons(connection, quarter)
    if reasons:
        raise RefusedError(
            f"{quarter} stays in the warehouse:\n"
            + "\n".join(f"  {reason}" for reason in reasons)
        )


def _reasons(connection: Connection, quarter: str) -> list[str]:
    away = connection.execute(_AWAY, [quarter]).fetchone()
    if away:
        return [f"its rows are in the archive {away[0]} already"]
    if not connection.execute(_LOADED, [quarter]).fetchone()[0]:
        return ["no batch of it was loaded"]
    reasons = []
    (cases,) = connection.execute(_OPEN, [quarter]).fetchone()
    if cases:
        reasons.append(f"{cases} of its cases are open")
    for month, institution in connection.execute(_OPEN_MONTHS, [quarter]):
        reasons.append(f"the statement of {month} for {institution} is not published")
    # A review that finds no rows where it looks back would silently judge otherwise.
    unfinished = [
        str(later)
        for later in map(Quarter.parse(quarter).shift, range(REACH + 1))
        if not _is_finished(connection, str(later))
    ]
    if unfinished:
        reasons.append(
            "reviews that read it are not finished and reported: "
            + ", ".join(unfinished)
        )
    ends = Quarter.parse(quarter).next.first_day
    (later,) = connection.execute(_LATER, [quarter, ends]).fetchone()
    if later:
        reasons.append(f"{later} settlements of later quarters came with its batches")
    return reasons


def _is_finished(connection: Connection, quarter: str) -> bool:
    newest = connection.execute(_NEWEST, [quarter]).fetchone()
    return newest is not None and newest[0]
