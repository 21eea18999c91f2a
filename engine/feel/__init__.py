"""FEEL, the language of everything an analyst writes (DMN 1.5 chapter 10).

Text → tokens → tree → closures, compiled once per text and names. Evaluation is total: it never
raises, what has no result is null and a warning says why and where. No clock, no database, no
network; the only moment known is the one the caller passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from engine.feel import faults
from engine.feel.compiler import compile_node, compile_tests
from engine.feel.faults import MAX_ITEMS, Exhausted, Fault, FeelSyntaxError, Place, Run, suggest
from engine.feel.nodes import Literal, UnaryTest
from engine.feel.parser import parse, parse_tests
from engine.feel.values import Function, Range, Value, YearMonthDuration

_START = Place(1, 1)


class Outcome(NamedTuple):
    """What an evaluation gave: the value, and what went wrong on the way."""

    value: Value
    warnings: tuple[faults.Warning, ...] = ()


class Expression:
    """A compiled expression. Immutable, shared by threads."""

    __slots__ = ("_code", "names", "text")

    def __init__(self, text: str, names: frozenset[str]) -> None:
        parsed = parse(text, names)
        self.text = text
        self.names = parsed.free
        self._code = compile_node(parsed.tree)

    def evaluate(self, context: Mapping[str, Value], now: datetime | None = None) -> Outcome:
        """Return the value of the expression for the variables in `context`.

        `now` (zone-aware) is the moment that `now()` and `today()` speak of; without it they are
        null. Never raises: what cannot be computed is null, and the warnings say why and where.
        """
        run = Run(now)
        try:
            value = self._code(context, run)
            if isinstance(value, list | dict):
                _check_result(value)
        except Exception as error:  # noqa: BLE001 - total: a model's mistake never stops a case
            return _failed(error, run)
        return Outcome(value, tuple(run.warnings)) if run.warnings else Outcome(value)


class UnaryTests:
    """The compiled tests of a decision table's cell. Immutable, shared by threads.

    `words` are the texts that pass when the cell lists nothing but texts, else None: long tables
    of codes are looked through without evaluating each cell.
    """

    __slots__ = ("_always", "_code", "_negated", "names", "text", "words")

    def __init__(self, text: str, names: frozenset[str]) -> None:
        parsed = parse_tests(text, names)
        self.text = text
        self.names = parsed.free
        self._always = not parsed.tests
        self._negated = parsed.negated
        self._code = compile_tests(parsed.tests) if parsed.tests else None
        self.words = _words(parsed.tests) if parsed.tests and not parsed.negated else None

    def matches(
        self, value: Value, context: Mapping[str, Value], now: datetime | None = None
    ) -> Outcome:
        """Return whether `value` passes: true, false, or null when that cannot be said.

        `-` passes everything. Never raises; see `Expression.evaluate`.
        """
        if self._code is None:
            return Outcome(value=True)
        run = Run(now)
        try:
            answer = self._code(value, context, run)
        except Exception as error:  # noqa: BLE001 - total: a model's mistake never stops a case
            return _failed(error, run)
        if self._negated and answer is not None:
            answer = not answer
        return Outcome(answer, tuple(run.warnings)) if run.warnings else Outcome(answer)


def _words(tests: tuple[UnaryTest, ...]) -> frozenset[str] | None:
    """Return the texts that a cell lists, None when it holds anything else."""
    words: set[str] = set()
    for test in tests:
        operand = test.operand
        if test.op is not None or not isinstance(operand, Literal):
            return None
        if not isinstance(operand.value, str):
            return None
        words.add(operand.value)
    return frozenset(words)


def _failed(error: Exception, run: Run) -> Outcome:
    if isinstance(error, Fault | Exhausted):
        run.warn(error.code, _START, error.facts)
    elif isinstance(error, RecursionError):
        run.warn("too_deep", _START, {})
    else:
        run.warn("internal_error", _START, {"error": type(error).__name__})
    return Outcome(None, tuple(run.warnings))


def _check_result(value: Value) -> None:
    """Raise Exhausted when a result has more nodes than a document may hold."""
    waiting, left = [value], MAX_ITEMS
    while waiting:
        inside = waiting.pop()
        left -= len(inside)
        if left < 0:
            raise Exhausted("value_too_large", limit=MAX_ITEMS)
        items = inside.values() if isinstance(inside, dict) else inside
        waiting += [item for item in items if isinstance(item, list | dict) and item]


@lru_cache(4096)
def _expression(text: str, names: frozenset[str]) -> Expression:
    try:
        return Expression(text, names)
    except RecursionError as error:
        raise FeelSyntaxError("too_deep", _START) from error


@lru_cache(4096)
def _unary_tests(text: str, names: frozenset[str]) -> UnaryTests:
    try:
        return UnaryTests(text, names)
    except RecursionError as error:
        raise FeelSyntaxError("too_deep", _START) from error


def compile_expression(text: str, names: Iterable[str] = ()) -> Expression:
    """Return the expression that `text` spells, compiled; cached per text and names.

    `names` are the variables known here: they let names with spaces or special characters be
    read. Raises FeelSyntaxError with line, column, code and facts (`token`, `did_you_mean`).
    """
    return _expression(text, frozenset(names))


def compile_unary_tests(text: str, names: Iterable[str] = ()) -> UnaryTests:
    """Return the unary tests that `text` spells, compiled; cached per text and names.

    Raises FeelSyntaxError like `compile_expression`. DMN 1.5 §7.3.
    """
    return _unary_tests(text, frozenset(names))


def compile(text: str, names: Iterable[str] = ()) -> Expression:  # noqa: A001 - the public name, used as feel.compile
    """Return the FEEL expression `text`, compiled once and shared: `compile(text).evaluate(…)`.

    `names` are the variables that will be there; only names with spaces or special characters
    need to be told (DMN 1.5 §10.3.1.4). `Expression.names` are the free names of the text.
    Raises FeelSyntaxError with `line`, `column` (both from 1), `code` and `facts`.
    """
    return compile_expression(text, names)


def evaluate(
    text: str, context: Mapping[str, Value] | None = None, now: datetime | None = None
) -> Outcome:
    """Return the value of the FEEL expression `text` for the variables in `context`.

    DMN 1.5 §10.3. Values come and go as Python's: number ↔ Decimal (34 digits, half even), string
    ↔ str, boolean ↔ bool, null ↔ None, date, time, date and time ↔ those of `datetime` (naive, or
    with an offset or zone), days and time duration ↔ timedelta, years and months duration ↔
    YearMonthDuration (whole months), list ↔ list, context ↔ dict with str keys, range ↔ Range,
    function ↔ Function; beyond the years 1 to 9999 or microseconds: `engine.feel.big`.
    `now` (zone-aware) is the moment that `now()` and `today()` speak of.

    Raises FeelSyntaxError when `text` is no FEEL, and nothing else: what cannot be computed is
    null in `Outcome.value`, and `Outcome.warnings` say why (code, line, column, facts).
    """
    known = context if context is not None else {}
    return compile_expression(text, known).evaluate(known, now)


__all__ = [
    "Expression",
    "FeelSyntaxError",
    "Function",
    "Outcome",
    "Range",
    "UnaryTests",
    "Value",
    "YearMonthDuration",
    "compile",
    "compile_expression",
    "compile_unary_tests",
    "evaluate",
    "suggest",
]
