"""Where an institution is written to, and who calls it otherwise."""

from datetime import timedelta

from tests.integration.cases.casework import START, insert
from tests.integration.reminders.mornings import (
    dispatched,
    mails,
    planned,
)


def contact(connection, address: str, **changes) -> None:
    """Enter that H1 is reached at an address."""
    values = {
        "fixmedins_code": "H1",
        "channel": "MAIL",
        "address": address,
        "verified_by": "agency-1",
        "verified_at": START,
    }
    insert(connection, "institution_contact", **{**values, **changes})


def test_five_mailboxes_are_written_to_the_last_verified_first(connection):
    dispatched(connection, "A")
    for number in range(6):
        made_sure = START + timedelta(minutes=number)
        contact(connection, f"m{number}@example.org", verified_at=made_sure)
    contact(connection, "not a mailbox", verified_at=START + timedelta(hours=1))
    planned(connection, "2025-07-22")
    row = connection.execute(
        "select recipients from notify.outbox where dedupe_key like '%INSTITUTION%'"
    ).fetchone()
    assert row == ([f"m{number}@example.org" for number in range(1, 6)],)


def test_a_mailbox_that_nobody_made_sure_of_in_90_days_is_none(connection):
    dispatched(connection, "A")
    with connection.transaction(force_rollback=True):
        planned(connection, "2025-10-17")
        assert "H1" in mails(connection, "2025-10-17")
    done = planned(connection, "2025-10-20")
    assert (done.mails, done.calls) == (1, 1)
    channel = connection.execute(
        "select channel, dedupe_key from review.reminder where recipient = 'H1'"
    ).fetchone()
    assert channel == ("PHONE", None)
    told = mails(connection, "2025-10-20")
    assert list(told) == ["bureau-1"]
    assert "示例医院：没有90天内核实的邮箱，今日的提醒请电话告知" in told["bureau-1"]
