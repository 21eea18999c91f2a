"""Names with spaces and special characters: the longest known one that stands in the text wins.

DMN 1.5 §10.3.1.4: what is a name depends on what is in scope; so the tokens stay small and the
parser asks here which of them belong together.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from functools import lru_cache

from engine.feel.faults import FeelSyntaxError
from engine.feel.lexer import Token, tokens

Signature = tuple[tuple[str, bool], ...]  # (text, white space before it), of the second token on
Index = dict[str, list[tuple[Signature, str]]]  # first token → names, longest first


def normal(name: str) -> str:
    """Return `name` with every run of white space as one space."""
    return " ".join(name.split())


@lru_cache(8192)
def _signature(name: str) -> tuple[str, Signature] | None:
    try:
        found = tokens(name)[:-1]
    except FeelSyntaxError:
        return None
    if not found or found[0].kind != "word":
        return None
    return found[0].text, tuple((token.text, token.spaced) for token in found[1:])


def index(names: Iterable[str]) -> Index:
    """Return `names` by their first token; names that no FEEL text can spell are left out."""
    made: Index = {}
    for name in names:
        signed = _signature(normal(name))
        if signed is not None:
            made.setdefault(signed[0], []).append((signed[1], normal(name)))
    for same_start in made.values():
        same_start.sort(key=lambda one: -len(one[0]))
    return made


def joined(found: Sequence[Token]) -> str:
    """Return the name that these tokens spell."""
    first, *rest = found
    return first.text + "".join((" " if t.spaced else "") + t.text for t in rest)


def _stands(signature: Signature, found: Sequence[Token], at: int) -> bool:
    if at + len(signature) >= len(found):  # the last token is "end"
        return False
    return all(
        found[at + offset].text == text
        and found[at + offset].spaced == spaced
        and found[at + offset].kind != "string"
        for offset, (text, spaced) in enumerate(signature, 1)
    )


class Scopes:
    """The names in scope at one point of a text, innermost last."""

    __slots__ = ("_indexes", "_known", "_levels", "looked")

    def __init__(self, outer: Sequence[Index], known: frozenset[str]) -> None:
        self._indexes = list(outer)
        self._levels: list[set[str]] = []
        self._known = known
        self.looked = 0  # how many names were held against the text

    def open(self, names: Iterable[str] = ()) -> None:
        """Enter a scope that binds `names`."""
        fresh = {normal(name) for name in names}
        self._levels.append(fresh)
        self._indexes.append(index(fresh))

    def bind(self, name: str) -> None:
        """Add `name` to the innermost scope."""
        name = normal(name)
        signed = _signature(name)
        if name in self._levels[-1]:
            return
        self._levels[-1].add(name)
        if signed is not None:
            known = self._indexes[-1].setdefault(signed[0], [])
            insort(known, (signed[1], name), key=lambda one: -len(one[0]))

    def close(self) -> None:
        """Leave the innermost scope."""
        self._levels.pop()
        self._indexes.pop()

    @property
    def depth(self) -> int:
        """Return how many scopes the text has opened here."""
        return len(self._levels)

    def is_bound(self, name: str) -> bool:
        """Return whether the text itself binds `name` here."""
        return any(name in level for level in self._levels)

    def is_known(self, name: str) -> bool:
        """Return whether `name` was given to the compiler as a known variable."""
        return name in self._known

    def longest(self, found: Sequence[Token], at: int) -> tuple[int, str] | None:
        """Return how many tokens from `at` spell the longest name in scope, and that name."""
        best: tuple[int, str] | None = None
        for known in self._indexes:
            for signature, name in known.get(found[at].text, ()):
                self.looked += 1
                if best is not None and len(signature) + 1 <= best[0]:
                    break
                if _stands(signature, found, at):
                    best = (len(signature) + 1, name)
                    break
        return best

    def every(self) -> list[str]:
        """Return all names in scope, for a did-you-mean."""
        inner = [name for level in self._levels for name in level]
        outer = [name for known in self._indexes for same in known.values() for _, name in same]
        return sorted({*inner, *outer, *self._known})
