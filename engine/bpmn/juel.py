"""The simple part of JUEL, the expression language of Camunda 7 and Flowable, read as FEEL.

Names, properties, texts, numbers, comparisons, arithmetic, logic, `empty`, fixed indexes and
`a ? b : c`. Methods and beans are not read: `proposal` says which FEEL would do the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.bpmn.juel_calls import BARE, called, function

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<name>(?:fn:|vars?:|variables:)?[A-Za-z_]\w*)"
    r"|(?P<sign>==|!=|<=|>=|&&|\|\||[-+*/%<>!?:()\[\].,]))"
)
_PART = re.compile(r"[$#]\{(?:[^{}'\"]|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")*\}")
_WORDS = {
    "and": "and", "or": "or", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
    "not": "!", "div": "/", "mod": "%", "empty": "empty",
}  # fmt: skip
_SIGNS = {"==": "=", "&&": "and", "||": "or"}
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/", "%"))
_COMPARES, _ADDS, _UNARY, _ATOM = 2, 4, len(_LEVELS), len(_LEVELS) + 1
_FEEL_WORDS = frozenset(
    {"if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "between"}
    | {"instance", "function", "external"}
)
_NAME = re.compile(r"[A-Za-z_]\w*")
EMPTY = 'list contains([null, "", [], {{}}], {0})'
MOST = 2_000
_MOST_TOKENS = 500
_LONGEST = 4 * MOST

Names = Mapping[str, str | None]


class _NotRead(Exception):
    """An expression is not in the part that is read."""


def to_feel(text: str, names: Names | None = None) -> str | None:
    """Return `${…}` or `#{…}` as FEEL without `=`; `None` when it is not in the part we read.

    `names` are variables that a vendor keeps under another name, or (`None`) that mean something
    we do not have.
    """
    stripped = text.strip()
    return _read(stripped[2:-1], names, calls=False) if _is_whole(stripped) else None


def template(text: str, names: Names | None = None) -> str | None:
    """Return a text with expressions in it (`Dossier ${nr}`) as FEEL; `None` when not read.

    What is null leaves nothing behind, as in JUEL.
    """
    stripped = text.strip()
    if _is_whole(stripped):
        return to_feel(stripped, names)
    if len(stripped) > MOST:
        return None
    parts: list[str] = []
    at = 0
    for found in _PART.finditer(stripped):
        parts += [quoted(stripped[at : found.start()])] if found.start() > at else []
        inner = to_feel(found[0], names)
        if inner is None:
            return None
        parts.append(f"string({inner})")
        at = found.end()
    rest = stripped[at:]
    if is_juel(rest):
        return None
    parts += [quoted(rest)] if rest else []
    return f"string join([{', '.join(parts)}])"


def proposal(text: str) -> str | None:
    """Return the FEEL that would probably do what a JUEL expression with methods does."""
    stripped = text.strip()
    inner = stripped[2:-1] if _is_whole(stripped) else stripped
    return None if is_juel(inner) else _read(inner, None, calls=True)


def is_juel(text: str) -> bool:
    """Say whether a text has an expression of JUEL in it."""
    return "${" in text or "#{" in text


def quoted(text: str) -> str:
    """Return a text as FEEL says it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def is_name(text: str) -> bool:
    """Say whether a text can be the name of a variable in FEEL."""
    return _NAME.fullmatch(text) is not None and text not in _FEEL_WORDS


def _is_whole(text: str) -> bool:
    return text.startswith(("${", "#{")) and text.endswith("}") and not is_juel(text[2:-1])


def _read(text: str, names: Names | None, *, calls: bool) -> str | None:
    if len(text) > MOST:
        return None
    try:
        reader = _Reader(_tokens(text), names or {}, calls=calls)
        made = reader.choice(0)[1]
        return made if reader.at_end() else None
    except _NotRead:
        return None


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _NotRead
        kind, word = match.lastgroup, match[match.lastgroup]
        is_member = bool(found) and found[-1] == ("sign", ".")
        if kind == "name" and word in _WORDS and not is_member:
            kind, word = "sign", _WORDS[word]
        found.append((kind, _SIGNS.get(word, word)))
        if len(found) > _MOST_TOKENS:
            raise _NotRead
        at = match.end()
    return found


_Read = tuple[int, str]  # how tightly it binds, and its FEEL


