"""The agency decides in a workbook on what a review finds no longer."""

from datetime import timedelta

import psycopg
import pytest
from tests.integration.cases import casework
from tests.integration.cases.following import (
    LATER,
    SCREENING,
    case_of,
    lands,
    open_proposals,
    review,
)
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.unit.exchange.workbooks import KEY, grids

from claim_review.exchange.follow_ups import issue_follow_ups

AGREED, SHEET = {"处理意见": "同意"}, "复筛处理"
DECLINED = {"处理意见": "不同意", "说明": "原单据已核对"}
NOW = LATER + 2 * DAY


@pytest.fixture(scope="module")
def url(make_database) -> str:
    return casework.warehouse(make_database, SCREENING)


@pytest.fixture
def connection(url):
    """A warehouse in which a review no longer finds a dispatched, a listed, a deducted
    case (A, B, C), and finds another listed one (D) with 30 yuan of the fund."""
    for opened in casework.undone(url):
        for hit_id, state in zip("ABCD", ("S40", "S91", "S92", "S91"), strict=True):
            case_of(opened, hit_id).goes_to(state)
        review(opened, "first", LATER)
        lands(opened, "late")
        opened.execute("delete from marts.fct_rule_hits where hit_id < 'D'")
        opened.execute(
            "update marts.fct_rule_hits set hit_fee_amount = 40, hit_fund_amount = 30"
        )
        review(opened, "second", LATER + DAY)
        yield opened


def worklist(
    connection: psycopg.Connection, who="agency-9", role="AGENCY", at=NOW
) -> bytes | None:
    issued = issue_follow_ups(connection, who, role, 99, KEY, "lead", at)
    return issued and issued.content


def shown(content: bytes) -> dict[str, dict]:
    header, *rows = grids(content)[SHEET]
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}


def states(connection: psycopg.Connection) -> dict[str, str]:
    return dict(connection.execute("select hit_id, state from review.hit_state"))


def test_it_shows_what_stands_what_goes_back_and_what_would_be_done(connection):
    rows = shown(worklist(connection))
    assert set(rows) == {"A", "B", "D"}
    said = ("变化", "原因", "涉及批次", "应冲回基金（元）", "拟办")
    assert [rows["B"][title] for title in said] == [
        *("不再命中", "数据迟到或更正", "late", 48.0, "撤出拒付单，冲回，作废")
    ]
    assert [rows["D"][title] for title in said] == [
        *("金额减少", "数据迟到或更正", "late", 18.0),
        "只按复筛后基金拒付，超出的冲回",
    ]


def test_what_is_agreed_is_done_and_what_is_declined_stays(connection):
    content = filled(worklist(connection), {"A": AGREED, "B": AGREED, "D": DECLINED})
    outcome = Desk(connection, "agency-9", NOW + DAY).hands_in(content)
    assert problems(outcome) == []
    told = {taken.hit_id: taken.state for taken in outcome.taken}
    assert told == {"A": "S96", "B": "S96", "D": "S91"}
    assert states(connection) == {"A": "S96", "B": "S96", "C": "S92", "D": "S91"}
    assert open_proposals(connection, "hit_id") == [("C",)]


def test_the_leader_opens_again_what_was_deducted_and_the_agency_gives_it_back(
    connection,
):
    opened = worklist(connection, "leader-1", "AGENCY_LEADER")
    _, *rows = grids(opened)[f"{SHEET}（负责人）"]
    assert [row[0] for row in rows] == ["C"]
    Desk(connection, "leader-1", NOW + DAY).hands_in(filled(opened, {"C": AGREED}))
    given = worklist(connection, at=NOW + 2 * DAY)
    assert shown(given)["C"]["应冲回基金（元）"] == 48.0
    desk = Desk(connection, "agency-9", NOW + 3 * DAY)
    assert problems(desk.hands_in(filled(given, {"C": AGREED}))) == []
    assert states(connection)["C"] == "S96"
    refused = "select review.refused_amount('C')"
    assert connection.execute(refused).fetchone() == (0,)


def test_a_preview_does_nothing(connection):
    content = filled(worklist(connection), {"B": AGREED})
    previewed = Desk(connection, "agency-9", NOW + DAY).previews(content)
    assert [taken.state for taken in previewed.taken] == ["S96"]
    assert states(connection)["B"] == "S91"


def test_who_declines_says_why(connection):
    content = filled(worklist(connection), {"A": {"处理意见": "不同意"}})
    outcome = Desk(connection, "agency-9", NOW + DAY).hands_in(content)
    assert len(problems(outcome)) == 1
    assert "不同意须写明说明" in problems(outcome)[0]


def test_an_answer_no_longer_counts_when_the_case_has_moved_or_is_found_again(
    connection,
):
    content = filled(worklist(connection), {"A": AGREED, "B": AGREED})
    case = casework.Case(connection, "A", now=NOW)
    case.does("void")
    connection.execute(
        """
        insert into marts.fct_rule_hits (hit_id, rule_id, rule_version, setl_id)
        values ('B', 'P-26', 'v1', 'S-B')
        """
    )
    review(connection, "third", NOW + timedelta(hours=2))
    outcome = Desk(connection, "agency-9", NOW + DAY).hands_in(content)
    assert len(problems(outcome)) == 2
    assert all("不再适用" in problem for problem in problems(outcome))
    assert states(connection) == {"A": "S96", "B": "S91", "C": "S92", "D": "S91"}


def test_another_person_gets_what_is_not_out_already(connection):
    assert worklist(connection) is not None
    assert worklist(connection, "agency-8", at=NOW + DAY) is None
    assert worklist(connection, "agency-8", at=NOW + 15 * DAY) is not None
