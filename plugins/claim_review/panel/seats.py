"""The seats of a session: who was drawn, who sits, who is left."""

from datetime import datetime

import psycopg
from psycopg.rows import class_row

from claim_review.panel.choosing import PHARMACY, Expert, Panel

_COLUMNS = """
member_id as expert_id, specialty, is_senior_clinician, is_of_specialty, is_policy
"""
# Who is neither drawn yet nor barred by a rule or by a word.
_LEFT = """
select
    experts.expert_id,
    experts.specialty,
    experts.is_senior_clinician,
    experts.specialty = session.specialty
    or (session.specialty = %(pharmacy)s and experts.is_pharmacist) as is_of_specialty,
    experts.is_policy
from review.panel_session as session
inner join review.expert as experts on session.expert_list = experts.list_id
where
    session.session_id = %(session_id)s
    and not exists (
        select
        from review.panel_recusal as recusal
        where
            recusal.session_id = session.session_id
            and recusal.expert_id = experts.expert_id
    )
    and not exists (
        select
        from review.panel_member as member
        where
            member.session_id = session.session_id
            and member.member_id = experts.expert_id
    )
"""


class PanelRefusedError(ValueError):
    """A panel cannot be convened, changed or ended like that; nothing was done."""


def left(connection: psycopg.Connection, session_id: str) -> list[Expert]:
    """Return the experts who can still be drawn for a session."""
    with connection.cursor(row_factory=class_row(Expert)) as cursor:
        values = {"session_id": session_id, "pharmacy": PHARMACY}
        return cursor.execute(_LEFT, values).fetchall()


def drawn(connection: psycopg.Connection, session_id: str) -> Panel:
    """Return who was drawn at first, whoever withdrew since."""
    with connection.cursor(row_factory=class_row(Expert)) as cursor:
        query = f"""
            select {_COLUMNS} from review.panel_member
            where session_id = %s and in_place_of is null order by member_id
        """
        return tuple(cursor.execute(query, (session_id,)).fetchall())


def sitting(connection: psycopg.Connection, session_id: str) -> Panel:
    """Return who sits now."""
    with connection.cursor(row_factory=class_row(Expert)) as cursor:
        query = f"select {_COLUMNS} from review.sitting(%s) order by member_id"
        return tuple(cursor.execute(query, (session_id,)).fetchall())


def take(
    connection: psycopg.Connection,
    session_id: str,
    expert: Expert,
    as_of: datetime,
    in_place_of: str | None = None,
) -> None:
    """Record that an expert was drawn."""
    connection.execute(
        """
        insert into review.panel_member (
            session_id, member_id, specialty, is_senior_clinician, is_of_specialty,
            is_policy, drawn_at, in_place_of
        )
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            *(session_id, expert.expert_id, expert.specialty),
            *(expert.is_senior_clinician, expert.is_of_specialty, expert.is_policy),
            *(as_of, in_place_of),
        ),
    )


def substitute(
    connection: psycopg.Connection, session_id: str, member_id: str
) -> Expert:
    """Return who was drawn in the place of a member who withdrew."""
    with connection.cursor(row_factory=class_row(Expert)) as cursor:
        query = f"""
            select {_COLUMNS} from review.panel_member
            where session_id = %s and in_place_of = %s
        """
        return cursor.execute(query, (session_id, member_id)).fetchone()


def lock(connection: psycopg.Connection, session_id: str, as_of: datetime) -> str:
    """Return the seed of an open session, which nobody else changes meanwhile.

    Raises PanelRefusedError when there is none at that moment.
    """
    session = connection.execute(
        """
        select seed, convened_at from review.panel_session
        where session_id = %s for no key update
        """,
        (session_id,),
    ).fetchone()
    ended = connection.execute(
        "select outcome, ended_at from review.panel_end where session_id = %s",
        (session_id,),
    ).fetchone()
    if session is None:
        raise PanelRefusedError(f"there is no session {session_id}")
    if ended is not None:
        raise PanelRefusedError(f"{session_id} was {ended[0].lower()} at {ended[1]}")
    if as_of < session[1]:
        raise PanelRefusedError(f"{session_id} was convened later, at {session[1]}")
    return session[0]
