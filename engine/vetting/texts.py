"""Plain text and mail: no control characters, no markup that a browser would take for a page."""

from __future__ import annotations

import re

from engine.vetting.kinds import HEAD, PROGRAMS, Refused

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_PAGE = re.compile(
    rb"\s*<(\?xml|!doctype|!--|html|head|body|script|svg|iframe|\?php|%)", re.IGNORECASE
)
_MARKUP = re.compile(rb"<(html|script|svg|iframe|\?php|!doctype)", re.IGNORECASE)
_FIELD = re.compile(rb"^([!-9;-~]{1,76}):[ \t]?")
_OF_MAIL = {b"from", b"date", b"subject", b"to", b"received", b"mime-version", b"message-id"}
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def check_text(data: bytes) -> str:
    """Return whether this is mail or plain text. Raises Refused for anything else."""
    codec = _MARKS.get(data[:2])
    if codec is not None:
        data = _utf8(data, codec)
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.startswith(PROGRAMS):
        raise Refused("upload.program")
    if b"%PDF-" in data[:HEAD]:
        raise Refused("upload.polyglot")
    if _CONTROL.search(data):
        raise Refused("upload.type")
    if codec is None and _is_mail(data):
        return "message/rfc822"
    if _PAGE.match(data) or _MARKUP.search(data[:HEAD]):
        raise Refused("upload.page")
    return "text/plain"


def _utf8(data: bytes, codec: str) -> bytes:
    try:
        return data.decode(codec).encode("utf-8")
    except UnicodeError as wrong:
        raise Refused("upload.broken") from wrong


def _is_mail(data: bytes) -> bool:
    """Tell whether the first lines are header fields of a mail (RFC 5322 §2.2)."""
    found: set[bytes] = set()
    for line in re.split(rb"\r?\n", data[: 16 * HEAD])[:200]:
        if not line:
            break
        field = _FIELD.match(line)
        if field is not None:
            found.add(field[1].lower())
        elif not found or line[:1] not in {b" ", b"\t"}:
            return False
    return len(found & _OF_MAIL) >= 2 and b"from" in found
