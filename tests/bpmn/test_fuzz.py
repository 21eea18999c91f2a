"""Random nested diagrams in random legal orders, stored and read back after every step.

The machine must agree with the block oracle after every command: what is open, what was passed,
what was written. Where stock SpiffWorkflow is right, it must agree with that too.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import Any

import pytest

from engine.model import Complete, Deliver, FinishJob, FireTimer
from tests.bpmn.driving import Driver
from tests.bpmn.growing import STOCK, Around, grow
from tests.bpmn.stock import run_stock

MOST_COMMANDS = 120


def act(case: Driver, name: str) -> None:
    """Do what `name` waits for, and let it write `v_name`."""
    values: dict[str, Any] = {f"v_{name}": True}
    for token, task in case.tasks.items():
        if task.element == name:
            case.do(Complete(token, values))
            return
    for token, subscription in case.waiting.items():
        if subscription.element == name:
            case.do(Deliver(token, subscription.message, values))
            return
    token = case.job(name)
    job = case.jobs[token]
    if job.kind == "timer":
        assert job.due_at is not None
        case.now = max(case.now, job.due_at)
        case.do(FireTimer(token))
    else:
        case.do(FinishJob(token, values))


def passed(case: Driver, names: set[str]) -> Counter[str]:
    return Counter(x[1:] for x in case.trace if x[0] == "-" and x[1:] in names)


def play(seed: int) -> int:
    """Play the diagram of `seed` to its end and return how many commands that took."""
    rng = random.Random(seed)
    drawn = grow(seed)
    order = rng.choice([None, rng.randrange])
    case = Driver(drawn.files, "p", pick=order)
    around = Around()
    oracle = drawn.block.run(around)
    oracle.start()
    case.start()
    for command in range(MOST_COMMANDS):
        beside = [name for live in around.beside for name in live.open()]
        names = sorted(oracle.open() + beside)
        assert case.open == names
        assert passed(case, set(around.log)) == Counter(around.log)
        assert case.ended == (not names)
        if not names:
            written = {name for name in case.variables if name.startswith("v_")}
            assert written == around.written
            return command
        chosen = rng.choice(names)
        act(case, chosen)
        lives = [oracle, *around.beside]
        next(live for live in lives if chosen in live.open()).act(chosen)
    return MOST_COMMANDS


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_the_machine_agrees_with_the_oracle(first: int) -> None:
    for seed in range(first, first + 20):
        try:
            play(seed)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise


@pytest.mark.long
def test_the_machine_agrees_with_the_oracle_at_length() -> None:
    first = int(os.environ.get("FUZZ_FIRST", "1000"))
    for seed in range(first, first + int(os.environ.get("FUZZ_COUNT", "3000"))):
        try:
            play(seed)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise


@pytest.mark.parametrize("seed", range(60))
def test_the_machine_agrees_with_stock_spiffworkflow_where_that_is_right(seed: int) -> None:
    drawn = grow(seed, STOCK, ("script", "user"))
    case = Driver(drawn.files, "p")
    case.start()
    done = []
    while case.open:
        done.append(case.open[0])
        act(case, case.open[0])
    ours = passed(case, {x[1:] for x in case.trace if x[1] in "xu"})
    assert run_stock(drawn.files["p.bpmn"], done) == ours
