"""Compound files: an Outlook message comes in, old Office documents and encrypted ones do not.

The layout is that of [MS-CFB]; the names of an Outlook message those of [MS-OXMSG] §2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from engine.vetting.kinds import Refused

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_END = 0xFFFFFFFA


def check_compound(data: bytes) -> str:
    """Return that this is an Outlook message. Raises Refused for any other compound file."""
    try:
        names = set(_names(data))
    except (struct.error, IndexError) as short:
        raise Refused("upload.broken") from short
    if "EncryptedPackage" in names:
        raise Refused("upload.encrypted")
    if "__properties_version1.0" in names and "__nameid_version1.0" in names:
        return "application/vnd.ms-outlook"
    raise Refused("upload.old_office" if names else "upload.type")


def _names(data: bytes) -> Iterator[str]:
    """Return the name of every entry of the directory ([MS-CFB] §2.6)."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in {512, 4096}:
        raise Refused("upload.broken")
    table = _allocation(data, size)
    (sector,) = struct.unpack_from("<I", data, 48)
    seen: set[int] = set()
    while sector < _END:
        if sector in seen:
            raise Refused("upload.broken")
        seen.add(sector)
        start = (sector + 1) * size
        for at in range(start, start + size, _ENTRY):
            (length,) = struct.unpack_from("<H", data, at + 64)
            yield data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        sector = table[sector]


def _allocation(data: bytes, size: int) -> list[int]:
    """Return which sector follows which: the table that the header's first 109 entries name."""
    table: list[int] = []
    for sector in struct.unpack_from("<109I", data, 76):
        if sector < _END:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return table
