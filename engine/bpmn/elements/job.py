"""Service and send tasks: work for the machine, or for a program elsewhere that asks for it."""

from __future__ import annotations

from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import OPEN, Token
from engine.errors import ModelFault
from engine.model import JobKind, JobWanted


def enter(case: Case, token: Token, node: Node) -> None:
    """Ask for the job, with the mapped inputs or else all visible variables.

    Raises ModelFault when the diagram computes which letter, and there is none.
    """
    case.take_inputs(token, node)
    token.state = OPEN
    own = token.vars is not None and not node.all_in
    values = (token.vars or {}) if own else case.visible(token).tagged()
    case.record.job_wanted(
        JobWanted(
            token=token.id,
            element=node.origin,
            process=node.process,
            kind=JobKind.EXTERNAL if node.extensions.topic else JobKind.SERVICE,
            name=node.extensions.topic or node.extensions.job or "",
            values=dict(values) | _register(node),
            letter=_letter(case, token, node),
        )
    )


def _register(node: Node) -> dict[str, str]:
    """Return which register the job is about, as a value among the others."""
    named = node.extensions.register
    return {"register": named} if named else {}


def _letter(case: Case, token: Token, node: Node) -> str | None:
    letter = case.text_of(token, node, "letter")
    if letter is None and node.extensions.letter:
        raise ModelFault("no_letter", element=node.origin, expression=node.extensions.letter)
    return letter
