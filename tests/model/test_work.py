"""Which job goes first, and when one that failed is tried again."""

from __future__ import annotations

from datetime import timedelta

from engine.model import JobKind, Priority, Retries, priority_of

TEN = timedelta(seconds=10)


def test_a_wait_is_twice_as_long_each_time_up_to_the_longest_and_then_there_is_none() -> None:
    retries = Retries(attempts=6, first=TEN, longest=timedelta(minutes=1))
    waits = [retries.wait(attempt, lambda: 0.0) for attempt in range(1, 7)]
    assert waits == [TEN, TEN * 2, TEN * 4, TEN * 6, TEN * 6, None]


def test_chance_takes_off_up_to_a_half() -> None:
    retries = Retries(attempts=3, first=TEN)
    assert retries.wait(1, lambda: 0.5) == TEN * 0.75
    assert TEN / 2 < (retries.wait(1, lambda: 0.999) or TEN) < TEN * 0.51


def test_steps_go_before_letters_and_letters_before_housekeeping() -> None:
    kinds = [(JobKind.TIMER, None), (JobKind.SERVICE, "besluit"), (JobKind.SWEEP, None)]
    found = [priority_of(kind, letter) for kind, letter in kinds]
    assert found == sorted(found) == [Priority.STEP, Priority.LETTER, Priority.SWEEP]
    assert priority_of(JobKind.SERVICE) == Priority.STEP
    assert priority_of("send") == Priority.LETTER
