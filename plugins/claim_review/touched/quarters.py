"""Which quarters that were reviewed before the batches since then touch."""

import psycopg

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


def touched_again(url: str) -> dict[str, int]:
    """Return the quarters to review again, in time order, with how many people.

    A batch touches every quarter that its rows are of or are looked back on from: a
    cancellation the quarter of what it cancels, a late admission the year after it.
    """
    with psycopg.connect(url) as connection:
        found = {}
        for quarter, newest_load, batches in connection.execute(_REVIEWED).fetchall():
            if batches:
                # A review may be at work on the people it wrote down: nothing stays.
                with connection.transaction(force_rollback=True):
                    number = people.find(connection, quarter, batches, newest_load)
                if number:
                    found[quarter] = number
        return found
