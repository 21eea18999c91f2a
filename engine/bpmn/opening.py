"""How a case begins: at which element, and what it listens to from then on (BPMN 2.0.2 §13.2)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn import events, keys, moving
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node, fixed_keys
from engine.bpmn.document import ROOT, Scope
from engine.feel import tagged
from engine.model import Start, Value


def open_case(case: Case, command: Start) -> None:
    """Begin where `command` says: at the none start, or at what a message or an event sets off.

    Raises NotFound when the process cannot begin so, InvalidInput when a case that ran elsewhere
    cannot go on where it is said to stand.
    """
    if command.at is not None:
        _go_on(case, command, command.at)
        return
    process = case.document.process
    diagram = case.bundle.diagram(process)
    node = diagram.nodes[case.bundle.start_of(process, command.message, command.event)]
    scope = case.open_scope(process, process, None, {})
    assert scope.id == ROOT, "the root scope has the first number"
    keys.taken(case, scope.id, node, command.values)
    _write(case, scope, node, command.values)
    events.arm_handlers(case, scope)
    _arm_conversation(case, scope, node)
    if node.behind is not None:
        _behind_gateway(case, scope, node)
    else:
        _pass(case, scope, node)


def _go_on(case: Case, command: Start, element: str) -> None:
    """Let a case that ran elsewhere go on at `element`; nothing before it is done here."""
    process = case.document.process
    case.bundle.diagram(process)
    scope = case.open_scope(process, process, None, {})
    for path, value in command.values.items():
        case.write_in(scope, path, tagged.encode(value))
    for change in command.clocks:
        case.clocks.apply(change)
        case.record.clocks.append(change)
    events.arm_handlers(case, scope)
    node = moving.entered(case.bundle, case.document, scope.id, element)
    case.ready(node.id, scope.id, via=moving.counted_by(node))


def _write(case: Case, scope: Scope, node: Node, values: Mapping[str, Value]) -> None:
    """Write what came: all of it, or what the output mapping of the event makes of it."""
    if node.outputs is not None:
        made = case.mapped(node.outputs, values)
    else:
        made = {path: tagged.encode(value) for path, value in values.items()}
    for path, value in made.items():
        case.write_in(scope, path, value)


def _pass(case: Case, scope: Scope, node: Node) -> None:
    """Pass a start event, or a receive task whose message has come."""
    if node.kind == "startEvent":
        case.ready(node.id, scope.id)
        return
    token = case.place(node.id, scope.id)
    case.announce(token, node)
    case.leave(token)


def _behind_gateway(case: Case, scope: Scope, node: Node) -> None:
    """Pass a starting gateway and the event that happened; wait for the others if it says so.

    Exclusive: the others are not waited for. Parallel: they must all come, with the same
    correlation keys, before the process can complete (§10.6.6).
    """
    gateway = case.diagram(scope.id).nodes[node.behind or ""]
    happened = case.place(node.id, scope.id)
    passed = case.place(gateway.id, scope.id)
    case.announce(passed, gateway)
    case.leave(passed, flows=())
    for flow in gateway.outgoing:
        if flow.target == node.id:
            happened.via = flow.id
        elif gateway.awaits_all:
            case.ready(flow.target, scope.id, via=flow.id)
    case.announce(happened, node)
    case.leave(happened)


def _arm_conversation(case: Case, scope: Scope, node: Node) -> None:
    """Let the other start events of the same conversation listen in this case (§13.2).

    A message that has the keys of this case begins no second one: its start event happens here.
    """
    diagram, names = case.diagram(scope.id), fixed_keys(node)
    if node.kind != "startEvent" or not names or not names <= scope.keys.keys():
        return
    for name in diagram.starts[diagram.id]:
        other = diagram.nodes[name]
        if other.kind == "startEvent" and other.id != node.id and fixed_keys(other) == names:
            events.arm(case, case.place(name, scope.id, watch=True), other)
