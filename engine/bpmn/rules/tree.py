"""An analyst's XML indexed for the rules: nodes, flows, scopes, ids. Reads only, never mends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from engine.bpmn import tags
from engine.bpmn.extensions import Extensions, parse_extensions
from engine.bpmn.message_flows import exchanges
from engine.bpmn.tags import EVENT_DEFINITIONS, NODES

Element = etree._Element  # noqa: SLF001 - lxml has no public name for its element type

DC = "http://www.omg.org/spec/DD/20100524/DC"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
SUBPROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
SCOPES = SUBPROCESSES | {"process"}
DECLARATIONS = frozenset({"message", "signal", "error", "escalation"})
_LABEL = 200  # characters
_GUESSES = 100
CORRELATION = frozenset({"correlationProperty", "correlationKey", "correlationSubscription"})
NAMED = (
    NODES
    | SCOPES
    | DECLARATIONS
    | CORRELATION
    | {"sequenceFlow", "lane", "participant", "messageFlow"}
)


def kind(element: Element | None) -> str:
    """Return the local name of a BPMN element, "" for anything else.

    A global task has the name of the same task inside a process: it obeys the same rules.
    """
    name = tags.kind(element) if element is not None else ""
    return tags.GLOBAL_TASKS.get(name, name)


def named_ancestor(element: Element) -> Element:
    """Return the nearest element around `element` (or itself) that an analyst can point at."""
    at: Element | None = element
    while at is not None:
        if kind(at) in NAMED and at.get("id"):
            return at
        at = at.getparent()
    return element


def label(element: Element) -> str:
    """Return what an analyst calls this element: its name, else its id, else its kind.

    What is longer than a sentence is cut short.
    """
    name = " ".join((element.get("name") or "")[:_LABEL].split())
    return name or (element.get("id") or kind(element))[:_LABEL]


def local(reference: str | None) -> str:
    """Return a QName reference without its prefix."""
    return (reference or "").strip().rpartition(":")[2]


def text_of(element: Element | None) -> str:
    """Return the text of an element without white space around it."""
    return (element.text or "").strip() if element is not None else ""


def children(element: Element, *kinds: str) -> list[Element]:
    """Return the BPMN child elements of these kinds."""
    return [part for part in element if kind(part) in kinds]


def child(element: Element, wanted: str) -> Element | None:
    """Return the first BPMN child of this kind."""
    return next(iter(children(element, wanted)), None)


def condition(flow: Element) -> str:
    """Return the text of a flow's condition, "" without one."""
    return text_of(child(flow, "conditionExpression"))


def definitions(event: Element) -> list[Element]:
    """Return the event definitions that stand inside an event."""
    return [part for part in event if kind(part) in EVENT_DEFINITIONS]


class Tree:
    """The indexed tree of one file; `processes` are the ones that the engine would execute.

    `guesses` counts down how many misspelt names are still compared with those that exist.
    """

    def __init__(self, root: Element, file: str) -> None:
        self.root = root
        self.file = file
        self.guesses = _GUESSES
        self.by_id: dict[str, Element] = {}
        self.all_processes: list[Element] = children(root, "process")
        self.processes = [
            p for p in self.all_processes if p.get("isExecutable") == "true"
        ] or self.all_processes
        self.nodes: list[Element] = []
        self.flows: list[Element] = []
        self.scopes: list[Element] = []
        self._extensions: dict[Element, Extensions] = {}
        self._out: dict[str | None, list[Element]] = defaultdict(list)
        self._in: dict[str | None, list[Element]] = defaultdict(list)
        self._attached: dict[str | None, list[Element]] = defaultdict(list)
        for element in root.iter():
            if kind(element) and element.get("id"):
                self.by_id.setdefault(element.get("id", ""), element)
        self.global_tasks = [e for e in root if tags.kind(e) in tags.GLOBAL_TASKS]
        self.nodes.extend(self.global_tasks)
        for process in self.processes:
            for element in process.iter():
                self._index(element)

    def _index(self, element: Element) -> None:
        what = kind(element)
        if what in SCOPES:
            self.scopes.append(element)
        if what in NODES:
            self.nodes.append(element)
            if what == "boundaryEvent":
                self._attached[element.get("attachedToRef", "")].append(element)
        if what == "sequenceFlow":
            self.flows.append(element)
            self._out[element.get("sourceRef", "")].append(element)
            self._in[element.get("targetRef", "")].append(element)

    def outgoing(self, node: Element) -> list[Element]:
        """Return the sequence flows that say they leave `node`."""
        return self._out.get(self._identity(node), [])

    def incoming(self, node: Element) -> list[Element]:
        """Return the sequence flows that say they arrive at `node`."""
        return self._in.get(self._identity(node), [])

    def boundaries(self, activity: Element) -> list[Element]:
        """Return the boundary events attached to `activity`."""
        return self._attached.get(self._identity(activity), [])

    def _identity(self, node: Element) -> str | None:
        """Return the id by which others refer to `node`; of two with one id only the first."""
        identity = node.get("id")
        return identity if identity and self.by_id.get(identity) is node else None

    def node(self, reference: str | None) -> Element | None:
        """Return the flow node with this id, in any scope."""
        found = self.by_id.get(reference or "")
        return found if kind(found) in NODES else None

    def target(self, flow: Element) -> Element | None:
        """Return the node at which `flow` arrives, if there is one."""
        return self.node(flow.get("targetRef"))

    def extensions(self, element: Element) -> Extensions:
        """Return what the analyst added to `element` (our namespace, zeebe's, camunda's)."""
        if element not in self._extensions:
            self._extensions[element] = parse_extensions(element)
        return self._extensions[element]

    def of_kind(self, *kinds: str) -> Iterator[Element]:
        """Yield the flow nodes of these kinds, in document order."""
        return (node for node in self.nodes if kind(node) in kinds)

    @cached_property
    def told(self) -> frozenset[Element]:
        """Return the tasks and event definitions whose message their message flows tell."""
        joined = (e for e in exchanges(self.root) if e.is_known)
        return frozenset(carrier for exchange in joined for carrier in exchange.carriers)

    def nodes_in(self, scope: Element) -> list[Element]:
        """Return the flow nodes that stand directly in `scope`."""
        return [node for node in scope if kind(node) in NODES]


def process_of(element: Element) -> Element | None:
    """Return the process around `element`."""
    return next((e for e in element.iterancestors() if kind(e) == "process"), None)


def is_event_subprocess(element: Element) -> bool:
    """Return whether this is a sub-process that an event starts (BPMN §10.3.5)."""
    return element.get("triggeredByEvent") == "true"
