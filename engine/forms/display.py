"""FEEL values as people in Flanders read them: 20/03/2026, 14:30, 1.234,5.

No database, no clock, no network, no form.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Context, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.model import Value

LOCAL = ZoneInfo("Europe/Brussels")
_LONGEST_NUMBER = 60
_ROOM = Context(prec=2 * _LONGEST_NUMBER)


def as_text(value: Value) -> str:
    """Return a value as text; null is empty, a boolean `ja` or `nee`, a list has commas."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, (date, time)):
        return moment_text(value)
    if isinstance(value, list | tuple):
        return ", ".join(as_text(part) for part in value)
    return _other_text(value)


def number_text(value: Decimal, *, digits: int | None = None, grouped: bool = True) -> str:
    """Return a number with a decimal comma, and dots between thousands when `grouped`."""
    if not value.is_finite():
        return ""
    if digits is not None:
        value = _with_digits(value, digits)
    if abs(value.adjusted()) > _LONGEST_NUMBER:
        return str(value) if value else "0"
    text = f"{value:,f}" if grouped else f"{value:f}"
    return text.translate({ord(","): ".", ord("."): ","})


def moment_text(value: date | time) -> str:
    """Return a date, time or local date and time; a moment with a zone is shown in Brussels."""
    if isinstance(value, datetime):
        local = value.astimezone(LOCAL) if value.tzinfo else value
        return f"{moment_text(local.date())} {local:%H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def _with_digits(value: Decimal, digits: int) -> Decimal:
    """Return the value with at least this many decimals; it never loses one."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent < digits and abs(value.adjusted()) < 20:
        return value.quantize(Decimal(1).scaleb(-digits), context=_ROOM)
    return value


def _other_text(value: Any) -> str:
    """Return what has no shape of its own in a text: durations, contexts, ranges."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {as_text(part)}" for name, part in value.items())
    return str(value)
