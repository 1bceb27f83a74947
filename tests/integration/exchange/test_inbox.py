"""Senders put workbooks into their folders; every round handles what is there."""

import itertools
import re
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from tests.integration.exchange.desk import DAY
from tests.integration.exchange.office import ACCEPT, APPEAL, HOUR, Office
from tests.unit.exchange.test_attachments import PDF
from tests.unit.exchange.workbooks import KEY

from claim_review import warehouse
from claim_review.__main__ import main
from claim_review.exchange import commands
from claim_review.exchange.inbox import Handled
from claim_review.exchange.kinds import LAYOUTS
from claim_review.exchange.reading import read
from claim_review.settings import Settings

NUMBERS = itertools.count(1)


@pytest.fixture
def office(exchange_url, tmp_path) -> Office:
    """An office two days after the dispatch."""
    return Office(exchange_url, tmp_path, f"OFFICE{next(NUMBERS)}")


def fates(handled: list[Handled]) -> dict[str, str]:
    return {each.name: each.fate for each in handled}


def test_a_file_is_previewed_confirmed_taken_in_and_put_away(office):
    office.answers(A=APPEAL, B=ACCEPT)
    office.puts("a.files/病历.pdf", PDF)
    (waiting,) = office.round()
    assert (waiting.sender, waiting.fate) == (office.who, "WAITING")
    assert waiting.hits == office.hits
    assert office.states() == ["S40", "S40"]
    said = (office.mine / "a.预览.txt").read_text("utf-8-sig")
    assert said == f"{waiting.said}\n"
    assert said.split("  附件")[0] == (
        "a.xlsx　收到时间：2025-07-24 09:00:00\n"
        "预览：2行有效，0处有误，0行未填\n"
        "  申诉：1行 90.00元\n"
        "  认可：1行 90.00元\n"
        f"  第2行 {office.who}-A 申诉 90.00元\n"
        f"  第3行 {office.who}-B 认可 90.00元\n"
    )
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
    query = (
        "select occurred_at from review.event where hit_id = %s and event = 'accept'"
    )
    with psycopg.connect(office.url) as connection:
        found = connection.execute(query, [office.hits[0]]).fetchall()
    assert found == [(office.now,)]


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
    content = office.filled((office.mine / name).read_bytes(), B=ACCEPT)
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
    office.puts("a.xlsx", office.filled(A={"扣除金额（元）": 1}))
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
    office.mine.rename(office.mine.with_name("H1"))
    (refused,) = office.round()
    assert (refused.sender, refused.fate) == ("H1", "REFUSED")
    assert f"下发给{office.who}，不能由H1提交" in refused.said


def test_files_are_handled_in_the_order_of_their_arrival(office):
    for name, hours in (("a", 2), ("b", 1), ("c", 3)):
        path = office.answers(f"{name}.xlsx", A=ACCEPT)
        office.dates(path, office.now + hours * HOUR)
    assert list(fates(office.round())) == ["b.xlsx", "a.xlsx", "c.xlsx"]


@pytest.fixture
def installed(office, monkeypatch) -> None:
    """The commands work on the office's files."""
    mine = Settings(
        var_dir=office.folder.parent,
        warehouse_url=SecretStr(office.url),
        exchange_key=SecretStr(KEY.decode()),
    )
    for module in (commands, warehouse):
        monkeypatch.setattr(module, "settings", lambda: mine)


def test_a_command_says_what_became_of_each_file(office, installed, capsys):
    office.answers(A=ACCEPT)
    assert main(["exchange", "inbox"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"WAITING {office.who}/a.xlsx\na.xlsx　收到时间")


def test_a_command_gives_wrong_rows_back_too(office, installed, capsys):
    file = office.answers(B={"处理意见": "认可"})
    moment = ["--received-at", f"{office.now:%Y-%m-%dT%H:%M}"]
    assert main(["exchange", "read", str(file), "--sender", office.who, *moment]) == 0
    said = capsys.readouterr().out
    (name,) = re.findall("有误的单元格已标红：(.*)", said)
    corrected = office.filled(Path(name).read_bytes(), B=ACCEPT)
    assert read(corrected, LAYOUTS, KEY).problems == ()


def test_without_an_inbox_there_is_nothing_to_do(office):
    office.mine.rmdir()
    office.mine.parent.rmdir()
    assert office.round() == []
