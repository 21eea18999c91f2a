"""What another row of a term would do to a clock that runs, and why it may not (legality A5).

No database, no clock, no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.model import Clock, ClockState, Term
from engine.terms.calendar import Calendar
from engine.terms.clocks import followed
from engine.terms.counting import days_between, legal_end
from engine.terms.words import Carrier

SHORTENS = "term_change.shortens"
EXPIRES = "term_change.expires"
_NOT_OURS = (Carrier.CITIZEN, Carrier.THIRD)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A clock before and after a change, and the code of why it may not move, if so."""

    before: Clock
    after: Clock
    problem: str | None = None

    @property
    def moves(self) -> bool:
        """Say whether its end, or while it waits its length, becomes another."""
        return self.before.end != self.after.end or self.before.end is None


def foresee(clock: Clock, old: Term, new: Term, effective_on: date, calendar: Calendar) -> Foreseen:
    """Return what following `new` instead of `old` does to an open clock.

    The running term of a citizen is never shortened (`SHORTENS`), and no clock is over before the
    change itself is there (`EXPIRES`); one that waits is over when all its days are used.
    """
    after = followed(clock, new, calendar)
    was, becomes = (days_in(term, clock, calendar) for term in (old, new))
    waits = clock.state is ClockState.SUSPENDED
    shorter = becomes < was if waits else _earlier(after.end, clock.end)
    if shorter and new.carrier in _NOT_OURS:
        return Foreseen(clock, after, SHORTENS)
    over = clock.used_days >= becomes if waits else _earlier(after.end, effective_on)
    if shorter and over:
        return Foreseen(clock, after, EXPIRES)
    return Foreseen(clock, after)


def _earlier(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other


def days_in(term: Term, clock: Clock, calendar: Calendar) -> int:
    """Return how many days `term` has for a clock, of its own kind."""
    return days_between(term, clock.day0, legal_end(term, clock.day0, calendar), calendar)
