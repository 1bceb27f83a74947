"""Convening a panel: which cases it decides, and on whom the lot falls."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import psycopg
from psycopg.rows import dict_row

from claim_review.panel import seats
from claim_review.panel.choosing import PHARMACY, Panel, draw_panel
from claim_review.panel.seats import PanelRefusedError

_CASES = """
select
    hits.hit_id,
    hits.fixmedins_code,
    states.state,
    states.due_at,
    clock.is_provisional,
    review.brought_by(hits.hit_id) as opened_seq,
    states.occurred_at,
    -- The second round is about what was decided, the first about what was dispatched.
    coalesce(standing.amount, notice.amount) as amount,
    coalesce(standing.fund_amount, notice.fund_amount) as fund_amount,
    lines.list_type in ('101', '102', '103', '104', '106') as is_drug,
    (
        review.parameter_of('panel_min', hits.region, review.day_of(%(as_of)s))
    ).value::integer as least,
    (
        select min(disputed.session_id)
        from review.panel_case as disputed
        where
            disputed.hit_id = hits.hit_id
            and disputed.opened_seq = review.brought_by(hits.hit_id)
            and not exists (
                select
                from review.panel_end as ended
                where
                    ended.session_id = disputed.session_id
                    and not coalesce(
                        ended.content -> 'outcomes'
                        @> jsonb_build_array(jsonb_build_object('hit_id', hits.hit_id)),
                        false
                    )
            )
    ) as other_session
from review.hit as hits
inner join review.hit_state as states on hits.hit_id = states.hit_id
cross join lateral review.notice(hits.hit_id) as notice
left join lateral review.last_event(
    hits.hit_id, notice.seq, 'final_confirm', 'reconsider_confirm'
) as standing on states.state = 'S85'
left join review.deadline_now as clock
    on states.hit_id = clock.hit_id and states.seq = clock.event_seq
left join staging.stg_fee_list_d as lines on hits.bkkp_sn = lines.bkkp_sn
where hits.hit_id = any(%(hit_ids)s)
order by hits.hit_id
"""
_FROZEN = ("hit_id", "opened_seq", "amount", "fund_amount")


@dataclass(frozen=True)
class Drawn:
    """Who was drawn, and the rule that kept others from it, by expert."""

    session_id: str
    members: Panel
    recused: dict[str, str]


def draw(
    connection: psycopg.Connection,
    session_id: str,
    hit_ids: Sequence[str],
    specialty: str,
    seed: str,
    convened_by: str,
    as_of: datetime,
    planned_on: date | None = None,
) -> Drawn:
    """Convene a panel on cases of one specialty and return who was drawn.

    Without the day on which it meets, it votes in writing. The same again changes
    nothing and returns the same. Raises PanelRefusedError, and NotEnoughExpertsError
    when the register cannot fill a seat; then nothing is recorded.
    """
    # The minutes are a file of this name.
    if not re.fullmatch(r"[0-9A-Za-z-]+", session_id):
        raise PanelRefusedError(f"{session_id!r} is no name such as HY-2025-07")
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('review.panel'))")
        wanted = (specialty, seed, convened_by, as_of, planned_on)
        if _is_known(connection, session_id, sorted(set(hit_ids)), wanted):
            return _drawn(connection, session_id)
        cases = _cases(connection, hit_ids, specialty, as_of, planned_on)
        connection.execute(
            """
            insert into review.panel_session (
                session_id, specialty, seed, convened_by, convened_at, planned_on,
                expert_list
            )
            values (%s, %s, %s, %s, %s, %s, review.expert_list_at(%s))
            """,
            (session_id, *wanted, as_of),
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into review.panel_case values (%s, %s, %s, %s, %s)",
                [(session_id, *(case[name] for name in _FROZEN)) for case in cases],
            )
        connection.execute(
            """
            insert into review.panel_recusal (
                session_id, expert_id, ground, fixmedins_code, recorded_by, recorded_at
            )
            select session_id, found.expert_id, found.ground, found.fixmedins_code,
                convened_by, convened_at
            from review.panel_session
            cross join review.recusals(%s, expert_list, convened_at) as found
            where session_id = %s
            """,
            ([case["hit_id"] for case in cases], session_id),
        )
        least = max(case["least"] for case in cases)
        for member in draw_panel(seats.left(connection, session_id), seed, least):
            seats.take(connection, session_id, member, as_of)
        return _drawn(connection, session_id)


def _is_known(
    connection: psycopg.Connection,
    session_id: str,
    hit_ids: list[str],
    wanted: tuple,
) -> bool:
    """Return whether this very session was convened; refuse another of its name."""
    known = connection.execute(
        """
        select specialty, seed, convened_by, convened_at, planned_on, array(
            select hit_id from review.panel_case
            where panel_case.session_id = session.session_id
            order by hit_id collate "C"
        )
        from review.panel_session as session where session_id = %s
        """,
        (session_id,),
    ).fetchone()
    if known is not None and known != (*wanted, hit_ids):
        raise PanelRefusedError(f"{session_id} was convened otherwise before")
    return known is not None


def _cases(
    connection: psycopg.Connection,
    hit_ids: Sequence[str],
    specialty: str,
    as_of: datetime,
    planned_on: date | None,
) -> list[dict]:
    """Return the cases of a session; refuse those that no such panel may decide."""
    if connection.execute("select review.expert_list_at(%s)", (as_of,)).fetchone() == (
        None,
    ):
        raise PanelRefusedError(f"no register of experts was in force at {as_of}")
    (today,) = connection.execute("select review.day_of(%s)", (as_of,)).fetchone()
    if planned_on is not None and planned_on < today:
        raise PanelRefusedError(
            f"a panel cannot meet on {planned_on}, before it exists"
        )
    with connection.cursor(row_factory=dict_row) as cursor:
        values = {"hit_ids": list(hit_ids), "as_of": as_of}
        cases = cursor.execute(_CASES, values).fetchall()
    unknown = set(hit_ids) - {case["hit_id"] for case in cases}
    if unknown or not cases:
        raise PanelRefusedError(
            f"no such cases: {', '.join(sorted(unknown)) or 'none'}"
        )
    for case in cases:
        why = _unfit(case, specialty, as_of, is_written=planned_on is None)
        if why:
            raise PanelRefusedError(f"{case['hit_id']}: {why}")
    return cases


def _unfit(case: dict, specialty: str, as_of: datetime, is_written: bool) -> str | None:
    """Return why a panel of the specialty cannot take a case; None if it can."""
    if case["state"] not in ("S60", "S85") or case["occurred_at"] > as_of:
        return f"it is in {case['state']} and waits for no panel"
    if case["other_session"]:
        return f"session {case['other_session']} has it"
    if not case["amount"]:
        return "no amount is disputed"
    if case["is_drug"] and specialty != PHARMACY:
        return f"it disputes a drug, the specialty is {PHARMACY}"
    if is_written and not case["is_provisional"] and case["due_at"] < as_of:
        return f"written votes were due by {case['due_at']}; name a day to meet"
    return None


def _drawn(connection: psycopg.Connection, session_id: str) -> Drawn:
    recused = connection.execute(
        """
        select expert_id, ground
        from review.panel_recusal
        where session_id = %s and ground not in ('CHALLENGED', 'DECLARED')
        order by expert_id
        """,
        (session_id,),
    ).fetchall()
    return Drawn(session_id, seats.drawn(connection, session_id), dict(recused))
