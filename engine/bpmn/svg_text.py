"""Text in a drawing: how wide a word is, where a line breaks, and safe SVG elements. Pure."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import lru_cache

SIZE = 12.0  # px; lines stand 1.25 times that apart
LEADING = 1.25
_NARROW = frozenset("fijlrtI.,:;'!|()[]-\u2018\u2019/")
_WIDE = frozenset("mwMWQOGDN@%&\u2014\u2026")


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """Return one SVG element; attribute values are escaped, `content` is markup already.

    A trailing underscore is dropped from a name and other underscores become hyphens; an
    attribute that is `None` is left out. Floats are written with at most two decimals.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _value(value: object) -> str:
    return number(value) if isinstance(value, float) else escape(str(value))


def number(value: float) -> str:
    """Return a coordinate with at most two decimals and no useless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def escape(text: str) -> str:
    """Return text that is safe in SVG, inside elements and attributes, without control signs."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return html.escape(plain, quote=True)


def width(text: str, size: float = SIZE) -> float:
    """Return about how wide a text is in a system font, in px."""
    return sum(_sign_width(sign) for sign in text) * size


@lru_cache(maxsize=1024)
def _sign_width(sign: str) -> float:
    if sign in _NARROW:
        return 0.32
    if sign == " ":
        return 0.28
    if sign in _WIDE:
        return 0.86
    return 0.7 if sign.isupper() else 0.59


def wrap(text: str, room: float, most: int, size: float = SIZE) -> list[str]:
    """Return `text` in at most `most` lines of `room` px; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in _pieces(text, room, size):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, size) <= room and not lines[-1].endswith("-"):
            lines[-1] = joined
        elif lines and lines[-1].endswith("-") and width(lines[-1] + word, size) <= room:
            lines[-1] += word
        elif len(lines) > most:
            break
        else:
            lines.append(word)
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = lines[-1].rstrip("- ") + "…"
    return lines


def _pieces(text: str, room: float, size: float) -> list[str]:
    """Return the words of `text`; one that is wider than `room` is cut, with a hyphen."""
    pieces: list[str] = []
    for word in text.split():
        rest = word
        while width(rest, size) > room and len(rest) > 3:
            cut = len(rest) - 1
            while cut > 2 and width(rest[:cut] + "-", size) > room:
                cut -= 1
            pieces.append(rest[:cut].rstrip("-") + "-")
            rest = rest[cut:]
        pieces.append(rest)
    return pieces


def text_block(
    lines: list[str], x: float, y: float, size: float, look: Mapping[str, object]
) -> str:
    """Return centred lines of text around (x, y)."""
    step = size * LEADING
    top = y - step * (len(lines) - 1) / 2
    spans = "".join(
        element("tspan", escape(line), x=x, y=top + step * at + size * 0.35)
        for at, line in enumerate(lines)
    )
    return element("text", spans, text_anchor="middle", font_size=size, **look)
