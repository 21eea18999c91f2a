"""What is in a mail: who sent it, its text and its attachments. Runs in the bounded program only.

Mail: RFC 5322 with the MIME of RFC 2045; Outlook: [MS-OXMSG]. HTML is turned into text; a mail in
a mail, and what is encrypted, is named and not opened.
"""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any

from typing_extensions import override

MOST_PARTS = 60
MOST_TEXT = 1_000_000
DEEPEST = 20
LONGEST_LINE = 300
FIRST_YEAR, LAST_YEAR = 1_970, 9_990
NESTED, ENCRYPTED, BROKEN, TOO_MANY = (
    "mail.nested",
    "mail.encrypted",
    "mail.broken",
    "mail.too_many",
)
_SEALED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"<(?=html|script|svg|iframe|\?php|!doctype|%)", re.IGNORECASE)


@dataclass
class Opened:
    """A mail taken apart: what it says of itself, its parts, and what was left where it is."""

    sender: str = ""
    subject: str = ""
    received_at: datetime | None = None
    parts: list[tuple[str, bytes]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, data: bytes) -> None:
        """Keep a part; after many the rest is only named."""
        if len(self.parts) >= MOST_PARTS:
            self.refuse(name, TOO_MANY)
        else:
            self.parts.append((name, data))

    def refuse(self, name: str, code: str) -> None:
        """Name what is not taken out."""
        if len(self.refused) < 2 * MOST_PARTS:
            self.refused.append((one_line(name), code))

    def write(self, body: str, to: str = "") -> None:
        """Make the text of the mail its first part, under what its head says."""
        at = self.received_at.strftime("%d/%m/%Y %H:%M UTC") if self.received_at else ""
        head = [("Van", self.sender), ("Aan", to), ("Onderwerp", self.subject), ("Datum", at)]
        lines = [f"{label}: {text}" for label, text in head if text]
        text = _MARKUP.sub("< ", _CONTROL.sub("", body.replace("\r\n", "\n").replace("\r", "\n")))
        whole = "\n".join([*lines, "", text.strip()[:MOST_TEXT], ""])
        self.parts.insert(0, (f"Tekst van de e-mail {self.subject}".strip() + ".txt", _utf8(whole)))


def open_mail(data: bytes, media_type: str) -> Opened:
    """Take a mail apart. Raises whatever the parser does: the program then breaks."""
    return _outlook(data) if media_type == "application/vnd.ms-outlook" else _internet(data)


# --- RFC 5322 ------------------------------------------------------------------------------------


def _internet(data: bytes) -> Opened:
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    opened = Opened(_head(mail, "from"), _head(mail, "subject"), _received_at(mail))
    plain: list[str] = []
    pages: list[str] = []
    for part in _leaves(mail, 0):
        _take(part, opened, plain, pages)
    body = "\n".join(plain) if any(each.strip() for each in plain) else _texts(pages)
    opened.write(body, _head(mail, "to"))
    return opened


def _leaves(mail: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    """Yield the parts that hold something; a mail in a mail is one of them."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    if mail.get_content_maintype() == "multipart" and mail.get_content_type() not in _SEALED:
        for part in mail.iter_parts():
            yield from _leaves(part, depth + 1)  # type: ignore[arg-type]  # the policy makes these
    else:
        yield mail


def _take(part: EmailMessage, opened: Opened, plain: list[str], pages: list[str]) -> None:
    kind, name = part.get_content_type(), one_line(part.get_filename() or "")
    if kind in _SEALED:
        opened.refuse(name or "versleuteld", ENCRYPTED)
    elif part.get_content_maintype() == "message":
        opened.refuse(name or _nested_name(part), NESTED)
    elif kind in {"text/plain", "text/html"} and not name and not part.is_attachment():
        (plain if kind == "text/plain" else pages).append(_text_of(part))
    else:
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            opened.add(name or _unnamed(part, len(opened.parts)), data)
        else:
            opened.refuse(name, BROKEN)


def _text_of(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    charset = part.get_content_charset("utf-8")
    raw = data if isinstance(data, bytes) else b""
    try:
        return raw.decode(charset, "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _nested_name(part: EmailMessage) -> str:
    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else None
    return _head(first, "subject") if isinstance(first, EmailMessage) else "e-mail"


def _unnamed(part: EmailMessage, number: int) -> str:
    return f"bijlage {number + 1}.{part.get_content_subtype()[:10]}"


def _head(mail: Any, name: str) -> str:
    try:
        return one_line(str(mail.get(name, "")))
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""  # a header that its own parser does not survive says nothing


def _received_at(mail: EmailMessage) -> datetime | None:
    """Return when the last server took the mail in, else when it says that it was sent."""
    lines = [*map(str, mail.get_all("received", [])[:1]), _head(mail, "date")]
    return next(filter(None, map(_moment, lines)), None)


def _moment(line: str) -> datetime | None:
    """Return the moment at the end of a header; None when it is none, or of no year of a mail."""
    try:
        found = _aware(parsedate_to_datetime(line.rpartition(";")[2].strip()))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _aware(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


# --- Outlook -------------------------------------------------------------------------------------


def _outlook(data: bytes) -> Opened:
    from oxmsg import Message  # noqa: PLC0415 - only for mails of Outlook

    mail: Any = Message.load(io.BytesIO(data))
    opened = Opened(one_line(mail.sender or ""), one_line(mail.subject or ""))
    opened.received_at = _outlook_date(mail)
    opened.write(mail.body or _texts([_decoded(mail.html_body)]))
    if "smime" in str(mail.message_class).lower():
        opened.refuse(opened.subject or "versleuteld", ENCRYPTED)
    for each in mail.attachments:
        name = one_line(each.file_name or "bijlage")
        if each.file_bytes is None:  # a mail in the mail, or a path to where it is
            opened.refuse(name, NESTED)
        else:
            opened.add(name, bytes(each.file_bytes))
    return opened


def _outlook_date(mail: Any) -> datetime | None:
    """Return when the server took it in, as its transport headers say, else when it was sent."""
    heads = {str(name).lower(): str(value) for name, value in (mail.message_headers or {}).items()}
    told = next(
        filter(None, map(_moment, (heads.get("received", ""), heads.get("date", "")))), None
    )
    return told or (_aware(mail.sent_date) if mail.sent_date else None)


def _decoded(page: Any) -> str:
    return page.decode("utf-8", "replace") if isinstance(page, bytes) else str(page or "")


# --- text ----------------------------------------------------------------------------------------


class _Text(HTMLParser):
    """Reads the words of a page; what is not shown there is not read."""

    BLOCKS = frozenset(("p", "div", "br", "li", "tr", "table", "h1", "h2", "h3", "blockquote"))
    UNSEEN = frozenset(("script", "style", "head", "title", "template"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.unseen = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.UNSEEN:
            self.unseen += 1
        elif tag in self.BLOCKS:
            self.words.append("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in self.UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in self.BLOCKS - {"br"}:
            self.words.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(re.sub(r"\s+", " ", data))


def _texts(pages: list[str]) -> str:
    """Return what pages say, as plain text."""
    found = []
    for page in pages:
        reader = _Text()
        reader.feed(page[: 4 * MOST_TEXT])
        reader.close()
        lines = (line.strip() for line in "".join(reader.words).split("\n"))
        found.append(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())
    return "\n\n".join(found)


def one_line(text: str) -> str:
    """Return text without control and direction characters, on one line of bounded length."""
    return " ".join(_CONTROL.sub(" ", text).split())[:LONGEST_LINE]


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
