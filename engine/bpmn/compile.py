"""From what SpiffWorkflow read to compiled diagrams; what we do not execute is refused here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.specs.event_definitions.simple import CancelEventDefinition

from engine.bpmn.compile_events import event_of, interrupts, sends_message
from engine.bpmn.compile_keys import Correlations
from engine.bpmn.compile_loops import loop_of
from engine.bpmn.compile_starts import starts_of
from engine.bpmn.compiling import Compiler
from engine.bpmn.diagram import BEHAVIOURS, Assignment, Diagram, Flow, Node, Text
from engine.bpmn.extensions import Extensions
from engine.bpmn.inferring import with_hands
from engine.bpmn.normalise.adhoc import CANCELS, COMPLETION
from engine.bpmn.normalise.behaviours import IMPLICIT
from engine.bpmn.normalise.compensation import COMPENSATED_BY
from engine.bpmn.normalise.multiples import TOGETHER
from engine.bpmn.parser import FlowSpec, NodeSpec, read
from engine.bpmn.reach import upstream
from engine.bpmn.repeats import is_quantity
from engine.bpmn.tags import bpmn
from engine.errors import Finding
from engine.model import LONGEST_TOPIC, TOPIC

_ALWAYS_FEEL = {"amount": "amount", "about_decision": "aboutDecision", "involved": "involved"}
_TEXTS = {
    "candidate_group": "candidateGroup",
    "assignee": "assignee",
    "due_date": "dueDate",
    "letter": "letter",
    "decision_type": "decisionType",
    "status": "status",
}


@dataclass
class _Draft:
    """One process being compiled."""

    spec: Any
    file: str
    compiler: Compiler
    correlations: Correlations
    nodes: dict[str, Node] = field(default_factory=dict)


def compile_file(root: etree._Element, file: str) -> tuple[list[Diagram], list[Finding]]:
    """Return the compiled processes of a normalised tree, and what is wrong with them.

    Raises InvalidModel when SpiffWorkflow cannot read the tree.
    """
    _, specs = read(root, file)
    compiler = Compiler(file)
    correlations = Correlations(root)
    if not specs:
        compiler.findings.append(Finding(file, "bpmn.process.not_executable"))
    names = {p.get("id", ""): p.get("name", "") for p in root.iter(bpmn("process"))}
    diagrams = [
        _diagram(_Draft(spec, file, compiler, correlations), names[identity] or identity)
        for identity, spec in specs.items()
    ]
    return diagrams, compiler.findings


def _diagram(draft: _Draft, name: str) -> Diagram:
    spec = draft.spec
    specs = [s for s in spec.task_specs.values() if isinstance(s, NodeSpec)]
    for read_node in specs:
        draft.nodes[read_node.bpmn_id] = _node(draft, read_node)
    _connect(draft, specs)
    _attach(draft, specs)
    _upstream(draft)
    starts = starts_of(draft.compiler, spec.name, draft.nodes)
    for node_id, node in draft.nodes.items():
        if node.kind == "subProcess":
            draft.nodes[node_id] = replace(node, starts=starts.get(node_id, ()))
    _check_nodes(draft)
    nodes = with_hands(draft.nodes, draft.compiler)
    fields = tuple(
        Assignment(f.name, draft.compiler.feel(f.source, spec.name, "field"))
        for f in spec.extensions.fields
    )
    flows = {flow.id: flow.shown for node in draft.nodes.values() for flow in node.outgoing}
    handlers, undo = _handlers(draft, starts)
    return Diagram(spec.name, name, draft.file, nodes, starts, flows, fields, handlers, undo)


def _node(draft: _Draft, spec: NodeSpec) -> Node:
    element, compiler, extensions = spec.origin, draft.compiler, spec.extensions
    behaviour = _behaviour(spec)
    if not behaviour:
        compiler.refuse(element, "bpmn.unsupported.element", kind=spec.kind)
    texts = {
        key: compiler.literal_or_feel(text, element, where)
        for key, where in _TEXTS.items()
        if (text := getattr(extensions, key))
    }
    texts |= {
        key: compiler.feel(text, element, where)
        for key, where in _ALWAYS_FEEL.items()
        if (text := getattr(extensions, key))
    }
    called = (spec.attributes.get("calledElement") or extensions.called or "").strip()
    if called.startswith("="):
        texts["called"] = compiler.feel(called, element, "called")
    return Node(
        id=spec.bpmn_id,
        kind=spec.kind,
        behaviour=behaviour,
        process=draft.spec.name,
        body=spec.body,
        name=spec.bpmn_name or "",
        shown=None if spec.generated not in (None, "id") else element,
        origin=element,
        lane=spec.lane,
        extensions=extensions,
        event=event_of(draft.compiler, draft.correlations, spec),
        interrupting=interrupts(spec),
        together=spec.attributes.get(TOGETHER),
        texts=texts,
        inputs=compiler.assignments(extensions.inputs, element, "input"),
        outputs=compiler.assignments(extensions.outputs, element, "output"),
        all_in=extensions.all_in,
        all_out=extensions.all_out,
        script=_script(compiler, spec, extensions),
        clocks=compiler.clocks(extensions.clocks, element),
        called=None if "called" in texts else called or None,
        loop=loop_of(compiler, spec),
        start_quantity=_quantity(compiler, spec, "startQuantity"),
        completion_quantity=_quantity(compiler, spec, "completionQuantity"),
        completion=_completion(compiler, spec),
        activation=_activation(compiler, spec),
        cancels_rest=spec.attributes.get(CANCELS) == "true",
        triggered=spec.attributes.get("triggeredByEvent") == "true",
        instantiates=spec.attributes.get("instantiate") == "true",
        awaits_all=spec.attributes.get("eventGatewayType") == "Parallel",
        compensates=spec.attributes.get("isForCompensation") == "true",
        implicit=spec.attributes.get(IMPLICIT) == "true",
        compensated_by=spec.attributes.get(COMPENSATED_BY),
    )


def _quantity(compiler: Compiler, spec: NodeSpec, attribute: str) -> int:
    text = spec.attributes.get(attribute, "1").strip()
    if is_quantity(text):
        return int(text)
    compiler.refuse(spec.origin, "bpmn.task.quantity", reference=text)
    return 1


def _completion(compiler: Compiler, spec: NodeSpec) -> Text | None:
    text = spec.attributes.get(COMPLETION)
    return compiler.feel(text, spec.origin, "completion") if text else None


def _activation(compiler: Compiler, spec: NodeSpec) -> Text | None:
    if spec.kind != "complexGateway":
        return None
    if spec.activation is None:
        compiler.refuse(spec.origin, "bpmn.complex.no_activation")
        return None
    return compiler.feel(spec.activation, spec.origin, "activation")


def _behaviour(spec: NodeSpec) -> str:
    if sends_message(spec):
        return "throw"
    cancels = spec.kind == "endEvent" and isinstance(spec.event, CancelEventDefinition)
    if cancels or (spec.undoes is not None and spec.kind != "startEvent"):
        return "undo"
    return BEHAVIOURS.get(spec.kind, "")


def _script(compiler: Compiler, spec: NodeSpec, extensions: Extensions) -> tuple[Assignment, ...]:
    if spec.kind != "scriptTask":
        return ()
    text = spec.script or extensions.script
    if not text:
        compiler.refuse(spec.origin, "bpmn.script.missing")
        return ()
    compiled = compiler.feel(text, spec.origin, "script")
    if extensions.script and not spec.script and not extensions.result_variable:
        compiler.refuse(spec.origin, "bpmn.script.no_result_variable")
    if spec.script and compiled.expression and not _is_context(text):
        compiler.refuse(spec.origin, "bpmn.script.not_a_context")
    return (Assignment(extensions.result_variable or "", compiled),)


def _is_context(text: str) -> bool:
    return text.strip().removeprefix("=").strip().startswith("{")


def _connect(draft: _Draft, specs: list[NodeSpec]) -> None:
    outgoing: dict[str, list[Flow]] = defaultdict(list)
    incoming: dict[str, list[str]] = defaultdict(list)
    defaults = {s.bpmn_id: s.attributes.get("default") for s in specs}
    for spec in draft.spec.flows:
        if _flow_fits(draft, spec):
            flow = _flow(draft, spec, defaults)
            outgoing[flow.source].append(flow)
            incoming[flow.target].append(flow.id)
    for identity, node in draft.nodes.items():
        draft.nodes[identity] = replace(
            node, outgoing=tuple(outgoing[identity]), incoming=tuple(incoming[identity])
        )


def _flow_fits(draft: _Draft, spec: FlowSpec) -> bool:
    source, target = draft.nodes.get(spec.source), draft.nodes.get(spec.target)
    if source is None or target is None:
        missing = spec.source if source is None else spec.target
        draft.compiler.refuse(spec.id, "bpmn.flow.no_target", missing=missing)
        return False
    if source.body != target.body:
        draft.compiler.refuse(spec.id, "bpmn.flow.crosses_border")
        return False
    return True


def _flow(draft: _Draft, spec: FlowSpec, defaults: Mapping[str, str | None]) -> Flow:
    shown = None if spec.generated else spec.id
    condition = None
    if spec.condition:
        condition = draft.compiler.feel(spec.condition, spec.id, "condition")
        if draft.nodes[spec.source].kind in ("parallelGateway", "eventBasedGateway"):
            draft.compiler.refuse(spec.id, "bpmn.unsupported.condition_on_this_gateway")
    default = defaults.get(spec.source) == spec.id
    return Flow(spec.id, spec.source, spec.target, condition, default, shown)


def _attach(draft: _Draft, specs: list[NodeSpec]) -> None:
    attached: dict[str, list[str]] = defaultdict(list)
    for spec in specs:
        if spec.kind != "boundaryEvent":
            continue
        host = draft.nodes.get(spec.attributes.get("attachedToRef", ""))
        if host is None or host.body != spec.body:
            draft.compiler.refuse(spec.origin, "bpmn.boundary.not_attached")
            continue
        attached[host.id].append(spec.bpmn_id)
        draft.nodes[spec.bpmn_id] = replace(draft.nodes[spec.bpmn_id], host=host.id)
    for identity, boundaries in attached.items():
        draft.nodes[identity] = replace(draft.nodes[identity], attached=tuple(boundaries))


def _upstream(draft: _Draft) -> None:
    flows = [flow for node in draft.nodes.values() for flow in node.outgoing]
    by_flow: dict[str, set[str]] = defaultdict(set)
    for flow in flows:
        by_flow[flow.target].add(flow.source)
    over_border = {n.id: by_flow[n.id] | {n.host} for n in draft.nodes.values() if n.host}
    came = {flow.id: flow.source for flow in flows}
    drawn = {name: frozenset(found) for name, found in by_flow.items()}
    possible = drawn | {name: frozenset(found) for name, found in over_border.items()}
    for identity, node in draft.nodes.items():
        if node.kind in ("inclusiveGateway", "complexGateway") and len(node.incoming) > 1:
            incoming = [(name, came[name]) for name in node.incoming]
            draft.nodes[identity] = replace(
                node,
                upstream=upstream(incoming, possible, identity),
                flowing=upstream(incoming, drawn, identity),
            )


def _handlers(
    draft: _Draft, starts: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return, per body, the start events of its event sub-processes, and the one that undoes it."""
    handlers: dict[str, tuple[str, ...]] = {}
    undo: dict[str, str] = {}
    for node in draft.nodes.values():
        if not node.triggered:
            continue
        if node.incoming or node.outgoing or node.loop is not None:
            draft.compiler.refuse(node.origin, "bpmn.event_sub_process.flows")
        for start in starts.get(node.id, ()):
            if draft.nodes[start].event.kind != "compensate":
                handlers[node.body] = (*handlers.get(node.body, ()), start)
                continue
            around = draft.nodes.get(node.body)
            if node.body in undo or (around is not None and around.compensated_by is not None):
                draft.compiler.refuse(node.origin, "bpmn.compensation.twice")
            undo[node.body] = node.id
    return handlers, undo


