import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from aiosmtpd.controller import Controller
from psycopg.conninfo import make_conninfo
from tests.integration.notify.mailing import (
    filed,
    free_port,
    put,
    running_sink,
    statuses,
)

from claim_review.notify import outbox
from claim_review.notify.failure import notify_operator
from claim_review.notify.message import attach, message_id
from claim_review.settings import Settings

NOW = datetime(2025, 4, 20, 1, tzinfo=UTC)
LATER = NOW + outbox.LEASE + timedelta(minutes=1)


class Answering:
    """Answers each message with the next of the given lines."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.taken = 0

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.taken += 1
        return self.answers.pop(0)


class RefusingRecipient(Answering):
    async def handle_RCPT(  # noqa: N802
        self, server, session, envelope, address, options
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers[0]


class HangingUp(Answering):
    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.taken += 1
        server.transport.abort()
        return "250 ok"


@pytest.fixture
def mail_server():
    running = []

    def start(handler) -> Settings:
        port = free_port()
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        controller.start()
        running.append(controller)
        return Settings(smtp_port=port)

    yield start
    for controller in running:
        controller.stop()


def test_three_enqueue_runs_make_one_message(warehouse_url, tmp_path):
    assert [put(warehouse_url, "k") for _ in range(3)] == [True, False, False]
    with running_sink(tmp_path) as settings:
        assert outbox.drain(warehouse_url, settings, NOW).sent == 1
        assert outbox.drain(warehouse_url, settings, NOW).sent == 0
    assert len(filed(tmp_path)) == 1


def test_a_message_arrives_with_its_attachment_and_its_own_id(warehouse_url, tmp_path):
    report = tmp_path / "reports" / "季度报告.pdf"
    report.parent.mkdir()
    report.write_bytes(b"%PDF-1.7 small")
    put(warehouse_url, "k", attachments=attach(tmp_path, [report]))
    with running_sink(tmp_path) as settings:
        outbox.drain(warehouse_url, settings, NOW)
    message = filed(tmp_path)[0]
    assert message["Message-ID"] == message_id("k", settings.mail_from)
    assert message["X-Envelope-To"] == "bureau@example.org"
    assert [a.get_filename() for a in message.iter_attachments()] == ["季度报告.pdf"]
    with psycopg.connect(warehouse_url) as connection:
        row = connection.execute(
            "select status, attempts, message_id, sent_at >= %s from notify.outbox",
            (NOW,),
        ).fetchone()
    assert row == ("sent", 1, message["Message-ID"], True)


def test_messages_leave_in_the_order_they_came_and_not_before_their_time(
    warehouse_url, tmp_path
):
    put(warehouse_url, "later", not_before=NOW + timedelta(days=1))
    put(warehouse_url, "first", subject="一")
    put(warehouse_url, "second", subject="二")
    with running_sink(tmp_path) as settings:
        assert outbox.drain_or_fail(warehouse_url, settings, NOW).sent == 2
        assert statuses(warehouse_url)["later"] == "queued"
        outbox.drain(warehouse_url, settings, NOW + timedelta(days=2))
    assert [m["Subject"] for m in filed(tmp_path)] == ["一", "二", "报告"]


def test_three_workers_send_every_message_once(warehouse_url, tmp_path):
    keys = [f"k{i}" for i in range(30)]
    for key in keys:
        put(warehouse_url, key)
    with running_sink(tmp_path) as settings, ThreadPoolExecutor(3) as pool:
        results = list(
            pool.map(lambda _: outbox.drain(warehouse_url, settings, NOW), range(3))
        )
    assert sum(result.sent for result in results) == 30
    ids = [message["Message-ID"] for message in filed(tmp_path)]
    assert sorted(ids) == sorted(message_id(k, settings.mail_from) for k in keys)


def test_a_message_in_another_workers_hands_is_passed_over(warehouse_url, tmp_path):
    put(warehouse_url, "theirs")
    put(warehouse_url, "ours")
    impatient = make_conninfo(warehouse_url, options="-c lock_timeout=2s")
    with psycopg.connect(warehouse_url) as other, running_sink(tmp_path) as settings:
        other.execute(
            "select from notify.outbox where dedupe_key = 'theirs' for update"
        )
        assert outbox.drain(impatient, settings, NOW).sent == 1
    assert statuses(warehouse_url) == {"theirs": "queued", "ours": "sent"}


DIE_AFTER_THE_SERVER_TOOK_IT = """
import os, smtplib, sys
from datetime import datetime
from claim_review.notify import outbox
from claim_review.settings import Settings

send = smtplib.SMTP.send_message

def send_and_die(self, *args, **kwargs):
    send(self, *args, **kwargs)
    os._exit(9)

