"""Correlation keys of one case: what its messages carry, and which message is meant for it.

BPMN 2.0.2 §8.4.2. By key: the first message that a process sends or receives fixes its keys, every
later one has the same. By context: what the process waits for is computed from its own data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn import scopes
from engine.bpmn.case import Case
from engine.bpmn.diagram import Key, Node, Text
from engine.bpmn.document import Scope, Token
from engine.errors import ModelFault, Stale
from engine.feel import tagged
from engine.model import Value


def thrown(case: Case, token: Token, node: Node, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the tagged keys of a message that is thrown with `values`.

    Raises ModelFault when a key is null, or another than the one that the case has.
    """
    made: dict[str, Any] = {}
    process = _process(case, token.scope)
    for key in node.event.keys:
        text, context = (key.path, values) if key.path else (key.own, case.visible(token))
        made[key.name] = _value(case, node, key, text, context)
        if not key.fixed:
            continue
        before = process.keys.setdefault(key.name, made[key.name])
        if before != made[key.name]:
            facts = {"key": key.name, "before": before, "now": made[key.name]}
            raise ModelFault("correlation_changed", element=node.origin, **facts)
    return made


def awaited(case: Case, token: Token, node: Node) -> dict[str, Any]:
    """Return the tagged keys of the message that a token waits for.

    Raises ModelFault when one is null or not known yet: it would match what was never meant.
    """
    process = _process(case, token.scope)
    made: dict[str, Any] = {}
    for key in node.event.keys:
        if not key.fixed:
            made[key.name] = _value(case, node, key, key.own, case.visible(token))
        elif key.name in process.keys:
            made[key.name] = process.keys[key.name]
        else:
            raise _without(node, key, key.path)
    return made


def taken(case: Case, scope: str, node: Node, values: Mapping[str, Value]) -> None:
    """Fix the keys that a message brings, if it is the first one.

    A message that a person brought may lack them. Raises Stale when it has others than the case.
    """
    process = _process(case, scope)
    for key in node.event.keys:
        if not key.fixed or key.path is None:
            continue
        value = _known(case, key.path, values)
        if value is None:
            continue
        if process.keys.setdefault(key.name, value) != value:
            raise Stale("message_for_another_case", element=node.origin, key=key.name)


def _process(case: Case, scope: str) -> Scope:
    """Return the scope of the (called) process that runs in `scope`: a conversation is its own."""
    *_, process = scopes.chain(case.document, scope)
    return process


def _value(
    case: Case, node: Node, key: Key, text: Text | None, context: Mapping[str, Value]
) -> Any:
    assert text is not None, "a key has a path or is computed"
    value = _known(case, text, context)
    if value is None:
        raise _without(node, key, text)
    return value


def _known(case: Case, text: Text, context: Mapping[str, Value]) -> Any:
    """Return the tagged value, `None` when nothing of the case or the message gives one.

    A name that nobody filled in may be that of a function of FEEL, which is no key either.
    """
    try:
        return tagged.encode(case.evaluate(text, context))
    except tagged.NotStorable:
        return None


def _without(node: Node, key: Key, text: Text | None) -> ModelFault:
    expression = text.source if text is not None else ""
    facts = {"key": key.name, "expression": expression}
    return ModelFault("correlation_without_key", element=node.origin, **facts)
