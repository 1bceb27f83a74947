"""A closed quarter gets a late batch that cancels settlements: it balances to the cent.

Months are told, money was deducted; then a review finds less, people decide on what is
proposed, and the next month's statements carry what goes back.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from pydantic import SecretStr
from tests import pipeline
from tests.pipeline import QUARTER, rows
from tests.slow.drill import AFTER_JUNE, WAYS, Drill
from tests.unit.exchange.workbooks import KEY

from claim_review.province.demo import write_province
from claim_review.reminders.planning import plan
from claim_review.settings import Settings

pytestmark = pytest.mark.slow

FIRST = datetime(2025, 4, 20, tzinfo=UTC)
SECOND = datetime(2025, 6, 10, 1, tzinfo=UTC)
DAY = timedelta(days=1)
REFUSED = ("deducted", "listed", "untold", "halved", "kept")
KINDS = {
    "deducted": ("reverse", "reopen"),
    "listed": ("reverse", "unlist, void"),
    "untold": ("reverse", "unlist, void"),
    "dispatched": ("withdraw", "void"),
    "new": ("close", "void"),
    "halved": ("reduce", "reopen"),
}
# What all drafts that count say, and what the ledger says.
TOTALS = """
select
    (
        select sum(statement.net_amount)
        from review.statement
        inner join review.statement_now using (statement_number)
    ) as told,
    (
        select sum(
            coalesce(line ->> 'refused_amount', line ->> 'reversed_amount')::numeric
        )
        from review.statement
        inner join review.statement_now using (statement_number)
        cross join lateral jsonb_array_elements(
            (content -> 'lines') || (content -> 'reversed')
        ) as line
    ) as lines,
    (select sum(amount) from review.refusal) as ledger,
    (
        select sum(sheet.refused_amount + sheet.reversed_amount)
        from unnest('{2025-05,2025-06}'::text[]) as months (month)
        cross join lateral review.prefecture_sheet(months.month) as sheet
    ) as sheets
"""
REVERSED = """
select line ->> 'hit_id' as hit_id, (line ->> 'reversed_amount')::numeric as amount,
    line ->> 'reverse_reason' as reason, line ->> 'refused_in' as refused_in
from review.statement
inner join review.statement_now using (statement_number)
cross join lateral jsonb_array_elements(content -> 'reversed') as line
where statement.statement_month = %s
"""


@pytest.fixture(scope="module")
def told(make_database, tmp_path_factory) -> SimpleNamespace:
    """All that happens, and what there was after each step."""
    url, var_dir = make_database(), tmp_path_factory.mktemp("var")
    write_province(var_dir / "landing", var_dir / "truth", 7, 0.001, [QUARTER])
    pipeline.release_demo(url, var_dir / "lists")
    pipeline.land(url, var_dir / "landing", var_dir / "quality", QUARTER)
    pipeline.review(url, QUARTER, FIRST, with_tests=False)
    settings = Settings(var_dir=var_dir, exchange_key=SecretStr(KEY.decode()))
    drill = Drill(url, settings)
    drill.go_their_ways()
    drill.end_may()
    before = SimpleNamespace(
        states=drill.states(), ledger=drill.ledger(), published=drill.published()
    )
    drill.land_cancellations()
    pipeline.review(url, QUARTER, SECOND, with_tests=False)
    proposed = SimpleNamespace(
        proposals=drill.proposals(), states=drill.states(), ledger=drill.ledger()
    )
    decided = [
        drill.decides("leader-1", "AGENCY_LEADER", SECOND + DAY),
        drill.decides("agency-5", "AGENCY", SECOND + 2 * DAY),
    ]
    with drill.connect() as connection:
        mails = plan(connection, SECOND + 3 * DAY, settings)
    drill.end_june()
    return SimpleNamespace(**locals())


def test_the_months_were_told_and_money_deducted_before(told):
    assert told.before.states == {
        "deducted": "S92",
        "listed": "S91",
        "untold": "S91",
        "dispatched": "S40",
        "new": "S10",
        "halved": "S92",
        "kept": "S92",
    }
    assert {name for name, entries in told.before.ledger.items() if entries} == set(
        REFUSED
    )


def test_the_review_proposes_and_changes_nothing(told):
    assert told.proposed.proposals == {
        name: (*kind, "reversal") for name, kind in KINDS.items()
    }
    assert told.proposed.states == told.before.states
    assert told.proposed.ledger == told.before.ledger


def test_people_decide_the_leader_on_what_was_deducted(told):
    assert told.decided == [
        ["deducted", "halved"],
        ["deducted", "dispatched", "halved", "listed", "new", "untold"],
    ]
    assert told.drill.proposals() == {}
    taken_back = dict.fromkeys(WAYS, "S96")
    assert told.drill.states() == taken_back | {"halved": "S91", "kept": "S92"}


def test_what_goes_back_counts_in_the_month_that_is_open(told):
    ledger = told.drill.ledger()
    for name in REFUSED:
        (first, *then), whole = ledger[name], told.before.ledger[name][0][1]
        assert first == ("2025-05", whole)
        if name == "kept":
            assert then == []
        elif name == "halved":
            ((month, back),) = then
            assert month == "2025-06"
            assert abs(back + whole / 2) <= Decimal("0.01")
        else:
            month = "2025-05" if name == "untold" else "2025-06"
            assert then == [(month, -whole)]


def test_what_was_published_stays_as_it_was(told):
    assert told.drill.published() == told.before.published
    assert len(told.before.published) == len(REFUSED) - 1


def test_statements_ledger_and_sheets_say_the_same_to_the_cent(told):
    (sums,) = rows(told.url, TOTALS)
    assert len(set(sums.values())) == 1, sums
    assert rows(told.url, "select * from review.statement_imbalance") == []


def test_the_next_statement_says_what_goes_back_and_why(told):
    found = {
        told.drill.names[row["hit_id"]]: row
        for row in rows(told.url, REVERSED, "2025-06")
    }
    assert set(found) == {"deducted", "listed", "halved"}
    assert {row["reason"] for row in found.values()} == {"REVERSAL"}
    assert {row["refused_in"] for row in found.values()} == {"2025-05"}


def test_who_was_told_of_a_case_is_told_that_it_is_withdrawn(told):
    assert told.mails.items["WITHDRAWN"] == 4
    assert told.mails.items["RECONSIDERED"] == 1
    mails = rows(told.url, "select payload ->> 'text' as text from notify.outbox")
    assert sum("撤回或作废" in mail["text"] for mail in mails) == 4
    told_back = "撤销原因：结算已冲正、退费或撤销"
    assert sum(told_back in mail["text"] for mail in mails) == 4
    assert sum("列入2025-06拒付单" in mail["text"] for mail in mails) == 2


def test_the_same_review_again_proposes_nothing(told):
    before = told.drill.ledger()
    pipeline.review(told.url, QUARTER, AFTER_JUNE + DAY, with_tests=False)
    assert told.drill.proposals() == {}
    assert told.drill.ledger() == before


def test_every_chain_holds(told):
    assert rows(told.url, "select * from review.verify_chain()") == []
