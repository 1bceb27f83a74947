"""The refusal ledger, and what follows a decision: lists, money, reopening, voiding."""

import threading
from contextlib import suppress
from datetime import timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.cases.casework import Case, opened, wait_for_lock


def cannot_refuse(case: Case, amount: str, match: str, **changes) -> None:
    """Fail unless the ledger does not take the entry."""
    with pytest.raises(psycopg.Error, match=match), case.connection.transaction():
        case.refuses(amount, **changes)


def test_only_what_was_decided_is_refused(case):
    case.goes_to("S80")
    cannot_refuse(case, "48.00", "CR-202")
    case.goes("window_closed")
    cannot_refuse(case, "48.01", "CR-201.*48.00 decided")
    cannot_refuse(case, "48.00", "CR-202.*L1", bkkp_sn="L2")
    case.refuses("40.00")
    cannot_refuse(case, "8.01", "CR-201")
    case.refuses("8.00")


def test_a_case_that_is_none_is_not_refused(case):
    with pytest.raises(psycopg.Error, match="CR-105"):
        case.refuses("1.00", hit_id="unknown", bkkp_sn=None)


@pytest.mark.parametrize(("amount", "kind"), [("-1", "REFUSE"), ("1", "REVERSE")])
def test_refusing_adds_and_reversing_takes_away(case, amount, kind):
    case.goes_to("S90").refuses("40.00")
    cannot_refuse(case, amount, "check constraint", kind=kind)


def test_a_line_is_not_refused_beyond_its_share_by_several_rules(connection):
    first = opened(connection, "P-26-1").goes_to("S90")
    second = opened(connection, "M-15-1").goes_to("S90")
    first.refuses("48.00")
    cannot_refuse(second, "32.01", "CR-201.*line L1")
    second.refuses("32.00")
    cannot_refuse(second, "0.01", "CR-201")
    first.refuses("-10.00")
    second.refuses("10.00")


def test_a_settlement_is_not_refused_beyond_its_payment(connection):
    paid = {"settlement_fund_cap": 100}
    cases = [
        opened(connection, f"hit {line}", bkkp_sn=line, **paid).goes_to("S90")
        for line in ("L1", "L2", None)
    ]
    for case in cases[:2]:
        case.refuses("48.00")
    cannot_refuse(cases[2], "4.01", "CR-201.*settlement S1")
    cases[2].refuses("4.00")


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    entries=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["48", "32", "8", "-8", "-48"])),
        max_size=20,
    )
)
def test_no_order_of_entries_refuses_more_than_there_is(connection, entries):
    lines = ("L1", "L1", "L2", None)
    with connection.transaction(force_rollback=True):
        cases = [
            opened(connection, f"hit {n}", bkkp_sn=line, settlement_fund_cap=130)
            for n, line in enumerate(lines)
        ]
        for case in cases:
            case.goes_to("S90")
        for number, amount in entries:
            with suppress(psycopg.DatabaseError), connection.transaction():
                cases[number].refuses(amount)
        sums = connection.execute(
            """
            select
                coalesce(sum(amount) filter (where bkkp_sn = 'L1'), 0),
                coalesce(sum(amount) filter (where bkkp_sn = 'L2'), 0),
                coalesce(sum(amount), 0)
            from review.refusal
            """
        ).fetchone()
    for refused, cap in zip(sums, (80, 80, 130), strict=True):
        assert 0 <= refused <= cap


def test_what_only_informs_refuses_nothing(connection):
    case = opened(connection, line_fund_cap=0).goes_to("S90")
    cannot_refuse(case, "0.01", "CR-201")


def test_no_more_is_reversed_than_was_refused(case):
    case.goes_to("S90").refuses("40.00")
    cannot_refuse(case, "-40.01", "CR-201")
    case.refuses("-40.00")


