"""The mail server: which one may be spoken to, and what its answers prove."""

import ipaddress
import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage

from claim_review.settings import Settings

TIMEOUT_SECONDS = 60


class RefusedError(Exception):
    """The server refused the message for good."""


class NotTakenError(Exception):
    """The server did not take the message now; it may be offered again."""


class UncertainError(Exception):
    """The server may or may not have taken the message."""


def check_mode(settings: Settings) -> None:
    """Raise ValueError when the mail mode does not allow the server set.

    In `sink` mode only this machine may be spoken to, so that no test or demo
    ever writes to a hospital.
    """
    if settings.mail_mode == "sink" and not _is_loopback(settings.smtp_host):
        raise ValueError(
            f"mail_mode is sink but smtp_host {settings.smtp_host} is not this "
            "machine; set CLAIM_REVIEW_MAIL_MODE to redirect or live to leave it"
        )
    if settings.mail_mode == "redirect" and not settings.redirect_address:
        raise ValueError("mail_mode is redirect but redirect_address is empty")


def envelope(settings: Settings, recipients: Sequence[str]) -> list[str]:
    """Return the addresses that the mail really goes to."""
    if settings.mail_mode == "redirect":
        return [settings.redirect_address]
    return list(recipients)


@contextmanager
def connect(settings: Settings) -> Iterator[smtplib.SMTP]:
    """Open a session that is ready for a message."""
    server = smtplib.SMTP(
        settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS
    )
    try:
        server.ehlo()
        if settings.smtp_starttls:
            server.starttls()
            server.ehlo()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        yield server
    finally:
        _leave(server)


def send(
    server: smtplib.SMTP, message: EmailMessage, sender: str, to: Sequence[str]
) -> str | None:
    """Send the message; return None, or who of several was refused.

    Raises RefusedError, NotTakenError or UncertainError for what the answer proves.
    """
    try:
        refused = server.send_message(message, from_addr=sender, to_addrs=list(to))
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        kind = RefusedError if min(codes) >= 500 else NotTakenError
        raise kind(f"recipients refused: {error.recipients}") from error
    except smtplib.SMTPSenderRefused as error:
        kind = RefusedError if error.smtp_code >= 500 else NotTakenError
        raise kind(f"sender refused: {error}") from error
    except smtplib.SMTPDataError as error:
        # Some servers answer 4xx after they have taken the message.
        kind = RefusedError if error.smtp_code >= 500 else UncertainError
        raise kind(f"message answered with {error.smtp_code}: {error}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise UncertainError(f"session broke: {error!r}") from error
    return f"refused for {refused}" if refused else None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _leave(server: smtplib.SMTP) -> None:
    # The message is accepted or not by now; a server that hangs up changes nothing.
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()
