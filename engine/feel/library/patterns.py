r"""XPath regular expressions on RE2, which takes linear time (DMN 1.5 §10.3.4.3).

What RE2 cannot do (back references) is refused; class subtraction, `\i` and `\c` are translated.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import re2

from engine.feel.faults import Fault

_NAME_START = r"\pL_:"
_NAME_PART = r"\pL\pN_:.\-\x{B7}"
_ESCAPES = {"i": _NAME_START, "c": _NAME_PART}
_SETS = {
    "d": [(0x30, 0x39)],
    "s": [(0x09, 0x0A), (0x0D, 0x0D), (0x20, 0x20)],
    "w": [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xAA, 0x10FFFF)],
}
_CONTROL = {"n": 0x0A, "r": 0x0D, "t": 0x09}
_LAST = 0x10FFFF
_LONGEST, _MOST_GROUPS = 10_000, 500  # characters and groups of a pattern
Set = list[tuple[int, int]]
_WHITE = re.compile(r"(\[(?:[^\]\\]|\\.)*\])|[ \t\n\r]+", re.DOTALL)  # a class keeps its spaces
_CLASS_BACK_REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*\\[0-9]")
_BLOCKS = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "Greek": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
}


@lru_cache(1024)
def compiled(pattern: str, flags: str) -> Any:
    """Return the RE2 pattern. Raises Fault when pattern or flags are not XPath's or RE2's."""
    if len(pattern) > _LONGEST or pattern.count("(") > _MOST_GROUPS:
        raise Fault("bad_pattern", value=pattern[:60])
    if set(flags) - set("smixq"):
        raise Fault("bad_flags", value=flags[:10])
    if "q" in flags:
        pattern = re2.escape(pattern)
    else:
        if "x" in flags:
            pattern = _WHITE.sub(lambda match: match[1] or "", pattern)
        pattern = _Translation(pattern, any_char="." if "s" in flags else r"[^\n\r]").text()
    prefix = "".join(flag for flag in "ims" if flag in flags)
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(f"(?{prefix}){pattern}" if prefix else pattern, options)
    except re2.error as error:
        raise Fault("bad_pattern", value=pattern[:60]) from error


class _Translation:
    """Walks an XPath pattern once and writes the RE2 one."""

    def __init__(self, pattern: str, *, any_char: str) -> None:
        self.pattern = pattern
        self.any_char = any_char
        self.at = 0

    def text(self) -> str:
        out: list[str] = []
        while self.at < len(self.pattern):
            char = self.pattern[self.at]
            if char == "[":
                out.append(self._class())
            elif char == "\\":
                out.append(self._escape())
            elif self.pattern.startswith("(?", self.at) and self._peek(2) != ":":
                raise Fault("bad_pattern", value=self.pattern[:60])
            else:
                out.append(self.any_char if char == "." else char)
                self.at += 1
        return "".join(out)

    def _peek(self, by: int = 1) -> str:
        return self.pattern[self.at + by : self.at + by + 1]

    def _escape(self) -> str:
        letter = self._peek()
        if letter.isdigit():
            raise Fault("back_reference", value=self.pattern[:60])
        if not letter or letter in "AbBzZQEaCfvxuU":
            raise Fault("bad_pattern", value=self.pattern[:60])
        if letter in "pP":
            return self._category()
        self.at += 2
        if letter.lower() in _ESCAPES:
            return f"[{'^' if letter.isupper() else ''}{_ESCAPES[letter.lower()]}]"
        return "\\" + letter

    def _category(self) -> str:
        r"""Return `\p{…}`; XPath's blocks as the characters they stand for."""
        end = self.pattern.find("}", self.at) + 1
        source, self.at = self.pattern[self.at : end], end or len(self.pattern)
        block = _BLOCKS.get(source[3:-1].removeprefix("Is")) if "{Is" in source else None
        if block is None:
            return source
        return rf"[{'^' if source[1] == 'P' else ''}\x{{{block[0]:X}}}-\x{{{block[1]:X}}}]"

    def _class(self) -> str:
        """Return the class that starts here, as it stands unless it subtracts another one."""
        end = self._class_end(self.at)
        source = self.pattern[self.at : end]
        if "-[" not in source:
            self.at = end
            if _CLASS_BACK_REFERENCE.search(source):
                raise Fault("back_reference", value=self.pattern[:60])
            for letter, chars in _ESCAPES.items():
                source = source.replace("\\" + letter, chars)
            return source
        found = self._set()
        return "[" + "".join(rf"\x{{{low:X}}}-\x{{{high:X}}}" for low, high in found) + "]"

    def _class_end(self, start: int) -> int:
        deep, at = 0, start
        while at < len(self.pattern):
            char = self.pattern[at]
            if char == "\\":
                at += 1
            elif char == "[":
                deep += 1
            elif char == "]":
                deep -= 1
                if deep == 0:
                    return at + 1
            at += 1
        raise Fault("bad_pattern", value=self.pattern[:60])

    def _set(self) -> Set:
        self.at += 1
        negative = self.pattern[self.at] == "^"
        self.at += negative
        found: Set = []
        minus: Set = []
        while self.pattern[self.at] != "]":
            if self.pattern.startswith("-[", self.at):
                self.at += 1
                minus = self._set()
            else:
                found += self._one()
        self.at += 1
        base = _without([(0, _LAST)], found) if negative else found
        result = _without(base, minus)
        if not result:
            raise Fault("bad_pattern", value=self.pattern[:60])
        return result

    def _one(self) -> Set:
        low, many = self._char()
        if many is not None:
            return many
        if self.pattern[self.at] == "-" and self._peek() not in ("[", "]"):
            self.at += 1
            high, many = self._char()
            if many is None and high >= low:
                return [(low, high)]
            raise Fault("bad_pattern", value=self.pattern[:60])
        return [(low, low)]

    def _char(self) -> tuple[int, Set | None]:
        char = self.pattern[self.at]
        self.at += 1
        if char != "\\":
            return ord(char), None
        letter = self.pattern[self.at]
        self.at += 1
        if letter.lower() in _SETS:
            chars = _SETS[letter.lower()]
            return 0, _without([(0, _LAST)], chars) if letter.isupper() else chars
        if letter in "pPiIcC":
            raise Fault("bad_pattern", value=self.pattern[:60])
        return _CONTROL.get(letter, ord(letter)), None


def _without(base: Set, minus: Set) -> Set:
    for low, high in minus:
        rest: Set = []
        for start, end in base:
            if high < start or low > end:
                rest.append((start, end))
                continue
            if start < low:
                rest.append((start, low - 1))
            if high < end:
                rest.append((high + 1, end))
        base = rest
    return base


def replacement_parts(text: str, groups: int) -> list[str | int]:
    """Return an XPath replacement as texts and group numbers. Raises Fault when it is malformed.

    `$n` takes as many digits as name a group (XPath Functions 3.1 §5.6.4).
    """
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        char = text[at]
        at += 1
        if char == "\\":
            if text[at : at + 1] not in ("\\", "$"):
                raise Fault("bad_replacement", value=text[:60])
            parts.append(text[at])
            at += 1
        elif char == "$":
            start = at
            while text[at : at + 1].isdigit() and (
                at == start or int(text[start : at + 1]) <= groups
            ):
                at += 1
            if at == start:
                raise Fault("bad_replacement", value=text[:60])
            group = int(text[start:at])
            parts.append(group if group <= groups else "")
        else:
            parts.append(char)
    return parts
