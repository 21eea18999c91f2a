"""Stock SpiffWorkflow, in memory, with our FEEL as its script engine: a second oracle.

It is right about sequences, choices on data, parallel and inclusive forks, sub-processes, standard
loops and drawn loops; only there a difference says something. What is left out of its models (the
ring "stock" of `random_models.py`):

| left out | because stock SpiffWorkflow 3.2.0 |
|---|---|
| writing in one of several branches | lets a branch that wrote nothing overwrite it at the join |
| several flows out of a task | does the same, at the join that the flows come to |
| joins inside a drawn loop | lets them go on early in the second round |
| events at borders | fires a message that does not interrupt once only |
| event sub-processes | interrupts nothing, and runs those for errors at once |
| multi-instance | wants its own numbers and lists, and hangs when it is loaded |
| timers | reads the clock of the computer, and counts days and months wrongly |
| signals, links, compensation | forgets what end events throw and throw events undo |
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.util.task import TaskState

from engine import feel, xml
from engine.bpmn.normalise import normalise


class FeelEngine(PythonScriptEngine):  # type: ignore[misc]  # SpiffWorkflow has no types
    """Evaluates FEEL, writes what scripts give, and the names of those that ran."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []

    def evaluate(
        self, task: Any, expression: str, external_context: Mapping[str, Any] | None = None
    ) -> Any:
        text = expression.strip().removeprefix("=")
        return feel.compile_expression(text).evaluate(task.data).value

    def execute(
        self, task: Any, script: str, external_context: Mapping[str, Any] | None = None
    ) -> bool:
        self.ran.append(task.task_spec.name)
        task.data.update(self.evaluate(task, script))
        return True


def run_stock(
    source: bytes, start: Mapping[str, Any], order: Sequence[str]
) -> tuple[Counter[str], dict[str, Any], bool]:
    """Run a diagram, completing user tasks in `order`.

    Return what was passed, the variables, and whether it has ended.
    """
    root, findings = normalise(xml.parse(source, "p.bpmn"), "p.bpmn")
    assert not findings
    parser = BpmnParser()
    parser.add_bpmn_xml(root)
    engine = FeelEngine()
    spec, inner = parser.get_spec("p"), parser.get_subprocess_specs("p")
    workflow = BpmnWorkflow(spec, inner, script_engine=engine)
    workflow.get_next_task(state=TaskState.READY).data.update(start)
    workflow.do_engine_steps()
    for name in order:
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        task = next(task for task in ready if task.task_spec.name == name)
        task.run()
        workflow.do_engine_steps()
    passed = Counter([*engine.ran, *order])
    return passed, dict(workflow.data), workflow.is_completed()
