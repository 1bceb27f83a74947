"""Cases go their whole way with workbooks alone; times run out and lists are made."""

from collections.abc import Mapping
from datetime import timedelta

import psycopg
import pytest
from tests.integration.cases.casework import START, Case, opened
from tests.integration.exchange.desk import Desk, filled, problems
from tests.unit.exchange.workbooks import KEY

from claim_review.exchange.appeals import dispatch, issue_batch
from claim_review.exchange.issuing import Issued
from claim_review.exchange.worklist import issue_to_institution, issue_worklist
from claim_review.review.days import go_through
from claim_review.statements.listing import list_month

FILES = {"病历.pdf": b"record", "手术.pdf": b"surgery", "会诊.pdf": b"consultation"}


class Office:
    """All desks of a prefecture; a workbook is answered an hour after it went out."""

    def __init__(self, connection: psycopg.Connection) -> None:
        connection.execute("alter table marts.dim_rule add column priority integer")
        self.connection = connection
        self.case: Case = opened(connection, "A").goes_to("S10")
        self.now = START + timedelta(hours=2)

    def reviews(self, kind: str, who: str, **answers: str) -> str:
        """Answer the case in a worklist; return the state that it leads to."""
        told = (kind, who, 9, KEY, "lead", self.now)
        return self._answers(issue_worklist(self.connection, *told), who, answers)

    def tells(self, kind: str, **answers: str) -> str:
        """Send a workbook to the institution and let it answer; return the state."""
        told = (kind, "H1", KEY, "desk", self.now)
        return self._answers(
            issue_to_institution(self.connection, *told), "H1", answers
        )

    def dispatches(self, **answers: str) -> str:
        """Dispatch the case and let the institution answer; return the state."""
        dispatch(self.connection, "B1", "dispatcher-1", "DISPATCHER", self.now)
        told = ("B1", KEY, "desk", self.now)
        return self._answers(issue_batch(self.connection, *told), "H1", answers)

    def waits(self, days: int) -> str:
        """Let days go by, and what runs out with them; return the state."""
        self.now += timedelta(days=days)
        go_through(self.connection, self.now)
        return self.case.state

    def _answers(self, sent: Issued, who: str, answers: Mapping[str, str]) -> str:
        self.now += timedelta(hours=1)
        desk = Desk(self.connection, who, self.now, dict(FILES))
        outcome = desk.hands_in(filled(sent.content, {"A": answers}))
        assert problems(outcome) == []
        return self.case.state


@pytest.fixture
def office(connection) -> Office:
    return Office(connection)


def goes_to_its_decision(office: Office) -> None:
    """Review, dispatch, appeal, supplement, opinion, decision of 60 yuan."""
    first = {"初审结论": "疑似违规", "认定依据": "说明书"}
    assert office.reviews("FIRST_REVIEW", "wang", **first) == "S20"
    second = {"复审结论": "同意", "认定金额（元）": "90"}
    assert office.reviews("SECOND_REVIEW", "li", **second) == "S30"
    appeal = {
        "处理意见": "申诉",
        "申诉理由": "CLIN_JUSTIFIED 临床合理且有依据",
        "申诉说明": "病情需要，附病程记录为证。",
        "证明材料": "病历.pdf",
    }
    assert office.dispatches(**appeal) == "S50"
    more = {"评审结论": "要求补充材料", "补充材料清单": "手术记录"}
    assert office.reviews("APPEAL_REVIEW", "zhao", **more) == "S55"
    assert office.tells("SUPPLEMENT", 补充材料="手术.pdf") == "S50"
    opinion = {
        "评审结论": "部分成立",
        "认定金额（元）": "60",
        "调减原因": "CLIN_JUSTIFIED 临床合理且有依据",
        "评审意见": "部分用量有依据。",
    }
    assert office.reviews("APPEAL_REVIEW", "zhao", **opinion) == "S70"
    confirmed = {"终审结论": "认定", "认定依据": "条例第三十八条"}
    assert office.reviews("FINAL_REVIEW", "agency-2", **confirmed) == "S80"


def lists_and_settles(office: Office) -> None:
    """List the month, as of its end, and take the money."""
    office.now = START + timedelta(days=18)
    listed = list_month(office.connection, "2025-07", office.now)
    assert listed.cases == 1
    office.case.now = office.now
    assert office.case.does("settle") == "S92"


def test_a_case_goes_from_its_first_review_to_the_money(office):
    goes_to_its_decision(office)
    assert office.tells("NOTICE") == "S80"
    assert office.waits(8) == "S90"
    lists_and_settles(office)
    assert office.case.last("amount, fund_amount") == (60, 48)


def test_a_case_goes_through_the_second_round(office):
    goes_to_its_decision(office)
    objection = {
        "是否申请复议": "申请复议",
        "复议理由": "NEW_EVIDENCE 有新证据",
        "证明材料": "会诊.pdf",
    }
    assert office.tells("NOTICE", **objection) == "S85"
    changed = {
        "复议结论": "变更",
        "变更后金额（元）": "40",
        "调减原因": "EVID_LATE 已补充提供证据",
        "决定依据": "会诊记录",
    }
    assert office.reviews("RECONSIDER", "agency-3", **changed) == "S90"
    lists_and_settles(office)
    assert office.case.last("amount, fund_amount") == (40, 32)
