"""What a version was made from, kept in its manifest for the version after it."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.moments import ZONE
from claim_review.reports.revision import queries


@dataclass(frozen=True)
class Standing:
    """The review, the events of its cases and the ledger that a version tells of.

    All values are JSON: moments in the bureau's time, amounts as text in yuan. By
    event there are `times`, `by_people`, `fee_amount` and `fund_amount`, by cause how
    many proposals were made and what became of them. A month has no review.
    """

    as_of: str
    run_id: str | None
    run_started_at: str | None
    events: dict[str, dict[str, Any]]
    proposals: dict[str, dict[str, Any]]
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
        run = cursor.execute(queries.RUN, values).fetchone()
        return Standing(
            as_of=_moment(as_of),
            run_id=run["run_id"] if run else None,
            run_started_at=_moment(run["started_at"]) if run else None,
            proposals=_by(
                "cause", cursor.execute(queries.PROPOSALS, values).fetchall()
            ),
            **_work(cursor, queries.EVENTS, queries.MONEY, values),
        )


def of_month(
    connection: psycopg.Connection, month: str, cutoff_at: datetime
) -> Standing:
    """Return what a version of the month's report stands on now."""
    with connection.cursor(row_factory=dict_row) as cursor:
        work = _work(
            cursor, queries.EVENTS_OF_MONTH, queries.MONEY_OF_MONTH, {"month": month}
        )
    return Standing(
        as_of=_moment(cutoff_at),
        run_id=None,
        run_started_at=None,
        proposals={},
        **work,
    )


def _work(
    cursor: psycopg.Cursor[dict[str, Any]],
    events: str,
    money: str,
    values: dict[str, Any],
) -> dict[str, Any]:
    rows = cursor.execute(events, values).fetchall()
    sums = cursor.execute(money, values).fetchone()
    return {
        "events": _by("event", rows),
        "refused_amount": str(sums["refused"]),
        "reversed_amount": str(sums["reversed"]),
    }


def _by(name: str, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return rows by one of their columns, amounts as text."""
    return {
        row[name]: {
            key: str(value) if key.endswith("amount") else value
            for key, value in row.items()
            if key != name
        }
        for row in rows
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat()
