"""Withdrawing from a panel, and dissolving one that cannot decide."""

from datetime import datetime
from typing import Literal

import psycopg

from claim_review.panel import seats
from claim_review.panel.choosing import Expert, draw_substitute
from claim_review.panel.seats import PanelRefusedError


def withdraw(
    connection: psycopg.Connection,
    session_id: str,
    member_id: str,
    ground: Literal["CHALLENGED", "DECLARED"],
    comment: str,
    recorded_by: str,
    as_of: datetime,
    fixmedins_code: str | None = None,
) -> Expert:
    """Let a member withdraw and return on whom the lot fell instead.

    An institution whose case is before the panel may challenge once; a member may
    declare an interest. The same again changes nothing. Raises PanelRefusedError, and
    NotEnoughExpertsError when the seat cannot be filled; then nothing is recorded.
    """
    with connection.transaction():
        told = (ground, fixmedins_code, comment, recorded_by, as_of)
        if _is_known(connection, session_id, member_id, told):
            return seats.substitute(connection, session_id, member_id)
        seed = seats.lock(connection, session_id, as_of)
        _refuse_withdrawal(connection, session_id, member_id, ground, fixmedins_code)
        connection.execute(
            """
            insert into review.panel_recusal (
                session_id, expert_id, ground, fixmedins_code, comment, recorded_by,
                recorded_at
            )
            values (%s, %s, %s, %s, %s, %s, %s)
            """,
            (session_id, member_id, *told),
        )
        seated = seats.sitting(connection, session_id)
        expert = draw_substitute(seats.left(connection, session_id), seed, seated)
        seats.take(connection, session_id, expert, as_of, member_id)
        return expert


def dissolve(
    connection: psycopg.Connection,
    session_id: str,
    comment: str,
    ended_by: str,
    as_of: datetime,
) -> None:
    """End a session that cannot decide; its cases may go to another. Says why.

    Again with the same words it changes nothing. Raises PanelRefusedError.
    """
    with connection.transaction():
        ended = connection.execute(
            """
            select comment, ended_by, ended_at from review.panel_end
            where session_id = %s
            """,
            (session_id,),
        ).fetchone()
        if ended == (comment, ended_by, as_of):
            return
        seats.lock(connection, session_id, as_of)
        connection.execute(
            """
            insert into review.panel_end (
                session_id, outcome, comment, ended_by, ended_at
            )
            values (%s, 'DISSOLVED', %s, %s, %s)
            """,
            (session_id, comment, ended_by, as_of),
        )


def _is_known(
    connection: psycopg.Connection, session_id: str, member_id: str, told: tuple
) -> bool:
    known = connection.execute(
        """
        select ground, fixmedins_code, comment, recorded_by, recorded_at
        from review.panel_recusal where session_id = %s and expert_id = %s
        """,
        (session_id, member_id),
    ).fetchone()
    return known == told


def _refuse_withdrawal(
    connection: psycopg.Connection,
    session_id: str,
    member_id: str,
    ground: str,
    fixmedins_code: str | None,
) -> None:
    seated = {expert.expert_id for expert in seats.sitting(connection, session_id)}
    if member_id not in seated:
        raise PanelRefusedError(f"{member_id} does not sit in {session_id}")
    is_voted, is_party, has_challenged = connection.execute(
        """
        select
            exists (
                select from review.panel_vote
                where session_id = %(session_id)s and ballot = 'BINDING'
            ),
            exists (
                select
                from review.panel_case as disputed
                inner join review.hit as hits on disputed.hit_id = hits.hit_id
                where
                    disputed.session_id = %(session_id)s
                    and hits.fixmedins_code = %(institution)s
            ),
            exists (
                select from review.panel_recusal
                where
                    session_id = %(session_id)s
                    and ground = 'CHALLENGED'
                    and fixmedins_code = %(institution)s
            )
        """,
        {"session_id": session_id, "institution": fixmedins_code},
    ).fetchone()
    if is_voted:
        raise PanelRefusedError(f"{session_id} has begun the vote that counts")
    if ground == "CHALLENGED" and not is_party:
        raise PanelRefusedError(f"{session_id} has no case of {fixmedins_code}")
    if has_challenged:
        raise PanelRefusedError(f"{fixmedins_code} has challenged once already")
