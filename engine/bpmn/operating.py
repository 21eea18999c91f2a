"""What an operator does to a stuck case: other values, once more, another place, the end.

Commands like any other: the case runs on from them, and the Step says all that changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from engine.bpmn import moving, scopes
from engine.bpmn.case import Case, quiet
from engine.bpmn.document import FAILED, OPEN, READY, ROOT, Token
from engine.bpmn.elements import ENTER
from engine.errors import InvalidInput, Problem
from engine.feel import tagged
from engine.model import (
    CancelCase,
    ClockChange,
    MoveClocks,
    MoveToken,
    Operation,
    Reopen,
    Retry,
    SetVariables,
)

LONGEST_NAME = 100
_NAME = re.compile(r"[^\W\d](?:[\w -]*\w)?")


def carry_out(case: Case, command: Operation) -> None:
    """Carry out `command`. Raises InvalidInput, with the reason, when it would mean nothing."""
    if isinstance(command, SetVariables):
        _set_variables(case, command)
    elif isinstance(command, Retry):
        _retry(case, case.document.find(command.token))
    elif isinstance(command, MoveToken):
        _move(case, case.document.find(command.token), command.element)
    elif isinstance(command, MoveClocks):
        _move_clocks(case, command.changes)
    elif isinstance(command, Reopen):
        _reopen(case, command)
    else:
        _cancel(case, command)


def may_retry(case: Case, token: Token) -> bool:
    """Say whether a token failed, or stands on work of the machine."""
    waits_for_job = token.state == OPEN and case.node(token).behaviour == "job"
    return token.state == FAILED or waits_for_job


# --- variables -----------------------------------------------------------------------------------


def _set_variables(case: Case, command: SetVariables) -> None:
    token = None if command.token is None else case.document.find(command.token)
    for path, value in command.values.items():
        known = (case.root() if token is None else case.visible(token)).tagged()
        _check_path(path, known)
        try:
            encoded = tagged.encode(value)
        except tagged.NotStorable:
            raise InvalidInput([Problem(path, "value_not_storable")]) from None
        _write(case, token, path, encoded)
    case.changed = True


def _write(case: Case, token: Token | None, path: str, value: Any) -> None:
    if token is None:
        case.write_in(case.document.scopes[ROOT], path, value)
    elif token.vars is not None and path.partition(".")[0] in token.vars:
        name, old, new = scopes.put(token.vars, path, value)
        case.record.variable(token.id, name, old, new)
    else:
        case.write_tagged(token, path, value)


def _check_path(path: str, known: dict[str, Any]) -> None:
    """Refuse what is no name, and a part of something that has no parts."""
    names = path.split(".")
    if not all(_NAME.fullmatch(name) and len(name) <= LONGEST_NAME for name in names):
        raise InvalidInput([Problem(path, "not_a_variable")])
    inside: Any = known
    for name in names[:-1]:
        inside = inside.get(name)
        if inside is None:
            return
        if not isinstance(inside, dict) or any(key.startswith("@") for key in inside):
            raise InvalidInput([Problem(path, "variable_without_parts", {"name": name})])


# --- once more -----------------------------------------------------------------------------------


def _retry(case: Case, token: Token) -> None:
    """Let the element do its work again, with the values of now.

    It was entered already: its status and its legal clocks stay as they are.
    """
    node = case.node(token)
    if not may_retry(case, token):
        raise InvalidInput([Problem("token", "nothing_to_retry", {"element": node.origin})])
    if token.state == OPEN:
        case.record.job_dropped(token.id)
    if token.vars is not None and token.number is None:
        token.vars = None
    token.state = READY
    ENTER[node.behaviour](case, token, node)


# --- another place, the end ----------------------------------------------------------------------


def _move(case: Case, token: Token, element: str) -> None:
    """Take the token back, with what hangs on it, and enter the element with a new one.

    A gateway that counts what came counts it on its one flow.
    """
    way = moving.way(case.bundle, case.document, token, element)
    case.cancel(way.leaves)
    case.ready(way.enters.id, way.leaves.scope, via=moving.counted_by(way.enters))


def _reopen(case: Case, command: Reopen) -> None:
    """Take back what is open, beside what listens, and enter the element in the case's process."""
    node = moving.entered(case.bundle, case.document, ROOT, command.element)
    _move_clocks(case, command.clocks)
    for token in case.in_scope(ROOT):
        if not quiet(token):
            case.cancel(token)
    _set_variables(case, SetVariables(command.values))
    case.ready(node.id, ROOT, via=moving.counted_by(node))


def _move_clocks(case: Case, changes: Iterable[ClockChange]) -> None:
    for change in changes:
        case.clocks.apply(change)
        case.record.clocks.append(change)


def _cancel(case: Case, _command: CancelCase) -> None:
    """Take everything back; nothing is undone, for that is the diagram's to say."""
    for token in case.in_scope(ROOT):
        case.cancel(token)
    case.record.cancelled = True
