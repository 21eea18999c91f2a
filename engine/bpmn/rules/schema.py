"""The XML schema of BPMN 2.0, as SpiffWorkflow ships it: what our own rules did not foresee."""

from __future__ import annotations

import functools
import re
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator

from engine.bpmn.repeats import LOOPS
from engine.bpmn.rules.rule import Rule
from engine.bpmn.rules.tree import DECLARATIONS, SCOPES, Element, Tree, kind, named_ancestor
from engine.bpmn.tags import ACTIVITIES, BPMN, EVENT_DEFINITIONS, EVENTS, NODES
from engine.errors import Finding
from engine.xml import line_of

SCHEMA = Rule("bpmn.schema.model")
ORDER = Rule("bpmn.schema.order", "warning")
DRAWING = Rule("bpmn.schema.drawing", "warning")
RULES = (SCHEMA, ORDER, DRAWING)

_MAX = 50  # findings of each weight: more say nothing new
_NAME = re.compile(r"Element '(?:\{([^}]*)\})?([^']*)'")
_COMPUTED = re.compile(r"attribute 'calledElement': '\s*=")  # our own: a name in FEEL
_ARTIFACTS = ("association", "group", "textAnnotation")
_DATA = ("dataObject", "dataObjectReference", "dataStoreReference", "laneSet")
_ROOTS = ("process", "collaboration", "category", "dataStore", "itemDefinition", "interface")
_MULTI, _STANDARD = (frozenset({name}) for name in LOOPS)
# What may stand in what, in any order: other tools get the order wrong and mean the same.
_PLACES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(NODES | {"sequenceFlow", *_ARTIFACTS, *_DATA}, SCOPES),
    **dict.fromkeys(EVENT_DEFINITIONS | {"eventDefinitionRef"}, EVENTS),
    **dict.fromkeys(("incoming", "outgoing"), NODES),
    **dict.fromkeys(("dataInputAssociation", "dataOutputAssociation"), ACTIVITIES | EVENTS),
    **dict.fromkeys(("property", "ioSpecification"), ACTIVITIES | EVENTS | SCOPES),
    **dict.fromkeys(LOOPS, ACTIVITIES),
    **dict.fromkeys(("loopCardinality", "loopDataInputRef", "loopDataOutputRef"), _MULTI),
    **dict.fromkeys(("inputDataItem", "outputDataItem", "complexBehaviorDefinition"), _MULTI),
    "completionCondition": _MULTI | {"adHocSubProcess"},
    "loopCondition": _STANDARD,
    "activationCondition": frozenset({"complexGateway"}),
    "script": frozenset({"scriptTask"}),
    "conditionExpression": frozenset({"sequenceFlow"}),
    **dict.fromkeys(("flowNodeRef", "childLaneSet"), frozenset({"lane"})),
    **dict.fromkeys({*_ROOTS, *DECLARATIONS}, frozenset({"definitions"})),
}
_ONCE = frozenset(
    {*LOOPS, "ioSpecification", "script", "activationCondition", "conditionExpression"}
    | {"completionCondition", "loopCardinality", "loopCondition"}
)
_lock = threading.Lock()  # one schema object keeps one error log


@functools.cache
def _schema() -> etree.XMLSchema:
    schema: etree.XMLSchema = BpmnValidator().validator
    return schema


def check(tree: Tree, told: Collection[tuple[str | None, int | None]]) -> Iterator[Finding]:
    """Yield what the schema refuses where no rule of ours found an error.

    `told` are the elements with the lines of what was found.
    """
    with _lock:
        schema = _schema()
        schema.validate(tree.root)
        errors = list(_first(schema))
    for path, message in errors:
        where = _at(tree, path)
        if (named_ancestor(where).get("id"), line_of(where)) not in told:
            yield _rule(message, where).on(tree, where, detail=_plain(message))


def _first(schema: etree.XMLSchema) -> Iterator[tuple[str | None, str]]:
    """Yield place and text of the first errors in the model, and of as many in the drawing."""
    told: Counter[bool] = Counter()
    for error in _errors(schema):
        drawing = not _is_model(error.message)
        told[drawing] += 1
        if told[drawing] <= _MAX and not _COMPUTED.search(error.message):
            yield error.path, error.message


def _at(tree: Tree, path: str | None) -> Element:
    """Return the element at a path of libxml2; the root where it cannot be followed."""
    prefixes = {prefix: space for prefix, space in tree.root.nsmap.items() if prefix}
    try:
        found = tree.root.xpath(path or "/*", namespaces=prefixes)
    except etree.XPathError:  # a prefix that was declared further down
        return tree.root
    first = found[0] if isinstance(found, list) and found else tree.root
    return first if isinstance(first, Element) else tree.root


def _errors(schema: etree.XMLSchema) -> Iterator[etree._LogEntry]:
    yield from schema.error_log  # type: ignore[misc]  # the stubs forgot that it iterates


def _is_model(message: str) -> bool:
    found = _NAME.match(message)
    return found is not None and found[1] == BPMN


def _rule(message: str, where: Element) -> Rule:
    if not _is_model(message):
        return DRAWING
    return ORDER if "not expected" in message and _is_at_home(where) else SCHEMA


def _is_at_home(element: Element) -> bool:
    """Say whether an element may stand where it is, were it earlier or later."""
    what, around = kind(element), element.getparent()
    if what in _ONCE and any(kind(other) == what for other in element.itersiblings(preceding=True)):
        return False
    homes = _PLACES.get(what, frozenset())
    return what in {"documentation", "extensionElements"} or kind(around) in homes


def _plain(message: str) -> str:
    return re.sub(r"\{[^}]*\}", "", message)
