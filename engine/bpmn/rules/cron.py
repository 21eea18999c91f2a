"""Cron, which other engines take for a repeated timer, as the ISO 8601 cycle that does the same.

Only to propose it: cron itself is refused, because it says no first moment and no number of times.
"""

from __future__ import annotations

import re

_FIELD = r"(?:\*(?:/\d+)?|\?|[\dA-Za-z]+(?:[-,/#][\dA-Za-z]+)*)"
_WORDS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * MON",
    "@daily": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_CRON = re.compile(rf"{'|'.join(_WORDS)}|{_FIELD}(?:\s+{_FIELD}){{4,6}}")
_ANY = frozenset({"*", "?"})
_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_MONDAY = 5  # the first Monday of January 2026, from which the proposal counts


def is_cron(text: str) -> bool:
    """Say whether a text is cron, of five fields or with seconds (and a year)."""
    stripped = text.strip()
    return _CRON.fullmatch(stripped) is not None and any(sign in stripped for sign in "*?@")


def as_cycle(text: str) -> str | None:
    """Return the ISO 8601 cycle that is due when `text` is; `None` when no cycle surely is.

    Days of the week count only by name: their numbers differ from one engine to another.
    """
    fields = _WORDS.get(text.strip(), text.strip()).upper().split()
    if len(fields) > 5:  # seconds first, perhaps a year at the end
        if fields[0] != "0" or (len(fields) == 7 and fields[6] not in _ANY):
            return None
        fields = fields[1:6]
    minute, hour, *days = fields
    if not _ANY.issuperset(days):
        time = _time(hour, minute)
        return _on_days(time, *days) if time else None
    if hour != "*" and not hour.startswith(("*/", "0/")):
        time = _time(hour, minute)
        return f"R/2026-01-01T{time}/P1D" if time else None
    return _within_a_day(minute, hour)


def _time(hour: str, minute: str) -> str | None:
    if hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60:
        return f"{int(hour):02}:{int(minute):02}"
    return None


def _within_a_day(minute: str, hour: str) -> str | None:
    """Return the cycle of steps that fill an hour, or of hours that fill a day."""
    time = _time("0", minute)
    if time is None:
        step = _step(minute, 60) if hour == "*" else None
        return f"R/2026-01-01T00:00/PT{step}M" if step else None
    step = _step(hour, 24)
    return f"R/2026-01-01T{time}/PT{step}H" if step else None


def _step(field: str, whole: int) -> int | None:
    """Return n of `*/n` when `whole` can be cut into pieces of n."""
    if field == "*":
        return 1
    number = field.partition("/")[2]
    fits = field[:2] in ("*/", "0/") and number.isdecimal() and int(number) > 0
    return int(number) if fits and whole % int(number) == 0 else None


def _on_days(time: str, day: str, month: str, weekday: str) -> str | None:
    """Return the cycle of one day in the week, the month or the year."""
    if day in _ANY and month in _ANY and weekday in _DAYS:
        return f"R/2026-01-{_MONDAY + _DAYS.index(weekday):02}T{time}/P1W"
    if weekday not in _ANY or not day.isdecimal() or not 0 < int(day) <= 28:
        return None
    if month in _ANY:
        return f"R/2026-01-{int(day):02}T{time}/P1M"
    if month.isdecimal() and 0 < int(month) <= 12:
        return f"R/2026-{int(month):02}-{int(day):02}T{time}/P1Y"
    return None
