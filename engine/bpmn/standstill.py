"""When a case stands still for good: tokens wait for others, and nothing is left that could come.

BPMN lets such a token wait for ever (a parallel join behind an exclusive choice, §13.4.1). Nobody
would ever see it: there is no task, no timer and no message. So the step says it.
"""

from __future__ import annotations

from engine.bpmn.case import Case, quiet
from engine.bpmn.document import FAILED, OPEN, WAIT, Token
from engine.model import Standstill

_COMES = frozenset({"timer", "message", "signal", "conditional"})


def found(case: Case) -> Standstill | None:
    """Return where a case stands that can never go on by itself; `None` when it still may.

    Asked of every step that moved something. An error that nobody handled is told in its own way.
    """
    if case.ended or not case.record.moved:
        return None
    tokens = case.document.tokens.values()
    if any(_may_go_on(case, token) for token in tokens):
        return None
    stands = next((t for t in tokens if t.state == WAIT and not quiet(t)), None)
    return None if stands is None else Standstill(case.node(stands).origin, stands.id)


def _may_go_on(case: Case, token: Token) -> bool:
    if token.state in (OPEN, FAILED):
        return True
    return token.state == WAIT and case.node(token).event.kind in _COMES
