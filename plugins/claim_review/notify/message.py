"""A row of the outbox as a mail message."""

import email.policy
import hashlib
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path

# Base64 makes it a third more; many gateways stop at 20 MB.
MOST_ATTACHED_BYTES = 15 * 1024 * 1024


class AttachmentError(ValueError):
    """A file is missing, was changed since it was queued, or is too large."""


@dataclass(frozen=True)
class Attachment:
    """A file below the var folder, and the name under which its reader sees it."""

    path: str
    name: str
    sha256: str


def attach(var_dir: Path, files: Sequence[Path]) -> list[Attachment]:
    """Return the files as attachments; raise AttachmentError over 15 MB in all."""
    size = sum(file.stat().st_size for file in files)
    if size > MOST_ATTACHED_BYTES:
        names = ", ".join(file.name for file in files)
        raise AttachmentError(
            f"{names}: {size} bytes; a mail carries at most {MOST_ATTACHED_BYTES}"
        )
    root = var_dir.resolve()
    return [
        Attachment(
            path=str(file.resolve().relative_to(root)),
            name=file.name,
            sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        )
        for file in files
    ]


def message_id(dedupe_key: str, mail_from: str) -> str:
    """Return the Message-ID, the same whenever the same message is built."""
    domain = parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"
    digest = hashlib.sha256(dedupe_key.encode()).hexdigest()[:32]
    return f"<{digest}@{domain}>"


def build(
    *,
    dedupe_key: str,
    mail_from: str,
    recipients: Sequence[str],
    original_recipients: Sequence[str],
    subject: str,
    text: str,
    html: str | None,
    attachments: Sequence[Attachment],
    var_dir: Path,
    written_at: datetime,
) -> EmailMessage:
    """Return the message; raise AttachmentError when a file is not what was queued.

    `original_recipients` are kept in a header when the mail is redirected.
    """
    message = EmailMessage(policy=email.policy.SMTP)
    message["Message-ID"] = message_id(dedupe_key, mail_from)
    message["Date"] = format_datetime(written_at)
    message["From"] = mail_from
    message["To"] = ", ".join(recipients)
    if list(recipients) != list(original_recipients):
        message["X-Original-To"] = ", ".join(original_recipients)
    message["Subject"] = subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="base64")
    if html:
        message.add_alternative(html, subtype="html", cte="base64")
    for attachment in attachments:
        data = _checked(var_dir / attachment.path, attachment)
        kind = mimetypes.guess_type(attachment.name)[0] or "application/octet-stream"
        maintype, subtype = kind.split("/")
        message.add_attachment(
            data, maintype=maintype, subtype=subtype, filename=attachment.name
        )
    return message


def _checked(path: Path, attachment: Attachment) -> bytes:
    if not path.is_file():
        raise AttachmentError(f"attachment {attachment.path} is missing")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != attachment.sha256:
        raise AttachmentError(
            f"attachment {attachment.path} changed since it was queued"
        )
    return data
