"""The tree that the normaliser rewrites: an index of ids, derived ids, and what it refused."""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

from engine.bpmn.tags import BODIES, NODES, bpmn, kind, pr
from engine.errors import Finding
from engine.xml import line_of

GENERATED = pr("generated")
ORIGIN = pr("origin")


class Tree:
    """One diagram being rewritten in place.

    Every element the normaliser makes carries `pr:generated` (what it is for) and `pr:origin` (the
    analyst's element it came from); a renamed element carries only `pr:origin`. Ids are derived
    from the analyst's ids (`task:split`), so that the same diagram always gives the same ids.
    """

    def __init__(self, root: etree._Element, file: str) -> None:
        self.root = root
        self.file = file
        self.findings: list[Finding] = []
        self.by_id: dict[str, etree._Element] = {}
        self._numbers: dict[str, int] = {}
        self._out: dict[str, list[etree._Element]] = defaultdict(list)
        self._in: dict[str, list[etree._Element]] = defaultdict(list)
        self.index()

    def index(self) -> None:
        """Build the index of ids and flows again."""
        self.by_id = {e.get("id", ""): e for e in self.root.iter() if kind(e) and e.get("id")}
        self._out.clear()
        self._in.clear()
        for flow in self.root.iter(bpmn("sequenceFlow")):
            self._out[flow.get("sourceRef", "")].append(flow)
            self._in[flow.get("targetRef", "")].append(flow)

    def refuse(self, element: etree._Element, rule: str, **facts: object) -> None:
        """Note that `element` cannot be executed."""
        origin = element.get(ORIGIN) or element.get("id")
        self.findings.append(Finding(self.file, rule, origin, line_of(element), facts=facts))

    def bodies(self) -> list[etree._Element]:
        """Return every process and embedded sub-process."""
        return [e for e in self.root.iter() if kind(e) in BODIES]

    def nodes(self, body: etree._Element) -> list[etree._Element]:
        """Return the flow nodes that stand directly in `body`."""
        return [e for e in body if kind(e) in NODES]

    def outgoing(self, node: etree._Element) -> list[etree._Element]:
        """Return the flows that leave `node`, in document order."""
        body = node.getparent()
        return [f for f in self._out.get(node.get("id", ""), ()) if f.getparent() is body]

    def incoming(self, node: etree._Element) -> list[etree._Element]:
        """Return the flows that enter `node`, in document order."""
        body = node.getparent()
        return [f for f in self._in.get(node.get("id", ""), ()) if f.getparent() is body]

    def leave_from(self, flow: etree._Element, source: etree._Element) -> None:
        """Let `flow` leave from another node."""
        self._out[flow.get("sourceRef", "")].remove(flow)
        flow.set("sourceRef", source.get("id", ""))
        self._out[source.get("id", "")].append(flow)

    def arrive_at(self, flow: etree._Element, target: etree._Element) -> None:
        """Let `flow` arrive at another node."""
        self._in[flow.get("targetRef", "")].remove(flow)
        flow.set("targetRef", target.get("id", ""))
        self._in[target.get("id", "")].append(flow)

    def unused(self, wanted: str) -> str:
        """Return `wanted`, or the first of `wanted:2`, `wanted:3`, … that no element has."""
        candidate, number = wanted, self._numbers.get(wanted, 2)
        while candidate in self.by_id:
            candidate, number = f"{wanted}:{number}", number + 1
        self._numbers[wanted] = number
        return candidate

    def name(self, element: etree._Element, wanted: str) -> str:
        """Give `element` an id derived from `wanted`."""
        identity = self.unused(wanted)
        element.set("id", identity)
        self.by_id[identity] = element
        return identity

    def add(
        self, body: etree._Element, what: str, origin: etree._Element, purpose: str
    ) -> etree._Element:
        """Add a node of kind `what` to `body`, made for `purpose` from `origin`."""
        made = etree.SubElement(body, bpmn(what))
        source = origin.get(ORIGIN) or origin.get("id") or ""
        made.set(GENERATED, purpose)
        made.set(ORIGIN, source)
        self.name(made, f"{origin.get('id')}:{purpose}")
        return made

    def connect(self, source: etree._Element, target: etree._Element) -> etree._Element:
        """Add a sequence flow from `source` to `target`, both in the same body."""
        body = source.getparent()
        assert body is not None
        flow = etree.SubElement(body, bpmn("sequenceFlow"))
        flow.set("sourceRef", source.get("id", ""))
        flow.set("targetRef", target.get("id", ""))
        flow.set(GENERATED, "flow")
        self._out[source.get("id", "")].append(flow)
        self._in[target.get("id", "")].append(flow)
        self.name(flow, f"{source.get('id')}:to:{target.get('id')}")
        return flow
