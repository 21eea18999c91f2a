"""What a process is made of and what it refers to, for pages, lists and checks."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.bpmn.diagram import Diagram, Node


@dataclass(frozen=True, slots=True)
class ElementView:
    """One element of a process as pages and lists know it; `parent` is the sub-process around.

    `letter` is the letter that it makes, or `=` and the FEEL that chooses one.
    """

    id: str
    name: str
    kind: str
    lane: str | None
    process: str
    form: str | None
    parent: str | None
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class StartView:
    """One way in which a process can begin (BPMN 2.0.2 §10.5.2, §13.2).

    `id` is the analyst's element that begins it, `kind` none, message, signal or timer; `name` the
    message's or signal's name. A timer has a `rule` (date, duration, cycle) and the `text` as it
    was written. `keys` names the correlation keys that its message brings.
    """

    id: str
    kind: str
    name: str | None = None
    rule: str | None = None
    text: str | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcessView:
    """What a process is made of and what it refers to.

    `start_form` is the form of its none start event, if it names one; `starts` every way in which
    it can begin; `called` the processes it calls; `messages` what can start it or what it waits
    for; `term_keys` the legal terms it names; `letters` those it names literally; `file` the
    diagram that declares it.
    """

    id: str
    name: str
    elements: tuple[ElementView, ...]
    start_form: str | None
    called: tuple[str, ...]
    messages: tuple[str, ...]
    term_keys: tuple[str, ...]
    forms: tuple[str, ...]
    jobs: tuple[str, ...]
    letters: tuple[str, ...]
    decisions: tuple[str, ...]
    starts: tuple[StartView, ...]
    file: str


def view(diagram: Diagram) -> ProcessView:
    """Return what a compiled process is made of; helpers of the normaliser are left out."""
    nodes = [node for node in _in_order(diagram) if node.shown is not None]
    forms = [form for node in nodes if (form := form_of(node))]
    terms = [node.extensions.term for node in nodes]
    terms += [key for node in nodes for clock in node.clocks for key in (clock.term, clock.to)]
    return ProcessView(
        id=diagram.id,
        name=diagram.name,
        elements=tuple(_element(diagram, node) for node in nodes),
        start_form=_start_form(diagram),
        called=_names(node.called for node in nodes if node.behaviour == "call"),
        messages=_names(
            node.event.name
            for node in diagram.nodes.values()
            if node.event.kind == "message" and node.behaviour in ("catch", "passing")
        ),
        term_keys=_names(terms),
        forms=_names(forms),
        jobs=_names(node.extensions.job for node in nodes if node.behaviour == "job"),
        letters=_names(
            node.extensions.letter
            for node in nodes
            if node.behaviour == "job" and not _computed(node.extensions.letter)
        ),
        decisions=_names(
            node.extensions.decision for node in nodes if node.behaviour == "decision"
        ),
        starts=tuple(dict.fromkeys(_starts(diagram))),
        file=diagram.file,
    )


def _starts(diagram: Diagram) -> Iterator[StartView]:
    for name in diagram.starts.get(diagram.id, ()):
        node = diagram.nodes[name]
        event = node.event
        timed = event.kind == "timer" and event.text is not None
        yield StartView(
            id=node.origin,
            kind=event.kind,
            name=event.name,
            rule=event.rule,
            text=event.text.source if timed and event.text else None,
            keys=tuple(key.name for key in event.keys),
        )


def _in_order(diagram: Diagram) -> list[Node]:
    """Return the nodes as one reads them: from the start along the flows, the rest at the end."""
    order: dict[str, Node] = {}
    starts = [diagram.nodes[name] for name in diagram.starts.get(diagram.id, ())]
    todo = deque(dict.fromkeys(node.behind or node.id for node in starts))
    while todo:
        name = todo.popleft()
        if name not in order:
            node = order[name] = diagram.nodes[name]
            todo.extendleft(reversed(diagram.starts.get(name, ())))
            todo.extend(node.attached)
            todo.extend(flow.target for flow in node.outgoing)
    return [*order.values(), *(n for n in diagram.nodes.values() if n.id not in order)]


def form_of(node: Node) -> str | None:
    """Return the form of a node: a user task's is its id when the diagram names none."""
    if node.kind == "userTask":
        return node.extensions.form or node.origin
    return node.extensions.form if node.kind == "startEvent" else None


def _start_form(diagram: Diagram) -> str | None:
    for name in diagram.starts.get(diagram.id, ()):
        node = diagram.nodes[name]
        if node.event.kind == "none":
            return node.extensions.form
    return None


def _element(diagram: Diagram, node: Node) -> ElementView:
    return ElementView(
        id=node.origin,
        name=node.name,
        kind=node.kind,
        lane=node.lane,
        process=diagram.id,
        form=form_of(node),
        parent=None if node.body == diagram.id else node.body,
        letter=node.extensions.letter if node.behaviour == "job" else None,
    )


def _names(found: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({name for name in found if name}))


def _computed(text: str | None) -> bool:
    return (text or "").lstrip().startswith("=")
