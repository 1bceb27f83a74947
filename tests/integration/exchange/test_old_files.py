"""Workbooks that are no longer the last word on their cases."""

import pytest
from tests.integration.cases.casework import START, insert, opened
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.unit.exchange.workbooks import KEY

from claim_review.exchange.appeals import dispatch, issue_batch

ACCEPT = {"处理意见": "认可", "医保办签认人": "示例甲"}


def workbook(connection, batch_id, as_of) -> bytes:
    return issue_batch(connection, batch_id, KEY, "sender", as_of).content


@pytest.fixture
def case(connection):
    """A case of H1 that was dispatched with batch B1."""
    case = opened(connection, "A").goes_to("S30")
    dispatch(connection, "B1", "sender", "DISPATCHER", START + DAY)
    return case


def test_the_file_of_a_batch_that_was_dispatched_anew_is_too_old(connection, case):
    old = filled(workbook(connection, "B1", START + DAY), {"A": ACCEPT})
    case.now = START + 2 * DAY
    case.does("recall")
    approval = {"approval_id": "A2", "approved_by": "agency-1", "approved_at": START}
    insert(
        connection,
        "dispatch_batch",
        batch_id="B2",
        fixmedins_code="H1",
        approved_role="AGENCY",
        **approval,
    )
    dispatch(connection, "B2", "sender", "DISPATCHER", START + 3 * DAY)
    office = Desk(connection, "H1", START + 4 * DAY)
    assert problems(office.hands_in(old)) == [
        "疑点明细!AG2：下发后该疑点另有处理（现为S40 已下发（申诉期）），本行不再适用"
    ]
    new = workbook(connection, "B2", START + 3 * DAY)
    assert problems(office.hands_in(filled(new, {"A": ACCEPT}))) == []


def test_an_earlier_copy_of_the_same_batch_is_as_good_as_a_later_one(connection, case):
    early = workbook(connection, "B1", START + DAY)
    workbook(connection, "B1", START + 2 * DAY)
    office = Desk(connection, "H1", START + 3 * DAY)
    assert problems(office.hands_in(filled(early, {"A": ACCEPT}))) == []
    assert case.state == "S70"
