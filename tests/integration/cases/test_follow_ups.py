"""What follows where a review no longer finds what a case stands on."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import psycopg
import pytest
from tests.commands import install, type_in
from tests.integration.cases import casework
from tests.integration.cases.following import (
    LATER,
    SCREENING,
    case_of,
    decides,
    lands,
    open_proposals,
    refused,
    review,
)

from claim_review.review import commands
from claim_review.warehouse import RefusedError

typed = partial(type_in, commands, "cases")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Before an institution is told of it, after that, and once money is refused.
EARLY, TOLD = ("S10", "S20", "S30"), ("S40", "S50", "S55", "S60", "S70", "S80", "S85")
LATE = ("S90", "S98")


@pytest.fixture(scope="module")
def url(make_database) -> str:
    return casework.warehouse(make_database, SCREENING)


@pytest.fixture
def connection(url):
    yield from casework.undone(url)


def loses(connection: psycopg.Connection, hit_id: str = "A") -> None:
    connection.execute("delete from marts.fct_rule_hits where hit_id = %s", (hit_id,))


def vanished_case(connection: psycopg.Connection, state: str) -> casework.Case:
    """A case in a state that a first review found and a second one does not."""
    case = case_of(connection, "A").goes_to(state)
    assert review(connection, "first", LATER).proposed == 0
    loses(connection)
    lands(connection, "late")
    assert review(connection, "second", LATER + DAY).proposed == 1
    return case


def test_a_proposal_changes_no_state_and_is_made_once(connection):
    case = vanished_case(connection, "S91")
    assert case.state == "S91"
    assert refused(connection) == [("2025-09", Decimal("48.00"), "REFUSE")]
    again = review(connection, "third", LATER + 2 * DAY)
    assert (again.proposed, again.lapsed) == (0, 0)


@pytest.mark.parametrize(
    ("states", "kind"), [(EARLY, "close"), (TOLD + LATE, "withdraw")]
)
def test_a_vanished_case_is_voided_when_the_agency_agrees(connection, states, kind):
    for state in states:
        with connection.transaction(force_rollback=True):
            case = vanished_case(connection, state)
            assert open_proposals(connection) == [("A", kind)], state
            assert decides(connection, "A", LATER + 2 * DAY) == "S96"
            said = "event, payload ->> 'cause', payload ->> 'data_defect_id'"
            event, _, defect = case.last(said)
            assert (event, defect[:3]) == ("void", "FU-")
            assert open_proposals(connection) == []


def test_what_is_listed_is_taken_off_with_its_money(connection):
    case = vanished_case(connection, "S91")
    assert open_proposals(connection, "kind, to_reverse") == [("reverse", 48)]
    assert decides(connection, "A", LATER + 2 * DAY) == "S96"
    assert refused(connection)[0] == ("2025-09", Decimal("-48.00"), "REVERSE")
    ended = "select outcome, reversed_month, reversed_amount from review.follow_up_end"
    assert connection.execute(ended).fetchall() == [("AGREED", "2025-09", 48)]
    assert case.last("from_state") == ("S90",)


def test_what_was_deducted_is_reopened_by_the_leader_and_given_back_by_the_agency(
    connection,
):
    vanished_case(connection, "S92")
    assert open_proposals(connection, "kind, role") == [("reverse", "AGENCY_LEADER")]
    with (
        pytest.raises(psycopg.Error, match=r"CR-127.*AGENCY_LEADER"),
        connection.transaction(),
    ):
        decides(connection, "A", LATER + 2 * DAY)
    assert decides(connection, "A", LATER + 2 * DAY, "AGENCY_LEADER") == "S85"
    assert open_proposals(connection, "kind, role, to_reverse") == [
        ("reverse", "AGENCY", 48)
    ]
    assert sum(amount for _, amount, _ in refused(connection)) == 48
    assert decides(connection, "A", LATER + 3 * DAY) == "S96"
    assert sum(amount for _, amount, _ in refused(connection)) == 0


def test_a_hit_that_comes_back_withdraws_its_proposal(connection):
    vanished_case(connection, "S40")
    connection.execute(
        """
        insert into marts.fct_rule_hits (hit_id, rule_id, rule_version, setl_id)
        values ('A', 'P-26', 'v1', 'S-A')
        """
    )
    third = review(connection, "third", LATER + 2 * DAY)
    assert (third.proposed, third.lapsed) == (0, 1)
    assert open_proposals(connection) == []
    loses(connection)
    assert review(connection, "fourth", LATER + 3 * DAY).proposed == 1


def test_what_was_declined_with_a_reason_is_not_proposed_again(connection):
    case = vanished_case(connection, "S40")
    with pytest.raises(psycopg.Error, match=r"CR-127.*why"), connection.transaction():
        decides(connection, "A", LATER + 2 * DAY, outcome="DECLINED")
    told = (LATER + 2 * DAY, "AGENCY", "DECLINED", "病历已核对")
    assert decides(connection, "A", *told) == "S40"
    assert review(connection, "third", LATER + 3 * DAY).proposed == 0
    assert case.state == "S40"


def test_a_decision_is_taken_once_and_only_on_what_is_open(connection):
    vanished_case(connection, "S10").does("first_clear")
    assert open_proposals(connection) == []
    query = "select review.decide_follow_up(follow_up_id, 'AGREED', 'x', 'AGENCY', %s)"
    with pytest.raises(psycopg.Error, match=r"CR-127.*does not wait"):
        connection.execute(f"{query} from review.follow_up", (LATER + 2 * DAY,))


def test_a_case_that_is_handed_over_has_to_come_back_first(connection):
    vanished_case(connection, "S97")
    with pytest.raises(psycopg.Error, match=r"CR-127.*transfer_back"):
        decides(connection, "A", LATER + 2 * DAY)


def test_a_case_that_never_was_told_to_the_institution_is_closed_in_silence(
    connection,
):
    case = vanished_case(connection, "S30")
    decides(connection, "A", LATER + 2 * DAY)
    assert case.last("from_state") == ("S30",)


def test_a_case_that_was_voided_and_is_found_again_is_listed(connection):
    vanished_case(connection, "S10")
    decides(connection, "A", LATER + 2 * DAY)
    connection.execute(
        """
        insert into marts.fct_rule_hits (hit_id, rule_id, rule_version, setl_id)
        values ('A', 'P-26', 'v1', 'S-A')
        """
    )
    returned = "select hit_id, quarter from review.hit_returned"
    assert connection.execute(returned).fetchall() == [("A", "2025Q1")]


def test_proposals_and_decisions_stay(connection):
    vanished_case(connection, "S10")
    decides(connection, "A", LATER + 2 * DAY)
    for table in ("follow_up", "follow_up_end"):
        with pytest.raises(psycopg.Error, match="CR-100"), connection.transaction():
            connection.execute(f"delete from review.{table}")


def test_the_agency_types_what_it_decides(make_database, monkeypatch):
    url = casework.warehouse(make_database, SCREENING)
    install(monkeypatch, commands, url)
    with psycopg.connect(url) as connection:
        for hit_id in "AB":
            case_of(connection, hit_id).goes_to("S10")
        review(connection, "first", LATER)
        connection.execute("delete from marts.fct_rule_hits")
        review(connection, "second", LATER + DAY)
    now = LATER + 2 * DAY
    assert typed(now, "follow-ups").splitlines() == [
        f"{number} AGENCY close {hit_id} in S10: void, rule_change, 0.00 yuan stand, "
        "0 go back"
        for number, hit_id in ((1, "A"), (2, "B"))
    ]
    by = ["--by", "agency-7", "--role", "AGENCY"]
    with pytest.raises(RefusedError, match="CR-127"):
        typed(now, "agree", "1", "99", *by)
    with pytest.raises(RefusedError, match=r"CR-127.*AGENCY "):
        typed(now, "agree", "1", "--by", "leader-1", "--role", "AGENCY_LEADER")
    assert typed(now, "agree", "1", *by) == "A → S96"
    declined = typed(now, "decline", "2", *by, "--comment", "已核对")
    assert declined == "B → S10"
    assert typed(now, "follow-ups") == "nothing waits"
