"""What the data must say from the dispatch to the final review."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.integration.cases.casework import START, insert

# 10 workdays after Monday 2025-07-21: the end of 2025-08-04 in Shanghai.
DUE = datetime(2025, 8, 4, 16, tzinfo=UTC)
DAY = timedelta(days=1)


def proof(case, kind: str, number: int = 1, delivered_at: datetime = DUE) -> None:
    """Enter proof that the institution knew of the batch."""
    insert(
        case.connection,
        "delivery_proof",
        batch_id="B1",
        kind=kind,
        delivered_at=delivered_at,
        source_ref=f"{kind} {number}",
    )


def outage(case, started_at: datetime, hours: int | None) -> None:
    """Enter an outage of the platform; without hours it goes on."""
    ended_at = started_at + timedelta(hours=hours) if hours else None
    insert(
        case.connection,
        "platform_outage",
        started_at=started_at,
        ended_at=ended_at,
        recorded_by="agency-1",
    )


def test_accepting_is_signed_and_of_all_that_was_dispatched(case):
    case.goes_to("S40")
    case.may_not("accept", "CR-113", payload={})
    case.may_not("accept", "CR-112", amount=50, fund_amount=40)
    assert case.does("accept") == "S70"
    assert case.last("amount, fund_amount") == (90, 72)


def test_an_appeal_is_received_by_the_end_of_the_last_day(case):
    case.goes_to("S40")
    case.may_not("appeal", "CR-114", occurred_at=DUE + timedelta(microseconds=1))
    assert case.does("appeal", occurred_at=DUE) == "S50"


def test_an_appeal_names_a_ground_and_says_why(case):
    case.goes_to("S40")
    evidence = {"evidence": ["sha-1"]}
    case.may_not("appeal", "CR-113", reason_code=None)
    case.may_not("appeal", "CR-119", reason_code="INSPECTION")
    case.may_not("appeal", "CR-113", payload={"text": "病情需要。", **evidence})
    assert case.does("appeal", payload={"text": "病情需要，有记录。啊", **evidence})


@pytest.mark.parametrize("evidence", [None, [], [" "], "sha-1"])
def test_an_appeal_brings_evidence(case, evidence):
    case.goes_to("S40")
    payload = {"text": "病情需要，附病程记录为证。", "evidence": evidence}
    case.may_not("appeal", "CR-113", payload=payload)
    assert case.does("appeal", payload={**payload, "evidence": ["sha-1"]})


@pytest.mark.parametrize("reason", ["RULE_FAULT", "DATA_FAULT"])
def test_an_appeal_against_rule_or_data_needs_no_evidence(case, reason):
    case.goes_to("S40")
    payload = {"text": "规则没有考虑双侧手术的情形。"}
    assert case.does("appeal", reason_code=reason, payload=payload) == "S50"


def test_an_appeal_may_dispute_a_part_and_no_more_than_was_dispatched(case):
    case.goes_to("S40")
    case.may_not("appeal", "CR-112", amount=91, fund_amount=72)
    case.does("appeal", amount=30, fund_amount=24)
    assert case.last("amount, fund_amount") == (30, 24)


def test_silence_is_acceptance_only_after_the_last_day(case):
    case.goes_to("S40")
    proof(case, "DISPATCH")
    proof(case, "PHONE")
    case.may_not("deem_accept", "CR-114", occurred_at=DUE)
    later = DUE + timedelta(microseconds=1)
    assert case.does("deem_accept", occurred_at=later) == "S70"
    assert case.last("amount, fund_amount") == (90, 72)


def test_silence_is_acceptance_only_of_a_confirmed_dispatch(case):
    case.goes_to("S40")
    proof(case, "PHONE")
    case.may_not("deem_accept", "CR-116.*confirmed")
    proof(case, "DISPATCH")
    assert case.does("deem_accept") == "S70"


@pytest.mark.parametrize("kinds", [["REMINDER"] * 2, ["PHONE"], ["BUREAU"]])
def test_silence_is_acceptance_only_after_reminding(case, kinds):
    case.goes_to("S40")
    proof(case, "DISPATCH")
    proof(case, "REMINDER", 8, DUE - DAY)
    proof(case, "PHONE", 9, DUE + DAY)
    case.may_not("deem_accept", "CR-116.*reminded")
    for number, kind in enumerate(kinds):
        proof(case, kind, number)
    assert case.does("deem_accept") == "S70"


@pytest.mark.parametrize(
    ("started_at", "hours", "counts"),
    [
        (DUE - DAY, 4, True),
        (DUE - DAY, 3, False),
        (DUE - DAY, None, True),
        # Friday is the workday before that Monday, Thursday is not.
        (DUE - 4 * DAY, 5, True),
        (DUE - 5 * DAY, 5, False),
        (DUE, 5, False),
    ],
)
def test_an_outage_on_the_last_two_workdays_gives_one_more(
    case, started_at, hours, counts
):
    case.goes_to("S40")
    proof(case, "DISPATCH")
    proof(case, "PHONE")
    outage(case, started_at, hours)
    soon, later = DUE + timedelta(hours=20), DUE + timedelta(hours=25)
    if counts:
        case.may_not("deem_accept", "CR-114", occurred_at=soon)
        case.may_not("appeal", "CR-114", occurred_at=later)
        assert case.does("appeal", occurred_at=soon) == "S50"
    else:
        case.may_not("appeal", "CR-114", occurred_at=soon)
        assert case.does("deem_accept", occurred_at=soon) == "S70"


def test_silence_is_no_acceptance_while_the_calendar_is_provisional(case):
    # Published in July 2025, when the year 2026 had not been announced.
    case.goes_to("S30")
    insert(
        case.connection,
        "institution_contact",
        fixmedins_code="H1",
        channel="PHONE",
        address="bureau",
        verified_by="agency-1",
        verified_at=datetime(2025, 12, 1, tzinfo=UTC),
    )
    case.does("dispatch", occurred_at=datetime(2025, 12, 25, 1, tzinfo=UTC))
    for kind in ("DISPATCH", "BUREAU"):
        proof(case, kind, 1, datetime(2025, 12, 26, tzinfo=UTC))
    late = datetime(2026, 3, 1, tzinfo=UTC)
    case.may_not("deem_accept", "CR-116.*provisional", occurred_at=late)
    # Nor is anything too late then.
    assert case.does("appeal", occurred_at=late) == "S50"


def test_more_is_asked_for_by_name_and_once(case):
    case.goes_to("S50")
    case.may_not("request_supplement", "CR-113", payload={})
    case.goes("request_supplement", "supplement")
    case.may_not("request_supplement", "CR-118")


def test_what_was_asked_for_comes_in_time_or_is_waited_for_in_vain(case):
    case.goes_to("S55")
    late = START + timedelta(days=9)
    case.may_not("supplement", "CR-114", occurred_at=late)
    case.may_not("supplement_timeout", "CR-114", occurred_at=START + DAY)
    assert case.does("supplement_timeout", occurred_at=late) == "S50"


def test_what_was_asked_for_is_taken_in_time(case):
    assert case.goes_to("S55").does("supplement") == "S50"


@pytest.mark.parametrize("actor", ["reviewer1-1", "reviewer2-1"])
def test_an_opinion_is_of_somebody_new(case, actor):
    case.goes_to("S50")
    case.may_not("opinion", "CR-111", actor_id=actor)
    assert case.does("opinion") == "S70"


def test_an_opinion_is_not_above_the_dispatch_and_a_lower_one_has_a_reason(case):
    case.goes_to("S50")
    unfounded = {"reason_code": None, "payload": {"opinion": "UNFOUNDED"}}
    case.may_not("opinion", "CR-112", amount=91, fund_amount=72, **unfounded)
    case.may_not("opinion", "CR-113", reason_code=None)
    assert case.does("opinion", amount=90, fund_amount=72, **unfounded) == "S70"


@pytest.mark.parametrize("opinion", [None, "UNFOUNDED", "RIGHT"])
def test_an_opinion_says_what_its_amount_says(case, opinion):
    case.goes_to("S50")
    case.may_not("opinion", "CR-113", payload={"opinion": opinion})
    assert case.does("opinion", payload={"opinion": "FOUNDED"}) == "S70"


def test_an_inspection_is_named_and_stops_the_clock(case):
    case.goes_to("S50")
    before = due_at(case)
    case.may_not("suspend", "CR-113", payload={})
    case.does("suspend")
    # A week later: 5 workdays on which nobody could review.
    case.does("resume", occurred_at=case.now + timedelta(days=7))
    assert case.state == "S50"
    assert due_at(case) == before + timedelta(days=7)


def test_a_case_comes_back_from_an_inspection_to_where_it_was(case):
    case.goes_to("S60").does("suspend")
    case.may_not("resume", "CR-101", to_state="S50")
    assert case.does("resume") == "S60"


def due_at(case) -> datetime:
    query = "select due_at from review.hit_state where hit_id = %s"
    return case.connection.execute(query, (case.hit_id,)).fetchone()[0]
