"""The built-in functions on contexts (DMN 1.5 §10.3.4.10), and `get or else`."""

from __future__ import annotations

from engine.feel.faults import Fault
from engine.feel.library.registry import function
from engine.feel.values import Value

Context = dict[str, Value]


@function("get value", "m: context", "key: string")
def get_value(context: Context, key: str) -> Value:
    """Return the entry of that key."""
    return context.get(key)


@function("get value", "context: context", "keys: list")
def get_deep_value(context: Context, keys: list[Value]) -> Value:
    """Return the entry that the keys lead to."""
    value: Value = context
    if not keys:
        raise Fault("empty_list")
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


@function("get entries", "m: context")
def get_entries(context: Context) -> list[Context]:
    """Return the entries as contexts of key and value."""
    return [{"key": key, "value": value} for key, value in context.items()]


@function("context", "entries: list")
def context_of(entries: list[Value]) -> Context:
    """Return the context that contexts of key and value describe."""
    made: Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or not entry.keys() >= {"key", "value"}:
            raise Fault("not_an_entry")
        key = entry["key"]
        if not isinstance(key, str) or key in made:
            raise Fault("duplicate_key" if isinstance(key, str) else "not_an_entry")
        made[key] = entry["value"]
    return made


@function("context put", "context: context", "key: string", "value: any")
def context_put(context: Context, key: str, value: Value) -> Context:
    """Return the context with one entry set."""
    return {**context, key: value}


@function("context put", "context: context", "keys: list", "value: any")
def context_put_deep(context: Context, keys: list[Value], value: Value) -> Context:
    """Return the context with the entry set that the keys lead to."""
    if not keys or not all(isinstance(key, str) for key in keys):
        raise Fault("wrong_argument", parameter="keys")
    first, *rest = keys
    if not rest:
        return {**context, first: value}
    inner = context.get(first)
    if not isinstance(inner, dict):
        raise Fault("unknown_property", name=first)
    return {
        **context,
        first: context_put_deep(inner, rest, value),
    }


@function("context merge", "contexts: list")
def context_merge(contexts: list[Value]) -> Context:
    """Return one context of all entries; later ones win."""
    made: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise Fault("wrong_argument", parameter="contexts")
        made |= context
    return made


@function("get or else", "value: any", "default: any")
def get_or_else(value: Value, default: Value) -> Value:
    """Return the value, or `default` where it is null."""
    return default if value is None else value


@function("is defined", "value: any")
def is_defined(value: Value) -> bool:
    """Return whether the value is not null."""
    return value is not None
