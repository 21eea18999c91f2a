"""The built-in functions that turn one kind of value into another (DMN 1.5 §10.3.4.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from engine.feel import temporal
from engine.feel.faults import Fault
from engine.feel.lexer import unescape
from engine.feel.library.registry import function
from engine.feel.numbers import number as parse_number
from engine.feel.operators import compare
from engine.feel.texts import text_of
from engine.feel.values import Range, Value

_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@function("string", "from: any")
def string(value: Value) -> str | None:
    """Return the value as text; null stays null."""
    return None if value is None else text_of(value)


@function(
    "number", "from: string|number", "grouping separator: string?", "decimal separator: string?"
)
def number(source: str | Decimal, grouping: str | None, point: str | None) -> Decimal:
    """Return the number that a text spells, with its separators."""
    if isinstance(source, Decimal) and grouping is point is None:
        return source
    if (
        isinstance(source, Decimal)
        or grouping not in (None, " ", ",", ".")
        or point not in (None, ",", ".")
    ):
        raise Fault("bad_separator")
    if grouping is not None and grouping == (point or "."):
        raise Fault("bad_separator")
    plain = source.replace(grouping, "") if grouping else source
    if point == ",":
        plain = plain.replace(".", "?").replace(",", ".")
    if _NUMBER.fullmatch(plain) is None:
        raise Fault("not_a_number", value=source[:40])
    return parse_number(plain)


_RANGE = re.compile(r"\s*([\[(\]])(.*?)\.\.(.*)([\])\[])\s*", re.DOTALL)
_CALL = re.compile(r'(date|time|date and time|duration)\s*\(\s*("(?:[^"\\]|\\.)*")\s*\)')
_MAKERS: dict[str, Callable[[str], Value]] = {
    "date": temporal.parse_date,
    "time": temporal.parse_time,
    "date and time": temporal.parse_moment,
    "duration": temporal.parse_duration,
}


def _end(text: str) -> Value:
    text = text.strip()
    call = _CALL.fullmatch(text)
    if call is not None:
        return _MAKERS[call[1]](unescape(call[2]))
    if text.startswith('@"') and text.endswith('"'):
        return temporal.at_literal(unescape(text[1:]))
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        return unescape(text)
    return None if text in ("", "null") else parse_number(text)


@function("range", "from: string")
def range_from(text: str) -> Range:
    """Return the interval that a text spells, its ends literals; an end left out is open."""
    match = _RANGE.fullmatch(text)
    if match is None:
        raise Fault("not_a_range", value=text[:40])
    start, end = _end(match[2]), _end(match[3])
    closed = match[1] == "[", match[4] == "]"
    if (start is None and (end is None or closed[0])) or (end is None and closed[1]):
        raise Fault("not_a_range", value=text[:40])
    if start is not None and end is not None and compare("<=", start, end) is not True:
        raise Fault("not_a_range", value=text[:40])
    return Range(start, end, *closed)
