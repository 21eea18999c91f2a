"""Text → tokens of FEEL (DMN 1.5 §10.3.1.2). No knowledge of names: `parser` joins words."""

from __future__ import annotations

import re
from typing import NamedTuple

from engine.feel.faults import MAX_TEXT, FeelSyntaxError, Place

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_TOKEN = re.compile(
    rf"(?P<skip>(?:[{_SPACE}]+|//[^\n]*|/\*.*?\*/)+)"
    r"|(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r'|(?P<string>"(?:[^"\\]|\\.)*")'
    rf"|(?P<word>[{_START}][{_PART}]*)"
    r"|(?P<op>\*\*|\.\.|<=|>=|!=|->|[-+*/<>=(){}\[\],:.?@'])",
    re.DOTALL,
)

KEYWORDS = frozenset(
    [
        "and",
        "or",
        "in",
        "between",
        "if",
        "then",
        "else",
        "for",
        "return",
        "some",
        "every",
        "satisfies",
        "instance",
        "of",
        "true",
        "false",
        "null",
        "function",
        "external",
    ]
)


class Token(NamedTuple):
    """One token: `kind` is number, string, word, op or end; `at` its offset in the text."""

    kind: str
    text: str
    at: int
    spaced: bool  # whether white space or a comment stands before it


def place(text: str, at: int) -> Place:
    """Return the line and column of offset `at`."""
    return Place(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def tokens(text: str) -> list[Token]:
    """Return the tokens of `text`, closed by one of kind "end".

    Raises FeelSyntaxError for a character that is no FEEL, an open string, or a text too long.
    """
    if len(text) > MAX_TEXT:
        raise FeelSyntaxError("text_too_long", Place(1, 1), {"limit": MAX_TEXT})
    found: list[Token] = []
    at, spaced = 0, False
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            code = "open_string" if text[at] == '"' else "unknown_character"
            raise FeelSyntaxError(code, place(text, at), {"token": text[at]})
        group = match.lastgroup
        assert group is not None
        if group == "skip":
            spaced = True
        else:
            found.append(Token(group, match.group(), at, spaced))
            spaced = False
        at = match.end()
    found.append(Token("end", "", len(text), spaced))
    return found


_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def unescape(literal: str) -> str:
    """Return what a string literal (with its quotes) says; unknown escapes stay as they are."""

    def one(match: re.Match[str]) -> str:
        body = match[1]
        if len(body) > 1:
            number = int(body[1:], 16)
            return chr(number) if number <= 0x10FFFF else match[0]
        return _PLAIN.get(body, match[0])

    text = _ESCAPE.sub(one, literal[1:-1])
    if any("\ud800" <= char <= "\udfff" for char in text):  # a pair written as two \u escapes
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
