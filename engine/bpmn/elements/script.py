"""Script tasks: a FEEL context, each entry of which is written as a variable."""

from __future__ import annotations

from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import Token
from engine.errors import ModelFault
from engine.feel import tagged


def enter(case: Case, token: Token, node: Node) -> None:
    """Evaluate the script and write its entries; a key with dots reaches into a variable.

    Raises ModelFault when the script gives no context where it must.
    """
    case.take_inputs(token, node)
    for assignment in node.script:
        value = case.evaluate(assignment.source, case.visible(token))
        if assignment.target:
            case.give_outputs(token, node, {assignment.target: value})
        elif isinstance(value, dict):
            case.give_outputs(token, node, value)
        else:
            raise ModelFault(
                "script_without_result",
                element=node.origin,
                expression=assignment.source.source,
                result=tagged.encode(value),
            )
    case.leave(token)
