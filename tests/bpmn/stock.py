"""Stock SpiffWorkflow, in memory, with our FEEL as its script engine: a second oracle."""

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
    """Evaluates FEEL and writes the names of the script tasks that ran."""

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
        return True


def run_stock(source: bytes, order: Sequence[str]) -> Counter[str]:
    """Run a diagram, completing user tasks in `order`, and count what was passed."""
    root, findings = normalise(xml.parse(source, "p.bpmn"), "p.bpmn")
    assert not findings
    parser = BpmnParser()
    parser.add_bpmn_xml(root)
    engine = FeelEngine()
    spec, inner = parser.get_spec("p"), parser.get_subprocess_specs("p")
    workflow = BpmnWorkflow(spec, inner, script_engine=engine)
    workflow.do_engine_steps()
    for name in order:
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        next(task for task in ready if task.task_spec.name == name).run()
        workflow.do_engine_steps()
    assert workflow.is_completed()
    return Counter([*engine.ran, *order])
