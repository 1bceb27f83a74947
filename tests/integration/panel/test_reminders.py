"""Members and secretaries hear of their panel five workdays and one before it."""

from datetime import date

import pytest
from tests.integration.panel.rooms import before_a_panel
from tests.integration.reminders.mornings import at, hearers, mails, planned, shifts

STAFF = """
insert into review.staff_list (content_sha256, loaded_by, loaded_at)
values ('list', 'lead-1', '2025-07-01');
insert into review.staff
select list_id, 'secretary-1', 'PANEL_SECRETARY', '623000', 'secretary-1@example.org'
from review.staff_list;
"""
# Just enough for a panel; E2 has no mailbox.
REGISTER = (
    "E1,心内科,true,false,false,H9,,,623027,,e1@example.org\n",
    "E2,心内科,true,false,false,H9,,,623027,,\n",
    "P1,医保,false,false,true,,,,623027,,p1@example.org\n",
)


@pytest.fixture
def panel(connection, room) -> list[str]:
    """The members of a panel on a case that came before it on Tuesday 22 July 2025."""
    connection.execute(STAFF)
    room.registers(*REGISTER)
    before_a_panel(connection)
    members = room.convenes(planned_on=date(2025, 8, 1)).members
    return sorted(member.expert_id for member in members)


def test_a_meeting_is_told_twice_to_who_sits_and_to_the_secretary(connection, panel):
    for day in range(23, 32):
        planned(connection, f"2025-07-{day}")
    planned(connection, "2025-08-01")
    found = connection.execute(
        """
        select distinct day, shift from review.reminder
        where kind = 'PANEL' order by day
        """
    ).fetchall()
    assert found == [(date(2025, 7, 25), -5), (date(2025, 7, 31), -1)]
    assert hearers(connection, "2025-07-25", "PANEL") == [*panel, "secretary-1"]
    told = mails(connection, "2025-07-25")
    assert "合议HY-1：1件，定于2025年8月1日开会，剩余5个工作日" in told["P1"]
    # The papers are masked, and so is the mail.
    assert "示例医院" not in told["P1"]
    assert "1名成员没有邮箱，请秘书电话通知" in told["secretary-1"]
    assert "E2" not in told


def test_a_written_vote_is_told_by_the_time_of_its_cases(connection, room):
    connection.execute(STAFF)
    room.registers(*REGISTER)
    before_a_panel(connection)
    room.convenes()
    (last,) = connection.execute("select due_day from review.deadline_now").fetchone()
    assert last == date(2025, 8, 4)
    planned(connection, "2025-08-01")
    assert shifts(connection, "2025-08-01", "P1") == [("PANEL", -1)]
    assert (
        "请在2025年8月4日前书面表决，剩余1个工作日"
        in mails(connection, "2025-08-01")["P1"]
    )


def test_a_panel_that_has_ended_is_not_told(connection, panel):
    connection.execute(
        """
        insert into review.panel_end (session_id, outcome, comment, ended_by, ended_at)
        values ('HY-1', 'DISSOLVED', '人数不足', 'secretary-1', %s)
        """,
        (at("2025-07-24"),),
    )
    assert "PANEL" not in planned(connection, "2025-07-25").items
