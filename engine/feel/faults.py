"""How FEEL says what is wrong: syntax errors, faults inside one evaluation, warnings, limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any, NamedTuple

MAX_TEXT = 100_000  # characters of one expression
MAX_NESTING = 60  # brackets and keywords inside one another
MAX_LOOKS = 300_000  # names held against one text to see where they stand
MAX_STEPS = 200_000  # loop passes and calls of one evaluation
MAX_CALLS_DEEP = 60  # analysts' functions that call one another
MAX_ITEMS = 100_000  # items of a list, nodes of a result
MAX_STRING = 1_000_000  # characters of a string
MAX_WARNINGS = 20  # kept of one evaluation; the first ones tell the story


class Place(NamedTuple):
    """A position in the text, both counted from 1."""

    line: int
    column: int


class FeelSyntaxError(Exception):
    """The text is not FEEL; `line` and `column` (from 1) say where, `code` and `facts` why."""

    def __init__(self, code: str, place: Place, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code} at {place.line}:{place.column}")
        self.code = code
        self.line = place.line
        self.column = place.column
        self.facts = dict(facts or {})


class Fault(Exception):
    """One operation has no result: it becomes null and a warning; never leaves `engine.feel`."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Exhausted(Exception):
    """A limit was reached: the whole evaluation becomes null; never leaves `engine.feel`."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Warning(NamedTuple):  # noqa: A001 - FEEL's word; always used as faults.Warning
    """What went wrong in an evaluation, and where in the text."""

    code: str
    line: int
    column: int
    facts: Mapping[str, Any]


class Run:
    """One evaluation: its warnings, its budget, its moment."""

    __slots__ = ("deep", "now", "steps", "warnings")

    def __init__(self, now: datetime | None = None) -> None:
        self.warnings: list[Warning] = []
        self.steps = 0
        self.deep = 0
        self.now = now

    def warn(self, code: str, place: Place, facts: Mapping[str, Any]) -> None:
        """Keep a warning, unless there are many already."""
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(Warning(code, place.line, place.column, facts))

    def tick(self, steps: int = 1) -> None:
        """Count work that a loop or call does. Raises Exhausted when it is too much."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise Exhausted("too_many_steps", limit=MAX_STEPS)


def weight(value: Any) -> int:
    """Return how many steps it takes to go through a list or string once, roughly."""
    if isinstance(value, list):
        return len(value) >> 3
    return len(value) >> 8 if isinstance(value, str) else 0


def suggest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, if any comes close."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.65)
    return close[0] if close else None


def checked_size(value: Any) -> Any:
    """Return `value`. Raises Fault when it is a string or list beyond the limits."""
    if isinstance(value, str):
        if len(value) > MAX_STRING:
            raise Fault("string_too_long", limit=MAX_STRING)
    elif isinstance(value, list) and len(value) > MAX_ITEMS:
        raise Fault("list_too_long", limit=MAX_ITEMS)
    return value
