"""Images are walked from their first byte to their last: whole, and nothing behind them."""

from __future__ import annotations

import re
import struct
from typing import Any

from engine.vetting.kinds import ARCHIVES, PROGRAMS, Refused, refuse_tail

_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
BROKEN = "upload.broken"


def check_png(data: bytes) -> None:
    """Walk the chunks up to IEND (PNG §5.3)."""
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = _unpack(">I4s", data, at)
        at += 12 + length
        if at > len(data):
            raise Refused(BROKEN)
    refuse_tail(data[at:])


def check_jpeg(data: bytes) -> None:
    """Walk the segments up to EOI (ITU T.81 §B.1).

    Cameras write previews and notes of their own behind it; an archive, a program or a page there
    is refused.
    """
    at = 2
    while True:
        found = _MARKER.search(data, at)
        if found is None:
            raise Refused(BROKEN)
        marker, at = data[found.start() + 1], found.end()
        if marker == 0xD9:
            break
        if marker != 0x01:
            at += _unpack(">H", data, at)[0]
    tail = data[at:]
    if any(mark in tail for mark in ARCHIVES) or tail.startswith((*PROGRAMS, b"%PDF", b"<")):
        raise Refused("upload.polyglot")


def check_gif(data: bytes) -> None:
    """Walk the blocks up to the trailer (GIF89a §17-27)."""
    at = 13 + _palette(_unpack("<B", data, 10)[0])
    while True:
        (kind,) = _unpack("<B", data, at)
        if kind == 0x3B:
            break
        if kind == 0x21:
            at = _sub_blocks(data, at + 2)
        elif kind == 0x2C:
            at = _sub_blocks(data, at + 11 + _palette(_unpack("<B", data, at + 9)[0]))
        else:
            raise Refused(BROKEN)
    refuse_tail(data[at + 1 :])


def check_webp(data: bytes) -> None:
    """Compare the length that the container says with what there is (RFC 9649 §2)."""
    (length,) = _unpack("<I", data, 4)
    if length + 8 > len(data):
        raise Refused(BROKEN)
    refuse_tail(data[length + 8 :])


def check_tiff(data: bytes) -> None:
    """Look whether the first directory lies inside the file (TIFF 6.0 §2)."""
    order = "<" if data[:2] == b"II" else ">"
    (at,) = _unpack(order + "I", data, 4)
    (entries,) = _unpack(order + "H", data, at)
    if not entries or at + 2 + 12 * entries > len(data):
        raise Refused(BROKEN)


def _palette(packed: int) -> int:
    return 3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0


def _sub_blocks(data: bytes, at: int) -> int:
    while length := _unpack("<B", data, at)[0]:
        at += 1 + length
    return at + 1


def _unpack(layout: str, data: bytes, at: int) -> tuple[Any, ...]:
    try:
        return struct.unpack_from(layout, data, at)
    except struct.error as short:
        raise Refused(BROKEN) from short
