"""Whatever is decided, listed, taken off and reopened: it balances to the cent."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.integration.cases.casework import START, Case
from tests.integration.statements.months import AFTER, confirmed, imbalances

from claim_review.statements.drafts import draft_month, publish
from claim_review.statements.listing import give_back, list_month, take_off

# Two lines and the settlement as a whole; the last one only informs.
HITS = {
    "a": {"bkkp_sn": "L1", "verdict": "suspect"},
    "b": {"bkkp_sn": "L1", "verdict": "hard", "rule_id": "M-15"},
    "c": {"bkkp_sn": "L2", "verdict": "hard"},
    "d": {"bkkp_sn": None, "line_fund_cap": 60},
    "e": {"bkkp_sn": "L2", "line_fund_cap": 0},
}
ENDS = ("void", "reconsider_clear", "transfer")
CENTS = st.integers(0, 4800).map(lambda cents: Decimal(cents) / 100)


class RandomMonths(RuleBasedStateMachine):
    """Five cases of a settlement of 130 yuan, over some months."""

    url: str

    @initialize(starts=st.lists(st.integers(0, 8), min_size=5, max_size=5))
    def open(self, starts: list[int]) -> None:
        self.connection = psycopg.connect(self.url)
        self.cases: dict[str, Case] = {}
        for (hit_id, facts), days in zip(HITS.items(), starts, strict=True):
            self.cases[hit_id] = confirmed(
                self.connection,
                hit_id,
                START + timedelta(days=days),
                **{"settlement_fund_cap": 130, **facts},
            )
        self.months = list(AFTER)
        self.now = START + timedelta(days=9)

    def teardown(self) -> None:
        self.connection.close()

    @contextmanager
    def done_or_refused(self) -> Iterator[None]:
        """Let our own refusals pass; any other error is a fault."""
        try:
            with self.connection.transaction():
                yield
        except psycopg.Error as error:
            if not (error.sqlstate or "").startswith("CR"):
                raise

    def does(self, hit_id: str, event: str, **changes) -> None:
        case = self.cases[hit_id]
        case.now = max(case.now, self.now)
        before = case.now
        with self.done_or_refused():
            case.does(event, **changes)
            self.now = case.now
            return
        case.now = before

    @rule()
    def the_month_ends(self) -> None:
        if self.months:
            month = self.months.pop(0)
            self.now = max(self.now, AFTER[month])
            list_month(self.connection, month, self.now)
            again = list_month(self.connection, month, self.now)
            assert (again.cases, again.refused_amount, again.reversed_amount) == (
                0,
                0,
                0,
            )

    @rule(is_published=st.booleans())
    def the_month_is_told(self, is_published: bool) -> None:
        for month in AFTER:
            if month in self.months:
                break
            for number in draft_month(self.connection, month, self.now):
                if is_published:
                    with self.done_or_refused():
                        publish(self.connection, number, "agency-1", self.now)

    @rule(hit_id=st.sampled_from(list(HITS)))
    def is_taken_off(self, hit_id: str) -> None:
        with self.done_or_refused():
            self.now += timedelta(hours=1)
            take_off(self.connection, hit_id, "agency-2", self.now, "有误")

    @rule(hit_id=st.sampled_from(list(HITS)))
    def is_settled_and_reopened(self, hit_id: str) -> None:
        self.does(hit_id, "settle")
        self.does(hit_id, "reopen")

    @rule(hit_id=st.sampled_from(list(HITS)), fund_amount=CENTS)
    def is_decided_anew(self, hit_id: str, fund_amount: Decimal) -> None:
        self.does(
            hit_id,
            "reconsider_confirm",
            amount=fund_amount + 1,
            fund_amount=fund_amount,
            reason_code="CALC",
        )

    @rule(hit_id=st.sampled_from(list(HITS)), event=st.sampled_from(ENDS))
    def is_ended(self, hit_id: str, event: str) -> None:
        with self.done_or_refused():
            self.now += timedelta(hours=1)
            give_back(self.connection, hit_id, self.now)
            case = self.cases[hit_id]
            case.now = max(case.now, self.now)
            case.does(event)
            self.now = case.now

    @rule(hit_id=st.sampled_from(list(HITS)), stands=CENTS)
    def less_is_found_and_the_agency_agrees(self, hit_id: str, stands: Decimal) -> None:
        with self.done_or_refused():
            self.now += timedelta(hours=1)
            self.connection.execute(
                """
                insert into review.follow_up (
                    hit_id, kind, cause, run_id, state, decided_amount,
                    decided_fund_amount, refused_amount, is_vanished, stands_amount,
                    stands_fund_amount, proposed_at
                )
                select
                    hit_id, 'reduce', 'reversal', 'R', state, 60, 48, 0, %(stands)s = 0,
                    %(stands)s, %(stands)s, %(now)s
                from review.hit_state where hit_id = %(hit_id)s
                """,
                {"hit_id": hit_id, "stands": stands, "now": self.now},
            )
            self.connection.execute(
                """
                select review.decide_follow_up(
                    follow_up_id, 'AGREED', 'agency-7', role, %s
                )
                from review.follow_up_open where hit_id = %s
                """,
                (self.now, hit_id),
            )

    @invariant()
    def no_more_is_refused_than_was_agreed_to_stand(self) -> None:
        # What was deducted goes back when it was decided anew.
        query = """
            select hit_id from review.hit_state
            where
                state in ('S90', 'S91')
                and review.refused_amount(hit_id) > review.still_stands(hit_id)
        """
        assert self.connection.execute(query).fetchall() == []

    @invariant()
    def the_sheets_balance_with_the_events(self) -> None:
        assert imbalances(self.connection) == []
        waiting, standing = self.connection.execute(
            """
            select count(*), coalesce(sum((review.standing(hit_id)).fund_amount), 0)
            from review.hit_state where state = 'S90'
            """
        ).fetchone()
        moved = self.connection.execute(
            """
            select coalesce(sum(cases), 0), coalesce(sum(fund_amount), 0)
            from review.confirmed_move
            """
        ).fetchone()
        assert moved == (waiting, standing)

    @invariant()
    def statements_add_up_to_the_ledger(self) -> None:
        published = self.connection.execute(
            """
            select statement_month, sum(net_amount)
            from review.statement_now where published_at is not null
            group by statement_month
            """
        ).fetchall()
        for month, net in published:
            query = "select sum(amount) from review.refusal where statement_month = %s"
            assert self.connection.execute(query, (month,)).fetchone()[0] == net

    @invariant()
    def what_is_listed_is_refused_and_what_is_closed_is_not(self) -> None:
        wrong = self.connection.execute(
            """
            select state, review.refused_amount(hit_id) from review.hit_state
            where
                (state in ('S95', 'S96') and review.refused_amount(hit_id) <> 0)
                or (state = 'S91' and review.refused_amount(hit_id) = 0)
            """
        ).fetchall()
        assert wrong == []


@pytest.fixture
def machine(statement_url: str) -> type[RandomMonths]:
    return type("RandomMonthsHere", (RandomMonths,), {"url": statement_url})


def test_months_balance_to_the_cent(machine):
    test = machine.TestCase
    test.settings = settings(
        max_examples=12,
        stateful_step_count=15,
        deadline=None,
        # Making a failure smaller would take minutes.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    test("runTest").runTest()
