"""How figures count cases whose hit a review no longer finds."""

from datetime import datetime, timedelta

import psycopg
import pytest
from psycopg.rows import dict_row
from tests.integration.cases import casework
from tests.integration.cases.casework import START, insert, opened
from tests.integration.outcomes.walks import MARTS

DAY = timedelta(days=1)
GONE = START + 9 * DAY


@pytest.fixture(scope="module")
def url(make_database) -> str:
    return casework.warehouse(make_database, MARTS)


@pytest.fixture
def connection(url):
    yield from casework.undone(url)


def proposed(
    connection: psycopg.Connection, hit_id: str, state: str, cause: str = "reversal"
) -> None:
    """Open a case, take it to a state, and let a review find it no longer."""
    opened(connection, hit_id, bkkp_sn=hit_id).goes_to(state)
    insert(
        connection,
        "follow_up",
        hit_id=hit_id,
        kind="close",
        cause=cause,
        run_id="R",
        state=state,
        decided_amount=100,
        decided_fund_amount=80,
        refused_amount=0,
        is_vanished=True,
        stands_amount=0,
        stands_fund_amount=0,
        proposed_at=GONE,
    )


def decided(connection: psycopg.Connection, hit_id: str, outcome: str) -> None:
    query = """
        select review.decide_follow_up(
            follow_up_id, %s, 'agency-7', 'AGENCY', %s, '已核对'
        )
        from review.follow_up where hit_id = %s
    """
    connection.execute(query, (outcome, GONE + DAY, hit_id))


def figures(connection: psycopg.Connection, as_of: datetime) -> dict:
    with connection.cursor(row_factory=dict_row) as cursor:
        query = """
            select * from review.process_kpis_at(%s, '2025Q1') where dimension = 'total'
        """
        return cursor.execute(query, (as_of,)).fetchone() or {"hits": 0}


@pytest.mark.parametrize("outcome", [None, "AGREED"])
def test_what_was_gone_before_anybody_decided_is_no_case_of_theirs(connection, outcome):
    proposed(connection, "A", "S10")
    assert figures(connection, GONE - DAY)["hits"] == 1
    if outcome:
        decided(connection, "A", outcome)
    assert figures(connection, GONE + 2 * DAY)["hits"] == 0
    assert figures(connection, GONE - DAY)["hits"] == 1


def test_what_the_agency_declines_to_close_counts_again(connection):
    proposed(connection, "A", "S10")
    decided(connection, "A", "DECLINED")
    assert figures(connection, GONE)["hits"] == 0
    assert figures(connection, GONE + 2 * DAY)["hits"] == 1


@pytest.mark.parametrize("state", ["S20", "S30", "S40", "S95"])
def test_what_somebody_has_decided_on_stays_a_case(connection, state):
    proposed(connection, "A", state)
    assert figures(connection, GONE + 2 * DAY)["hits"] == 1


@pytest.mark.parametrize(
    ("cause", "judged", "misjudged"), [("reversal", 0, 0), ("rule_change", 1, 1)]
)
def test_only_what_the_rule_is_to_blame_for_counts_against_it(
    connection, cause, judged, misjudged
):
    proposed(connection, "A", "S50", cause)
    decided(connection, "A", "AGREED")
    found = figures(connection, GONE + 2 * DAY)
    assert (found["voided"], found["misjudged_of"]) == (1, judged)
    assert found["misjudged"] == misjudged
