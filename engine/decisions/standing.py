"""Where a decision stands, on two axes: how it was dealt with, and what protects against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.model import DecisionEvent, DecisionStage
from engine.store.rows import DecisionEventRow, DecisionRow


class Course(StrEnum):
    """How far a decision came."""

    INTENDED = "intended"
    TAKEN = "taken"
    NOTIFIED = "notified"
    RECTIFIED = "rectified"
    WITHDRAWN = "withdrawn"
    ANNULLED = "annulled"


class Protection(StrEnum):
    """What somebody can still do against it, or did."""

    NONE = "none"  # not made known yet, so no term runs
    OPEN = "open"
    APPEALED = "appealed"
    SUSPENDED = "suspended"
    CONFIRMED = "confirmed"
    CLOSED = "closed"  # the last day is past; nobody said yet that nothing came in
    FINAL = "final"
    ENDED = "ended"  # withdrawn or annulled: nothing is left to protect against


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a decision stands, and from when to when it has effect now."""

    course: Course
    protection: Protection
    notified_on: date | None
    effective_from: date | None
    effective_to: date | None


_COURSE = {
    DecisionEvent.NOTIFIED: Course.NOTIFIED,
    DecisionEvent.RECTIFIED: Course.RECTIFIED,
    DecisionEvent.WITHDRAWN: Course.WITHDRAWN,
    DecisionEvent.ANNULLED: Course.ANNULLED,
}
_OVER = (Course.WITHDRAWN, Course.ANNULLED)


def standing(
    row: DecisionRow, events: Sequence[DecisionEventRow], remedy_end: date | None, today: date
) -> Standing:
    """Return where a decision stands on `today`; `remedy_end` is the last day to appeal, if known.

    It is final only when a person said so after looking at the post. A suspension of effect lasts
    until the decision is confirmed or its own last day is past; confirmation brings a new first
    day (legality A1, A9).
    """
    course = Course.INTENDED if row.stage == DecisionStage.INTENT else Course.TAKEN
    first, last = row.effective_from, row.effective_to
    protection, notified = Protection.NONE, None
    for each in events:
        course = _further(course, each.kind)
        protection = _protected(protection, each, today)
        if each.kind == DecisionEvent.NOTIFIED:
            notified = max(filter(None, (notified, each.day)))
        elif each.kind == DecisionEvent.CONFIRMED:
            first = _day(each, "effective_from") or first
            last = _day(each, "effective_to") or last
    if protection is Protection.NONE and notified is not None:
        closed = remedy_end is not None and remedy_end < today
        protection = Protection.CLOSED if closed else Protection.OPEN
    if course in _OVER:
        protection = Protection.ENDED
    return Standing(course, protection, notified, first, last)


_PROTECTION = {
    DecisionEvent.APPEALED: Protection.APPEALED,
    DecisionEvent.SUSPENDED: Protection.SUSPENDED,
    DecisionEvent.CONFIRMED: Protection.CONFIRMED,
    DecisionEvent.FINAL: Protection.FINAL,
}


def _protected(protection: Protection, event: DecisionEventRow, today: date) -> Protection:
    """Return the protection after one more event; a suspension that is over changes nothing."""
    until = _day(event, "suspended_to") if event.kind == DecisionEvent.SUSPENDED else None
    if until is not None and until < today:
        return protection
    return _PROTECTION.get(DecisionEvent(event.kind), protection)


def _further(course: Course, kind: str) -> Course:
    """Return the course after one more event; what is over or rectified stays so."""
    known = _COURSE.get(DecisionEvent(kind))
    keeps = course is Course.RECTIFIED and known is Course.NOTIFIED
    return course if known is None or course in _OVER or keeps else known


def _day(event: DecisionEventRow, name: str) -> date | None:
    """Return a day among the facts of an event, which are plain JSON."""
    text = event.facts.get(name)
    return date.fromisoformat(text) if isinstance(text, str) else None
