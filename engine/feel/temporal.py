"""Dates, times, durations of FEEL as texts, read and written (DMN 1.5 §10.3.2.3). No clock.

Years run to nine digits before and after our era, fractions of a second to the nanosecond.
"""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.feel import big
from engine.feel.big import BigTime, Clock, Day, Moment, Span
from engine.feel.faults import Fault
from engine.feel.values import Value, YearMonthDuration

_DATE = re.compile(r"(-?\d{4,9})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+\-/]+)?", re.ASCII
)
_MONTHS = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_DAYS = re.compile(r"(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(\.\d*)?S)?)?", re.ASCII)


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


def offset_zone(span: Span) -> tzinfo:
    """Return the zone at that offset from UTC. Raises Fault beyond 18 hours."""
    if not isinstance(span, timedelta) or abs(span) > timedelta(hours=18):
        raise Fault("offset_out_of_range", value=days_text(span))
    return timezone(span) if span else UTC


def parse_date(text: str) -> Day:
    """Return the date that `text` spells, YYYY-MM-DD. Raises Fault."""
    match = _DATE.fullmatch(text)
    if match is None or re.match(r"-?0\d{4,}", text):
        raise Fault("not_a_date", value=text[:40])
    return big.day_of(int(match[1]), int(match[2]), int(match[3]))


def parse_time(text: str) -> Clock:
    """Return the time that `text` spells: hh:mm:ss, fraction, offset or zone. Raises Fault."""
    match = _TIME.fullmatch(text.removeprefix("T"))
    if match is None:
        raise Fault("not_a_time", value=text[:40])
    hour, minute, second, fraction, where = match.groups()
    try:
        return big.clock_of(int(hour), int(minute), int(second), _nanos(fraction), _zone_of(where))
    except ValueError as error:
        raise Fault("not_a_time", value=text[:40]) from error


def _nanos(fraction: str | None) -> int:
    """Return the nanoseconds of a fraction of a second, ".5"; digits beyond the ninth are lost."""
    return int((fraction or ".0")[1:10].ljust(9, "0"))


def parse_moment(text: str) -> Moment:
    """Return the date and time that `text` spells; a date alone is its midnight. Raises Fault."""
    day, sign, clock = text.partition("T")
    if not sign:
        return big.moment_of(parse_date(day), big.clock_of(0, 0, 0, 0, None))
    if clock.startswith("24:00:00"):  # the end of a day is the start of the next one
        start = big.moment_of(parse_date(day), parse_time("00" + clock[2:]))
        return big.moment_of(
            big.day_at(big.ordinal(big.day_part(start)) + 1), big.clock_part(start)
        )
    return big.moment_of(parse_date(day), parse_time(clock))


def parse_duration(text: str) -> Span | YearMonthDuration:
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
    if max(len(part or "") for part in days.groups()) > 30:
        raise Fault("duration_out_of_range", value=text[:40])
    hours = int(days[2] or 0) * 24 + int(days[3] or 0)
    seconds = (hours * 60 + int(days[4] or 0)) * 60 + int(days[5] or 0)
    nanos = seconds * big.SECOND + _nanos(days[6])
    return big.span_of(-nanos if days[1] else nanos)


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


def _fraction(nano: int) -> str:
    return f".{nano:09}".rstrip("0") if nano else ""


def date_text(value: Day) -> str:
    """Return YYYY-MM-DD; the year with more digits, or a minus, where it has them."""
    if isinstance(value, date):
        return value.isoformat()
    sign = "-" if value.year < 0 else ""
    return f"{sign}{abs(value.year):04}-{value.month:02}-{value.day:02}"


def time_text(value: Clock) -> str:
    """Return hh:mm:ss with fraction and zone."""
    clock = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    nano = value.nanosecond if isinstance(value, BigTime) else value.microsecond * big.MICRO
    return clock + _fraction(nano) + zone_text(value.tzinfo)


def moment_text(value: Moment) -> str:
    """Return YYYY-MM-DDThh:mm:ss with fraction and zone."""
    return f"{date_text(big.day_part(value))}T{time_text(big.clock_part(value))}"


def days_text(value: Span) -> str:
    """Return a days and time duration as ISO 8601 text."""
    total = big.nanoseconds(value)
    seconds, nano = divmod(abs(total), big.SECOND)
    days, seconds = divmod(seconds, 86_400)
    text = f"{days}D" if days else ""
    clock = "".join(
        f"{count}{unit}"
        for count, unit in ((seconds // 3600, "H"), (seconds // 60 % 60, "M"))
        if count
    )
    if seconds % 60 or nano:
        clock += f"{seconds % 60}{_fraction(nano)}S"
    if clock:
        text += "T" + clock
    return ("-" if total < 0 else "") + "P" + (text or "T0S")


def months_text(value: YearMonthDuration) -> str:
    """Return a years and months duration as ISO 8601 text."""
    years, months = divmod(abs(value.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-" if value.months < 0 else "") + "P" + (text or "0M")
