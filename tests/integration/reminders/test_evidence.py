"""What counts as proof that an institution was reminded, and what does not."""

import psycopg
import pytest
from tests.integration.cases import casework
from tests.integration.notify.mailing import running_sink
from tests.integration.reminders.conftest import PEOPLE
from tests.integration.reminders.mornings import (
    at,
    confirmed_dispatch,
    dispatched,
    planned,
)

from claim_review.exchange.appeals import UnknownBatchError
from claim_review.notify import outbox
from claim_review.reminders.evidence import (
    DeliveryRefusedError,
    record_deliveries,
    record_delivery,
)
from claim_review.review.days import go_through

MORNINGS = ("2025-07-22", "2025-07-28", "2025-08-05")
LIVE = {"mail_mode": "live"}
REDIRECT = {"mail_mode": "redirect", "redirect_address": "tester@example.org"}


@pytest.mark.parametrize(
    ("mode", "counted", "proofs", "end"),
    [
        (LIVE, ["live"], 2, "S70"),
        ({}, ["live"], 0, "S40"),
        (REDIRECT, ["live"], 0, "S40"),
        # A demonstration says that it counts what went to this machine.
        ({}, ["live", "sink"], 2, "S70"),
    ],
)
def test_silence_counts_after_two_mails_that_reached_their_addressee(
    make_database, tmp_path, mode, counted, proofs, end
):
    url = casework.warehouse(make_database, PEOPLE)
    with psycopg.connect(url) as connection, running_sink(tmp_path, **mode) as settings:
        confirmed_dispatch(connection)
        (case,) = dispatched(connection, "A")
        connection.commit()
        for day in MORNINGS:
            go_through(connection, at(day, "06:30"))
            planned(connection, day)
            connection.commit()
            outbox.drain(url, settings, at(day, "09:00"))
            noon = at(day, "12:00")
            found = record_deliveries(connection, noon, counted)
            assert record_deliveries(connection, noon, counted) == found
        kinds = connection.execute(
            "select kind, batch_id from review.delivery_proof where kind = 'REMINDER'"
        ).fetchall()
        assert kinds == [("REMINDER", "B1")] * proofs
        assert found == proofs
        assert case.state == end


def test_a_mail_that_waits_or_is_sent_later_proves_nothing(connection):
    dispatched(connection, "A")
    planned(connection, "2025-07-22")
    assert record_deliveries(connection, at("2025-07-22", "12:00")) == 0
    connection.execute(
        """
        update notify.outbox set status = 'sent', mail_mode = 'live', sent_at = %s
        """,
        (at("2025-07-22", "13:00"),),
    )
    assert record_deliveries(connection, at("2025-07-22", "12:00")) == 0
    assert record_deliveries(connection, at("2025-07-22", "14:00")) == 1


def test_the_mail_of_the_day_after_is_no_reminder(connection):
    confirmed_dispatch(connection)
    dispatched(connection, "A")
    go_through(connection, at("2025-08-05", "06:30"))
    planned(connection, "2025-08-05")
    connection.execute(
        "update notify.outbox set status = 'sent', mail_mode = 'live', sent_at = %s",
        (at("2025-08-05", "09:00"),),
    )
    told = connection.execute(
        "select kind from review.reminder where recipient = 'H1'"
    ).fetchall()
    assert told == [("DISPATCHED",), ("OVERDUE",)]
    assert record_deliveries(connection, at("2025-08-05", "12:00")) == 1
    go_through(connection, at("2025-08-06", "06:30"))
    assert state_of_a(connection) == "S40"


def state_of_a(connection) -> str:
    return connection.execute("select review.state_of('A')").fetchone()[0]


def test_a_call_counts_and_is_recorded_once(connection):
    confirmed_dispatch(connection)
    dispatched(connection, "A")
    call = ("B1", "PHONE", at("2025-07-23", "10:00"), "bureau-1", "call 7")
    now = at("2025-07-23", "12:00")
    assert record_delivery(connection, *call, now)
    assert not record_delivery(connection, *call, now)
    go_through(connection, at("2025-08-05", "06:30"))
    assert state_of_a(connection) == "S70"
    row = connection.execute(
        "select recorded_by, source_ref from review.delivery_proof where kind = 'PHONE'"
    ).fetchall()
    assert row == [("bureau-1", "call 7")]


@pytest.mark.parametrize(
    ("changes", "error", "why"),
    [
        ({"batch_id": "B9"}, UnknownBatchError, "no batch B9 was approved"),
        ({"at": at("2025-07-24")}, DeliveryRefusedError, "has not come yet"),
        (
            {"at": at("2025-07-20")},
            DeliveryRefusedError,
            "was dispatched at 2025-07-21 13:00",
        ),
        ({"at": at("2025-07-23", "09:00")}, DeliveryRefusedError, "use another"),
        ({"by": "bureau-2"}, DeliveryRefusedError, "use another"),
    ],
)
def test_what_cannot_be_or_contradicts_is_refused(connection, changes, error, why):
    dispatched(connection, "A")
    said = {"batch_id": "B1", "at": at("2025-07-23", "10:00"), "by": "bureau-1"}
    now = at("2025-07-23", "12:00")

    def record(batch_id, at, by):
        record_delivery(connection, batch_id, "PHONE", at, by, "call 7", now)

    record(**said)
    with pytest.raises(error, match=why):
        record(**{**said, **changes})


def test_a_batch_that_is_not_dispatched_was_not_delivered(connection):
    with pytest.raises(DeliveryRefusedError, match="B1 was dispatched never"):
        record_delivery(
            *(connection, "B1", "BUREAU", at("2025-07-23")),
            *("bureau-1", "letter", at("2025-07-24")),
        )
