"""A panel is drawn from those who may judge, or not at all."""

from datetime import date

import pytest
from tests.integration.panel.rooms import DAY, before_a_panel

from claim_review.panel import seats
from claim_review.panel.choosing import NotEnoughExpertsError
from claim_review.panel.seats import PanelRefusedError
from claim_review.panel.withdrawing import dissolve, withdraw


@pytest.fixture
def case(connection):
    """A case that waits for a panel."""
    return before_a_panel(connection)


def line(expert_id: str, **changes) -> str:
    """Return a line of the register: a senior cardiologist of another county."""
    cells = {"specialty": "心内科", "is_senior_clinician": "true"}
    cells |= {"is_pharmacist": "false", "is_policy": "false", "employer": "H9"}
    cells |= {"earlier_employer": "", "employed_until": "", "county": "623027"}
    cells |= {"community": "", "address": ""} | changes
    return ",".join([expert_id, *cells.values()]) + "\n"


def recorded(connection, table: str) -> list[tuple]:
    return connection.execute(f"select * from review.{table} order by 1, 2").fetchall()


def test_a_panel_is_three_with_a_specialist_and_the_policy(room, case):
    panel = room.convenes()
    assert len(panel.members) == 3
    assert sum(member.is_senior_clinician for member in panel.members) >= 2
    assert any(member.is_policy for member in panel.members)
    assert any(member.specialty == "心内科" for member in panel.members)
    assert panel.recused == {}


def test_the_same_again_changes_nothing(room, case, connection):
    panel = room.convenes()
    before = recorded(connection, "panel_member")
    assert room.convenes() == panel
    assert recorded(connection, "panel_member") == before


def test_a_session_is_convened_once(room, case):
    room.convenes()
    with pytest.raises(PanelRefusedError, match="otherwise before"):
        room.convenes(seed="other")


@pytest.mark.parametrize(
    ("changes", "ground"),
    [
        ({"employer": "H1"}, "EMPLOYED"),
        (
            {"earlier_employer": "H1", "employed_until": "2023-07-22"},
            "EMPLOYED_BEFORE",
        ),
        ({"community": "北片医共体"}, "COMMUNITY"),
        ({"employer": "H7"}, "COMMUNITY"),
        ({"employer": "H2", "county": "623001"}, "COMPETITOR"),
        ({"employer": "H2", "county": "623000"}, "COMPETITOR"),
        ({"employer": "unknown", "county": "623001"}, "COMPETITOR"),
        ({"employer": "Y1", "county": "623001"}, None),
        ({"employer": "", "county": "623001"}, None),
        ({"earlier_employer": "H1", "employed_until": "2023-07-21"}, None),
    ],
)
def test_who_is_near_the_institution_is_not_drawn(room, case, changes, ground):
    others = [line(f"O{number}") for number in range(3)]
    policy = [line("P1", is_senior_clinician="false", is_policy="true")]
    members = "H1,北片医共体\nH7,北片医共体\n"
    room.registers(line("near", **changes), *others, *policy, communities=members)
    panel = room.convenes()
    assert panel.recused == ({} if ground is None else {"near": ground})
    assert ground is None or "near" not in {e.expert_id for e in panel.members}


def test_who_reviewed_a_case_does_not_judge_it(room, case):
    room.registers(
        *(line(f"O{number}") for number in range(3)),
        line("reviewer1-1"),
        line("P1", is_policy="true"),
    )
    assert room.convenes().recused == {"reviewer1-1": "ACTED"}


def test_a_seat_that_nobody_fills_is_named_and_nothing_recorded(room, case, connection):
    with pytest.raises(NotEnoughExpertsError, match="specialty: 1 wanted, 0 left"):
        room.convenes(specialty="骨科")
    for table in ("panel_session", "panel_case", "panel_member", "panel_recusal"):
        assert recorded(connection, table) == []


def test_a_drug_is_judged_with_a_pharmacist(room, connection):
    before_a_panel(connection, bkkp_sn="DRUG")
    with pytest.raises(PanelRefusedError, match="A: it disputes a drug"):
        room.convenes()
    panel = room.convenes(specialty="药学")
    assert "Y1" in {member.expert_id for member in panel.members}


@pytest.mark.parametrize(
    ("hit_ids", "changes", "why"),
    [
        (("A", "no such"), {}, "no such cases: no such"),
        (("B",), {}, "B: it is in S98 and waits for no panel"),
        (("A",), {"session_id": "../HY-1"}, "is no name such as HY-2025-07"),
        (("A",), {"planned_on": date(2025, 7, 21)}, "cannot meet on 2025-07-21"),
    ],
)
def test_what_no_panel_can_decide_is_refused(
    room, case, connection, hit_ids, changes, why
):
    before_a_panel(connection, "B").goes("suspend")
    with pytest.raises(PanelRefusedError, match=why):
        room.convenes(*hit_ids, **changes)


def test_a_case_is_before_one_panel_until_that_is_dissolved(room, case, connection):
    room.convenes()
    with pytest.raises(PanelRefusedError, match="A: session HY-1 has it"):
        room.convenes(session_id="HY-2")
    for _ in range(2):
        dissolve(connection, "HY-1", "成员不足", "secretary-1", room.now)
    assert room.convenes(session_id="HY-2").members


def test_a_panel_that_is_late_has_to_meet(room, case):
    room.now += 30 * DAY
    with pytest.raises(PanelRefusedError, match="name a day to meet"):
        room.convenes()
    assert room.convenes(planned_on=date(2025, 9, 1)).members


def challenged(room, connection, **changes):
    told = {"ground": "CHALLENGED", "comment": "有利害关系"}
    told |= {"recorded_by": "secretary-1", "as_of": room.now, "fixmedins_code": "H1"}
    return withdraw(connection, "HY-1", **told | changes)


def test_an_institution_challenges_once_and_the_lot_falls_on_another(
    room, case, connection
):
    panel = room.convenes()
    first, second, _ = (member.expert_id for member in panel.members)
    other = challenged(room, connection, member_id=first)
    assert other.expert_id not in {member.expert_id for member in panel.members}
    assert challenged(room, connection, member_id=first) == other
    sitting = seats.sitting(connection, "HY-1")
    assert len(sitting) == 3
    assert first not in {member.expert_id for member in sitting}
    with pytest.raises(PanelRefusedError, match="H1 has challenged once"):
        challenged(room, connection, member_id=second)
    assert room.convenes() == panel


def test_members_withdraw_by_their_own_word(room, case, connection):
    room.convenes()
    for _ in range(2):
        member = seats.sitting(connection, "HY-1")[0].expert_id
        declared = {"ground": "DECLARED", "fixmedins_code": None}
        other = challenged(room, connection, member_id=member, **declared)
        sitting = {each.expert_id for each in seats.sitting(connection, "HY-1")}
        assert len(sitting) == 3
        assert other.expert_id in sitting
        assert member not in sitting


def test_nobody_challenges_in_a_case_of_others(room, case, connection):
    member = room.convenes().members[0].expert_id
    with pytest.raises(PanelRefusedError, match="no case of H2"):
        challenged(room, connection, member_id=member, fixmedins_code="H2")


def test_a_seat_that_cannot_be_filled_again_leaves_the_member_in_it(
    room, case, connection
):
    room.registers(line("O1"), line("O2"), line("P1", is_policy="true"))
    panel = room.convenes()
    with pytest.raises(NotEnoughExpertsError):
        challenged(room, connection, member_id="P1")
    assert seats.sitting(connection, "HY-1") == panel.members
