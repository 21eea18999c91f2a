"""Values that a program sends: tagged JSON, checked before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine import errors
from engine.errors import Problem
from engine.feel import tagged
from engine.model import Value

DEEPEST = 30
LARGEST_EXPONENT = 6144  # of a decimal128 (DMN §10.3.2.3)


def read_values(sent: Mapping[str, Any]) -> dict[str, Value]:
    """Return named FEEL values. Raises InvalidInput with the JSON pointer of what is none."""
    found = {}
    for name, each in sent.items():
        try:
            _refuse_deep(each, DEEPEST)
            value = tagged.decode(each)
            _refuse_wild(value)
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as wrong:
            problem = Problem(f"/values/{name[:80]}", "schema.value")
            raise errors.InvalidInput([problem], "schema") from wrong
        found[name] = value
    return found


def _refuse_deep(value: Any, left: int) -> None:
    if left == 0:
        raise ValueError("deeper than anybody needs")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        _refuse_deep(each, left - 1)


def _refuse_wild(value: Value) -> None:
    """Refuse a number that is none (NaN, infinite) or beyond what FEEL calculates with."""
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > LARGEST_EXPONENT:
            raise ValueError("no number of FEEL")
    elif isinstance(value, dict):
        for each in value.values():
            _refuse_wild(each)
    elif isinstance(value, list):
        for each in value:
            _refuse_wild(each)
