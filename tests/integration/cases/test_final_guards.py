"""What only the agency decides, and what may be held against it."""

from datetime import timedelta

import pytest
from tests.integration.cases.casework import opened
from tests.integration.cases.panels import PANEL, sit
from tests.integration.cases.test_appeal_guards import proof
from tests.integration.cases.test_review_guards import set_parameter

WHOLE = {"amount": 90, "fund_amount": 72, "reason_code": None}


@pytest.mark.parametrize("event", ["final_confirm", "final_clear", "final_return"])
def test_who_approved_the_dispatch_does_not_decide(case, event):
    case.goes_to("S70")
    case.may_not(event, "CR-111", actor_id="agency-1")
    assert case.does(event, actor_id="agency-2") in {"S80", "S95", "S50"}


def test_nothing_is_confirmed_against_who_was_never_told(case):
    case.goes_to("S20").goes("transfer", "transfer_back")
    case.may_not("final_confirm", "CR-115")
    case.may_not("final_return", "CR-115")
    assert case.does("final_clear") == "S95"


def test_a_recalled_dispatch_tells_nobody(case):
    case.goes_to("S40").goes("recall", "hold", "transfer", "transfer_back")
    case.may_not("final_confirm", "CR-115")


def test_a_case_taken_up_anew_needs_a_new_dispatch(case):
    case.goes_to("S70").goes("final_clear", "reopen", "transfer", "transfer_back")
    case.may_not("final_confirm", "CR-115")


def test_the_decision_is_not_above_the_dispatch(case):
    case.goes_to("S40").goes("accept")
    case.may_not("final_confirm", "CR-112", **{**WHOLE, "amount": 91})
    case.may_not("final_confirm", "CR-112", **{**WHOLE, "fund_amount": 73})
    case.may_not("final_confirm", "CR-112", amount=0, fund_amount=0)
    assert case.does("final_confirm", **WHOLE) == "S80"


def test_a_decision_cites_its_basis_and_a_lower_one_its_reason(case):
    case.goes_to("S70")
    case.may_not("final_confirm", "CR-113.*basis", payload={})
    case.may_not("final_confirm", "CR-113.*reason", reason_code=None)
    assert case.does("final_confirm") == "S80"


def test_a_decision_above_the_opinion_says_why(case):
    case.goes_to("S70")
    more = {"amount": 61, "fund_amount": 48}
    case.may_not("final_confirm", "CR-113.*departure", **more)
    payload = {"basis": "依据", "departure": "意见未计第二次收费。"}
    assert case.does("final_confirm", **more, payload=payload) == "S80"


def test_a_decision_below_the_opinion_of_one_reviewer_needs_no_more(case):
    case.goes_to("S70")
    assert case.does("final_confirm", amount=50, fund_amount=40) == "S80"


def test_a_decision_below_the_opinion_of_a_panel_says_why(case):
    case.goes_to("S60")
    sit(case, *PANEL)
    case.does("panel_opinion")
    case.may_not("final_confirm", "CR-113.*departure", amount=50, fund_amount=40)
    case.may_not("final_clear", "CR-113.*departure")
    assert case.does("final_clear", payload={"departure": "专家意见与新目录不符"})


def test_clearing_leaves_nothing_and_has_a_reason(case):
    case.goes_to("S70")
    case.may_not("final_clear", "CR-112", amount=1, fund_amount=1)
    case.may_not("final_clear", "CR-113", reason_code=None)
    assert case.does("final_clear") == "S95"
    assert case.last("amount, fund_amount") == (0, 0)


def test_a_second_decision_is_not_above_the_first(case):
    case.goes_to("S90").goes("transfer", "transfer_back")
    more = {"amount": 61, "fund_amount": 48}
    payload = {"basis": "依据", "departure": "另有理由"}
    case.may_not("final_confirm", "CR-112", **more, payload=payload)
    assert case.does("final_confirm") == "S80"


def test_a_return_names_where_to(case):
    case.goes_to("S70")
    case.may_not("final_return", "CR-101", to_state=None)
    assert case.does("final_return", to_state="S60") == "S60"


