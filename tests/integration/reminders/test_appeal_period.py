"""What an institution hears from the dispatch to the end of its time."""

import pytest
from tests.integration.cases.casework import insert
from tests.integration.reminders.mornings import (
    DISPATCH_DAY,
    at,
    confirmed_dispatch,
    dispatched,
    hearers,
    mails,
    morning,
    mornings,
    planned,
    reminded,
    shifts,
)


def test_a_dispatch_is_told_to_the_institution_and_its_county(connection):
    dispatched(connection, "A", "B")
    done = planned(connection, "2025-07-22")
    assert (done.mails, done.calls, done.items) == (2, 0, {"DISPATCHED": 1})
    told = mails(connection, "2025-07-22")
    assert list(told) == ["H1", "bureau-1"]
    assert told["H1"].startswith(
        "医保智能审核提醒：新下发疑点（2025年7月22日）\n示例医院："
    )
    for sentence in (
        "批次B1：疑点2条，扣除金额180.00元（其中基金144.00元）。",
        "涉及规则：超限用药（2条）。",
        "申诉截止：2025年8月4日（星期一）24:00，剩余9个工作日。",
        "逐条选择“认可”或“申诉”",
        "咨询电话：0941-000000",
        "期限参数未经委托方确认",
    ):
        assert sentence in told["H1"]
    assert "示例医院：批次B1：疑点2条" in told["bureau-1"]
    assert "逐条选择" not in told["bureau-1"]


def test_a_mail_goes_to_the_verified_mailboxes_from_nine_on(connection):
    dispatched(connection, "A")
    planned(connection, "2025-07-22")
    row = connection.execute(
        """
        select recipients, not_before, payload ->> 'html' from notify.outbox
        where dedupe_key = 'reminder|2025-07-22|INSTITUTION|H1'
        """
    ).fetchone()
    assert row[:2] == (["office@example.org"], at("2025-07-22", "09:00"))
    assert "批次B1：疑点1条" in row[2]
    assert "<td" in row[2]


def test_each_day_of_the_period_is_told_once(connection):
    confirmed_dispatch(connection)
    reminded(connection)
    dispatched(connection, "A", "B")
    assert mornings(connection, DISPATCH_DAY, "2025-08-08") == {
        "2025-07-22": [("DISPATCHED", None)],
        "2025-07-28": [("APPEAL", -5)],
        "2025-07-30": [("APPEAL", -3)],
        "2025-08-01": [("APPEAL", -1)],
        "2025-08-04": [("APPEAL", 0)],
        "2025-08-05": [("OVERDUE", 1)],
    }
    assert (
        "申诉截止：2025年8月4日（星期一）24:00，剩余1个工作日；逾期视为无异议"
        in (mails(connection, "2025-08-01")["H1"])
    )
    assert "今日截止" in mails(connection, "2025-08-04")["H1"]
    assert hearers(connection, "2025-07-28", "APPEAL") == ["H1"]
    assert hearers(connection, "2025-08-01", "APPEAL") == [
        *("H1", "bureau-1", "dispatcher-1")
    ]
    assert hearers(connection, "2025-08-05", "OVERDUE") == [
        *("H1", "agency-1", "bureau-1")
    ]
    assert (
        "2条未申诉，涉及金额180.00元（其中基金144.00元）：2条视为无异议，转终审"
        in (mails(connection, "2025-08-05")["H1"])
    )


def test_the_day_before_the_last_is_called_tomorrow(connection):
    dispatched(connection, "A")
    connection.execute(
        "select review.extend_deadline('A', 4, 1, '机构申请', %s)",
        (at("2025-07-23", "12:00"),),
    )
    planned(connection, "2025-08-04")
    assert (
        "申诉明日截止：2025年8月5日（星期二）24:00"
        in mails(connection, "2025-08-04")["H1"]
    )


def test_a_notice_that_comes_with_a_reminder_says_the_last_day_once(connection):
    dispatched(connection, "A")
    planned(connection, "2025-07-28")
    assert shifts(connection, "2025-07-28") == [("APPEAL", -5), ("DISPATCHED", None)]
    assert mails(connection, "2025-07-28")["H1"].count("2025年8月4日") == 1
    assert planned(connection, "2025-07-29").items == {}


