"""The legal clocks of one case: what a diagram does to them, and when they run out.

No database, no clock, no network: days and ids come in, frozen clocks go out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from engine.errors import ModelFault
from engine.model import Clock, ClockAction, ClockChange, ClockState, Term
from engine.terms.calendar import Calendar, after
from engine.terms.counting import (
    counts_days,
    days_between,
    end_of,
    grace_end,
    legal_end,
    roll,
)
from engine.terms.ends import counted_end, total_days
from engine.terms.warning import next_warning, passed_on
from engine.terms.words import Carrier, Stop

LAST_END = date(9_990, 12, 31)
"""The last day on which a clock may end, so that its grace and its timer have a day too."""

OPEN = (ClockState.RUNNING, ClockState.SUSPENDED)


def term_on(terms: Iterable[Term], key: str, day0: date) -> Term | None:
    """Return the row of `key` that was in force on `day0`; the youngest one when several were.

    The date of the anchor decides, not today: a case keeps the law of its application.
    """
    rows = [row for row in terms if row.key == key and _in_force(row, day0)]
    return max(rows, key=lambda row: row.valid_from, default=None)


def _in_force(row: Term, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def followed(clock: Clock, term: Term, calendar: Calendar) -> Clock:
    """Return `clock` as it stands when it follows the row `term` from its first day."""
    moved = replace(clock, term_id=term.id)
    last = counted_end(moved, term, calendar)
    return moved if last is None else replace(moved, end=roll(term, last, calendar))


def standing(clock: Clock, today: date) -> ClockState:
    """Return how `clock` stands on `today`: a running clock is exceeded the day after its end."""
    if clock.state is ClockState.RUNNING and clock.end is not None and clock.end < today:
        return ClockState.EXCEEDED
    return clock.state


class CaseClocks:
    """The clocks of one case, moved by the changes that a step asks for.

    `terms` are all dated rows of the register, `clocks` the clocks that the case has, oldest
    first. Nothing that came in is altered; `changed()` gives the clocks to keep.
    """

    def __init__(
        self,
        terms: Sequence[Term],
        clocks: Sequence[Clock],
        calendar: Calendar,
        case_id: str,
        new_id: Callable[[], str],
    ) -> None:
        self._terms = tuple(terms)
        self._rows = {row.id: row for row in terms}
        self._clocks = {clock.id: clock for clock in clocks}
        self._changed: dict[str, Clock] = {}
        self._calendar = calendar
        self._case_id = case_id
        self._new_id = new_id

    def apply(self, change: ClockChange) -> Clock:
        """Carry out `change` and return the clock as it stands then.

        START follows the row in force on day 0; a clock of the same term that is still open is
        closed on that day first. SUSPEND counts from the day of the request, which is no longer
        used; RESUME goes on the day after the receipt of the last piece; RESTART begins a full new
        term after that day. EXTEND lets the clock follow the longer term `change.to`, once, by a
        motivated decision before its last day; FOLLOW lets it follow another row as if it always
        had. RECEIVE says that what is waited for was there on `change.day` after all: the clock of
        whoever had to send it stopped on that day, one that waited for it goes on after that day.
        Otherwise a clock that is met or exceeded stays as it is, and so does one that already is
        what is asked for.

        Raises ModelFault when the term has no row on that day or is not counted in days, when
        there is no clock, when the term may not be suspended, restarted or so extended, or when
        it would end outside the calendar.
        """
        try:
            clock = self._apply(change)
        except (OverflowError, ValueError):
            clock = None
        if clock is None or (clock.end is not None and clock.end > LAST_END):
            facts = {"term": change.term, "day": change.day}
            raise ModelFault("clock_outside_calendar", element=change.element, **facts)
        return clock

    def _apply(self, change: ClockChange) -> Clock:
        if change.action is ClockAction.START:
            return self._start(change)
        clock = self._latest(change.term)
        if clock is None:
            raise ModelFault("clock_not_started", element=change.element, term=change.term)
        if change.action is ClockAction.RECEIVE:
            return self._keep(self._receive(clock, change))
        if clock.state not in OPEN:
            return clock
        act = {
            ClockAction.SUSPEND: self._suspend,
            ClockAction.RESUME: self._resume,
            ClockAction.STOP: self._stop,
            ClockAction.EXTEND: self._extend,
            ClockAction.RESTART: self._restart,
            ClockAction.FOLLOW: self._follow,
        }[change.action]
        return self._keep(act(clock, change))

    def close(self, day: date) -> None:
        """Close every clock that is still open: the case ended on `day`, nobody waits any more."""
        for clock in [each for each in self._clocks.values() if each.state in OPEN]:
            late = clock.end is not None and day > clock.end
            state = ClockState.EXCEEDED if late else ClockState.CLOSED
            self._keep(replace(clock, state=state, met_on=day))

    def get(self, term_key: str) -> Clock | None:
        """Return the last clock that was started for `term_key`, as it stands now."""
        return self._latest(term_key)

    def end(self, term_key: str) -> date | None:
        """Return the last day of the clock of `term_key`; None when there is none or it waits."""
        clock = self._latest(term_key)
        return clock.end if clock else None

    def fires_at(self, term_key: str) -> datetime | None:
        """Return the moment in UTC at which a timer on `term_key` is due.

        That is 00:00 in Brussels of the day after the end and its grace for the post. None when
        there is no clock or it does not run: a timer on a suspended or met clock is never due.
        """
        clock = self._latest(term_key)
        if clock is None or clock.end is None or clock.state is not ClockState.RUNNING:
            return None
        return after(grace_end(self._row(clock), clock.end, self._calendar))

    def changed(self) -> tuple[Clock, ...]:
        """Return the clocks that were started or moved, each as it stands now."""
        return tuple(self._changed.values())

    def _start(self, change: ClockChange) -> Clock:
        term = self._in_force(change.term, change.day, change.element)
        before = self._latest(change.term)
        if before is not None and before.state in OPEN:
            self._keep(self._stop(before, change))
        return self._keep(
            Clock(
                id=self._new_id(),
                case_id=self._case_id,
                term_id=term.id,
                term_key=term.key,
                state=ClockState.RUNNING,
                day0=change.day,
                end=end_of(term, change.day, self._calendar),
            )
        )

    def _suspend(self, clock: Clock, change: ClockChange) -> Clock:
        term = self._row(clock)
        if term.stop == Stop.NEVER:
            raise ModelFault("clock_never_stops", element=change.element, term=change.term)
        if clock.end is None:
            return clock
        if change.day > clock.end:
            return replace(clock, state=ClockState.EXCEEDED)
        return replace(
            clock,
            state=ClockState.SUSPENDED,
            end=None,
            used_days=self._used(clock, term, change.day),
            suspended_on=change.day,
            reason=change.reason,
        )

    def _used(self, clock: Clock, term: Term, day: date) -> int:
        since = clock.resumed_on or clock.day0
        counted = days_between(term, since, day - timedelta(days=1), self._calendar)
        return min(clock.used_days + counted, total_days(clock, term, self._calendar))

    def _resume(self, clock: Clock, change: ClockChange) -> Clock:
        if clock.suspended_on is None or clock.state is not ClockState.SUSPENDED:
            return clock
        term = self._row(clock)
        since = clock.resumed_on or clock.day0
        if term.stop == Stop.RESTART:
            return self._restart(clock, change)
        received = max(change.day, clock.suspended_on - timedelta(days=1), since)
        return self._running(replace(clock, resumed_on=received), term)

    def _restart(self, clock: Clock, change: ClockChange) -> Clock:
        term = self._row(clock)
        if term.stop != Stop.RESTART:
            raise ModelFault("clock_never_restarts", element=change.element, term=change.term)
        anew = max(change.day, clock.day0)
        if anew == clock.day0 and clock.state is ClockState.RUNNING:
            return clock
        fresh = replace(clock, day0=anew, restarted_on=anew, used_days=0, resumed_on=None, warned=0)
        return self._running(fresh, term)

    def _extend(self, clock: Clock, change: ClockChange) -> Clock:
        facts = {"element": change.element, "term": change.term, "day": change.day}
        if not (change.reason or "").strip():
            raise ModelFault("clock_extension_without_reason", **facts)
        if clock.extended_on is not None:
            raise ModelFault("clock_extended_before", **facts)
        longer = self._in_force(change.to or "", clock.day0, change.element)
        if self._days(longer, clock) <= self._days(self._row(clock), clock):
            raise ModelFault("clock_extension_not_longer", **facts, to=longer.key)
        if clock.end is not None and change.day >= clock.end:
            raise ModelFault("clock_extended_too_late", **facts)
        extended = replace(clock, term_id=longer.id, extended_on=change.day, grounds=change.reason)
        if clock.end is not None:
            extended = self._running(extended, longer)
        return replace(extended, warned=passed_on(extended, longer, self._calendar, change.day))

    def _follow(self, clock: Clock, change: ClockChange) -> Clock:
        row = self._rows.get(change.to or "")
        if row is None:
            raise ModelFault("term_row_missing", term=clock.term_key, row=change.to)
        return followed(clock, row, self._calendar)

    def _receive(self, clock: Clock, change: ClockChange) -> Clock:
        term = self._row(clock)
        if term.carrier == Carrier.CITIZEN:
            before = clock.met_on is not None and clock.met_on <= change.day
            return clock if before or clock.end is None else self._stop(clock, change)
        if clock.state is ClockState.SUSPENDED:
            return self._resume(clock, change)
        since, again = clock.suspended_on, clock.resumed_on
        if clock.state is not ClockState.RUNNING or since is None or again is None:
            return clock
        if again <= change.day or term.stop == Stop.RESTART:
            return clock
        received = max(change.day, since - timedelta(days=1))
        return self._running(replace(clock, resumed_on=received), term)

    def _days(self, term: Term, clock: Clock) -> int:
        return (legal_end(term, clock.day0, self._calendar) - clock.day0).days

    def _running(self, clock: Clock, term: Term) -> Clock:
        running = replace(clock, state=ClockState.RUNNING)
        last = counted_end(running, term, self._calendar)
        assert last is not None, "a running clock has an end"
        return replace(running, end=roll(term, last, self._calendar))

    def _stop(self, clock: Clock, change: ClockChange) -> Clock:
        late = clock.end is not None and change.day > clock.end
        state = ClockState.EXCEEDED if late else ClockState.MET
        return replace(clock, state=state, met_on=change.day)

    def _keep(self, clock: Clock) -> Clock:
        warn_on = next_warning(clock, self._row(clock), self._calendar)
        clock = replace(clock, warn_on=warn_on)
        if self._clocks.get(clock.id) != clock:
            self._clocks[clock.id] = clock
            self._changed[clock.id] = clock
        return clock

    def _latest(self, term_key: str) -> Clock | None:
        found = [clock for clock in self._clocks.values() if clock.term_key == term_key]
        return found[-1] if found else None

    def _in_force(self, key: str, day: date, element: str) -> Term:
        """Return the row of `key` on `day`; Raises ModelFault when no clock can follow it."""
        term = term_on(self._terms, key, day)
        if term is None:
            known = any(row.key == key for row in self._terms)
            code = "term_not_in_force" if known else "term_unknown"
            raise ModelFault(code, element=element, term=key, day=day)
        if not counts_days(term):
            raise ModelFault("term_without_days", element=element, term=key)
        return term

    def _row(self, clock: Clock) -> Term:
        row = self._rows.get(clock.term_id)
        if row is None:
            raise ModelFault("term_row_missing", term=clock.term_key, row=clock.term_id)
        return row


def progress(clock: Clock, term: Term, calendar: Calendar, today: date) -> tuple[int, int]:
    """Return how many days of the term are used on `today`, and how many it has in all."""
    total = days_between(term, clock.day0, legal_end(term, clock.day0, calendar), calendar)
    if clock.state is ClockState.SUSPENDED:
        return clock.used_days, total
    since = clock.resumed_on or clock.day0
    until = max(since, min(today, clock.met_on or today))
    used = clock.used_days + days_between(term, since, until, calendar)
    return min(used, total), total
