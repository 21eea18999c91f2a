"""The mailbox that an operator configured."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from engine.config import Settings

SECURITY = frozenset({"ssl", "starttls", "none"})


class BadMailbox(ValueError):
    """The settings of the mailbox cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True)
class MailboxServer:
    """Where mails are read, from which folder, and where they go once they are kept."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    processed: str = "Verwerkt"
    ca_file: str = ""

    @property
    def mark(self) -> str:
        """Return what tells this folder from others, without naming it."""
        return hashlib.sha256(f"{self.user}@{self.host}/{self.folder}".encode()).hexdigest()[:16]


def read_mailbox(settings: Settings) -> MailboxServer | None:
    """Return the mailbox of the settings, None when there is none. Raises BadMailbox."""
    if not settings.imap_host:
        return None
    if settings.imap_security not in SECURITY:
        raise BadMailbox("imap_security is ssl, starttls or none")
    if settings.imap_folder == settings.imap_processed:
        raise BadMailbox("imap_processed is another folder than imap_folder")
    try:
        password = Path(settings.imap_password_file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise BadMailbox(f"imap_password_file: {wrong}") from wrong
    return MailboxServer(
        host=settings.imap_host,
        port=settings.imap_port,
        security=settings.imap_security,
        user=settings.imap_user,
        password=password,
        folder=settings.imap_folder,
        processed=settings.imap_processed,
        ca_file=settings.imap_ca_file,
    )
