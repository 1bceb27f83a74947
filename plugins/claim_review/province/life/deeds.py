"""What the agency and its desk do to cases without a workbook."""

from datetime import datetime

import psycopg
from psycopg.types.json import Jsonb

# Who does a step, in which role, with which reason, and what they have to say.
_DEEDS = {
    "suspend": ("agency-b", "AGENCY", None, {"audit_task_id": "HC-2025-01"}),
    "resume": ("agency-b", "AGENCY", None, {}),
    "transfer": ("agency-b", "AGENCY", None, {"comment": "涉嫌虚构服务，移送核查"}),
    "transfer_closed": ("agency-b", "AGENCY", None, {}),
    "void": ("agency-b", "AGENCY", None, {"data_defect_id": "SJ-2025-01"}),
    "settle": ("agency-b", "AGENCY", None, {"payment_reference": "BF-2025-06"}),
    "reopen": ("leader-a", "AGENCY_LEADER", "NEW_EVIDENCE", {}),
}
# A case takes one such step a day at most, from the state in which it is due.
_FROM = {
    "suspend": {"S50", "S60"},
    "resume": {"S98"},
    "transfer": {"S70"},
    "transfer_closed": {"S97"},
    "void": {"S10"},
    "settle": {"S91"},
    "reopen": {"S92"},
}


def act(connection: psycopg.Connection, steps: dict[str, str], as_of: datetime) -> int:
    """Do what the agency does next to each case, where it can; return how often."""
    states = dict(connection.execute("select hit_id, state from review.hit_state"))
    due = [
        (hit_id, step)
        for hit_id, step in sorted(steps.items())
        if states[hit_id] in _FROM.get(step, ())
    ]
    for hit_id, step in due:
        actor, role, reason, said = _DEEDS[step]
        _apply(connection, hit_id, step, actor, role, reason, said, as_of)
    return len(due)


def withdraw(
    connection: psycopg.Connection, steps: dict[str, str], as_of: datetime
) -> None:
    """Withdraw the appeals that institutions take back by a letter to the agency."""
    found = connection.execute(
        """
        select states.hit_id, hits.fixmedins_code
        from review.hit_state as states
        inner join review.hit as hits on states.hit_id = hits.hit_id
        where states.state = 'S50'
        order by states.hit_id
        """
    ).fetchall()
    for hit_id, code in found:
        if steps.get(hit_id) == "withdraw_appeal":
            told = (hit_id, "withdraw_appeal", code, "INSTITUTION", None, {}, as_of)
            _apply(connection, *told)


def _apply(
    connection: psycopg.Connection,
    hit_id: str,
    event: str,
    actor: str,
    role: str,
    reason: str | None,
    said: dict[str, str],
    as_of: datetime,
) -> None:
    connection.execute(
        """
        select review.apply_event(
            hit_id => %s, event => %s, actor_id => %s, actor_role => %s,
            occurred_at => %s, reason_code => %s, payload => %s
        )
        """,
        (hit_id, event, actor, role, as_of, reason, Jsonb(said)),
    )
