"""What became of each case, against what cases.yml and outcomes.yml say by hand."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from tests.integration.outcomes import walks
from tests.integration.outcomes.walks import AS_OF

from claim_review.moments import ZONE

ALL = [f"C{number:02}" for number in range(1, 22)]


def outcomes(connection: psycopg.Connection, as_of: datetime) -> dict[str, Any]:
    with connection.cursor(row_factory=dict_row) as cursor:
        query = "select * from review.case_outcomes_at(%s)"
        return {row["hit_id"]: row for row in cursor.execute(query, (as_of,))}


def spelled_out(cases: str) -> set[str]:
    found = set()
    for part in cases.split():
        first, _, last = part.partition("-")
        found |= {case for case in ALL if first <= case <= (last or first)}
    return found


@pytest.mark.parametrize("column", walks.numbers("outcomes.yml"))
def test_each_case_is_what_it_was_said_to_be_by_hand(walked, column):
    found = {hit_id for hit_id, row in outcomes(walked, AS_OF).items() if row[column]}
    assert found == spelled_out(walks.numbers("outcomes.yml")[column])


def test_an_amount_is_final_only_while_a_decision_stands(walked):
    found = {
        hit_id: row["final_fund_amount"]
        for hit_id, row in outcomes(walked, AS_OF).items()
        if row["final_fund_amount"] is not None
    }
    whole = dict.fromkeys(["C04", "C07", "C08", "C17"], Decimal("72.00"))
    less = dict.fromkeys(["C05", "C20", "C21"], Decimal("48.00"))
    none = dict.fromkeys(["C06", "C12"], Decimal("0.00"))
    assert found == {"C03": Decimal("80.00"), **whole, **less, **none}


def test_what_was_overturned_says_why(walked):
    found = {
        hit_id: row["overturn_reason"]
        for hit_id, row in outcomes(walked, AS_OF).items()
        if row["overturn_reason"]
    }
    assert found == {
        "C05": "CLIN_JUSTIFIED",
        "C06": "RULE_FAULT",
        "C12": "EVID_LATE",
        "C20": "DATA_FAULT",
        "C21": "CLIN_JUSTIFIED",
    }


@pytest.mark.parametrize(
    ("day", "state", "final", "refused", "reversed_"),
    [
        ("07-31", "S80", "72.00", "0", "0"),
        ("08-03", "S91", "72.00", "72.00", "0"),
        ("08-11", "S85", "72.00", "72.00", "0"),
        ("08-13", "S95", "0.00", "72.00", "-72.00"),
    ],
)
def test_a_past_day_is_told_as_it_was(walked, day, state, final, refused, reversed_):
    """C12 was confirmed, refused, taken up again and given back, all entered today."""
    as_of = datetime.fromisoformat(f"2025-{day}T23:00").replace(tzinfo=ZONE)
    row = outcomes(walked, as_of)["C12"]
    assert row["state"] == state
    assert [
        row["final_fund_amount"],
        row["refused_amount"],
        row["reversed_amount"],
    ] == [Decimal(amount) for amount in (final, refused, reversed_)]
    assert row["is_confirmed"] == (state != "S95")


def test_an_entry_that_no_event_followed_counts_after_its_month(walked):
    """An excess that was reversed, where nothing was left to list."""
    walked.execute(
        """
        insert into review.refusal (bkkp_sn, hit_id, statement_month, amount, kind)
        values ('L-C03', 'C03', '2025-08', 5, 'REFUSE')
        """
    )
    september = datetime(2025, 9, 1, tzinfo=ZONE)
    before = outcomes(walked, september - timedelta(seconds=1))["C03"]
    after = outcomes(walked, september)["C03"]
    assert (before["refused_amount"], after["refused_amount"]) == (0, 5)


def test_a_case_that_was_taken_up_anew_stood_cleared_before(walked):
    cleared = outcomes(walked, datetime(2025, 7, 25, tzinfo=ZONE))["C19"]
    assert (cleared["is_cleared_first"], cleared["is_final"]) == (True, True)


def test_times_are_workdays_of_finished_stays(walked):
    row = outcomes(walked, AS_OF)["C05"]
    found = {name: days for name, days in row.items() if name.endswith("workdays")}
    assert found == {
        "first_review_workdays": 0,
        "second_review_workdays": 0,
        "appeal_review_workdays": 3,  # 25 July to 30 July, a weekend between
        "panel_workdays": None,
        "final_review_workdays": 2,
        "dispatch_to_final_workdays": 8,
    }


def test_a_case_that_was_not_open_yet_is_not_there(walked):
    before = outcomes(walked, datetime(2025, 7, 31, tzinfo=ZONE))
    assert sorted(set(ALL) - set(before)) == ["C10", "C11", "C18"]
