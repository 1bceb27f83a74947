"""The daily round: work lists once, proofs of mails that left, files before clocks."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from tests.integration.cases import casework
from tests.integration.cases.casework import START, Case, opened
from tests.integration.cases.test_appeal_guards import DUE
from tests.integration.exchange.conftest import SHOWN
from tests.integration.exchange.desk import filled
from tests.integration.notify.mailing import running_sink
from tests.unit.exchange.workbooks import KEY

from claim_review import daily
from claim_review.notify.outbox import drain
from claim_review.review import staff
from claim_review.settings import Settings

MORNING = DUE + timedelta(hours=9)
PEOPLE = """\
reviewer-a,REVIEWER1,623000,reviewer-a@example.org
reviewer-b,REVIEWER1,623000,reviewer-b@example.org
reviewer-c,REVIEWER2,623000,reviewer-c@example.org
agency-a,AGENCY,623000,agency-a@example.org
"""
APPEAL = {
    "处理意见": "申诉",
    "申诉理由": "RULE_FAULT 规则逻辑有误",
    "申诉说明": "规则引用的目录版本已经失效。",
}


@pytest.fixture
def url(make_database: Callable[[], str], tmp_path: Path) -> str:
    """A warehouse with people, reference data, an approved batch and a contact."""
    url = casework.warehouse(make_database, SHOWN)
    file = tmp_path / "staff.csv"
    file.write_text(",".join(staff.COLUMNS) + "\n" + PEOPLE)
    with psycopg.connect(url) as connection:
        staff.load(connection, file, "lead-a", START)
    return url


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    with running_sink(tmp_path, exchange_key=SecretStr(KEY.decode())) as settings:
        yield settings


def put(url: str, hit_id: str, state: str) -> None:
    with psycopg.connect(url) as connection:
        opened(connection, hit_id, bkkp_sn=hit_id).goes_to(state)


def kinds(url: str) -> list[tuple]:
    query = "select kind, recipient from review.workbook order by 1, 2"
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def test_everybody_gets_what_is_new_once(url, settings):
    for state in ("S10", "S20", "S40", "S55", "S70", "S80"):
        put(url, state, state)
    put(url, "OTHER", "S40")
    as_of = START + timedelta(days=1)
    paths = daily.write_work_lists(url, settings, as_of)
    # The second reviewer finds that the first has all.
    assert kinds(url) == [
        ("APPEAL", "H1"),
        ("FINAL_REVIEW", "agency-a"),
        ("FIRST_REVIEW", "reviewer-a"),
        ("NOTICE", "H1"),
        ("SECOND_REVIEW", "reviewer-c"),
        ("SUPPLEMENT", "H1"),
    ]
    assert len(paths) == 6
    assert all(Path(path).read_bytes().startswith(b"PK") for path in paths)
    assert daily.write_work_lists(url, settings, as_of + timedelta(days=1)) == []
    assert len(kinds(url)) == 6
    # Of the batch one case is open, of the moment all is said.
    with psycopg.connect(url) as connection:
        Case(connection, "OTHER", as_of).does("void")
    assert daily.write_work_lists(url, settings, as_of) == paths
    assert len(kinds(url)) == 6
    put(url, "NEW", "S10")
    assert len(daily.write_work_lists(url, settings, as_of + timedelta(days=2))) == 1


@pytest.mark.parametrize(("is_demo", "became"), [(True, "done"), (False, "blocked")])
def test_silence_counts_after_mails_that_reached_somebody(
    url, settings, is_demo, became
):
    put(url, "A", "S40")
    with psycopg.connect(url) as connection:
        casework.insert(
            connection,
            "delivery_proof",
            batch_id="B1",
            kind="DISPATCH",
            delivered_at=START,
            source_ref="receipt",
        )
    mine = settings.model_copy(update={"is_demo": is_demo})
    for days in range(16):
        as_of = START + timedelta(days=days)
        daily.remind(url, mine, as_of)
        drain(url, mine, as_of)
        found = daily.go_through(url, mine, as_of)
        if as_of <= DUE:
            assert (found["done"], found["blocked"]) == (0, 0)
    assert daily.go_through(url, mine, MORNING)[became] == 1


def test_an_appeal_in_the_inbox_is_taken_before_its_time_runs_out(url, settings):
    put(url, "A", "S40")
    (path,) = daily.write_work_lists(url, settings, START + timedelta(days=1))
    folder = settings.var_dir / "exchange" / "inbox" / "H1"
    folder.mkdir(parents=True)
    file = folder / "answer.xlsx"
    file.write_bytes(filled(Path(path).read_bytes(), {"A": APPEAL}))
    sent_at = (DUE - timedelta(hours=1)).timestamp()
    os.utime(file, (sent_at, sent_at))
    came = daily.take_in(url, settings, MORNING)
    assert came.waiting == ["A"]
    assert came.told == ["H1 answer.xlsx: WAITING"]
    found = daily.go_through(url, settings, MORNING, came.waiting)
    assert (found["done"], found["blocked"]) == (0, 0)
    assert daily.go_through(url, settings, MORNING)["blocked"] == 1


def test_the_first_round_may_come_before_the_first_review(make_database, settings):
    url = make_database()
    assert daily.take_in(url, settings, MORNING) == daily.TakenIn([], [])
    assert daily.go_through(url, settings, MORNING)["done"] == 0
    assert daily.remind(url, settings, MORNING)["mails"] == 0
    assert daily.write_work_lists(url, settings, MORNING) == []


def test_a_list_holds_the_cases_of_its_reader_s_counties(url, settings, tmp_path):
    put(url, "A", "S10")
    with psycopg.connect(url) as connection:
        opened(connection, "B", bkkp_sn="B", region="623021").goes_to("S10")
        file = tmp_path / "counties.csv"
        rows = ("reviewer-a,REVIEWER1,623021,", "reviewer-b,REVIEWER1,623001,")
        file.write_text("\n".join([",".join(staff.COLUMNS), *rows]))
        staff.load(connection, file, "lead-a", START)
    daily.write_work_lists(url, settings, START + timedelta(days=1))
    with psycopg.connect(url) as connection:
        query = """
            select recipient, hit_id
            from review.workbook inner join review.workbook_row using (workbook_id)
            order by recipient, hit_id
        """
        assert connection.execute(query).fetchall() == [
            ("reviewer-a", "B"),
            ("reviewer-b", "A"),
        ]


def test_the_agency_is_asked_once_what_follows_from_a_review(url, settings):
    put(url, "A", "S40")
    with psycopg.connect(url) as connection:
        connection.execute(
            """
            insert into review.follow_up (
                hit_id, kind, cause, run_id, state, decided_amount, decided_fund_amount,
                refused_amount, is_vanished, stands_amount, stands_fund_amount,
                proposed_at
            )
            values ('A', 'withdraw', 'reversal', 'R', 'S40', 90, 72, 0, true, 0, 0, %s)
            """,
            (START,),
        )
    as_of = START + timedelta(days=1)
    daily.write_work_lists(url, settings, as_of)
    daily.write_work_lists(url, settings, as_of)
    daily.write_work_lists(url, settings, as_of + timedelta(days=1))
    assert kinds(url) == [("APPEAL", "H1"), ("FOLLOW_UP", "agency-a")]
