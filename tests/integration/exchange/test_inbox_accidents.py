"""What happens to files in the inbox that nobody meant to happen."""

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from tests.integration.exchange.office import ACCEPT, HOUR, Office
from tests.unit.exchange.test_attachments import PDF

from claim_review.exchange.inbox import Handled

NUMBERS = itertools.count(1)


@pytest.fixture
def office(exchange_url, tmp_path) -> Office:
    """An office two days after the dispatch."""
    return Office(exchange_url, tmp_path, f"OFFICE{next(NUMBERS)}")


def fates(handled: list[Handled]) -> dict[str, str]:
    return {each.name: each.fate for each in handled}


def test_a_half_copied_file_is_told_and_not_lost(office):
    whole = office.filled(A=ACCEPT)
    office.puts("a.xlsx", whole[:3000])
    (left,) = office.round(HOUR / 2)
    assert left.fate == "LEFT"
    assert "若仍在上传" in (office.mine / "a.预览.txt").read_text("utf-8-sig")
    office.puts("a.xlsx", whole)
    assert fates(office.round(HOUR / 2)) == {"a.xlsx": "WAITING"}


def test_a_file_that_stays_half_is_refused_and_kept(office):
    office.puts("a.xlsx", office.sent[:3000])
    assert fates(office.round(HOUR)) == {"a.xlsx": "REFUSED"}
    kept = office.mine / "refused" / "20250724-090000-a" / "a.xlsx"
    assert kept.read_bytes() == office.sent[:3000]


def held(office: Office, lock: str, change: Callable[[], None]) -> list[Handled]:
    """Return what a round says that has to wait for a lock while a change is made."""
    waiting = """
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'
    """
    with (
        ThreadPoolExecutor() as pool,
        psycopg.connect(office.url) as holder,
        psycopg.connect(office.url, autocommit=True) as watching,
    ):
        holder.execute(lock)
        round = pool.submit(office.round)
        while not watching.execute(waiting).fetchone()[0]:
            assert not round.done()
        change()
        holder.close()
        return round.result()


def test_a_file_that_changes_while_it_is_read_is_left(office):
    file = office.answers(A=ACCEPT)
    lock = "select from review.workbook for update"
    (left,) = held(office, lock, lambda: office.dates(file, office.now + HOUR))
    assert (left.fate, left.said) == ("LEFT", "文件正在变化，下次再处理")
    assert office.files() == {"a.xlsx"}


def test_one_round_waits_for_another(office):
    file = office.answers(A=ACCEPT)
    lock = "select pg_advisory_lock(hashtext('review.inbox'))"
    assert held(office, lock, file.unlink) == []


def test_the_same_file_twice_is_taken_once_and_kept_twice(office):
    for _ in range(2):
        office.answers(A=ACCEPT)
        office.round()
        if (office.mine / "a.xlsx").exists():
            office.confirms()
            office.round()
    assert {name for name in office.files() if name.endswith("受理.txt")} == {
        "done/20250724-090000-a/a.受理.txt",
        "done/20250724-090000-a-2/a.受理.txt",
    }
    again = office.mine / "done/20250724-090000-a-2/a.受理.txt"
    assert "已于2025-07-24 09:00受理，未作改动" in again.read_text("utf-8-sig")


def test_a_round_that_died_before_it_put_a_file_away_is_made_up_for(office):
    file = office.answers(A=ACCEPT)
    office.round()
    office.confirms()
    office.round()
    done = office.mine / "done/20250724-090000-a"
    (done / "a.xlsx").rename(file)
    assert fates(office.round()) == {"a.xlsx": "TAKEN"}
    assert office.states() == ["S70", "S40"]


def test_other_files_and_links_are_refused_and_strays_are_told(office):
    secret = office.folder / "secret.xlsx"
    secret.write_bytes(office.sent)
    (office.mine / "link.xlsx").symlink_to(secret)
    office.puts("病历.pdf", PDF)
    office.puts("b.files/病历.pdf", PDF)
    office.puts("七月/a.xlsx", office.sent)
    office.puts("~$a.xlsx", b"")
    (office.folder / "inbox" / "lost.xlsx").write_bytes(office.sent)
    at = office.now.timestamp()
    os.utime(office.mine / "link.xlsx", (at, at), follow_symlinks=False)
    handled = {
        each.name: (each.sender, each.fate, each.said) for each in office.round()
    }
    assert "link.xlsx：不是文件" in handled.pop("link.xlsx")[2]
    assert "请放入与工作簿同名、以.files结尾的文件夹" in handled.pop("病历.pdf")[2]
    assert handled == {
        "lost.xlsx": ("", "LEFT", "不在提交人的文件夹里，不知道是谁提交的"),
        "b.files": (office.who, "LEFT", "没有与之同名的xlsx文件"),
        "七月": (office.who, "LEFT", "文件夹里的文件不处理，请直接放在收件夹里"),
    }
    assert secret.read_bytes() == office.sent


def test_a_failure_keeps_nobody_else_waiting_and_is_raised(office):
    office.answers("a.xlsx", A=ACCEPT)
    office.answers("b.xlsx", B=ACCEPT)
    (office.mine / "a.预览.txt").mkdir()
    with pytest.raises(ExceptionGroup) as caught:
        office.round()
    (failure,) = caught.value.exceptions
    assert failure.__notes__ == [str(office.mine / "a.xlsx")]
    assert office.files() == {"a.xlsx", "b.xlsx", "b.预览.txt"}
