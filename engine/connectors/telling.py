"""What a person has to enter in a system, or look up there: line by line, in Dutch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from engine.connectors import typed
from engine.connectors.contracts import Operation
from engine.model import Value
from engine.wording import short_date


def lines(operation: Operation, values: Mapping[str, Value]) -> str:
    """Return the values of a request, each on a line behind its title."""
    called = typed.titles(operation.takes)
    told = {name: _shown(value) for name, value in values.items()}
    return "\n".join(f"{called.get(name, name)}: {text}" for name, text in told.items() if text)


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return str(value)
