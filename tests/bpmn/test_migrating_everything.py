"""Whatever a case does, it does the same when it migrates after every command.

To a version that is the same but for its ids, and back: every construct model, and random ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import datetime

import pytest

from engine.feel import Value
from engine.model import Command, Complete, Deliver, FinishJob, FireTimer, Signal, Start
from tests.bpmn.constructs.all import CONSTRUCTS
from tests.bpmn.constructs.model import Construct
from tests.bpmn.constructs.model import play as replay
from tests.bpmn.driving import Driver
from tests.bpmn.migrated import Restless
from tests.bpmn.random_models import START, sample

MOST_COMMANDS = 120


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)
def test_a_construct_does_the_same_when_it_migrates(construct: Construct) -> None:
    replay(construct, Restless(construct.files, "p"))


def possible(case: Driver) -> Iterator[tuple[Command, datetime]]:
    """Yield what can be done to a case now, and when."""
    for token in case.tasks:
        yield Complete(token, {f"v_{token}": True}), case.now
    for token, waits in case.waiting.items():
        values: dict[str, Value] = {f"v_{token}": True}
        signal = waits.kind == "signal"
        what = Signal(waits.message, values) if signal else Deliver(token, waits.message, values)
        yield what, case.now
    for token, job in case.jobs.items():
        if job.kind != "timer":
            yield FinishJob(token, {f"v_{token}": True}), case.now
        elif job.due_at is not None:
            yield FireTimer(token), max(case.now, job.due_at)


def play(files: Mapping[str, bytes], seed: int) -> None:
    """Play a diagram twice, command by command: at rest and restless."""
    rng = random.Random(seed)
    still, restless = Driver(files, "p"), Restless(files, "p")
    still.do(Start(START))
    restless.do(Start(START))
    for _ in range(MOST_COMMANDS):
        assert restless.trace == still.trace
        assert restless.open == still.open
        assert restless.variables == still.variables
        assert restless.ended == still.ended
        if not still.open:
            return
        command, moment = rng.choice(list(possible(still)))
        for case in (still, restless):
            case.now = moment
            case.do(command)


@pytest.mark.parametrize("first", range(0, 80, 20))
def test_a_random_case_does_the_same_when_it_migrates(first: int) -> None:
    for seed in range(first, first + 20):
        play(sample(seed), seed)


@pytest.mark.long
@pytest.mark.parametrize("first", range(5000, 7000, 100))
def test_many_random_cases_do_the_same_when_they_migrate(first: int) -> None:
    for seed in range(first, first + 100):
        play(sample(seed), seed)
