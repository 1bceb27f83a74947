"""A morning with two hundred mails, on which senders are killed."""

import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from tests.integration.cases import casework
from tests.integration.cases.casework import START, insert, opened
from tests.integration.notify.mailing import filed, free_port
from tests.integration.reminders.conftest import PEOPLE
from tests.integration.reminders.mornings import SETTINGS, at, mails, planned

from claim_review.notify import outbox
from claim_review.notify.message import message_id
from claim_review.reminders.planning import plan
from claim_review.settings import Settings

MAILS = 200
DAY, NEXT_DAY = "2025-07-22", "2025-07-23"
NINE = at(DAY, "09:00")
# One sender. It says each time that the server took a message, before it remembers
# so itself; after the given number it stays there until it is killed.
SENDER = """
import signal, smtplib, sys
from datetime import datetime
from claim_review.notify import outbox
from claim_review.settings import Settings

url, port, now, halt = sys.argv[1:]
send, taken = smtplib.SMTP.send_message, 0

def send_and_say(self, *args, **kwargs):
    global taken
    refused = send(self, *args, **kwargs)
    taken += 1
    print(args[0]["Message-ID"], flush=True)
    while taken == int(halt):
        signal.pause()
    return refused

smtplib.SMTP.send_message = send_and_say
outbox.drain(url, Settings(smtp_port=int(port)), datetime.fromisoformat(now))
"""


@contextmanager
def running(*command: str):
    """Run Python in a process whose lines are read; it is killed in the end."""
    process = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="module")
def morning_url(make_database) -> str:
    """A warehouse in which two hundred institutions have one new case each."""
    url = casework.warehouse(make_database, PEOPLE)
    with psycopg.connect(url) as connection:
        for number in range(MAILS):
            code, batch = f"C{number:03}", f"BC{number:03}"
            insert(
                connection,
                "dispatch_batch",
                batch_id=batch,
                fixmedins_code=code,
                approval_id="A1",
                approved_by="agency-1",
                approved_role="AGENCY",
                approved_at=START,
            )
            insert(
                connection,
                "institution_contact",
                fixmedins_code=code,
                channel="MAIL",
                address=f"{code.lower()}@example.org",
                verified_by="agency-1",
                verified_at=START,
            )
            case = opened(connection, code, setl_id=code, fixmedins_code=code)
            case.goes_to("S30").does("dispatch", payload={"batch_id": batch})
    return url


def last_said(process: subprocess.Popen, count: int) -> str:
    """Return the last of so many messages that a sender says were taken."""
    return [process.stdout.readline().strip() for _ in range(count)][-1]


def plan_alone(url: str, day: str = DAY):
    with psycopg.connect(url) as connection:
        return plan(connection, at(day), SETTINGS)


def outbox_rows(url: str) -> dict[str, str]:
    """Return the statuses of the institutions' mails by Message-ID."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "select dedupe_key, status from notify.outbox order by outbox_id"
        ).fetchall()
    sender = Settings().mail_from
    return {message_id(key, sender): status for key, status in rows if "|C" in key}


def test_killed_senders_lose_no_mail_and_repeat_none(morning_url, tmp_path):
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(plan_alone, [morning_url] * 2)
    assert first == second
    assert (first.mails, first.items) == (MAILS + 1, {"DISPATCHED": MAILS})
    port = str(free_port())
    sink = ["-m", "claim_review.notify.sink", "--port", port, "--dir"]
    arguments = [morning_url, port, NINE.isoformat()]
    with running(*sink, str(tmp_path / "mail")) as server:
        server.stdout.readline()
        with (
            running("-c", SENDER, *arguments, "5") as stuck,
            running("-c", SENDER, *arguments, "20") as stuck_later,
        ):
            unknown = {last_said(stuck, 5), last_said(stuck_later, 20)}
            with (
                running("-c", SENDER, *arguments, "0") as busy,
                running("-c", SENDER, *arguments, "0") as surviving,
            ):
                last_said(busy, 10)
                # Two between the server's word and their own, one wherever it is.
                for each in (stuck, stuck_later, busy):
                    each.send_signal(signal.SIGKILL)
                    assert each.wait() == -signal.SIGKILL
                assert surviving.wait() == 0
        statuses = outbox_rows(morning_url)
        in_flight = {id_ for id_, status in statuses.items() if status == "sending"}
        assert unknown <= in_flight
        assert len(in_flight) <= 3
        settings = Settings(smtp_port=int(port))
        later = NINE + outbox.LEASE + timedelta(minutes=1)
        with pytest.raises(outbox.MailStuckError, match="failed: none; uncertain: rem"):
            outbox.drain_or_fail(morning_url, settings, later)
        assert outbox.drain(morning_url, settings, later).sent == 0
    statuses = outbox_rows(morning_url)
    assert Counter(statuses.values()) == {
        "sent": MAILS - len(in_flight),
        "uncertain": len(in_flight),
    }
    arrived = Counter(mail["Message-ID"] for mail in filed(tmp_path))
    assert set(arrived.values()) == {1}
    assert unknown <= arrived.keys()
    assert statuses.keys() - arrived.keys() <= in_flight - unknown
    # Planning again sends nothing; the next morning the operator hears what is unknown.
    assert plan_alone(morning_url) == first
    assert list(outbox_rows(morning_url)) == list(statuses)
    with psycopg.connect(morning_url) as connection:
        assert planned(connection, NEXT_DAY).items == {"MAIL": len(in_flight)}
        told = mails(connection, NEXT_DAY)["operator-1"]
        called = connection.execute(
            "select why, count(*) from review.phone_list(%s) group by why", (DAY,)
        ).fetchall()
    assert told.count("是否送达不明，见电话名单") == len(in_flight)
    assert called == [("MAIL_UNCERTAIN", len(in_flight))]
