"""Panels for tests: convened on one case, voted and ended as usual."""

from datetime import timedelta

from psycopg.types.json import Jsonb
from tests.integration.cases.casework import Case, insert

CLINICIAN = (True, False, False)
SPECIALIST = (True, True, False)
POLICY = (False, False, True)
PANEL = (CLINICIAN, SPECIALIST, POLICY)


def sit(
    case: Case, *members: tuple[bool, bool, bool], recused: int = 0, silent: int = 0
) -> None:
    """Convene panel P1 on a case now; but for the first ones its members vote 60 yuan.

    It has minutes when nobody was silent.
    """
    case.now += timedelta(hours=1)
    _convene(case)
    for number, (is_clinician, is_specialist, is_policy) in enumerate(members):
        insert(
            case.connection,
            "panel_member",
            session_id="P1",
            member_id=f"expert-{number}",
            specialty="心内科",
            is_senior_clinician=is_clinician,
            is_of_specialty=is_specialist,
            is_policy=is_policy,
            drawn_at=case.now,
        )
    for number in range(recused):
        insert(
            case.connection,
            "panel_recusal",
            session_id="P1",
            expert_id=f"expert-{number}",
            ground="DECLARED",
            comment="亲属在当事机构任职",
            recorded_by="secretary-1",
            recorded_at=case.now,
        )
    if silent == len(members):
        return
    for ballot, first in (("BLIND", recused), ("BINDING", recused + silent)):
        for number in range(first, len(members)):
            vote(case, number, ballot)
    if not silent:
        end(case)


def vote(
    case: Case,
    number: int,
    ballot: str = "BINDING",
    vote: str = "PARTIAL",
    amount: str = "60",
) -> None:
    """Let a member of P1 vote now."""
    insert(
        case.connection,
        "panel_vote",
        session_id="P1",
        member_id=f"expert-{number}",
        hit_id=case.hit_id,
        ballot=ballot,
        vote=vote,
        amount=amount,
        voted_at=case.now,
    )


def end(case: Case) -> None:
    """Let P1 have minutes."""
    insert(
        case.connection,
        "panel_end",
        session_id="P1",
        outcome="CONCLUDED",
        content=Jsonb({}),
        content_sha256="sha-minutes",
        ended_by="secretary-1",
        ended_at=case.now,
    )


def _convene(case: Case) -> None:
    """Convene P1 with a register that names nobody."""
    (list_id,) = case.connection.execute(
        """
        insert into review.expert_list (content_sha256, loaded_by, loaded_at)
        values ('sha-register', 'agency-1', %s)
        returning list_id
        """,
        (case.now,),
    ).fetchone()
    insert(
        case.connection,
        "panel_session",
        session_id="P1",
        specialty="心内科",
        seed="1",
        expert_list=list_id,
        convened_by="secretary-1",
        convened_at=case.now,
    )
    case.connection.execute(
        """
        insert into review.panel_case
        select
            'P1', %(hit_id)s, coalesce(review.brought_by(%(hit_id)s), 0), notice.amount,
            notice.fund_amount
        from review.notice(%(hit_id)s) as notice
        """,
        {"hit_id": case.hit_id},
    )
