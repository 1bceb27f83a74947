"""Who is left out of a worklist is whom the guards would refuse, and nobody else."""

import psycopg
import pytest
from tests.integration.cases.casework import Case, opened

DECISIONS = {
    "S20": ["second_agree"],
    "S50": ["opinion"],
    "S70": ["final_confirm", "final_clear", "final_return"],
    "S85": ["reconsider_confirm", "reconsider_clear"],
}
# Everybody who acts in the usual way of a case, and somebody who does not.
PEOPLE = [
    *("reviewer1-1", "reviewer2-1", "dispatcher-1", "appeal_reviewer-1"),
    *("agency-1", "agency-2", "agency-3", "institution-1", "stranger"),
]


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
    case = opened(connection).goes_to(state)
    had_a_hand = "select review.had_a_hand(%s, %s, %s)"
    left_out = set()
    for who in PEOPLE:
        told = connection.execute(had_a_hand, (case.hit_id, state, who)).fetchone()[0]
        for event in DECISIONS[state]:
            assert told == is_refused(connection, case, event, who), (who, event)
        left_out |= {who} if told else set()
    assert 1 <= len(left_out) <= 2
