"""What a version was made from, kept in its manifest for the version after it."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.moments import ZONE

# The review whose hits stand in the marts.
_RUN = """
select run_id, started_at
from review.run
where quarter = %(quarter)s and status = 'reviewed'
order by started_at desc
limit 1
"""
_EVENTS = """
select
    happened.event,
    count(*) as times,
    count(*) filter (where happened.actor_role <> 'SYSTEM') as by_people,
    coalesce(sum(happened.amount), 0) as fee_amount,
    coalesce(sum(happened.fund_amount), 0) as fund_amount
from review.event as happened
inner join review.hit as hits on happened.hit_id = hits.hit_id
where hits.quarter = %(quarter)s and happened.occurred_at <= %(as_of)s
group by happened.event
order by happened.event
"""
_MONEY = """
select
    coalesce(sum(cases.refused_amount), 0) as refused,
    coalesce(sum(cases.reversed_amount), 0) as reversed
from review.case_outcomes_at(%(as_of)s) as cases
where cases.quarter = %(quarter)s
"""
_EVENTS_OF_MONTH = """
select
    happened.event,
    count(*) as times,
    count(*) filter (where happened.actor_role <> 'SYSTEM') as by_people,
    coalesce(sum(happened.amount), 0) as fee_amount,
    coalesce(sum(happened.fund_amount), 0) as fund_amount
from review.event_month as moved
inner join review.event as happened on moved.event_id = happened.event_id
where moved.statement_month = %(month)s
group by happened.event
order by happened.event
"""
_MONEY_OF_MONTH = """
select
    coalesce(sum(amount) filter (where kind = 'REFUSE'), 0) as refused,
    coalesce(sum(amount) filter (where kind = 'REVERSE'), 0) as reversed
from review.refusal
where statement_month = %(month)s
"""


@dataclass(frozen=True)
class Standing:
    """The review, the events of its cases and the ledger that a version tells of.

    All values are JSON: moments in the bureau's time, amounts as text in yuan. By
    event there are `times`, `by_people`, `fee_amount` and `fund_amount`. A month has no
    review.
    """

    as_of: str
    run_id: str | None
    run_started_at: str | None
    events: dict[str, dict[str, Any]]
    refused_amount: str
    reversed_amount: str

    def told(self) -> dict[str, Any]:
        """Return it as the manifest keeps it."""
        return asdict(self)


def kept(manifest: dict[str, Any]) -> Standing | None:
    """Return what a version stood on; None for one that was made before this was kept.

    What later programs keep beside it is left out.
    """
    told = manifest.get("stands_on")
    if not told:
        return None
    return Standing(**{field.name: told[field.name] for field in fields(Standing)})


def of_quarter(
    connection: psycopg.Connection, quarter: str, as_of: datetime
) -> Standing:
    """Return what a version of the quarter's reports stands on now."""
    values = {"quarter": quarter, "as_of": as_of}
    with connection.cursor(row_factory=dict_row) as cursor:
        run = cursor.execute(_RUN, values).fetchone()
        return Standing(
            as_of=_moment(as_of),
            run_id=run["run_id"] if run else None,
            run_started_at=_moment(run["started_at"]) if run else None,
            **_work(cursor, _EVENTS, _MONEY, values),
        )


def of_month(
    connection: psycopg.Connection, month: str, cutoff_at: datetime
) -> Standing:
    """Return what a version of the month's report stands on now."""
    with connection.cursor(row_factory=dict_row) as cursor:
        work = _work(cursor, _EVENTS_OF_MONTH, _MONEY_OF_MONTH, {"month": month})
    return Standing(as_of=_moment(cutoff_at), run_id=None, run_started_at=None, **work)


def _work(
    cursor: psycopg.Cursor[dict[str, Any]],
    events: str,
    money: str,
    values: dict[str, Any],
) -> dict[str, Any]:
    rows = cursor.execute(events, values).fetchall()
    sums = cursor.execute(money, values).fetchone()
    return {
        "events": {row.pop("event"): _json(row) for row in rows},
        "refused_amount": str(sums["refused"]),
        "reversed_amount": str(sums["reversed"]),
    }


def _json(row: dict[str, Any]) -> dict[str, Any]:
    amounts = ("fee_amount", "fund_amount")
    return {k: str(v) if k in amounts else v for k, v in row.items()}


def _moment(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat()
