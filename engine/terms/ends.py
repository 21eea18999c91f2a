"""How long a clock is and on which day it counts out, before any roll.

No database, no clock, no network.
"""

from __future__ import annotations

from datetime import date

from engine.model import Clock, ClockState, Term
from engine.terms.calendar import Calendar
from engine.terms.counting import add_days, days_between, legal_end


def counted_end(clock: Clock, term: Term, calendar: Calendar) -> date | None:
    """Return the last day of `clock` before any roll, or None while it is suspended."""
    if clock.state is ClockState.SUSPENDED:
        return None
    if clock.resumed_on is None:
        return legal_end(term, clock.day0, calendar)
    total = total_days(clock, term, calendar)
    return add_days(term, clock.resumed_on, max(1, total - clock.used_days), calendar)


def total_days(clock: Clock, term: Term, calendar: Calendar) -> int:
    """Return how many days of its own kind the term of `clock` has."""
    last = legal_end(term, clock.day0, calendar)
    return days_between(term, clock.day0, last, calendar)
