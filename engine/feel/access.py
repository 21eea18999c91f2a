"""Reaching into values: paths, properties, projections, indexes, filters (DMN 1.5 §10.3.2.5)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.feel import big, temporal, timemath
from engine.feel.big import Clock, Day, Moment, Span
from engine.feel.faults import Fault, Run
from engine.feel.numbers import whole
from engine.feel.operators import DAYS, MOMENT, YEARS
from engine.feel.scope import Code, Scope, Variables
from engine.feel.values import Value, YearMonthDuration, kind

Reader = Callable[[Value], Value]


def _years(value: YearMonthDuration) -> Decimal:
    return Decimal(abs(value.months) // 12 * (1 if value.months >= 0 else -1))


def _months(value: YearMonthDuration) -> Decimal:
    return Decimal(abs(value.months) % 12 * (1 if value.months >= 0 else -1))


def _part(size: int, around: int | None) -> Callable[[Span], Decimal]:
    """Return the reader of one part of a span: units of `size` seconds, modulo `around`."""

    def part(value: Span) -> Decimal:
        seconds = timemath.in_seconds(value)
        units = abs(seconds) // size if size > 1 else abs(seconds)
        units = units if around is None else units % around
        return -units if seconds < 0 else units

    return part


def _zone(value: Clock | Moment) -> str | None:
    return temporal.zone_text(value.tzinfo).removeprefix("@") or None


def _second(value: Clock) -> Decimal:
    return Decimal(value.second) + Decimal(big.nanosecond(value)).scaleb(-9).normalize()


def _weekday(value: Day) -> Decimal:
    return Decimal(value.isoweekday())


def _of(part: Callable[[Moment], Value], reader: Reader) -> Reader:
    return lambda value: reader(part(value))


_DAY: dict[str, Reader] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": _weekday,
}
_CLOCK: dict[str, Reader] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": _second,
    "time offset": big.offset,
    "timezone": _zone,
}
_PROPERTIES: dict[str, dict[str, Reader]] = {
    "date": _DAY,
    "time": _CLOCK,
    MOMENT: {
        **{name: _of(big.day_part, reader) for name, reader in _DAY.items()},
        **{name: _of(big.clock_part, reader) for name, reader in _CLOCK.items()},
        "time offset": big.offset,
    },
    YEARS: {"years": _years, "months": _months},
    DAYS: {
        "days": _part(86_400, None),
        "hours": _part(3_600, 24),
        "minutes": _part(60, 60),
        "seconds": _part(1, 60),
    },
    "range": {
        "start": lambda value: None if value.sign == "!=" else value.start,
        "end": lambda value: None if value.sign == "!=" else value.end,
        "start included": lambda value: value.start_included and value.sign != "!=",
        "end included": lambda value: value.end_included and value.sign != "!=",
    },
}


def property_of(value: Value, name: str) -> Value:
    """Return the entry or property `name` of `value`; of a list, that of each item.

    Raises Fault when there is no such entry or property.
    """
    if isinstance(value, dict):
        try:
            return value[name]
        except KeyError:
            raise Fault("unknown_property", name=name, value="context") from None
    if isinstance(value, list):
        return [_projected(item, name) for item in value]
    reader = _PROPERTIES.get(kind(value), {}).get(name)
    if reader is None:
        raise Fault("unknown_property", name=name, value=kind(value))
    return reader(value)


def _projected(item: Value, name: str) -> Value:
    if isinstance(item, dict):
        return item.get(name)
    try:
        return property_of(item, name)
    except Fault:
        return None


def _items(value: Value) -> list[Value]:
    if value is None:
        raise Fault("null_operand", operator="[]")
    return value if isinstance(value, list) else [value]


def item_at(value: Value, position: Decimal) -> Value:
    """Return the item at `position`: 1 the first, -1 the last. Raises Fault beyond the ends."""
    items = _items(value)
    at = whole(position)
    if at == 0 or abs(at) > len(items):
        raise Fault("position_out_of_range", value=str(position))
    return items[at - 1 if at > 0 else at]


def filtered(value: Value, condition: Code, variables: Variables, run: Run) -> Value:
    """Return the items for which `condition` is true; the item it points at when it is a number.

    The condition sees `item`, and the entries of an item that is a context. Raises Fault when it
    is neither boolean, null nor number.
    """
    items = _items(value)
    chosen: list[Value] = []
    for item in items:
        run.tick()
        answer = condition(_item_scope(item, variables), run)
        if answer is True:
            chosen.append(item)
        elif isinstance(answer, Decimal):
            return item_at(items, answer)
        elif answer is not None and answer is not False:
            raise Fault("not_a_boolean", value=kind(answer))
    if not items and isinstance(answer := condition(_item_scope(None, variables), Run()), Decimal):
        return item_at(items, answer)
    return chosen


def _item_scope(item: Value, variables: Variables) -> Scope:
    scope = Scope(item if isinstance(item, dict) else {}, variables)
    scope.setdefault("item", item)
    return scope
