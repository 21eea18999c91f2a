"""Trying out: one FEEL expression or one decision, on values that are typed in; nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import dmn, feel
from engine.errors import InvalidInput, NotFound, Problem
from engine.feel import tagged
from engine.feel.library import NAMES
from engine.model import Evaluation, Tagged, Value
from engine.terms import BRUSSELS


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong with a text, and where: line and column count from 1."""

    code: str
    line: int
    column: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tried:
    """What an expression gave, as tagged JSON; with an `error` it could not even be read."""

    value: Tagged = None
    warnings: tuple[Remark, ...] = ()
    error: Remark | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision gave: its outputs, and a trace per decision that ran, the asked one last."""

    decision: str
    outputs: Tagged
    trace: tuple[Evaluation, ...]

    @property
    def matched(self) -> tuple[str, ...]:
        """Return the rules of the asked decision that matched."""
        return self.trace[-1].matched


def read_values(text: str) -> dict[str, Value]:
    """Return the values in a JSON object; dates and the like are tagged (`engine.feel.tagged`).

    Raises InvalidInput when it is anything else.
    """
    try:
        found = tagged.decode(json.loads(text))
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise InvalidInput(
            [Problem("json", "try.not_json", {"detail": str(error)[:100]})]
        ) from error
    if not isinstance(found, dict):  # a tag alone is a value too
        raise InvalidInput([Problem("json", "try.not_an_object")])
    return found


def evaluate(
    text: str, values: Mapping[str, Value], now: datetime, unary: str | None = None
) -> Tried:
    """Return what a FEEL expression gives for these variables.

    With `unary`, itself an expression, the text is the cell of a decision table and the value
    whether it passes. A name that nobody knows comes with the one that was probably meant. What
    JSON cannot hold, a function, gives its text and a warning.
    """
    try:
        if unary is None:
            outcome = feel.compile_expression(text, values).evaluate(values, _local(now))
        else:
            tested = feel.compile_expression(unary, values).evaluate(values, _local(now))
            cell = feel.compile_unary_tests(text, values)
            outcome = cell.matches(tested.value, values, _local(now))
            outcome = feel.Outcome(outcome.value, tested.warnings + outcome.warnings)
    except feel.FeelSyntaxError as error:
        return Tried(error=Remark(error.code, error.line, error.column, error.facts))
    warnings = tuple(
        Remark(one.code, one.line, one.column, _with_guess(one.facts, values))
        for one in outcome.warnings
    )
    try:
        return Tried(tagged.encode(outcome.value), warnings)
    except tagged.NotStorable:
        return Tried(text, (*warnings, Remark("not_storable", 1, 1, {})))


def decide(
    data: bytes,
    file: str,
    decision: str,
    values: Mapping[str, Value],
    now: datetime,
    others: Mapping[str, bytes] | None = None,
) -> Decided:
    """Return what a decision in a DMN file gives; `others` are files that it may import.

    Without a `decision` it is the one that no other requires. Raises InvalidModel with every
    finding, NotFound (facts `known`, `did_you_mean`) when the file has no such decision.
    """
    model = dmn.parse(data, file, others)
    asked = decision or model.top
    if asked not in model.decisions:
        known = sorted(model.decisions)
        meant = feel.suggest(asked, known)
        raise NotFound("decision_not_found", decision=asked, known=known, did_you_mean=meant)
    _, trace = model.decide_all(asked, values, now=_local(now))
    return Decided(asked, trace[-1].outputs, trace)


def inputs(assignments: Iterable[str], now: datetime) -> dict[str, Value]:
    """Return the values of `name=expression` texts; a later one sees the earlier ones.

    Raises InvalidInput with the assignment as field: no name, FEEL that cannot be read or that
    gives warnings (facts `code`, `line`, `column`).
    """
    found: dict[str, Value] = {}
    for one in assignments:
        name, sign, text = one.partition("=")
        if not sign or not name.strip():
            raise InvalidInput([Problem(one, "try.not_an_assignment")])
        tried = evaluate(text, found, now)
        wrong = tried.error or next(iter(tried.warnings), None)
        if wrong is not None:
            facts = {**wrong.facts, "code": wrong.code, "line": wrong.line, "column": wrong.column}
            raise InvalidInput([Problem(one, "feel_syntax", facts)])
        found[name.strip()] = tagged.decode(tried.value)
    return found


def _local(now: datetime) -> datetime:
    """Return a moment as people here read it: `today()` is the day in Brussels."""
    return now.astimezone(BRUSSELS)


def _with_guess(facts: Mapping[str, Any], values: Mapping[str, Value]) -> Mapping[str, Any]:
    """Add to an unknown name the one that was probably meant."""
    name = facts.get("name")
    meant = feel.suggest(name, [*values, *NAMES]) if isinstance(name, str) else None
    return {**facts, "did_you_mean": meant} if meant else facts
