"""Rules of gateways: what splits knows how, what waits can go on (BPMN 2.0.2 §10.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Element, Tree, child, children, condition, kind, label, text_of
from engine.bpmn.tags import GATEWAYS
from engine.errors import Finding

NO_CONDITION = Rule("bpmn.gateway.no_condition")
IMPLIED_DEFAULT = Rule("bpmn.gateway.implied_default", "warning")
NO_DEFAULT = Rule("bpmn.gateway.no_default", "warning")
DEFAULT_IGNORED = Rule("bpmn.gateway.default_ignored")
EVENT_TOO_FEW = Rule("bpmn.gateway.event_too_few")
EVENT_TARGET = Rule("bpmn.gateway.event_target")
EVENT_TARGET_SHARED = Rule("bpmn.gateway.event_target_shared")
EVENT_TARGET_BOUNDARY = Rule("bpmn.gateway.event_target_boundary")
USELESS = Rule("bpmn.gateway.useless", "warning")
JOINS_AND_SPLITS = Rule("bpmn.gateway.joins_and_splits", "warning")
NO_ACTIVATION = Rule("bpmn.gateway.no_activation")
TANGLE = Rule("bpmn.gateway.tangle")
RULES = (
    NO_CONDITION,
    IMPLIED_DEFAULT,
    NO_DEFAULT,
    DEFAULT_IGNORED,
    EVENT_TOO_FEW,
    EVENT_TARGET,
    EVENT_TARGET_SHARED,
    EVENT_TARGET_BOUNDARY,
    USELESS,
    JOINS_AND_SPLITS,
    NO_ACTIVATION,
    TANGLE,
)
MOST_TANGLED = 2_000_000  # ways into joins times flows: what the compiler walks through


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every gateway that cannot decide, or that decides nothing."""
    for scope in tree.scopes:
        yield from _tangle(tree, scope)
    for gateway in tree.of_kind(*GATEWAYS):
        yield from _OF_KIND[kind(gateway)](tree, gateway)
        ins, outs = len(tree.incoming(gateway)), len(tree.outgoing(gateway))
        if ins == 1 and outs == 1:
            yield USELESS.on(tree, gateway)
        if ins > 1 and outs > 1:
            yield JOINS_AND_SPLITS.on(tree, gateway)


def _choice(tree: Tree, gateway: Element) -> Iterator[Finding]:
    out = tree.outgoing(gateway)
    if len(out) < 2:
        return
    default = gateway.get("default")
    bare = [flow for flow in out if not condition(flow) and (flow.get("id") or "-") != default]
    bare = [flow for flow in bare if child(flow, "conditionExpression") is None]  # said elsewhere
    if bare:
        for flow in bare:
            target = tree.target(flow)
            to = label(target) if target is not None else flow.get("targetRef") or ""
            if len(bare) == 1 and not default:
                fix = {"set": "default", "to": flow.get("id")}
                yield IMPLIED_DEFAULT.on(tree, flow, gateway=label(gateway), target=to, fix=fix)
            else:
                yield NO_CONDITION.on(tree, flow, gateway=label(gateway), target=to)
    if not bare and not default:
        yield NO_DEFAULT.on(tree, gateway)


def _parallel(tree: Tree, gateway: Element) -> Iterator[Finding]:
    if gateway.get("default"):
        yield DEFAULT_IGNORED.on(tree, gateway, fix={"remove": "default"})


def _complex(tree: Tree, gateway: Element) -> Iterator[Finding]:
    said = text_of(child(gateway, "activationCondition"))
    if len(tree.incoming(gateway)) > 1 and not said:
        yield NO_ACTIVATION.on(tree, gateway)


def _tangle(tree: Tree, scope: Element) -> Iterator[Finding]:
    """Yield the body in which too many gateways wait for whoever can still come."""
    ways = 0
    for gateway in children(scope, "inclusiveGateway", "complexGateway"):
        sources = {flow.get("sourceRef") for flow in tree.incoming(gateway)}
        ways += len(sources) if len(sources) > 1 else 0
    flows = len(children(scope, "sequenceFlow", "boundaryEvent"))
    if ways * flows > MOST_TANGLED:
        yield TANGLE.on(tree, scope, count=ways)


def _event_gateway(tree: Tree, gateway: Element) -> Iterator[Finding]:
    out = tree.outgoing(gateway)
    if len(out) < 2:
        yield EVENT_TOO_FEW.on(tree, gateway, count=len(out))
    for flow in out:
        target = tree.target(flow)
        if target is None:
            continue
        if kind(target) not in {"intermediateCatchEvent", "receiveTask"}:
            yield EVENT_TARGET.on(tree, gateway, target=label(target), kind=kind(target))
        elif len(tree.incoming(target)) > 1:
            yield EVENT_TARGET_SHARED.on(tree, gateway, target=label(target))
        if tree.boundaries(target):
            yield EVENT_TARGET_BOUNDARY.on(tree, gateway, target=label(target))


_OF_KIND = {
    "exclusiveGateway": _choice,
    "inclusiveGateway": _choice,
    "parallelGateway": _parallel,
    "complexGateway": _complex,
    "eventBasedGateway": _event_gateway,
}
