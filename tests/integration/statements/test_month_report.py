"""The written report of a month says what the events say, on any later day."""

from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest
from tests.integration.cases.casework import START, opened
from tests.integration.statements.months import AFTER, confirmed, listed, sheet

from claim_review.reports.document import sentences, tables
from claim_review.statements.report import read_month, report

DAY = timedelta(days=1)
JULY, AUGUST = "2025-07", "2025-08"


@pytest.fixture
def cases(connection):
    """Cases that stand at different places at the end of July."""
    cases = {"listed": confirmed(connection, "listed")}
    cases["waits"] = opened(connection, "waits").goes_to("S40")
    cases["late"] = opened(connection, "late", quarter="2024Q4")
    cases["late"].now = START - 20 * DAY
    cases["late"].goes_to("S10")
    for number in range(2):
        opened(connection, f"void {number}").goes_to("S96")
    departed = opened(connection, "departed").goes_to("S70")
    reason = {"basis": "依据", "departure": "另有会计凭证"}
    departed.does("final_confirm", amount=70, fund_amount=56, payload=reason)
    back = opened(connection, "back").goes_to("S95")
    back.now += DAY
    back.does("reopen")
    listed(connection, JULY)
    return cases


def told(connection, month=JULY, as_of=None):
    return read_month(connection, month, as_of or AFTER[month] + DAY)


def test_the_steps_of_the_month_are_counted(connection, cases):
    work = {row["event"]: row for row in told(connection)["work"]}
    assert work["ingest"]["cases"] == 7
    assert work["void"]["cases"] == 2
    assert work["final_confirm"]["cases"] == 2
    assert work["final_confirm"]["fund_amount"] == 48 + 56
    # What is listed in August, for July, is July's.
    assert work["list_refusal"]["cases"] == 1


def test_each_case_stands_in_one_place(connection, cases):
    funnel = {row["quarter"]: row for row in told(connection)["funnel"]}
    assert funnel.keys() == {"2024Q4", "2025Q1"}
    for row in funnel.values():
        standing = ("confirmed", "cleared", "taken_out", "undecided")
        assert sum(row[name] for name in standing) == row["opened"]
    first = funnel["2025Q1"]
    assert (first["opened"], first["confirmed"], first["taken_out"]) == (6, 2, 2)
    assert (first["dispatched"], first["appealed"]) == (3, 2)


def test_open_cases_are_told_by_age_delay_and_what_is_next(connection, cases):
    rows = {row["state"]: row for row in told(connection)["open"]}
    assert rows["S40"]["due_next"] == 1
    assert rows["S40"]["to_30_days"] == 0
    late = rows["S10"]
    # Since 1 July; ten workdays ended on the 15th.
    assert (late["to_30_days"], late["overdue"], late["longest_overdue"]) == (1, 1, 16)
    assert rows["S20"]["cases"] == 1


def test_exceptions_are_told_one_by_one_and_voided_cases_by_defect(connection, cases):
    shown = [
        (row["kind"], row["hit_id"], row["cases"], row["why"])
        for row in told(connection)["exceptions"]
    ]
    assert shown == [
        ("DEPARTED", "departed", 1, "另有会计凭证"),
        ("REOPENED", "back", 1, "有新证据"),
        ("VOIDED", None, 2, "D1"),
    ]


def test_a_past_month_is_told_the_same_after_the_next(connection, cases):
    before = told(connection)
    cases["waits"].now = AFTER[JULY]
    cases["waits"].goes("appeal", "void")
    assert told(connection, as_of=AFTER[AUGUST]) == before
    august = told(connection, AUGUST)
    assert {row["event"]: row["cases"] for row in august["work"]}["void"] == 1


def test_a_month_that_runs_has_no_report_yet(connection, cases):
    with pytest.raises(psycopg.Error, match="CR-205"):
        told(connection, as_of=START)


def test_texts_and_tables_are_those_of_the_sheet(connection, cases):
    columns = "*, fixmedins_code as fixmedins_name"
    with connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        query = f"select {columns} from review.prefecture_sheet(%s)"
        rows = cursor.execute(query, (JULY,)).fetchall()
    shown = report(told(connection), rows, {})
    [(refused,)] = sheet(connection, JULY, "refused_amount")
    (listed_table,) = (t for t in tables(shown) if t["title"] == "各机构拒付与冲回")
    assert listed_table["rows"] == [["H1", "1", f"{refused}", "0.00", f"{refused}"]]
    assert any("本月认定1件48.00元" in text for text in sentences(shown))


def test_money_goes_back_for_what_a_review_no_longer_finds_or_by_decision(
    connection, cases
):
    for number, amount in enumerate(("-8.00", "-2.00"), 1):
        cases["listed"].refuses(amount, statement_month=AUGUST)
        if number == 1:
            agreed_to(connection, "listed", "reversal", amount)
    assert {row["cause"]: row["amount"] for row in told(connection)["given_back"]} == {}
    rows = told(connection, AUGUST)["given_back"]
    assert {row["cause"]: row["amount"] for row in rows} == {
        "reversal": Decimal("-8.00"),
        "decision": Decimal("-2.00"),
    }


def agreed_to(
    connection: psycopg.Connection, hit_id: str, cause: str, amount: str
) -> None:
    """Write that the agency agreed to a proposal and gave this much back."""
    connection.execute(
        """
        with proposed as (
            insert into review.follow_up (
                hit_id, kind, cause, run_id, state, decided_amount, decided_fund_amount,
                refused_amount, is_vanished, stands_amount, stands_fund_amount,
                proposed_at
            )
            values (%s, 'reduce', %s, 'run', 'S91', 60, 48, 48, false, 50, 40, %s)
            returning follow_up_id
        )

        insert into review.follow_up_end (
            follow_up_id, outcome, step, actor_id, actor_role, reversed_month,
            reversed_amount, ended_at
        )
        select
            follow_up_id, 'AGREED', 'ledger', 'agency-1', 'AGENCY', %s, -%s::numeric, %s
        from proposed
        """,
        (hit_id, cause, AFTER[JULY], AUGUST, amount, AFTER[JULY]),
    )