class _Reader:
    """Reads tokens by precedence and writes FEEL, with parentheses only where it needs them."""

    def __init__(self, tokens: list[tuple[str, str]], names: Names, *, calls: bool) -> None:
        self.tokens = tokens
        self.names = names
        self.calls = calls
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

    def _must(self, sign: str) -> None:
        if not self._sees(sign):
            raise _NotRead

    def choice(self, depth: int) -> _Read:
        condition = self._level(0, depth)
        if not self._sees("?"):
            return condition
        one = self.choice(depth + 1)
        self._must(":")
        other = self.choice(depth + 1)
        return -1, f"if {condition[1]} then {one[1]} else {other[1]}"

    def _level(self, level: int, depth: int) -> _Read:
        if level == len(_LEVELS):
            return self._unary(depth)
        left = self._level(level + 1, depth)
        while sign := self._sees(*_LEVELS[level]):
            left = _joined(level, left, sign, self._level(level + 1, depth))
            if len(left[1]) > _LONGEST:
                raise _NotRead
        return left

    def _unary(self, depth: int) -> _Read:
        if depth > 50:
            raise _NotRead
        if self._sees("!"):
            return _ATOM, f"not({self._unary(depth + 1)[1]})"
        if self._sees("empty"):
            return _ATOM, EMPTY.format(self._unary(depth + 1)[1])
        if self._sees("-"):
            return _UNARY, f"-{_within(_ATOM, self._unary(depth + 1))}"
        return self._member(self._atom(depth), depth)

    def _atom(self, depth: int) -> _Read:
        if self._sees("("):
            inner = self.choice(depth + 1)
            self._must(")")
            return inner
        if self.at_end() or self.tokens[self.at][0] == "sign":
            raise _NotRead
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return _ATOM, quoted(re.sub(r"\\(.)", r"\1", word[1:-1]))
        if kind == "name":
            return _ATOM, self._name(word, depth)
        return _ATOM, word

    def _name(self, word: str, depth: int) -> str:
        if word in BARE or ":" in word:
            made = self._function(word, depth) if self.calls else None
        elif self._sees("("):
            made = function(word, self._arguments(depth)) if self.calls else None
        else:
            made = self.names.get(word, word)
        if made is None or made in _FEEL_WORDS:
            raise _NotRead
        return made

    def _function(self, word: str, depth: int) -> str | None:
        if self._sees("("):
            return function(word, self._arguments(depth))
        self._must(".")
        method = self._word()
        self._must("(")
        return function(f"{word}.{method}", self._arguments(depth))

    def _member(self, base: _Read, depth: int) -> _Read:
        """Read what follows a value: properties, fixed indexes and, for a proposal, methods."""
        while sign := self._sees(".", "["):
            inside = _within(_ATOM, base)
            if sign == "[":
                base = _ATOM, f"{inside}{self._index(inside)}"
                continue
            name = self._word()
            if self._sees("("):
                made = called(name, inside, self._arguments(depth)) if self.calls else None
                if made is None:
                    raise _NotRead
                base = (_COMPARES if " = " in made else _ATOM), made
            else:
                base = _ATOM, f"{inside}.{name}"
        return base

    def _index(self, inside: str) -> str:
        """Return a fixed index as FEEL counts it, from 1; a fixed key as a property."""
        if self.at_end():
            raise _NotRead
        kind, word = self.tokens[self.at]
        self.at += 1
        self._must("]")
        if kind == "number" and word.isdecimal():
            return f"[{int(word) + 1}]"
        if kind == "text" and is_name(word[1:-1]) and is_name(inside.partition(".")[0]):
            return f".{word[1:-1]}"
        raise _NotRead

    def _word(self) -> str:
        if self.at_end() or self.tokens[self.at][0] != "name":
            raise _NotRead
        self.at += 1
        return self.tokens[self.at - 1][1]

    def _arguments(self, depth: int) -> list[str]:
        found: list[str] = []
        if self._sees(")"):
            return found
        while True:
            found.append(self.choice(depth + 1)[1])
            if self._sees(")"):
                return found
            self._must(",")


def _within(level: int, read: _Read) -> str:
    return read[1] if read[0] >= level else f"({read[1]})"


def _joined(level: int, left: _Read, sign: str, right: _Read) -> _Read:
    """Join two operands; FEEL does not chain comparisons, and its modulo follows the divisor."""
    if sign == "%":
        one, other = _within(_ATOM, left), _within(_ATOM, right)
        return _ADDS, f"{one} - {other} * round down({one} / {other}, 0)"
    if _COMPARES <= level < _ADDS:
        return level, f"{_within(_ADDS, left)} {sign} {_within(_ADDS, right)}"
    return level, f"{_within(level, left)} {sign} {_within(level + 1, right)}"
