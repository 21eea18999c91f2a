"""What each kind of node does when a token enters it: one small file per element."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import Token
from engine.bpmn.elements import (
    call,
    catch,
    complex_gateway,
    decision,
    end,
    event_gateway,
    exclusive,
    human,
    inclusive,
    job,
    parallel,
    passing,
    script,
    subprocess,
    throw,
    undo,
)

Enter = Callable[[Case, Token, Node], None]

ENTER: Mapping[str, Enter] = {
    "passing": passing.enter,
    "end": end.enter,
    "throw": throw.enter,
    "undo": undo.enter,
    "catch": catch.enter,
    "human": human.enter,
    "job": job.enter,
    "script": script.enter,
    "decision": decision.enter,
    "exclusive": exclusive.enter,
    "parallel": parallel.enter,
    "inclusive": inclusive.enter,
    "complex": complex_gateway.enter,
    "event_gateway": event_gateway.enter,
    "subprocess": subprocess.enter,
    "call": call.enter,
}
