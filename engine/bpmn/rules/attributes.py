"""Rules of attributes: each task says what it does, and nothing is written that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule, suggestion
from engine.bpmn.rules.tree import Element, Tree, child, children, kind, process_of, text_of
from engine.bpmn.tags import (
    ACTIVITIES,
    CAMUNDA,
    EVENTS,
    HAND_ATTRIBUTES,
    NODES,
    OTHER_ENGINES,
    PR,
    TASKS,
    split,
)
from engine.errors import Finding

NO_GROUP = Rule("bpmn.task.no_group")
NO_JOB = Rule("bpmn.task.no_job")
NO_DECISION = Rule("bpmn.task.no_decision")
NO_RESULT = Rule("bpmn.task.no_result")
NO_PROCESS = Rule("bpmn.task.no_process")
NO_SCRIPT = Rule("bpmn.task.no_script")
SCRIPT_FORMAT = Rule("bpmn.task.script_format")
SCRIPT_RESULT = Rule("bpmn.task.script_result")
TWO_DEADLINES = Rule("bpmn.task.two_deadlines")
FOUR_EYES = Rule("bpmn.task.four_eyes")
PLAIN = Rule("bpmn.task.plain", "warning")
UNKNOWN = Rule("bpmn.attribute.unknown")
MISPLACED = Rule("bpmn.attribute.misplaced")
OTHER_ENGINE = Rule("bpmn.attribute.other_engine", "warning")
IGNORED = Rule("bpmn.attribute.ignored", "warning")
RULES = (
    NO_GROUP,
    NO_JOB,
    NO_DECISION,
    NO_RESULT,
    NO_PROCESS,
    NO_SCRIPT,
    SCRIPT_FORMAT,
    SCRIPT_RESULT,
    TWO_DEADLINES,
    FOUR_EYES,
    PLAIN,
    UNKNOWN,
    MISPLACED,
    OTHER_ENGINE,
    IGNORED,
)

_USER = frozenset({"userTask", "manualTask", "task"})  # work that waits for a person
_WORK = frozenset({"serviceTask", "sendTask", "businessRuleTask"})
_EVERYWHERE = NODES
_REPEATS = frozenset({"multiInstanceLoopCharacteristics"})
_SPEAKS = frozenset({"message", "intermediateThrowEvent", "endEvent", "sendTask"})
_HEARS = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"})
_OURS = {
    "form": frozenset({"userTask", "startEvent"}),
    "candidateGroup": _USER,
    "assignee": _USER,
    "dueDate": _USER,
    "fourEyes": frozenset({"userTask"}),
    **dict.fromkeys(HAND_ATTRIBUTES, frozenset({"userTask"})),
    "legalBasis": TASKS | EVENTS,
    "term": _USER | {"intermediateCatchEvent", "boundaryEvent", "startEvent"},
    **dict.fromkeys(("collection", "element", "outputCollection", "outputElement"), _REPEATS),
    "job": frozenset({"serviceTask", "sendTask"}),
    "topic": frozenset({"serviceTask", "sendTask"}),
    "letter": frozenset({"serviceTask", "sendTask"}),
    "register": frozenset({"serviceTask"}),
    "decision": frozenset({"businessRuleTask"}),
    "resultVariable": frozenset({"businessRuleTask"}),
    "status": _EVERYWHERE,
    "correlation": _SPEAKS | _HEARS,
    "keep": _SPEAKS,
    "reopensAt": frozenset({"intermediateCatchEvent", "receiveTask", "callActivity"}),
}
_OUR_CHILDREN = {
    "clock": _EVERYWHERE,
    "mapping": ACTIVITIES | EVENTS,
    "in": ACTIVITIES | EVENTS,
    "out": ACTIVITIES | EVENTS,
    "field": frozenset({"process"}),
}
_NOT_READ = frozenset(
    {"executionListener", "taskListener", "formData", "inputOutput", "connector", "script"}
)


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield what a task lacks to do its work, and attributes that have no effect."""
    for node in tree.nodes:
        yield from _people(tree, node)
        yield from _work(tree, node)
        if kind(node) == "scriptTask":
            yield from _script(tree, node)
        if kind(node) == "task":
            yield PLAIN.on(tree, node)
    for part in (*tree.processes, *tree.global_tasks, *children(tree.root, "message")):
        for element in part.iter():
            yield from _attributes(tree, element)
            yield from _children(tree, element)


