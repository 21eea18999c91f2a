"""What an arrow computes reaches the job, the signal and the message it is drawn for."""

from __future__ import annotations

from typing import Any

from tests.bpmn.constructs.data import OBJECTS, STORE, assign, comes, service, specification
from tests.bpmn.constructs.model import TOP, line, message, signal, throw
from tests.bpmn.driving import Driver, diagram

ONE = {"@number": "1"}
THREE = {"@number": "3"}


def started(node: str, names: str, **values: Any) -> Driver:
    case = Driver(diagram(OBJECTS + line(node, names=names), top=TOP + STORE), "p")
    case.start(**values)
    return case


def test_a_job_is_given_it_beside_all_it_sees() -> None:
    node = service(specification("x") + comes("in_x", assign("price * 3", "x")))
    (job,) = started(node, "a", price=1).jobs.values()
    assert job.values == {"price": ONE, "x": THREE}


def test_a_signal_and_a_message_carry_it_beside_all_that_is_seen() -> None:
    for trigger in (signal(), message()):
        data = '<dataInput id="d" name="n"/>' + comes("d", assign("3", "n"))
        step = started(throw("t", data + trigger), "t", price=1).steps[-1]
        values = [thrown.values for thrown in step.signals]
        values += [thrown.values for thrown in step.messages]
        assert values == [{"price": ONE, "n": THREE}]
