"""What was confirmed by the cut-off is listed once, in a repeatable order."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from tests.integration.cases.casework import START
from tests.integration.statements.months import (
    AFTER,
    confirmed,
    imbalances,
    listed,
    refused,
    sheet,
)

from claim_review.statements.listing import give_back, list_month, take_off

JULY = "2025-07"
FORTY_EIGHT = Decimal("48.00")


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2025, 8, 29, 15, 59, tzinfo=UTC), "2025-08"),
        # 29 August is the last workday; what comes on the 30th is of September.
        (datetime(2025, 8, 29, 16, 1, tzinfo=UTC), "2025-09"),
        (datetime(2025, 9, 30, 15, 59, tzinfo=UTC), "2025-09"),
        (datetime(2025, 9, 30, 16, 1, tzinfo=UTC), "2025-10"),
    ],
)
def test_a_month_ends_with_its_last_workday(connection, moment, month):
    query = "select review.month_of(%s)"
    assert connection.execute(query, (moment,)).fetchone()[0] == month


def test_a_confirmed_case_is_listed_once(connection):
    case = confirmed(connection, "A")
    assert listed(connection, JULY) == (1, FORTY_EIGHT, 0)
    assert case.state == "S91"
    assert listed(connection, JULY) == (0, 0, 0)
    assert refused(connection) == [("A", JULY, FORTY_EIGHT)]


def test_a_month_that_runs_is_not_listed(connection):
    confirmed(connection, "A")
    with pytest.raises(psycopg.Error, match=r"CR-205.*runs until"):
        list_month(connection, JULY, datetime(2025, 7, 31, 15, 59, tzinfo=UTC))


def test_a_month_of_a_provisional_calendar_is_not_listed(connection):
    with pytest.raises(psycopg.Error, match=r"CR-205.*provisional"):
        list_month(connection, "2026-12", datetime(2027, 1, 4, tzinfo=UTC))


def test_a_month_outside_the_calendar_is_not_listed(connection):
    with pytest.raises(psycopg.Error, match="CR-301"):
        list_month(connection, "2031-01", datetime(2031, 2, 4, tzinfo=UTC))


def test_what_is_confirmed_after_the_cut_off_is_of_the_next_month(connection):
    early = confirmed(connection, "A", bkkp_sn="L1")
    late = confirmed(connection, "B", START + timedelta(days=4), bkkp_sn="L2")
    assert listed(connection, JULY) == (1, FORTY_EIGHT, 0)
    assert (early.state, late.state) == ("S91", "S90")
    assert listed(connection, "2025-08") == (1, FORTY_EIGHT, 0)
    assert late.state == "S91"


def test_the_more_certain_hit_of_a_line_gets_what_there_is(connection):
    confirmed(connection, "a suspect", rule_id="P-26", verdict="suspect")
    confirmed(connection, "b later rule", rule_id="M-15", verdict="hard")
    confirmed(connection, "c later hit", rule_id="P-26", verdict="hard")
    confirmed(connection, "b first", rule_id="P-26", verdict="hard")
    done = list_month(connection, JULY, AFTER[JULY])
    assert refused(connection) == [
        ("b first", JULY, FORTY_EIGHT),
        ("c later hit", JULY, Decimal("32.00")),
    ]
    assert done.nothing_left == ["b later rule", "a suspect"]


def test_what_has_nothing_left_waits_until_there_is_room(connection):
    first = confirmed(connection, "A", line_fund_cap=48)
    second = confirmed(connection, "B", line_fund_cap=48)
    assert list_month(connection, JULY, AFTER[JULY]).nothing_left == ["B"]
    assert second.state == "S90"
    carried = "select hit_id, reason from review.carried_over(%s)"
    assert connection.execute(carried, (JULY,)).fetchall() == [("B", "NOTHING_LEFT")]
    take_off(connection, "A", "agency-2", AFTER[JULY] + timedelta(hours=1), "有误")
    first.now = AFTER[JULY] + timedelta(hours=1)
    first.does("void")
    assert listed(connection, "2025-08") == (1, FORTY_EIGHT, 0)
    assert second.state == "S91"
    assert imbalances(connection) == []


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"line_fund_cap": 0}, "ONLY_INFORMS"),
        ({"settlement_fund_cap": 0}, "NOTHING_LEFT"),
    ],
)
def test_what_cannot_be_refused_is_carried_over_with_the_reason(
    connection, facts, reason
):
    confirmed(connection, "A", **facts)
    assert list_month(connection, JULY, AFTER[JULY]).nothing_left == ["A"]
    carried = "select hit_id, reason from review.carried_over(%s)"
    assert connection.execute(carried, (JULY,)).fetchall() == [("A", reason)]
    columns = "closing_cases, closing_amount, not_refusable_cases"
    assert sheet(connection, JULY, columns) == [(1, FORTY_EIGHT, 1)]


def test_what_is_taken_off_goes_back_in_its_month_while_nobody_was_told(connection):
    case = confirmed(connection, "A")
    listed(connection, JULY)
    take_off(connection, "A", "agency-2", AFTER[JULY] + timedelta(hours=1), "有误")
    assert case.state == "S90"
    assert refused(connection)[1] == ("A", JULY, -FORTY_EIGHT)
    assert listed(connection, JULY) == (0, 0, 0)
    columns = (
        "listed_cases, taken_off_cases, closing_cases, refused_amount + reversed_amount"
    )
    assert sheet(connection, JULY, columns) == [(1, 1, 1, 0)]
    assert listed(connection, "2025-08") == (1, FORTY_EIGHT, 0)
    assert imbalances(connection) == []


def test_what_was_decided_lower_anew_goes_back_and_makes_room(connection):
    first = confirmed(connection, "A")
    confirmed(connection, "B")
    assert listed(connection, JULY) == (2, Decimal("80.00"), 0)
    first.now = AFTER[JULY] + timedelta(hours=1)
    first.goes("settle", "reopen")
    first.does("reconsider_confirm", amount=25, fund_amount=20, reason_code="CALC")
    confirmed(connection, "C")
    assert listed(connection, "2025-08") == (2, Decimal("28.00"), Decimal("28.00"))
    assert refused(connection)[2:] == [
        ("A", "2025-08", Decimal("-28.00")),
        ("C", "2025-08", Decimal("28.00")),
    ]
    assert imbalances(connection) == []


def test_a_later_decision_changes_no_month_before_it(connection):
    case = confirmed(connection, "A", line_fund_cap=48)
    waiting = confirmed(connection, "B", line_fund_cap=48)
    listed(connection, JULY)
    amounts = "confirmed_amount, listed_amount, closing_amount"
    told = sheet(connection, JULY, amounts)
    assert told == [(96, 48, 48)]
    case.now = waiting.now = AFTER[JULY] + timedelta(hours=1)
    case.goes("settle", "reopen")
    case.does("reconsider_confirm", amount=25, fund_amount=20, reason_code="CALC")
    waiting.goes("transfer", "transfer_back")
    waiting.does(
        "final_confirm",
        actor_id="agency-2",
        amount=25,
        fund_amount=20,
        payload={"basis": "依据"},
    )
    waiting.goes("window_closed")
    assert sheet(connection, JULY, amounts) == told
    assert sheet(connection, "2025-08", f"withdrawn_amount, {amounts}") == [
        (48, 40, 0, 40)
    ]
    assert imbalances(connection) == []


def test_who_is_taken_off_leaves_the_list_that_he_was_last_on(connection):
    case = confirmed(connection, "A")
    listed(connection, JULY)
    case.now = AFTER[JULY] + timedelta(hours=1)
    case.goes("settle", "reopen", "reconsider_confirm")
    assert listed(connection, "2025-08") == (1, 0, 0)
    take_off(connection, "A", "agency-2", AFTER["2025-08"], "有误")
    assert refused(connection)[-1] == ("A", "2025-08", -FORTY_EIGHT)
    assert imbalances(connection) == []


def test_money_of_a_reopened_case_goes_back_before_it_is_cleared(connection):
    case = confirmed(connection, "A")
    listed(connection, JULY)
    case.now = AFTER[JULY] + timedelta(hours=1)
    case.goes("settle", "reopen")
    give_back(connection, "A", case.now)
    assert case.does("reconsider_clear") == "S95"
    assert give_back(connection, "A", case.now) is None
    assert listed(connection, "2025-08") == (0, 0, 0)
    assert imbalances(connection) == []


def test_the_sheet_opens_with_what_was_left(connection):
    confirmed(connection, "A", line_fund_cap=48)
    confirmed(connection, "B", line_fund_cap=48)
    listed(connection, JULY)
    columns = "opening_cases, confirmed_cases, listed_cases, closing_cases"
    assert sheet(connection, JULY, columns) == [(0, 2, 1, 1)]
    assert sheet(connection, "2025-08", columns) == [(1, 0, 0, 1)]
    assert sheet(connection, "2025-06", columns) == []
