"""Mails that come in as files: their text and their attachments become files of their own.

The mail itself is kept as it is. What is in it is read by the bounded program and vetted as any
upload: what may not come in is told by name, the rest is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from engine import uploads, vetting
from engine.errors import Problem
from engine.runtime import Runtime
from engine.store.uploads import UploadRow
from engine.terms import local_day
from engine.uploads import Accepted, Sent
from engine.vault import Incoming

KINDS = ("message/rfc822", "application/vnd.ms-outlook")


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What a mail says of itself; a person confirms it. `received_on` is a day in Brussels."""

    sender: str
    subject: str
    received_on: str | None
    refused: tuple[tuple[str, str], ...]


@contextmanager
def opened(runtime: Runtime, file: Accepted) -> Iterator[tuple[Accepted, ...]]:
    """Yield a file; a mail is followed by its text and by the attachments that may come in."""
    if file.media_type not in KINDS:
        yield (file,)
        return
    coming: list[Incoming] = []
    try:
        yield _contents(runtime, file, coming)
    finally:
        for each in coming:
            each.close()


def _contents(runtime: Runtime, file: Accepted, coming: list[Incoming]) -> tuple[Accepted, ...]:
    with file.incoming.plain() as plain:
        mail = vetting.open_mail(plain, file.media_type)
    if mail is None:
        return (_with_facts(file, {"refused": [["", "mail.unreadable"]]}),)
    refused = [[each.name, each.code] for each in mail.refused]
    found: list[Accepted] = []
    for part in mail.parts:
        incoming = uploads.receive(runtime)
        coming.append(incoming)
        incoming.write(part.data)
        vetted = uploads.vet(runtime, Sent(part.name, incoming))
        if isinstance(vetted, Problem):
            refused.append([vetting.shown_name(part.name), vetted.code])
        else:
            found.append(replace(vetted, inspected={**vetted.inspected, "of_mail": file.name}))
    day = local_day(mail.received_at).isoformat() if mail.received_at else None
    facts = {
        "sender": mail.sender,
        "subject": mail.subject,
        "received_on": day,
        "refused": refused,
    }
    return (_with_facts(file, facts), *found)


def _with_facts(file: Accepted, facts: dict[str, Any]) -> Accepted:
    return replace(file, inspected={**file.inspected, "mail": facts})


def told(files: Sequence[UploadRow]) -> MailFacts | None:
    """Return what the first mail among files says of itself; None when there is no mail."""
    for each in files:
        facts = each.inspected.get("mail")
        if facts is not None:
            return MailFacts(
                str(facts.get("sender") or ""),
                str(facts.get("subject") or ""),
                facts.get("received_on"),
                tuple((str(name), str(code)) for name, code in facts.get("refused", ())),
            )
    return None
