"""The mail server that an operator configured; without one, mails wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path

from engine.config import Settings

SECURITY = frozenset({"starttls", "ssl", "none"})
MOST_SECONDS = 90
"""Less than the time for which a worker claims a job: nobody else sends it meanwhile."""


class BadMailServer(ValueError):
    """The settings of the mail server cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over, as whom, and in how many seconds at most.

    `sender` and `reply_to` are as they stand in the header; `bounces_to` is the bare address.
    """

    host: str
    port: int
    security: str
    sender: str
    bounces_to: str
    reply_to: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    seconds: float = 30.0


def read_mail_server(settings: Settings) -> MailServer | None:
    """Return the mail server of the settings, None when there is none. Raises BadMailServer."""
    if not settings.smtp_host:
        return None
    if settings.smtp_security not in SECURITY:
        raise BadMailServer("smtp_security is starttls, ssl or none")
    if not 0 < settings.smtp_seconds <= MOST_SECONDS:
        raise BadMailServer(f"smtp_seconds is at most {MOST_SECONDS}")
    address = parseaddr(settings.mail_from)[1]
    if "@" not in address or any(each in settings.mail_from for each in "\r\n"):
        raise BadMailServer("mail_from is an address, or a name with an address in <>")
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        sender=settings.mail_from,
        bounces_to=address,
        reply_to=settings.mail_reply_to,
        user=settings.smtp_user,
        password=_password(settings),
        ca_file=settings.smtp_ca_file,
        seconds=float(settings.smtp_seconds),
    )


def _password(settings: Settings) -> str:
    if not settings.smtp_user:
        return ""
    try:
        return Path(settings.smtp_password_file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise BadMailServer(f"smtp_password_file: {wrong}") from wrong
