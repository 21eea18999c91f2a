"""Rules of gateways: what splits knows how, what waits can go on (BPMN 2.0.2 §10.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Element, Tree, condition, kind, label
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
)
_CHOOSES = frozenset({"exclusiveGateway", "inclusiveGateway"})


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every gateway that cannot decide, or that decides nothing."""
    for gateway in tree.of_kind(*GATEWAYS):
        if kind(gateway) == "eventBasedGateway":
            yield from _event_gateway(tree, gateway)
        elif kind(gateway) in _CHOOSES:
            yield from _choice(tree, gateway)
        elif gateway.get("default") and kind(gateway) == "parallelGateway":
            yield DEFAULT_IGNORED.on(tree, gateway, fix={"remove": "default"})
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
