"""Which quarters that were reviewed before are touched by the batches since."""

import psycopg

from claim_review.notify import outbox
from claim_review.settings import Settings
from claim_review.touched import people

_REVIEWED = """
select
    quarter,
    newest_load,
    array(
        select batch_id from raw.batch
        where status = 'loaded' and load_number > run.newest_load
        order by load_number
    ) as batches
from (
    select distinct on (quarter) quarter, newest_load
    from review.run
    where status = 'reviewed' and newest_load is not null
    order by quarter, started_at desc
) as run
order by quarter
"""


def to_review(url: str, settings: Settings, loaded: str) -> list[str]:
    """Return the quarters to review after a load: its own and the open ones touched.

    A closed quarter is not reviewed by itself: the operator gets a mail, one for each
    newest batch, that says whom it concerns and how to begin.
    """
    with psycopg.connect(url) as connection:
        others = touched_again(connection)
        others.pop(loaded, None)
        closed = [
            q for q in others if not settings.is_demo and _is_closed(connection, q)
        ]
        for quarter in closed:
            _tell(connection, settings, quarter, others[quarter])
    return sorted({loaded, *others} - set(closed))


def touched_again(connection: psycopg.Connection) -> dict[str, int]:
    """Return the reviewed quarters that newer batches touch, with how many people.

    A batch touches every quarter that its rows are of or are looked back on from: a
    cancellation the quarter of what it cancels, a late admission the year after it.
    """
    found = {}
    for quarter, newest_load, batches in connection.execute(_REVIEWED).fetchall():
        if batches:
            # A review may be at work on the people it wrote down: nothing stays.
            with connection.transaction(force_rollback=True):
                number = people.find(connection, quarter, batches, newest_load)
            if number:
                found[quarter] = number
    return found


def _is_closed(connection: psycopg.Connection, quarter: str) -> bool:
    query = "select review.is_closed(%s)"
    return connection.execute(query, [quarter]).fetchone()[0]


def _tell(
    connection: psycopg.Connection, settings: Settings, quarter: str, number: int
) -> None:
    (newest,) = connection.execute(
        "select max(load_number) from raw.batch where status = 'loaded'"
    ).fetchone()
    outbox.enqueue(
        connection,
        dedupe_key=f"closed-quarter-touched|{quarter}|{newest}",
        recipients=[settings.operator_address],
        subject=f"已关账季度{quarter}有新数据，待批准后重审",
        text=(
            f"新入库的批次涉及{quarter}的{number}名参保人；"
            "该季度的报告已报送，不会自动重审。\n"
            "步骤见 docs/runbook/re-review-of-a-closed-quarter.md。\n"
        ),
    )
