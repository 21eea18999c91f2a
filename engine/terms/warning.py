"""On which days a clock warns, and how high up each warning goes.

No database, no clock, no network, no persons: `OWNER` has the task, every level above it is one
step up the chain of who stands above whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from engine.model import Clock, ClockState, Term
from engine.terms.calendar import Calendar
from engine.terms.counting import target_of, warning_days
from engine.terms.ends import counted_end
from engine.terms.words import Carrier

OWNER, ABOVE, TOP = range(3)
_OURS = (Carrier.AGENCY, Carrier.ON_CALL)


@dataclass(frozen=True, slots=True)
class Notice:
    """A day on which a clock warns, and the highest level that hears of it."""

    day: date
    level: int


def warning_plan(clock: Clock, term: Term, calendar: Calendar) -> tuple[Notice, ...]:
    """Return every warning of a clock that runs, by day; none while it waits or has stopped.

    A term of our own: the first of `warning_days` for the owner, the next for whoever stands above,
    the last day on which we work and the day after the end for the top. A term of somebody else
    only tells the owner what is coming: that it runs out is no shortcoming of ours.
    """
    last = counted_end(clock, term, calendar)
    if clock.state is not ClockState.RUNNING or clock.end is None or last is None:
        return ()
    days = warning_days(term, clock.day0, last, calendar)
    if term.carrier not in _OURS:
        return tuple(Notice(day, OWNER) for day in days)
    target = target_of(term, clock.end, calendar) or clock.end
    before = [day for day in days if day < target]
    rising = [Notice(day, min(place, ABOVE)) for place, day in enumerate(before)]
    if target > clock.day0:
        rising.append(Notice(target, TOP))
    return (*rising, Notice(clock.end + timedelta(days=1), TOP))


def next_warning(clock: Clock, term: Term, calendar: Calendar) -> date | None:
    """Return the day of the first warning that a clock has not given; None when there is none."""
    plan = warning_plan(clock, term, calendar)
    return plan[clock.warned].day if clock.warned < len(plan) else None


def passed_on(clock: Clock, term: Term, calendar: Calendar, day: date) -> int:
    """Return how many warnings of a clock lie on or before `day`."""
    return sum(each.day <= day for each in warning_plan(clock, term, calendar))


def due_warning(clock: Clock, term: Term, calendar: Calendar, today: date) -> Notice | None:
    """Return the warning to give `today`; those that were missed are told once, as the last."""
    due = [each for each in warning_plan(clock, term, calendar) if each.day <= today]
    return due[-1] if len(due) > clock.warned else None
