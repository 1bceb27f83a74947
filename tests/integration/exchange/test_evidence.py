"""Evidence comes with a workbook, is looked at, kept once, and found again."""

import hashlib
from pathlib import Path

import psycopg
import pytest
from tests.integration.cases.casework import START, Case, opened
from tests.integration.exchange.desk import DAY, filled
from tests.unit.exchange.workbooks import KEY, grids

from claim_review.exchange.appeals import dispatch, issue_batch
from claim_review.exchange.attachments import inspect
from claim_review.exchange.evidence import hand_out, keep
from claim_review.exchange.receiving import HandIn, Received, in_words, receive
from claim_review.exchange.taking import ChangedSincePreviewError

APPEAL = {
    "处理意见": "申诉",
    "申诉理由": "CLIN_JUSTIFIED 临床合理且有依据",
    "申诉说明": "病情需要，附病程记录为证。",
}
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def cases(connection: psycopg.Connection) -> dict[str, Case]:
    """Two dispatched cases of H1."""
    made = {name: opened(connection, name).goes_to("S30") for name in "AB"}
    dispatch(connection, "B1", "sender", "DISPATCHER", START + DAY)
    return made


@pytest.fixture
def office(connection, cases, tmp_path) -> "Office":
    """The insurance office of H1 two days after the dispatch."""
    return Office(connection, tmp_path)


class Office:
    """Hands in one workbook, with files from a folder."""

    def __init__(self, connection: psycopg.Connection, folder: Path) -> None:
        self.connection, self.folder, self.now = connection, folder, START + 3 * DAY
        self.sent = issue_batch(connection, "B1", KEY, "sender", START + DAY).content
        (folder / "files").mkdir()

    def writes(self, **files: bytes) -> None:
        for name, content in files.items():
            (self.folder / "files" / f"{name}.pdf").write_bytes(content)

    def answers(self, answers: dict) -> HandIn:
        file = self.folder / "back.xlsx"
        file.write_bytes(filled(self.sent, answers))
        evidence = list((self.folder / "files").iterdir())
        return HandIn(file, evidence, "H1", self.now)

    def receive(self, hand_in: HandIn, confirmed: str | None = None) -> Received:
        return receive(self.connection, hand_in, self.folder, KEY, confirmed)

    def hands_in(self, answers: dict) -> Received:
        hand_in = self.answers(answers)
        return self.receive(hand_in, self.receive(hand_in).outcome.digest)

    def kept(self) -> dict[str, bytes]:
        folder = self.folder / "evidence"
        found = folder.iterdir() if folder.exists() else ()
        return {file.name: file.read_bytes() for file in found}


def appeal(files: str) -> dict:
    return APPEAL | {"证明材料": files}


def told(received: Received) -> list[str]:
    return [str(problem) for problem in received.outcome.problems]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_evidence_is_kept_by_its_hash_with_its_type_and_its_name(connection, office):
    office.writes(病历=PDF)
    received = office.hands_in({"A": appeal("病历.pdf")})
    assert told(received) == []
    assert office.kept() == {sha256(PDF): PDF}
    rows = "select sha256, media_type, size, first_received_at from review.attachment"
    assert connection.execute(rows).fetchall() == [
        (sha256(PDF), "application/pdf", len(PDF), office.now)
    ]
    names = "select file_sha256, name, sha256 from review.workbook_attachment"
    assert connection.execute(names).fetchall() == [
        (received.returned.file_sha256, "病历.pdf", sha256(PDF))
    ]


def test_the_same_file_under_two_names_and_twice_is_kept_once(connection, office):
    office.writes(甲=PDF, 乙=PDF)
    office.hands_in({"A": appeal("甲.pdf")})
    office.now += DAY
    office.hands_in({"A": appeal("甲.pdf"), "B": appeal("乙.pdf")})
    rows = "select first_received_at from review.attachment"
    assert connection.execute(rows).fetchall() == [(office.now - DAY,)]
    assert list(office.kept()) == [sha256(PDF)]


def test_a_preview_keeps_nothing(connection, office):
    office.writes(病历=PDF)
    office.receive(office.answers({"A": appeal("病历.pdf")}))
    assert office.kept() == {}
    assert connection.execute("select from review.attachment").fetchall() == []


def test_a_refused_file_costs_the_rows_that_name_it(office, cases):
    office.writes(病历=PDF, 程序=b"MZ\x90")
    answers = {"A": appeal("病历.pdf"), "B": appeal("病历.pdf；程序.pdf")}
    received = office.hands_in(answers)
    assert told(received) == [
        "程序.pdf：是可执行程序",
        "疑点明细!AK3：文件“程序.pdf”是可执行程序",
    ]
    assert (cases["A"].state, cases["B"].state) == ("S50", "S40")
    assert list(office.kept()) == [sha256(PDF)]


def test_an_answer_names_five_files_at_most(office, cases):
    office.writes(**{f"第{number}页": PDF + bytes(number) for number in range(6)})
    names = [f"第{number}页.pdf" for number in range(6)]
    answers = {"A": appeal(";".join(names[:5] * 2)), "B": appeal("；".join(names))}
    assert told(office.hands_in(answers)) == ["疑点明细!AK3：列了6个文件，每条最多5个"]
    assert cases["A"].state == "S50"


