"""Talking IMAP (RFC 3501): which mails are there, one as bytes, and moving it away.

Mails are not parsed here: the bytes go to the bounded program that takes mails apart.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from imaplib import IMAP4
from typing import Any

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from engine.mailbox.server import MailboxServer
from engine.outgoing import deadline

FAULTS = (IMAP4.error, ImapToolsError, OSError, ValueError)
SECONDS, ONE_ANSWER = 90.0, 20.0
LARGEST_HEAD = 65_536
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as it lies in the mailbox: only its head when it is too large.

    `key` is the same each time that it is looked at. `came_at` is when the mail server took it in.
    """

    key: str
    uid: str
    size: int
    came_at: datetime
    data: bytes = field(repr=False)
    whole: bool = True


class Folder:
    """The folder that is read, while the connection is open."""

    def __init__(self, server: MailboxServer, box: BaseMailBox) -> None:
        self._server, self._box = server, box
        self._validity = box.folder.status(server.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
        if not box.folder.exists(server.processed):
            box.folder.create(server.processed)

    def uids(self) -> Sequence[str]:
        """Return the mails that are there, the oldest first."""
        return sorted(self._box.uids("UNDELETED"), key=int)

    def fetch(self, uid: str, most: int) -> Fetched | None:
        """Return a mail, of one larger than `most` bytes its head; None when it has gone."""
        told = self._ask(uid, "(RFC822.SIZE INTERNALDATE)")
        size, day = _SIZE.search(told), _DATE.search(told)
        if size is None or day is None:
            return None
        whole = int(size[1]) <= most
        part = "BODY.PEEK[]" if whole else f"BODY.PEEK[HEADER]<0.{LARGEST_HEAD}>"
        data = self._literal(uid, f"({part})")
        if data is None:
            return None
        came = datetime.strptime(day[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z")
        key = f"imap:{self._server.mark}:{self._validity}:{uid}"
        return Fetched(key, uid, int(size[1]), came.astimezone(UTC), data, whole)

    def put_away(self, uid: str) -> None:
        """Move a mail that is kept to the folder of what is processed."""
        self._box.move([uid], self._server.processed)

    def _parts(self, uid: str, what: str) -> list[Any]:
        status, parts = self._box.client.uid("FETCH", uid, what)
        if status != "OK":
            raise IMAP4.error(status)
        return parts

    def _ask(self, uid: str, what: str) -> bytes:
        found = (
            each if isinstance(each, bytes) else b" ".join(each)
            for each in self._parts(uid, what)
            if each
        )
        return b" ".join(found)

    def _literal(self, uid: str, what: str) -> bytes | None:
        parts = (each[1] for each in self._parts(uid, what) if isinstance(each, tuple))
        return next((bytes(each) for each in parts), None)


@contextmanager
def opened(server: MailboxServer) -> Iterator[Folder]:
    """Open the folder, for at most `SECONDS`. Raises one of `FAULTS`."""
    box = _box(server)
    with deadline(SECONDS, lambda: [box.client.sock]):
        try:
            box.login(server.user, server.password, initial_folder=server.folder)
            yield Folder(server, box)
        finally:
            with suppress(*FAULTS):
                box.logout()
            with suppress(*FAULTS):
                box.client.shutdown()  # what broke off says no goodbye, and is closed all the same


def _box(server: MailboxServer) -> BaseMailBox:
    if server.security == "none":
        return MailBoxUnencrypted(server.host, server.port, timeout=ONE_ANSWER)
    context = ssl.create_default_context(cafile=server.ca_file or None)
    kind = MailBox if server.security == "ssl" else MailBoxStartTls
    return kind(server.host, server.port, timeout=ONE_ANSWER, ssl_context=context)
