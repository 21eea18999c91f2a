"""One mail becomes one piece of post that belongs nowhere yet, with its text and attachments.

Who decides where it belongs, and whether there is danger for a child, is a person (legality A2):
a number in the mail, or an answer to a mail of ours, only proposes a case. The day of receipt is
the day on which the mail server took it in, not the day on which we looked (legality A1).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from engine import errors, mailroom, mails, store, uploads, vetting
from engine.errors import Problem
from engine.mailbox.reading import Fetched
from engine.mails import MailFacts
from engine.model import SYSTEM, Happened, HistoryKind
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import documents as document_rows
from engine.store import history as trail
from engine.store import outbox
from engine.store import post as rows
from engine.store.post import PostFile
from engine.terms import local_day
from engine.uploads import Accepted, Sent

CHANNEL = "e_mail"
MOST_READ = 20_000
MOST_PROPOSED = 3
NOT_YET = frozenset({"upload.not_scanned"})
"""What refuses a mail today and not tomorrow: it stays in the mailbox."""

_ANSWERS = re.compile(
    rb"^(?:in-reply-to|references):((?:[^\r\n]|\r?\n[ \t]){0,4000})", re.IGNORECASE | re.MULTILINE
)
_OURS = re.compile(rb"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")


def keep(runtime: Runtime, mail: Fetched) -> bool:
    """Keep a mail as a piece of post, once; False when it was kept before.

    Raises Unavailable when it cannot be kept now: it stays where it is.
    """
    with runtime.store.read() as tx:
        if rows.by_key(tx, mail.key) is not None:
            return False
    with _files(runtime, mail) as (files, facts):
        numbers = _numbers(runtime, mail, files, facts)
        with uploads.placed(runtime, files), runtime.store.write("mailbox.keep") as tx:
            if rows.by_key(tx, mail.key) is not None:
                return False
            _write(runtime, tx, mail, facts, (files, numbers))
    return True


@contextmanager
def _files(runtime: Runtime, mail: Fetched) -> Iterator[tuple[tuple[Accepted, ...], MailFacts]]:
    """Yield the files of a mail, the mail itself first; its head as text when it may not come in.

    What may not come in is named in the facts of the first.
    """
    with ExitStack() as stack:
        code = "mail.too_large"
        if mail.whole:
            vetted = _vetted(runtime, stack, "e-mail.eml", mail.data)
            if isinstance(vetted, Accepted) and vetted.media_type in mails.KINDS:
                found = stack.enter_context(mails.opened(runtime, vetted))
                yield found, _told(found)
                return
            code = vetted.code if isinstance(vetted, Problem) else "mail.unreadable"
        head = _vetted(runtime, stack, "hoofding van de e-mail.txt", _head(mail))
        if isinstance(head, Problem):
            raise errors.Unavailable("mailbox.not_kept", why=head.code)
        said = vetting.open_mail(io.BytesIO(_head_of(mail) + b"\r\n\r\n"), mails.KINDS[0])
        facts: dict[str, Any] = {
            "sender": said.sender if said else "",
            "subject": said.subject if said else "",
            "received_on": None,
            "refused": [["", code]],
        }
        only = (replace(head, inspected={**head.inspected, "mail": facts}),)
        yield only, _told(only)


def _vetted(runtime: Runtime, stack: ExitStack, name: str, data: bytes) -> Accepted | Problem:
    incoming = uploads.receive(runtime)
    stack.callback(incoming.close)
    incoming.write(data)
    vetted = uploads.vet(runtime, Sent(name, incoming))
    if isinstance(vetted, Problem) and vetted.code in NOT_YET:
        raise errors.Unavailable("mailbox.not_kept", why=vetted.code)
    return vetted


def _head(mail: Fetched) -> bytes:
    """Return the head of a mail as plain text."""
    head = re.split(rb"\r?\n\r?\n", mail.data, maxsplit=1)[0][:MOST_READ]
    text = "".join(
        each if each.isprintable() or each == "\n" else " "
        for each in head.decode("utf-8", "replace")
    )
    return f"Van deze e-mail kwam alleen de hoofding mee:\n\n{text}\n".encode()


def _head_of(mail: Fetched) -> bytes:
    return re.split(rb"\r?\n\r?\n", mail.data, maxsplit=1)[0][:MOST_READ]


def _told(files: Sequence[Accepted]) -> MailFacts:
    facts = files[0].inspected.get("mail") or {}
    refused = tuple((str(name), str(code)) for name, code in facts.get("refused", ()))
    return MailFacts(str(facts.get("sender") or ""), str(facts.get("subject") or ""), None, refused)


def _numbers(
    runtime: Runtime, mail: Fetched, files: Sequence[Accepted], facts: MailFacts
) -> tuple[str, ...]:
    """Return the cases that a mail may be about: those whose mail it answers, those it names."""
    text = next((each for each in files if each.media_type == "text/plain"), None)
    said = facts.subject
    if text is not None:
        with text.incoming.plain() as plain:
            said += " " + plain.read(MOST_READ).decode("utf-8", "replace")
    ours = [
        each.decode() for line in _ANSWERS.findall(_head_of(mail)) for each in _OURS.findall(line)
    ]
    with runtime.store.read() as tx:
        ids = [job.case_id for job in outbox.some(tx, ours[:20]) if job.case_id]
        answered = [number for number, _ in case_rows.heads(tx, ids).values()]
        named = mailroom.numbers(said)[:20]
        known = [each for each in named if case_rows.by_number(tx, each) is not None]
    return tuple(dict.fromkeys([*answered, *known]))[:MOST_PROPOSED]


def _write(
    runtime: Runtime,
    tx: store.Tx,
    mail: Fetched,
    facts: MailFacts,
    kept: tuple[Sequence[Accepted], tuple[str, ...]],
) -> None:
    now, (files, numbers) = runtime.now(), kept
    received_on = min(local_day(mail.came_at), local_day(now))
    post_id = rows.add(
        tx,
        case_id=None,
        dossier_id=None,
        message="",
        subject=facts.subject[: mailroom.LONGEST_SUBJECT].strip() or "E-mail zonder onderwerp",
        received_on=received_on,
        registered_at=now,
        registered_by="",
        channel=CHANNEL,
        values={"numbers": list(numbers)},
        state=rows.WAITING,
        sender=facts.sender[: mailroom.LONGEST_SENDER].strip() or None,
        urgent=0,
        unique_key=mail.key,
    )
    rows.keep_files(tx, [_row(runtime, post_id, each) for each in files])
    if document_rows.bytes_of_all(tx) > runtime.settings.upload_total_mb * uploads.MB:
        raise errors.Unavailable("mailbox.not_kept", why="upload.full")
    meta = {"post": post_id, "received_on": received_on, "refused": len(facts.refused)}
    told = {"subject": facts.subject, "sender": facts.sender}
    trail.log(tx, [Happened(HistoryKind.POST_KEPT, SYSTEM, meta, told)], now)


def _row(runtime: Runtime, post_id: str, file: Accepted) -> PostFile:
    return PostFile(
        post_id=post_id,
        id=store.new_id(),
        type=None,
        name=file.name,
        content_hash=file.content_hash,
        media_type=file.media_type,
        size=file.size,
        created_at=runtime.now(),
        inspected=file.inspected,
        sent_by=None,
    )
