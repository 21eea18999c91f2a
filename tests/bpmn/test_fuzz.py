"""Random models in the engine and in the token model: nothing that can be seen may differ.

Every model is played saved and loaded at every step, and beside it as a case that is never saved.
The long form (`make fuzz`, or `make fuzz FUZZ_MODELS=10000`) plays 2,000 models of each ring. What
differs is shown as the smallest model that does.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import given, reject

from engine.model import Start
from tests.bpmn.driving import Driver
from tests.bpmn.random_models import NORMAL, START, Model, ring, some
from tests.bpmn.stock import run_stock
from tests.bpmn.token_model import TooMany
from tests.bpmn.watching import play

LONG = int(os.environ.get("FUZZ_MODELS", "2000"))
MOST_COMMANDS = 60


def agree(name: str, most: int) -> None:
    @some(most)
    @given(ring(name))
    def plays(model: Model) -> None:
        try:
            play(model)
        except TooMany:
            reject()

    plays()


@pytest.mark.parametrize("name", NORMAL)
def test_the_machine_does_what_some_order_of_tokens_gives(name: str) -> None:
    agree(name, NORMAL[name])


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", NORMAL)
def test_the_machine_does_what_some_order_of_tokens_gives_at_length(name: str) -> None:
    agree(name, LONG)


@some(60)
@given(ring("stock"))
def test_the_machine_agrees_with_stock_spiffworkflow_where_that_is_right(model: Model) -> None:
    case = Driver(model.files, "p")
    case.do(Start(START))
    done: list[str] = []
    while case.open and len(done) < MOST_COMMANDS:
        which = model.choices[len(done)][0] if len(done) < len(model.choices) else 0
        done.append(case.open[which % len(case.open)])
        case.complete(done[-1])
    passed, written, ended = run_stock(model.files["p.bpmn"], START, done)
    work = [x[1:] for x in case.trace if x.startswith(("-user", "-script"))]
    assert sorted(passed.elements()) == sorted(work)
    assert ended == case.ended
    if ended:
        assert written == case.variables
