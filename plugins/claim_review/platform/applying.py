"""One decision of the platform as an event of its case."""

from datetime import UTC
from decimal import Decimal
from typing import Literal

import psycopg
from psycopg.types.json import Jsonb

from claim_review.platform.decision import Decision
from claim_review.platform.reading import Told

Result = Literal["KNOWN", "TAKEN", "PUT_ASIDE"]


def apply_decision(
    connection: psycopg.Connection, hit_id: str, told: Told, decision: Decision
) -> Result:
    """Record a decision unless it is known, and return what became of it.

    What does not fit the case is in review.quarantine then.
    """
    (is_known, state) = connection.execute(
        "select review.platform_knows(%s, %s, %s, %s, %s, %s), review.state_of(%s)",
        (
            hit_id,
            decision.occurred_at,
            decision.amount,
            decision.fund_amount,
            decision.known_after,
            [decision.event, *decision.also_known_as],
            hit_id,
        ),
    ).fetchone()
    if is_known:
        return "KNOWN"
    # The platform decides an appeal without a review of its own.
    if decision.step == "finl_chk" and state == "S50":
        opinion = _opinion(connection, hit_id, decision)
        if not _apply(connection, hit_id, told, opinion):
            return "PUT_ASIDE"
    return "TAKEN" if _apply(connection, hit_id, told, decision) else "PUT_ASIDE"


def _opinion(connection: psycopg.Connection, hit_id: str, final: Decision) -> Decision:
    """Return the review of an appeal that a final decision stands for."""
    amount, fund_amount = _amounts(connection, hit_id, final)
    if amount == 0:
        opinion = "FOUNDED"
    elif _is_less(connection, hit_id, amount, fund_amount):
        opinion = "PARTLY_FOUNDED"
    else:
        opinion = "UNFOUNDED"
    return Decision(
        *("finl_chk", "opinion", "APPEAL_REVIEWER", final.actor_id, final.occurred_at),
        *(amount, fund_amount, final.reason_code),
        needs_reason=True,
        payload={"opinion": opinion, "is_implied": True},
    )


def _amounts(
    connection: psycopg.Connection, hit_id: str, decision: Decision
) -> tuple[Decimal | None, Decimal | None]:
    """Return fee and fund; the fund's part follows the fee's where it is not told."""
    if decision.amount is None or decision.fund_amount is not None:
        return decision.amount, decision.fund_amount
    (fund_amount,) = connection.execute(
        "select review.platform_fund_of(%s, %s)", (hit_id, decision.amount)
    ).fetchone()
    return decision.amount, fund_amount


def _is_less(
    connection: psycopg.Connection,
    hit_id: str,
    amount: Decimal | None,
    fund_amount: Decimal | None,
) -> bool:
    """Return whether amounts are below those that the institution was told of."""
    (is_less,) = connection.execute(
        """
        select coalesce(%s < notice.amount or %s < notice.fund_amount, true)
        from review.notice(%s) as notice
        """,
        (amount, fund_amount, hit_id),
    ).fetchone()
    return is_less


def _reason(
    connection: psycopg.Connection,
    hit_id: str,
    decision: Decision,
    amount: Decimal | None,
    fund_amount: Decimal | None,
) -> str | None:
    """Return the reason told, OTHER where it is not ours; none for a full amount."""
    if not decision.needs_reason:
        return decision.reason_code
    is_about_amount = decision.event in ("final_confirm", "opinion")
    if is_about_amount and not _is_less(connection, hit_id, amount, fund_amount):
        return None
    (is_ours,) = connection.execute(
        """
        select exists (
            select from review.reasons_on(review.day_of(%s))
            where reason_code = %s and used_for = 'OVERTURN'
        )
        """,
        (decision.occurred_at, decision.reason_code),
    ).fetchone()
    return decision.reason_code if is_ours else "OTHER"


def _apply(
    connection: psycopg.Connection, hit_id: str, told: Told, decision: Decision
) -> bool:
    """Return whether the event was taken."""
    amount, fund_amount = _amounts(connection, hit_id, decision)
    payload = dict(decision.payload)
    if decision.event == "dispatch":
        payload["batch_id"] = _batch(connection, told, decision)
    at = decision.occurred_at.astimezone(UTC).isoformat()
    (state,) = connection.execute(
        """
        select review.apply_event(
            hit_id => %s, event => %s, actor_id => %s, actor_role => %s,
            occurred_at => %s, amount => %s, fund_amount => %s, reason_code => %s,
            payload => %s, source => 'PLATFORM_IMPORT', source_ref => %s,
            to_state => %s
        )
        """,
        (
            hit_id,
            decision.event,
            decision.actor_id,
            decision.role,
            decision.occurred_at,
            amount,
            fund_amount,
            _reason(connection, hit_id, decision, amount, fund_amount),
            Jsonb(payload),
            f"{told['doc_suspt_id']} {decision.step} {at}",
            decision.to_state,
        ),
    ).fetchone()
    return state is not None


def _batch(connection: psycopg.Connection, told: Told, dispatch: Decision) -> str:
    """Return the batch of a dispatch, made if the platform's is not here yet.

    One that was approved here with the platform's number is it. Of one that was handed
    over under our own number the approval holds; any other was approved over there.
    """
    (batch_id,) = connection.execute(
        "select review.platform_batch(%s, %s, %s)",
        (told["task_id"], told["medins_id"], dispatch.occurred_at),
    ).fetchone()
    return batch_id
