"""A mail server for this machine that files every message instead of passing it on.

python -m claim_review.notify.sink --port 1025 --dir var/mail
"""

import argparse
import os
import re
import signal
import threading
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class FilingHandler:
    """Writes each accepted message into a folder as one .eml file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(  # noqa: N802  (the name that aiosmtpd calls)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Return the answer to the sender, after the message is on disk."""
        file_message(self.folder, envelope, datetime.now(UTC))
        return "250 Message filed"


def file_message(folder: Path, envelope: Envelope, now: datetime) -> Path:
    """Write the message with its envelope on top and return the file.

    It appears whole or not at all: readers watch the folder.
    """
    content = envelope.content
    identity = str(message_from_bytes(content).get("Message-ID", "no-id"))
    name = re.sub(r"[^A-Za-z0-9.@_-]", "", identity) or "no-id"
    target = folder / f"{now:%Y%m%dT%H%M%S%fZ}-{name}.eml"
    head = f"X-Envelope-From: {envelope.mail_from}\r\n" + "".join(
        f"X-Envelope-To: {address}\r\n" for address in envelope.rcpt_tos
    )
    part = target.with_suffix(".part")
    with part.open("xb") as file:
        file.write(head.encode() + content)
        file.flush()
        os.fsync(file.fileno())
    return part.rename(target)


def start(folder: Path, port: int) -> Controller:
    """Start the sink in a thread and return its controller, which can stop it."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = FilingHandler(folder)
    controller = Controller(
        handler, hostname=HOST, port=port, ident="claim-review sink"
    )
    controller.start()
    return controller


def main() -> None:
    """Run the sink until it is told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=1025)
    parser.add_argument("--dir", type=Path, required=True)
    arguments = parser.parse_args()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    controller = start(arguments.dir, arguments.port)
    print(f"mail sink on {HOST}:{arguments.port} files to {arguments.dir}", flush=True)
    stopped.wait()
    controller.stop()


if __name__ == "__main__":
    main()
