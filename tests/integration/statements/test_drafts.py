"""Statements say what the ledger says, and stay as they were told."""

from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest
from tests.integration.cases.casework import Case, opened
from tests.integration.statements.months import (
    AFTER,
    confirmed,
    imbalances,
    listed,
    refused,
)

from claim_review.statements.drafts import (
    UnbalancedError,
    draft_month,
    fingerprint,
    publish,
)
from claim_review.statements.listing import give_back, list_month, take_off

JULY, AUGUST = "2025-07", "2025-08"
FIRST, SECOND = "JF-GN-202507-H1-01", "JF-GN-202507-H1-02"
HOUR = timedelta(hours=1)


def drafted(connection: psycopg.Connection, month: str) -> list[str]:
    return draft_month(connection, month, AFTER[month] + HOUR)


def content(connection: psycopg.Connection, number: str) -> dict:
    query = "select content from review.statement where statement_number = %s"
    return connection.execute(query, (number,)).fetchone()[0]


@pytest.fixture
def july(connection: psycopg.Connection) -> Case:
    """A case that is listed for July, with another one that waits behind it."""
    case = confirmed(connection, "A", line_fund_cap=48)
    confirmed(connection, "B", line_fund_cap=48)
    listed(connection, JULY)
    return case


def test_a_statement_has_the_four_tables_and_totals_in_words(connection, july):
    assert drafted(connection, JULY) == [FIRST]
    said = content(connection, FIRST)
    assert said["head"] == {
        "statement_month": "2025-07",
        "fixmedins_code": "H1",
        "fixmedins_name": "示例医院",
        "first_day": "2025-07-01",
        "last_day": "2025-07-31",
        "parameters_are_confirmed": False,
        "refused_amount": "48.00",
        "reversed_amount": "0.00",
        "net_amount": "48.00",
        "net_in_words": "肆拾捌元整",
    }
    assert said["by_rule"] == [
        {
            "rule_id": "P-26",
            "rule_name": "示例规则甲",
            "rule_basis": "示例依据",
            "cases": 1,
            "decided_amount": "60.00",
            "decided_fund_amount": "48.00",
            "refused_amount": "48.00",
        }
    ]
    assert said["lines"] == [
        {
            "hit_id": "A",
            "setl_id": "S1",
            "bkkp_sn": "L1",
            "rule_id": "P-26",
            "hit_reason": "示例",
            "hit_amount": "100.00",
            "dispatched_amount": "90.00",
            "decided_amount": "60.00",
            "decided_fund_amount": "48.00",
            "refused_amount": "48.00",
            "decision_basis": "OPINION",
            "decided_on": "2025-07-21",
        }
    ]
    assert said["reversed"] == []
    assert [row["carried_reason"] for row in said["carried"]] == ["NOTHING_LEFT"]


@pytest.mark.parametrize(
    ("steps", "basis"),
    [
        (["accept", "final_confirm", "window_closed"], "ACCEPTED"),
        (
            ["appeal", "withdraw_appeal", "final_confirm", "window_closed"],
            "WITHDRAWN",
        ),
        (
            [
                *("appeal", "opinion", "final_confirm"),
                *("reconsider", "reconsider_confirm"),
            ],
            "RECONSIDERED",
        ),
    ],
)
def test_a_line_says_on_what_the_decision_rests(connection, steps, basis):
    opened(connection, "A").goes_to("S40").goes(*steps)
    listed(connection, JULY)
    drafted(connection, JULY)
    assert content(connection, FIRST)["lines"][0]["decision_basis"] == basis


def test_the_same_statement_is_drafted_once_and_another_gets_a_new_number(
    connection, july
):
    drafted(connection, JULY)
    assert drafted(connection, JULY) == []
    take_off(connection, "A", "agency-2", AFTER[JULY] + HOUR, "有误")
    assert drafted(connection, JULY) == [SECOND]
    said = content(connection, SECOND)
    assert (said["head"]["net_amount"], said["head"]["net_in_words"]) == (
        "0.00",
        "零元整",
    )
    assert [row["refused_in"] for row in said["reversed"]] == ["2025-07"]


def test_the_hash_is_of_what_the_statement_says(connection, july):
    drafted(connection, JULY)
    said = content(connection, FIRST)
    query = "select content_sha256 from review.statement"
    assert connection.execute(query).fetchone()[0] == fingerprint(said)
    said["lines"][0]["refused_amount"] = "47.99"
    assert connection.execute(query).fetchone()[0] != fingerprint(said)


