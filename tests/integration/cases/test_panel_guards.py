"""When a panel is asked, who may sit on it, and that all have voted."""

from datetime import timedelta

import psycopg
import pytest
from psycopg.types.json import Jsonb
from tests.integration.cases.casework import apply, opened
from tests.integration.cases.panels import (
    CLINICIAN,
    PANEL,
    POLICY,
    SPECIALIST,
    end,
    sit,
    vote,
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
    case.may_not("panel_opinion", "CR-117.*2 of 3")
    vote(case, 0)
    case.may_not("panel_opinion", "CR-117.*no minutes")
    end(case)
    assert case.does("panel_opinion") == "S70"


def test_a_panel_sits_after_it_was_asked(case):
    case.goes_to("S50")
    sit(case, *PANEL, silent=3)
    case.goes("escalate_panel")
    case.may_not("panel_opinion", "CR-117.*before it was asked")


def test_a_vote_for_nothing_names_no_amount(case):
    case.goes_to("S60")
    sit(case, *PANEL, silent=1)
    with pytest.raises(psycopg.errors.CheckViolation):
        vote(case, 0, vote="NONE")


def test_a_panel_decides_its_own_cases(case, connection):
    case.goes_to("S60")
    sit(case, *PANEL)
    other = opened(connection, "other").goes_to("S60")
    other.may_not("panel_opinion", "CR-117.*not among the cases")


def test_an_opinion_is_what_the_panel_voted(case):
    case.goes_to("S60")
    sit(case, *PANEL)
    case.may_not("panel_opinion", "CR-112.*the panel decided", amount=59)
    case.does("panel_opinion", amount=None, fund_amount=None)
    assert case.last("amount, fund_amount") == (60, 48)


@pytest.mark.parametrize(
    ("number", "changes", "code"),
    [
        (3, {}, "CR122"),
        (0, {"ballot": "BINDING"}, "CR125"),
        (0, {"vote": "VIOLATION", "amount": "89.99"}, "CR126"),
        (0, {"vote": "PARTIAL", "amount": "90"}, "CR126"),
        (0, {"vote": "PARTIAL", "amount": "90.01"}, "CR126"),
    ],
)
def test_a_vote_that_is_none_is_refused(case, number, changes, code):
    case.goes_to("S60")
    sit(case, *PANEL, silent=3)
    with pytest.raises(psycopg.Error) as refused:
        vote(case, number, **{"ballot": "BLIND", **changes})
    assert refused.value.sqlstate == code


def test_a_panel_of_the_platform_is_held_to_what_was_dispatched(case):
    case.goes_to("S60")
    values = {"actor_id": "platform", "actor_role": "PANEL_SECRETARY"}
    values |= {"occurred_at": case.now, "source": "PLATFORM_IMPORT"}
    values |= {"payload": Jsonb({"conclusion": "部分违规"})}
    more = {"amount": 91, "fund_amount": 72, "source_ref": "R1"}
    assert (
        apply(case.connection, case.hit_id, "panel_opinion", **values, **more) is None
    )
    less = {"amount": 50, "fund_amount": 40, "source_ref": "R2"}
    state = apply(case.connection, case.hit_id, "panel_opinion", **values, **less)
    assert state == "S70"


def test_no_vote_is_cast_when_the_panel_is_over(case):
    case.goes_to("S60")
    sit(case, *PANEL, silent=1)
    end(case)
    with pytest.raises(psycopg.Error, match="CR-121"):
        vote(case, 0)


def test_no_vote_is_cast_on_a_case_that_is_gone(case):
    case.goes_to("S60")
    sit(case, *PANEL, silent=1)
    case.goes("void")
    with pytest.raises(psycopg.Error, match="CR-123"):
        vote(case, 0)


def test_a_written_vote_comes_in_time(case):
    case.goes_to("S60")
    sit(case, *PANEL, silent=3)
    case.now = case.connection.execute("select review.votes_due_at('P1')").fetchone()[0]
    vote(case, 0, "BLIND")
    case.now += timedelta(seconds=1)
    with pytest.raises(psycopg.Error, match="CR-124"):
        vote(case, 1, "BLIND")


def test_in_the_second_round_the_agency_says_why_it_departs_from_the_panel(connection):
    worth = {"amount": 6000, "fund_amount": 4800, "line_fund_cap": 4800}
    worth |= {"settlement_fund_cap": 9000}
    case = opened(connection, "much", **worth).goes("ingest")
    for step in ("first_suspect", "second_agree"):
        case.does(step, amount=6000, fund_amount=4800)
    case.goes("dispatch", "appeal")
    whole = {"amount": 6000, "fund_amount": 4800, "reason_code": None}
    case.does("opinion", **whole, payload={"opinion": "UNFOUNDED"})
    case.does("final_confirm", **whole)
    case.does("reconsider")
    sit(case, *PANEL)
    decision = {"amount": 61, "fund_amount": 48, "reason_code": "CALC"}
    panel = {"session_id": "P1"}
    case.may_not("reconsider_confirm", "CR-113.*departure", **decision, payload=panel)
    reason = {"departure": "合议未计入另一笔费用"}
    assert case.does("reconsider_confirm", **decision, payload=panel | reason) == "S90"
