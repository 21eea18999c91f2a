"""Any FEEL value as the text that FEEL's `string` makes of it (DMN 1.5 §10.3.4.1). Pure."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel import temporal
from engine.feel.faults import MAX_STRING, Exhausted
from engine.feel.names import index
from engine.feel.numbers import written
from engine.feel.operators import DAYS, MOMENT, YEARS
from engine.feel.values import Range, Value, kind


class _Writer:
    """Collects a text and stops when it grows beyond the limit."""

    def __init__(self) -> None:
        self.size = 0

    def inner(self, value: Value) -> str:
        """Return `value` as it stands inside a list or context: strings quoted."""
        text = _quoted(value) if isinstance(value, str) else self.text(value)
        self.size += len(text)
        if self.size > MAX_STRING:
            raise Exhausted("string_too_long", limit=MAX_STRING)
        return text

    def text(self, value: Value) -> str:
        """Return `value` as text."""
        what = kind(value)
        if what == "list":
            return "[" + ", ".join(self.inner(item) for item in value) + "]"
        if what == "context":
            entries = (f"{_key(key)}: {self.inner(item)}" for key, item in value.items())
            return "{" + ", ".join(entries) + "}"
        if what == "range":
            return self._range(value)
        return _SIMPLE[what](value)

    def _range(self, value: Range) -> str:
        if value.sign:
            return f"({value.sign}{self.inner(value.start)})"
        start = "" if value.start is None else self.inner(value.start)
        end = "" if value.end is None else self.inner(value.end)
        opening = "[" if value.start_included else "("
        return f"{opening}{start}..{end}{']' if value.end_included else ')'}"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(key: str) -> str:
    return key if index([key]) else _quoted(key)


_SIMPLE: dict[str, Callable[[Value], str]] = {
    "null": lambda _value: "null",
    "boolean": lambda value: "true" if value else "false",
    "number": written,
    "string": str,
    "date": temporal.date_text,
    "time": temporal.time_text,
    MOMENT: temporal.moment_text,
    DAYS: temporal.days_text,
    YEARS: temporal.months_text,
    "function": lambda value: f"function({', '.join(value.parameters)})",
    "unknown": lambda _value: "null",
}


def text_of(value: Value) -> str:
    """Return `value` as text. Raises Exhausted when that text would be too long."""
    return _Writer().text(value)
