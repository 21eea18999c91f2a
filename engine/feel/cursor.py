"""Where the parser stands in the tokens: look, take, complain, join words into names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import NoReturn

from engine.feel import nodes
from engine.feel.faults import MAX_NESTING, FeelSyntaxError, Place, suggest
from engine.feel.lexer import KEYWORDS, Token, tokens
from engine.feel.names import Scopes, joined

Grammar = Callable[[int], nodes.Node]  # the root of the grammar, which `parser` holds


class Cursor:
    """A position in the tokens of one text, and the names in scope there."""

    def __init__(self, text: str, scopes: Scopes, grammar: Grammar) -> None:
        self._grammar = grammar
        self.text = text
        self._breaks = [at for at, char in enumerate(text) if char == "\n"] if "\n" in text else []
        self.found = tokens(text)
        self.at = 0
        self.scopes = scopes
        self.free: set[str] = set()
        self.filters = 0  # filters around this point
        self.inputs = 0  # how often `?` was read
        self.no_filter = False  # `[` closes a range here
        self._deep = 0
        self._work = 30 * len(self.found) + 1000

    def expression(self, power: int = 0) -> nodes.Node:
        """Return the expression that stands here, up to an operator weaker than `power`."""
        return self._grammar(power)

    def mark(self) -> tuple[int, frozenset[str], int, int, int, int]:
        """Return all that `back` needs to try another reading from here."""
        free = frozenset(self.free)
        return self.at, free, self._deep, self.filters, self.inputs, self.scopes.depth

    def back(self, mark: tuple[int, frozenset[str], int, int, int, int]) -> None:
        """Return to where `mark` was taken."""
        self.at, free, self._deep, self.filters, self.inputs, depth = mark
        self.free = set(free)
        while self.scopes.depth > depth:
            self.scopes.close()

    @property
    def token(self) -> Token:
        """Return the token that comes next."""
        return self.found[self.at]

    def ahead(self, by: int = 1) -> Token:
        """Return the token `by` places further on."""
        return self.found[min(self.at + by, len(self.found) - 1)]

    def place(self, token: Token | None = None) -> Place:
        """Return where `token` (the next one) stands."""
        at = (token or self.token).at
        line = bisect_left(self._breaks, at)
        return Place(line + 1, at - (self._breaks[line - 1] if line else -1))

    def step(self) -> Token:
        """Take the next token. Raises FeelSyntaxError when the text takes too much work."""
        token = self.token
        self._work -= 1
        if self._work < 0:
            raise FeelSyntaxError("too_complex", self.place(token))
        if token.kind != "end":
            self.at += 1
        return token

    def stands(self, *texts: str) -> bool:
        """Return whether one of these operators or keywords comes next."""
        return self.token.text in texts and self.token.kind in ("op", "word")

    def eat(self, text: str) -> bool:
        """Take `text` if it comes next, and say whether it did."""
        if self.stands(text):
            self.step()
            return True
        return False

    def need(self, *texts: str) -> Token:
        """Take one of `texts`. Raises FeelSyntaxError when something else comes next."""
        if not self.stands(*texts):
            self.unexpected(*texts)
        return self.step()

    def deeper(self) -> None:
        """Note that the grammar goes one level down. Raises FeelSyntaxError when too deep."""
        self._deep += 1
        if self._deep > MAX_NESTING:
            raise FeelSyntaxError("too_deep", self.place(), {"limit": MAX_NESTING})

    def higher(self) -> None:
        """Note that the grammar comes back up."""
        self._deep -= 1

    def unexpected(self, *expected: str) -> NoReturn:
        """Raise the FeelSyntaxError that says what stands here and what was probably meant."""
        token = self.token
        code = "unexpected_end" if token.kind == "end" else "unexpected_token"
        facts: dict[str, object] = {"token": token.text}
        if expected:
            facts["expected"] = list(expected)
        meant = self._meant(expected)
        if meant is not None and meant != token.text:
            facts["did_you_mean"] = meant
        raise FeelSyntaxError(code, self.place(), facts)

    def _meant(self, expected: tuple[str, ...]) -> str | None:
        if self.token.kind != "word":
            return None
        first = self.at
        while first > 0 and self.found[first - 1].kind == "word":
            first -= 1
        last = self.at
        while self.found[last + 1].kind == "word":
            last += 1
        known = self.scopes.every()
        for start in range(first, self.at):
            meant = suggest(joined(self.found[start : last + 1]), known)
            if meant is not None:
                return meant
        word = self.token.text
        return suggest(word, expected or KEYWORDS) or suggest(word, known)

    def name_until(self, *ends: str) -> str:
        """Take the new name that stands before one of `ends` (which is not taken)."""
        start = self.at
        while not self.stands(*ends):
            if self.token.kind in ("end", "string") or self.stands(*"()[]{},:=<>?@"):
                self.unexpected(*ends)
            self.step()
        if self.at == start or self.found[start].kind != "word":
            self.at = start
            self.unexpected("name")
        return joined(self.found[start : self.at])

    def words(self) -> str:
        """Take a property name: the longest name in scope, else the words that stand here."""
        if self.token.kind != "word":
            self.unexpected("name")
        start = self.at
        known = self.scopes.longest(self.found, start)
        self.step()
        if known is not None and known[0] > 1:
            self.at = start + known[0]
            return known[1]
        while self.token.kind == "word" and self.token.text not in KEYWORDS:
            self.step()
        return joined(self.found[start : self.at])
