"""Days in the life of the cases: what happens when a time runs out, and only then."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.cases.casework import opened
from tests.integration.cases.test_appeal_guards import DUE, proof

from claim_review.review.days import Day, execute_proposed, go_through

LATER = DUE + timedelta(hours=9)
NOTHING = Day(longer_deadlines=0, done=0, proposed=0, blocked=0)
OFF = (
    "insert into review.parameter (key, name, value, unit, region, valid_from, source, "
)
OFF += (
    "published_at) values (%s, '试', 'false', 'BOOL', '000000', '2025-01-01', '试', %s)"
)


def due_of(case) -> datetime:
    query = "select due_at from review.hit_state where hit_id = %s"
    return case.connection.execute(query, (case.hit_id,)).fetchone()[0]


def at(connection, as_of: datetime, columns: str = "state") -> tuple:
    query = f"select {columns} from review.cases_at(%s)"
    return connection.execute(query, (as_of,)).fetchone()


@pytest.mark.parametrize(
    ("state", "event", "then"),
    [
        ("S40", "deem_accept", "S70"),
        ("S55", "supplement_timeout", "S50"),
        ("S80", "window_closed", "S90"),
    ],
)
def test_a_time_runs_out_at_its_end_and_once(case, state, event, then):
    case.goes_to(state)
    proof(case, "DISPATCH")
    proof(case, "PHONE")
    due = due_of(case)
    assert go_through(case.connection, due) == NOTHING
    later = due + timedelta(microseconds=1)
    for _ in range(2):
        assert go_through(case.connection, later).done == 1
        assert case.state == then
        assert case.last("event, actor_role, occurred_at") == (event, "SYSTEM", later)
    assert go_through(case.connection, due) == NOTHING


def test_own_stages_never_move_by_themselves(connection):
    for state in ("S10", "S20", "S30", "S50", "S60", "S70", "S85", "S91", "S97", "S98"):
        opened(connection, state, setl_id=state, bkkp_sn=state).goes_to(state)
    assert go_through(connection, DUE + timedelta(days=90)) == NOTHING


@pytest.mark.parametrize("key", ["auto_deem_accept"])
def test_what_the_bureau_does_not_allow_is_proposed_and_waits_for_its_word(case, key):
    case.connection.execute(OFF, (key, DUE))
    case.goes_to("S40")
    proof(case, "DISPATCH")
    for _ in range(2):
        assert go_through(case.connection, LATER).proposed == 1
    assert case.state == "S40"
    assert execute_proposed(case.connection, "agency-1", LATER) == 0
    proof(case, "PHONE")
    assert execute_proposed(case.connection, "agency-1", LATER) == 1
    assert case.last("to_state, payload") == ("S70", {"ordered_by": "agency-1"})


def test_without_a_fair_chance_it_is_blocked_and_may_be_recalled(case):
    case.goes_to("S40")
    case.may_not("recall", "CR-114", occurred_at=LATER)
    for _ in range(2):
        assert go_through(case.connection, LATER).blocked == 1
    query = "select why from review.time_out_result"
    assert "dispatch is not confirmed" in case.connection.execute(query).fetchone()[0]
    assert case.does("recall", occurred_at=LATER) == "S30"


def test_a_file_that_waits_for_its_sender_holds_the_time_for_three_days(case):
    case.goes_to("S40")
    for after in (timedelta(hours=9), timedelta(days=3)):
        found = go_through(case.connection, DUE + after, ["other", case.hit_id])
        assert found == NOTHING
    assert go_through(case.connection, DUE + timedelta(days=4), [case.hit_id]).blocked


def test_a_proof_that_comes_later_ends_the_block(case):
    case.goes_to("S40")
    assert go_through(case.connection, LATER).blocked == 1
    proof(case, "DISPATCH")
    proof(case, "BUREAU")
    tomorrow = LATER + timedelta(days=1)
    assert go_through(case.connection, tomorrow).done == 1
    # What was found the day before stays what was found.
    assert go_through(case.connection, LATER).blocked == 1


def test_a_case_is_shown_as_it_stood(case):
    case.goes_to("S40")
    dispatched = case.now
    case.does("appeal")
    columns = "state, seq, amount, fund_amount, deadline_key, batch_id, is_latest"
    before = ("S40", 4, 90, 72, "appeal_wd", "B1", False)
    assert at(case.connection, dispatched, columns) == before
    now = ("S50", 5, 90, 72, "appeal_review_wd", "B1", True)
    assert at(case.connection, case.now, columns) == now
    assert at(case.connection, datetime(2025, 1, 1, tzinfo=UTC)) is None


def test_an_extension_shows_from_the_day_it_was_given(case):
    case.goes_to("S40")
    query = "select review.extend_deadline(%s, 4, 2, '机构申请', %s)"
    given_at = DUE - timedelta(days=3)
    case.connection.execute(query, (case.hit_id, given_at))
    assert at(case.connection, given_at - timedelta(1), "due_at, due_version") == (
        DUE,
        1,
    )
    longer = DUE + timedelta(days=2)
    assert at(case.connection, given_at, "due_at, due_version") == (longer, 2)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.sampled_from(["S40", "S55", "S80", "S10"]), min_size=1, max_size=4
    ),
    starts=st.lists(st.integers(0, 8), min_size=4, max_size=4),
    again=st.permutations(range(30)),
)
def test_going_through_any_past_day_again_changes_nothing(
    connection, steps, starts, again
):
    with connection.transaction(force_rollback=True):
        for number, state in enumerate(steps):
            case = opened(connection, f"P-26-{number}", bkkp_sn=f"L{number}")
            case.now += timedelta(days=starts[number])
            case.goes_to(state)
        proof(case, "DISPATCH")
        proof(case, "PHONE")
        days = [DUE + timedelta(days=number - 12, hours=9) for number in range(30)]
        found = [go_through(connection, day) for day in days]
        count = "select count(*), max(seq) from review.event"
        happened = connection.execute(count).fetchone()
        for number in again:
            assert go_through(connection, days[number]) == found[number]
        assert connection.execute(count).fetchone() == happened
