"""FEEL values as the JSON of a contract, and back: checked against its schemas, both ways.

Dates and moments travel as ISO 8601 text, numbers as numbers; what has no value is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from engine.connectors.contracts import Operation, Schema
from engine.feel import temporal
from engine.model import Value

MOST_TOLD = 5
_CHECKER = Draft202012Validator.FORMAT_CHECKER


class Unfit(ValueError):
    """A value has no place in a contract; the text says which, and why."""


def request(operation: Operation, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return what is asked, as JSON. Raises Unfit when the contract does not take it."""
    asked = {name: to_json(value) for name, value in values.items()}
    made = {name: value for name, value in asked.items() if value is not None}
    _hold(operation.takes, made)
    return made


def answer(operation: Operation, given: Any) -> dict[str, Value]:
    """Return what came back as values: what the contract names, and null where it is silent.

    Raises Unfit when it is not what the contract promises.
    """
    _hold(operation.gives, given)
    value = from_json(operation.gives, given)
    assert isinstance(value, dict), "every contract gives an object"
    return value


def titles(schema: Schema) -> dict[str, str]:
    """Return what each field of a schema is called on paper."""
    fields = schema.get("properties", {})
    return {name: str(each.get("title", name)) for name, each in fields.items()}


def to_json(value: Value) -> Any:
    """Return a value as JSON. Raises Unfit for what JSON cannot say."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, datetime):
        return temporal.moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [to_json(each) for each in value]
    if isinstance(value, dict):
        parts = {name: to_json(each) for name, each in value.items()}
        return {name: each for name, each in parts.items() if each is not None}
    raise Unfit(type(value).__name__)


def _number(value: Decimal) -> int | float:
    if value == value.to_integral_value() and abs(value) < 10**15:
        return int(value)
    near = float(value)
    if Decimal(repr(near)) != value:
        raise Unfit(f"{value}: more digits than JSON keeps")
    return near


def from_json(schema: Schema, given: Any) -> Value:
    """Return JSON that fits `schema` as a value."""
    if isinstance(given, bool) or given is None:
        return given
    if isinstance(given, int | float):
        return Decimal(repr(given))
    if isinstance(given, str):
        return date.fromisoformat(given) if schema.get("format") == "date" else given
    if isinstance(given, list):
        return [from_json(schema.get("items", {}), each) for each in given]
    fields = schema.get("properties", {})
    return {name: from_json(each, given.get(name)) for name, each in fields.items()}


def _hold(schema: Schema, given: Any) -> None:
    """Raise Unfit with the first of what is wrong; never with what was said."""
    validator = Draft202012Validator(schema, format_checker=_CHECKER)
    wrong = sorted(validator.iter_errors(given), key=lambda each: list(map(str, each.path)))
    if wrong:
        raise Unfit("; ".join(_told(each) for each in wrong[:MOST_TOLD]))


def _told(wrong: ValidationError) -> str:
    """Return which field is wrong by which rule."""
    path = [str(each) for each in wrong.path]
    asked = wrong.validator_value
    if (
        wrong.validator == "required"
        and isinstance(asked, list)
        and isinstance(wrong.instance, dict)
    ):
        path += [name for name in asked if name not in wrong.instance][:1]
    return f"{'.'.join(path) or '-'} {wrong.validator}"


def parsed(body: bytes) -> Any:
    """Return the JSON of an answer. Raises Unfit when it is none, or holds no plain numbers."""
    try:
        return json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as wrong:
        raise Unfit("no JSON") from wrong


def _no_constant(name: str) -> Any:
    raise ValueError(name)
