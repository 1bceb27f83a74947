"""What reviewers, the agency, its leader and the operator hear."""

from datetime import timedelta

import pytest
from tests.integration.cases.casework import insert, opened
from tests.integration.reminders.mornings import (
    at,
    hearers,
    mails,
    planned,
    shifts,
)

# First reviews that were opened on 21 July are due on 4 August.
AFTER = {
    "2025-07-31": (-2, ["lead-1", "reviewer1-1", "reviewer1-2"]),
    "2025-08-04": (0, ["lead-1", "reviewer1-1", "reviewer1-2"]),
    "2025-08-05": (1, ["lead-1"]),
    "2025-08-07": (3, ["agency-1"]),
    "2025-08-11": (5, ["agency_leader-1"]),
}


def set_parameter(connection, key: str, value: str, unit: str, **changes) -> None:
    """Put a value in force from 1 July 2025 on."""
    row = {
        "key": key,
        "name": key,
        "value": value,
        "unit": unit,
        "region": "000000",
        "valid_from": "2025-07-01",
        "source": "试验",
        "published_at": at("2025-07-01"),
    }
    insert(connection, "parameter", **{**row, **changes})


def test_an_own_deadline_is_told_up_the_line(connection):
    set_parameter(connection, "remind_stage", "-2,0,+1,+3,+5", "OFFSETS")
    opened(connection, "A").goes_to("S10")
    for number in range(22):
        day = f"{at('2025-07-22') + timedelta(number):%Y-%m-%d}"
        planned(connection, day)
        shift, people = AFTER.get(day, (None, []))
        assert hearers(connection, day, "STAGE") == people
        assert {row for who in people for row in shifts(connection, day, who)} == (
            {("STAGE", shift)} if people else set()
        )
    told = mails(connection, "2025-07-31")["reviewer1-1"]
    assert (
        "待初审（合作市）1件，截止：2025年8月4日（星期一）24:00，剩余2个工作日" in told
    )
    told = mails(connection, "2025-08-07")["agency-1"]
    assert (
        "待初审（合作市）1件，已于2025年8月4日（星期一）24:00到期，逾期3个工作日"
        in told
    )


def sent(connection, recipient: str, day: str = "2025-07-22") -> None:
    """Enter that the case A went out to somebody for a first review."""
    insert(
        connection,
        "workbook",
        workbook_id=f"F-{recipient}",
        kind="FIRST_REVIEW",
        recipient=recipient,
        total=100,
        content_sha256="sha",
        issued_at=at(day),
        issued_by="lead-1",
    )
    insert(connection, "workbook_row", workbook_id=f"F-{recipient}", hit_id="A", seq=1)


def test_cases_in_a_workbook_are_told_to_who_has_it(connection):
    for hit_id in ("A", "B"):
        opened(connection, hit_id, setl_id=hit_id).goes_to("S10")
    sent(connection, "reviewer1-2")
    # Who is not of the role does not have the case.
    sent(connection, "somebody", "2025-07-23")
    planned(connection, "2025-07-31")
    told = mails(connection, "2025-07-31")
    counted = {who: text.count("1件") for who, text in told.items()}
    assert counted == {"lead-1": 2, "reviewer1-1": 1, "reviewer1-2": 2}


def test_overdue_cases_are_told_together_and_once(connection):
    for hit_id in ("A", "B"):
        opened(connection, hit_id, setl_id=hit_id).goes_to("S10")
    sent(connection, "reviewer1-2")
    planned(connection, "2025-08-05")
    assert "待初审（合作市）2件，已于" in mails(connection, "2025-08-05")["lead-1"]
    sent(connection, "reviewer1-1", "2025-08-05")
    assert planned(connection, "2025-08-06").items == {}


def test_without_a_notice_the_operator_hears_of_it_each_week_from_november(connection):
    assert planned(connection, "2025-10-31").items == {}
    assert planned(connection, "2025-11-03").items == {"CALENDAR": 1}
    assert hearers(connection, "2025-11-03", "CALENDAR") == ["lead-1", "operator-1"]
    assert "2026年的放假安排尚未录入" in mails(connection, "2025-11-03")["operator-1"]
    assert planned(connection, "2025-11-05").items == {}
    assert planned(connection, "2025-11-12").items == {"CALENDAR": 1}


def test_a_deadline_that_hangs_on_an_unknown_year_is_an_error_near_its_day(connection):
    case = opened(connection, "A")
    case.now = at("2025-12-19", "12:00")
    case.goes_to("S10")
    (last,) = connection.execute("select due_day from review.deadline_now").fetchone()
    assert f"{last:%Y}" == "2026"
    planned(connection, "2025-12-22")
    told = mails(connection, "2025-12-22")["operator-1"]
    assert "错误：1件的期限取决于2026年尚未公布的放假安排" in told


def test_a_role_without_a_mailbox_is_told_to_the_operator(connection):
    connection.execute(
        """
        insert into review.staff_list (content_sha256, loaded_by, loaded_at)
        values ('other', 'lead-1', '2025-07-02')
        """
    )
    connection.execute(
        """
        insert into review.staff
        select max(list_id), 'reviewer1-1', 'REVIEWER1', '623000', null
        from review.staff_list
        """
    )
    opened(connection, "A").goes_to("S10")
    done = planned(connection, "2025-07-31")
    assert (done.mails, done.calls) == (1, 1)
    told = mails(connection, "2025-07-31")["operator"]
    assert "初审员（合作市）没有可用邮箱" in told
    assert "项目负责人（合作市）没有可用邮箱" in told
    recipients = connection.execute("select recipients from notify.outbox").fetchone()
    assert recipients == (["operator@example.org"],)


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_the_footer_says_whether_the_client_confirmed(connection, is_confirmed):
    confirmed = {"confirmed_by": "bureau", "confirmed_at": at("2025-07-01")}
    for key, value, unit in (
        ("remind_stage", "-2", "OFFSETS"),
        ("first_review_wd", "10", "WORKDAY"),
    ):
        more = confirmed if is_confirmed or key == "remind_stage" else {}
        set_parameter(connection, key, value, unit, **more)
    opened(connection, "A").goes_to("S10")
    planned(connection, "2025-07-31")
    told = mails(connection, "2025-07-31")["reviewer1-1"]
    assert ("期限参数未经委托方确认" in told) is not is_confirmed
