"""Business-rule tasks: run a decision table and write what it gives."""

from __future__ import annotations

from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import Token
from engine.errors import ModelFault
from engine.feel import tagged


def enter(case: Case, token: Token, node: Node) -> None:
    """Decide with the mapped inputs or else all visible variables, and go on.

    The result goes to the result variable (default: the decision's id), or through the output
    mapping, which sees it under that name. Required decisions are part of the trace.

    Raises ModelFault when the tables have no answer because something is wrong with them.
    """
    case.take_inputs(token, node)
    decision = node.extensions.decision or ""
    inputs = dict(case.visible(token))
    if token.vars is not None and not node.all_in:
        inputs = {name: tagged.decode(value) for name, value in token.vars.items()}
    value, evaluations = case.bundle.tables[decision].decide_all(
        decision, inputs, node.origin, case.local_now
    )
    problems = [problem for evaluation in evaluations for problem in evaluation.problems]
    if value is None and problems:
        facts = {"decision": decision, "problems": problems}
        raise ModelFault("decision_without_answer", element=node.origin, **facts)
    case.record.evaluations.extend(evaluations)
    name = node.extensions.result_variable or decision
    case.give_outputs(token, node, {name: value})
    case.leave(token)
