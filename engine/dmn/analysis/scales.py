"""Values in order: what lies between two of them, which one is next, how one is written.

Pure: no XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType

from engine.feel import temporal
from engine.feel.numbers import DECIMAL128, ONE, ZERO, written
from engine.feel.values import Value, YearMonthDuration, kind

_MICRO = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_LONGEST = 40  # digits
_DAY_END = time(23, 59, 59, 999999)
_ZONED = frozenset({"time", "date and time"})

Between = Callable[[Value, Value], Value]


@dataclass(frozen=True, slots=True)
class Scale:
    """One kind of ordered values.

    `between(low, high)` is some value strictly between the two, null when there is none; an end
    that is null is open. `step(value, ±1)` is the neighbour, for kinds that have neighbours.
    """

    kind: str
    between: Between
    text: Callable[[Value], str]
    step: Callable[[Value, int], Value] | None = None

    def holds(self, value: Value) -> bool:
        """Return whether the scale has this value; one of whole numbers has no halves."""
        return self.kind != "integer" or value == value.to_integral_value()


def _digits(value: Decimal) -> str:
    """Return a number as FEEL writes it; with an exponent when it is very long."""
    return written(value) if abs(value.adjusted()) < _LONGEST else str(value)


def _number(low: Value, high: Value) -> Value:
    if low is None:
        return ZERO if high is None else DECIMAL128.next_minus(min(high, high - ONE))
    if high is None:
        return DECIMAL128.next_plus(max(low, low + ONE))
    middle = DECIMAL128.divide(DECIMAL128.add(low, high), Decimal(2))
    if low < middle < high:
        return middle
    after = DECIMAL128.next_plus(low)
    return after if low < after < high else None


def _whole(low: Value, high: Value) -> Value:
    if low is None and high is None:
        return ZERO
    found = _next_whole(high, -1) if low is None else _next_whole(low, 1)
    inside = (low is None or low < found) and (high is None or found < high)
    return found if inside else None


def _next_whole(value: Value, by: int) -> Value:
    rounding = "ROUND_FLOOR" if by > 0 else "ROUND_CEILING"
    return DECIMAL128.add(value.to_integral_value(rounding), Decimal(by))


def _date(low: Value, high: Value) -> Value:
    if low is None and high is None:
        return date(2000, 1, 1)
    try:
        found = high - _DAY if low is None else low + _DAY
    except OverflowError:
        return None
    return found if low is None or high is None or found < high else None


def _next_date(value: Value, by: int) -> Value:
    return value + by * _DAY


def _moment(low: Value, high: Value) -> Value:
    if low is None and high is None:
        return datetime(2000, 1, 1)  # noqa: DTZ001 - a date and time of FEEL without a zone
    try:
        ends = [end and (end.astimezone(UTC) if end.tzinfo else end) for end in (low, high)]
    except OverflowError:
        return None
    return _span(ends[0], ends[1])


def _span(low: Value, high: Value) -> Value:
    """Return a moment or duration between two of them."""
    try:
        if low is None:
            return timedelta() if high is None else high - _DAY
        if high is None:
            return low + _DAY
    except OverflowError:
        return None
    spans = isinstance(low, timedelta)  # whose difference may be longer than any
    middle = low / 2 + high / 2 if spans else low + (high - low) / 2
    return middle if low < middle < high else None


def _time(low: Value, high: Value) -> Value:
    first = -1 if low is None else _micros(low)
    last = _micros(_DAY_END) + 1 if high is None else _micros(high)
    middle = (first + last) // 2
    if not first < middle < last:
        return None
    seconds, micro = divmod(middle, 1_000_000)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, micro)


def _micros(value: time) -> int:
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return seconds * 1_000_000 + value.microsecond


def _months(low: Value, high: Value) -> Value:
    if low is None:
        return YearMonthDuration(0 if high is None else high.months - 1)
    after = YearMonthDuration(low.months + 1)
    return after if high is None or after < high else None


def _next_month(value: Value, by: int) -> Value:
    return YearMonthDuration(value.months + by)


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        one.kind: one
        for one in (
            Scale("number", _number, _digits),
            Scale("integer", _whole, _digits, _next_whole),
            Scale("date", _date, date.isoformat, _next_date),
            Scale("date and time", _moment, temporal.moment_text),
            Scale("time", _time, temporal.time_text),
            Scale("days and time duration", _span, temporal.days_text),
            Scale("years and months duration", _months, temporal.months_text, _next_month),
        )
    }
)


def comparable(what: str, values: Sequence[Value]) -> bool:
    """Return whether values of one kind lie on one scale: all with a zone, or none.

    Times with a zone do not: their order goes round the clock.
    """
    if what not in _ZONED:
        return True
    zoned = {value.tzinfo is not None for value in values if kind(value) == what}
    return zoned <= {False} or (what != "time" and len(zoned) == 1)
