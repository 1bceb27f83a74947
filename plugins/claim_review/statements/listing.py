"""Listing the confirmed cases of a month for refusal, and taking them off again."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import psycopg
from psycopg.types.json import Jsonb

# The more certain verdict first, then the rule's priority, then the hit: of hits on one
# line the first gets what there is, in the same order whenever it is done.
_WAITING = """
select hits.hit_id
from review.hit as hits
inner join review.hit_state as states on hits.hit_id = states.hit_id
left join marts.dim_rule as rules on hits.rule_id = rules.rule_id
where
    states.state = 'S90'
    and states.occurred_at <= %(cutoff)s
    and not review.is_closed(%(month)s, hits.fixmedins_code)
order by
    hits.setl_id,
    case hits.verdict when 'hard' then 1 else 2 end,
    rules.priority nulls last,
    hits.hit_id collate "C"
"""


@dataclass(frozen=True)
class Listed:
    """What listing a month did; amounts are yuan of the fund."""

    cases: int
    refused_amount: Decimal
    reversed_amount: Decimal
    nothing_left: list[str]


def list_month(connection: psycopg.Connection, month: str, as_of: datetime) -> Listed:
    """List for a month ("2025-09") what was confirmed by then and can be refused.

    Cases of which nothing can be refused stay confirmed and are returned by hit. Again,
    it changes nothing; an institution whose statement is published is left alone.
    Raises a database error CR-205 when the month is not over at `as_of`.
    """
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('review.statement'))")
        cutoff = _one(connection, "select review.cutoff_of(%s, %s)", month, as_of)
        waiting = [
            hit_id
            for (hit_id,) in connection.execute(
                _WAITING, {"cutoff": cutoff, "month": month}
            )
        ]
        # First what goes back: it may be room for another hit of the line.
        excess = "select review.reverse_excess(%s, %s)"
        reversed_amounts = [
            _one(connection, excess, hit_id, month) for hit_id in waiting
        ]
        entry = "select review.list_case(%s, %s, %s)"
        refused = {
            hit_id: _one(connection, entry, hit_id, month, as_of) for hit_id in waiting
        }
    listed = [amount for amount in refused.values() if amount is not None]
    return Listed(
        cases=len(listed),
        refused_amount=sum(listed, Decimal()),
        reversed_amount=sum(reversed_amounts, Decimal()),
        nothing_left=[hit_id for hit_id in waiting if refused[hit_id] is None],
    )


def give_back(
    connection: psycopg.Connection, hit_id: str, as_of: datetime
) -> str | None:
    """Reverse all that is refused for a case; return the month it counts in.

    Returns None where nothing is refused. Who clears a reopened case calls it first, in
    the same transaction.
    """
    return _one(connection, "select review.give_back(%s, %s)", hit_id, as_of)


def take_off(
    connection: psycopg.Connection,
    hit_id: str,
    actor_id: str,
    as_of: datetime,
    comment: str,
) -> None:
    """Take a listed case off the list for the agency, with its money.

    It is confirmed as before: the next month lists it again unless the agency voids it
    or hands it over by then.
    """
    with connection.transaction():
        month = give_back(connection, hit_id, as_of)
        said = {"comment": comment} | ({"statement_month": month} if month else {})
        connection.execute(
            """
            select review.apply_event(
                hit_id => %s, event => 'unlist', actor_id => %s,
                actor_role => 'AGENCY', occurred_at => %s, payload => %s
            )
            """,
            (hit_id, actor_id, as_of, Jsonb(said)),
        )


def _one(connection: psycopg.Connection, query: str, *values: object):
    return connection.execute(query, values).fetchone()[0]
