"""The FEEL interpreter against the neutral form of the DMN TCK's cases (`cases.json`).

The cases stand outside the project; `load` reads them, `run` counts what passes per folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from engine.feel import FeelSyntaxError, Value, compile_expression, temporal
from engine.feel.faults import Fault
from engine.feel.operators import same

Case = Mapping[str, Any]
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
TOLERANCE = Decimal("1e-8")  # relative; the TCK compares numbers of finite precision

_READERS = {
    "date": temporal.parse_date,
    "time": temporal.parse_time,
    "dateTime": temporal.parse_moment,
    "duration": temporal.parse_duration,
}


class Count(NamedTuple):
    """How many results are right, of how many."""

    passed: int
    total: int


class Result(NamedTuple):
    """The count of all cases, and that of each folder."""

    passed: int
    total: int
    folders: dict[str, Count]


def load(path: Path) -> list[dict[str, Any]]:
    """Return the cases of a file `cases.json`."""
    cases: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return cases


def run(cases: Iterable[Case]) -> Result:
    """Return how many of `cases` are right, in all and per folder."""
    folders: dict[str, Count] = {}
    for case in cases:
        passed, total = folders.get(case["dir"], (0, 0))
        folders[case["dir"]] = Count(passed + evaluate_case(case), total + 1)
    counts = folders.values()
    return Result(sum(c.passed for c in counts), sum(c.total for c in counts), folders)


def evaluate_case(case: Case) -> bool:
    """Return whether FEEL gives what the case expects; null and an error are both no value."""
    if case["unsup"] is not None:
        return False
    try:
        value = outcome(case)
    except FeelSyntaxError:
        return case["expected"] is None
    if case["expected"] is None:
        return value is None
    try:
        return alike(value, expected(case["expected"]))
    except Fault:
        return False


def outcome(case: Case) -> Value:
    """Return the value of the case's target. Raises FeelSyntaxError when a step cannot be read."""
    context: dict[str, Value] = {}
    for name, text in (*case["inputs"].items(), *case["steps"]):
        context[name] = compile_expression(text, frozenset(context)).evaluate(context, NOW).value
    return context.get(case["target"])


def expected(written: Any) -> Value:
    """Return the value that the neutral form writes down. Raises Fault when FEEL has no such."""
    if isinstance(written, list):
        return [expected(item) for item in written]
    if not isinstance(written, dict):
        return written
    ((what, body),) = written.items()
    if what == "num":
        return Decimal(body)
    if what == "ctx":
        return {key: expected(item) for key, item in body.items()}
    return _READERS[what](body)


def alike(value: Value, wanted: Value) -> bool:
    """Return whether the values are the same, numbers within TOLERANCE."""
    if isinstance(value, Decimal) and isinstance(wanted, Decimal):
        return abs(value - wanted) <= abs(wanted) * TOLERANCE
    if isinstance(value, list) and isinstance(wanted, list):
        return len(value) == len(wanted) and all(map(alike, value, wanted))
    if isinstance(value, dict) and isinstance(wanted, dict):
        return value.keys() == wanted.keys() and all(alike(value[k], wanted[k]) for k in value)
    return same(value, wanted)
