"""The agency decides the second round in a workbook."""

from decimal import Decimal

import psycopg
import pytest
from tests.integration.cases.casework import START, Case, insert, opened
from tests.integration.cases.panels import PANEL, sit
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.unit.exchange.workbooks import KEY, grids

from claim_review.exchange.worklist import issue_worklist

UPHELD = {"复议结论": "维持", "决定依据": "新证据不足以推翻认定"}
REASON = {"调减原因": "EVID_LATE 已补充提供证据"}
CHANGED = UPHELD | REASON | {"复议结论": "变更", "变更后金额（元）": "33.33"}
CLEARED = UPHELD | REASON | {"复议结论": "撤销"}


@pytest.fixture
def cases(connection: psycopg.Connection) -> dict[str, Case]:
    """Three decisions of 60 yuan that the institution objects to."""
    return {name: opened(connection, name).goes_to("S85") for name in "ABC"}


def worklist(connection, reviewer="agency-3", as_of=START + DAY) -> bytes | None:
    issued = issue_worklist(connection, "RECONSIDER", reviewer, 9, KEY, "lead", as_of)
    return issued and issued.content


def hand_in(connection, answers: dict, as_of=START + DAY):
    content = filled(worklist(connection, as_of=as_of), answers)
    return Desk(connection, "agency-3", as_of + DAY).hands_in(content)


def shown(connection, hit_id: str, as_of=START + DAY) -> dict:
    header, *rows = grids(worklist(connection, as_of=as_of))["复议决定"]
    return next(dict(zip(header, row, strict=True)) for row in rows if row[0] == hit_id)


def panels_begin_at(connection, yuan: int) -> None:
    insert(
        connection,
        "parameter",
        key="panel_amt",
        name="应当合议的金额",
        value=f"{yuan}.00",
        unit="YUAN",
        region="000000",
        valid_from="2025-07-01",
        source="示例",
        published_at=START,
    )


def test_the_decision_and_what_is_held_against_it_are_shown(connection, cases):
    assert {
        "扣除金额（元）": 90.0,
        "申诉说明": "病情需要，附病程记录为证。",
        "认定金额（元）": 60.0,
        "认定基金（元）": 48.0,
        "认定依据": "依据",
        "启动方式": "机构申请",
        "复议理由": "NEW_EVIDENCE 有新证据",
        "证明材料": "sha-2",
        "合议要求": "",
        "决定期限": "2025年8月4日（星期一）24:00",
    }.items() <= shown(connection, "A").items()


def test_a_decision_is_upheld_changed_or_cleared(connection, cases):
    outcome = hand_in(connection, {"A": UPHELD, "B": CHANGED, "C": CLEARED})
    assert problems(outcome) == []
    said = "to_state, amount, fund_amount, reason_code, payload ->> 'basis', actor_id"
    told = (UPHELD["决定依据"], "agency-3")
    assert cases["A"].last(said) == ("S90", 60, 48, None, *told)
    part = (Decimal("33.33"), Decimal("26.66"))
    assert cases["B"].last(said) == ("S90", *part, "EVID_LATE", *told)
    assert cases["C"].last(said) == ("S95", 0, 0, "EVID_LATE", *told)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"决定依据": "条例"}, "AB2：未填写：本行已填写其他内容"),
        (UPHELD | {"决定依据": ""}, "AE2：未填写：复议决定须写明依据"),
        (UPHELD | REASON, "AD2：不应填写：结论为维持"),
        (CLEARED | {"变更后金额（元）": 0}, "AC2：不应填写：结论为撤销"),
        (CHANGED | {"变更后金额（元）": ""}, "AC2：未填写：变更须写明金额"),
        (
            CHANGED | {"变更后金额（元）": 60},
            "AC2：应大于0、小于认定金额60.00元",
        ),
        (CHANGED | {"变更后金额（元）": 0}, "AC2：应大于0、小于认定金额60.00元"),
        (CHANGED | {"调减原因": ""}, "AD2：未填写：结论为变更时须选原因"),
    ],
)
def test_answers_that_do_not_go_together_are_told(connection, cases, answers, problem):
    outcome = hand_in(connection, {"A": answers, "B": UPHELD})
    assert problems(outcome) == [f"复议决定!{problem}"]
    assert [row.hit_id for row in outcome.taken] == ["B"]


