"""The program that looks into files: little memory, little time, no files, one question.

`python -m engine.vetting.program look|draw|signed|open …` reads a file from its input and answers
on its output: JSON for `look` and `signed`, a PNG for `draw`; for `open` a line of JSON about a
mail, then the bytes of its parts behind one another. Its exit code is 0 when it is done, 3 when the
file is refused; with anything else it broke.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

REFUSED = 3
MEMORY = 1024 * 1024 * 1024
SECONDS = 20
MOST_PIXELS = 100_000_000
WIDTH = 1400


def main(arguments: Sequence[str], given: BinaryIO, answer: BinaryIO) -> int:
    """Answer the one question that `arguments` ask about the file in `given`."""
    _bound()
    data = given.read()
    if arguments[0] == "draw":
        answer.write(_draw(data, arguments[1], int(arguments[2])))
        return 0
    if arguments[0] == "open":
        _open(data, arguments[1], answer)
        return 0
    if arguments[0] == "signed":
        return _signed(data, arguments[1:], answer)
    return _look(data, arguments[1:], answer)


def _bound() -> None:
    """Take away memory, time and the right to write files, for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _look(data: bytes, options: Sequence[str], answer: BinaryIO) -> int:
    from engine.vetting.kinds import Refused  # noqa: PLC0415 - each question loads its own
    from engine.vetting.looking import look  # noqa: PLC0415 - each question loads its own

    try:
        found = look(data, macros="macros" in options)
    except Refused as refused:
        answer.write(json.dumps({"code": refused.code}).encode())
        return REFUSED
    told: Mapping[str, object] = {
        "media_type": found.media_type,
        "pages": found.pages,
        "active": found.active,
    }
    answer.write(json.dumps(told).encode())
    return 0


def _signed(data: bytes, arguments: Sequence[str], answer: BinaryIO) -> int:
    """Check signatures; `data` is the originals, of the sizes that are told, and the signed file.

    `arguments`: the folder with trusted certificates or nothing, the moment, the sizes in bytes.
    """
    from engine.vetting.kinds import Refused  # noqa: PLC0415 - each question loads its own
    from engine.vetting.signing import check_signatures  # noqa: PLC0415 - each loads its own

    roots, moment, *sizes = arguments
    file = io.BytesIO(data)
    originals = [file.read(int(size)) for size in sizes]
    try:
        told = check_signatures(file.read(), originals, roots, datetime.fromisoformat(moment))
    except Refused as refused:
        answer.write(json.dumps({"code": refused.code}).encode())
        return REFUSED
    answer.write(json.dumps(told).encode())
    return 0


def _open(data: bytes, media_type: str, answer: BinaryIO) -> None:
    from engine.vetting.mails import open_mail  # noqa: PLC0415 - each question loads its own

    mail = open_mail(data, media_type)
    told = {
        "sender": mail.sender,
        "subject": mail.subject,
        "received_at": mail.received_at.isoformat() if mail.received_at else None,
        "parts": [(name, len(part)) for name, part in mail.parts],
        "refused": mail.refused,
    }
    answer.write(json.dumps(told).encode() + b"\n")
    for _, part in mail.parts:
        answer.write(part)


def _draw(data: bytes, media_type: str, number: int) -> bytes:
    """Return page `number` (from 1) as PNG, at most `WIDTH` wide."""
    from PIL import Image  # noqa: PLC0415 - each question loads its own

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if media_type == "application/pdf":
        picture: Any = _pdf_page(data, number)
    else:
        picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP", "TIFF"))
        picture.draft("RGB", (WIDTH, WIDTH))
    shown = picture.convert("RGB")
    shown.thumbnail((WIDTH, 4 * WIDTH))
    made = io.BytesIO()
    shown.save(made, "PNG")
    return made.getvalue()


def _pdf_page(data: bytes, number: int) -> Any:
    import pypdfium2  # noqa: PLC0415 - each question loads its own

    page = pypdfium2.PdfDocument(data)[number - 1]
    scale = min(WIDTH / max(page.get_width(), 1), 4 * WIDTH / max(page.get_height(), 1), 4)
    return page.render(scale=scale, may_draw_forms=False).to_pil()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer))
