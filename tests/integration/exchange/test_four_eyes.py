"""Who is left out of a worklist is whom the guards would refuse, and nobody else."""

import psycopg
import pytest
from tests.integration.cases.casework import Case, opened
from tests.integration.cases.usual import WAYS

DECISIONS = {
    "S20": ["second_agree"],
    "S50": ["opinion"],
    "S70": ["final_confirm", "final_clear", "final_return"],
    "S85": ["reconsider_confirm", "reconsider_clear"],
}
LEFT_OUT = {
    "S20": {"clearer", "reviewer1-1"},
    "S50": {"clearer", "second-clearer", "returner", "reviewer1-1", "reviewer2-1"},
    "S70": {"agency-1"},
    "S85": {"agency-2"},
}
OTHERS = {"dispatcher-1", "appeal_reviewer-1", "agency-3", "institution-1", "stranger"}


def much_reviewed(connection: psycopg.Connection, state: str) -> Case:
    """Return a case that others cleared and returned before it came to a state."""
    case = opened(connection)
    case.does("ingest")
    case.does("first_clear", actor_id="clearer")
    case.does("reopen")
    case.does("second_return", actor_id="returner")
    case.does("first_suspect")
    case.does("second_clear", actor_id="second-clearer")
    case.does("reopen")
    return case.goes(*WAYS[state][2:])


def is_refused(
    connection: psycopg.Connection, case: Case, event: str, who: str
) -> bool:
    """Return whether the guards refuse an event because of who does it."""
    try:
        with connection.transaction(force_rollback=True):
            case.does(event, actor_id=who)
    except psycopg.Error as error:
        if error.sqlstate != "CR111":
            raise
        return True
    return False


@pytest.mark.parametrize("state", DECISIONS)
def test_four_eyes_are_the_same_in_worklists_and_guards(connection, state):
    case = much_reviewed(connection, state)
    had_a_hand = "select review.had_a_hand(%s, %s, %s)"
    left_out = set()
    for who in OTHERS.union(*LEFT_OUT.values()):
        told = connection.execute(had_a_hand, (case.hit_id, state, who)).fetchone()[0]
        for event in DECISIONS[state]:
            assert told == is_refused(connection, case, event, who), (who, event)
        left_out |= {who} if told else set()
    assert left_out == LEFT_OUT[state]
