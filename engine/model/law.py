"""Legal terms and the clocks that follow them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Term:
    """One dated row of the register of terms (`termijnen`): law as data, with its source."""

    id: str
    key: str
    value: int | None
    unit: str
    anchor: str
    carrier: str
    roll: str
    stop: str
    warning: str
    on_end: str
    source: str
    status: str
    valid_from: date
    valid_to: date | None = None
    confirmed_by: str | None = None
    grace_days: int = 0  # working days for the post, between the end and the timer
    fixed: str = ""  # "MM-DD" of a yearly date, "HH:MM" of a time of day; else empty
    title: str | None = None  # what people call it in a sentence; None: it goes by its key
    confirmed_on: date | None = None


class Transition(StrEnum):
    """What a new row of a term does to the clocks that already run (legality A5)."""

    RESPECTFUL = "respectful"  # they keep the law of their first day
    IMMEDIATE = "immediate"
    PER_CASE = "per_case"


class ChangeState(StrEnum):
    """Where a change of the law stands: proposed, confirmed by somebody else, or withdrawn."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class MoveState(StrEnum):
    """What became of one clock in a change."""

    MOVED = "moved"
    KEPT = "kept"
    LETTER = "letter"  # its date was communicated: it moves with a letter
    REFUSED = "refused"


class ClockState(StrEnum):
    """Where a legal clock stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    MET = "met"
    EXCEEDED = "exceeded"
    CLOSED = "closed"  # the case ended while it ran or waited


@dataclass(frozen=True, slots=True)
class Clock:
    """A legal term running on a case; it names the term row that it follows.

    `end` is None while suspended. `used_days` were counted before the last suspension, which
    began on `suspended_on` (not counted) and, once it runs again, lasted up to and including
    `resumed_on`. `reason` is what it waits for or waited for. `restarted_on` is the day 0 of a new
    full term. `extended_on` is the day of the decision that made it follow a longer term, `grounds`
    that decision's motivation. `warned` is how many of its warnings were given, `warn_on` the day
    of the next one.
    """

    id: str
    case_id: str
    term_id: str
    term_key: str
    state: ClockState
    day0: date
    end: date | None
    used_days: int = 0
    suspended_on: date | None = None
    met_on: date | None = None
    resumed_on: date | None = None
    reason: str | None = None
    restarted_on: date | None = None
    extended_on: date | None = None
    grounds: str | None = None
    warned: int = 0
    warn_on: date | None = None


class DecisionStage(StrEnum):
    """What kind of legal act a decision is: an announced measure, or a decision."""

    INTENT = "intent"
    DECISION = "decision"


class DecisionEvent(StrEnum):
    """What can become of a decision; each is a row beside it, the decision itself never changes."""

    NOTIFIED = "notified"
    SIGNED_COPY = "signed_copy"
    APPEALED = "appealed"
    SUSPENDED = "suspended"
    CONFIRMED = "confirmed"
    FINAL = "final"
    RECTIFIED = "rectified"
    WITHDRAWN = "withdrawn"
    ANNULLED = "annulled"
