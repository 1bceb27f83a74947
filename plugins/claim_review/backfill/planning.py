"""What a backfill would go through, and what speaks against starting it."""

from dataclasses import dataclass, field
from datetime import datetime

import psycopg

from claim_review import review_runs
from claim_review.backfill.closed import closed_by, news
from claim_review.backfill.files import Backfill
from claim_review.moments import ZONE
from claim_review.quarters import Quarter

_DECIDING = ("AGENCY", "AGENCY_LEADER")


@dataclass(frozen=True)
class PlannedQuarter:
    """One quarter: by whom it is closed, its batches, all loaded since its review."""

    quarter: str
    closed_by: str | None
    batches: int
    reviewed_at: datetime | None
    news: list[str]


@dataclass(frozen=True)
class Plan:
    """The quarters of a backfill; with a problem it cannot be started."""

    quarters: list[PlannedQuarter]
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [_line(quarter) for quarter in self.quarters]
        lines += [f"✗ {problem}" for problem in self.problems]
        return "\n".join(lines if self.problems else [*lines, "✓ it can be started"])


def plan(connection: psycopg.Connection, backfill: Backfill, now: datetime) -> Plan:
    """Return what the backfill goes through and all that speaks against it."""
    quarters = [_planned(connection, quarter) for quarter in backfill.quarters]
    today = now.astimezone(ZONE).date()
    problems = [
        f"{quarter} is not over"
        for quarter in backfill.quarters
        if Quarter.parse(quarter).last_day >= today
    ]
    closed = [each.quarter for each in quarters if each.closed_by]
    if closed and backfill.approved_by is None:
        problems.append(
            f"closed: {', '.join(closed)}; say who approved it (approved_by)"
        )
    problems += _unknown_people(connection, backfill, now)
    problems += _lacking_previews(connection, backfill, closed)
    return Plan(quarters, problems)


def _planned(connection: psycopg.Connection, quarter: str) -> PlannedQuarter:
    batches, reviewed_at = connection.execute(
        """
        select
            (
                select count(*) from raw.batch
                where quarter = %(quarter)s and status = 'loaded'
            ),
            (
                select max(started_at) from review.run
                where quarter = %(quarter)s and status = 'reviewed'
            )
        """,
        {"quarter": quarter},
    ).fetchone()
    return PlannedQuarter(
        quarter,
        closed_by(connection, quarter),
        batches,
        reviewed_at,
        news(connection, quarter),
    )


def _unknown_people(
    connection: psycopg.Connection, backfill: Backfill, now: datetime
) -> list[str]:
    """Say so when a list of people is in force and the approver is no deciding one."""
    if backfill.approved_by is None:
        return []
    people = connection.execute(
        "select person_id, role from review.staff_at(%s)", (now,)
    ).fetchall()
    if not people or any(
        person == backfill.approved_by and role in _DECIDING for person, role in people
    ):
        return []
    return [f"approved_by {backfill.approved_by}: nobody of the agency by this name"]


def _lacking_previews(
    connection: psycopg.Connection, backfill: Backfill, closed: list[str]
) -> list[str]:
    """Say which previews are unknown or old, which closed quarters have none."""
    found = connection.execute(
        """
        select preview_id, quarter, fingerprint from review.preview
        where preview_id = any(%s)
        """,
        (backfill.previews,),
    ).fetchall()
    known = {preview_id for preview_id, *_ in found}
    told = [
        f"preview {one} is not known here"
        for one in backfill.previews
        if one not in known
    ]
    for quarter in closed:
        stands_on = [print_ for _, of, print_ in found if of == quarter]
        if not stands_on:
            told.append(f"{quarter} is closed and has no preview (previews)")
        elif review_runs.fingerprint(connection, quarter) not in stands_on:
            told.append(
                f"the preview of {quarter} was made from other batches, rules or "
                "lists; make another one and let it be approved"
            )
    return told


def _line(quarter: PlannedQuarter) -> str:
    state = f"closed, {quarter.closed_by}" if quarter.closed_by else "open"
    reviewed = "never reviewed"
    if quarter.reviewed_at:
        reviewed = f"reviewed {quarter.reviewed_at.astimezone(ZONE):%Y-%m-%d %H:%M}"
    since = f", loaded since: {', '.join(quarter.news)}" if quarter.news else ""
    return f"{quarter.quarter}  {quarter.batches} batches, {reviewed}{since}; {state}"
