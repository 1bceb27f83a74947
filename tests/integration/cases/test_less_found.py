"""What follows where a review finds a case with less than it stands for."""

from datetime import timedelta

import psycopg
import pytest
from tests.integration.cases import casework
from tests.integration.cases.following import (
    LATER,
    SCREENING,
    case_of,
    decides,
    lands,
    open_proposals,
    refused,
    review,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(scope="module")
def url(make_database) -> str:
    return casework.warehouse(make_database, SCREENING)


@pytest.fixture
def connection(url):
    yield from casework.undone(url)


def lowers(connection: psycopg.Connection, fee: int, fund: int) -> None:
    connection.execute(
        "update marts.fct_rule_hits set hit_fee_amount = %s, hit_fund_amount = %s",
        (fee, fund),
    )


def test_of_a_listed_case_only_what_no_longer_stands_goes_back(connection):
    case = case_of(connection, "A").goes_to("S91")
    review(connection, "first", LATER)
    lowers(connection, 40, 30)
    assert review(connection, "second", LATER + DAY).proposed == 1
    assert open_proposals(connection, "kind, step, to_reverse") == [
        ("reduce", "ledger", 18)
    ]
    assert decides(connection, "A", LATER + 2 * DAY) == "S91"
    assert sum(amount for _, amount, _ in refused(connection)) == 30
    assert review(connection, "third", LATER + 3 * DAY).proposed == 0
    case.now = LATER + 4 * DAY
    case.does("settle")
    assert case.last("amount, fund_amount") == (60, 30)


def test_what_no_longer_stands_is_never_refused_again(connection):
    case = case_of(connection, "A").goes_to("S90")
    review(connection, "first", LATER)
    lowers(connection, 40, 30)
    review(connection, "second", LATER + DAY)
    assert decides(connection, "A", LATER + 2 * DAY) == "S90"
    left = "select review.left_to_refuse('A')"
    assert connection.execute(left).fetchone() == (30,)
    with pytest.raises(psycopg.Error, match="CR-209"):
        case.refuses("30.01", statement_month="2025-11")


def test_less_of_what_was_deducted_is_decided_anew(connection):
    case = case_of(connection, "A").goes_to("S92")
    review(connection, "first", LATER)
    lands(connection, "late")
    lowers(connection, 40, 30)
    review(connection, "second", LATER + DAY)
    assert decides(connection, "A", LATER + 2 * DAY, "AGENCY_LEADER") == "S85"
    assert decides(connection, "A", LATER + 3 * DAY) == "S90"
    said = "amount, fund_amount, reason_code"
    assert case.last(said) == (40, 30, "SOURCE_CHANGED")
    assert sum(amount for _, amount, _ in refused(connection)) == 30


def test_who_opens_a_case_again_leaves_the_money_to_who_decides(connection):
    case = case_of(connection, "A").goes_to("S92")
    review(connection, "first", LATER)
    lowers(connection, 40, 30)
    review(connection, "second", LATER + DAY)
    decides(connection, "A", LATER + 2 * DAY, "AGENCY_LEADER")
    case.now = LATER + 3 * DAY
    case.does("reconsider_confirm")
    excess = "select review.reverse_excess('A', '2025-11')"
    assert connection.execute(excess).fetchone() == (0,)
    assert open_proposals(connection, "step, to_reverse") == [("ledger", 18)]


@pytest.mark.parametrize(("state", "after"), [("S30", "S20"), ("S70", "S70")])
def test_what_is_still_being_decided_is_decided_with_less(connection, state, after):
    case_of(connection, "A").goes_to(state)
    review(connection, "first", LATER)
    lowers(connection, 40, 30)
    assert review(connection, "second", LATER + DAY).proposed == 1
    assert decides(connection, "A", LATER + 2 * DAY) == after
    assert review(connection, "third", LATER + 3 * DAY).proposed == 0


def test_what_was_dispatched_with_too_much_is_recalled_in_time(connection):
    case = case_of(connection, "A").goes_to("S40")
    review(connection, "first", case.now + HOUR)
    lowers(connection, 40, 30)
    review(connection, "second", case.now + 2 * HOUR)
    with connection.transaction(force_rollback=True):
        assert decides(connection, "A", LATER) == "S40"
        assert open_proposals(connection) == []
    assert decides(connection, "A", case.now + 3 * HOUR) == "S30"
    assert open_proposals(connection, "kind, step") == [("reduce", "hold")]
    assert decides(connection, "A", case.now + 4 * HOUR) == "S20"
    assert open_proposals(connection) == []