def _check_nodes(draft: _Draft) -> None:
    for node in draft.nodes.values():
        for check in (_check_wiring, _check_event, _check_work):
            check(draft, node)


def _check_wiring(draft: _Draft, node: Node) -> None:
    refuse = draft.compiler.refuse
    if node.kind in ("startEvent", "boundaryEvent") and node.incoming:
        refuse(node.origin, "bpmn.flow.into_start")
    if node.kind == "endEvent" and node.outgoing:
        refuse(node.origin, "bpmn.flow.out_of_end")
    if node.compensates and (node.incoming or node.outgoing):
        refuse(node.origin, "bpmn.compensation.in_flow")
    apart = node.triggered or node.compensates or node.implicit
    if node.kind != "endEvent" and not node.outgoing and not apart:
        refuse(node.origin, "bpmn.flow.dead_end")
    if node.kind == "eventBasedGateway":
        _check_event_gateway(draft, node)


def _check_event_gateway(draft: _Draft, node: Node) -> None:
    refuse = draft.compiler.refuse
    if len(node.outgoing) < 2:
        refuse(node.origin, "bpmn.event_gateway.one_way")
    if node.awaits_all and not node.instantiates:
        refuse(node.origin, "bpmn.event_gateway.parallel")
    for flow in node.outgoing:
        target = draft.nodes[flow.target]
        if target.behaviour != "catch" or len(target.incoming) != 1 or target.attached:
            refuse(node.origin, "bpmn.event_gateway.target", target=target.origin)


