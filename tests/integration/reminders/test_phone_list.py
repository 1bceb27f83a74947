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
    other = opened(
        connection, "C", setl_id="C", fixmedins_code="H2", region="623002"
    ).goes_to("S30")
    other.does("dispatch", payload={"batch_id": "B2"})
    unreachable(connection)
    files = county_workbooks(connection, date(2025, 10, 20), at("2025-10-20"))
    assert list(files) == [
        "电话名单-623001-2025-10-20.xlsx",
        "电话名单-623002-2025-10-20.xlsx",
    ]
    first, second = (told(content) for content in files.values())
    assert (first["机构名称"], first["电话"]) == ("示例医院", "0941-111111")
    assert second == {
        "机构编码": "H2",
        "机构名称": "示例药店",
        "电话": "=1+1",
        "事项": "新下发疑点",
        "批次或单号": "B2",
        "疑点条数": "1",
        "截止": "2025年8月4日（星期一）24:00",
        "原因": "没有90天内核实的邮箱",
        "提醒日期": "2025-10-20",
    }


def told(content: bytes) -> dict:
    """Return the cells of the only row that are filled, by title."""
    (sheet,) = grids(content).values()
    header, row = sheet
    return {title: cell for title, cell in zip(header, row, strict=True) if cell}


def test_nobody_is_called_on_a_quiet_day(connection):
    assert county_workbooks(connection, date(2025, 7, 22), at("2025-07-22")) == {}
