"""Events of the platform: in any order, any number of times, to the same state."""

from datetime import timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.integration.cases.casework import START, Case, insert, opened

WAY = (
    *("dispatch", "appeal", "request_supplement", "supplement", "opinion"),
    *("final_confirm", "reconsider", "reconsider_clear"),
)


def imported(case: Case, step: int) -> str | None:
    """Import one step of the way, which happened at its own hour."""
    return case.does(
        WAY[step],
        source="PLATFORM_IMPORT",
        source_ref=f"row {step}",
        occurred_at=START + timedelta(days=1, hours=step),
        **({"payload": {"batch_id": "B2"}} if step == 0 else {}),
    )


@pytest.fixture
def to_dispatch(connection: psycopg.Connection) -> Case:
    insert(
        connection,
        "dispatch_batch",
        batch_id="B2",
        fixmedins_code="H1",
        approval_id="A2",
        approved_by="agency-1",
        approved_role="AGENCY",
        approved_at=START,
        platform_batch="PB-2",
    )
    return opened(connection).goes_to("S30")


def rows(connection: psycopg.Connection, query: str) -> list[tuple]:
    return connection.execute(query).fetchall()


WAITING = "select event from review.quarantine_open"


def events(connection: psycopg.Connection) -> list[str]:
    """Return what was taken from the platform, in the order in which it was."""
    query = """
        select event from review.event
        where source = 'PLATFORM_IMPORT' order by seq
    """
    return [event for (event,) in rows(connection, query)]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.lists(st.integers(0, len(WAY) - 1), max_size=20))
@example(order=[0, 1, 4])
@example(order=[0, 1, 2, 4])
def test_imports_in_any_order_are_taken_in_order_or_put_aside(to_dispatch, order):
    connection = to_dispatch.connection
    with connection.transaction(force_rollback=True):
        for step in order:
            imported(to_dispatch, step)
        # What was taken is in the order in which it happened, the rest waits.
        steps = [WAY.index(event) for event in events(connection)]
        assert steps == sorted(set(steps))
        waiting = rows(connection, WAITING)
        assert len(steps) + len(waiting) == len(set(order))
        assert rows(connection, "select * from review.verify_chain()") == []
        # A second delivery, in order, brings everybody to the same end. Only what an
        # opinion had overtaken stays put aside: it was formed without.
        for step in range(len(WAY)):
            imported(to_dispatch, step)
        assert to_dispatch.state == "S95"
        left = {event for (event,) in rows(connection, WAITING)}
        assert left | set(events(connection)) == set(WAY)
        assert left in (set(), {"request_supplement", "supplement"})


def test_an_import_from_before_the_last_event_is_put_aside_once(to_dispatch):
    for step in (0, 1, 2):
        imported(to_dispatch, step)
    late = {
        "source": "PLATFORM_IMPORT",
        "source_ref": "row 9",
        "occurred_at": START + timedelta(days=1, minutes=5),
    }
    assert to_dispatch.does("supplement", **late) is None
    assert to_dispatch.does("supplement", **late) is None
    assert to_dispatch.state == "S55"
    ((why,),) = rows(to_dispatch.connection, "select why from review.quarantine")
    assert why.startswith("CR-102")


def test_an_import_that_contradicts_an_earlier_one_is_put_aside(to_dispatch):
    imported(to_dispatch, 0)
    other = {"payload": {"batch_id": "B2", "note": "x"}}
    told = {"source": "PLATFORM_IMPORT", "source_ref": "row 0"}
    assert to_dispatch.does("dispatch", **told, **other) is None
    ((why,),) = rows(to_dispatch.connection, "select why from review.quarantine")
    assert why.startswith("CR-104")


def test_an_import_about_an_unknown_hit_is_put_aside(to_dispatch):
    unknown = Case(to_dispatch.connection, "unknown")
    assert imported(unknown, 0) is None
    query = "select hit_id, why from review.quarantine_open"
    ((hit_id, why),) = rows(to_dispatch.connection, query)
    assert hit_id == "unknown"
    assert why.startswith("CR-105")


def test_an_import_says_where_it_comes_from(to_dispatch):
    with pytest.raises(psycopg.errors.CheckViolation):
        to_dispatch.does("hold", source="PLATFORM_IMPORT")
