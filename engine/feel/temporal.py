"""Dates, times, durations of FEEL: their texts and arithmetic (DMN 1.5 §10.3.2.3). No clock.

Years run from 1 to 9999 and fractions to the microsecond, as far as Python's own types go.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from engine.feel.faults import Fault
from engine.feel.values import Value, YearMonthDuration

_DATE = re.compile(r"(-?\d{4,9})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+\-/]+)?", re.ASCII
)
_MONTHS = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_DAYS = re.compile(r"(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(\.\d*)?S)?)?", re.ASCII)
_MICRO = timedelta(microseconds=1)
_Day = TypeVar("_Day", date, datetime)


@lru_cache(512)
def zone(name: str) -> tzinfo:
    """Return the zone of that name. Raises Fault when it is unknown."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise Fault("unknown_zone", value=name) from error


def _zone_of(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    if text[0] == "@":
        return zone(text[1:])
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)
    return offset_zone(-span if text[0] == "-" else span)


def offset_zone(span: timedelta) -> tzinfo:
    """Return the zone at that offset from UTC. Raises Fault beyond 18 hours."""
    if abs(span) > timedelta(hours=18):
        raise Fault("offset_out_of_range", value=days_text(span))
    return timezone(span) if span else UTC


def make_date(year: int, month: int, day: int) -> date:
    """Return that day. Raises Fault when the calendar has none."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Fault("no_such_date", value=f"{year}-{month}-{day}") from error


def parse_date(text: str) -> date:
    """Return the date that `text` spells, YYYY-MM-DD. Raises Fault."""
    match = _DATE.fullmatch(text)
    if match is None or re.match(r"-?0\d{4,}", text):
        raise Fault("not_a_date", value=text[:40])
    return make_date(*(int(part) for part in match.groups()))


def parse_time(text: str) -> time:
    """Return the time that `text` spells: hh:mm:ss, fraction, offset or zone. Raises Fault."""
    match = _TIME.fullmatch(text.removeprefix("T"))
    if match is None:
        raise Fault("not_a_time", value=text[:40])
    hour, minute, second, fraction, where = match.groups()
    try:
        micro = int((fraction or ".0")[1:7].ljust(6, "0"))
        return time(int(hour), int(minute), int(second), micro, _zone_of(where))
    except ValueError as error:
        raise Fault("not_a_time", value=text[:40]) from error


def parse_moment(text: str) -> datetime:
    """Return the date and time that `text` spells; a date alone is its midnight. Raises Fault."""
    day, sign, clock = text.partition("T")
    if not sign:
        return datetime.combine(parse_date(day), time())
    if clock.startswith("24:00:00"):  # the end of a day is the start of the next one
        start = datetime.combine(parse_date(day), parse_time("00" + clock[2:]))
        return shifted(start, timedelta(days=1))
    return datetime.combine(parse_date(day), parse_time(clock))


def parse_duration(text: str) -> timedelta | YearMonthDuration:
    """Return the duration of either kind that `text` spells. Raises Fault."""
    months = _MONTHS.fullmatch(text)
    if months is not None and (months[2] or months[3]):
        count = int(months[2] or 0) * 12 + int(months[3] or 0)
        if count > 12_000_000_000:
            raise Fault("duration_out_of_range", value=text[:40])
        return YearMonthDuration(-count if months[1] else count)
    days = _DAYS.fullmatch(text)
    if days is None or text[-1] in "PT":
        raise Fault("not_a_duration", value=text[:40])
    micro = int((days[6] or ".0")[1:7].ljust(6, "0"))
    try:
        span = timedelta(
            days=int(days[2] or 0),
            hours=int(days[3] or 0),
            minutes=int(days[4] or 0),
            seconds=int(days[5] or 0),
            microseconds=micro,
        )
    except OverflowError as error:
        raise Fault("duration_out_of_range", value=text[:40]) from error
    return -span if days[1] else span


def at_literal(text: str) -> Value:
    """Return what `@"text"` means. Raises Fault when it is no date, time or duration."""
    if text.lstrip("-").startswith("P"):
        return parse_duration(text)
    if "T" in text[1:] and _DATE.match(text):
        return parse_moment(text)
    return parse_date(text) if _DATE.match(text) else parse_time(text)


# texts


def zone_text(where: tzinfo | None) -> str:
    """Return the suffix that names the zone: "", "Z", "+01:00" or "@Europe/Brussels"."""
    if where is None:
        return ""
    if isinstance(where, ZoneInfo):
        return "@" + where.key
    span = where.utcoffset(None)
    if not span:
        return "Z"
    seconds = int(abs(span).total_seconds())
    sign = "-" if span < timedelta() else "+"
    text = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


def _fraction(micro: int) -> str:
    return f".{micro:06}".rstrip("0") if micro else ""


def time_text(value: time | datetime) -> str:
    """Return hh:mm:ss with fraction and zone."""
    clock = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    return clock + _fraction(value.microsecond) + zone_text(value.tzinfo)


def moment_text(value: datetime) -> str:
    """Return YYYY-MM-DDThh:mm:ss with fraction and zone."""
    return f"{value.date().isoformat()}T{time_text(value)}"


def days_text(value: timedelta) -> str:
    """Return a days and time duration as ISO 8601 text."""
    micros = abs(value) // _MICRO
    seconds, micro = divmod(micros, 1_000_000)
    days, seconds = divmod(seconds, 86_400)
    text = f"{days}D" if days else ""
    clock = "".join(
        f"{count}{unit}"
        for count, unit in ((seconds // 3600, "H"), (seconds // 60 % 60, "M"))
        if count
    )
    if seconds % 60 or micro:
        clock += f"{seconds % 60}{_fraction(micro)}S"
    if clock:
        text += "T" + clock
    return ("-" if value < timedelta() else "") + "P" + (text or "T0S")


def months_text(value: YearMonthDuration) -> str:
    """Return a years and months duration as ISO 8601 text."""
    years, months = divmod(abs(value.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-" if value.months < 0 else "") + "P" + (text or "0M")


# arithmetic


def midnight(value: date) -> datetime:
    """Return `value` as a date and time: midnight UTC when it is a date (§10.3.2.3.5)."""
    return value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)


def shifted(value: datetime, span: timedelta) -> datetime:
    """Return the moment `span` later; with a zone, by elapsed time. Raises Fault."""
    try:
        if isinstance(value.tzinfo, ZoneInfo):
            return (value.astimezone(UTC) + span).astimezone(value.tzinfo)
        return value + span
    except (OverflowError, ValueError) as error:
        raise Fault("date_out_of_range") from error


def shifted_date(value: date, span: timedelta) -> date:
    """Return the date `span` later, counted from midnight. Raises Fault."""
    return shifted(datetime.combine(value, time()), span).date()


def shifted_time(value: time, span: timedelta) -> time:
    """Return the time `span` later, around the clock."""
    start = timedelta(
        hours=value.hour,
        minutes=value.minute,
        seconds=value.second,
        microseconds=value.microsecond,
    )
    inside = (start + span % timedelta(days=1)) % timedelta(days=1)
    return (datetime(1, 1, 1) + inside).time().replace(tzinfo=value.tzinfo)  # noqa: DTZ001 - a clock face


def months_later(value: _Day, months: int) -> _Day:
    """Return the day that many months later; the last of the month when it has no such day."""
    years, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if not 1 <= years <= 9999:
        raise Fault("date_out_of_range")
    day = min(value.day, calendar.monthrange(years, month + 1)[1])
    return value.replace(year=years, month=month + 1, day=day)


def offset_of(value: time | datetime) -> timedelta | None:
    """Return the offset from UTC; of a time in a zone, the zone's offset on 1 January 1970."""
    if isinstance(value.tzinfo, ZoneInfo) and not isinstance(value, datetime):
        return value.tzinfo.utcoffset(datetime(1970, 1, 1, tzinfo=value.tzinfo))
    return value.utcoffset()


def seconds_of_day(value: time) -> timedelta:
    """Return the time since midnight, in UTC where the time has a zone."""
    span = timedelta(
        hours=value.hour,
        minutes=value.minute,
        seconds=value.second,
        microseconds=value.microsecond,
    )
    return span - (offset_of(value) or timedelta())


def scaled(span: timedelta, factor: Decimal) -> timedelta:
    """Return `span` times `factor`, to the microsecond. Raises Fault beyond what a span holds."""
    micros = Decimal(span // _MICRO) * factor
    try:
        return timedelta(microseconds=int(micros.to_integral_value()))
    except (OverflowError, ArithmeticError) as error:
        raise Fault("duration_out_of_range") from error


def in_seconds(span: timedelta) -> Decimal:
    """Return `span` in seconds, exactly."""
    return Decimal(span // _MICRO).scaleb(-6)
