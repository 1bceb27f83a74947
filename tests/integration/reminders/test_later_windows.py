"""What an institution hears after its appeal: papers, results, statements."""

from decimal import Decimal

import pytest
from tests.integration.cases.casework import opened
from tests.integration.reminders.mornings import (
    at,
    dispatched,
    hearers,
    mails,
    mornings,
    planned,
    shifts,
)

from claim_review.statements.drafts import draft_month, publish
from claim_review.statements.listing import list_month


def test_papers_that_are_asked_for_are_told_without_what_was_typed(connection):
    (case,) = dispatched(connection, "A")
    case.does("appeal")
    case.does("request_supplement", payload={"documents": "金丝雀的病程记录"})
    assert mornings(connection, "2025-07-22", "2025-07-25") == {
        "2025-07-22": [("SUPPLEMENT_ASKED", None)],
        "2025-07-23": [("SUPPLEMENT", -1)],
    }
    told = mails(connection, "2025-07-22")["H1"]
    assert "1条申诉需补充材料，所需材料见系统内的清单" in told
    assert "截止：2025年7月24日（星期四）24:00，剩余2个工作日" in told
    assert "金丝雀" not in told
    assert hearers(connection, "2025-07-23", "SUPPLEMENT") == [
        *("H1", "appeal_reviewer-1")
    ]
    assert "明日截止" in mails(connection, "2025-07-23")["H1"]


def test_an_opinion_is_told_as_no_decision(connection):
    for case in dispatched(connection, "A", "B"):
        case.does("appeal")
        if case.hit_id == "A":
            case.does("opinion")
        else:
            case.does(
                "opinion",
                amount=90,
                fund_amount=72,
                payload={"opinion": "UNFOUNDED"},
                reason_code=None,
            )
    planned(connection, "2025-07-22")
    told = mails(connection, "2025-07-22")["H1"]
    assert "2条申诉已有评审意见，其中1条成立或部分成立" in told
    assert "不是最终决定" in told
    assert hearers(connection, "2025-07-22", "OPINION") == ["H1", "bureau-1"]


def test_a_result_says_the_amount_and_the_remedy(connection):
    confirmed, cleared = dispatched(connection, "A", "B")
    confirmed.goes("appeal", "opinion", "final_confirm")
    cleared.goes("appeal", "opinion")
    cleared.does("final_clear")
    planned(connection, "2025-07-22")
    told = mails(connection, "2025-07-22")["H1"]
    assert "1条认定违规，金额60.00元（其中基金48.00元）" in told
    assert "可以申请复议，复议截止：2025年7月28日（星期一）24:00，剩余4个工作日" in told
    assert "1条认定不违规" in told
    assert hearers(connection, "2025-07-22", "FINAL") == ["H1", "bureau-1"]
    assert mornings(connection, "2025-07-23", "2025-07-30") == {}


def test_the_second_round_ends_with_a_decision(connection):
    (case,) = dispatched(connection, "A")
    case.goes("appeal", "opinion", "final_confirm", "reconsider", "reconsider_clear")
    planned(connection, "2025-07-22")
    told = mails(connection, "2025-07-22")["H1"]
    assert "【复议决定】\n批次B1：1条认定不违规" in told


def test_a_case_that_comes_back_is_told_again(connection):
    (case,) = dispatched(connection, "A")
    case.goes("appeal", "opinion")
    planned(connection, "2025-07-22")
    case.now = at("2025-07-22", "12:00")
    case.goes("final_return", "opinion")
    assert mornings(connection, "2025-07-23", "2025-07-25") == {
        "2025-07-23": [("OPINION", None)]
    }


def test_what_is_taken_back_already_is_not_taken_back_again(connection):
    (case,) = dispatched(connection, "A")
    case.does("recall")
    planned(connection, "2025-07-22")
    assert shifts(connection, "2025-07-22") == [("WITHDRAWN", None)]
    case.now = at("2025-07-22", "12:00")
    case.does("void")
    planned(connection, "2025-07-23")
    assert shifts(connection, "2025-07-23") == []


def test_what_was_cleared_before_any_dispatch_is_told_to_nobody_outside(connection):
    opened(connection, "A").goes("ingest", "first_clear")
    opened(connection, "B", setl_id="B").goes("ingest", "void")
    assert planned(connection, "2025-07-22").items == {}


@pytest.fixture
def published(connection) -> str:
    """The number of a statement that was published on 6 August."""
    case = opened(connection, "A").goes_to("S90")
    assert case.state == "S90"
    connection.execute("alter table marts.dim_rule add priority integer default 1")
    connection.execute("alter table marts.dim_rule add basis text")
    list_month(connection, "2025-07", at("2025-08-04", "12:00"))
    (number,) = draft_month(connection, "2025-07", at("2025-08-04", "12:00"))
    publish(connection, number, "agency-1", at("2025-08-06", "12:00"))
    return number


def test_a_statement_is_told_once_after_it_was_published(connection, published):
    planned(connection, "2025-08-06")
    assert shifts(connection, "2025-08-06") == []
    planned(connection, "2025-08-07")
    told = mails(connection, "2025-08-07")["H1"]
    assert f"2025年7月拒付单{published}已公布：拒付基金48.00元" in told
    assert "净额48.00元" in told
    assert hearers(connection, "2025-08-07", "STATEMENT") == ["H1", "bureau-1"]
    planned(connection, "2025-08-08")
    assert shifts(connection, "2025-08-08") == []
    (net,) = connection.execute("select net_amount from review.statement").fetchone()
    assert net == Decimal("48.00")
