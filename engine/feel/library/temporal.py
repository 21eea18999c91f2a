"""The built-ins that make or read dates, times and durations (DMN 1.5 §10.3.4.1, .6 and .8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel import big, temporal, timemath
from engine.feel.big import BigMoment, Clock, Day, Moment, Span
from engine.feel.faults import Fault, Run
from engine.feel.library.registry import function
from engine.feel.numbers import whole
from engine.feel.values import Value, YearMonthDuration, kind

LOCAL = ZoneInfo("Europe/Brussels")  # the zone in which legal days are counted


@function("date", "from: string|date|moment")
def date_from(source: str | Day | Moment) -> Day:
    """Return the date that a text spells, or the date of a date and time."""
    if isinstance(source, str):
        return temporal.parse_date(source)
    return big.day_part(source)


@function("date", "year: number", "month: number", "day: number")
def date_of(year: Decimal, month: Decimal, day: Decimal) -> Day:
    """Return the date of year, month and day."""
    return big.day_of(whole(year), whole(month), whole(day))


@function("time", "from: string|date|moment|time")
def time_from(source: Value) -> Clock:
    """Return the time that a text spells, or the time of a date and time."""
    if isinstance(source, str):
        return temporal.parse_time(source)
    if isinstance(source, datetime | BigMoment):
        return big.clock_part(source)
    return time(tzinfo=UTC) if kind(source) == "date" else source


@function("time", "hour: number", "minute: number", "second: number", "offset: days?")
def time_of(hour: Decimal, minute: Decimal, second: Decimal, offset: Span | None) -> Clock:
    """Return the time of hour, minute and second, at an offset from UTC."""
    where = None if offset is None else temporal.offset_zone(offset)
    return _clock((hour, minute, second), where)


def _clock(parts: Sequence[Decimal], where: tzinfo | None) -> Clock:
    hour, minute, second = parts
    try:
        nano = int(second % 1 * big.SECOND)
        return big.clock_of(whole(hour), whole(minute), int(second), nano, where)
    except (ValueError, OverflowError, ArithmeticError) as error:
        raise Fault("not_a_time", value=f"{hour}:{minute}:{second}") from error


@function("date and time", "from: string|moment")
def moment_from(source: str | Moment) -> Moment:
    """Return the date and time that a text spells."""
    return temporal.parse_moment(source) if isinstance(source, str) else source


@function("date and time", "date: date|moment", "time: time")
def moment_of(day: Day | Moment, clock: Clock) -> Moment:
    """Return the date and time of a date and a time."""
    return big.moment_of(date_from(day), clock)


_PARTS = tuple(f"{name}: number" for name in ("year", "month", "day", "hour", "minute", "second"))


@function("date and time", *_PARTS, "offset: days?")
def moment_at_offset(*parts: Value) -> Moment:
    """Return the date and time of its six parts, at an offset from UTC."""
    offset = parts[6]
    where = None if offset is None else temporal.offset_zone(offset)
    return big.moment_of(date_of(*parts[:3]), _clock(parts[3:6], where))


@function("date and time", *_PARTS, "timezone: string")
def moment_in_zone(*parts: Value) -> Moment:
    """Return the date and time of its six parts, in a zone."""
    return big.moment_of(date_of(*parts[:3]), _clock(parts[3:6], temporal.zone(parts[6])))


@function("date and time", "date: date|moment", "timezone: string")
def moment_moved(day: Day | Moment, where: str) -> Moment:
    """Return the same moment on the clock of another zone."""
    moment, zone = timemath.midnight(day), temporal.zone(where)
    if moment.tzinfo is None:
        return big.moment_of(big.day_part(moment), big.with_zone(big.clock_part(moment), zone))
    return big.moment_at(big.instant(moment), zone)


@function("duration", "from: string|days|months")
def duration_from(source: Value) -> Value:
    """Return the duration that a text spells."""
    return temporal.parse_duration(source) if isinstance(source, str) else source


@function("years and months duration", "from: date|moment", "to: date|moment")
def months_between(start: Day | Moment, end: Day | Moment) -> YearMonthDuration:
    """Return the whole months between two dates; negative when `end` is before `start`."""
    one, other = date_from(start), date_from(end)
    months = (other.year - one.year) * 12 + other.month - one.month
    if months > 0 and other.day < one.day:
        months -= 1
    elif months < 0 and other.day > one.day:
        months += 1
    return YearMonthDuration(months)


@function("day of year", "date: date|moment")
def day_of_year(day: Day | Moment) -> Decimal:
    """Return the day of the year, 1 to 366."""
    return Decimal(_near(day).timetuple().tm_yday)


@function("day of week", "date: date|moment")
def day_of_week(day: Day | Moment) -> str:
    """Return the English name of the day."""
    return _DAYS[_near(day).weekday()]


@function("month of year", "date: date|moment")
def month_of_year(day: Day | Moment) -> str:
    """Return the English name of the month."""
    return _MONTHS[_near(day).month - 1]


@function("week of year", "date: date|moment")
def week_of_year(day: Day | Moment) -> Decimal:
    """Return the ISO 8601 week, 1 to 53."""
    return Decimal(_near(day).isocalendar().week)


@function("last day of month", "date: date|moment")
def last_day_of_month(day: Day | Moment) -> Day:
    """Return the last day of the month."""
    first = big.day_part(day)
    return big.day_of(first.year, first.month, big.month_length(first.year, first.month))


def _near(day: Day | Moment) -> date:
    """Return a day with the same place in its year and week, of a year that Python knows."""
    return big.stand_in(big.day_part(day))


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _now(run: Run) -> datetime:
    if run.now is None:
        raise Fault("no_clock")
    return run.now.astimezone(LOCAL)


@function("now", needs_run=True)
def now(run: Run) -> datetime:
    """Return the moment of this evaluation, in local time."""
    return _now(run)


@function("today", needs_run=True)
def today(run: Run) -> date:
    """Return the local day of this evaluation."""
    return _now(run).date()
