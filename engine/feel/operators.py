"""What FEEL's operators mean: equality, order, membership, arithmetic, logic of three values.

DMN 1.5 §10.3.2.4 and §10.3.2.5 (tables 41 to 54). Pure functions of values.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.feel import timemath
from engine.feel.big import BigDuration, Clock, Moment
from engine.feel.faults import MAX_ITEMS, Exhausted, Fault, checked_size
from engine.feel.numbers import DECIMAL128, exact
from engine.feel.values import Range, Value, YearMonthDuration, kind

YEARS = "years and months duration"
DAYS = "days and time duration"
MOMENT = "date and time"


def both(left: Value, right: Value) -> bool | None:
    """Return left and right; null unless one is false or both are true."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def either(left: Value, right: Value) -> bool | None:
    """Return left or right; null unless one is true or both are false."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


# equality


def equal(left: Value, right: Value) -> bool | None:
    """Return whether the values are equal; null when they are of different kinds.

    Null equals only null.
    """
    return _equal(left, right, [MAX_ITEMS])


def _equal(left: Value, right: Value, budget: list[int]) -> bool | None:
    if left is None or right is None:
        return left is right
    what = kind(left)
    if what != kind(right):
        return None
    compare = _EQUALITY.get(what)
    if compare is not None:
        budget[0] -= 1
        if budget[0] < 0:
            raise Exhausted("value_too_large", limit=MAX_ITEMS)
        return compare(left, right, budget)
    return bool(left == right)


def _equal_lists(left: Value, right: Value, budget: list[int]) -> bool | None:
    if left is right:
        return True
    if len(left) != len(right):
        return False
    return all(_equal(a, b, budget) is True for a, b in zip(left, right, strict=True))


def _equal_contexts(left: Value, right: Value, budget: list[int]) -> bool | None:
    if left is right:
        return True
    if left.keys() != right.keys():
        return False
    return all(_equal(value, right[key], budget) is True for key, value in left.items())


def _equal_ranges(left: Value, right: Value, budget: list[int]) -> bool | None:
    flags = (left.start_included, left.end_included) == (right.start_included, right.end_included)
    return (
        flags
        and left.sign == right.sign
        and _equal(left.start, right.start, budget) is True
        and _equal(left.end, right.end, budget) is True
    )


def _equal_times(left: Value, right: Value, _budget: list[int]) -> bool | None:
    if (left.tzinfo is None) != (right.tzinfo is None):
        return False
    one, other = _instants(left, right)
    return bool(one == other)


def _instants(left: Clock | Moment, right: Clock | Moment) -> tuple[Any, Any]:
    """Return what is compared of two times or moments: whole milliseconds, as the TCK has it."""
    if isinstance(left, datetime) and isinstance(right, datetime):
        if not left.microsecond and not right.microsecond:
            return left, right
        return _in_millis(left), _in_millis(right)
    return timemath.millis(left), timemath.millis(right)


def _in_millis(value: datetime) -> datetime:
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


_EQUALITY: dict[str, Callable[[Value, Value, list[int]], bool | None]] = {
    "list": _equal_lists,
    "context": _equal_contexts,
    "range": _equal_ranges,
    "time": _equal_times,
    MOMENT: _equal_times,
    "function": lambda left, right, _budget: left is right,
}


def same(left: Value, right: Value) -> bool:
    """Return whether the values are equal, beyond doubt."""
    return equal(left, right) is True


# order

_ORDER: dict[str, Callable[[Value, Value], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ZONED = frozenset(["time", MOMENT])
_ORDERED = frozenset(["number", "string", "date", "time", MOMENT, YEARS, DAYS])


def compare(sign: str, left: Value, right: Value) -> bool | None:
    """Return `left sign right`; null when the two have no order between them.

    Of two times or moments of which one has no zone, it is read at the other's offset (table 54).
    """
    what = kind(left)
    if what not in _ORDERED or what != kind(right):
        return None
    if what in _ZONED:
        if left.tzinfo is None and right.tzinfo is not None:
            left = timemath.at_offset(left, right)
        elif right.tzinfo is None and left.tzinfo is not None:
            right = timemath.at_offset(right, left)
        left, right = _instants(left, right)
    return _ORDER[sign](left, right)


def ordered(value: Value) -> bool:
    """Return whether values of this kind have an order."""
    return kind(value) in _ORDERED


def includes(interval: Range, value: Value) -> bool | None:
    """Return whether `value` lies in `interval`; null when they cannot be compared."""
    start, end = interval.start, interval.end
    if interval.sign:
        answer = equal(value, start)
        return answer if answer is None or interval.sign == "=" else not answer
    if start is None:
        after = None if interval.start_included or end is None else True
    else:
        after = compare(">=" if interval.start_included else ">", value, start)
    if end is None:
        before = None if interval.end_included or start is None else True
    else:
        before = compare("<=" if interval.end_included else "<", value, end)
    return both(after, before)


def member(value: Value, of: Value) -> bool | None:
    """Return `value in of`: an equal value, a point of an interval, an element of a list."""
    if isinstance(of, list):
        if isinstance(value, list) and same(value, of):
            return True
        return any(_meets(value, item) for item in of)
    if isinstance(of, Range) and not isinstance(value, Range):
        return includes(of, value)
    return equal(value, of)


def _meets(value: Value, item: Value) -> bool:
    if isinstance(item, Range) and not isinstance(value, Range):
        return includes(item, value) is True
    return same(value, item)


# arithmetic


def _ratio(left: Decimal, right: Decimal) -> Decimal:
    return exact(DECIMAL128.divide, left, right)


def _power(left: Decimal, right: Decimal) -> Decimal:
    if left == 0 and right == 0:
        return Decimal(1)
    return exact(DECIMAL128.power, left, right)


def _months(count: Decimal) -> YearMonthDuration:
    if abs(count) > 12_000_000_000:
        raise Fault("duration_out_of_range")
    return YearMonthDuration(int(count))


Operation = Callable[[Value, Value], Value]
_TABLE: dict[tuple[str, str, str], Operation] = {
    ("+", "number", "number"): lambda a, b: exact(DECIMAL128.add, a, b),
    ("-", "number", "number"): lambda a, b: exact(DECIMAL128.subtract, a, b),
    ("*", "number", "number"): lambda a, b: exact(DECIMAL128.multiply, a, b),
    ("/", "number", "number"): _ratio,
    ("**", "number", "number"): _power,
    ("+", "string", "string"): lambda a, b: checked_size(a + b),
    ("+", YEARS, YEARS): lambda a, b: YearMonthDuration(a.months + b.months),
    ("-", YEARS, YEARS): lambda a, b: YearMonthDuration(a.months - b.months),
    ("*", YEARS, "number"): lambda a, b: _months(exact(DECIMAL128.multiply, Decimal(a.months), b)),
    ("/", YEARS, "number"): lambda a, b: _months(_ratio(Decimal(a.months), b)),
    ("/", YEARS, YEARS): lambda a, b: _ratio(Decimal(a.months), Decimal(b.months)),
    ("+", DAYS, DAYS): timemath.together,
    ("-", DAYS, DAYS): lambda a, b: timemath.together(a, timemath.opposite(b)),
    ("*", DAYS, "number"): timemath.scaled,
    ("/", DAYS, "number"): timemath.divided,
    ("/", DAYS, DAYS): lambda a, b: _ratio(timemath.in_seconds(a), timemath.in_seconds(b)),
    ("+", "date", YEARS): lambda a, b: timemath.months_later(a, b.months),
    ("-", "date", YEARS): lambda a, b: timemath.months_later(a, -b.months),
    ("+", "date", DAYS): timemath.shifted_date,
    ("-", "date", DAYS): lambda a, b: timemath.shifted_date(a, timemath.opposite(b)),
    ("+", MOMENT, YEARS): lambda a, b: timemath.months_later(a, b.months),
    ("-", MOMENT, YEARS): lambda a, b: timemath.months_later(a, -b.months),
    ("+", MOMENT, DAYS): timemath.shifted,
    ("-", MOMENT, DAYS): lambda a, b: timemath.shifted(a, timemath.opposite(b)),
    ("+", "time", DAYS): timemath.shifted_time,
    ("-", "time", DAYS): lambda a, b: timemath.shifted_time(a, timemath.opposite(b)),
    ("-", "date", "date"): timemath.difference,
    ("-", "date", MOMENT): timemath.difference,
    ("-", MOMENT, "date"): timemath.difference,
    ("-", MOMENT, MOMENT): timemath.difference,
    ("-", "time", "time"): timemath.difference_of_times,
}


def _swapped(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


_TABLE |= {
    (sign, right, left): _swapped(operation)
    for (sign, left, right), operation in _TABLE.items()
    if sign in "+*" and left != right  # these commute
}


def arithmetic(sign: str, left: Value, right: Value) -> Value:
    """Return `left sign right` for + - * / **.

    Null where one side is null. Raises Fault when the kinds do not go together or the result is
    out of range.
    """
    operation = _TABLE.get((sign, kind(left), kind(right)))
    if operation is not None:
        return operation(left, right)
    if left is None or right is None:
        raise Fault("null_operand", operator=sign)
    raise Fault("wrong_kinds", operator=sign, left=kind(left), right=kind(right))


def negated(value: Value) -> Value:
    """Return minus `value`. Raises Fault when it is no number or duration."""
    if isinstance(value, Decimal):
        return DECIMAL128.minus(value)
    if isinstance(value, timedelta | BigDuration):
        return timemath.opposite(value)
    if type(value) is int:
        return -value
    if isinstance(value, YearMonthDuration):
        return YearMonthDuration(-value.months)
    raise Fault("wrong_kind", operator="-", value=kind(value))
