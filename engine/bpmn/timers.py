"""When a timer fires: ISO 8601 read strictly, calendar parts on local days. Pure; no clock here."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Brussels")

_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?"
)
_CYCLE = re.compile(
    r"R(?P<times>\d*)/(?:(?P<start>[^P/][^/]*)/)?(?P<every>P[^/]+)"
    r"|R(?P<times_till>\d*)/(?P<every_till>P[^/]+)/(?P<end>[^P/][^/]*)"
    r"|R(?P<times_between>\d*)/(?P<first>[^P/][^/]*)/(?P<second>[^P/][^/]*)"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATETIME = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?"
)
MAX_MONTHS = 12 * 1000
MAX_DAYS = 366 * 1000
_YEAR = timedelta(days=365.2425)


@dataclass(frozen=True, slots=True)
class Period:
    """A duration in two parts: calendar months and days, then exact elapsed time."""

    months: int = 0
    days: int = 0
    elapsed: timedelta = timedelta()

    def times(self, number: int) -> Period:
        """Return this duration `number` times."""
        return Period(self.months * number, self.days * number, self.elapsed * number)


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repeated timer: how often (`None`: unsaid), every so often, from `start` or until `end`.

    `R3/2026-03-01T09:00/P1D` is due on the first, second and third of March. With neither start
    nor end it is due for the first time one `every` after it is armed.
    """

    times: int | None
    start: datetime | None
    every: Period
    end: datetime | None = None


def period(text: str) -> Period:
    """Return the duration `text` (`P1Y2M`, `P2W`, `P14DT12H`).

    Raises ValueError when it is not an ISO 8601 duration or longer than a thousand years.
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    part = {name: value or "0" for name, value in found.groupdict().items()}
    months = int(part["years"]) * 12 + int(part["months"])
    days = int(part["weeks"]) * 7 + int(part["days"])
    if months > MAX_MONTHS or days > MAX_DAYS or int(part["hours"]) > MAX_DAYS * 24:
        raise ValueError(text)
    elapsed = timedelta(
        hours=int(part["hours"]),
        minutes=min(int(part["minutes"]), MAX_DAYS * 1440),
        seconds=min(float(part["seconds"].replace(",", ".")), MAX_DAYS * 86400.0),
    )
    return Period(months, days, elapsed)


def cycle(text: str) -> Cycle:
    """Return the repeating interval `text`, in each of the forms of ISO 8601.

    `R3/P1D`, `R/2026-03-01T09:00:00/PT1H` (from then), `R3/P1D/2026-03-10T09:00` (the last one
    then) and `R3/2026-03-01T09:00/2026-03-02T09:00` (from the first, so much between).
    Raises ValueError when it is not one, never happens, or repeats without time between.
    """
    found = _CYCLE.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    start = end = None
    if found["first"]:
        start, every = moment(found["first"]), _between(found["first"], found["second"])
    else:
        every = period(found["every"] or found["every_till"])
        start = moment(found["start"]) if found["start"] else None
        end = moment(found["end"]) if found["end"] else None
    digits = found["times"] or found["times_till"] or found["times_between"]
    times = int(digits) if digits else None
    if every == Period() or times == 0:
        raise ValueError(text)
    if end is not None and times is not None:
        start, end = after(end, every.times(1 - times)), None
    return Cycle(times, start, every, end)


def _between(first: str, second: str) -> Period:
    """Return the time between two moments: whole days when both have one time of day."""
    begin, until = moment(first).astimezone(LOCAL), moment(second).astimezone(LOCAL)
    if until <= begin:
        raise ValueError(second)
    if until.time() == begin.time():
        return Period(days=(until.date() - begin.date()).days)
    return Period(elapsed=until.astimezone(UTC) - begin.astimezone(UTC))


def first_of(repeated: Cycle, now: datetime) -> tuple[datetime, int | None]:
    """Return the first moment of a cycle that is armed `now`, and how often it is then due.

    Moments that have passed are not caught up with; when all have, the last one is due at once,
    as a date that has passed is. Raises ValueError or OverflowError outside the calendar.
    """
    times, start = repeated.times, repeated.start
    if repeated.end is not None:
        times = _passed(repeated.every, repeated.end, now, back=True) + 1
        start = after(repeated.end, repeated.every.times(1 - times))
    if start is None:
        return after(now, repeated.every), times
    gone = _passed(repeated.every, start, now)
    if times is not None:
        gone = min(gone, times - 1)
    return after(start, repeated.every.times(gone)), None if times is None else times - gone


def _passed(every: Period, start: datetime, now: datetime, *, back: bool = False) -> int:
    """Return how many moments from `start` on lie before `now`; `back`: how many later than it."""
    ahead = start - now if back else now - start
    sign = -1 if back else 1
    about = every.months * _YEAR / 12 + timedelta(days=every.days) + every.elapsed
    count = max(0, ahead // about - 2)
    while (after(start, every.times(sign * count)) - now) * sign < timedelta():
        count += 1
    return count


def moment(text: str) -> datetime:
    """Return the moment `text` in UTC: a date is its first minute in Brussels.

    Raises ValueError when it is neither an ISO 8601 date nor a date and time.
    """
    stripped = text.strip()
    if _DATE.fullmatch(stripped):
        return day_start(date.fromisoformat(stripped))
    if not _DATETIME.fullmatch(stripped):
        raise ValueError(text)
    return utc(datetime.fromisoformat(stripped))


def utc(when: datetime) -> datetime:
    """Return `when` in UTC; without a zone it is local time in Brussels.

    Raises OverflowError in the last hours of the calendar: a case that wakes then has no local day.
    """
    zoned = when if when.tzinfo else when.replace(tzinfo=LOCAL)
    return zoned.astimezone(LOCAL).astimezone(UTC)


def day_start(day: date) -> datetime:
    """Return the first moment of `day` in Brussels, in UTC."""
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)


def local_day(now: datetime) -> date:
    """Return the day that `now` falls on in Brussels."""
    return now.astimezone(LOCAL).date()


def after(start: datetime, length: Period) -> datetime:
    """Return the moment `length` after `start`, in UTC.

    Months and days move the local date at the same time of day, the day clamped to the length of
    the month (31 January + P1M = 28 or 29 February); hours and smaller are elapsed time. Raises
    ValueError or OverflowError outside the calendar.
    """
    if not length.months and not length.days:
        return utc(start.astimezone(UTC) + length.elapsed)
    local = start.astimezone(LOCAL)
    day = add_months(local.date(), length.months) + timedelta(days=length.days)
    moved = datetime.combine(day, local.timetz().replace(tzinfo=None), LOCAL)
    return utc(moved.astimezone(UTC) + length.elapsed)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, clamped to the end of that month.

    Raises ValueError when the result lies outside the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
