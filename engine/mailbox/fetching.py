"""Looking into the mailbox now and then: keep each mail, then move it away."""

from __future__ import annotations

import logging

from engine import sending
from engine.mailbox import keeping, reading
from engine.mailbox.reading import Folder
from engine.mailbox.server import MailboxServer, read_mailbox
from engine.runtime import Runtime
from engine.terms import local_day
from engine.uploads import MB

log = logging.getLogger(__name__)

MOST = 50


def fetch(runtime: Runtime) -> int:
    """Keep the mails that are in the mailbox, at most `MOST`; return how many were new.

    A mail that cannot be kept now stays there, and the next one is read. Operators who asked for
    alerts are told once a day that the mailbox cannot be read, or that a mail stays behind.
    """
    server = read_mailbox(runtime.settings)
    if server is None:
        return 0
    try:
        with reading.opened(server) as folder:
            done, left = _all(runtime, folder)
    except reading.FAULTS as fault:
        log.warning("mailbox_failed", extra={"fault": type(fault).__name__})
        _alert(runtime, server, "unreadable", "De postbus kan niet gelezen worden.")
        return 0
    if left:
        _alert(runtime, server, "left", f"In de postbus blijven mails achter: {left}.")
    return done


def _all(runtime: Runtime, folder: Folder) -> tuple[int, int]:
    """Return how many mails were new, and how many stay behind: one that fails stops no other."""
    done = left = 0
    for uid in folder.uids():
        mail = folder.fetch(uid, runtime.settings.upload_mb * MB)
        if mail is None:
            continue
        try:
            done += keeping.keep(runtime, mail)
        except Exception:
            log.exception("mail_left", extra={"mail": mail.key})
            left += 1
            continue
        folder.put_away(uid)
        if done >= MOST:
            break
    return done, left


def _alert(runtime: Runtime, server: MailboxServer, why: str, text: str) -> None:
    key = f"mailbox:{server.mark}:{why}:{local_day(runtime.now())}"
    with runtime.store.write("mailbox.alert") as tx:
        sending.alert(runtime, tx, key=key, subject="Postbus", text=text)
