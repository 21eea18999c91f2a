"""FEEL types and what conforms to them (DMN 1.5 §10.3.2.9): for `instance of` and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.feel.values import Function, Range, Value, kind

SIMPLE = (
    "Any",
    "Null",
    "number",
    "string",
    "boolean",
    "date",
    "time",
    "date and time",
    "days and time duration",
    "years and months duration",
    "list",
    "context",
    "function",
    "range",
)
OLD = {
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "dateTime": "date and time",
    "day time duration": "days and time duration",
    "year month duration": "years and months duration",
}


@dataclass(frozen=True, slots=True)
class Type:
    """A FEEL type: its name and, for list, range, function and context, what is inside."""

    name: str
    of: Type | None = None
    fields: Mapping[str, Type] = field(default_factory=dict)
    parameters: tuple[Type, ...] | None = None

    @property
    def is_bare(self) -> bool:
        """Return whether this is a list, range, context or function of nobody knows what."""
        if self.name in ("list", "range"):
            return self.of is None
        if self.name == "function":
            return self.parameters is None
        return self.name == "context" and not self.fields


ANY = Type("Any")


def simple(name: str) -> Type:
    """Return the simple type of that name (one of SIMPLE or OLD)."""
    return Type(OLD.get(name, name))


def is_instance(value: Value, wanted: Type) -> bool:
    """Return whether `value` is an instance of `wanted`; null is only of type Null."""
    if wanted.name == "Any":
        return value is not None
    if wanted.name == "Null":
        return value is None
    if kind(value) != wanted.name:
        return False
    return _INSIDE.get(wanted.name, _nothing)(value, wanted)


def conforms(value: Value, wanted: Type) -> bool:
    """Return whether `value` may be passed where `wanted` is declared: null always may."""
    return value is None or wanted.name == "Any" or is_instance(value, wanted)


def _nothing(_value: Value, _wanted: Type) -> bool:
    return True


def _list(value: Value, wanted: Type) -> bool:
    of = wanted.of
    return of is None or all(conforms(item, of) for item in value)


def _context(value: Value, wanted: Type) -> bool:
    return all(key in value and conforms(value[key], of) for key, of in wanted.fields.items())


def _range(value: Range, wanted: Type) -> bool:
    of = wanted.of
    return of is None or (conforms(value.start, of) and conforms(value.end, of))


def _function(value: Function, wanted: Type) -> bool:
    parameters = wanted.parameters
    if parameters is None:
        return True
    if len(parameters) != len(value.parameters):
        return False
    return all(
        covers(declared, given) for declared, given in zip(value.types, parameters, strict=False)
    )


def covers(wide: Type, narrow: Type) -> bool:
    """Return whether every value of type `narrow` is also one of type `wide`."""
    if wide.name == "Any" or narrow.name == "Null":
        return True
    if wide.name != narrow.name:
        return False
    if wide.of is not None and wide.name != "function":
        return narrow.of is not None and covers(wide.of, narrow.of)
    return all(
        key in narrow.fields and covers(of, narrow.fields[key]) for key, of in wide.fields.items()
    )


_INSIDE = {"list": _list, "context": _context, "range": _range, "function": _function}


def fit(value: Value, wanted: Type) -> Value:
    """Return `value` after the implicit conversions of DMN 1.5 §10.3.2.9.4.

    A singleton list becomes its item and an item a singleton list where the type asks for it, a
    date becomes a date and time. What does not fit then stays as it is.
    """
    if conforms(value, wanted):
        return value
    if wanted.name == "list":
        return [value] if is_instance([value], wanted) else value
    if isinstance(value, list) and len(value) == 1 and conforms(value[0], wanted):
        return value[0]
    return value
