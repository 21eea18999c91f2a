"""Variables as FEEL text, and back: what an operator reads, and what an operator typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from engine import trying
from engine.errors import InvalidInput, Problem
from engine.feel import tagged
from engine.feel.written import written
from engine.masking import Mask
from engine.model import Value
from engine.operations.views import Variable
from engine.store.types import canonical

MOST_VALUES = 20
LONGEST_TEXT = 2_000
LARGEST_VALUE = 20_000  # characters of JSON
MOST_SHOWN = 500


def shown(stored: Mapping[str, Any]) -> tuple[Variable, ...]:
    """Return tagged variables as FEEL, contexts part by part; at most `MOST_SHOWN` of them."""
    found: list[Variable] = []
    for path, value in _parts(stored, ""):
        text = written(value)
        found.append(Variable(path, text if len(text) <= LONGEST_TEXT else None))
        if len(found) == MOST_SHOWN:
            break
    return tuple(found)


def _parts(stored: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    for name, value in sorted(stored.items()):
        apart = (
            isinstance(value, dict) and value and not any("." in k or k[:1] == "@" for k in value)
        )
        if apart:
            yield from _parts(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def read(
    typed: Mapping[str, str], known: Mapping[str, Value], now: datetime, mask: Mask
) -> dict[str, Value]:
    """Return the values of FEEL texts by name or path; they see the variables in `known`.

    What `mask` hides is not seen, and not changed: nobody writes over what he cannot read. Raises
    InvalidInput with every name whose text is no FEEL, gives a warning, or is too large.
    """
    if not typed:
        raise InvalidInput([Problem("values", "no_values")])
    if len(typed) > MOST_VALUES:
        raise InvalidInput([Problem("values", "too_many_values", {"most": MOST_VALUES})])
    seen = mask.values(known)
    results = {
        path: (None, Problem(path, "confidential_value"))
        if mask.touches(path)
        else _one(path, text, seen, now)
        for path, text in typed.items()
    }
    problems = [problem for _, problem in results.values() if problem is not None]
    if problems:
        raise InvalidInput(problems)
    return {path: value for path, (value, _) in results.items()}


def _one(
    path: str, text: str, known: Mapping[str, Value], now: datetime
) -> tuple[Value, Problem | None]:
    if len(text) > LONGEST_TEXT:
        return None, Problem(path, "value_too_long", {"most": LONGEST_TEXT})
    tried = trying.evaluate(text, known, now)
    wrong = tried.error or next(iter(tried.warnings), None)
    if wrong is not None:
        facts = {**wrong.facts, "code": wrong.code, "line": wrong.line, "column": wrong.column}
        return None, Problem(path, "feel_syntax", facts)
    if len(canonical(tried.value)) > LARGEST_VALUE:
        return None, Problem(path, "value_too_long", {"most": LARGEST_VALUE})
    return tagged.decode(tried.value), None