def _check_event(draft: _Draft, node: Node) -> None:
    refuse, what = draft.compiler.refuse, node.event.kind
    if node.kind in ("intermediateCatchEvent", "boundaryEvent", "receiveTask") and what == "none":
        refuse(node.origin, "bpmn.event.waits_for_nothing")
    if what in ("error", "cancel") and not node.interrupting:
        refuse(node.origin, "bpmn.error.must_interrupt")
    if node.kind == "endEvent" and what == "cancel":
        around = draft.nodes.get(node.body)
        borders = [draft.nodes[name].event.kind for name in around.attached] if around else []
        if "cancel" not in borders:
            refuse(node.origin, "bpmn.cancel.no_border")
    throws = node.behaviour in ("end", "throw")
    if throws and what in ("error", "escalation") and node.event.name is None:
        refuse(node.origin, "bpmn.error.no_code")


def _check_topic(draft: _Draft, node: Node, topic: str) -> None:
    refuse, extensions = draft.compiler.refuse, node.extensions
    if extensions.job or extensions.letter or node.behaviour != "job":
        refuse(node.origin, "bpmn.topic.beside_job")
    if len(topic) > LONGEST_TOPIC or not TOPIC.fullmatch(topic):
        refuse(node.origin, "bpmn.topic.name", topic=topic[:80])


def _check_work(draft: _Draft, node: Node) -> None:
    refuse, extensions = draft.compiler.refuse, node.extensions
    if node.behaviour == "job" and not (extensions.job or extensions.topic or extensions.letter):
        refuse(node.origin, "bpmn.job.missing")
    if extensions.topic:
        _check_topic(draft, node, extensions.topic)
    for name, text in (("job", extensions.job), ("decision", extensions.decision)):
        if (text or "").lstrip().startswith("="):
            refuse(node.origin, "bpmn.unsupported.name_by_expression", attribute=name, text=text)
    if node.behaviour == "decision" and not extensions.decision:
        refuse(node.origin, "bpmn.decision.missing")
    if node.behaviour == "call" and not (node.called or "called" in node.texts):
        refuse(node.origin, "bpmn.call.missing")
