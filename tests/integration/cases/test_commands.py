"""What people type who see to cases."""

from datetime import timedelta
from functools import partial

import psycopg
import pytest
from tests.commands import install, type_in
from tests.integration.cases import casework
from tests.integration.cases.casework import START, opened
from tests.integration.cases.test_appeal_guards import DUE

from claim_review.review import commands
from claim_review.review.days import go_through
from claim_review.warehouse import RefusedError

DAY = timedelta(days=1)


@pytest.fixture
def url(make_database, monkeypatch) -> str:
    """The URL of a warehouse that the commands work on."""
    url = casework.warehouse(make_database)
    install(monkeypatch, commands, url)
    return url


typed = partial(type_in, commands, "cases")


def test_a_batch_is_prepared_dispatched_extended_and_recalled(url):
    with psycopg.connect(url) as connection:
        opened(connection, "A", fixmedins_code="H2").goes("ingest", "first_suspect")
        opened(connection, "B", fixmedins_code="H2").goes("ingest", "first_suspect")
    now = START + DAY
    agree = ["event", "second_agree", "A", "B", "--by", "zhao", "--role", "REVIEWER2"]
    agree += ["--amount", "90", "--fund-amount", "72"]
    assert typed(now, *agree) == "A → S30\nB → S30"
    told = typed(now, "contact", "H2", "MAIL", "office@example.org", "--by", "agency-1")
    assert told == "H2: verified"
    approve = ["approve", "B2", "H2", "--approval", "A2", "--by", "agency-1"]
    assert typed(now, *approve) == "B2: approved by agency-1"
    with pytest.raises(RefusedError, match="dispatch_batch_pkey"):
        typed(now, *approve)
    dispatch = ["event", "dispatch", "A", "B", "--by", "agency-1", "--role", "AGENCY"]
    assert typed(now, *dispatch, "--say", "batch_id=B2") == "A → S40\nB → S40"
    extend = ["extend", "B2", "3", "--by", "agency-1", "--comment", "机构书面申请"]
    assert typed(now + DAY, *extend) == "B2: 2 cases have until later"
    with pytest.raises(RefusedError, match="CR-306"):
        typed(now + DAY, *extend)
    recall = ["event", "recall", "A", "--by", "agency-1", "--role", "AGENCY"]
    with pytest.raises(RefusedError, match=r"CR-113.*payload.comment"):
        typed(now + DAY, *recall)
    assert typed(now + DAY, *recall, "--say", "comment=批次有误") == "A → S30"
    assert typed(now + DAY, "verify") == "2 cases, every chain holds"
    assert typed(now + DAY, "publish") == "calendar 1 is in force"


def test_all_cases_of_a_command_move_or_none(url):
    with psycopg.connect(url) as connection:
        opened(connection, "A").goes_to("S70")
        opened(connection, "B").goes_to("S40")
    transfer = ["event", "transfer", "A", "B", "--by", "agency-1", "--role", "AGENCY"]
    with pytest.raises(RefusedError, match="CR-101 hit B in state S40"):
        typed(START + 3 * DAY, *transfer, "--say", "comment=涉嫌欺诈")
    with psycopg.connect(url) as connection:
        assert connection.execute("select review.state_of('A')").fetchone() == ("S70",)


def test_an_outage_and_a_blocked_time_out_are_told(url):
    with psycopg.connect(url) as connection:
        opened(connection, "A").goes_to("S40")
    day = ["outage", "2025-08-04T09:00", "2025-08-04T14:30", "--by", "agency-1"]
    assert typed(DUE, *day) == "an outage of 5.5 hours"
    assert typed(DUE, "time-outs", "--by", "agency-1") == "nothing waits"
    with psycopg.connect(url) as connection:
        # One workday more after the outage.
        assert go_through(connection, DUE + timedelta(hours=9)).blocked == 0
        assert go_through(connection, DUE + timedelta(hours=33)).blocked == 1
    told = typed(DUE + 2 * DAY, "time-outs", "--by", "agency-1")
    assert told.startswith("A deem_accept BLOCKED since 2025-08-06: CR-116 hit A")
    execute = ["time-outs", "--execute", "--by", "agency-1"]
    assert typed(DUE + 2 * DAY, *execute) == "0 happened"
