"""Two at one thing, at the same moment, many times over: who wins, who is told what, who overlaps.

A round lets both go at a barrier and writes down when each was inside the verb. One loop-shaped
case gives a new task for every round, so that a thousand rounds cost a thousand completions.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from engine import errors
from engine.store import Boundary, Store

Work = Callable[[], object]
COMMIT_SECONDS = 0.003


@dataclass(frozen=True)
class Attempt:
    """One try: what came of it, and from when to when it was inside the verb (monotonic)."""

    outcome: str
    entered: float
    left: float

    @property
    def won(self) -> bool:
        return self.outcome == "won"


@dataclass
class Tally:
    """What many rounds gave."""

    rounds: int = 0
    overlapping: int = 0
    winners: Counter[int] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)

    def add(self, attempts: Sequence[Attempt]) -> None:
        self.rounds += 1
        one, other = attempts
        self.overlapping += one.entered < other.left and other.entered < one.left
        self.winners[sum(attempt.won for attempt in attempts)] += 1
        self.refusals.update(attempt.outcome for attempt in attempts if not attempt.won)

    @property
    def overlap(self) -> float:
        return self.overlapping / self.rounds

    @property
    def exactly_one_won(self) -> bool:
        return self.winners == {1: self.rounds}


def attempt(work: Work) -> Attempt:
    """Do `work`; a refusal by the engine is an outcome, anything else is a broken test."""
    entered = time.monotonic()
    try:
        work()
        outcome = "won"
    except errors.EngineError as refused:
        outcome = type(refused).__name__
    return Attempt(outcome, entered, time.monotonic())


def commit_as_on_a_disk(store: Store) -> None:
    """Let a commit take its time, so that two meet also where the database is in memory."""

    def passing(_name: str, boundary: Boundary) -> None:
        if boundary is Boundary.BEFORE_COMMIT:
            time.sleep(COMMIT_SECONDS)

    store.passing = passing


class Pair:
    """Two threads that are let go together, round after round."""

    def __init__(self) -> None:
        self._gate = threading.Barrier(3, timeout=60)
        self._work: list[Work] = []
        self._found: list[Attempt | None] = [None, None]
        self._threads = [threading.Thread(target=self._run, args=(n,)) for n in (0, 1)]
        for thread in self._threads:
            thread.start()

    def go(self, one: Work, other: Work) -> tuple[Attempt, Attempt]:
        """Let both go and return what came of it."""
        self._work = [one, other]
        self._gate.wait()
        self._gate.wait()
        first, second = self._found
        assert first is not None
        assert second is not None
        return first, second

    def close(self) -> None:
        self._work = []
        self._gate.wait()
        for thread in self._threads:
            thread.join()

    def _run(self, mine: int) -> None:
        while True:
            self._gate.wait()
            if not self._work:
                return
            self._found[mine] = attempt(self._work[mine])
            self._gate.wait()
