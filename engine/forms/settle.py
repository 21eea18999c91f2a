"""Which fields of a form are there, and which may be changed, given what is filled in.

Conditions see the case's variables with the form's own values over them; a hidden field counts
as null. No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.feel import Expression
from engine.forms.schema import Field, Form
from engine.forms.scope import Scope
from engine.forms.values import Refused, Source, read
from engine.model import Value

_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What was given for one field: its value, or why it cannot be read."""

    given: bool
    value: Value = None
    refused: Refused | None = None

    @property
    def empty(self) -> bool:
        """Tell whether nothing was filled in: absent, blank, no tick."""
        return self.refused is None and (self.value in (None, "", []) or self.value is False)


@dataclass(frozen=True, slots=True)
class Settled:
    """The form at rest: the names that FEEL sees, and the fields that are hidden or locked."""

    scope: Scope
    hidden: frozenset[str]
    locked: frozenset[str]
    current: Mapping[str, Value]

    def is_hidden(self, hidden_by: tuple[Expression, ...]) -> bool:
        """Tell whether one of these conditions hides a component."""
        return any(self.scope.truth(condition) for condition in hidden_by)


def read_all(form: Form, raws: Mapping[str, Any], source: Source) -> dict[str, Reading]:
    """Read what was given for every field, in field order."""
    return {field.key: _read_one(field, raws, source) for field in form.fields}


def _read_one(field: Field, raws: Mapping[str, Any], source: Source) -> Reading:
    """Read one field; a field that was not given reads as empty."""
    given = field.key in raws
    try:
        return Reading(given, read(field, raws.get(field.key), source))
    except Refused as refused:
        return Reading(given, refused=refused)


def settle(
    form: Form,
    readings: Mapping[str, Reading],
    context: Mapping[str, Value],
    now: datetime | None,
) -> Settled:
    """Evaluate all conditions until nothing changes any more.

    Fields are taken in order, each seeing what the fields before it became. A field that never
    comes to rest (its condition contradicts itself) is hidden.
    """
    current = _current_values(form, context, now)
    hidden: set[str] = set()
    locked: set[str] = set()
    names = _overlay(form, context)
    scope = Scope(names, now)
    for field in form.fields:
        put(names, field.path, readings[field.key].value)
    opened = {key: reading.value for key, reading in readings.items()}
    changing = [field for field in form.fields if _has_conditions(field)]
    restless: list[Field] = []
    for _ in range(_MOST_ROUNDS):
        restless.clear()
        for field in changing:
            if _moves(field, scope, hidden, locked):
                restless.append(field)
                kept = current if field.key in locked else opened
                put(names, field.path, None if field.key in hidden else kept[field.key])
        if not restless:
            break
    for field in restless:
        hidden.add(field.key)
        put(names, field.path, None)
    return Settled(scope, frozenset(hidden), frozenset(locked), current)


def defaults(form: Form, context: Mapping[str, Value], now: datetime | None) -> dict[str, Value]:
    """Return what each field holds before anybody fills it in, nested by path.

    The case's own value comes first, then the default; fields without either are left out.
    """
    nested: dict[str, Value] = {}
    for key, value in _current_values(form, context, now).items():
        if value is not None:
            put(nested, form.by_key[key].path, value)
    return nested


def at_path(values: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """Return what stands at a path in nested values, null when nothing does."""
    node: Any = values
    for segment in path:
        if not isinstance(node, Mapping):
            return None
        node = node.get(segment)
    return node


def _moves(field: Field, scope: Scope, hidden: set[str], locked: set[str]) -> bool:
    """Evaluate one field's conditions; tell whether it became something else."""
    is_hidden = any(scope.truth(condition) for condition in field.hidden_by)
    is_locked = scope.truth(field.disabled) or scope.truth(field.readonly)
    if (is_hidden, is_locked) == (field.key in hidden, field.key in locked):
        return False
    _put_in(hidden, field.key, wanted=is_hidden)
    _put_in(locked, field.key, wanted=is_locked)
    return True


def _put_in(keys: set[str], key: str, *, wanted: bool) -> None:
    """Make a key a member, or not."""
    if wanted:
        keys.add(key)
    else:
        keys.discard(key)


def _has_conditions(field: Field) -> bool:
    """Tell whether a field can be hidden or locked at all."""
    return bool(field.hidden_by or field.disabled or field.readonly)


def _current_values(
    form: Form, context: Mapping[str, Value], now: datetime | None
) -> dict[str, Value]:
    """Return the case's value or the default of every field, by key."""
    found: dict[str, Value] = {}
    names = _overlay(form, context)
    scope = Scope(names, now)
    for field in form.fields:
        value = at_path(context, field.path)
        if value is None:
            value = _default_value(field, scope)
        if value is None and field.kind == "checklist":
            value = []
        if value is None and field.kind == "checkbox":
            value = False
        found[field.key] = value
        put(names, field.path, value)
    return found


def _default_value(field: Field, scope: Scope) -> Value:
    """Return a field's default; FEEL that gives something the field cannot hold gives null."""
    if not isinstance(field.default, Expression):
        return field.default
    try:
        return read(field, scope.value(field.default), "json")
    except Refused:
        return None


def _overlay(form: Form, context: Mapping[str, Value]) -> dict[str, Value]:
    """Return a copy of the context in which every field's path may be written."""
    names: dict[str, Value] = dict(context)
    copied: set[tuple[str, ...]] = set()
    for field in form.fields:
        node = names
        for end, segment in enumerate(field.path[:-1], start=1):
            if field.path[:end] not in copied:
                inner = node.get(segment)
                node[segment] = dict(inner) if isinstance(inner, Mapping) else {}
                copied.add(field.path[:end])
            node = node[segment]
    return names


def put(nested: dict[str, Value], path: tuple[str, ...], value: Value) -> None:
    """Write a value at a path of nested dicts, making those on the way."""
    node = nested
    for segment in path[:-1]:
        node = node.setdefault(segment, {})
    node[path[-1]] = value
