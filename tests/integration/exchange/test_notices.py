"""An institution is told of decisions and objects to them, or leaves it at that."""

import hashlib
from datetime import timedelta

import psycopg
import pytest
from tests.integration.cases.casework import START, Case, insert, opened
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.unit.exchange.workbooks import KEY, grids

from claim_review.exchange.worklist import issue_to_institution
from claim_review.exchange.writing import NOTES

NEW = {
    "是否申请复议": "申请复议",
    "复议理由": "NEW_EVIDENCE 有新证据",
    "证明材料": "会诊记录.pdf",
}
LAW = {
    "是否申请复议": "申请复议",
    "复议理由": "WRONG_LAW 适用依据有误",
    "复议说明": "应当适用2025年版目录。",
}
FILES = {"会诊记录.pdf": b"consultation"}


@pytest.fixture
def cases(connection: psycopg.Connection) -> dict[str, Case]:
    """Two decisions of 60 of 90 yuan."""
    return {name: opened(connection, name).goes_to("S80") for name in "AB"}


@pytest.fixture
def office(connection) -> Desk:
    return Desk(connection, "H1", START + 2 * DAY, dict(FILES))


def workbook(connection, as_of=START + DAY) -> bytes | None:
    told = ("NOTICE", "H1", KEY, "desk", as_of)
    issued = issue_to_institution(connection, *told)
    return issued and issued.content


def shown(connection, hit_id: str, as_of=START + DAY) -> dict:
    header, *rows = grids(workbook(connection, as_of))["认定结果"]
    return next(dict(zip(header, row, strict=True)) for row in rows if row[0] == hit_id)


def test_the_decision_and_the_remedy_with_its_last_day_are_told(connection, cases):
    assert {
        "扣除金额（元）": 90.0,
        "认定金额（元）": 60.0,
        "认定基金（元）": 48.0,
        "认定依据": "依据",
        "调减原因": "CLIN_JUSTIFIED 临床合理且有依据",
        "可否申请复议": "可以",
        "复议截止": "2025年7月28日（星期一）24:00",
    }.items() <= shown(connection, "A").items()
    notes = [row[0] for row in grids(workbook(connection))[NOTES]]
    assert "机构：H1　疑点2条" in notes
    assert "截止：2025年7月28日（星期一）24:00" in notes


def test_new_evidence_or_another_law_open_the_second_round(connection, cases, office):
    outcome = office.hands_in(filled(workbook(connection), {"A": NEW, "B": LAW}))
    assert problems(outcome) == []
    assert [row.state for row in outcome.taken] == ["S85", "S85"]
    said = "reason_code, amount, payload -> 'evidence', payload ->> 'text'"
    sha256 = hashlib.sha256(FILES["会诊记录.pdf"]).hexdigest()
    assert cases["A"].last(said) == ("NEW_EVIDENCE", 60, [sha256], None)
    assert cases["B"].last(said) == ("WRONG_LAW", 60, [], LAW["复议说明"])


def test_a_notice_left_empty_changes_nothing(connection, cases, office):
    outcome = office.hands_in(filled(workbook(connection), {}))
    assert (outcome.taken, outcome.problems, outcome.unanswered) == ((), (), 2)
    assert cases["A"].state == "S80"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"复议说明": "不同意"}, "W2：未填写：本行已填写其他内容"),
        (NEW | {"复议理由": ""}, "X2：未填写：申请复议须选理由"),
        (NEW | {"证明材料": ""}, "Z2：未填写：有新证据的须附证明材料"),
        (NEW | {"证明材料": "影像.pdf"}, "Z2：没有收到文件“影像.pdf”"),
        (LAW | {"复议说明": ""}, "Y2：未填写：须写明应当适用的依据"),
    ],
)
def test_answers_that_do_not_go_together_are_told(
    connection, cases, office, answers, problem
):
    outcome = office.hands_in(filled(workbook(connection), {"A": answers, "B": LAW}))
    assert problems(outcome) == [f"认定结果!{problem}"]
    assert [row.hit_id for row in outcome.taken] == ["B"]


def test_evidence_that_was_seen_before_is_not_new(connection, office):
    case = opened(connection, "A").goes_to("S40")
    sha256 = hashlib.sha256(FILES["会诊记录.pdf"]).hexdigest()
    payload = {"text": "病情需要，附会诊记录为证。", "evidence": [sha256]}
    case.does("appeal", payload=payload)
    case.goes("opinion", "final_confirm")
    told = problems(office.hands_in(filled(workbook(connection), {"A": NEW})))
    assert told[0].startswith("认定结果!W2：缺少这样处理所需的内容（CR-113")


def test_an_objection_that_comes_too_late_does_not_count(connection, cases, office):
    content = filled(workbook(connection), {"A": LAW})
    # The end of 2025-07-28 in Shanghai.
    office.now = START.replace(day=28, hour=16) + timedelta(microseconds=1)
    told = problems(office.hands_in(content))
    assert told[0].startswith("认定结果!W2：收到时已超过期限（CR-114")


def deemed(connection) -> Case:
    """Return a case that its institution never answered, decided."""
    insert(
        connection,
        "delivery_proof",
        batch_id="B1",
        kind="DISPATCH",
        delivered_at=START,
        source_ref="d",
    )
    case = opened(connection, "D").goes_to("S40")
    proof = {"batch_id": "B1", "kind": "PHONE", "delivered_at": case.now + DAY}
    insert(connection, "delivery_proof", **proof, source_ref="p")
    return case.goes("deem_accept").goes("final_confirm")


def test_who_never_answered_is_told_that_it_is_over_and_refused(connection, office):
    case = deemed(connection)
    assert shown(connection, "D", case.now)["可否申请复议"] == (
        "不可以：逾期未答复，视为无异议"
    )
    office.now = case.now
    content = filled(workbook(connection, case.now), {"D": LAW})
    told = problems(office.hands_in(content))
    assert told[0].startswith(
        "认定结果!W2：逾期未答复视为无异议的，不能申请复议（CR-120"
    )


def test_who_has_used_up_the_rounds_is_told_so_and_refused(connection, office):
    parameter = {
        "key": "max_rounds",
        "name": "申诉轮次上限",
        "value": "1",
        "unit": "COUNT",
        "region": "000000",
        "valid_from": "2025-07-01",
        "source": "示例",
        "published_at": START,
    }
    insert(connection, "parameter", **parameter)
    case = opened(connection, "D").goes_to("S80")
    row = shown(connection, "D", case.now)
    assert row["可否申请复议"] == "不可以：申诉轮次已用完"
    office.now = case.now
    told = problems(office.hands_in(filled(workbook(connection, case.now), {"D": LAW})))
    assert told[0].startswith("认定结果!W2：已达到次数上限（CR-118")


def test_a_decision_is_told_once(connection, cases):
    assert workbook(connection) == workbook(connection)
    assert workbook(connection, START + 2 * DAY) is None


def test_a_second_file_does_not_change_what_counts(connection, cases, office):
    sent = workbook(connection)
    office.hands_in(filled(sent, {"A": NEW}))
    outcome = office.hands_in(filled(sent, {"A": NEW, "B": LAW}))
    assert [(row.hit_id, row.is_new) for row in outcome.taken] == [
        ("A", False),
        ("B", True),
    ]
    told = problems(office.hands_in(filled(sent, {"A": LAW})))
    assert told == ["认定结果!W2：本行先前提交的内容已经生效，不能更改"]
