"""Who reviews appeals gives an opinion, asks for more or asks for a panel."""

from decimal import Decimal

import psycopg
import pytest
from tests.integration.cases.casework import START, Case, opened
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.unit.exchange.workbooks import KEY, grids

from claim_review.exchange.worklist import issue_worklist

FOUNDED = {
    "评审结论": "成立",
    "调减原因": "CLIN_JUSTIFIED 临床合理且有依据",
    "评审意见": "病程记录支持。",
}
PARTLY = FOUNDED | {"评审结论": "部分成立", "认定金额（元）": "45.55"}
UNFOUNDED = {"评审结论": "不成立", "评审意见": "没有依据。"}
PANEL = {"评审结论": "提请合议", "合议理由": "AMOUNT 争议金额达到应当合议的金额"}


@pytest.fixture
def cases(connection: psycopg.Connection) -> dict[str, Case]:
    """Three appealed cases; the second appeal disputes 30 of the 90 yuan."""
    made = {name: opened(connection, name).goes_to("S40") for name in "ABC"}
    made["A"].does("appeal")
    made["B"].does("appeal", amount=30, fund_amount=24)
    made["C"].does("appeal")
    return made


def worklist(connection, reviewer="zhao", as_of=START + DAY) -> bytes | None:
    issued = issue_worklist(
        connection, "APPEAL_REVIEW", reviewer, 10, KEY, "lead", as_of
    )
    return issued and issued.content


def shown(content: bytes) -> dict[str, dict]:
    """Return the rows by hit, each its cells by title."""
    header, *rows = grids(content)["申诉评审"]
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}


def hand_in(connection, answers: dict, days: int = 2):
    sent = worklist(connection)
    return Desk(connection, "zhao", START + days * DAY).hands_in(filled(sent, answers))


def test_the_appeal_is_shown_with_its_reason_text_and_files(connection, cases):
    row = shown(worklist(connection))["B"]
    assert {
        "扣除金额（元）": 90.0,
        "扣除基金（元）": 72.0,
        "申诉理由": "CLIN_JUSTIFIED 临床合理且有依据",
        "申诉说明": "病情需要，附病程记录为证。",
        "申诉金额（元）": 30.0,
        "证明材料": "sha-1",
        "合议提示": "初审、复审意见不一致",
        "评审期限": "2025年8月4日（星期一）24:00",
    }.items() <= row.items()


def test_an_opinion_leaves_what_it_says(connection, cases):
    answers = {"A": PARTLY, "B": FOUNDED, "C": UNFOUNDED}
    outcome = hand_in(connection, answers)
    assert problems(outcome) == []
    assert {row.hit_id: (row.state, row.amount) for row in outcome.taken} == {
        "A": ("S70", Decimal("45.55")),
        # 60 of the 90 yuan were not disputed.
        "B": ("S70", Decimal("60.00")),
        "C": ("S70", Decimal("90.00")),
    }
    said = "fund_amount, reason_code, payload ->> 'opinion', payload ->> 'comment'"
    assert cases["A"].last(said) == (
        Decimal("36.44"),
        "CLIN_JUSTIFIED",
        "PARTLY_FOUNDED",
        "病程记录支持。",
    )
    assert cases["B"].last(said)[0] == 48
    assert cases["C"].last(said) == (72, None, "UNFOUNDED", "没有依据。")


def test_more_is_asked_for_once_and_shown_when_it_came(connection, cases):
    asked = {"评审结论": "要求补充材料", "补充材料清单": "手术记录"}
    outcome = hand_in(connection, {"A": asked})
    assert [row.state for row in outcome.taken] == ["S55"]
    assert cases["A"].last("payload ->> 'documents'") == ("手术记录",)
    cases["A"].now = START + 2 * DAY
    payload = {"text": "已补充", "evidence": ["sha-9"]}
    cases["A"].does("supplement", payload=payload)
    sent = worklist(connection, as_of=START + 3 * DAY)
    row = shown(sent)["A"]
    assert (row["要求补充的材料"], row["补充说明"], row["补充材料"]) == (
        "手术记录",
        "已补充",
        "sha-9",
    )
    desk = Desk(connection, "zhao", START + 4 * DAY)
    told = problems(desk.hands_in(filled(sent, {"A": asked})))
    assert told[0].startswith("申诉评审!Z4：已达到次数上限（CR-118")


