"""Arithmetic of dates, times and durations (DMN 1.5 §10.3.2.3, tables 45 to 54). Pure, no clock.

What Python's own types hold is counted by them; the rest in whole nanoseconds.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel import big
from engine.feel.big import BigDuration, BigMoment, Clock, Day, Moment, Span
from engine.feel.faults import Fault
from engine.feel.numbers import DECIMAL128, exact
from engine.feel.values import kind

_MICRO = timedelta(microseconds=1)


def midnight(value: Day | Moment) -> Moment:
    """Return `value` as a date and time: midnight UTC when it is a date (§10.3.2.3.5)."""
    if isinstance(value, datetime | BigMoment):
        return value
    return big.moment_of(value, time(tzinfo=UTC))


def difference(left: Day | Moment, right: Day | Moment) -> Span:
    """Return the time from `right` to `left`. Raises Fault when only one of them has a zone."""
    if type(left) is type(right) is date:
        return left - right
    if kind(left) == kind(right) == "date":
        days = big.ordinal(big.day_part(left)) - big.ordinal(big.day_part(right))
        return big.span_of(days * big.DAY)
    one, other = midnight(left), midnight(right)
    if (one.tzinfo is None) != (other.tzinfo is None):
        raise Fault("zone_missing")
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one - other
    return big.span_of(big.instant(one) - big.instant(other))


def difference_of_times(left: Clock, right: Clock) -> Span:
    """Return the time from `right` to `left`. Raises Fault when only one of them has a zone."""
    if (left.tzinfo is None) != (right.tzinfo is None):
        raise Fault("zone_missing")
    return big.span_of(nanos_of_day(left) - nanos_of_day(right))


def nanos_of_day(value: Clock) -> int:
    """Return the nanoseconds since midnight, in UTC where the time has a zone."""
    return big.since_midnight(value) - big.nanoseconds(big.offset(value) or timedelta())


def shifted(value: Moment, span: Span) -> Moment:
    """Return the moment `span` later; with a zone, by elapsed time. Raises Fault."""
    if isinstance(value, datetime) and isinstance(span, timedelta):
        try:
            if isinstance(value.tzinfo, ZoneInfo):
                return (value.astimezone(UTC) + span).astimezone(value.tzinfo)
            return value + span
        except (OverflowError, ValueError):
            pass  # beyond the years that Python knows
    return big.moment_at(big.instant(value) + big.nanoseconds(span), value.tzinfo)


def shifted_date(value: Day, span: Span) -> Day:
    """Return the date `span` later, counted from midnight. Raises Fault."""
    return big.day_at(big.ordinal(value) + big.nanoseconds(span) // big.DAY)


def shifted_time(value: Clock, span: Span) -> Clock:
    """Return the time `span` later, around the clock."""
    return big.clock_at((big.since_midnight(value) + big.nanoseconds(span)) % big.DAY, value.tzinfo)


def months_later(value: Day | Moment, months: int) -> Day | Moment:
    """Return the day that many months later; the last of the month when it has no such day."""
    day = big.day_part(value)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if abs(year) > big.MAX_YEAR:
        raise Fault("date_out_of_range")
    made = big.day_of(year, month + 1, min(day.day, big.month_length(year, month + 1)))
    if isinstance(value, datetime | BigMoment):
        return big.moment_of(made, big.clock_part(value))
    return made


def together(left: Span, right: Span) -> Span:
    """Return one duration after the other. Raises Fault."""
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        try:
            return left + right
        except OverflowError:
            pass  # beyond the years that Python knows
    return big.span_of(big.nanoseconds(left) + big.nanoseconds(right))


def opposite(span: Span) -> Span:
    """Return the duration the other way. Raises Fault."""
    if isinstance(span, timedelta) and span > timedelta.min:
        return -span
    return big.span_of(-big.nanoseconds(span))


def scaled(span: Span, factor: Decimal) -> Span:
    """Return `span` times `factor`, rounded to the microsecond, or nanosecond when it has those.

    Raises Fault when it is absurdly long.
    """
    return _rounded(span, exact(DECIMAL128.multiply, Decimal(big.nanoseconds(span)), factor))


def divided(span: Span, by: Decimal) -> Span:
    """Return `span` divided by a number; see `scaled`. Raises Fault, for zero too."""
    return _rounded(span, exact(DECIMAL128.divide, Decimal(big.nanoseconds(span)), by))


def _rounded(span: Span, nanos: Decimal) -> Span:
    if nanos.adjusted() > 40:
        raise Fault("duration_out_of_range")
    if isinstance(span, BigDuration):
        return big.span_of(int(nanos.to_integral_value()))
    return big.span_of(int((nanos / big.MICRO).to_integral_value()) * big.MICRO)


def in_seconds(span: Span) -> Decimal:
    """Return `span` in seconds, exactly."""
    if isinstance(span, timedelta):
        return Decimal(span // _MICRO).scaleb(-6)
    return Decimal(span.nanoseconds).scaleb(-9, DECIMAL128)


def at_offset(value: Clock | Moment, other: Clock | Moment) -> Clock | Moment:
    """Return `value`, which has no zone, at the offset from UTC that `other` has."""
    where = timezone(big.offset(other) or timedelta())
    if isinstance(value, datetime | BigMoment):
        return big.moment_of(big.day_part(value), big.with_zone(big.clock_part(value), where))
    return big.with_zone(value, where)


def millis(value: Clock | Moment) -> int:
    """Return what is compared of a time or moment: whole milliseconds, as the TCK has it."""
    if isinstance(value, datetime | BigMoment):
        return big.instant(value) // 1_000_000
    return nanos_of_day(value) // 1_000_000
