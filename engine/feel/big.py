"""Dates, times and durations beyond Python's own: far years, nanoseconds. No parsing, no clock.

Python's `date`, `time`, `datetime` and `timedelta` hold the years 1 to 9999 and microseconds; XML
Schema, which DMN 1.5 §10.3.2.3 follows, goes on to years of nine digits and here to nanoseconds.
Each `Big…` holds only what Python's type cannot: a value has exactly one form.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import total_ordering
from zoneinfo import ZoneInfo

from engine.feel.faults import Fault

MAX_YEAR = 999_999_999
MICRO = 1_000  # nanoseconds
SECOND = 1_000_000_000
DAY = 86_400 * SECOND
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097  # the Gregorian calendar repeats itself, weekdays too
_LAST_ORDINAL = date.max.toordinal()
_LONGEST = 10**13 * DAY
_MOST_DAYS = timedelta.max.days
_ONE_MICRO = timedelta(microseconds=1)


@total_ordering
@dataclass(frozen=True, slots=True)
class BigDate:
    """A date before the year 1 or after 9999; the year 0 is the one before the year 1."""

    year: int
    month: int
    day: int

    def __lt__(self, other: object) -> bool:
        """Return whether this day comes first."""
        if not isinstance(other, BigDate | date):
            return NotImplemented
        return (self.year, self.month, self.day) < (other.year, other.month, other.day)

    def isoweekday(self) -> int:
        """Return 1 for Monday to 7 for Sunday."""
        return stand_in(self).isoweekday()


@dataclass(frozen=True, slots=True)
class BigTime:
    """A time with a part of a microsecond."""

    hour: int
    minute: int
    second: int
    nanosecond: int
    tzinfo: tzinfo | None


@dataclass(frozen=True, slots=True)
class BigMoment:
    """A date and time of which the one or the other is big."""

    on: date | BigDate
    at: time | BigTime

    @property
    def tzinfo(self) -> tzinfo | None:
        """Return the zone of its time."""
        return self.at.tzinfo


@total_ordering
@dataclass(frozen=True, slots=True)
class BigDuration:
    """A days and time duration with a part of a microsecond, or of millions of years."""

    nanoseconds: int

    def __lt__(self, other: object) -> bool:
        """Return whether this duration is the shorter one."""
        if not isinstance(other, BigDuration | timedelta):
            return NotImplemented
        return self.nanoseconds < nanoseconds(other)

    def __neg__(self) -> BigDuration:
        """Return the duration the other way."""
        return BigDuration(-self.nanoseconds)


Day = date | BigDate
Clock = time | BigTime
Moment = datetime | BigMoment
Span = timedelta | BigDuration


# parts


def day_part(value: Day | Moment) -> Day:
    """Return the date of a date or moment."""
    if isinstance(value, datetime):
        return value.date()
    return value.on if isinstance(value, BigMoment) else value


def clock_part(value: Moment) -> Clock:
    """Return the time of a moment, with its zone."""
    return value.timetz() if isinstance(value, datetime) else value.at


def nanosecond(value: Clock) -> int:
    """Return the part of a second that a time has."""
    return value.nanosecond if isinstance(value, BigTime) else value.microsecond * MICRO


def stand_in(value: Day) -> date:
    """Return the day itself, or the same day in a year that Python knows, of an equal calendar."""
    if isinstance(value, date):
        return value
    # the zones' first offsets hold for all earlier years, their last rules for all later ones
    near = value.year % _CYCLE_YEARS + (9_200 if value.year > 0 else _CYCLE_YEARS)
    return date(near, value.month, value.day)


# as numbers


def ordinal(value: Day) -> int:
    """Return the number of the day; 1 January of the year 1 is 1."""
    if isinstance(value, date):
        return value.toordinal()
    cycle, year = divmod(value.year - 1, _CYCLE_YEARS)
    return date(year + 1, value.month, value.day).toordinal() + cycle * _CYCLE_DAYS


def nanoseconds(value: Span) -> int:
    """Return a duration in nanoseconds."""
    if isinstance(value, BigDuration):
        return value.nanoseconds
    return value // _ONE_MICRO * MICRO


def since_midnight(value: Clock) -> int:
    """Return the nanoseconds since midnight on the clock itself."""
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return seconds * SECOND + nanosecond(value)


def offset(value: Clock | Moment) -> timedelta | None:
    """Return the offset from UTC; of a time in a zone, the zone's offset on 1 January 1970."""
    where = value.tzinfo
    if where is None:
        return None
    if not isinstance(where, ZoneInfo):
        return where.utcoffset(None)
    if isinstance(value, datetime):
        return value.utcoffset()
    day = stand_in(value.on) if isinstance(value, BigMoment) else date(1970, 1, 1)
    clock = value.at if isinstance(value, BigMoment) else time()
    face = time(clock.hour, clock.minute, clock.second)
    return where.utcoffset(datetime.combine(day, face, where))


