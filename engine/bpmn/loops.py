"""Repeated activities: multi-instance and standard loops (BPMN 2.0.2 §10.3.8, §13.3.6, §13.3.7).

The activity as a whole is one token; its instances are tokens that hang on it. Boundary events,
status and legal clocks belong to the whole.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.bpmn.case import Case
from engine.bpmn.diagram import LoopRule, Node
from engine.bpmn.document import ACTIVE, Token
from engine.bpmn.elements import throw
from engine.bpmn.scopes import Visible
from engine.errors import ModelFault
from engine.feel import tagged

MOST_INSTANCES = 10_000


def begin(case: Case, token: Token, node: Node) -> None:
    """Start the first instance, or all of them; without any the activity is passed.

    Raises ModelFault when the collection is no list, or the number no whole number from 0 on.
    """
    assert node.loop is not None, "only repeated activities come here"
    token.state = ACTIVE
    if node.loop.kind == "standard":
        token.loop = {"done": 0}
        _next_round(case, token, node, node.loop)
        return
    items = _items(case, token, node, node.loop)
    token.loop = {"total": len(items), "done": 0}
    if node.loop.output is not None:
        token.loop["out"] = [None] * len(items)
    if node.loop.kind == "sequential":
        token.loop["items"] = items
    if not items:
        _finish(case, token, node.loop)
    first = items[:1] if node.loop.kind == "sequential" else items
    for number, item in enumerate(first, start=1):
        _instance(case, token, node.loop, number, item)


def child_done(case: Case, whole: Token, child: Token) -> None:
    """Go on when an instance is done: with the next one, or past the activity.

    The instance throws its events first; one of them may interrupt the activity.
    Raises ModelFault when a condition says neither true nor false.
    """
    node = case.node(whole)
    rule, state = node.loop, whole.loop
    assert rule is not None, "an instance has a rule"
    assert state is not None, "a repeated activity counts"
    state["done"] += 1
    if rule.kind == "standard":
        _next_round(case, whole, node, rule)
        return
    _collect(case, rule, state, child)
    _throw(case, whole, node, child)
    if not case.alive(whole):
        return
    if _is_complete(case, whole, node, child):
        for other in case.watching(whole.id):
            if other.number is not None:
                case.cancel(other)
        _finish(case, whole, rule)
    elif rule.kind == "sequential":
        done = state["done"]
        _instance(case, whole, rule, done + 1, state["items"][done])


# --- multi-instance ------------------------------------------------------------------------------


def _items(case: Case, token: Token, node: Node, rule: LoopRule) -> list[Any]:
    """Return the tagged items, one an instance; a cardinality gives so many nulls."""
    text = rule.collection or rule.cardinality
    assert text is not None, "compiled with one of both"
    value = case.evaluate(text, case.visible(token))
    if rule.collection is not None:
        if isinstance(value, list) and len(value) <= MOST_INSTANCES:
            return [tagged.encode(item) for item in value]
    elif isinstance(value, Decimal) and value == int(value) and 0 <= value <= MOST_INSTANCES:
        return [None] * int(value)
    code = "collection_is_no_list" if rule.collection is not None else "cardinality_is_no_number"
    facts = {"expression": text.source, "result": tagged.encode(value)}
    raise ModelFault(code, element=node.origin, **facts)


def _instance(case: Case, whole: Token, rule: LoopRule, number: int, item: Any) -> None:
    variables: dict[str, Any] = {"loopCounter": tagged.encode(Decimal(number))}
    if rule.element is not None:
        variables[rule.element] = item
    case.ready(whole.node, whole.scope, parent=whole.id, number=number, vars=variables)


def _collect(case: Case, rule: LoopRule, state: dict[str, Any], child: Token) -> None:
    if rule.output is None or rule.result is None:
        return
    assert child.number is not None, "instances are numbered"
    state["out"][child.number - 1] = tagged.encode(case.evaluate(rule.result, case.visible(child)))


def _is_complete(case: Case, whole: Token, node: Node, child: Token) -> bool:
    """Say whether all are done, or the completion condition holds (table 10.30)."""
    rule, state = node.loop, whole.loop
    assert rule is not None, "an instance has a rule"
    assert state is not None, "a repeated activity counts"
    if state["done"] == state["total"]:
        return True
    if rule.completion is None:
        return False
    return case.answer(node, rule.completion, _counted(case, whole, child))


def _throw(case: Case, whole: Token, node: Node, child: Token) -> None:
    """Throw the events of an instance that completes (table 10.29, attribute `behavior`).

    They go up from the activity, so that its boundary events catch them, and carry the counts.
    """
    assert node.loop is not None, "an instance has a rule"
    assert whole.loop is not None, "a repeated activity counts"
    for rule in node.loop.throws:
        if rule.when == "first" and whole.loop["done"] > 1:
            continue
        if rule.condition is not None:
            context = _counted(case, whole, child)
            if not case.answer(node, rule.condition, context):
                continue
        counts = _counts(case, whole)
        child.vars = {**(child.vars or {}), **counts}
        event = case.diagram(whole.scope).nodes[rule.event]
        carried = {name: tagged.decode(count) for name, count in counts.items()}
        throw.throw(case, child, event, carried)
        if not case.alive(whole):
            return


def _counted(case: Case, whole: Token, child: Token) -> Visible:
    """Return what a condition of an instance that completes sees."""
    return Visible(case.document, child, child.scope, _counts(case, whole))


def _counts(case: Case, whole: Token) -> dict[str, Any]:
    """Return the runtime attributes of the activity (table 10.30), tagged."""
    assert whole.loop is not None, "a repeated activity counts"
    active = sum(1 for other in case.watching(whole.id) if other.number is not None)
    counts = {
        "numberOfInstances": whole.loop["total"],
        "numberOfCompletedInstances": whole.loop["done"],
        "numberOfActiveInstances": active,
        "numberOfTerminatedInstances": 0,
    }
    return {name: tagged.encode(Decimal(count)) for name, count in counts.items()}


def _finish(case: Case, whole: Token, rule: LoopRule) -> None:
    assert whole.loop is not None, "a repeated activity counts"
    if rule.output is not None:
        case.write_tagged(whole, rule.output, whole.loop["out"])
    case.leave(whole)


# --- standard loop -------------------------------------------------------------------------------


def _next_round(case: Case, whole: Token, node: Node, rule: LoopRule) -> None:
    assert whole.loop is not None, "a repeated activity counts"
    done = whole.loop["done"]
    if (rule.test_before or done) and _is_over(case, whole, node, rule, done):
        case.leave(whole)
    else:
        _instance(case, whole, rule, done + 1, None)


def _is_over(case: Case, whole: Token, node: Node, rule: LoopRule, done: int) -> bool:
    if rule.maximum is not None and done >= rule.maximum:
        return True
    if rule.condition is None:
        return False
    numbers = {"loopCounter": tagged.encode(Decimal(done))}
    context = Visible(case.document, whole, whole.scope, numbers)
    return not case.answer(node, rule.condition, context)
