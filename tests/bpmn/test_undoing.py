"""What is undone sees what it saw when it was done (BPMN 2.0.2 §10.3.5, §10.7)."""

from __future__ import annotations

from engine import bpmn
from engine.feel import Value
from tests.bpmn.constructs.model import handler, inside, line, many, script, sub
from tests.bpmn.driving import Driver, diagram, user

UNDO = "<compensateEventDefinition/>"


def test_a_sub_process_in_an_instance_still_knows_the_item() -> None:
    """Found by the fuzz: only the nearest sub-process knew its variables again."""
    inner = sub(
        "r",
        inside("r", script("x", "{n: 1}"), names="x"),
        handler("h", UNDO, user("k"), names="k"),
    )
    over = many(more='pr:collection="=[7, 8]" pr:element="item" isSequential="true"')
    body = line(sub("s", inside("s", inner, names="r"), over), names="s").replace(
        '<endEvent id="end"></endEvent>', f'<endEvent id="end">{UNDO}</endEvent>'
    )
    case = Driver(diagram(body), "p")
    case.start()
    seen: list[Value] = []
    while case.open:
        seen.append(bpmn.visible(case.steps[-1].document, case.task("k"))["item"])
        case.complete("k")
    assert seen == [8, 7]
    assert case.ended
