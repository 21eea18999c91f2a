"""The Belgian calendar: working days, and the days on which the service is closed.

No database, no clock, no network. Days are plain dates in Europe/Brussels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeGuard
from zoneinfo import ZoneInfo

from holidays import country_holidays

BRUSSELS = ZoneInfo("Europe/Brussels")
ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_SUNDAY = 6
_ALWAYS_SUNDAY = frozenset({"Easter Sunday", "Pentecost"})


@lru_cache(maxsize=128)
def statutory_holidays(year: int) -> frozenset[date]:
    """Return the ten statutory holidays of `year` (law of 4 January 1974, decree of 18 April 1974).

    Easter and Whit Sunday are left out: they are Sundays, not days of the decree. A year in which
    two holidays meet on one day has nine dates.
    """
    found = country_holidays("BE", years=year, language="en_US")
    return frozenset(day for day, name in found.items() if name not in _ALWAYS_SUNDAY)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days count as working days and as days on which the service is open.

    `closing_days` are the days on which only the service is closed. They move plans, never the
    end of a legal term.
    """

    closing_days: frozenset[date] = frozenset()

    @classmethod
    def closed_on(cls, days: Iterable[date]) -> Calendar:
        """Return the calendar of a service that is closed on `days`."""
        return cls(frozenset(days))

    def is_working_day(self, day: date) -> bool:
        """Say whether `day` is no Saturday, Sunday or statutory holiday."""
        return day.weekday() < _SATURDAY and day not in statutory_holidays(day.year)

    def is_postal_day(self, day: date) -> bool:
        """Say whether `day` is a working day when Saturday counts as one."""
        return day.weekday() < _SUNDAY and day not in statutory_holidays(day.year)

    def is_service_day(self, day: date) -> bool:
        """Say whether the service is open on `day`."""
        return self.is_working_day(day) and day not in self.closing_days

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`; `day` itself when `count` is 0."""
        while count > 0:
            day += ONE_DAY
            count -= self.is_working_day(day)
        return day

    def add_postal_days(self, day: date, count: int) -> date:
        """Return the `count`-th day after `day` on which post is delivered, Saturdays included."""
        while count > 0:
            day += ONE_DAY
            count -= self.is_postal_day(day)
        return day

    def roll_forward(self, day: date) -> date:
        """Return `day`, or the first working day after it when it is none."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def target_of(self, end: date) -> date:
        """Return the last day on or before `end` on which the service is open."""
        while not self.is_service_day(end):
            end -= ONE_DAY
        return end


def is_day(value: object) -> TypeGuard[date]:
    """Tell whether `value` is a day; a moment is none, though Python calls it a date."""
    return isinstance(value, date) and not isinstance(value, datetime)


def local_day(moment: datetime) -> date:
    """Return the day in Europe/Brussels on which the zone-aware `moment` falls."""
    return moment.astimezone(BRUSSELS).date()


def after(day: date) -> datetime:
    """Return the moment in UTC at which `day` has passed: 24:00 in Europe/Brussels."""
    return datetime.combine(day + ONE_DAY, time(), BRUSSELS).astimezone(UTC)
