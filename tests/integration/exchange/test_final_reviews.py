"""The agency decides in a workbook; what departs from an opinion says why."""

from decimal import Decimal

import psycopg
import pytest
from tests.integration.cases.casework import START, Case, opened
from tests.integration.cases.panels import PANEL, sit
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.unit.exchange.workbooks import KEY, grids

from claim_review.exchange.worklist import issue_worklist

CONFIRM = {"终审结论": "认定", "认定依据": "条例第三十八条"}
CLEAR = {"终审结论": "不违规", "调减原因": "DUP 已另行处理"}
RETURN = {"终审结论": "退回评审", "退回意见": "请核对用量"}
WHY = {"偏离意见的理由": "病历与费用不符"}


@pytest.fixture
def cases(connection: psycopg.Connection) -> dict[str, Case]:
    """An opinion of 60 of 90 yuan, a second one, an accepted case."""
    made = {name: opened(connection, name) for name in "ABC"}
    for name, way in {"A": "S70", "B": "S70", "C": "S40"}.items():
        made[name].goes_to(way)
    made["C"].does("accept")
    return made


def worklist(connection, reviewer="agency-2", as_of=START + DAY) -> bytes | None:
    issued = issue_worklist(
        connection, "FINAL_REVIEW", reviewer, 10, KEY, "lead", as_of
    )
    return issued and issued.content


def hand_in(connection, answers: dict, reviewer="agency-2"):
    content = filled(worklist(connection, reviewer), answers)
    return Desk(connection, reviewer, START + 2 * DAY).hands_in(content)


def test_the_chain_of_amounts_and_the_opinion_are_shown(connection, cases):
    header, *rows = grids(worklist(connection))["待终审"]
    shown = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert {
        "涉及金额（元）": 100.0,
        "初审金额（元）": 100.0,
        "初审依据": "依据",
        "扣除金额（元）": 90.0,
        "机构意见": "申诉",
        "申诉金额（元）": 90.0,
        "意见来源": "评审",
        "意见金额（元）": 60.0,
        "意见基金（元）": 48.0,
        "意见原因": "CLIN_JUSTIFIED 临床合理且有依据",
        "终审期限": "2025年7月28日（星期一）24:00",
    }.items() <= shown["A"].items()
    assert (shown["C"]["机构意见"], shown["C"]["意见来源"]) == ("认可", "")


def test_an_empty_amount_confirms_what_the_opinion_left(connection, cases):
    outcome = hand_in(connection, {"A": CONFIRM, "C": CONFIRM})
    assert problems(outcome) == []
    said = "to_state, amount, fund_amount, reason_code, payload ->> 'basis', actor_role"
    basis = (CONFIRM["认定依据"], "AGENCY")
    assert cases["A"].last(said) == ("S80", 60, 48, "CLIN_JUSTIFIED", *basis)
    assert cases["C"].last(said) == ("S80", 90, 72, None, *basis)


def test_less_than_the_opinion_needs_no_departure_but_a_reason(connection, cases):
    less = CONFIRM | {"认定金额（元）": "33.33", "调减原因": "CALC 金额计算有误"}
    assert problems(hand_in(connection, {"A": less})) == []
    amounts = (Decimal("33.33"), Decimal("26.66"), "CALC")
    assert cases["A"].last("amount, fund_amount, reason_code") == amounts


def test_the_fund_pays_its_share_of_what_the_opinion_left(connection):
    for name, amount in {"A": "", "B": 30}.items():
        case = opened(connection, name).goes_to("S50")
        case.does("opinion", amount=60, fund_amount=40)
        answers = CONFIRM | {"认定金额（元）": amount}
        assert problems(hand_in(connection, {name: answers})) == []
        assert case.last("fund_amount") == (40 if amount == "" else 20,)


def test_more_than_the_opinion_says_why(connection, cases):
    more = CONFIRM | {"认定金额（元）": 75}
    outcome = hand_in(connection, {"A": more, "B": more | WHY})
    assert problems(outcome) == [
        "待终审!AE2：未填写：与评审意见（60.00元）不同，须写明理由"
    ]
    said = "amount, fund_amount, payload ->> 'departure'"
    assert cases["B"].last(said) == (75, 60, WHY["偏离意见的理由"])


def test_a_case_is_cleared_for_a_reason(connection, cases):
    outcome = hand_in(connection, {"A": CLEAR, "B": {"终审结论": "不违规"}})
    assert problems(outcome) == []
    said = "to_state, amount, reason_code"
    assert cases["A"].last(said) == ("S95", 0, "DUP")
    assert cases["B"].last(said) == ("S95", 0, "CLIN_JUSTIFIED")


