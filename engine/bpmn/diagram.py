"""The compiled diagram: immutable, shared by all cases, everything that can be known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.bpmn.extensions import Extensions
from engine.feel import Expression

# Which behaviour executes which kind of node; a node whose kind is not here is refused.
BEHAVIOURS: Mapping[str, str] = {
    "startEvent": "passing",
    "endEvent": "end",
    "intermediateThrowEvent": "throw",
    "intermediateCatchEvent": "catch",
    "boundaryEvent": "passing",
    "task": "human",
    "userTask": "human",
    "manualTask": "human",
    "serviceTask": "job",
    "sendTask": "job",
    "receiveTask": "catch",
    "scriptTask": "script",
    "businessRuleTask": "decision",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "complexGateway": "complex",
    "eventBasedGateway": "event_gateway",
    "subProcess": "subprocess",
    "callActivity": "call",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the analyst: a literal, or FEEL when `expression` is set."""

    source: str
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A value for a variable: `source` is FEEL, `target` the variable's name or path."""

    target: str
    source: Text


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A legal clock that a node moves when it is entered (`on` "enter") or left ("leave")."""

    term: str
    action: str
    day: Text | None
    on: str
    reason: Text | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A correlation key of a message event (BPMN 2.0.2 §8.4.2).

    `own` computes it from what the case knows, on both sides; `path` reads it from the message.
    With both, the case waits for `own` and the message brings `path`. Without `own` the first
    message of the case fixes it.
    """

    name: str
    own: Text | None = None
    path: Text | None = None

    @property
    def fixed(self) -> bool:
        """Say whether the first message of a case fixes this key."""
        return self.own is None


@dataclass(frozen=True, slots=True)
class Event:
    """What an event waits for or does.

    `kind` is none, message, timer, signal, conditional, error, escalation, cancel, compensate or
    terminate; `name` the message's or signal's name, the error's or escalation's code (`None`: any)
    or the activity that is compensated (`None`: all), which the thrower may wait for (`waits`). A
    timer has a `rule`: date, duration, cycle or term; `text` is its time, or the condition. A
    message has correlation `keys`; one that is thrown may wait as long as `keep` says (ISO 8601).
    """

    kind: str = "none"
    name: str | None = None
    rule: str | None = None
    text: Text | None = None
    keys: tuple[Key, ...] = ()
    keep: str | None = None
    waits: bool = True


@dataclass(frozen=True, slots=True)
class Throws:
    """What an instance throws as it completes: a node `event`, `when` each, first or condition."""

    event: str
    when: str
    condition: Text | None = None


@dataclass(frozen=True, slots=True)
class LoopRule:
    """How an activity is repeated: `kind` is parallel, sequential or standard.

    Multi-instance: one instance an item of `collection` (each sees its own as `element`), or
    `cardinality` of them; `result` of every instance goes into the list `output`, in the order of
    the items; `completion` ends it early; each instance `throws` as it completes. Standard: as long
    as `condition`, `maximum` times.
    """

    kind: str
    cardinality: Text | None = None
    collection: Text | None = None
    element: str | None = None
    output: str | None = None
    result: Text | None = None
    completion: Text | None = None
    condition: Text | None = None
    maximum: int | None = None
    test_before: bool = False
    throws: tuple[Throws, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `shown` is the analyst's id, `None` when the normaliser made it."""

    id: str
    source: str
    target: str
    condition: Text | None
    default: bool
    shown: str | None


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node with everything its behaviour needs.

    `shown` is the analyst's id, `None` for a helper that the normaliser made. `upstream` names,
    per incoming flow of an inclusive gateway, the nodes from which a token can still come by it,
    `flowing` those from which sequence flows alone lead there, without an event at a border.
    `all_in` and `all_out` let every variable pass beside what `inputs` and `outputs` name.
    A node that `instantiates` begins a case; what stands behind an event-based gateway that does
    names it in `behind`, and the gateway says whether the case `awaits_all` of them.
    The triggers of a parallel multiple event name its first as `together`. What is `implicit` is
    thrown by the instances of a repeated activity.
    `activation` lets a complex gateway go on; `completion` ends an ad-hoc sub-process (at once when
    it `cancels_rest`).
    """

    id: str
    kind: str
    behaviour: str
    process: str
    body: str
    name: str
    shown: str | None
    origin: str
    lane: str | None
    extensions: Extensions
    event: Event
    outgoing: tuple[Flow, ...] = ()
    incoming: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    host: str | None = None
    together: str | None = None
    interrupting: bool = True
    texts: Mapping[str, Text] = field(default_factory=dict)
    inputs: tuple[Assignment, ...] | None = None
    outputs: tuple[Assignment, ...] | None = None
    all_in: bool = False
    all_out: bool = False
    script: tuple[Assignment, ...] = ()
    clocks: tuple[ClockRule, ...] = ()
    starts: tuple[str, ...] = ()
    called: str | None = None
    upstream: Mapping[str, frozenset[str]] = field(default_factory=dict)
    flowing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    loop: LoopRule | None = None
    triggered: bool = False
    instantiates: bool = False
    awaits_all: bool = False
    behind: str | None = None
    start_quantity: int = 1
    completion_quantity: int = 1
    completion: Text | None = None
    activation: Text | None = None
    cancels_rest: bool = False
    compensates: bool = False
    implicit: bool = False
    compensated_by: str | None = None


def fixed_keys(node: Node) -> frozenset[str]:
    """Return the names of the correlation keys of a node that the first message fixes."""
    return frozenset(key.name for key in node.event.keys if key.fixed)


@dataclass(frozen=True, slots=True)
class Diagram:
    """One compiled process: its nodes by id, and what begins each body in it.

    `flows` leads from a flow's id to the analyst's id, or `None` for a helper flow; `handlers` from
    a body to the start events of the event sub-processes in it, `compensators` to the one that
    undoes it.
    """

    id: str
    name: str
    file: str
    nodes: Mapping[str, Node]
    starts: Mapping[str, tuple[str, ...]]
    flows: Mapping[str, str | None]
    fields: tuple[Assignment, ...] = ()
    handlers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    compensators: Mapping[str, str] = field(default_factory=dict)
