"""Whom a county bureau calls in the morning."""

from datetime import date

import pytest
from tests.integration.cases.casework import START, insert, opened
from tests.integration.reminders.mornings import at, dispatched, planned
from tests.unit.exchange.workbooks import grids

from claim_review.reminders.phone_list import county_workbooks, phone_list


def calls(connection, day: str) -> list[tuple]:
    """Return whom to call on a day: institution, what about, and why."""
    rows = phone_list(connection, date.fromisoformat(day))
    return [(row["fixmedins_code"], row["kind"], row["why"]) for row in rows]


def becomes(connection, status: str) -> None:
    """Let the mails that wait end so."""
    connection.execute(
        "update notify.outbox set status = %s where status = 'queued'", (status,)
    )


def telephone(connection, code: str, number: str) -> None:
    insert(
        connection,
        "institution_contact",
        fixmedins_code=code,
        channel="PHONE",
        address=number,
        verified_by="bureau-1",
        verified_at=START,
    )


def unreachable(connection, day: str = "2025-10-20") -> None:
    """Let H1 have a new case when its mailbox was last verified 91 days ago."""
    telephone(connection, "H1", "0941-111111")
    dispatched(connection, "A")
    planned(connection, day)


def test_who_answered_nothing_is_called_on_the_last_day_but_one(connection):
    one, _ = dispatched(connection, "A", "B")
    planned(connection, "2025-07-22")
    planned(connection, "2025-07-30")
    with connection.transaction(force_rollback=True):
        planned(connection, "2025-08-01")
        assert calls(connection, "2025-07-30") == []
        assert calls(connection, "2025-08-01") == [("H1", "APPEAL", "NO_ANSWER")]
    one.does("appeal")
    planned(connection, "2025-08-01")
    assert calls(connection, "2025-08-01") == []


def test_who_has_no_mailbox_is_called(connection):
    unreachable(connection)
    assert calls(connection, "2025-10-20") == [("H1", "DISPATCHED", "NO_MAILBOX")]


@pytest.mark.parametrize(
    ("status", "why"), [("failed", "MAIL_FAILED"), ("uncertain", "MAIL_UNCERTAIN")]
)
def test_who_was_not_reached_by_mail_is_called_that_day_and_the_next(
    connection, status, why
):
    dispatched(connection, "A")
    planned(connection, "2025-07-25")
    assert calls(connection, "2025-07-25") == []
    becomes(connection, status)
    # A Friday and the Monday after it.
    for day in ("2025-07-25", "2025-07-28"):
        assert calls(connection, day) == [("H1", "DISPATCHED", why)]
    assert calls(connection, "2025-07-29") == []


def test_each_county_gets_a_workbook_of_its_own(connection):
    unreachable(connection)
    insert(
        connection,
        "dispatch_batch",
        batch_id="B2",
        fixmedins_code="H2",
        approval_id="A2",
        approved_by="agency-1",
        approved_role="AGENCY",
        approved_at=START,
    )
    telephone(connection, "H2", "=1+1")
    case = opened(
        connection, "C", setl_id="C", fixmedins_code="H2", region="623002"
    ).goes_to("S30")
    case.does("dispatch", payload={"batch_id": "B2"})
    planned(connection, "2025-10-21")
    day = date(2025, 10, 21)
    files = county_workbooks(connection, day, at("2025-10-21"))
    assert list(files) == ["电话名单-623002-2025-10-21.xlsx"]
    (rows,) = grids(files["电话名单-623002-2025-10-21.xlsx"]).values()
    cells = dict(zip(rows[0], rows[1], strict=True))
    assert cells["机构名称"] == "示例药店"
    assert cells["电话"] == "=1+1"
    assert cells["事项"] == "新下发疑点"
    assert cells["批次或单号"] == "B2"
    assert cells["疑点条数"] == "1"
    assert cells["截止"] == "2025年8月4日（星期一）24:00"
    assert cells["原因"] == "没有90天内核实的邮箱"
    (rows,) = grids(
        county_workbooks(connection, date(2025, 10, 20), at("2025-10-20"))[
            "电话名单-623001-2025-10-20.xlsx"
        ]
    ).values()
    assert {row[rows[0].index("电话")] for row in rows[1:]} == {"0941-111111"}


def test_nobody_is_called_on_a_quiet_day(connection):
    assert county_workbooks(connection, date(2025, 7, 22), at("2025-07-22")) == {}