smtplib.SMTP.send_message = send_and_die
url, port, now = sys.argv[1:]
outbox.drain(url, Settings(smtp_port=int(port)), datetime.fromisoformat(now))
"""


def test_a_sender_killed_after_acceptance_leaves_the_message_uncertain(
    warehouse_url, tmp_path
):
    put(warehouse_url, "k")
    with running_sink(tmp_path) as settings:
        arguments = [warehouse_url, str(settings.smtp_port), NOW.isoformat()]
        script = [sys.executable, "-c", DIE_AFTER_THE_SERVER_TOOK_IT]
        died = subprocess.run([*script, *arguments], check=False)
        assert died.returncode == 9
        assert statuses(warehouse_url) == {"k": "sending"}
        # While the lease runs, the sender may be alive.
        assert outbox.drain(warehouse_url, settings, NOW).uncertain == []
        assert outbox.drain(warehouse_url, settings, LATER).uncertain == ["k"]
        assert outbox.drain(warehouse_url, settings, LATER).sent == 0
    assert not put(warehouse_url, "k")
    assert statuses(warehouse_url) == {"k": "uncertain"}
    assert len(filed(tmp_path)) == 1


def test_without_a_server_nothing_is_claimed_and_the_caller_hears_it(warehouse_url):
    put(warehouse_url, "k")
    with pytest.raises(ConnectionRefusedError):
        outbox.drain(warehouse_url, Settings(smtp_port=free_port()), NOW)
    assert statuses(warehouse_url) == {"k": "queued"}


def test_an_empty_outbox_needs_no_server(warehouse_url):
    assert outbox.drain(warehouse_url, Settings(smtp_port=free_port()), NOW).sent == 0


def test_an_answer_that_leaves_it_open_is_uncertain_and_not_repeated(
    warehouse_url, mail_server
):
    put(warehouse_url, "k")
    handler = Answering("451 try again later")
    settings = mail_server(handler)
    with pytest.raises(outbox.MailStuckError, match="uncertain: k"):
        outbox.drain_or_fail(warehouse_url, settings, NOW)
    outbox.drain(warehouse_url, settings, LATER)
    assert handler.taken == 1


def test_a_server_that_hangs_up_on_a_message_may_have_taken_it(
    warehouse_url, mail_server
):
    put(warehouse_url, "k")
    handler = HangingUp()
    settings = mail_server(handler)
    assert outbox.drain(warehouse_url, settings, NOW).uncertain == ["k"]
    outbox.drain(warehouse_url, settings, LATER)
    assert handler.taken == 1


def test_a_refused_message_fails_for_good(warehouse_url, mail_server):
    put(warehouse_url, "k")
    settings = mail_server(Answering("554 content not allowed"))
    with pytest.raises(outbox.MailStuckError, match="failed: k"):
        outbox.drain_or_fail(warehouse_url, settings, NOW)
    assert statuses(warehouse_url) == {"k": "failed"}


def test_a_message_not_taken_now_is_offered_again_later(warehouse_url, mail_server):
    put(warehouse_url, "k")
    handler = RefusingRecipient("450 mailbox busy")
    settings = mail_server(handler)
    with pytest.raises(outbox.MailDelayedError, match="mailbox busy"):
        outbox.drain_or_fail(warehouse_url, settings, NOW)
    assert outbox.drain(warehouse_url, settings, NOW).requeued == 0
    handler.answers = ["250 ok", "250 ok", "250 ok"]
    assert outbox.drain(warehouse_url, settings, LATER).sent == 1


def test_a_message_that_is_never_taken_fails_in_the_end(warehouse_url, mail_server):
    put(warehouse_url, "k")
    settings = mail_server(RefusingRecipient("450 mailbox busy"))
    for day in range(outbox.MOST_ATTEMPTS):
        outbox.drain(warehouse_url, settings, NOW + timedelta(days=day))
    assert statuses(warehouse_url) == {"k": "failed"}


def test_a_changed_attachment_is_not_sent(warehouse_url, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"one")
    put(warehouse_url, "k", attachments=attach(tmp_path, [tmp_path / "a.pdf"]))
    (tmp_path / "a.pdf").write_bytes(b"two")
    with running_sink(tmp_path) as settings:
        assert outbox.drain(warehouse_url, settings, NOW).failed == ["k"]
    assert filed(tmp_path) == []


def test_a_redirected_message_reaches_the_tester_only(warehouse_url, tmp_path):
    put(warehouse_url, "k")
    mode = {"mail_mode": "redirect", "redirect_address": "tester@example.org"}
    with running_sink(tmp_path, **mode) as settings:
        outbox.drain(warehouse_url, settings, NOW)
    message = filed(tmp_path)[0]
    assert message["X-Envelope-To"] == message["To"] == "tester@example.org"
    assert message["X-Original-To"] == "bureau@example.org"


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "报告\r\nBcc: other@example.org"},
        {"recipients": ["one@example.org, two@example.org"]},
        {"recipients": ["nobody"]},
        {"recipients": [""]},
    ],
)
def test_what_is_no_subject_or_address_is_not_queued(warehouse_url, changes):
    with pytest.raises(ValueError, match=r"must be one line|is not one mail address"):
        put(warehouse_url, "k", **changes)
    assert statuses(warehouse_url) == {}


def test_the_operator_hears_of_a_failure_once_per_try(warehouse_url, tmp_path):
    error = ValueError("batch 2025Q1-01 refused\nDETAIL: Key (psn_name)=(参保人00012)")
    with running_sink(tmp_path) as settings:
        for try_number in (1, 1, 2):
            notify_operator(
                warehouse_url,
                settings,
                dag_id="load_settlements",
                run_id="manual__2025Q1",
                task_id="load_batches",
                error=error,
                log_url="http://127.0.0.1:8080/log",
                now=NOW,
                try_number=try_number,
            )
    messages = filed(tmp_path)
    assert len(messages) == 2
    assert {m["To"] for m in messages} == {settings.operator_address}
    text = messages[0].get_body(("plain",)).get_content()
    assert "batch 2025Q1-01 refused" in text
    assert "http://127.0.0.1:8080/log" in text
    assert "参保人00012" not in text
