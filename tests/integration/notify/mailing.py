"""A sink on a free port and settings that send to it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import psycopg

from claim_review.notify import outbox, sink
from claim_review.settings import Settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_sink(var_dir: Path, **changes) -> Iterator[Settings]:
    settings = Settings(
        var_dir=var_dir, smtp_host="127.0.0.1", smtp_port=free_port(), **changes
    )
    controller = sink.start(var_dir / "mail", settings.smtp_port)
    try:
        yield settings
    finally:
        controller.stop()


def filed(var_dir: Path) -> list[EmailMessage]:
    files = sorted((var_dir / "mail").glob("*.eml"))
    return [
        message_from_bytes(file.read_bytes(), policy=policy.default) for file in files
    ]


def put(url: str, key: str, **changes) -> bool:
    values = {
        "recipients": ["bureau@example.org"],
        "subject": "报告",
        "text": "请审阅。\n",
    }
    with psycopg.connect(url) as connection:
        return outbox.enqueue(connection, dedupe_key=key, **{**values, **changes})


def statuses(url: str) -> dict[str, str]:
    with psycopg.connect(url) as connection:
        return dict(
            connection.execute(
                "select dedupe_key, status from notify.outbox"
            ).fetchall()
        )