def test_above_an_amount_a_panel_is_asked_first(connection, cases):
    panels_begin_at(connection, 60)
    why = "认定金额达到60.00元，须先经合议"
    assert shown(connection, "A")["合议要求"] == why
    told = problems(hand_in(connection, {"A": UPHELD}))
    assert told == [f"复议决定!AF2：未填写：{why}"]
    told = problems(hand_in(connection, {"A": UPHELD | {"合议编号": "P9"}}))
    assert told[0].startswith("复议决定!AB2：合议的条件不具备（CR-117")


def test_the_panel_of_this_round_is_shown_and_named(connection, cases):
    panels_begin_at(connection, 60)
    sit(cases["A"], *PANEL)
    row = shown(connection, "A")
    assert (row["本轮合议"], row["合议金额（元）"], row["合议基金（元）"]) == (
        "P1",
        60.0,
        48.0,
    )
    assert shown(connection, "B")["本轮合议"] == ""
    assert problems(hand_in(connection, {"A": UPHELD})) == []
    assert cases["A"].last("payload ->> 'session_id'") == ("P1",)


def test_what_departs_from_the_panel_of_this_round_says_why(connection, cases):
    sit(cases["A"], *PANEL)
    title = {"偏离合议的理由": "与目录不符"}
    for answers in (CHANGED, CLEARED):
        told = problems(hand_in(connection, {"A": answers}))
        assert told == ["复议决定!AG2：未填写：与合议意见（60.00元）不同，须写明理由"]
    told = problems(hand_in(connection, {"A": UPHELD | title}))
    assert told == ["复议决定!AG2：不应填写：金额没有偏离合议"]
    assert problems(hand_in(connection, {"A": CHANGED | title})) == []
    said = "payload ->> 'departure', payload ->> 'session_id'"
    assert cases["A"].last(said) == ("与目录不符", "P1")


def test_a_panel_that_met_after_the_workbook_went_out_is_named_by_hand(
    connection, cases
):
    panels_begin_at(connection, 60)
    sent = worklist(connection, as_of=cases["A"].now)
    sit(cases["A"], *PANEL)
    desk = Desk(connection, "agency-3", START + 2 * DAY)
    named = CHANGED | {"合议编号": "P1"}
    told = problems(desk.hands_in(filled(sent, {"A": named})))
    assert told[0].startswith("复议决定!AB2：缺少这样处理所需的内容（CR-113")
    named |= {"偏离合议的理由": "与目录不符"}
    assert problems(desk.hands_in(filled(sent, {"A": named}))) == []


def test_who_took_the_final_decision_is_not_sent_its_objection(connection, cases):
    assert worklist(connection, "agency-2") is None
    assert worklist(connection, "agency-1")


def test_what_a_cleared_case_was_refused_for_goes_back(connection):
    case = opened(connection, "R").goes_to("S92")
    case.does("reopen", payload={"comment": "法院判决"})
    assert shown(connection, "R", case.now)["启动方式"] == "重新启动"
    content = filled(worklist(connection, as_of=case.now), {"R": CLEARED})
    desk = Desk(connection, "agency-3", case.now + DAY)
    refused = "select coalesce(sum(amount), 0) from review.refusal where hit_id = 'R'"
    seen = desk.previews(content)
    assert connection.execute(refused).fetchone() == (48,)
    assert problems(desk.hands_in(content, seen)) == []
    assert connection.execute(refused).fetchone() == (0,)
    assert case.state == "S95"


def test_a_second_file_repeats_and_adds_but_does_not_change(connection, cases):
    sent = worklist(connection)
    desk = Desk(connection, "agency-3", START + 2 * DAY)
    desk.hands_in(filled(sent, {"A": CLEARED}))
    outcome = desk.hands_in(filled(sent, {"A": CLEARED, "B": UPHELD}))
    assert [(row.hit_id, row.is_new) for row in outcome.taken] == [
        ("A", False),
        ("B", True),
    ]
    told = problems(desk.hands_in(filled(sent, {"A": UPHELD})))
    assert told == ["复议决定!AB2：本行先前提交的内容已经生效，不能更改"]