def test_two_files_whose_names_read_alike_are_not_mixed_up(office, cases):
    office.writes(**{"A1": PDF, "Ａ１": PDF + b"2"})
    assert told(office.hands_in({"A": appeal("A1.pdf")})) == [
        "Ａ１.pdf：与“A1.pdf”同名",
        "疑点明细!AK2：文件“Ａ１.pdf”与“A1.pdf”同名",
    ]
    assert cases["A"].state == "S40"


def test_evidence_that_was_forgotten_is_sent_with_the_same_file(office, cases):
    answers = {"A": appeal("病历.pdf")}
    assert told(office.hands_in(answers)) == ["疑点明细!AK2：没有收到文件“病历.pdf”"]
    office.writes(病历=PDF)
    assert told(office.hands_in(answers)) == []
    assert cases["A"].state == "S50"
    again = office.hands_in(answers)
    assert again.outcome.taken_before == office.now
    assert "受理，未作改动" in in_words(again)


def test_evidence_that_came_with_a_workbook_need_not_come_again(connection, office):
    office.writes(病历=PDF)
    wrong = {"处理意见": "认可"}
    first = office.hands_in({"A": appeal("病历.pdf"), "B": wrong})
    assert told(first) == ["疑点明细!AL3：未填写：认可须由医保办签认"]
    (office.folder / "files" / "病历.pdf").unlink()
    office.now += DAY
    sheet = grids(first.marked)["疑点明细"]
    assert sheet[1][sheet[0].index("证明材料")] == "病历.pdf"
    office.sent = first.marked
    second = office.hands_in({"B": wrong | {"医保办签认人": "示例甲"}})
    assert told(second) == []
    assert [row.is_new for row in second.outcome.taken] == [False, True]
    names = "select distinct name, sha256 from review.workbook_attachment"
    assert connection.execute(names).fetchall() == [("病历.pdf", sha256(PDF))]


def test_evidence_that_comes_later_changes_no_earlier_preview(office):
    early = office.answers({"A": appeal("病历.pdf")})
    seen = office.receive(early)
    office.writes(病历=PDF)
    office.now += DAY
    office.hands_in({"B": appeal("病历.pdf")})
    early.file.write_bytes(filled(office.sent, {"A": appeal("病历.pdf")}))
    assert office.receive(early).outcome == seen.outcome


def test_evidence_that_changes_after_the_preview_is_not_taken(office, cases):
    office.writes(病历=PDF)
    hand_in = office.answers({"A": appeal("病历.pdf")})
    seen = office.receive(hand_in).outcome.digest
    office.writes(病历=PDF + b"more")
    with pytest.raises(ChangedSincePreviewError):
        office.receive(hand_in, seen)
    assert cases["A"].state == "S40"


def test_the_sender_is_told_which_files_came_and_which_nobody_names(office):
    office.writes(病历=PDF, 医嘱单=PDF + b"2")
    received = office.receive(office.answers({"A": appeal("病历.pdf")}))
    said = in_words(received, "请确认")
    assert f"  附件“病历.pdf” {len(PDF)}字节 {sha256(PDF)[:12]}" in said
    assert "  附件“医嘱单.pdf”没有任何有效的行提到" in said
    assert "  附件“病历.pdf”没有" not in said
    assert said.endswith("\n请确认")


def test_evidence_of_a_case_is_copied_under_its_names(connection, office):
    office.writes(**{"病历 ..／一": PDF, "医嘱单": PDF + b"2", "别的": PDF + b"3"})
    answers = {"A": appeal("医嘱单.pdf；病历 ..／一.pdf"), "B": appeal("别的.pdf")}
    assert told(office.hands_in(answers)) == []
    folder, to = office.folder / "evidence", office.folder / "a" / "b"
    copies = hand_out(connection, folder, "A", to)
    assert [copy.name for copy in copies] == ["1-医嘱单.pdf", "2-病历_.._一.pdf"]
    assert [copy.read_bytes() for copy in copies] == [PDF + b"2", PDF]
    assert sorted(to.iterdir()) == sorted(copies)
    assert hand_out(connection, folder, "none", to) == []


def test_evidence_that_is_gone_is_told(connection, office):
    office.writes(病历=PDF)
    office.hands_in({"A": appeal("病历.pdf")})
    (office.folder / "evidence" / sha256(PDF)).unlink()
    with pytest.raises(FileNotFoundError):
        hand_out(connection, office.folder / "evidence", "A", office.folder / "a")


def test_what_is_kept_stays(connection, office):
    office.writes(病历=PDF)
    office.hands_in({"A": appeal("病历.pdf")})
    for table in ("attachment", "workbook_attachment"):
        with pytest.raises(psycopg.Error), connection.transaction():
            connection.execute(f"update review.{table} set sha256 = sha256")


def test_a_file_that_changes_while_it_is_taken_in_is_not_kept(connection, office):
    office.writes(病历=PDF)
    seen = inspect(office.folder / "files" / "病历.pdf")
    office.writes(病历=PDF + b"more")
    with pytest.raises(ChangedSincePreviewError, match="病历"):
        keep(connection, office.folder / "evidence", [seen], office.now)
    assert office.kept() == {}
