"""Ending a panel that has voted: its minutes, and its opinion on each case."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from claim_review.panel import seats
from claim_review.panel.minutes import content_of
from claim_review.panel.seats import PanelRefusedError
from claim_review.statements.drafts import fingerprint


@dataclass(frozen=True)
class Opinion:
    """What a panel says of a case; amounts in yuan."""

    hit_id: str
    vote: str
    amount: Decimal
    fund_amount: Decimal


@dataclass(frozen=True)
class Concluded:
    """A panel that is over; `content` is what its minutes say."""

    session_id: str
    opinions: tuple[Opinion, ...]
    content: dict[str, Any]
    content_sha256: str


def conclude(
    connection: psycopg.Connection, session_id: str, as_of: datetime, by: str
) -> Concluded:
    """Write the minutes and give the opinion on each case that still waits for it.

    In the second round the minutes are the opinion; the agency decides with them.
    Again, it changes nothing and returns what was concluded. Raises PanelRefusedError
    while a vote is missing, and a database error (CR-117) when the panel is not one.
    """
    with connection.transaction():
        known = concluded(connection, session_id)
        if known:
            return known
        seats.lock(connection, session_id, as_of)
        _refuse_unvoted(connection, session_id, as_of)
        content = content_of(connection, session_id, as_of)
        if not content["outcomes"]:
            raise PanelRefusedError(f"{session_id} has no case left; dissolve it")
        connection.execute(
            """
            insert into review.panel_end (
                session_id, outcome, content, content_sha256, ended_by, ended_at
            )
            values (%s, 'CONCLUDED', %s, %s, %s, %s)
            """,
            (session_id, Jsonb(content), fingerprint(content), by, as_of),
        )
        connection.execute(_APPLY, {"session_id": session_id, "by": by, "as_of": as_of})
        return concluded(connection, session_id)


_APPLY = """
select
    review.apply_event(
        hit_id => disputed.hit_id,
        event => 'panel_opinion',
        actor_id => %(by)s,
        actor_role => 'PANEL_SECRETARY',
        occurred_at => %(as_of)s,
        amount => decided.amount,
        fund_amount => decided.fund_amount,
        payload => jsonb_build_object(
            'session_id', disputed.session_id, 'vote', decided.vote,
            'votes_for', decided.votes_for, 'votes', decided.votes
        )
    )
from review.panel_case as disputed
cross join lateral review.panel_outcome(disputed.session_id, disputed.hit_id) as decided
where
    disputed.session_id = %(session_id)s
    and review.state_of(disputed.hit_id) = 'S60'
    and review.awaits_panel(disputed.hit_id, disputed.opened_seq)
order by disputed.hit_id
"""


def concluded(connection: psycopg.Connection, session_id: str) -> Concluded | None:
    """Return a session as it was concluded; None as long as it was not."""
    found = connection.execute(
        """
        select content, content_sha256 from review.panel_end
        where session_id = %s and outcome = 'CONCLUDED'
        """,
        (session_id,),
    ).fetchone()
    if found is None:
        return None
    opinions = tuple(
        Opinion(
            row["hit_id"],
            row["vote"],
            Decimal(row["amount"]),
            Decimal(row["fund_amount"]),
        )
        for row in found[0]["outcomes"]
    )
    return Concluded(session_id, opinions, *found)


def _refuse_unvoted(
    connection: psycopg.Connection, session_id: str, as_of: datetime
) -> None:
    missing = connection.execute(
        """
        select member_id, ballot, cases
        from review.panel_waiting_at(%s)
        where session_id = %s
        """,
        (as_of, session_id),
    ).fetchall()
    if missing:
        told = "; ".join(
            f"{member} on {cases} cases ({ballot})" for member, ballot, cases in missing
        )
        raise PanelRefusedError(f"{session_id}: votes are missing: {told}")
