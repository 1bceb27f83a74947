"""A panel that has voted has minutes and an opinion, which is the majority's."""

import io
from datetime import timedelta
from decimal import Decimal
from statistics import median

import psycopg
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integration.cases.casework import opened
from tests.integration.cases.panels import CLINICIAN, PANEL, sit, vote
from tests.integration.panel.rooms import Room, before_a_panel, says

from claim_review.panel.choosing import NotEnoughExpertsError
from claim_review.panel.concluding import conclude
from claim_review.panel.minutes import minutes_pdf
from claim_review.panel.seats import PanelRefusedError
from claim_review.panel.sessions import draw
from claim_review.reports.fonts import find_fonts


@pytest.fixture
def case(connection):
    """A case of 90 yuan, 72 of them the fund's, that waits for a panel."""
    return before_a_panel(connection)


def held(room, *said, binding=None):
    """Convene a panel, let it vote twice, and conclude it."""
    room.convenes()
    room.all_vote(*({"A": answers} for answers in said))
    room.all_vote(*({"A": answers} for answers in binding or said))
    return ended(room)


def ended(room):
    room.now += timedelta(hours=1)
    return conclude(room.connection, "HY-1", room.now, "secretary-1")


ALL, NOTHING = says("违规"), says("不违规")


@pytest.mark.parametrize(
    ("said", "vote", "amount", "fund_amount"),
    [
        ((ALL, ALL, NOTHING), "VIOLATION", 90, 72),
        ((NOTHING, ALL, NOTHING), "NONE", 0, 0),
        ((says("部分违规", 30), says("部分违规", 31), ALL), "PARTIAL", "30.5", "24.4"),
        ((says("部分违规", 10), says("部分违规", 20), NOTHING), "PARTIAL", 15, 12),
        (
            (says("部分违规", ".01"), says("部分违规", ".02"), ALL),
            "PARTIAL",
            ".02",
            ".02",
        ),
        # No majority: the middle of 0, 30.07 and 90; 80 % of it is 24.056.
        ((NOTHING, says("部分违规", "30.07"), ALL), "PARTIAL", "30.07", "24.06"),
    ],
)
def test_the_majority_decides_and_the_middle_amount_counts(
    room, case, said, vote, amount, fund_amount
):
    (opinion,) = held(room, *said).opinions
    assert opinion.vote == vote
    assert opinion.amount == Decimal(amount)
    assert opinion.fund_amount == Decimal(fund_amount)
    assert case.state == "S70"
    assert case.last("event, amount, fund_amount, actor_id, actor_role") == (
        *("panel_opinion", opinion.amount, opinion.fund_amount),
        *("secretary-1", "PANEL_SECRETARY"),
    )


def test_the_second_vote_counts(room, case):
    done = held(room, ALL, ALL, ALL, binding=(NOTHING, NOTHING, ALL))
    assert done.opinions[0].vote == "NONE"


def test_the_same_again_changes_nothing(room, case, connection):
    done = held(room, ALL, ALL, NOTHING)
    count = "select count(*) from review.event"
    before = connection.execute(count).fetchone()
    assert ended(room) == done
    assert connection.execute(count).fetchone() == before


def test_the_minutes_name_dissent_recusals_seed_and_both_votes(room, case):
    done = held(room, ALL, ALL, NOTHING)
    members = sorted(member["member_id"] for member in done.content["members"])
    assert done.content["outcomes"][0]["dissent"] == members[2]
    assert done.content["session"]["seed"] == "20250722"
    votes = [(row["ballot"], row["member_id"]) for row in done.content["votes"]]
    assert votes == [
        (ballot, member) for ballot in ("BLIND", "BINDING") for member in members
    ]


def test_the_minutes_are_printed_the_same_each_time(room, case):
    room.registers(
        *(f"E{n},心内科,true,false,false,H9,,,623027,,\n" for n in range(3)),
        "P1,医保,false,false,true,,,,623027,,\n",
        "near,心内科,true,false,false,H1,,,623001,,\n",
    )
    done = held(room, ALL, says("部分违规", "30.05"), NOTHING)
    told = (done.content, done.content_sha256, find_fonts(None))
    file = minutes_pdf(*told)
    assert file == minutes_pdf(*told)
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    shown = "".join(page.extract_text() for page in pages).replace("\n", "")
    for wanted in (
        *("合议笔录", "HY-1", "书面合议", "20250722", "near", "任职于当事机构"),
        *("30.05", "24.04", "1/3", "未作意见无", done.content_sha256[:8], "成员 P1"),
    ):
        assert wanted in shown, wanted


def test_a_panel_is_not_concluded_before_all_have_voted(room, case, connection):
    room.convenes()
    with pytest.raises(PanelRefusedError, match=r"votes are missing: \w+ on 1 cases"):
        ended(room)
    room.all_vote(*[{"A": ALL}] * 3)
    with pytest.raises(PanelRefusedError, match=r"\(BINDING\)"):
        ended(room)
    count = "select count(*) from review.panel_end"
    assert connection.execute(count).fetchone() == (0,)
    assert case.state == "S60"


