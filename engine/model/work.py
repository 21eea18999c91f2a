"""Work for the machine: which job goes first, and when one that failed is tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from engine.model.step import JobKind

Chance = Callable[[], float]
"""Gives a number from 0 up to 1, another one each time."""


class Priority(IntEnum):
    """Which of the jobs that are due goes first: the lowest."""

    STEP = 0  # a legal term that runs out, or a case that somebody waits for
    LETTER = 1  # what goes out of the house, and may take seconds
    SWEEP = 2  # housekeeping
    ELSEWHERE = 3  # what a program elsewhere has to ask for; no worker of ours takes it


OURS = (Priority.STEP, Priority.LETTER, Priority.SWEEP)
"""The priorities of what our own workers do, in their order."""

_MOVING = frozenset(
    {
        JobKind.TIMER,
        JobKind.SERVICE,
        JobKind.MESSAGE,
        JobKind.SIGNAL,
        JobKind.HEAR,
        JobKind.BEGIN,
    }
)


def priority_of(kind: str, letter: str | None = None) -> Priority:
    """Return which priority a job of this kind has; one with a `letter` makes that letter."""
    if kind == JobKind.SWEEP:
        return Priority.SWEEP
    if kind == JobKind.EXTERNAL:
        return Priority.ELSEWHERE
    return Priority.STEP if kind in _MOVING and letter is None else Priority.LETTER


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a job is tried, and how long it waits after the first failure, at most."""

    attempts: int
    first: timedelta
    longest: timedelta = timedelta(hours=1)

    def wait(self, attempt: int, chance: Chance) -> timedelta | None:
        """Return how long to wait after failure number `attempt` (from 1); None: not again.

        Twice as long each time, up to `longest`, of which chance takes off up to a half: what
        broke together does not come back together.
        """
        if attempt >= self.attempts:
            return None
        longest: timedelta = min(self.first * 2 ** min(attempt - 1, 30), self.longest)
        return longest * (1 - chance() / 2)
