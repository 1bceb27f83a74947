"""Members vote in workbooks: masked and alone first, then the vote that counts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.integration.cases.casework import opened
from tests.integration.exchange.desk import Desk, filled, problems
from tests.integration.panel.rooms import DAY, before_a_panel, says, sheet
from tests.unit.exchange.workbooks import grids

from claim_review.exchange.problems import WorkbookRefusedError
from claim_review.panel.seats import PanelRefusedError, sitting
from claim_review.panel.withdrawing import dissolve, withdraw

TELLING = (
    *("H1", "示例医院", "S1", "M1", "L1", "PERSON0001", "张示例", "李示例", "D1"),
    "城关",
)


@pytest.fixture
def case(connection):
    """A case that waits for a panel."""
    return before_a_panel(connection)


def cast(connection) -> list[tuple]:
    query = """
        select member_id, ballot, vote, amount from review.panel_vote
        order by ballot desc, member_id
    """
    return connection.execute(query).fetchall()


def test_each_member_gets_a_ballot_of_their_own(room, case, connection):
    members = {member.expert_id for member in room.convenes().members}
    assert set(room.ballots()) == members


def test_a_ballot_of_the_same_moment_goes_out_once(room, case):
    room.convenes()
    room.ballots()
    room.now -= timedelta(hours=1)
    assert room.ballots() == {}
    assert len(room.ballots()) == 3


def test_the_papers_of_the_first_vote_tell_nobody(room, connection):
    told = "，".join(TELLING)
    case = before_a_panel(connection, hit_reason=told)
    room.convenes()
    for sent in room.ballots(cover=["城关"]).values():
        shown = str(grids(sent))
        assert case.hit_id in shown
        for word in TELLING:
            assert word not in shown, word


def test_what_an_institution_wrote_is_masked_too(room, connection):
    case = opened(connection, "A").goes_to("S40")
    text = "我院示例医院李示例医师为张示例用药。"
    case.does("appeal", payload={"text": text, "evidence": ["sha"]})
    case.goes("escalate_panel")
    room.convenes()
    for sent in room.ballots().values():
        assert sheet(sent)[0]["申诉说明"] == "我院▇▇▇▇医师为▇▇用药。"
        assert sheet(sent)[0]["申诉理由"] == "临床合理且有依据"


def test_the_papers_of_the_vote_that_counts_tell_all(room, case):
    room.convenes()
    room.all_vote(*[{"A": says("违规")}] * 2, {"A": says("部分违规", 30)})
    sent = room.ballots()
    rows = [sheet(sent[member])[0] for member in sorted(sent)]
    assert {row["机构名称"] for row in rows} == {"示例医院"}
    assert [row["本人初次意见"] for row in rows] == ["违规", "违规", "部分违规"]
    assert [row["本人初次金额（元）"] for row in rows] == [90, 90, 30]


def test_votes_are_recorded_with_their_amounts(room, case, connection):
    room.convenes()
    said = (
        {"A": says("违规")},
        {"A": says("部分违规", "30.05")},
        {"A": says("不违规")},
    )
    members = room.all_vote(*said)
    assert cast(connection) == [
        (members[0], "BLIND", "VIOLATION", 90),
        (members[1], "BLIND", "PARTIAL", Decimal("30.05")),
        (members[2], "BLIND", "NONE", 0),
    ]


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"理由": "依据"}, "!S2：未填写：本行已填写其他内容"),
        ({"表决意见": "违规"}, "!U2：未填写：表决须写明理由"),
        (says("部分违规"), "!T2：未填写：部分违规须填写认定违规的金额"),
        (says("违规", 30), "!T2：不应填写：仅部分违规填写金额"),
        (says("部分违规", 90), "!T2：部分违规的金额须大于0、小于90.00元"),
        (says("部分违规", 0), "!T2：部分违规的金额须大于0、小于90.00元"),
        (says("部分违规", 91), "!T2：91.00元超过涉及金额（元）90.00元"),
        (says("弃权"), "!S2：“弃权”不在可选项内：违规、部分违规、不违规"),
    ],
)
def test_a_vote_that_is_none_is_told(room, case, answers, problem):
    room.convenes()
    member, sent = next(iter(room.ballots().items()))
    assert problems(room.votes(member, sent, {"A": answers})) == [f"初次表决{problem}"]


def test_a_vote_that_was_cast_stays(room, case, connection):
    room.convenes()
    member, sent = next(iter(room.ballots().items()))
    room.votes(member, sent, {"A": says("违规")})
    again = room.votes(member, sent, {"A": says("违规") | {"理由": " 依据病历 "}})
    assert [row.is_new for row in again.taken] == [False]
    other = room.votes(member, sent, {"A": says("不违规")})
    assert problems(other) == ["初次表决!S2：本行先前提交的表决已经生效，不能更改"]
    assert len(cast(connection)) == 1


def test_a_preview_casts_no_vote(room, case, connection):
    room.convenes()
    member, sent = next(iter(room.ballots().items()))
    content = filled(sent, {"A": says("违规")})
    outcome = Desk(connection, member, room.now).previews(content)
    assert [(row.event, row.amount) for row in outcome.taken] == [("VIOLATION", 90)]
    assert cast(connection) == []


def test_nobody_votes_for_another(room, case, connection):
    room.convenes()
    (_, sent), (other, _), _ = room.ballots().items()
    with pytest.raises(WorkbookRefusedError, match="不能由"):
        room.votes(other, sent, {"A": says("违规")})


def test_the_vote_that_counts_waits_for_all_first_votes(room, case):
    room.convenes()
    first = room.ballots()
    (member, sent), *others = first.items()
    room.votes(member, sent, {"A": says("违规")})
    assert set(room.ballots()) == {name for name, _ in others}
    for name, ballot in others:
        room.votes(name, ballot, {"A": says("违规")})
    assert all("正式表决" in grids(b) for b in room.ballots().values())


def test_who_withdrew_votes_no_more_and_the_next_votes_first(room, case, connection):
    panel = room.convenes()
    first = room.all_vote(*[{"A": says("违规")}] * 3)
    ballots = room.ballots()
    gone = panel.members[0].expert_id
    room.now += timedelta(minutes=1)
    told = ("DECLARED", "亲属任职", "secretary-1", room.now)
    other = withdraw(connection, "HY-1", gone, *told)
    late = room.votes(gone, ballots[gone], {"A": says("违规")})
    assert "您不是本次合议的成员，或已回避" in problems(late)[0]
    early = room.votes(first[1], ballots[first[1]], {"A": says("违规")})
    assert "须待全体成员完成初次表决" in problems(early)[0]
    assert list(room.ballots()) == [other.expert_id]


def test_nobody_withdraws_once_the_vote_that_counts_has_begun(room, case, connection):
    panel = room.convenes()
    room.all_vote(*[{"A": says("违规")}] * 3)
    member, sent = next(iter(room.ballots().items()))
    room.votes(member, sent, {"A": says("违规")})
    gone = next(e.expert_id for e in panel.members if e.expert_id != member)
    told = ("DECLARED", "亲属任职", "secretary-1", room.now)
    with pytest.raises(PanelRefusedError, match="has begun the vote that counts"):
        withdraw(connection, "HY-1", gone, *told)


def test_a_written_vote_after_the_time_does_not_count(room, case):
    room.convenes()
    member, sent = next(iter(room.ballots().items()))
    room.now += 30 * DAY
    late = room.votes(member, sent, {"A": says("违规")})
    assert "收到时已超过书面合议期限" in problems(late)[0]


def test_a_panel_that_meets_may_be_late(room, case):
    room.convenes(planned_on=date(2025, 8, 1))
    member, sent = next(iter(room.ballots().items()))
    assert "会议合议，2025年8月1日" in str(grids(sent)["填报说明"])
    room.now += 30 * DAY
    assert problems(room.votes(member, sent, {"A": says("违规")})) == []


def test_a_panel_that_is_over_takes_no_votes(room, case, connection):
    room.convenes()
    member, sent = next(iter(room.ballots().items()))
    room.now += timedelta(minutes=1)
    dissolve(connection, "HY-1", "成员不足", "secretary-1", room.now)
    late = room.votes(member, sent, {"A": says("违规")})
    assert "合议已经结束" in problems(late)[0]
    with pytest.raises(PanelRefusedError, match="HY-1 was dissolved"):
        room.ballots()


def test_a_case_that_left_the_panel_takes_no_votes(room, case, connection):
    before_a_panel(connection, "B")
    room.convenes("A", "B")
    member, sent = next(iter(room.ballots().items()))
    case.now = room.now
    case.goes("void")
    done = room.votes(member, sent, {"A": says("违规"), "B": says("违规")})
    assert "该疑点已不在合议中" in problems(done)[0]
    assert [row.hit_id for row in done.taken] == ["B"]
    assert [row["疑点编号"] for row in sheet(next(iter(room.ballots().values())))] == [
        "B"
    ]


def test_it_is_known_who_has_not_voted_yet_and_was_on_any_day(room, case, connection):
    query = "select member_id, ballot, cases from review.panel_waiting_at(%s)"

    def waiting(as_of):
        return connection.execute(query, (as_of,)).fetchall()

    panel = room.convenes()
    members = sorted(member.expert_id for member in panel.members)
    drawn_at = room.now
    before = waiting(drawn_at)
    assert before == [(member, "BLIND", 1) for member in members]
    sent = room.ballots()
    room.votes(members[0], sent[members[0]], {"A": says("违规")})
    assert waiting(room.now) == [(member, "BLIND", 1) for member in members[1:]]
    for member in members[1:]:
        room.votes(member, sent[member], {"A": says("违规")})
    assert waiting(room.now) == [(member, "BINDING", 1) for member in members]
    assert waiting(drawn_at) == before
    assert waiting(drawn_at - DAY) == []
    assert len(sitting(connection, "HY-1")) == 3
