"""A letter as the text of a mail: what was filled in when it was made, without a sheet."""

from __future__ import annotations

import json
from dataclasses import dataclass

from engine.letters.filling import plain


@dataclass(frozen=True, slots=True)
class MailText:
    """The subject and the plain text of a mail."""

    subject: str
    text: str


def mail_text(data: bytes) -> MailText:
    """Return what a letter (`Letter.data`) says as a mail: its text, who signs, its number."""
    told = json.loads(data)
    marks = [word for word in ("demo",) if told.get(word)]
    subject = " ".join([*(f"[{each.upper()}]" for each in marks), told["subject"]])
    parts = [plain(block) for block in told["blocks"]]
    ends = ["\n".join(told[name]) for name in ("signature", "sender", "contact") if told.get(name)]
    return MailText(subject, "\n\n".join([*parts, *ends, f"({told['number']})"]) + "\n")
