"""A quarter whose report was released is reviewed again only for an approved reason."""

import psycopg

from claim_review.settings import Settings
from claim_review.warehouse import RefusedError

_CLOSED = """
select version, decided_by, decided_at at time zone 'Asia/Shanghai'
from notify.publication_decision
where kind = 'quarter' and period = %s and is_approved
order by version desc
limit 1
"""
# A batch of another quarter may touch it too: with a reversal, or a stay before.
_NEWS = """
select batch.batch_id
from raw.batch as batch
where
    batch.status = 'loaded'
    and batch.loaded_at > (
        select max(run.started_at)
        from review.run as run
        where run.quarter = %(quarter)s and run.status = 'reviewed'
    )
order by batch.quarter <> %(quarter)s, batch.load_number
"""


class ClosedQuarterError(RefusedError):
    """The quarter is closed and no approved backfill covers it."""


def refuse_closed(url: str, settings: Settings, run_id: str, quarter: str) -> None:
    """Raise ClosedQuarterError unless the run may review the quarter.

    It may while no report of the quarter was released, once for each approved backfill
    that covers it, and always in the demo.
    """
    if settings.is_demo:
        return
    with psycopg.connect(url) as connection:
        told = (quarter, run_id)
        (backfill_id,) = connection.execute(
            "select review.backfill_for(%s, %s)", told
        ).fetchone()
        closed = closed_by(connection, quarter)
        if closed is None or backfill_id is not None:
            return
        waiting = ", ".join(news(connection, quarter)) or "no batch"
    raise ClosedQuarterError(
        f"{quarter} is closed: {closed}. Loaded since its last review: {waiting}; "
        "nothing of it is lost. To review it again, say why and who approved it in a "
        "file of include/backfills and type: claim-review backfill start FILE --by "
        "NAME "
        "(docs/runbook/re-review-of-a-closed-quarter.md)"
    )


def closed_by(connection: psycopg.Connection, quarter: str) -> str | None:
    """Return which version was released by whom and when; None for an open quarter."""
    (is_closed,) = connection.execute(
        "select review.is_closed(%s)", (quarter,)
    ).fetchone()
    if not is_closed:
        return None
    version, by, at = connection.execute(_CLOSED, (quarter,)).fetchone()
    return (
        f"version {version} of its report was released by {by} at {at:%Y-%m-%d %H:%M}"
    )


def news(connection: psycopg.Connection, quarter: str) -> list[str]:
    """Return the batches loaded since the quarter was last reviewed, its own first."""
    found = connection.execute(_NEWS, {"quarter": quarter})
    return [batch_id for (batch_id,) in found]