def test_reconsidering_is_asked_in_time_and_else_the_window_closes(case):
    case.goes_to("S80")
    late = case.now + timedelta(days=8)
    case.may_not("window_closed", "CR-114", occurred_at=case.now)
    case.may_not("reconsider", "CR-114", occurred_at=late)
    assert case.does("window_closed", occurred_at=late) == "S90"


@pytest.mark.parametrize(
    "nothing_new",
    [
        {"payload": {"evidence": ["sha-1"]}},
        {"payload": {}},
        {"reason_code": None},
        {"reason_code": "WRONG_LAW", "payload": {"evidence": ["sha-2"]}},
    ],
)
def test_reconsidering_needs_new_evidence_or_another_law(case, nothing_new):
    case.goes_to("S80")
    case.may_not("reconsider", "CR-113", **nothing_new)
    assert case.does("reconsider") == "S85"


def test_reconsidering_is_about_no_more_than_was_decided(case):
    case.goes_to("S80")
    case.may_not("reconsider", "CR-112", amount=61, fund_amount=48)
    assert case.does("reconsider", amount=30, fund_amount=24) == "S85"
    assert case.last("amount, fund_amount") == (30, 24)


def test_another_law_is_named(case):
    case.goes_to("S80")
    law = {"text": "应适用2026年起施行的实施细则。"}
    assert case.does("reconsider", reason_code="WRONG_LAW", payload=law) == "S85"
    assert case.last("amount, fund_amount") == (60, 48)


def test_there_are_two_rounds(case):
    case.goes_to("S90").goes("transfer", "transfer_back", "final_confirm")
    assert case.does("reconsider") == "S85"
    case.goes("reconsider_confirm", "transfer", "transfer_back")
    case.does("final_confirm")
    case.may_not("reconsider", "CR-118", payload={"evidence": ["sha-3"]})


def test_who_never_answered_objects_only_where_that_is_allowed(case):
    case.goes_to("S40")
    proof(case, "DISPATCH")
    proof(case, "PHONE")
    case.does("deem_accept")
    case.does("final_confirm", **WHOLE)
    case.may_not("reconsider", "CR-120")
    set_parameter(case.connection, "allow_reconsider_deemed", "true", "BOOL")
    assert case.does("reconsider") == "S85"


@pytest.mark.parametrize("event", ["reconsider_confirm", "reconsider_clear"])
def test_who_decided_does_not_decide_again(case, event):
    case.goes_to("S85")
    case.may_not(event, "CR-111", actor_id="agency-2")
    assert case.does(event) in {"S90", "S95"}


def test_the_second_decision_is_not_above_the_first_and_a_lower_one_has_a_reason(case):
    case.goes_to("S85")
    case.may_not("reconsider_confirm", "CR-112", amount=61, fund_amount=48)
    case.may_not("reconsider_confirm", "CR-112", amount=0, fund_amount=0)
    lower = {"amount": 50, "fund_amount": 40}
    case.may_not("reconsider_confirm", "CR-113", **lower)
    assert case.does("reconsider_confirm", **lower, reason_code="EVID_LATE") == "S90"


def test_clearing_in_the_second_round_has_a_reason(case):
    case.goes_to("S85")
    case.may_not("reconsider_clear", "CR-113", reason_code=None)
    assert case.does("reconsider_clear") == "S95"


def test_much_is_decided_again_only_after_a_panel(connection):
    worth = {"amount": 6000, "fund_amount": 5000}
    case = opened(connection, **worth, line_fund_cap=5000, settlement_fund_cap=5000)
    case.goes("ingest").does("first_suspect", **worth)
    case.does("second_agree", **worth)
    case.goes("dispatch", "accept").does("final_confirm", **worth, reason_code=None)
    case.goes("reconsider")
    case.may_not("reconsider_confirm", "CR-117", **worth)
    case.may_not("reconsider_clear", "CR-117")
    sit(case, *PANEL)
    payload = {"session_id": "P1", "departure": "合议未计入全部费用"}
    assert case.does("reconsider_confirm", **worth, payload=payload) == "S90"
