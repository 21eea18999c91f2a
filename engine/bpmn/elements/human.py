"""User, manual and plain tasks: work that waits for a person (BPMN 2.0.2 §10.3.3)."""

from __future__ import annotations

from datetime import date, datetime

from engine.bpmn import timers
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import OPEN, Token
from engine.bpmn.views import form_of
from engine.errors import ModelFault
from engine.feel import tagged
from engine.model import TaskOpened


def enter(case: Case, token: Token, node: Node) -> None:
    """Open the task: for whom, with which form, before when."""
    case.take_inputs(token, node)
    token.state = OPEN
    extensions = node.extensions
    case.record.task_opened(
        TaskOpened(
            token=token.id,
            element=node.origin,
            process=node.process,
            name=node.name or node.origin,
            form=form_of(node),
            candidate_group=case.text_of(token, node, "candidate_group"),
            assignee=case.text_of(token, node, "assignee"),
            due=due_of(case, token, node),
            four_eyes=extensions.four_eyes,
            term=extensions.term,
            legal_basis=extensions.legal_basis,
            kind=kind_of(node),
        )
    )


def kind_of(node: Node) -> str:
    """Return what a list of tasks calls the work: user, or manual when there is no form."""
    return "user" if node.kind == "userTask" else "manual"


def due_of(case: Case, token: Token, node: Node) -> date | datetime | None:
    """Return before when the work is to be done: the end of its legal term, or what is written.

    Raises ModelFault when that is no date.
    """
    if node.extensions.term:
        end: date | None = case.clocks.end(node.extensions.term)
        return end
    text = node.texts.get("due_date")
    if text is None:
        return None
    value = case.evaluate(text, case.visible(token))
    if value is None:
        return None
    facts = {"expression": text.source, "result": tagged.encode(value), "attribute": "due_date"}
    try:
        return _day_or_moment(value)
    except (ValueError, OverflowError):
        raise ModelFault("not_a_date", element=node.origin, **facts) from None


def _day_or_moment(value: object) -> date | datetime:
    if isinstance(value, datetime):
        return timers.utc(value)
    if isinstance(value, date):
        return value
    text = str(value)
    return date.fromisoformat(text) if len(text) == len("2026-01-31") else timers.moment(text)
