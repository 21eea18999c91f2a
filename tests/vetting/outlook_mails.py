"""A mail as Outlook saves it: a compound file ([MS-CFB]) with the streams of [MS-OXMSG]."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

SECTOR, CUTOFF = 512, 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
TEXT, BINARY, NUMBER, OBJECT = 0x001F, 0x0102, 0x0003, 0x000D
SUBJECT, SENDER, BODY, HEADERS = 0x0037, 0x0C1F, 0x1000, 0x007D
DATA, METHOD, LONG_NAME = 0x3701, 0x3705, 0x3707
BY_VALUE, EMBEDDED = 1, 5


@dataclass
class Entry:
    """A line of the directory; its bytes are padded so that they never lie in the mini stream."""

    name: str
    kind: int
    data: bytes = b""
    kids: list[Entry] = field(default_factory=list)
    number: int = 0
    next: int = FREE
    start: int = END


def mail(
    subject: str, body: str, files: Mapping[str, bytes], headers: str = "", nested: str = ""
) -> bytes:
    """Return a mail with attachments; `nested` names a mail in the mail."""
    texts = {SUBJECT: subject, SENDER: "an@zonnebloem.be", BODY: body, HEADERS: headers}
    root = Entry("Root Entry", ROOT, kids=_texts(texts, 32))
    root.kids.append(Entry("__nameid_version1.0", STORAGE))
    for number, (name, data) in enumerate(files.items()):
        root.kids.append(_attachment(number, name, data))
    if nested:
        root.kids.append(_attachment(len(files), nested, None))
    return _compound(root)


def _texts(texts: Mapping[int, str], header: int) -> list[Entry]:
    found = {pid: text.encode("utf-16-le") for pid, text in texts.items() if text}
    lines = b"".join(struct.pack("<HHIII", TEXT, pid, 6, len(d) + 2, 0) for pid, d in found.items())
    streams = [Entry(f"__substg1.0_{pid:04X}{TEXT:04X}", STREAM, d) for pid, d in found.items()]
    return [Entry("__properties_version1.0", STREAM, bytes(header) + lines), *streams]


def _attachment(number: int, name: str, data: bytes | None) -> Entry:
    kids = _texts({LONG_NAME: name}, 8)
    method = EMBEDDED if data is None else BY_VALUE
    kids[0].data += struct.pack("<HHIII", NUMBER, METHOD, 6, method, 0)
    if data is None:
        kids[0].data += struct.pack("<HHIII", OBJECT, DATA, 6, 0, 0)
    else:
        kids[0].data += struct.pack("<HHIII", BINARY, DATA, 6, len(data), 0)
        kids.append(Entry(f"__substg1.0_{DATA:04X}{BINARY:04X}", STREAM, data))
    return Entry(f"__attach_version1.0_#{number:08X}", STORAGE, kids=kids)


def _compound(root: Entry) -> bytes:
    """Lay the entries out: the table of sectors, the streams, the directory last.

    The mini stream stays empty: every stream is as long as those that do not lie in it.
    """
    entries = _numbered(root)
    for each in entries:
        if each.kind == STREAM:
            each.data += bytes(max(0, CUTOFF - len(each.data)))
    sectors, table = b"", [FAT] * 8
    for each in entries:
        if each.kind == STREAM and each.data:
            each.start = len(table)
            table += _chain(len(table), len(each.data))
            sectors += each.data + bytes(-len(each.data) % SECTOR)
    directory = b"".join(map(_line, entries))
    first = len(table)
    table += _chain(first, len(directory))
    sectors += directory + bytes(-len(directory) % SECTOR)
    table += [FREE] * (8 * SECTOR // 4 - len(table))
    head = bytearray(SECTOR)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 40, 0, 8, first, 0, CUTOFF, END, 0, END, 0)
    struct.pack_into("<109I", head, 76, *range(8), *([FREE] * 101))
    return bytes(head) + struct.pack(f"<{len(table)}I", *table) + sectors


def _chain(start: int, size: int) -> list[int]:
    count = -(-size // SECTOR)
    return [*range(start + 1, start + count), END]


def _numbered(root: Entry) -> list[Entry]:
    entries, todo = [root], [root]
    while todo:
        above = todo.pop(0)
        for place, each in enumerate(above.kids, start=1):
            each.number = len(entries)
            each.next = each.number + 1 if place < len(above.kids) else FREE
            entries.append(each)
        todo += above.kids
    return entries


def _line(entry: Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    kid = entry.kids[0].number if entry.kids else FREE
    made = bytearray(128)
    made[: len(name)] = name
    struct.pack_into("<HBBIII", made, 64, len(name), entry.kind, 1, FREE, entry.next, kid)
    struct.pack_into("<II", made, 116, entry.start, len(entry.data))
    return bytes(made)
