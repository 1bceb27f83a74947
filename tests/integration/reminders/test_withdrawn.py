"""What an institution hears of a case that a review no longer finds."""

from datetime import timedelta

import psycopg
import pytest
from tests.integration.cases.casework import insert, opened
from tests.integration.reminders.mornings import at, mails, planned

MORNING = "2025-09-16"


def cancelled(connection: psycopg.Connection, state: str) -> str:
    """Let the agency agree that a case is cancelled; return the mail to H1 after it."""
    opened(connection, "A").goes_to(state)
    noon = at(MORNING) - timedelta(hours=20)
    insert(
        connection,
        "follow_up",
        hit_id="A",
        kind="withdraw",
        cause="reversal",
        run_id="R",
        state=state,
        decided_amount=60,
        decided_fund_amount=48,
        refused_amount=48 if state == "S91" else 0,
        is_vanished=True,
        stands_amount=0,
        stands_fund_amount=0,
        proposed_at=noon,
    )
    connection.execute(
        """
        select review.decide_follow_up(follow_up_id, 'AGREED', 'agency-7', 'AGENCY', %s)
        from review.follow_up
        """,
        (noon,),
    )
    planned(connection, MORNING)
    return next(text for text in mails(connection, MORNING).values() if "B1" in text)


def test_it_hears_why_and_what_goes_back_to_it(connection):
    said = cancelled(connection, "S91")
    assert "1条疑点已撤回或作废" in said
    assert "撤销原因：结算已冲正、退费或撤销。" in said
    back = "已拒付的基金48.00元予以冲回，列入2025-09拒付单的“冲回”表。"
    assert back in said


def test_it_hears_of_no_money_where_nothing_was_refused(connection):
    said = cancelled(connection, "S50")
    assert "撤销原因：结算已冲正、退费或撤销。" in said
    assert "冲回" not in said.replace("已冲正", "")


@pytest.mark.parametrize("state", ["S10", "S30"])
def test_it_hears_nothing_of_what_it_was_never_told(connection, state):
    with pytest.raises(StopIteration):
        cancelled(connection, state)
