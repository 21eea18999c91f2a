"""Rules of structure: definitions, processes, starts, ids (BPMN 2.0.2 §8.2, §10.4.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from engine.bpmn import tags
from engine.bpmn.repeats import LOOPS
from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import (
    DECLARATIONS,
    SCOPES,
    Element,
    Tree,
    children,
    definitions,
    is_event_subprocess,
    kind,
)
from engine.bpmn.tags import ACTIVITIES, BPMN, EVENT_DEFINITIONS, EVENTS, NODES
from engine.errors import Finding
from engine.xml import line_of

NOT_BPMN = Rule("bpmn.structure.not_bpmn")
NO_PROCESS = Rule("bpmn.structure.no_process")
NOT_EXECUTABLE = Rule("bpmn.structure.not_executable")
EMPTY = Rule("bpmn.structure.empty")
NO_START = Rule("bpmn.structure.no_start", "warning")
SEVERAL_STARTS = Rule("bpmn.structure.several_starts")
NO_ID = Rule("bpmn.structure.no_id")
DUPLICATE_ID = Rule("bpmn.structure.duplicate_id")
TOO_LARGE = Rule("bpmn.structure.too_large")
MISPLACED = Rule("bpmn.structure.misplaced")
MORE = Rule("bpmn.structure.more", "warning")
RULES = (
    NOT_BPMN,
    NO_PROCESS,
    NOT_EXECUTABLE,
    EMPTY,
    NO_START,
    SEVERAL_STARTS,
    NO_ID,
    DUPLICATE_ID,
    TOO_LARGE,
    MORE,
    MISPLACED,
)
MOST_PARTS = 10_000  # steps, flows, triggers, lanes and declarations in one file
MOST_FINDINGS = 500  # errors, and as many warnings: more than that nobody reads at once
_IN_SCOPES = NODES | {"sequenceFlow"}
_NEVER_AROUND: Mapping[str, frozenset[str]] = {
    "process": NODES | SCOPES | {"lane", "extensionElements"},
    **dict.fromkeys(EVENT_DEFINITIONS, NODES - EVENTS),
    **dict.fromkeys(LOOPS, NODES - ACTIVITIES),
}
_PARTS = NODES | EVENT_DEFINITIONS | DECLARATIONS | {"sequenceFlow", "lane"}


def hopeless(tree: Tree) -> Iterator[Finding]:
    """Yield the one finding on a file that is something else, or too large to look at."""
    if tree.root.tag != f"{{{BPMN}}}definitions":
        yield NOT_BPMN.on(tree, tree.root, root=str(tree.root.tag))
        return
    parts = sum(kind(element) in _PARTS for element in tree.root.iter())
    if parts > MOST_PARTS:
        yield TOO_LARGE.on(tree, tree.root, count=parts, limit=MOST_PARTS)


def first(tree: Tree, found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first findings of each severity, and one that says how many more there are."""
    told: Counter[str] = Counter()
    for finding in found:
        told[finding.severity] += 1
        if told[finding.severity] <= MOST_FINDINGS:
            yield finding
    more = sum(count - MOST_FINDINGS for count in told.values() if count > MOST_FINDINGS)
    if more:
        yield MORE.on(tree, tree.root, count=more)


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield what is wrong with the structure of the file."""
    if not (tree.all_processes or tree.global_tasks):
        yield NO_PROCESS.on(tree, tree.root)
    elif tree.all_processes and not any(_is_executable(p) for p in tree.all_processes):
        yield NOT_EXECUTABLE.on(
            tree, tree.all_processes[0], fix={"set": "isExecutable", "to": "true"}
        )
    yield from _ids(tree)
    yield from _misplaced(tree)
    for scope in tree.scopes:
        yield from _starts(tree, scope)


def _is_executable(process: Element) -> bool:
    return process.get("isExecutable") == "true"


def _ids(tree: Tree) -> Iterator[Finding]:
    first: dict[str, Element] = {}
    for element in tree.root.iter():
        identity = element.get("id")
        if identity and identity in first and _both_bpmn(element, first[identity]):
            yield DUPLICATE_ID.on(tree, element, id=identity, first_line=line_of(first[identity]))
        elif identity:
            first.setdefault(identity, element)
        elif kind(element) in NODES | SCOPES:
            yield NO_ID.on(tree, element, kind=kind(element))


def _misplaced(tree: Tree) -> Iterator[Finding]:
    for element in tree.root.iter():
        what, around = tags.kind(element), kind(element.getparent())
        if around in _NEVER_AROUND.get(what, ()) or (what in _IN_SCOPES and around not in SCOPES):
            yield MISPLACED.on(tree, element, kind=what)


def _both_bpmn(element: Element, other: Element) -> bool:
    """Return whether both ids count: extensions of other tools have ids of their own."""
    return bool(kind(element)) and bool(kind(other))


def _starts(tree: Tree, scope: Element) -> Iterator[Finding]:
    nodes = tree.nodes_in(scope)
    starts = children(scope, "startEvent")
    if not nodes:
        if kind(scope) == "process":
            yield EMPTY.on(tree, scope)
        return
    if not starts and kind(scope) == "process" and not _instantiates(nodes):
        yield NO_START.on(tree, scope)
    plain = [start for start in starts if not definitions(start)]
    inside = kind(scope) != "process" and not is_event_subprocess(scope)
    for extra in (starts if inside else plain)[1:]:
        yield SEVERAL_STARTS.on(tree, extra, scope=scope.get("id"))


def _instantiates(nodes: list[Element]) -> bool:
    return any(node.get("instantiate") == "true" for node in nodes)