@pytest.mark.parametrize("statement", ["update", "delete", "truncate"])
def test_entries_stay(case, statement):
    case.goes_to("S90").refuses("40.00")
    text = {
        "update": "update review.refusal set amount = 1",
        "delete": "delete from review.refusal",
        "truncate": "truncate review.refusal",
    }[statement]
    with pytest.raises(psycopg.Error, match="CR-100"):
        case.connection.execute(text)


def test_an_older_snapshot_may_not_write(case_url):
    with psycopg.connect(case_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        case = opened(connection).goes_to("S90")
        with pytest.raises(psycopg.Error, match="CR-203"):
            case.refuses("1.00")


def test_two_writers_at_once_do_not_refuse_a_line_twice(case_url):
    facts = {"setl_id": "S-both", "bkkp_sn": "L-both", "line_fund_cap": 50}
    with psycopg.connect(case_url) as connection:
        for hit_id in ("one", "two"):
            opened(connection, hit_id, **facts).goes_to("S90")
    answers = []

    def refuse(connection: psycopg.Connection) -> None:
        try:
            Case(connection, "two").refuses("48.00")
            answers.append("taken")
        except psycopg.Error as error:
            answers.append(str(error))

    with psycopg.connect(case_url) as first, psycopg.connect(case_url) as second:
        Case(first, "one").refuses("48.00")
        waiting = threading.Thread(target=refuse, args=(second,))
        waiting.start()
        wait_for_lock(case_url, second)
        first.commit()
        waiting.join()
    assert "CR-201" in answers[0]


def test_a_case_is_listed_once_the_ledger_has_it(case):
    case.goes_to("S90")
    case.may_not("list_refusal", "CR-112")
    case.refuses("40.00")
    assert case.does("list_refusal") == "S91"


def test_a_case_leaves_the_list_with_its_entry(case):
    case.goes_to("S91")
    case.may_not("unlist", "CR-112")
    case.refuses("-48.00")
    assert case.does("unlist") == "S90"


def test_settling_names_the_payment_and_is_of_what_the_ledger_says(case):
    case.goes_to("S91")
    case.may_not("settle", "CR-113", payload={})
    case.may_not("settle", "CR-112", amount=60, fund_amount=47)
    assert case.does("settle") == "S92"
    assert case.last("amount, fund_amount") == (60, 48)


def test_nothing_is_not_settled(case):
    case.goes_to("S91").refuses("-48.00")
    case.may_not("settle", "CR-112")
    assert case.does("unlist") == "S90"


def test_reopening_has_a_reason_of_its_kind_and_a_year(case):
    case.goes_to("S95")
    case.may_not("reopen", "CR-113", reason_code=None)
    case.may_not("reopen", "CR-119", reason_code="RULE_FAULT")
    case.may_not("reopen", "CR-114", occurred_at=case.now + timedelta(days=366))
    assert case.does("reopen", occurred_at=case.now + timedelta(days=365)) == "S20"


def test_money_goes_back_before_a_settled_case_is_cleared(case):
    case.goes_to("S92").goes("reopen")
    case.may_not("reconsider_clear", "CR-112.*still refuses 48.00")
    case.refuses("-48.00")
    assert case.does("reconsider_clear") == "S95"


def test_what_was_refused_too_much_goes_back_before_listing(case):
    case.goes_to("S92").goes("reopen")
    case.does("reconsider_confirm", amount=50, fund_amount=40, reason_code="CALC")
    case.may_not("list_refusal", "CR-112")
    case.refuses("-8.00")
    assert case.goes("list_refusal").does("settle") == "S92"
    assert case.last("amount, fund_amount") == (50, 40)


def test_voiding_names_the_defect(case):
    case.goes_to("S40")
    case.may_not("void", "CR-113", payload={"rule_defect_id": ""})
    assert case.does("void", payload={"data_defect_id": "D2"}) == "S96"


def test_a_transfer_says_why_and_leaves_nothing_refused(case):
    case.goes_to("S90").refuses("48.00")
    case.may_not("transfer", "CR-113", payload={})
    case.may_not("transfer", "CR-112")
    case.refuses("-48.00")
    assert case.does("transfer") == "S97"
