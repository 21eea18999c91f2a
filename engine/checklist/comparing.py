"""A list of expected documents held against what is there. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine.feel import YearMonthDuration
from engine.model import Verdict
from engine.terms import add_months

Age = YearMonthDuration | timedelta


class Standing(StrEnum):
    """How a line of the list stands, from good to bad; a line is as bad as its worst document."""

    NOT_REQUIRED = "not_required"
    PRESENT = "present"
    UNASSESSED = "unassessed"
    MISSING = "missing"
    TOO_OLD = "too_old"
    EXPIRED = "expired"
    REJECTED = "rejected"


WANTING = frozenset({Standing.MISSING, Standing.TOO_OLD, Standing.EXPIRED, Standing.REJECTED})
_ORDER = tuple(Standing)
_SAID = {
    str(Verdict.NOT_APPLICABLE): Standing.NOT_REQUIRED,
    str(Verdict.FAILS): Standing.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of the list: a type of document, why it is asked, how old it may be, who gives it.

    `asked` tells whether the applicant is asked for it, `count` how many of them there should be.
    """

    type: str
    title: str
    required: bool = True
    reason: str = ""
    legal_basis: str = ""
    source: str = ""
    asked: bool = True
    max_age: Age | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Held:
    """A current document of the case; of one that is not `readable` only the type counts."""

    id: str
    type: str
    verdict: str | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    readable: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A document of a line, how it stands, and until when its age is in order."""

    id: str
    standing: Standing
    issued_on: date | None = None
    expires_on: date | None = None
    young_until: date | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list beside its documents; `hidden` when the asker may not read them."""

    expected: Expected
    standing: Standing
    documents: tuple[Judged, ...] = ()
    found: int = 0
    hidden: bool = False

    @property
    def wanting(self) -> bool:
        """Tell whether the application is not complete without something new on this line."""
        return self.expected.required and self.standing in WANTING

    @property
    def to_ask(self) -> bool:
        """Tell whether the applicant has to be asked for it."""
        return self.wanting and self.expected.asked

    @property
    def worst(self) -> Judged | None:
        """Return the document that makes the line stand as it does."""
        return next((each for each in self.documents if each.standing == self.standing), None)


def compare(
    expected: Iterable[Expected], held: Iterable[Held], day: date, today: date
) -> tuple[Line, ...]:
    """Return the list with how every line stands.

    `day` is what ages are counted to: a document is too old when its issue date plus the age lies
    before it. Months go to the same day number, else to the last day of the month. `today` is what
    expiry is compared with. Two lines of one type are one: the first that is required counts.
    """
    documents = tuple(held)
    return tuple(
        _line(line, [each for each in documents if each.type == line.type], day, today)
        for line in _once(expected)
    )


def last_day(issued_on: date, age: Age) -> date:
    """Return the last day on which a document of this day is not older than `age`."""
    try:
        if isinstance(age, YearMonthDuration):
            return add_months(issued_on, age.months)
        return issued_on + age
    except (OverflowError, ValueError):  # beyond the years of the calendar
        return date.max if age > type(age)(0) else date.min


def _once(expected: Iterable[Expected]) -> Iterable[Expected]:
    chosen: dict[str, Expected] = {}
    for line in expected:
        before = chosen.get(line.type)
        if before is None or (line.required and not before.required):
            chosen[line.type] = line
    return chosen.values()


def _line(line: Expected, held: Sequence[Held], day: date, today: date) -> Line:
    if any(not each.readable for each in held):
        there = len(held) >= line.count or not line.required
        standing = Standing.PRESENT if there else Standing.MISSING
        return Line(line, standing, found=len(held), hidden=True)
    judged = [_judged(line, each, day, today) for each in held]
    counting = tuple(each for each in judged if each.standing != Standing.NOT_REQUIRED)
    if line.required and len(counting) < line.count and (counting or not judged):
        least = Standing.MISSING
    else:
        least = Standing.NOT_REQUIRED
    worst = max([least, *(each.standing for each in counting)], key=_ORDER.index)
    return Line(line, worst, counting, len(counting))


def _judged(line: Expected, held: Held, day: date, today: date) -> Judged:
    until = last_day(held.issued_on, line.max_age) if held.issued_on and line.max_age else None
    standing = _standing(line, held, until, day, today)
    return Judged(held.id, standing, held.issued_on, held.expires_on, until, held.name)


def _standing(line: Expected, held: Held, until: date | None, day: date, today: date) -> Standing:
    """Return how one document stands; a deviation that a person motivated may be older."""
    known = _SAID.get(held.verdict or "")
    if known is not None:
        return known
    if held.expires_on is not None and held.expires_on < today:
        return Standing.EXPIRED
    if held.verdict == Verdict.DEVIATES:
        return Standing.PRESENT
    if until is not None and until < day:
        return Standing.TOO_OLD
    certain = held.verdict is not None and (line.max_age is None or until is not None)
    return Standing.PRESENT if certain else Standing.UNASSESSED
