"""An institution hands in later what its appeal lacked."""

import hashlib
from datetime import timedelta

import psycopg
import pytest
from tests.integration.cases.casework import START, Case, opened
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.unit.exchange.workbooks import KEY, grids

from claim_review.exchange.problems import WorkbookRefusedError
from claim_review.exchange.worklist import issue_to_institution

FILES = {"手术记录.pdf": b"surgery"}
TEXT = {"补充说明": "手术记录在前一次住院病历中。"}


@pytest.fixture
def cases(connection: psycopg.Connection) -> dict[str, Case]:
    """Two appeals that more is asked of."""
    return {name: opened(connection, name).goes_to("S55") for name in "AB"}


def workbook(connection, as_of=START + DAY, code="H1") -> bytes | None:
    told = ("SUPPLEMENT", code, KEY, "desk", as_of)
    issued = issue_to_institution(connection, *told)
    return issued and issued.content


def test_what_is_asked_for_is_told_with_its_last_day(connection, cases):
    header, row, _ = grids(workbook(connection))["补充材料"]
    shown = dict(zip(header, row, strict=True))
    assert {
        "意见书编码": "B1",
        "项目名称": "示例药",
        "扣除金额（元）": 90.0,
        "个人编号": "******0001",
        "申诉说明": "病情需要，附病程记录为证。",
        "需要补充的材料": "病程记录",
        "补充截止": "2025年7月24日（星期四）24:00",
    }.items() <= shown.items()


def test_files_or_words_are_enough(connection, cases):
    office = Desk(connection, "H1", START + 2 * DAY, dict(FILES))
    answers = {"A": {"补充材料": "手术记录.pdf"}, "B": TEXT}
    outcome = office.hands_in(filled(workbook(connection), answers))
    assert problems(outcome) == []
    assert [row.state for row in outcome.taken] == ["S50", "S50"]
    said = "payload -> 'evidence', payload ->> 'text', actor_id"
    sha256 = hashlib.sha256(FILES["手术记录.pdf"]).hexdigest()
    assert cases["A"].last(said) == ([sha256], None, "H1")
    assert cases["B"].last(said) == ([], TEXT["补充说明"], "H1")


def test_a_file_that_did_not_come_is_told(connection, cases):
    answers = {"A": {"补充材料": "影像.pdf"}, "B": TEXT}
    content = filled(workbook(connection), answers)
    outcome = Desk(connection, "H1", START + 2 * DAY, dict(FILES)).hands_in(content)
    assert problems(outcome) == ["补充材料!T2：没有收到文件“影像.pdf”"]
    assert [row.hit_id for row in outcome.taken] == ["B"]


def test_what_comes_too_late_does_not_count(connection, cases):
    content = filled(workbook(connection), {"A": TEXT})
    # The end of 2025-07-24 in Shanghai.
    late = START.replace(day=24, hour=16) + timedelta(microseconds=1)
    told = problems(Desk(connection, "H1", late).hands_in(content))
    assert told[0].startswith("补充材料!S2：收到时已超过期限（CR-114")


def test_other_institutions_neither_get_it_nor_hand_it_in(connection, cases):
    assert workbook(connection, code="H2") is None
    content = filled(workbook(connection), {"A": TEXT})
    with pytest.raises(WorkbookRefusedError, match="下发给H1，不能由H2提交"):
        Desk(connection, "H2", START + 2 * DAY).previews(content)


def test_what_was_sent_is_not_sent_again_and_new_requests_are(connection, cases):
    assert workbook(connection) == workbook(connection)
    assert workbook(connection, START + 2 * DAY) is None
    cases["C"] = opened(connection, "C").goes_to("S55")
    rows = grids(workbook(connection, START + 2 * DAY))["补充材料"][1:]
    assert [row[0] for row in rows] == ["C"]


def test_a_second_file_repeats_and_adds_but_does_not_change(connection, cases):
    sent = workbook(connection)
    office = Desk(connection, "H1", START + 2 * DAY)
    office.hands_in(filled(sent, {"A": TEXT}))
    outcome = office.hands_in(filled(sent, {"A": TEXT, "B": TEXT}))
    assert [(row.hit_id, row.is_new) for row in outcome.taken] == [
        ("A", False),
        ("B", True),
    ]
    told = problems(office.hands_in(filled(sent, {"A": {"补充说明": "另有说明"}})))
    assert told == ["补充材料!S2：本行先前提交的内容已经生效，不能更改"]
