"""An institution accepts or appeals in the workbook of its batch."""

import hashlib
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from tests.integration.cases.casework import START, Case, insert, opened
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.unit.exchange.workbooks import KEY, grids

from claim_review.exchange.appeals import (
    UnknownBatchError,
    dispatch,
    issue_batch,
)
from claim_review.exchange.institution_cases import masked
from claim_review.exchange.problems import WorkbookRefusedError
from claim_review.exchange.writing import CHOICES, NOTES

# 10 workdays after Tuesday 2025-07-22: the end of 2025-08-05 in Shanghai.
DUE = datetime(2025, 8, 5, 16, tzinfo=UTC)
ACCEPT = {"处理意见": "认可", "医保办签认人": "示例甲"}
APPEAL = {
    "处理意见": "申诉",
    "申诉理由": "CLIN_JUSTIFIED 临床合理且有依据",
    "申诉说明": "病情需要，附病程记录为证。",
    "证明材料": "病历.pdf；医嘱单.pdf",
}
FILES = {"病历.pdf": b"record", "医嘱单.pdf": b"orders"}


@pytest.fixture
def cases(connection: psycopg.Connection) -> dict[str, Case]:
    """Two dispatched cases of H1, one of them without a line."""
    made = {
        "A": opened(connection, "A"),
        "B": opened(connection, "B", bkkp_sn=None),
    }
    for case in made.values():
        case.goes_to("S30")
    assert dispatch(connection, "B1", "sender", "DISPATCHER", START + DAY) == 2
    return made


def workbook(connection, as_of: datetime = START + DAY) -> bytes | None:
    issued = issue_batch(connection, "B1", KEY, "sender", as_of)
    return issued and issued.content


@pytest.fixture
def office(connection) -> Desk:
    """The insurance office of H1 with its evidence, two days after the dispatch."""
    return Desk(connection, "H1", START + 3 * DAY, dict(FILES))


def test_the_workbook_says_what_and_why_and_until_when(connection, cases):
    sheets = grids(workbook(connection))
    header, first, second = sheets["疑点明细"]
    shown = dict(zip(header, first, strict=True))
    assert {
        "交易流水号": "S1",
        "扣款类型": "明细",
        "项目名称": "示例药",
        "扣除金额（元）": 90.0,
        "扣除基金（元）": 72.0,
        "就医方式": "普通住院",
        "出院日期": "2025-02-05",
        "个人编号": "******0001",
        "申诉要点": "属于下列情形之一：抢救",
        "所需材料": "医嘱单、病历",
        "申诉截止": "2025年8月5日（星期二）24:00",
    }.items() <= shown.items()
    assert dict(zip(header, second, strict=True))["扣款类型"] == "主单"
    notes = [row[0] for row in sheets[NOTES]]
    assert "疑点2条，扣除金额合计180.00元。" in notes
    assert "申诉截止：2025年8月5日（星期二）24:00" in notes


def test_no_number_of_a_person_goes_out_whole(connection, cases):
    sheets = grids(workbook(connection)).values()
    assert "PERSON" not in str(list(sheets))
    assert masked("12345") == "****5"
    assert masked("1234") == "****"
    assert masked(None) is None


def test_an_institution_accepts_one_and_appeals_another(connection, cases, office):
    content = filled(
        workbook(connection), {"A": ACCEPT, "B": APPEAL | {"申诉金额（元）": "30"}}
    )
    outcome = office.hands_in(content)
    assert problems(outcome) == []
    assert [row.state for row in outcome.taken] == ["S70", "S50"]
    assert cases["A"].last("amount, payload ->> 'signed_by'") == (90, "示例甲")
    amount, fund, reason, payload, actor = cases["B"].last(
        "amount, fund_amount, reason_code, payload, actor_id"
    )
    assert (amount, fund, reason, actor) == (30, 24, "CLIN_JUSTIFIED", "H1")
    assert payload["text"] == APPEAL["申诉说明"]
    assert payload["evidence"] == [
        hashlib.sha256(file).hexdigest() for file in FILES.values()
    ]


