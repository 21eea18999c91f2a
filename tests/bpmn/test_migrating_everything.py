"""Whatever a case does, it does the same when it migrates after every command.

To a version that is the same but for its ids, and back: every construct model, and random ones.
"""

from __future__ import annotations

import random

import pytest

from tests.bpmn.constructs.all import CONSTRUCTS
from tests.bpmn.constructs.model import Construct, act
from tests.bpmn.driving import Driver
from tests.bpmn.growing import grow
from tests.bpmn.migrated import Restless
from tests.bpmn.test_fuzz import MOST_COMMANDS
from tests.bpmn.test_fuzz import act as act_at


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)
def test_a_construct_does_the_same_when_it_migrates(construct: Construct) -> None:
    case = Restless(construct.files, "p")
    for line in construct.play.strip().splitlines():
        command, trace, left = (part.strip() for part in line.split("|"))
        act(case, command)
        assert " ".join(case.passed(case.steps[-1])) == trace, command
        assert " ".join(case.open) == left, command
        assert case.ended == (not left), command


def play(seed: int) -> None:
    """Play a random diagram twice, command by command: at rest and restless."""
    rng = random.Random(seed)
    drawn = grow(seed)
    still, restless = Driver(drawn.files, "p"), Restless(drawn.files, "p")
    still.start()
    restless.start()
    for _ in range(MOST_COMMANDS):
        assert restless.trace == still.trace
        assert restless.open == still.open
        assert restless.variables == still.variables
        assert restless.ended == still.ended
        if still.ended:
            return
        chosen = rng.choice(still.open)
        act_at(still, chosen)
        act_at(restless, chosen)


@pytest.mark.parametrize("first", range(0, 80, 20))
def test_a_random_case_does_the_same_when_it_migrates(first: int) -> None:
    for seed in range(first, first + 20):
        try:
            play(seed)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise


@pytest.mark.long
@pytest.mark.parametrize("first", range(5000, 7000, 100))
def test_many_random_cases_do_the_same_when_they_migrate(first: int) -> None:
    for seed in range(first, first + 100):
        play(seed)
