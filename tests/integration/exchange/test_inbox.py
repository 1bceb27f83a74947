"""Senders put workbooks into their folders; every round handles what is there."""

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from tests.integration.cases import casework
from tests.integration.cases.casework import START, opened
from tests.integration.exchange.conftest import SHOWN
from tests.integration.exchange.desk import DAY, filled
from tests.unit.exchange.test_attachments import PDF
from tests.unit.exchange.workbooks import KEY

from claim_review import warehouse
from claim_review.__main__ import main
from claim_review.exchange import commands
from claim_review.exchange.appeals import dispatch, issue_batch
from claim_review.exchange.inbox import Handled, take_in_all
from claim_review.settings import Settings

ACCEPT = {"处理意见": "认可", "医保办签认人": "示例甲"}
APPEAL = {
    "处理意见": "申诉",
    "申诉理由": "CLIN_JUSTIFIED 临床合理且有依据",
    "申诉说明": "病情需要，附病程记录为证。",
    "证明材料": "病历.pdf",
}
HOUR = timedelta(hours=1)


class Office:
    """The folder of H1, to whom a workbook with cases A and B went out."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder / "exchange"
        self.mine = self.folder / "inbox" / "H1"
        self.mine.mkdir(parents=True)
        self.now = START + 3 * DAY
        with psycopg.connect(url) as connection:
            for name in "AB":
                opened(connection, name).goes_to("S30")
            dispatch(connection, "B1", "sender", "DISPATCHER", START + DAY)
            self.sent = issue_batch(connection, "B1", KEY, "s", START + DAY).content

    def puts(self, name: str, content: bytes, at: datetime | None = None) -> Path:
        path = self.mine / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        self.dates(path, at or self.now)
        return path

    def dates(self, path: Path, at: datetime) -> None:
        os.utime(path, (at.timestamp(), at.timestamp()))

    def answers(self, name: str = "a.xlsx", **answers: dict) -> Path:
        return self.puts(name, filled(self.sent, answers))

    def round(self, after: timedelta = DAY) -> list[Handled]:
        return take_in_all(self.url, self.folder, KEY, self.now + after)

    def confirms(self, name: str = "a", ending: str = ".确认") -> None:
        said = (self.mine / f"{name}.预览.txt").read_text("utf-8-sig")
        self.puts(f"{name}{ending}", re.findall("内容为 (.*)", said)[-1].encode())

    def files(self) -> set[str]:
        found = self.mine.rglob("*")
        return {str(path.relative_to(self.mine)) for path in found if path.is_file()}

    def states(self) -> list[str]:
        query = "select state from review.hit_state order by hit_id"
        with psycopg.connect(self.url) as connection:
            return [state for (state,) in connection.execute(query)]


@pytest.fixture
def office(make_database, tmp_path) -> Office:
    """An office two days after the dispatch, in a warehouse of its own."""
    return Office(casework.warehouse(make_database, SHOWN), tmp_path)


def fates(handled: list[Handled]) -> dict[str, str]:
    return {each.name: each.fate for each in handled}


def test_a_file_is_previewed_confirmed_taken_in_and_put_away(office):
    office.answers(A=APPEAL, B=ACCEPT)
    office.puts("a.files/病历.pdf", PDF)
    (waiting,) = office.round()
    assert (waiting.sender, waiting.fate) == ("H1", "WAITING")
    assert waiting.hits == ("A", "B")
    assert office.states() == ["S40", "S40"]
    said = (office.mine / "a.预览.txt").read_text("utf-8-sig")
    assert said == f"{waiting.said}\n"
    assert "a.xlsx　收到时间：2025-07-24 09:00:00\n预览：2行有效，0处有误" in said
    office.confirms()
    (taken,) = office.round()
    assert taken.fate == "TAKEN"
    assert office.states() == ["S50", "S70"]
    done = "done/20250724-090000-a"
    assert office.files() == {
        f"{done}/a.xlsx",
        f"{done}/a.files/病历.pdf",
        f"{done}/a.预览.txt",
        f"{done}/a.确认",
        f"{done}/a.受理.txt",
    }
    report = (office.mine / done / "a.受理.txt").read_text("utf-8-sig")
    assert "已受理：2行有效" in report
    assert len(list((office.folder / "in").iterdir())) == 1
    assert len(list((office.folder / "evidence").iterdir())) == 1
    assert office.round() == []


def test_a_file_counts_by_when_it_arrived_and_not_when_it_was_handled(office):
    office.answers(A=ACCEPT)
    office.round(DAY)
    office.confirms()
    office.round(20 * DAY)
    query = "select max(occurred_at) from review.event where event = 'accept'"
    with psycopg.connect(office.url) as connection:
        assert connection.execute(query).fetchone() == (office.now,)


def test_evidence_that_arrives_later_makes_the_file_arrive_later(office):
    office.answers(A=APPEAL)
    office.puts("a.files/病历.pdf", PDF, office.now + 2 * HOUR)
    assert fates(office.round(HOUR)) == {"a.xlsx": "LEFT"}
    (waiting,) = office.round(3 * HOUR)
    assert "收到时间：2025-07-24 11:00:00" in waiting.said


def test_what_has_not_arrived_yet_is_left_alone(office):
    office.answers(A=ACCEPT)
    assert fates(office.round(-HOUR)) == {"a.xlsx": "LEFT"}
    assert office.files() == {"a.xlsx"}
    assert fates(office.round(timedelta(0))) == {"a.xlsx": "WAITING"}
    office.confirms()
    office.dates(office.mine / "a.确认", office.now + 2 * HOUR)
    assert fates(office.round(HOUR)) == {"a.xlsx": "WAITING"}
    assert fates(office.round(2 * HOUR)) == {"a.xlsx": "TAKEN"}


def test_the_same_folder_again_changes_nothing(office):
    office.answers(A=ACCEPT)
    first = office.round()
    before = {name: (office.mine / name).stat() for name in office.files()}
    assert office.round() == first
    after = {name: (office.mine / name).stat() for name in office.files()}
    assert {name: stat.st_mtime_ns for name, stat in before.items()} == {
        name: stat.st_mtime_ns for name, stat in after.items()
    }


def test_a_confirmation_of_something_else_is_told(office):
    office.answers(A=ACCEPT)
    office.round()
    office.confirms()
    office.answers(A=ACCEPT, B=ACCEPT)
    (waiting,) = office.round()
    assert waiting.fate == "WAITING"
    assert "已有的确认与本次预览不符，未受理" in waiting.said
    assert office.states() == ["S40", "S40"]


@pytest.mark.parametrize("ending", [".确认", ".确认.txt"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gbk"])
def test_a_confirmation_is_understood_however_it_is_stored(office, ending, encoding):
    office.answers(A=ACCEPT)
    (waiting,) = office.round()
    digest = waiting.said.split()[-1]
    office.puts(f"a{ending}", f"确认： {digest.upper()}\r\n".encode(encoding))
    assert fates(office.round()) == {"a.xlsx": "TAKEN"}


def test_wrong_rows_go_back_marked_and_good_ones_count(office):
    office.answers(A=ACCEPT, B={"处理意见": "认可"})
    (waiting,) = office.round()
    (name,) = [name for name in office.files() if name.startswith("marked/")]
    assert f"有误的单元格已在“{name}”中标红" in waiting.said
    office.confirms()
    office.round()
    assert office.states() == ["S70", "S40"]
    content = filled((office.mine / name).read_bytes(), {"B": ACCEPT})
    office.puts("again.xlsx", content, office.now + HOUR)
    office.round()
    office.confirms("again")
    office.round()
    assert office.states() == ["S70", "S70"]


def test_what_somebody_is_correcting_is_not_written_over(office):
    office.answers(B={"处理意见": "认可"})
    office.round()
    (file,) = (office.mine / "marked").iterdir()
    file.write_bytes(b"being corrected")
    office.round()
    assert file.read_bytes() == b"being corrected"


def test_a_refused_file_goes_away_with_the_reason(office):
    office.puts("a.xlsx", filled(office.sent, {"A": {"扣除金额（元）": 1}}))
    office.puts("a.files/病历.pdf", PDF)
    (refused,) = office.round()
    assert refused.fate == "REFUSED"
    folder = "refused/20250724-090000-a"
    assert office.files() == {
        f"{folder}/a.xlsx",
        f"{folder}/a.files/病历.pdf",
        f"{folder}/a.退回.txt",
    }
    report = (office.mine / folder / "a.退回.txt").read_text("utf-8-sig")
    assert "“扣除金额（元）”下发时为“90.00”，被改为“1.00”" in report
    assert office.round() == []


def test_the_file_of_somebody_else_is_refused(office):
    office.answers(A=ACCEPT)
    office.mine.rename(office.mine.with_name("H2"))
    (refused,) = office.round()
    assert (refused.sender, refused.fate) == ("H2", "REFUSED")
    assert "下发给H1，不能由H2提交" in refused.said


def test_a_half_copied_file_is_told_and_not_lost(office):
    whole = filled(office.sent, {"A": ACCEPT})
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
        "b.files": ("H1", "LEFT", "没有与之同名的xlsx文件"),
        "七月": ("H1", "LEFT", "文件夹里的文件不处理，请直接放在收件夹里"),
    }
    assert secret.read_bytes() == office.sent


def test_files_are_handled_in_the_order_of_their_arrival(office):
    for name, hours in (("a", 2), ("b", 1), ("c", 3)):
        path = office.answers(f"{name}.xlsx", A=ACCEPT)
        office.dates(path, office.now + hours * HOUR)
    assert list(fates(office.round())) == ["b.xlsx", "a.xlsx", "c.xlsx"]


def test_a_failure_keeps_nobody_else_waiting_and_is_raised(office):
    office.answers("a.xlsx", A=ACCEPT)
    office.answers("b.xlsx", B=ACCEPT)
    (office.mine / "a.预览.txt").mkdir()
    with pytest.raises(ExceptionGroup) as caught:
        office.round()
    (failure,) = caught.value.exceptions
    assert failure.__notes__ == [str(office.mine / "a.xlsx")]
    assert office.files() == {"a.xlsx", "b.xlsx", "b.预览.txt"}


def test_the_command_says_what_became_of_each_file(office, monkeypatch, capsys):
    mine = Settings(
        var_dir=office.folder.parent,
        warehouse_url=SecretStr(office.url),
        exchange_key=SecretStr(KEY.decode()),
    )
    for module in (commands, warehouse):
        monkeypatch.setattr(module, "settings", lambda: mine)
    office.answers(A=ACCEPT)
    assert main(["exchange", "inbox"]) == 0
    assert capsys.readouterr().out.startswith("WAITING H1/a.xlsx\na.xlsx　收到时间")


def test_without_an_inbox_there_is_nothing_to_do(office):
    office.mine.rmdir()
    office.mine.parent.rmdir()
    assert office.round() == []
