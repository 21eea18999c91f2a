"""Copies of played cases, with chains of their own, written a chunk at a time."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine import errors, store
from engine.inventing.patterns import Own, Pattern, pattern_of
from engine.inventing.playing import Played, play, same_here
from engine.model import SYSTEM, Happened, HistoryKind
from engine.runtime import Runtime
from engine.store import bulk, contents
from engine.store import history as trail
from engine.terms import local_day
from engine.wording.nl import invented as words

CHUNK = 1_000
MOST_TAKEN = 60
"""How many open tasks somebody has taken, at most; the rest of them is free."""
_OPEN_DAYS, _YEARS = 60, 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many open and finished tasks there should be; `seed` draws who, where and when.

    `cases` is how many are played through the verbs; `add` allows other cases to be there.
    """

    open: int
    finished: int
    seed: int = 1
    cases: int = 24
    add: bool = False


@dataclass(slots=True)
class Made:
    """What was made so far: cases, open and finished tasks, rows; `seconds` since the beginning."""

    cases: int = 0
    open: int = 0
    finished: int = 0
    rows: int = 0
    seconds: float = 0.0


Told = Callable[[Made], None]


def generate(runtime: Runtime, *, wanted: Wanted, told: Told = lambda _made: None) -> Made:
    """Fill an installation with made-up cases that have open and finished tasks.

    A few cases are played through the verbs, in a house of their own; the rest are copies, with
    ids, numbers, names, days and chains of their own. `told` hears of every chunk. Raises
    NotAllowed outside demo mode, Conflict when there are cases already, unless `wanted.add`,
    NotFound without the invented people of the demo, Unavailable when what is in force is not what
    is in the folder of procedures.
    """
    began = time.monotonic()
    _check(runtime, wanted)
    chance = random.Random(wanted.seed)  # noqa: S311 - made-up data, no secret
    played = play(runtime, cases=wanted.cases, chance=chance)
    return multiply(runtime, played, wanted=wanted, told=told, began=began)


def _check(runtime: Runtime, wanted: Wanted) -> None:
    if not runtime.settings.demo:
        raise errors.NotAllowed("only_demo")
    with runtime.store.read() as tx:
        if bulk.anything(tx) and not wanted.add:
            raise errors.Conflict("bulk_not_empty")


def multiply(
    runtime: Runtime,
    played: Played,
    *,
    wanted: Wanted,
    told: Told = lambda _made: None,
    began: float | None = None,
) -> Made:
    """Write copies of what was played; the same as `generate`, which plays first.

    `began` is when, by the monotonic clock in seconds; now when it is left out.
    """
    began = time.monotonic() if began is None else began
    _check(runtime, wanted)
    chance = random.Random(wanted.seed)  # noqa: S311 - made-up data, no secret
    copier = _Copier(runtime, played, chance, began)
    for cases in copier.finished(wanted.finished), copier.open(wanted.open):
        for chunk in cases:
            copier.write(chunk)
            told(copier.made)
    with runtime.store.write("cases.count_anew") as tx:
        bulk.analyse(tx)
    copier.made.seconds = time.monotonic() - began
    return copier.made


@dataclass(frozen=True, slots=True)
class _Copy:
    """A case to be made: of which pattern, beginning on which day."""

    pattern: Pattern
    start: date


