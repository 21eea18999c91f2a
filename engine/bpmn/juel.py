"""The simple part of JUEL, the expression language of Camunda 7, read as FEEL.

Names, properties, texts, numbers, comparisons, arithmetic, logic and `a ? b : c`. Methods, beans,
indexes, `empty` and `mod` are not read: they do things that FEEL says otherwise.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^'\\]*'|\"[^\"\\]*\")"
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?P<sign>==|!=|<=|>=|&&|\|\||[-+*/<>!?:()]))"
)
_WORDS = {
    "and": "and", "or": "or", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
    "not": "!", "div": "/",
}  # fmt: skip
_SIGNS = {"==": "=", "&&": "and", "||": "or"}
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/"))
_FOREIGN = frozenset({"empty", "mod", "instanceof", "execution", "task", "authenticatedUserId"})
MOST = 2_000


class _NotRead(Exception):
    """An expression is not in the part that is read."""


def to_feel(text: str) -> str | None:
    """Return `${…}` or `#{…}` as FEEL without `=`; `None` when it is not in the part we read."""
    stripped = text.strip()
    if not stripped.startswith(("${", "#{")) or not stripped.endswith("}") or len(stripped) > MOST:
        return None
    try:
        reader = _Reader(_tokens(stripped[2:-1]))
        made = reader.choice(0)
        return made if reader.at_end() else None
    except _NotRead:
        return None


def is_juel(text: str) -> bool:
    """Say whether a text has an expression of JUEL in it."""
    return "${" in text or "#{" in text


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _NotRead
        kind, word = match.lastgroup, match[match.lastgroup]
        if kind == "name" and word in _WORDS:
            kind, word = "sign", _WORDS[word]
        if word.split(".")[0] in _FOREIGN:
            raise _NotRead
        found.append((kind, _SIGNS.get(word, word)))
        at = match.end()
    return found


class _Reader:
    """Reads tokens by precedence and writes FEEL."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0

    def at_end(self) -> bool:
        return self.at == len(self.tokens)

    def _sees(self, *signs: str) -> str | None:
        if self.at_end() or self.tokens[self.at][0] != "sign":
            return None
        word = self.tokens[self.at][1]
        if word not in signs:
            return None
        self.at += 1
        return word

    def choice(self, depth: int) -> str:
        condition = self._level(0, depth)
        if not self._sees("?"):
            return condition
        one = self.choice(depth + 1)
        if not self._sees(":"):
            raise _NotRead
        return f"(if {condition} then {one} else {self.choice(depth + 1)})"

    def _level(self, level: int, depth: int) -> str:
        if level == len(_LEVELS):
            return self._unary(depth)
        left = self._level(level + 1, depth)
        while sign := self._sees(*_LEVELS[level]):
            left = f"{left} {sign} {self._level(level + 1, depth)}"
        return left

    def _unary(self, depth: int) -> str:
        if depth > 50:
            raise _NotRead
        if self._sees("!"):
            return f"not({self._unary(depth + 1)})"
        if self._sees("-"):
            return f"-{self._unary(depth + 1)}"
        if self._sees("("):
            inner = self.choice(depth + 1)
            if not self._sees(")"):
                raise _NotRead
            return f"({inner})"
        return self._atom()

    def _atom(self) -> str:
        if self.at_end():
            raise _NotRead
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "sign" or (not self.at_end() and self.tokens[self.at] == ("sign", "(")):
            raise _NotRead
        if kind == "text":
            inner = word[1:-1].replace('"', '\\"')
            return f'"{inner}"'
        return word