def test_a_notice_that_comes_too_late_says_that_the_time_is_over(connection):
    dispatched(connection, "A")
    planned(connection, "2025-08-06")
    told = mails(connection, "2025-08-06")["H1"]
    assert "申诉已于2025年8月4日（星期一）24:00截止" in told


def test_who_has_answered_everything_hears_no_more(connection):
    answered, waiting = dispatched(connection, "A", "B")
    planned(connection, "2025-07-22")
    answered.does("appeal")
    planned(connection, "2025-07-28")
    told = mails(connection, "2025-07-28")["H1"]
    assert "已答复1条，还有1条未答复，涉及金额90.00元" in told
    waiting.now = at("2025-07-28", "10:00")
    waiting.does("accept")
    assert mornings(connection, "2025-07-29", "2025-08-08") == {}


@pytest.mark.parametrize(
    ("vouched", "why"),
    [
        (False, "因下发未经确认，不视为无异议"),
        (True, "因没有提醒已送达的证明，不视为无异议"),
    ],
)
def test_a_blocked_silence_says_why(connection, vouched, why):
    if vouched:
        confirmed_dispatch(connection)
    dispatched(connection, "A")
    morning(connection, "2025-08-05")
    assert why in mails(connection, "2025-08-05")["H1"]
    assert why in mails(connection, "2025-08-05")["agency-1"]


def test_a_longer_time_is_told_and_its_days_are_told_anew(connection):
    dispatched(connection, "A", "B")
    mornings(connection, DISPATCH_DAY, "2025-07-30")
    for hit_id in ("A", "B"):
        connection.execute(
            "select review.extend_deadline(%s, 4, 5, '机构申请', %s)",
            (hit_id, at("2025-07-31", "12:00")),
        )
    assert mornings(connection, "2025-07-31", "2025-08-11") == {
        "2025-08-01": [("DUE_CHANGED", None)],
        "2025-08-04": [("APPEAL", -5)],
        "2025-08-06": [("APPEAL", -3)],
        "2025-08-08": [("APPEAL", -1)],
        "2025-08-11": [("APPEAL", 0)],
    }
    told = mails(connection, "2025-08-01")["H1"]
    assert "2条疑点的截止日由2025年8月4日延至2025年8月11日（星期一）24:00" in told
    assert hearers(connection, "2025-08-01", "DUE_CHANGED") == ["H1", "bureau-1"]


def test_a_part_of_a_batch_with_more_time_is_told_by_itself(connection):
    dispatched(connection, "A", "B")
    planned(connection, "2025-07-22")
    connection.execute(
        "select review.extend_deadline('A', 4, 5, '机构申请', %s)",
        (at("2025-07-31", "12:00"),),
    )
    assert mornings(connection, "2025-07-31", "2025-08-04") == {
        "2025-07-31": [("APPEAL", -3)],
        "2025-08-01": [("APPEAL", -1), ("DUE_CHANGED", None)],
        "2025-08-04": [("APPEAL", 0), ("APPEAL", -5)],
    }


def test_two_batches_are_one_mail(connection):
    insert(
        connection,
        "dispatch_batch",
        batch_id="B2",
        fixmedins_code="H1",
        approval_id="A2",
        approved_by="agency-1",
        approved_role="AGENCY",
        approved_at=at("2025-07-21", "09:00"),
    )
    (first,) = dispatched(connection, "A")
    second = dispatched(connection, "B")[0]
    second.does("recall")
    second.does("dispatch", payload={"batch_id": "B2"})
    assert planned(connection, "2025-07-22").mails == 2
    told = mails(connection, "2025-07-22")["H1"]
    assert "批次B1：疑点1条" in told
    assert "批次B2：疑点1条" in told
    assert first.state == "S40"


def test_a_recalled_batch_is_told_as_such(connection):
    (case,) = dispatched(connection, "A")
    planned(connection, "2025-07-22")
    case.does("recall")
    planned(connection, "2025-07-23")
    assert (
        "批次B1：1条疑点已撤回或作废，无需再答复"
        in mails(connection, "2025-07-23")["H1"]
    )
