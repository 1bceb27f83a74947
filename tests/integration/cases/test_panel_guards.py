"""When a panel is asked, who may sit on it, and that all have voted."""

from datetime import timedelta

import psycopg
import pytest
from tests.integration.cases.casework import Case, insert, opened

CLINICIAN = (True, False, False)
SPECIALIST = (True, True, False)
POLICY = (False, False, True)
PANEL = (CLINICIAN, SPECIALIST, POLICY)


def sit(
    case: Case, *members: tuple[bool, bool, bool], recused: int = 0, silent: int = 0
) -> None:
    """Hold panel P1 on a case now; but for the first ones its members vote 60 yuan."""
    case.now += timedelta(hours=1)
    insert(
        case.connection,
        "panel_session",
        session_id="P1",
        held_at=case.now,
        minutes_sha256="sha-minutes",
        recorded_by="secretary-1",
    )
    for number, (is_clinician, is_specialist, is_policy) in enumerate(members):
        insert(
            case.connection,
            "panel_member",
            session_id="P1",
            member_id=f"expert-{number}",
            is_senior_clinician=is_clinician,
            is_of_specialty=is_specialist,
            is_policy=is_policy,
            is_recused=number < recused,
        )
        if number >= recused + silent:
            vote(case, number)


def vote(
    case: Case, number: int, ballot: str = "BINDING", vote: str = "PARTIAL"
) -> None:
    insert(
        case.connection,
        "panel_vote",
        session_id="P1",
        member_id=f"expert-{number}",
        hit_id=case.hit_id,
        ballot=ballot,
        vote=vote,
        amount=60,
        voted_at=case.now,
    )


@pytest.mark.parametrize("payload", [{}, {"ground": "MOOD"}, {"ground": "REQUESTED"}])
def test_a_panel_is_asked_on_a_ground(case, payload):
    case.goes_to("S50")
    case.may_not("escalate_panel", "CR-117", payload=payload)
    assert case.does("escalate_panel") == "S60"


def test_clinical_is_what_a_medical_rule_found(connection):
    policy, medical = (
        opened(connection, "p"),
        opened(connection, "m", rule_class="medical"),
    )
    ground = {"payload": {"ground": "CLINICAL"}}
    policy.goes_to("S50").may_not("escalate_panel", "CR-117", **ground)
    assert medical.goes_to("S50").does("escalate_panel", **ground) == "S60"


def test_much_is_what_the_parameter_says(connection):
    ground = {"payload": {"ground": "AMOUNT"}}
    for hit_id, amount in (("little", "4999.99"), ("much", "5000.00")):
        worth = {"amount": amount, "fund_amount": amount, "line_fund_cap": amount}
        case = opened(connection, hit_id, **worth).goes("ingest")
        case.does("first_suspect", amount=amount, fund_amount=amount)
        case.does("second_agree", amount=amount, fund_amount=amount)
        case.goes("dispatch", "appeal")
        if hit_id == "little":
            case.may_not("escalate_panel", "CR-117", **ground)
        else:
            assert case.does("escalate_panel", **ground) == "S60"


def test_a_rule_that_falls_often_is_a_ground(connection):
    case = opened(connection, "now").goes_to("S50")
    ground = {"payload": {"ground": "OVERTURNED_OFTEN"}}
    whole = {"amount": 90, "fund_amount": 72, "reason_code": None}
    for number in range(3):
        decided = opened(connection, f"stood {number}").goes_to("S40").goes("accept")
        decided.does("final_confirm", **whole)
    opened(connection, "fell").goes_to("S40").goes("accept", "final_clear")
    case.may_not("escalate_panel", "CR-117", **ground)
    opened(connection, "fell too").goes_to("S40").goes("accept", "final_clear")
    assert case.does("escalate_panel", **ground) == "S60"


def test_disagreement_is_a_return_or_a_lower_second_amount(connection):
    ground = {"payload": {"ground": "DISAGREED"}}
    agreed = opened(connection, "agreed").goes_to("S20")
    agreed.does("second_agree", amount=100, fund_amount=80)
    agreed.goes("dispatch", "appeal").may_not("escalate_panel", "CR-117", **ground)
    lower = opened(connection, "lower").goes_to("S50")
    assert lower.does("escalate_panel", **ground) == "S60"


def test_a_panel_of_three_that_voted_may_speak(case):
    case.goes_to("S60")
    case.may_not("panel_opinion", "CR-117.*no such panel")
    sit(case, *PANEL)
    case.may_not("panel_opinion", "CR-112", amount=91, fund_amount=72)
    assert case.does("panel_opinion") == "S70"


@pytest.mark.parametrize(
    ("members", "recused", "why"),
    [
        ((SPECIALIST,), 0, "too few"),
        ((*PANEL, CLINICIAN), 0, "odd"),
        ((CLINICIAN, *PANEL), 2, "too few"),
        ((SPECIALIST, POLICY, POLICY), 0, "two thirds"),
        ((CLINICIAN, CLINICIAN, POLICY), 0, "specialty"),
        ((CLINICIAN, SPECIALIST, SPECIALIST), 0, "policy"),
    ],
)
def test_a_panel_is_odd_large_enough_and_knows_its_business(
    case, members, recused, why
):
    case.goes_to("S60")
    sit(case, *members, recused=recused)
    case.may_not("panel_opinion", f"CR-117.*{why}")


def test_who_withdrew_is_not_counted(case):
    case.goes_to("S60")
    sit(case, CLINICIAN, *PANEL, recused=1)
    assert case.does("panel_opinion") == "S70"


def test_all_have_cast_the_vote_that_counts(case):
    case.goes_to("S60")
    sit(case, *PANEL, silent=1)
    vote(case, 0, "BLIND")
    case.may_not("panel_opinion", "CR-117.*2 of 3")
    vote(case, 0)
    assert case.does("panel_opinion") == "S70"


def test_a_panel_sits_after_it_was_asked(case):
    case.goes_to("S50")
    sit(case, *PANEL)
    case.goes("escalate_panel")
    case.may_not("panel_opinion", "CR-117.*sat at")


def test_a_vote_for_nothing_names_no_amount(case):
    case.goes_to("S60")
    sit(case, *PANEL, silent=1)
    with pytest.raises(psycopg.errors.CheckViolation):
        vote(case, 0, vote="NONE")