def _people(tree: Tree, node: Element) -> Iterator[Finding]:
    added = tree.extensions(node)
    if kind(node) in _USER and not added.candidate_group and not added.assignee:
        yield NO_GROUP.on(tree, node)
    if kind(node) in _USER and added.term and added.due_date:
        yield TWO_DEADLINES.on(tree, node, term=added.term)
    process = process_of(node)
    for other in added.four_eyes:
        there = tree.by_id.get(other)
        fits = kind(there) in _USER | {"startEvent"} and there is not node
        if not fits or (there is not None and process_of(there) is not process):
            users = (n.get("id", "") for n in tree.of_kind(*_USER, "startEvent") if n is not node)
            guess = suggestion(tree, "pr:fourEyes", other, users)
            yield FOUR_EYES.on(tree, node, reference=other, **guess)


def _work(tree: Tree, node: Element) -> Iterator[Finding]:
    added, what = tree.extensions(node), kind(node)
    sends = what == "sendTask" and (node.get("messageRef") or node in tree.told)
    does = added.job or added.topic or added.letter or sends
    if what in {"serviceTask", "sendTask"} and not does:
        yield NO_JOB.on(tree, node)
    if what == "businessRuleTask" and not added.decision:
        yield NO_DECISION.on(tree, node)
    elif what == "businessRuleTask" and added.decision and not added.result_variable:
        yield NO_RESULT.on(tree, node)
    if what == "callActivity" and not (added.called or node.get("calledElement")):
        yield NO_PROCESS.on(tree, node)


def _script(tree: Tree, node: Element) -> Iterator[Finding]:
    added = tree.extensions(node)
    written = node.get("scriptFormat") or node.get("scriptLanguage") or "feel"
    text = (added.script or text_of(child(node, "script"))).removeprefix("=").strip()
    if "feel" not in written.lower():
        fix = {"set": "scriptFormat", "to": "feel"}
        yield SCRIPT_FORMAT.on(tree, node, language=written, fix=fix)
    elif not text and not added.job:
        yield NO_SCRIPT.on(tree, node)
    elif text and not text.startswith("{") and not added.result_variable:
        yield SCRIPT_RESULT.on(tree, node)


def _attributes(tree: Tree, element: Element) -> Iterator[Finding]:
    for full in element.attrib:
        space, name = split(str(full))
        if space in OTHER_ENGINES:
            yield OTHER_ENGINE.on(tree, element, attribute=name)
        if space == PR and kind(element):
            yield from _ours(tree, element, name)


def _ours(tree: Tree, element: Element, name: str) -> Iterator[Finding]:
    if name not in _OURS:
        attribute = f"pr:{name}"
        guess = suggestion(tree, attribute, name, _OURS)
        yield UNKNOWN.on(tree, element, attribute=attribute, **guess)
    elif kind(element) not in _OURS[name]:
        yield MISPLACED.on(tree, element, attribute=f"pr:{name}", kind=kind(element))


def _children(tree: Tree, element: Element) -> Iterator[Finding]:
    for holder in children(element, "extensionElements"):
        for inner in holder.iter():
            yield from _child(tree, element, inner)
    if kind(element) not in {"", "extensionElements"}:  # the only place where ours are read
        for loose in element.iterchildren(f"{{{PR}}}*"):
            name = f"pr:{split(str(loose.tag))[1]}"
            yield MISPLACED.on(tree, loose, attribute=name, kind=kind(element))
    for name in ("class", "expression", "delegateExpression"):
        if kind(element) in _WORK and element.get(f"{{{CAMUNDA}}}{name}"):
            yield IGNORED.on(tree, element, attribute=f"camunda:{name}")


def _child(tree: Tree, element: Element, inner: Element) -> Iterator[Finding]:
    space, name = split(str(inner.tag))
    if space == PR and name not in _OUR_CHILDREN:
        guess = suggestion(tree, f"pr:{name}", name, _OUR_CHILDREN)
        yield UNKNOWN.on(tree, inner, attribute=f"pr:{name}", **guess)
    elif space == PR and kind(element) not in _OUR_CHILDREN[name]:
        yield MISPLACED.on(tree, inner, attribute=f"pr:{name}", kind=kind(element))
    elif space == PR and not _is_read(element, inner, name):
        yield MISPLACED.on(tree, inner, attribute=f"pr:{name}", kind=_around(inner)[1])
    elif space == CAMUNDA and name in _NOT_READ and kind(inner.getparent()):
        yield IGNORED.on(tree, inner, attribute=f"camunda:{name}")


def _around(inner: Element) -> tuple[str, str]:
    """Return the namespace and the name of the element around one."""
    parent = inner.getparent()
    assert parent is not None, "extensions stand in an element"
    return split(str(parent.tag))


def _is_read(element: Element, inner: Element, name: str) -> bool:
    """Return whether one of our elements stands where it counts, and is not one too many."""
    if name in {"in", "out"}:
        return _around(inner) == (PR, "mapping")
    if name == "mapping":
        holders = children(element, "extensionElements")
        first = next((one for holder in holders for one in holder.iterchildren(inner.tag)), None)
        return inner is first
    return kind(inner.getparent()) == "extensionElements"