def test_a_published_month_takes_nothing_more(connection, july):
    drafted(connection, JULY)
    publish(connection, FIRST, "agency-1", AFTER[JULY] + 2 * HOUR)
    with pytest.raises(psycopg.Error, match="CR-204"), connection.transaction():
        july.refuses("-48.00", statement_month=JULY)
    confirmed(connection, "C", bkkp_sn="L3")
    assert listed(connection, JULY) == (0, 0, 0)
    assert drafted(connection, JULY) == []
    take_off(connection, "A", "agency-2", AFTER[JULY] + 3 * HOUR, "有误")
    assert refused(connection)[-1] == ("A", AUGUST, Decimal("-48.00"))
    assert listed(connection, AUGUST)[0] == 2
    assert imbalances(connection) == []


def test_more_reversals_than_refusals_are_an_advice_of_repayment(connection, july):
    drafted(connection, JULY)
    publish(connection, FIRST, "agency-1", AFTER[JULY] + 2 * HOUR)
    july.now = AFTER[JULY] + 3 * HOUR
    july.goes("settle", "reopen")
    give_back(connection, "A", july.now)
    july.does("reconsider_clear")
    connection.execute(
        "select review.apply_event('B', 'void', 'agency-1', 'AGENCY', %s, "
        """payload => '{"data_defect_id": "D"}')""",
        (july.now,),
    )
    assert listed(connection, AUGUST) == (0, 0, 0)
    assert drafted(connection, AUGUST) == ["JF-GN-202508-H1-01"]
    head = content(connection, "JF-GN-202508-H1-01")["head"]
    assert (head["net_amount"], head["net_in_words"]) == ("-48.00", "负肆拾捌元整")


def test_only_the_last_draft_is_published(connection, july):
    drafted(connection, JULY)
    take_off(connection, "A", "agency-2", AFTER[JULY] + HOUR, "有误")
    with pytest.raises(psycopg.Error, match="CR-206"), connection.transaction():
        publish(connection, FIRST, "agency-1", AFTER[JULY] + 2 * HOUR)
    drafted(connection, JULY)
    with pytest.raises(psycopg.Error, match="CR-207"), connection.transaction():
        publish(connection, FIRST, "agency-1", AFTER[JULY] + 2 * HOUR)
    with pytest.raises(psycopg.Error, match="CR-207"), connection.transaction():
        publish(connection, SECOND, "agency-1", AFTER[JULY])
    publish(connection, SECOND, "agency-1", AFTER[JULY] + 2 * HOUR)


def test_months_are_published_in_their_order(connection, july):
    confirmed(connection, "C", AFTER[JULY], bkkp_sn="L3")
    list_month(connection, AUGUST, AFTER[AUGUST])
    [number] = drafted(connection, AUGUST)
    with (
        pytest.raises(psycopg.Error, match=r"CR-208.*2025-07"),
        connection.transaction(),
    ):
        publish(connection, number, "agency-1", AFTER[AUGUST] + 2 * HOUR)
    drafted(connection, JULY)
    publish(connection, FIRST, "agency-1", AFTER[AUGUST] + 2 * HOUR)
    publish(connection, number, "agency-1", AFTER[AUGUST] + 2 * HOUR)


def test_a_statement_is_not_written_past_the_ledger(connection, july):
    drafted(connection, JULY)
    with pytest.raises(psycopg.Error, match="CR-206"), connection.transaction():
        connection.execute(
            """
            insert into review.statement
            select
                %s, statement_month, fixmedins_code, 2, 47, 0, 47, content,
                content_sha256, drafted_at
            from review.statement
            """,
            (SECOND,),
        )


@pytest.mark.parametrize("table", ["statement", "statement_publication"])
@pytest.mark.parametrize("statement", ["delete from {}", "truncate {} cascade"])
def test_what_was_drafted_and_told_stays(connection, july, table, statement):
    drafted(connection, JULY)
    publish(connection, FIRST, "agency-1", AFTER[JULY] + 2 * HOUR)
    with pytest.raises(psycopg.Error, match="CR-100"):
        connection.execute(statement.format(f"review.{table}"))


def test_a_third_party_publishes_nothing(connection, july):
    drafted(connection, JULY)
    with pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(
            "insert into review.statement_publication values (%s, 'x', 'PANEL', %s)",
            (FIRST, AFTER[JULY] + HOUR),
        )


def test_a_draft_has_days_to_be_checked_and_published(connection, july):
    drafted(connection, JULY)
    days = connection.execute(
        """
        select
            review.day_of(check_due_at - interval '1 second')::text,
            review.day_of(publish_due_at - interval '1 second')::text,
            published_at
        from review.statement_now
        """
    ).fetchone()
    assert days == ("2025-08-07", "2025-08-11", None)


def test_a_month_that_does_not_balance_is_not_drafted(connection, july):
    other = confirmed(connection, "C", bkkp_sn="L3")
    other.refuses("48.00", statement_month=JULY)
    other.does("list_refusal", payload={"statement_month": "2025-06"})
    with pytest.raises(UnbalancedError, match="H1 in 2025-06"):
        drafted(connection, JULY)