def test_a_case_goes_back_to_the_review_or_to_the_panel(connection, cases):
    answers = {"A": RETURN, "B": RETURN | {"终审结论": "退回合议"}}
    outcome = hand_in(connection, answers)
    assert [row.state for row in outcome.taken] == ["S50", "S60"]
    assert cases["A"].last("event, payload ->> 'comment'") == (
        "final_return",
        "请核对用量",
    )


def test_another_return_than_before_is_another_answer(connection, cases):
    sent = worklist(connection)
    desk = Desk(connection, "agency-2", START + 2 * DAY)
    desk.hands_in(filled(sent, {"A": RETURN}))
    other = filled(sent, {"A": RETURN | {"终审结论": "退回合议"}})
    told = problems(desk.hands_in(other))
    assert told == ["待终审!AA2：本行先前提交的内容已经生效，不能更改"]


def test_what_departs_from_a_panel_says_why_even_below_it(connection):
    case = opened(connection, "P").goes_to("S60")
    sit(case, *PANEL)
    case.does("panel_opinion")
    less = CONFIRM | {"认定金额（元）": 40, "调减原因": "CALC 金额计算有误"}
    for answers in (less, CLEAR):
        told = problems(hand_in(connection, {"P": answers}))
        assert told == ["待终审!AE2：未填写：与合议意见（60.00元）不同，须写明理由"]
    assert problems(hand_in(connection, {"P": less | WHY})) == []
    assert case.state == "S80"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"认定依据": "条例"}, "AA2：未填写：本行已填写其他内容"),
        ({"终审结论": "认定"}, "AC2：未填写：认定须写明依据"),
        (
            CONFIRM | {"认定金额（元）": "90.01"},
            "AB2：90.01元超过扣除金额（元）90.00元",
        ),
        (CONFIRM | {"认定金额（元）": 0}, "AB2：金额为0，请改选不违规"),
        (
            CONFIRM | {"认定金额（元）": 90, "调减原因": "OTHER 其他"} | WHY,
            "AD2：不应填写：认定金额没有低于扣除金额",
        ),
        (CONFIRM | WHY, "AE2：不应填写：金额没有偏离意见"),
        (CONFIRM | {"退回意见": "请核对"}, "AF2：不应填写：结论为认定"),
        (CLEAR | {"认定金额（元）": 5}, "AB2：不应填写：结论为不违规"),
        ({"终审结论": "退回评审"}, "AF2：未填写：退回须写明意见"),
        (RETURN | {"认定依据": "条例"}, "AC2：不应填写：结论为退回评审"),
    ],
)
def test_answers_that_do_not_go_together_are_told(connection, cases, answers, problem):
    outcome = hand_in(connection, {"A": answers, "B": CONFIRM})
    assert problems(outcome) == [f"待终审!{problem}"]
    assert [row.hit_id for row in outcome.taken] == ["B"]


def test_an_accepted_case_is_lowered_or_cleared_for_a_chosen_reason(connection, cases):
    for answers, why in [
        (CONFIRM | {"认定金额（元）": 5}, "认定金额低于扣除金额"),
        ({"终审结论": "不违规"}, "结论为不违规"),
    ]:
        told = problems(hand_in(connection, {"C": answers}))
        assert told[0].endswith(f"：未填写：{why}时须选原因")


def test_what_the_institution_was_never_told_can_only_be_cleared(connection):
    case = opened(connection, "T").goes_to("S20")
    case.does("transfer")
    case.does("transfer_back")
    told = problems(hand_in(connection, {"T": CONFIRM}))
    assert told == ["待终审!AA2：该疑点没有告知过机构，不能认定"]
    assert problems(hand_in(connection, {"T": CLEAR})) == []


def test_an_opinion_that_left_nothing_is_not_confirmed_by_an_empty_cell(connection):
    case = opened(connection, "N").goes_to("S50")
    case.does("opinion", amount=0, fund_amount=0, payload={"opinion": "FOUNDED"})
    told = problems(hand_in(connection, {"N": CONFIRM}))
    assert told == ["待终审!AB2：金额为0，请改选不违规"]


def test_who_approved_the_dispatch_is_not_sent_its_cases(connection, cases):
    assert worklist(connection, "agency-1") is None


def test_what_was_decided_lower_before_is_not_raised(connection, cases):
    case = cases["A"]
    case.does("final_confirm", amount=50, fund_amount=40)
    case.does("window_closed")
    case.does("transfer")
    case.does("transfer_back")
    content = filled(worklist(connection, as_of=case.now), {"A": CONFIRM})
    told = problems(Desk(connection, "agency-2", case.now).hands_in(content))
    assert told[0].startswith("待终审!AA4：金额超过上一环节的金额（CR-112")
