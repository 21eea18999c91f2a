"""Breaks a file as bytes: what disks, editors and networks do to it, and who means harm."""

from __future__ import annotations

import random
from collections.abc import Callable

Break = Callable[[random.Random, bytes], bytes]
_SIGNS = b"<>&\"'/=\x00\xff\xfe\xef\xbb\xbf\n ![]CDATA"
_PIECES = (
    *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x ?>", b"<!DOCTYPE a>", b"&lt;", b"&#0;", b"&x;"),
    *(b"\xef\xbb\xbf", b"\x00", b"\r", b"\xc3\x28", b'xmlns=""', b'xmlns:a="b"', b"</process>"),
)


def flip(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        changed[rng.randrange(len(changed))] = rng.choice([rng.randrange(256), rng.choice(_SIGNS)])
    return bytes(changed)


def _span(rng: random.Random, data: bytes) -> tuple[int, int]:
    start = rng.randrange(len(data))
    return start, min(len(data), start + rng.choice([1, 5, 40, 400]))


def cut(rng: random.Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:start] + data[end:]


def end_early(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def double(rng: random.Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:end] + data[start:end] * rng.randint(1, 50) + data[end:]


def splice(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice(_PIECES) + data[at:]


def elsewhere(rng: random.Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    rest = data[:start] + data[end:]
    at = rng.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def encode(rng: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    encoding = rng.choice(["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1", "utf-7"])
    return text.encode(encoding, "replace")


def declare(rng: random.Random, data: bytes) -> bytes:
    name = rng.choice([b"utf-16", b"latin-1", b"UTF-8", b"ebcdic-cp-us", b"", b"a" * 300])
    return b'<?xml version="1.0" encoding="' + name + b'"?>' + data


def returns(rng: random.Random, data: bytes) -> bytes:
    return data.replace(b"\n", rng.choice([b"\r\n", b"\r", b"\n" * 30_000, b""]), 5)


def swap_words(rng: random.Random, data: bytes) -> bytes:
    """Put one quoted text in the place of another."""
    parts = data.split(b'"')
    if len(parts) < 4:
        return data
    one, other = (rng.randrange(1, len(parts) - 1, 2) for _ in range(2))
    parts[one] = parts[other]
    return b'"'.join(parts)


BREAKS: tuple[Break, ...] = (
    *(flip, cut, end_early, double, splice, elsewhere, encode, declare, returns),
    *(swap_words, swap_words, swap_words, swap_words),
)
