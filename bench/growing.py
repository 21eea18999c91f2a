"""What grows in the benchmark: cases that step on and on, ours and stock SpiffWorkflow's.

Each has `ready()`: it finds what is to be done and gives back the step itself, which is timed.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.util.task import BpmnTaskIterator
from SpiffWorkflow.util.task import TaskIterator, TaskState

from bench import house as bench
from engine import bpmn, deployments, xml
from engine.model import SYSTEM, Complete, Start
from engine.store import cases as case_rows
from engine.store import whereabouts
from tests.bpmn.driving import NINE, PlainClocks
from tests.bpmn.stock import FeelEngine
from tests.house import House

LOOP = "bench_loop"
SOURCE = (bench.MODELS / f"{LOOP}.bpmn").read_bytes()
Step = Callable[[], Any]


class Verb:
    """A case of a house, completed through the verb: lock, form, machine, record, commit."""

    def __init__(self, house: House, process: str = LOOP) -> None:
        self.house = house
        self.number = bench.start(house, process)

    def ready(self) -> Step:
        """Find the oldest open task; the step completes it, with answers of its own."""
        (task_id, *_) = bench.open_task_ids(self.house, self.number)
        return partial(bench.complete, self.house, task_id)

    def document_bytes(self) -> int:
        """Return the size of the state as it is stored."""
        with self.house.runtime.store.read() as tx:
            case = case_rows.by_number(tx, self.number)
            assert case is not None
            document = whereabouts.document(tx, case.id)
        return len(json.dumps(document, separators=(",", ":")))


class Machine:
    """The machine alone: JSON in, one step, JSON out."""

    def __init__(self) -> None:
        self.bundle = bpmn.load(bpmn.prepare({f"{LOOP}.bpmn": SOURCE}).normalised, {})
        self.clocks = PlainClocks()
        self.text = self._after(None, Start({"who": "an"}))

    def ready(self) -> Step:
        """Find the one token; the step completes its task."""
        (token,) = json.loads(self.text)["tokens"]
        return partial(self._step, Complete(token, bench.ANSWERS))

    def _step(self, command: Complete) -> None:
        self.text = self._after(json.loads(self.text), command)

    def _after(self, document: Any, command: Start | Complete) -> str:
        step = bpmn.advance(self.bundle, LOOP, document, command, NINE, self.clocks)
        return json.dumps(step.document)


@contextmanager
def without_depth_limit() -> Iterator[None]:
    """Let stock look for waiting tasks below the 1,000 levels of its tree at which it stops."""
    walks = (TaskIterator.__init__, BpmnTaskIterator.__init__)
    kept = [walk.__defaults__ for walk in walks]
    for walk, (end, _, *rest) in zip(walks, kept, strict=True):
        walk.__defaults__ = (end, 1_000_000, *rest)
    try:
        yield
    finally:
        for walk, defaults in zip(walks, kept, strict=True):
            walk.__defaults__ = defaults


class Stock:
    """SpiffWorkflow alone: its own JSON in, the task completed, its own JSON out.

    Only FEEL is ours, for the condition of the gateway. It is in memory until it is saved for the
    first time, so that it grows old soon.
    """

    def __init__(self) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(xml.parse(SOURCE, f"{LOOP}.bpmn"))
        self.workflow = BpmnWorkflow(parser.get_spec(LOOP), script_engine=FeelEngine())
        self.workflow.do_engine_steps()
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self.text = ""

    def round(self) -> bool:
        """Complete the task that waits; False when there is none any more."""
        ready = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        for task in ready[:1]:
            task.data.update(bench.ANSWERS)
            task.run()
        self.workflow.do_engine_steps()
        return bool(ready)

    def rounds(self) -> Iterator[int]:
        """Yield a number per round until the task is lost; nobody ever asks to stop."""
        number = 0
        while self.round():
            yield (number := number + 1)

    def ready(self) -> Step:
        """Save it if it never was; the step loads it and saves it again."""
        self.text = self.text or self.serializer.serialize_json(self.workflow)
        return self._step

    def _step(self) -> None:
        self.workflow = self.serializer.deserialize_json(self.text)
        self.workflow.script_engine = FeelEngine()
        assert self.round(), "stock lost the task"
        self.text = self.serializer.serialize_json(self.workflow)


# --- long and wide diagrams ----------------------------------------------------------------------

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:pr="https://procesregie.be/schema/bpmn/1" targetNamespace="bench" id="d_{0}">'
    '<process id="{0}" name="{0}" isExecutable="true">'
    '<startEvent id="begin" name="Begin" pr:form="bench_start"/>'
)
_TAIL = '<endEvent id="finish" name="Finish"/></process></definitions>'
_TASK = (
    '<userTask id="{0}" name="{0}" pr:form="bench_task" pr:candidateGroup="admin-medewerker" '
    'pr:assignee="=who">{1}</userTask>'
)
_FLOW = '<sequenceFlow id="{0}_{1}" sourceRef="{0}" targetRef="{1}"/>'
_MANY = (
    "<multiInstanceLoopCharacteristics><loopCardinality>{0}</loopCardinality>"
    "</multiInstanceLoopCharacteristics>"
)


def line(length: int) -> bytes:
    """Return a diagram of so many tasks in a row."""
    names = [f"task_{number}" for number in range(1, length + 1)]
    return _diagram(f"growth_line_{length}", [_TASK.format(name, "") for name in names], names)


def wide(width: int) -> bytes:
    """Return a diagram of one task that is done by so many at once."""
    task = _TASK.format("each", _MANY.format(width))
    return _diagram(f"growth_wide_{width}", [task], ["each"])


def _diagram(name: str, nodes: list[str], names: list[str]) -> bytes:
    stops = ["begin", *names, "finish"]
    flows = (_FLOW.format(*pair) for pair in itertools.pairwise(stops))
    return (_HEAD.format(name) + "".join(nodes) + "".join(flows) + _TAIL).encode()


def deploy(house: House, diagrams: dict[str, bytes]) -> None:
    """Put diagrams into force in a house as one procedure, by process id."""
    facts = {
        "title": "Models that grow",
        "main": min(diagrams),
        "start": sorted(diagrams),
        "number_prefix": "GR",
    }
    toml = "\n".join(f"{name} = {json.dumps(value)}" for name, value in facts.items())
    forms = {f"forms/growth/{each.name}": each.read_bytes() for each in bench.MODELS.glob("*.json")}
    deployments.deploy(
        house.runtime,
        process_key="growth",
        files={
            "growth/procedure.toml": toml.encode(),
            **forms,
            **{f"growth/{name}.bpmn": data for name, data in diagrams.items()},
        },
        by=SYSTEM,
        reason="to be measured",
        source="folder",
    )
