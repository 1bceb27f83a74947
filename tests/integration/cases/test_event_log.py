"""The log of events: only added to, in order, and changed by nobody unseen."""

import threading
from datetime import timedelta

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb
from tests.integration.cases.casework import (
    START,
    Case,
    apply,
    insert,
    opened,
    wait_for_lock,
)
from tests.integration.cases.usual import WAYS

FROZEN = (
    *("hit", "event", "refusal", "quarantine", "transition", "reason_code"),
    *("institution_contact", "dispatch_batch", "delivery_proof"),
    *("panel_session", "panel_member", "panel_vote", "panel_case", "panel_recusal"),
    *("panel_end", "panel_ballot", "expert_list", "expert", "community_member"),
)


@pytest.mark.parametrize("table", FROZEN)
@pytest.mark.parametrize(
    "statement", ["update {} set {} = {}", "delete from {}", "truncate {} cascade"]
)
def test_rows_stay_as_they_were_written(connection, table, statement):
    column = connection.execute(
        """
        select attname from pg_attribute
        where attrelid = %s::regclass and attnum > 0 and attidentity = '' limit 1
        """,
        (f"review.{table}",),
    ).fetchone()[0]
    parts = [sql.Identifier("review", table), sql.Identifier(column)]
    parts = [parts[0], parts[1], parts[1]][: statement.count("{}")]
    with pytest.raises(psycopg.Error, match="CR-100"):
        connection.execute(sql.SQL(statement).format(*parts))


def test_an_event_is_not_before_the_one_before_it(case):
    case.goes_to("S20")
    case.may_not("hold", "CR-101", occurred_at=START)
    case.may_not("second_agree", "CR-102", occurred_at=START)
    assert case.does("second_agree", occurred_at=case.now) == "S30"


def test_what_is_not_a_case_has_no_events(connection):
    with pytest.raises(psycopg.Error, match="CR-105"):
        apply(
            connection,
            "unknown",
            "ingest",
            actor_id="x",
            actor_role="SYSTEM",
            occurred_at=START,
        )


def test_who_inserts_past_apply_event_meets_the_same_guards(case):
    case.goes_to("S20")
    values = {
        "hit_id": case.hit_id,
        "event": "second_agree",
        "to_state": "S30",
        "actor_id": "reviewer1-1",
        "actor_role": "REVIEWER2",
        "occurred_at": case.now,
        "amount": 90,
        "fund_amount": 72,
        "source": "MANUAL",
    }
    with pytest.raises(psycopg.Error, match="CR-111"), case.connection.transaction():
        insert(case.connection, "event", **values)
    forged = {"actor_id": "r2", "seq": 99, "hash": "mine", "prev_hash": "mine"}
    insert(case.connection, "event", **values | forged)
    assert case.last("seq, from_state") == (3, "S20")
    assert problems(case.connection) == []


def problems(connection: psycopg.Connection, hit_id: str | None = None) -> list[tuple]:
    return connection.execute(
        "select * from review.verify_chain(%s) order by 1, 2, 3", (hit_id,)
    ).fetchall()


def test_the_chains_of_all_ways_hold(connection):
    for state in WAYS:
        case = opened(connection, f"in {state}", setl_id=state, bkkp_sn=state)
        case.goes_to(state)
    assert problems(connection) == []


@pytest.mark.parametrize(
    "change",
    [
        "amount = 1, fund_amount = 1",
        "actor_id = 'somebody'",
        "payload = '{}'",
        "recorded_at = recorded_at + interval '1 second'",
        "prev_hash = null",
        "reason_code = source_ref, source_ref = 'moved'",
    ],
)
def test_a_change_behind_the_triggers_is_seen(case, change):
    case.goes_to("S30")
    opened(case.connection, "other").goes_to("S30")
    with_triggers_off(
        case.connection,
        f"update review.event set {change} where seq = 2 and hit_id = 'P-26-1'",
    )
    found = problems(case.connection)
    assert {row[:2] for row in found} == {("P-26-1", 2)}
    assert problems(case.connection, "other") == []


def test_a_missing_event_is_seen(case):
    case.goes_to("S30")
    with_triggers_off(case.connection, "delete from review.event where seq = 2")
    assert {row[:2] for row in problems(case.connection)} == {("P-26-1", 3)}
    assert len(problems(case.connection)) == 3


def with_triggers_off(connection: psycopg.Connection, statement: str) -> None:
    """Do what only the owner of the table could do behind everybody's back."""
    connection.execute("alter table review.event disable trigger user")
    connection.execute(statement)
    connection.execute("alter table review.event enable trigger user")


def test_the_hash_does_not_depend_on_the_session(case):
    case.goes_to("S30")
    case.connection.execute("set local timezone = 'America/Lima'")
    case.connection.execute("set local datestyle = 'German'")
    assert problems(case.connection) == []


def test_the_state_of_a_case_has_the_due_moment_of_its_clock(case):
    case.goes_to("S40")
    state, seq, occurred_at, due_at = case.connection.execute(
        "select state, seq, occurred_at, due_at from review.hit_state"
    ).fetchone()
    assert (state, seq, occurred_at) == ("S40", 4, case.now)
    # 10 workdays after a Monday, at 24:00.
    assert due_at == START.replace(hour=16) + timedelta(days=14)
    case.goes("accept", "final_clear")
    query = "select state, due_at from review.hit_state"
    assert case.connection.execute(query).fetchone() == ("S95", None)


def test_said_again_by_the_same_source_changes_nothing(case):
    said = {"source": "SYSTEM", "source_ref": "run 1", "occurred_at": START}
    assert case.does("ingest", **said) == "S10"
    case.goes("first_suspect")
    assert case.does("ingest", **said) == "S20"
    assert case.last("seq") == (2,)


@pytest.mark.parametrize(
    "other",
    [
        {"occurred_at": START + timedelta(hours=9)},
        {"amount": 100, "fund_amount": 79},
        {"payload": {"other": 1}},
        {"actor_id": "other"},
    ],
)
def test_said_otherwise_by_the_same_source_is_refused(case, other):
    said = {"source": "SYSTEM", "source_ref": "run 1", "occurred_at": START}
    case.does("ingest", **said)
    case.may_not("ingest", "CR-104", **{**said, **other})


def test_an_event_is_an_object_of_a_known_source(case):
    call = {"actor_id": "x", "actor_role": "SYSTEM", "occurred_at": START}
    for wrong in ({"payload": Jsonb([])}, {"source": "RUMOUR"}, {"actor_id": " "}):
        with pytest.raises(psycopg.IntegrityError), case.connection.transaction():
            apply(case.connection, case.hit_id, "ingest", **{**call, **wrong})


def test_two_reviewers_at_once_do_not_both_decide(case_url):
    with psycopg.connect(case_url) as connection:
        opened(connection, "both").goes_to("S10")
    answers = []

    def clear(connection: psycopg.Connection) -> None:
        try:
            answers.append(Case(connection, "both").does("first_clear"))
        except psycopg.Error as error:
            answers.append(str(error))

    with psycopg.connect(case_url) as first, psycopg.connect(case_url) as second:
        Case(first, "both").does("first_suspect")
        waiting = threading.Thread(target=clear, args=(second,))
        waiting.start()
        wait_for_lock(case_url, second)
        first.commit()
        waiting.join()
    assert answers[0].startswith("CR-101 hit both in state S20, event first_clear")