class _Copier:
    """Draws copies and writes them."""

    def __init__(
        self, runtime: Runtime, played: Played, chance: random.Random, began: float
    ) -> None:
        self.runtime = runtime
        self.chance = chance
        self.began = began
        self.made = Made()
        same = same_here(runtime, played)
        self.numbers = played.numbers
        shown = [number for number, _, _ in played.numbers]
        patterns = [pattern_of(each, played.name, shown, same) for each in played.samples]
        self.whole = [each for each in patterns if each.element is None]
        self.free = [each for each in patterns if each.element and each.taken_by is None]
        self.taken = [each for each in patterns if each.element and each.taken_by]
        self.hands: Counter[str] = Counter()
        kept = {one for sample in played.samples for one in sample.contents}
        with runtime.store.write("cases.lend") as tx:
            contents.keep(tx, kept)

    def finished(self, tasks: int) -> Iterator[list[_Copy]]:
        """Yield chunks of ended cases with so many tasks, or a few more; the oldest first."""
        many = -(-tasks // min(each.tasks for each in self.whole)) if tasks else 0
        span = timedelta(days=365 * _YEARS)
        yield from self._chunks(many, span, timedelta(days=_OPEN_DAYS), self._ended)

    def open(self, tasks: int) -> Iterator[list[_Copy]]:
        """Yield chunks of cases that wait, each for one task."""
        yield from self._chunks(tasks, timedelta(days=_OPEN_DAYS), timedelta(0), self._waiting)

    def _ended(self) -> Pattern:
        return self.chance.choice(self.whole)

    def _waiting(self) -> Pattern:
        """Draw a case that waits, more often for an early task than for a late one."""
        if self.chance.random() < 0.2:
            one = self.chance.choice(self.taken)
            if self.hands[one.taken_by or ""] < MOST_TAKEN:
                self.hands[one.taken_by or ""] += 1
                return one
        weights = [1 / (1 + each.tasks) for each in self.free]
        return self.chance.choices(self.free, weights)[0]

    def _chunks(
        self, many: int, longest: timedelta, shortest: timedelta, draw: Callable[[], Pattern]
    ) -> Iterator[list[_Copy]]:
        today = local_day(self.runtime.now())
        days = (longest - shortest).days
        for first in range(0, many, CHUNK):
            chunk = []
            for at in range(first, min(first + CHUNK, many)):
                pattern = draw()
                ago = longest - timedelta(days=days * at // many)
                chunk.append(_Copy(pattern, _same_weekday(pattern.start, today - ago)))
            yield chunk

    def write(self, chunk: Sequence[_Copy]) -> None:
        """Write a chunk of cases in one transaction."""
        packed: dict[str, list[str]] = defaultdict(list)
        written = 0
        with self.runtime.store.write("cases.invent") as tx:
            for copy, own in zip(chunk, self._own(tx, chunk), strict=True):
                for name, rows in copy.pattern.copy(own):
                    packed[name].append(rows)
            for table in bulk.tables():
                if table.name in packed:
                    written += bulk.insert(tx, table.name, bulk.ROW.join(packed.pop(table.name)))
            told = {"name": words.REASON, "count": len(chunk)}
            fact = Happened(HistoryKind.CASES_INVENTED, SYSTEM, told)
            trail.log(tx, [fact], self.runtime.now())
        made = self.made
        made.cases += len(chunk)
        made.finished += sum(each.pattern.tasks for each in chunk)
        made.open += sum(each.pattern.element is not None for each in chunk)
        made.rows += written
        made.seconds = time.monotonic() - self.began

    def _own(self, tx: store.Tx, chunk: Sequence[_Copy]) -> Iterator[Own]:
        """Yield what every copy has of its own, with numbers that nobody else gets."""
        wanted: Counter[str] = Counter()
        for each in chunk:
            wanted.update(_counters(each))
        first = {name: bulk.reserve(tx, name, many) for name, many in sorted(wanted.items())}

        def number(name: str) -> int:
            first[name] += 1
            return first[name] - 1

        for each in chunk:
            pattern, year = each.pattern, each.start.year
            case, dossier, decision = _names(pattern, year)
            yield Own(
                number=f"{pattern.prefix}-{year}-{number(case):05d}",
                dossier=f"{pattern.dossier_prefix}-{year}-{number(dossier):05d}",
                name=self._name(),
                place=pattern.place,
                later=(each.start - pattern.start).days,
                decisions=tuple(number(decision) for _ in range(pattern.decisions)),
                numbers=tuple(self.chance.randint(low, high) for _, low, high in self.numbers),
            )

    def _name(self) -> str:
        pick = self.chance.choice
        parts = [pick(words.KINDS), pick(words.NAMES), pick(words.LAST), pick(words.FORMS)]
        return " ".join(filter(None, parts))


def _names(pattern: Pattern, year: int) -> tuple[str, str, str]:
    """Return the counters of the numbers of a case, its dossier and its decisions."""
    return (
        f"case:{pattern.prefix}:{year}",
        f"dossier:{pattern.dossier_prefix}:{year}",
        f"decision:{year}",
    )


def _counters(copy: _Copy) -> Mapping[str, int]:
    case, dossier, decision = _names(copy.pattern, copy.start.year)
    found = {case: 1, dossier: 1}
    return found | {decision: copy.pattern.decisions} if copy.pattern.decisions else found


def _same_weekday(like: date, near: date) -> date:
    """Return the last day not after `near` that is the same day of the week as `like`."""
    return near - timedelta(days=(near.weekday() - like.weekday()) % 7)