def instant(value: Moment) -> int:
    """Return the nanoseconds since the start of day 0 in UTC; without a zone, on its own clock."""
    wall = ordinal(day_part(value)) * DAY + since_midnight(clock_part(value))
    return wall - nanoseconds(offset(value) or timedelta())


# making


def day_of(year: int, month: int, day: int) -> Day:
    """Return that day. Raises Fault when the calendar has none, or the year has ten digits."""
    try:
        if 1 <= year <= 9999:
            return date(year, month, day)
        date(year % _CYCLE_YEARS + _CYCLE_YEARS, month, day)
    except (ValueError, OverflowError) as error:
        raise Fault("no_such_date", value=f"{year}-{month}-{day}") from error
    return _in_reach(BigDate(year, month, day))


def _in_reach(day: BigDate) -> BigDate:
    if abs(day.year) > MAX_YEAR:
        raise Fault("date_out_of_range")
    return day


def day_at(number: int) -> Day:
    """Return the day with that `ordinal`. Raises Fault beyond years of nine digits."""
    if 1 <= number <= _LAST_ORDINAL:
        return date.fromordinal(number)
    cycle, rest = divmod(number - 1, _CYCLE_DAYS)
    near = date.fromordinal(rest + 1)
    return _in_reach(BigDate(near.year + cycle * _CYCLE_YEARS, near.month, near.day))


def clock_of(hour: int, minute: int, second: int, nano: int, where: tzinfo | None) -> Clock:
    """Return that time. Raises ValueError when a day has no such time."""
    plain = time(hour, minute, second, nano // MICRO, where)
    return BigTime(hour, minute, second, nano, where) if nano % MICRO else plain


def clock_at(nanos: int, where: tzinfo | None) -> Clock:
    """Return the time so many nanoseconds after midnight, on the clock."""
    seconds, nano = divmod(nanos, SECOND)
    return clock_of(seconds // 3600, seconds // 60 % 60, seconds % 60, nano, where)


def moment_of(day: Day, clock: Clock) -> Moment:
    """Return the date and time of a date and a time."""
    if isinstance(day, BigDate) or isinstance(clock, BigTime):
        return BigMoment(day, clock)
    return datetime.combine(day, clock)


def moment_at(nanos: int, where: tzinfo | None) -> Moment:
    """Return the moment with that `instant`, on the clock of the zone. Raises Fault."""
    shift = timedelta()
    if isinstance(where, ZoneInfo):
        number, rest = divmod(nanos, DAY)
        face = clock_at(rest // SECOND * SECOND, UTC)
        assert isinstance(face, time)
        shift = _offset_at(datetime.combine(stand_in(day_at(number)), face), where)
    elif where is not None:
        shift = where.utcoffset(None) or shift
    number, rest = divmod(nanos + nanoseconds(shift), DAY)
    return moment_of(day_at(number), clock_at(rest, where))


def _offset_at(moment: datetime, where: ZoneInfo) -> timedelta:
    try:
        return moment.astimezone(where).utcoffset() or timedelta()
    except OverflowError:  # the first or last hours that Python knows
        return where.utcoffset(moment.replace(tzinfo=where)) or timedelta()


def span_of(nanos: int) -> Span:
    """Return the duration of so many nanoseconds. Raises Fault when it is absurdly long."""
    if abs(nanos) > _LONGEST:
        raise Fault("duration_out_of_range")
    if nanos % MICRO == 0 and -_MOST_DAYS * DAY <= nanos < (_MOST_DAYS + 1) * DAY:
        return timedelta(microseconds=nanos // MICRO)
    return BigDuration(nanos)


def with_zone(value: Clock, where: tzinfo | None) -> Clock:
    """Return the time on the same clock face, in another zone or in none."""
    if isinstance(value, BigTime):
        return BigTime(value.hour, value.minute, value.second, value.nanosecond, where)
    return value.replace(tzinfo=where)


def month_length(year: int, month: int) -> int:
    """Return how many days a month has."""
    return calendar.monthrange(year % _CYCLE_YEARS + _CYCLE_YEARS, month)[1]
