"""From a term and its day 0 to the last day, the target day and the warnings.

No database, no clock, no network. Day 0 (receipt, notification, …) never counts: the term starts
the day after and ends at 24:00 of its last day (Bestuursdecreet art. II.30).
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from engine.errors import ModelFault
from engine.model import Term
from engine.terms.calendar import Calendar
from engine.terms.words import Carrier, Roll, Status, Unit

_SHARE_FROM, _SHARE_UNTIL = 10, 120


def add_months(day: date, months: int) -> date:
    """Return the same day number `months` further (or back), else the last day of that month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = gregorian.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


def next_yearly(day: date, fixed: str) -> date:
    """Return the first `MM-DD` after `day`; 29 February is 28 February in a common year."""
    month, number = (int(part) for part in fixed.split("-"))
    for year in (day.year, day.year + 1):
        found = date(year, month, min(number, gregorian.monthrange(year, month)[1]))
        if found > day:
            return found
    raise AssertionError  # the second year always lies after `day`


_COUNT: dict[str, Callable[[date, int, Calendar], date]] = {
    Unit.CALENDAR_DAYS: lambda day, n, _: day + timedelta(days=n),
    Unit.WEEKS: lambda day, n, _: day + timedelta(weeks=n),
    Unit.WORKING_DAYS: lambda day, n, cal: cal.add_working_days(day, n),
    Unit.POSTAL_DAYS: lambda day, n, cal: cal.add_postal_days(day, n),
    Unit.MONTHS: lambda day, n, _: add_months(day, n),
    Unit.QUARTERS: lambda day, n, _: add_months(day, 3 * n),
    Unit.YEARS: lambda day, n, _: add_months(day, 12 * n),
    Unit.CALENDAR_DAYS_BEFORE: lambda day, n, _: day - timedelta(days=n),
    Unit.MONTHS_BEFORE: lambda day, n, _: add_months(day, -n),
    Unit.YEARS_BEFORE: lambda day, n, _: add_months(day, -12 * n),
}


def legal_end(term: Term, day0: date, calendar: Calendar) -> date:
    """Return the last day of `term` before any roll.

    For a date that the case itself gives (`Unit.DATE_IN_CASE`) `day0` is that date.

    Raises ModelFault when the term is not counted in days (hours, a time of day) or not known.
    """
    if term.unit == Unit.DATE_IN_CASE:
        return day0
    if term.unit == Unit.DATE_EACH_YEAR:
        return next_yearly(day0, term.fixed)
    count = _COUNT.get(term.unit)
    if count is None or term.value is None:
        raise ModelFault("term_without_days", term=term.key, unit=term.unit)
    return count(day0, term.value, calendar)


def counts_days(term: Term) -> bool:
    """Say whether `term` ends on a day that can be counted, so that a clock can follow it."""
    return term.unit in (*_COUNT, Unit.DATE_IN_CASE, Unit.DATE_EACH_YEAR)


def roll(term: Term, day: date, calendar: Calendar) -> date:
    """Return the day on which `term` ends when counting gives `day`.

    Only a term that says so rolls, and only forward (art. 53 Gerechtelijk Wetboek); a term on the
    agency and a fixed date stay where they are.
    """
    return calendar.roll_forward(day) if term.roll == Roll.FORWARD else day


def end_of(term: Term, day0: date, calendar: Calendar) -> date:
    """Return the last day of `term` for the anchor day `day0`, rolled as the term says.

    Raises ModelFault when the term is not counted in days.
    """
    return roll(term, legal_end(term, day0, calendar), calendar)


def moment_of(term: Term, start: datetime) -> datetime:
    """Return the moment in UTC at which a term counted in hours has passed since `start`.

    Raises ModelFault when the term is not counted in hours.
    """
    if term.unit != Unit.HOURS or term.value is None:
        raise ModelFault("term_without_hours", term=term.key, unit=term.unit)
    return start.astimezone(UTC) + timedelta(hours=term.value)


def target_of(term: Term, end: date, calendar: Calendar) -> date | None:
    """Return the day to aim for: the last service day on or before `end`.

    None for a term that binds somebody else: only our own work is planned around our closing days.
    """
    if term.carrier not in (Carrier.AGENCY, Carrier.ON_CALL):
        return None
    return calendar.target_of(end)


def grace_end(term: Term, end: date, calendar: Calendar) -> date:
    """Return the last day on which post that was in time may still reach the desk."""
    return calendar.add_working_days(end, term.grace_days)


def is_confirmed(term: Term) -> bool:
    """Say whether the row was read in its source or signed off by a named person."""
    return term.confirmed_by is not None or term.status == Status.READ


def days_between(term: Term, start: date, until: date, calendar: Calendar) -> int:
    """Count the days of the term's own kind after `start` up to and including `until`."""
    counts = {
        Unit.WORKING_DAYS: calendar.is_working_day,
        Unit.POSTAL_DAYS: calendar.is_postal_day,
    }.get(Unit(term.unit))
    span = (until - start).days
    if counts is None:
        return max(0, span)
    return sum(counts(start + timedelta(days=n)) for n in range(1, span + 1))


def add_days(term: Term, day: date, count: int, calendar: Calendar) -> date:
    """Return the day `count` days of the term's own kind after `day`."""
    if term.unit == Unit.WORKING_DAYS:
        return calendar.add_working_days(day, count)
    if term.unit == Unit.POSTAL_DAYS:
        return calendar.add_postal_days(day, count)
    return day + timedelta(days=count)


def warning_days(term: Term, day0: date, end: date, calendar: Calendar) -> tuple[date, ...]:
    """Return the days on which to warn before `end` (the end before any roll), oldest first.

    `50%` is day floor(0.5 x n) of a term of 10 to 120 days, `day 3` the third day, `-7d` and
    `-1m` lead times. A suspension that moved `end` moves them along. A day on or before `day0`
    falls away, unless `day0` is itself the end (a date that the case gives).
    """
    total = days_between(term, day0, legal_end(term, day0, calendar), calendar)
    found = (_warning(term, part, total, end, calendar) for part in term.warning.split(";"))
    first = day0 if day0 < end else date.min
    return tuple(sorted({day for day in found if day is not None and first < day <= end}))


def _warning(term: Term, part: str, total: int, end: date, calendar: Calendar) -> date | None:
    part = part.strip()
    if part.endswith("%"):
        if not _SHARE_FROM <= total <= _SHARE_UNTIL:
            return None
        return _back(term, end, total - total * int(part[:-1]) // 100, calendar)
    if part.startswith("day "):
        return _back(term, end, total - int(part[4:]), calendar)
    if part.startswith("-") and part.endswith("d"):
        return end - timedelta(days=int(part[1:-1]))
    if part.startswith("-") and part.endswith("m"):
        return add_months(end, -int(part[1:-1]))
    return None


def _back(term: Term, end: date, count: int, calendar: Calendar) -> date:
    day = end
    while count > 0:
        count -= days_between(term, day - timedelta(days=1), day, calendar)
        day -= timedelta(days=1)
    while days_between(term, day - timedelta(days=1), day, calendar) == 0:
        day -= timedelta(days=1)
    return day
