"""Business-rule tasks: run a decision table and write what it gives."""

from __future__ import annotations

from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import Token
from engine.feel import tagged


def enter(case: Case, token: Token, node: Node) -> None:
    """Decide with the mapped inputs or else all visible variables, and go on.

    The result goes to the result variable (default: the decision's id), or through the output
    mapping, which sees it under that name.
    """
    case.take_inputs(token, node)
    decision = node.extensions.decision or ""
    inputs = dict(case.visible(token))
    if token.vars is not None:
        inputs = {name: tagged.decode(value) for name, value in token.vars.items()}
    value, evaluation = case.bundle.tables[decision].decide(decision, inputs, element=node.origin)
    case.record.evaluations.append(evaluation)
    name = node.extensions.result_variable or decision
    case.give_outputs(token, node, {name: value})
    case.leave(token)
