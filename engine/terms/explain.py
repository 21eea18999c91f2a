"""Why a clock ends on its day: codes and facts of which wording makes sentences.

No database, no clock, no network, and no sentences: those stand in `engine.wording`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.model import Clock, ClockState, Term
from engine.terms.calendar import ONE_DAY, Calendar
from engine.terms.clocks import standing
from engine.terms.counting import (
    days_between,
    grace_end,
    is_confirmed,
    legal_end,
    target_of,
    warning_days,
)
from engine.terms.ends import counted_end
from engine.terms.words import Carrier


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence about a clock, as a code and the facts that fill it; days are dates."""

    code: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def explain(
    clock: Clock, term: Term, calendar: Calendar, today: date | None = None
) -> tuple[Explanation, ...]:
    """Return what can be said of `clock`, in the order in which to say it.

    Codes: `term_counts` always; then `term_extended` and `term_restarted` when that happened; then
    `term_suspended` or `term_resumed`; then `term_target` when our own term ends on a day that the
    service is closed; then `term_met`, `term_late` (met after its end), `term_closed` (the case
    ended while it ran) or, when `today` lies past the end, `term_passed`.
    """
    return tuple(_sentences(clock, term, calendar, today))


def _sentences(
    clock: Clock, term: Term, calendar: Calendar, today: date | None
) -> Iterator[Explanation]:
    yield _counts(clock, term, calendar)
    if clock.extended_on is not None:
        yield _extended(clock, term)
    if clock.restarted_on is not None:
        yield Explanation("term_restarted", {"restarted_on": clock.restarted_on})
    if clock.state is ClockState.SUSPENDED:
        yield _suspended(clock, term, calendar)
    elif clock.resumed_on is not None:
        yield _resumed(clock, term, calendar)
    target = _target(clock, term, calendar)
    if target is not None:
        yield target
    outcome = _outcome(clock, term, calendar, today)
    if outcome is not None:
        yield outcome


def _counts(clock: Clock, term: Term, calendar: Calendar) -> Explanation:
    last = counted_end(clock, term, calendar)
    return Explanation(
        "term_counts",
        {
            "term": term.key,
            "value": term.value,
            "unit": str(term.unit),
            "anchor": term.anchor,
            "carrier": str(term.carrier),
            "day0": clock.day0,
            "first_day": clock.day0 + ONE_DAY,
            "legal_end": last,
            "end": clock.end,
            "rolled": clock.end is not None and clock.end != last,
            "grace_end": grace_end(term, clock.end, calendar) if clock.end else None,
            "warnings": warning_days(term, clock.day0, last, calendar) if last else (),
            "source": term.source,
            "confirmed": is_confirmed(term),
            "confirmed_by": term.confirmed_by,
            "as_of": term.valid_from,
        },
    )


def _extended(clock: Clock, term: Term) -> Explanation:
    facts = {"value": term.value, "unit": str(term.unit), "reason": clock.grounds}
    return Explanation("term_extended", {"extended_on": clock.extended_on, **facts})


def _suspended(clock: Clock, term: Term, calendar: Calendar) -> Explanation:
    facts = {"suspended_from": clock.suspended_on, "reason": clock.reason}
    return Explanation("term_suspended", {**facts, **_shares(clock, term, calendar)})


def _resumed(clock: Clock, term: Term, calendar: Calendar) -> Explanation:
    assert clock.resumed_on is not None, "only a resumed clock is explained as one"
    return Explanation(
        "term_resumed",
        {
            "suspended_from": clock.suspended_on,
            "suspended_until": clock.resumed_on,
            "runs_from": clock.resumed_on + ONE_DAY,
            "end": clock.end,
            "reason": clock.reason,
            **_shares(clock, term, calendar),
        },
    )


def _shares(clock: Clock, term: Term, calendar: Calendar) -> dict[str, int]:
    last = legal_end(term, clock.day0, calendar)
    total = days_between(term, clock.day0, last, calendar)
    return {"used": clock.used_days, "total": total, "left": max(0, total - clock.used_days)}


def _target(clock: Clock, term: Term, calendar: Calendar) -> Explanation | None:
    target = target_of(term, clock.end, calendar) if clock.end else None
    if clock.end is None or target is None or target == clock.end:
        return None
    closed = _closed_around(clock.end, calendar)
    facts = {"end": clock.end, "target": target, "closed_from": None, "closed_until": None}
    if closed:
        facts |= {"closed_from": closed[0], "closed_until": closed[-1]}
    return Explanation("term_target", facts)


def _closed_around(day: date, calendar: Calendar) -> list[date]:
    first = last = day
    while first - timedelta(days=1) in calendar.closing_days:
        first -= ONE_DAY
    while last + ONE_DAY in calendar.closing_days:
        last += ONE_DAY
    return [first, last] if day in calendar.closing_days else []


def _outcome(
    clock: Clock, term: Term, calendar: Calendar, today: date | None
) -> Explanation | None:
    if clock.state is ClockState.CLOSED:
        return Explanation("term_closed", {"closed_on": clock.met_on})
    if clock.state is ClockState.MET:
        return Explanation("term_met", {"met_on": clock.met_on, "end": clock.end})
    if clock.met_on is not None:
        return Explanation("term_late", {"met_on": clock.met_on, "end": clock.end})
    if today is None or clock.end is None or standing(clock, today) is not ClockState.EXCEEDED:
        return None
    last = grace_end(term, clock.end, calendar)
    facts = {"end": clock.end, "grace_end": last, "post_may_come": today <= last}
    return Explanation("term_passed", facts | {"by_citizen": term.carrier == Carrier.CITIZEN})
