"""What the data must say from the screening to the dispatch: a refusal, then a pass."""

from datetime import timedelta

import pytest
from tests.integration.cases.casework import START, insert, opened


def set_parameter(connection, key: str, value: str, unit: str) -> None:
    """Give a parameter another value from the day before the tests on."""
    insert(
        connection,
        "parameter",
        key=key,
        name=key,
        value=value,
        unit=unit,
        region="000000",
        valid_from="2025-07-20",
        source="test",
        published_at=START,
    )


def test_a_case_opens_with_the_amounts_of_its_hit(case):
    case.may_not("ingest", "CR-112", amount=101, fund_amount=80)
    assert case.does("ingest") == "S10"
    assert case.last("amount, fund_amount") == (100, 80)


def test_fast_track_is_for_certain_hits_of_proven_rules_where_allowed(connection):
    proven = {"payload": {"precision_lower_bound": 0.96}}
    suspect = opened(connection, "suspect")
    hard = opened(connection, "hard", verdict="hard")
    hard.may_not("fast_track", "CR-120.*allow_fast_track", **proven)
    set_parameter(connection, "allow_fast_track", "true", "BOOL")
    suspect.may_not("fast_track", "CR-120.*suspect", **proven)
    hard.may_not("fast_track", "CR-120.*95", payload={"precision_lower_bound": 0.94})
    assert hard.does("fast_track", **proven) == "S30"
    hard.does("dispatch")
    assert hard.last("amount, fund_amount") == (100, 80)


def test_a_first_clearing_has_a_reason_of_its_kind(case):
    case.goes_to("S10")
    case.may_not("first_clear", "CR-113", reason_code=None)
    case.may_not("first_clear", "CR-119", reason_code="COURT_DECISION")
    assert case.does("first_clear") == "S95"


def test_a_suspicion_cites_a_basis_and_is_not_above_the_hit(case):
    case.goes_to("S10")
    case.may_not("first_suspect", "CR-113", payload={"basis": " "})
    case.may_not("first_suspect", "CR-112", amount=None, fund_amount=None)
    case.may_not("first_suspect", "CR-112", amount=101, fund_amount=80)
    case.may_not("first_suspect", "CR-112", amount=90, fund_amount=81)
    assert case.does("first_suspect", amount=100, fund_amount=80) == "S20"


@pytest.mark.parametrize("event", ["second_agree", "second_clear", "second_return"])
def test_nobody_reviews_a_case_twice(case, event):
    case.goes_to("S20")
    case.may_not(event, "CR-111", actor_id="reviewer1-1")
    case.does(event)


def test_the_second_review_does_not_raise_the_first(case):
    case.goes_to("S10")
    case.does("first_suspect", amount=90, fund_amount=70)
    case.may_not("second_agree", "CR-112", amount=91, fund_amount=70)
    case.may_not("second_agree", "CR-112", amount=90, fund_amount=71)
    assert case.does("second_agree", amount=90, fund_amount=70) == "S30"


def test_a_second_clearing_has_a_reason(case):
    case.goes_to("S20")
    case.may_not("second_clear", "CR-113", reason_code=None)
    assert case.does("second_clear") == "S95"


def test_a_case_is_returned_with_a_comment_and_twice_at_most(case):
    case.goes_to("S20")
    case.may_not("second_return", "CR-113", payload={})
    case.goes("second_return", "first_suspect", "second_return", "first_suspect")
    case.may_not("second_return", "CR-118")
    assert case.does("second_agree") == "S30"


def test_a_dispatch_needs_a_batch_that_the_agency_approved_before(case):
    case.goes_to("S30")
    batch = {"approval_id": "A2", "approved_by": "x", "approved_role": "AGENCY"}
    other = {"fixmedins_code": "H2", "approved_at": START}
    later = {"fixmedins_code": "H1", "approved_at": START + timedelta(days=9)}
    insert(case.connection, "dispatch_batch", batch_id="other", **batch, **other)
    insert(case.connection, "dispatch_batch", batch_id="later", **batch, **later)
    case.may_not("dispatch", "CR-115", payload={})
    case.may_not("dispatch", "CR-115", payload={"batch_id": "other"})
    case.may_not("dispatch", "CR-115", payload={"batch_id": "later"})
    assert case.does("dispatch") == "S40"


def test_a_dispatch_needs_a_contact_verified_in_90_days(case):
    case.goes_to("S30")
    case.may_not("dispatch", "CR-115.*H1", occurred_at=START + timedelta(days=91))
    case.does("dispatch", occurred_at=START + timedelta(days=90))


def test_a_dispatch_of_the_platform_has_the_platforms_number(connection):
    case = opened(connection).goes_to("S30")
    imported = {"source": "PLATFORM_IMPORT", "source_ref": "row 1"}
    assert case.does("dispatch", **imported) is None
    (why,) = connection.execute("select why from review.quarantine").fetchone()
    assert "CR-115" in why
    insert(
        connection,
        "dispatch_batch",
        batch_id="B2",
        fixmedins_code="H1",
        approval_id="A2",
        approved_by="agency-1",
        approved_role="AGENCY",
        approved_at=START,
        platform_batch="PB-1",
    )
    assert case.does("dispatch", payload={"batch_id": "B2"}, **imported) == "S40"


def test_what_is_dispatched_is_what_the_second_review_agreed_to(case):
    case.goes_to("S30")
    case.may_not("dispatch", "CR-112", amount=89, fund_amount=72)
    case.does("dispatch")
    assert case.last("amount, fund_amount") == (90, 72)


def test_a_recall_says_why_and_comes_in_time_and_the_clock_begins_anew(case):
    case.goes_to("S40")
    case.may_not("recall", "CR-113", payload={})
    case.may_not("recall", "CR-114", occurred_at=START + timedelta(days=30))
    first = due_at(case)
    assert case.does("recall") == "S30"
    case.does("dispatch", occurred_at=case.now + timedelta(days=3))
    assert due_at(case) > first


def due_at(case):
    query = "select due_at from review.hit_state where hit_id = %s"
    return case.connection.execute(query, (case.hit_id,)).fetchone()[0]


def test_an_event_outside_the_chain_of_amounts_carries_none(case):
    case.goes_to("S30")
    case.may_not("hold", "CR-112", amount=1, fund_amount=1)
    assert case.does("hold") == "S20"
