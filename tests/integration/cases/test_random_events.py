"""Whatever is tried on the cases of one settlement, and in whatever order."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.integration.cases.casework import START, Case, insert, opened
from tests.integration.cases.usual import USUAL, WAYS

CASES = ("one", "two", "three")
# Most is at stake where money is refused and where somebody reviews a second time.
BEGINNINGS = ("S90", "S90", "S90", "S20", "S20", "S80", "S70", "S50", "-")
ACTORS = ("reviewer1-1", "agency-1", "agency-2")
# The chain of amounts: no event stands higher than those before it.
LATER_THAN_DISPATCH = (
    *("dispatch", "accept", "deem_accept", "appeal", "opinion", "panel_opinion"),
    *("final_confirm", "final_clear", "reconsider", "reconsider_confirm"),
    *("reconsider_clear", "settle"),
)
DECISIONS = ("final_confirm", "final_clear", "reconsider_confirm", "reconsider_clear")


class RandomEvents(RuleBasedStateMachine):
    """Three hits: two on one line of 80 yuan, one on the settlement of 100 yuan."""

    url: str

    @initialize(begins=st.tuples(*[st.sampled_from(BEGINNINGS)] * 3))
    def open(self, begins: tuple[str, str, str]) -> None:
        self.connection = psycopg.connect(self.url)
        lines = dict(zip(CASES, ("L1", "L1", None), strict=True))
        self.cases = {
            hit_id: opened(
                self.connection, hit_id, bkkp_sn=line, settlement_fund_cap=100
            )
            for hit_id, line in lines.items()
        }
        for case, state in zip(self.cases.values(), begins, strict=True):
            case.goes(*WAYS.get(state, []))
        for kind in ("DISPATCH", "PHONE"):
            insert(
                self.connection,
                "delivery_proof",
                batch_id="B1",
                kind=kind,
                delivered_at=START + timedelta(days=3),
                source_ref="1",
            )

    def teardown(self) -> None:
        self.connection.close()

    def tries(self, case: Case, event: str, **changes) -> None:
        """Do it if the case lets it happen."""
        now = case.now
        with self.done_or_refused():
            case.does(event, **changes)
            now = case.now
        case.now = now

    @contextmanager
    def done_or_refused(self) -> Iterator[None]:
        """Let our own refusals pass; any other error is a fault."""
        try:
            with self.connection.transaction():
                yield
        except psycopg.Error as error:
            if not error.sqlstate.startswith("CR"):
                raise

    @rule(hit_id=st.sampled_from(CASES), data=st.data())
    def happens(self, hit_id: str, data: st.DataObject) -> None:
        """What may happen next by the table, mostly as usual."""
        case = self.cases[hit_id]
        if not self.possible(case):
            return
        event, to_state, role = data.draw(st.sampled_from(self.possible(case)))
        changes = data.draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "actor_id": st.sampled_from(ACTORS),
                    "occurred_at": st.integers(-1, 40).map(
                        lambda days: case.now + timedelta(days=days)
                    ),
                },
            )
        )
        if "amount" in USUAL[event]:
            changes |= data.draw(AMOUNTS)
        self.tries(case, event, role=role, to_state=to_state, **changes)

    @rule(hit_id=st.sampled_from(CASES), event=st.sampled_from(sorted(USUAL)))
    def is_tried(self, hit_id: str, event: str) -> None:
        """Anything at all."""
        self.tries(self.cases[hit_id], event)

    @rule(
        hit_id=st.sampled_from(CASES),
        amount=st.sampled_from([48, 40, 32, 8, -8, -48]),
    )
    def is_refused(self, hit_id: str, amount: int) -> None:
        with self.done_or_refused():
            self.cases[hit_id].refuses(str(amount))

    def possible(self, case: Case) -> list[tuple[str, str, str]]:
        return self.connection.execute(
            """
            select event, to_state, role from review.transition
            where from_state = coalesce(review.state_of(%s), '-') and event <> 'void'
            order by event, to_state, role
            """,
            (case.hit_id,),
        ).fetchall()

    @invariant()
    def chains_hold(self) -> None:
        assert self.rows("select * from review.verify_chain()") == []

    @invariant()
    def nobody_is_refused_too_much(self) -> None:
        entries = self.rows("select hit_id, bkkp_sn, amount from review.refusal")
        by_line = sum(amount for _, line, amount in entries if line == "L1")
        whole = sum(amount for _, _, amount in entries)
        assert 0 <= by_line <= 80
        assert 0 <= whole <= 100

    @invariant()
    def money_follows_decisions(self) -> None:
        for hit_id, case in self.cases.items():
            ((refused,),) = self.rows(f"select review.refused_amount('{hit_id}')")
            if case.state in {"S91", "S92"}:
                assert refused <= self.decided(hit_id)
            if case.state == "S92":
                assert refused > 0
            if case.state not in {"S85", "S90", "S91", "S92"}:
                assert refused == 0

    def decided(self, hit_id: str) -> Decimal:
        (last, *_) = self.rows(
            f"""
            select fund_amount from review.event
            where hit_id = '{hit_id}' and event in {DECISIONS} order by seq desc
            """
        )
        return last[0]

    @invariant()
    def amounts_only_fall_once_an_institution_was_told(self) -> None:
        for hit_id in CASES:
            told = decided = (Decimal("inf"), Decimal("inf"))
            for event, *amounts in self.rows(
                f"""
                select event, amount, fund_amount from review.event
                where hit_id = '{hit_id}' and amount is not null order by seq
                """
            ):
                amount = tuple(amounts)
                assert amount <= (100, 80)
                assert amount[1] <= 80
                if event == "dispatch":
                    told, decided = amount, (Decimal("inf"), Decimal("inf"))
                elif event in LATER_THAN_DISPATCH:
                    assert amount[0] <= told[0]
                    assert amount[1] <= told[1]
                if event in DECISIONS:
                    assert amount[0] <= decided[0]
                    assert amount[1] <= decided[1]
                    decided = amount

    @invariant()
    def nobody_checks_himself(self) -> None:
        for hit_id in CASES:
            first: set[str] = set()
            final = None
            for event, actor in self.rows(
                f"""
                select event, actor_id from review.event
                where hit_id = '{hit_id}' order by seq
                """
            ):
                if event.startswith("second_") or event == "opinion":
                    assert actor not in first
                if event.startswith("first_"):
                    first.add(actor)
                if event.startswith("reconsider_"):
                    assert actor != final
                if event == "final_confirm":
                    final = actor
                    assert actor != "agency-1"

    def rows(self, query: str) -> list[tuple]:
        return self.connection.execute(query).fetchall()


AMOUNTS = st.fixed_dictionaries(
    {},
    optional={
        "amount": st.sampled_from([0, 50, 90, 100, 101]),
        "fund_amount": st.sampled_from([0, 40, 72, 80, 81]),
    },
)


@pytest.fixture
def machine(case_url: str) -> type[RandomEvents]:
    return type("RandomEventsHere", (RandomEvents,), {"url": case_url})


def test_what_always_holds_holds(machine):
    test = machine.TestCase
    test.settings = settings(
        max_examples=25,
        stateful_step_count=40,
        deadline=None,
        # Making a failure smaller would take minutes.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    test("runTest").runTest()