@pytest.mark.parametrize("late", [timedelta(0), timedelta(microseconds=1)])
def test_a_file_counts_by_when_it_was_received(connection, cases, office, late):
    content = filled(workbook(connection), {"A": APPEAL})
    office.now = DUE + late
    outcome = office.hands_in(content)
    if late:
        assert problems(outcome)[0].startswith("疑点明细!AG2：收到时已超过期限（CR-114")
        assert cases["A"].state == "S40"
    else:
        assert cases["A"].state == "S50"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"处理意见": "认可"}, "疑点明细!AL2：未填写：认可须由医保办签认"),
        (ACCEPT | {"申诉说明": "其实"}, "疑点明细!AI2：不应填写：处理意见为认可"),
        (APPEAL | {"申诉理由": ""}, "疑点明细!AH2：未填写：申诉须选理由"),
        (APPEAL | {"申诉说明": "病情需要"}, "疑点明细!AI2：仅4字，至少10字"),
        (
            APPEAL | {"证明材料": "影像.pdf；病历.pdf"},
            "疑点明细!AK2：没有收到文件“影像.pdf”",
        ),
        (
            APPEAL | {"证明材料": ""},
            "疑点明细!AK2：未填写：以此理由申诉须附证明材料",
        ),
        (
            APPEAL | {"申诉金额（元）": 90.01},
            "疑点明细!AJ2：90.01元超过扣除金额（元）90.00元",
        ),
    ],
)
def test_a_wrong_row_is_told_and_the_others_count(
    connection, cases, office, answers, problem
):
    outcome = office.hands_in(filled(workbook(connection), {"A": answers, "B": ACCEPT}))
    assert problems(outcome) == [problem]
    assert [row.hit_id for row in outcome.taken] == ["B"]


def test_faults_of_rules_and_data_need_no_evidence(connection, cases, office):
    answers = APPEAL | {"申诉理由": "RULE_FAULT 规则逻辑有误", "证明材料": ""}
    assert problems(office.hands_in(filled(workbook(connection), {"A": answers}))) == []
    assert cases["A"].state == "S50"


def test_the_file_of_another_institution_is_refused(connection, cases):
    content = filled(workbook(connection), {"A": ACCEPT})
    with pytest.raises(WorkbookRefusedError, match="下发给H1，不能由H2提交"):
        Desk(connection, "H2").previews(content)


def test_an_answered_batch_makes_no_workbook(connection, cases, office):
    content = filled(workbook(connection), {"A": ACCEPT, "B": ACCEPT})
    office.hands_in(content)
    assert workbook(connection, START + 4 * DAY) is None


def test_answers_to_a_recalled_batch_do_not_count(connection, cases, office):
    content = filled(workbook(connection), {"A": ACCEPT})
    cases["A"].now = START + DAY
    cases["A"].does("recall")
    assert (
        "下发后该疑点另有处理（现为S30 待下发）"
        in problems(office.hands_in(content))[0]
    )


def test_a_batch_that_nobody_approved_is_no_batch(connection):
    with pytest.raises(UnknownBatchError, match="B9"):
        issue_batch(connection, "B9", KEY, "sender", START)


def test_a_batch_is_dispatched_whole_or_not_at_all(connection):
    opened(connection, "A").goes_to("S30")
    with pytest.raises(psycopg.Error, match="CR-115"), connection.transaction():
        dispatch(connection, "B1", "sender", "DISPATCHER", START + 200 * DAY)


def test_a_workbook_is_of_one_batch(connection, cases):
    insert(
        connection,
        "dispatch_batch",
        batch_id="B2",
        fixmedins_code="H1",
        approval_id="A2",
        approved_by="agency-1",
        approved_role="AGENCY",
        approved_at=START,
    )
    opened(connection, "C").goes_to("S30")
    assert dispatch(connection, "B2", "sender", "DISPATCHER", START + DAY) == 1
    rows = grids(workbook(connection))["疑点明细"][1:]
    assert sorted(row[0] for row in rows) == ["A", "B"]


def test_only_reasons_in_force_are_offered(connection, cases):
    insert(
        connection,
        "reason_code",
        reason_code="CALC",
        used_for="OVERTURN",
        reason_name="金额计算有误",
        counts_against_rule=False,
        valid_from="2025-07-02",
        valid_to="2025-07-20",
        published_at=START,
    )
    offered = [row[1] for row in grids(workbook(connection))[CHOICES]]
    assert "DUP 已另行处理" in offered
    assert not any(text.startswith("CALC") for text in offered)
