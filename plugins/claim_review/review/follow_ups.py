"""What follows for cases whose hit a review no longer finds, or finds with less.

Proposals change nothing: people agree or decline, and events and the ledger do it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import psycopg

# The causes as people read them.
CAUSES = {
    "reversal": "结算已冲正、退费或撤销",
    "late_rows": "数据迟到或更正",
    "rule_change": "规则调整",
    "list_change": "目录调整",
    "unknown": "复筛未再命中",
}
_OPEN = """
select
    follow_up_id, hit_id, kind, cause, batch_id, state, step, role, stands_amount,
    to_reverse
from review.follow_up_open
order by role, kind, hit_id
"""


@dataclass(frozen=True)
class Proposed:
    """How many proposals a review made, and how many lapsed with what it found."""

    proposed: int
    lapsed: int


def propose(connection: psycopg.Connection, run_id: str, as_of: datetime) -> Proposed:
    """Propose what follows from a review whose hits are kept; return how much.

    Doing it again proposes nothing twice. A hit that is found again lets its proposal
    lapse; what people declined is proposed again only when the review finds otherwise.
    """
    query = "select * from review.propose_follow_ups(%s, %s)"
    return Proposed(*connection.execute(query, (run_id, as_of)).fetchone())


def decide(
    connection: psycopg.Connection,
    follow_up_ids: Sequence[int],
    outcome: str,
    actor_id: str,
    actor_role: str,
    as_of: datetime,
    comment: str | None = None,
) -> list[tuple[str, str]]:
    """Agree to or decline proposals, all or none; return each hit and its state.

    `outcome` is AGREED or DECLINED. Raises a database error: CR-127 when a proposal
    is not open or not theirs to decide, or what the guard says that refuses the step.
    """
    with connection.transaction():
        return [
            connection.execute(
                """
                select
                    proposed.hit_id,
                    review.decide_follow_up(
                        asked.follow_up_id, %s, %s, %s, %s, %s
                    )
                from unnest(array[%s::bigint]) as asked (follow_up_id)
                left join review.follow_up as proposed
                    on asked.follow_up_id = proposed.follow_up_id
                """,
                (outcome, actor_id, actor_role, as_of, comment, follow_up_id),
            ).fetchone()
            for follow_up_id in follow_up_ids
        ]


def waiting(connection: psycopg.Connection) -> list[str]:
    """Return a line for each open proposal: about what, and what would be done."""
    return [_line(*row) for row in connection.execute(_OPEN)]


def _line(
    number: int,
    hit_id: str,
    kind: str,
    cause: str,
    batch_id: str | None,
    state: str,
    step: str,
    role: str,
    stands: Decimal,
    back: Decimal,
) -> str:
    batch = f" ({batch_id})" if batch_id else ""
    return (
        f"{number} {role} {kind} {hit_id} in {state}: {step}, {cause}{batch}, "
        f"{stands} yuan stand, {back} go back"
    )