def test_a_case_goes_to_a_panel_on_a_ground_that_holds(connection, cases):
    wished = {"合议理由": "REQUESTED 机构书面申请", "评审意见": "机构来函"}
    disagreed = {"合议理由": "DISAGREED 初审、复审意见不一致"}
    answers = {"A": PANEL, "B": PANEL | wished, "C": PANEL | disagreed}
    outcome = hand_in(connection, answers)
    assert [(row.hit_id, row.state) for row in outcome.taken] == [
        ("B", "S60"),
        ("C", "S60"),
    ]
    assert problems(outcome)[0].startswith("申诉评审!Z2：合议的条件不具备（CR-117")
    assert cases["B"].last("payload ->> 'ground', payload ->> 'comment'") == (
        "REQUESTED",
        "机构来函",
    )


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"评审意见": "好"}, "Z2：未填写：本行已填写其他内容"),
        ({"评审结论": "不成立"}, "AC2：未填写：须写明意见"),
        (FOUNDED | {"调减原因": ""}, "AB2：未填写：结论为成立时须选原因"),
        (FOUNDED | {"认定金额（元）": 5}, "AA2：不应填写：结论为成立"),
        (UNFOUNDED | {"调减原因": "OTHER 其他"}, "AB2：不应填写：结论为不成立"),
        (
            PARTLY | {"认定金额（元）": ""},
            "AA2：未填写：部分成立须写明仍应扣除的金额",
        ),
        (
            PARTLY | {"认定金额（元）": 90},
            "AA2：部分成立的，应大于0.00元、小于90.00元",
        ),
        (PARTLY | {"认定金额（元）": 0}, "AA2：部分成立的，应大于0.00元、小于90.00元"),
        ({"评审结论": "要求补充材料"}, "AD2：未填写：须写明需要补充的材料"),
        (PANEL | {"合议理由": ""}, "AE2：未填写：提请合议须选理由"),
        (
            PANEL | {"合议理由": "REQUESTED 机构书面申请"},
            "AC2：未填写：机构申请合议的，须写明其理由",
        ),
        (PANEL | {"补充材料清单": "病历"}, "AD2：不应填写：结论为提请合议"),
    ],
)
def test_answers_that_do_not_go_together_are_told(connection, cases, answers, problem):
    outcome = hand_in(connection, {"A": answers, "C": UNFOUNDED})
    assert problems(outcome) == [f"申诉评审!{problem}"]
    assert [row.hit_id for row in outcome.taken] == ["C"]


def test_an_accepted_case_that_was_returned_is_in_question_as_a_whole(connection):
    case = opened(connection, "A").goes_to("S40")
    case.does("accept")
    case.does("final_return", payload={"comment": "请评审"})
    assert shown(worklist(connection))["A"]["退回意见"] == "请评审"
    outcome = hand_in(connection, {"A": FOUNDED})
    assert [(row.amount, row.state) for row in outcome.taken] == [(0, "S70")]


def test_who_reviewed_a_case_before_is_not_sent_its_appeal(connection, cases):
    assert worklist(connection, "reviewer1-1") is None
    assert worklist(connection, "reviewer2-1") is None
    assert worklist(connection, "zhao")


def test_a_second_file_repeats_and_adds_but_does_not_change(connection, cases):
    sent = worklist(connection)
    desk = Desk(connection, "zhao", START + 2 * DAY)
    desk.hands_in(filled(sent, {"A": FOUNDED}))
    desk.now += DAY
    outcome = desk.hands_in(filled(sent, {"A": FOUNDED, "B": UNFOUNDED}))
    assert [(row.hit_id, row.is_new) for row in outcome.taken] == [
        ("A", False),
        ("B", True),
    ]
    outcome = desk.hands_in(filled(sent, {"A": PARTLY}))
    assert problems(outcome) == ["申诉评审!Z2：本行先前提交的内容已经生效，不能更改"]