def test_a_panel_is_not_concluded_before_its_votes_were_cast(room, case):
    room.convenes()
    for _ in range(2):
        room.all_vote(*[{"A": ALL}] * 3)
    room.now -= timedelta(hours=2)
    with pytest.raises(PanelRefusedError, match="votes are missing"):
        ended(room)


def test_a_case_that_left_the_panel_gets_no_opinion(room, case, connection):
    other = before_a_panel(connection, "B")
    room.convenes("A", "B")
    room.all_vote(*[{"A": ALL, "B": ALL}] * 3)
    other.now = room.now
    other.goes("suspend")
    room.all_vote(*[{"A": ALL}] * 3)
    done = ended(room)
    assert [opinion.hit_id for opinion in done.opinions] == ["A"]
    assert done.content["gone"] == [{"hit_id": "B", "state": "S98"}]
    other.now = room.now
    other.does("resume", to_state="S60")
    room.now = other.now
    assert room.convenes("B", session_id="HY-2").members


def test_a_panel_without_cases_is_dissolved(room, case):
    room.convenes()
    case.now = room.now
    case.goes("void")
    with pytest.raises(PanelRefusedError, match="no case left; dissolve it"):
        ended(room)


def test_in_the_second_round_the_minutes_are_the_opinion(room, connection):
    worth = {"amount": 6000, "fund_amount": 4800, "line_fund_cap": 4800}
    case = opened(connection, "A", **worth, settlement_fund_cap=9000).goes("ingest")
    case.does("first_suspect", amount=6000, fund_amount=4800)
    case.does("second_agree", amount=6000, fund_amount=4800)
    case.goes("dispatch", "accept")
    case.does("final_confirm", amount=5500, fund_amount=4400)
    case.does("reconsider")
    done = held(room, ALL, ALL, NOTHING)
    assert (done.opinions[0].amount, done.opinions[0].fund_amount) == (5500, 4400)
    assert case.state == "S85"
    case.now = room.now
    case.does(
        "reconsider_confirm",
        amount=5500,
        fund_amount=4400,
        payload={"session_id": "HY-1"},
    )
    assert case.state == "S90"


def test_a_case_that_comes_back_goes_to_another_panel(room, case):
    held(room, ALL, ALL, ALL)
    case.now = room.now
    case.does("final_return", to_state="S60")
    room.now = case.now
    assert room.convenes(session_id="HY-2").members


AMOUNTS = st.integers(0, 9000).map(lambda fen: Decimal(fen) / 100)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), size=st.sampled_from([3, 5, 7]))
def test_more_than_half_say_at_least_and_more_than_half_at_most(panel_url, data, size):
    said = data.draw(st.lists(AMOUNTS, min_size=size, max_size=size))
    votes = [
        "NONE" if amount == 0 else "VIOLATION" if amount == 90 else "PARTIAL"
        for amount in said
    ]
    with psycopg.connect(panel_url) as connection:
        case = before_a_panel(connection)
        sit(case, *PANEL, *[CLINICIAN] * (size - 3), silent=size)
        for ballot in ("BLIND", "BINDING"):
            for number, (word, amount) in enumerate(zip(votes, said, strict=True)):
                vote(case, number, ballot, word, amount)
        decided, amount, fund_amount = connection.execute(
            "select vote, amount, fund_amount from review.panel_outcome('P1', 'A')"
        ).fetchone()
        connection.rollback()
    majority = [word for word in votes if votes.count(word) * 2 > size][:1]
    those = [a for a, word in zip(said, votes, strict=True) if word in majority] or said
    middle = median(those)
    assert decided == (majority or ["PARTIAL"])[0]
    assert abs(amount - middle) <= Decimal("0.005")
    assert amount >= middle
    assert abs(fund_amount - amount * Decimal("0.8")) <= Decimal("0.005")
    assert (amount == 0) == (decided == "NONE")
    assert (amount == 90) == (decided == "VIOLATION")


FLAGS = st.tuples(
    *(st.sampled_from(["true", "false"]) for _ in range(3)),
    st.sampled_from(["心内科", "骨科"]),
    st.sampled_from(["H1", "H9", ""]),
)


@settings(max_examples=15, deadline=None)
@given(kinds=st.lists(FLAGS, min_size=1, max_size=9), seed=st.integers())
def test_whatever_the_register_a_panel_that_was_drawn_may_speak_or_there_is_none(
    panel_url, tmp_path_factory, kinds, seed
):
    with psycopg.connect(panel_url) as connection:
        case = before_a_panel(connection)
        room = Room(connection, tmp_path_factory.mktemp("register"))
        room.registers(
            *(
                f"E{number},{specialty},{','.join(flags)},{employer},,,623027,,\n"
                for number, (*flags, specialty, employer) in enumerate(kinds)
            )
        )
        told = (connection, "HY-1", ["A"], "心内科", str(seed), "secretary-1", room.now)
        try:
            panel = draw(*told)
        except NotEnoughExpertsError:
            connection.rollback()
            return
        employed = {
            f"E{number}" for number, kind in enumerate(kinds) if kind[4] == "H1"
        }
        assert not employed & {member.expert_id for member in panel.members}
        assert draw(*told) == panel
        for _ in range(2):
            room.all_vote(*[{"A": ALL}] * len(panel.members))
        ended(room)
        assert case.state == "S70"
        connection.rollback()
