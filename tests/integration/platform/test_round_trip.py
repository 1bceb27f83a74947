"""The life of cases, told by the platform, taken in elsewhere in whatever order."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import psycopg
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from tests.integration.cases.casework import Case, opened
from tests.integration.cases.panels import PANEL, sit
from tests.integration.cases.usual import USUAL
from tests.integration.platform.deliveries import delivery_of, exported, rows

from claim_review.platform.reconciliation import reconcile
from claim_review.platform.taking import take_in

CASES = ("A", "B", "C")
END = datetime.fromisoformat("2026-06-30T09:00:00+08:00")
# What an event of the platform may be in the log that it came from. The platform has no
# review of an appeal: the decision after it stands for one.
SAME = {
    "opinion": (
        "final_confirm",
        "final_clear",
        "reconsider_confirm",
        "reconsider_clear",
    ),
    "final_confirm": ("final_confirm", "reconsider_confirm"),
    "final_clear": ("final_clear", "reconsider_clear"),
    "reopen": ("reconsider_confirm", "reconsider_clear"),
}
RARE = ["void", "transfer", "suspend", "hold", "recall", "unlist", "reopen"]


def lives(connection: psycopg.Connection, data: st.DataObject, folder: Path) -> list:
    """Let three cases live; return the deliveries that the platform makes of it."""
    cases = [Case(connection, hit_id, connection_time(connection)) for hit_id in CASES]
    deliveries = []
    now = cases[0].now
    for turn in range(data.draw(st.integers(4, 30), label="steps")):
        case = data.draw(st.sampled_from(cases), label="case")
        case.now = now
        # Ends and detours are rare, or no case would get far.
        is_rare = data.draw(st.integers(0, 9), label="rare") == 9
        what = data.draw(st.sampled_from(possible(case, is_rare)), label="event")
        try:
            with connection.transaction():
                does(case, what, data)
        except psycopg.Error as error:
            if not (error.sqlstate or "").startswith("CR"):
                raise
        now = max(now, case.now)
        if data.draw(st.integers(0, 3), label="tells") == 0:
            deliveries.append(tells(connection, folder / str(turn), now))
    return [*deliveries, tells(connection, folder / "last", now)]


def connection_time(connection: psycopg.Connection) -> datetime:
    return rows(connection, "select max(occurred_at) from review.event")[0][0]


def tells(connection: psycopg.Connection, folder: Path, now: datetime):
    return delivery_of(exported(connection, folder, "B1", now))


def possible(case: Case, is_rare: bool) -> list[tuple[str, str, str]]:
    """Return what may happen by the table, or all of it that is rare."""
    return rows(
        case.connection,
        f"""
        select event, to_state, role from review.transition
        where
            from_state = review.state_of('{case.hit_id}')
            and (event = any(array{RARE})) = {is_rare}
        order by event, to_state, role
        """,
    ) or [("reopen", "S20", "AGENCY_LEADER")]


def does(case: Case, what: tuple[str, str, str], data: st.DataObject) -> None:
    name, to_state, role = what
    changes = {}
    # There is one panel in a life; whoever needs another has none.
    if name == "panel_opinion" and not rows(
        case.connection, "select from review.panel_session"
    ):
        sit(case, *PANEL)
    if name == "list_refusal":
        (decided,) = case.connection.execute(
            "select (review.standing(%s)).fund_amount", (case.hit_id,)
        ).fetchone()
        case.refuses(str(decided))
    if name in ("final_confirm", "opinion"):
        amounts = data.draw(
            st.sampled_from([(60, 48), (90, 72), (Decimal("0.50"), Decimal("0.40"))])
        )
        changes = dict(zip(("amount", "fund_amount"), amounts, strict=True))
        if amounts == (90, 72):
            changes["reason_code"] = None
            if name == "opinion":
                changes["payload"] = {"opinion": "UNFOUNDED"}
    if role.startswith("AGENCY") and "actor_id" not in USUAL[name]:
        changes["actor_id"] = "agency-2"
    case.does(name, role=role, to_state=to_state, **changes)


def log(connection: psycopg.Connection) -> list[tuple]:
    return rows(
        connection,
        """
        select hit_id, event, occurred_at, amount, fund_amount, source
        from review.event order by hit_id, seq
        """,
    )


def steps(connection: psycopg.Connection) -> dict[str, str]:
    query = "select hit_id, review.platform_step(state) from review.hit_state"
    return dict(rows(connection, query))


def told(connection: psycopg.Connection) -> set[str]:
    """Return the cases of which something was put aside or left."""
    query = """
        select hit_id from review.quarantine_open
        union
        select hit_id from review.platform_left
    """
    return {hit_id for (hit_id,) in rows(connection, query)}


LIVES = settings(
    max_examples=25,
    deadline=None,
    # Making a failure smaller would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def begins(connection: psycopg.Connection) -> None:
    """Open three cases of one settlement, two of them on one line, to be dispatched."""
    for hit_id, line in zip(CASES, ("L1", "L1", None), strict=True):
        opened(connection, hit_id, bkkp_sn=line).goes_to("S30")


@LIVES
@given(data=st.data())
def test_in_any_order_the_platform_leads_to_its_own_state_or_is_told(
    connection, tmp_path_factory, data
):
    folder = tmp_path_factory.mktemp("platform")
    with connection.transaction(force_rollback=True):
        begins(connection)
        with connection.transaction(force_rollback=True):
            deliveries = lives(connection, data, folder)
            there, happened = steps(connection), log(connection)
        more = data.draw(st.lists(st.sampled_from(deliveries), max_size=3))
        order = data.draw(st.permutations([*deliveries, *more]), label="order")
        for delivery in order:
            take_in(connection, delivery, END)
        here, aside = steps(connection), told(connection)
        # A case that is held back before its dispatch is in no batch any more.
        for hit_id in {row.told["doc_suspt_id"] for row in deliveries[-1].rows}:
            assert here[hit_id] == there[hit_id] or hit_id in aside
            event(f"{there[hit_id]} {'told' if hit_id in aside else 'same'}")
        # Whatever was taken in did happen there, then, with these amounts.
        known = {tuple(each[:3]) for each in happened}
        amounts = {tuple(each[:5]) for each in happened}
        for hit_id, name, at, amount, fund, source in log(connection):
            if source == "PLATFORM_IMPORT":
                names = SAME.get(name, (name,))
                assert {(hit_id, each, at) for each in names} & known
                if amount is not None and name != "reopen":
                    said = {(hit_id, each, at, amount, fund) for each in names}
                    assert said & amounts
        assert rows(connection, "select * from review.verify_chain()") == []
        # Once more, nothing is new.
        before = log(connection), rows(connection, "select from review.quarantine")
        for delivery in deliveries:
            assert not take_in(connection, delivery, END).is_new
        assert before == (
            log(connection),
            rows(connection, "select from review.quarantine"),
        )


@LIVES
@given(data=st.data())
def test_what_went_out_comes_back_as_nothing_new(connection, tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("platform")
    with connection.transaction(force_rollback=True):
        begins(connection)
        deliveries = lives(connection, data, folder)
        happened = log(connection)
        for delivery in data.draw(st.permutations(deliveries), label="order"):
            take_in(connection, delivery, END)
        assert log(connection) == happened
        assert rows(connection, "select from review.quarantine") == []
        last = {row.told["doc_suspt_id"] for row in deliveries[-1].rows}
        differing = reconcile(connection, END).differences
        assert {each.hit_id for each in differing} & last == set()
