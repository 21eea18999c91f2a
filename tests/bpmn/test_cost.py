"""What a step costs does not depend on how long the case has been running. Counted, not timed."""

from __future__ import annotations

import gc
import itertools
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from types import FrameType
from typing import Any

from engine.bpmn.run import begin, finish
from engine.model import Complete
from tests.bpmn.driving import Driver, diagram, flows, user
from tests.bpmn.test_silent_faults import looping


def calls_of(work: Callable[[], object]) -> int:
    """Return how many Python functions `work` calls; those of a garbage collection are not its."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal calls
        calls += event == "call"

    gc.disable()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
        gc.enable()
    return calls


def cost(case: Driver) -> tuple[int, int, int]:
    """Complete `work`; return (nodes visited, Python functions called, bytes of the document)."""
    command = Complete(case.task("work"), {})
    document = json.loads(case.text or "")
    visits = 0

    def work() -> None:
        nonlocal visits
        one = begin(case.bundle, "p", document, case.now, case.clocks)
        finish(one, command)
        visits = one.visits

    calls = calls_of(work)
    step = case.do(command)
    return visits, calls, len(json.dumps(step.document))


def test_step_one_thousand_costs_what_step_ten_costs() -> None:
    case = Driver(looping(), "p")
    case.start(rounds=Decimal(2000))
    early = late = (0, 0, 0)
    for number in range(1, 1001):
        if number == 10:
            early = cost(case)
        elif number == 1000:
            late = cost(case)
        else:
            case.complete("work")
    assert late[0] == early[0]
    assert late[1] == early[1]
    assert late[2] <= early[2] + 12  # longer numbers


def test_a_document_is_about_a_hundred_bytes_a_token() -> None:
    fork = [("fork", f"work_{n}") for n in range(100)]
    body = (
        '<startEvent id="start"/><parallelGateway id="fork"/>'
        + "".join(user(name) for _, name in fork)
        + '<endEvent id="end"/>'
        + flows(("start", "fork"), *fork, *((name, "end") for _, name in fork))
    )
    case = Driver(diagram(body), "p")
    case.start()
    assert len(case.tasks) == 100
    assert len(case.text or "") / 100 < 110


def test_a_long_diagram_is_no_deep_stack() -> None:
    names = [f"t{n}" for n in range(600)]
    body = (
        '<startEvent id="start"/>'
        + "".join(
            f'<scriptTask id="{n}" name="{n}"><script>{{a: 1}}</script></scriptTask>' for n in names
        )
        + user("last")
        + '<endEvent id="end"/>'
        + flows(("start", "t0"), *itertools.pairwise(names), ("t599", "last"))
        + flows(("last", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    assert case.open == ["last"]
