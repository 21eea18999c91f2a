"""The XML schema of BPMN 2.0, as SpiffWorkflow ships it: what our own rules did not foresee."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Collection, Iterator

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator

from engine.bpmn.rules.rule import Rule
from engine.bpmn.rules.tree import Tree
from engine.bpmn.tags import BPMN
from engine.errors import Finding
from engine.xml import line_of

SCHEMA = Rule("bpmn.schema.model")
ORDER = Rule("bpmn.schema.order", "warning")
DRAWING = Rule("bpmn.schema.drawing", "warning")
RULES = (SCHEMA, ORDER, DRAWING)

_MAX = 50  # findings of the schema: more say nothing new
_NAME = re.compile(r"Element '(?:\{([^}]*)\})?([^']*)'")
_ORDERED = frozenset(  # children whose order other tools get wrong, without changing the meaning
    {
        "documentation",
        "extensionElements",
        "incoming",
        "outgoing",
        "laneSet",
        "conditionExpression",
        "collaboration",
        "process",
        "message",
        "error",
        "signal",
        "textAnnotation",
        "association",
        "flowNodeRef",
        "childLaneSet",
    }
)
_lock = threading.Lock()  # one schema object keeps one error log


@functools.cache
def _schema() -> etree.XMLSchema:
    schema: etree.XMLSchema = BpmnValidator().validator
    return schema


def check(tree: Tree, told: Collection[int | None]) -> Iterator[Finding]:
    """Yield what the schema refuses on lines that no rule of ours has spoken of (`told`)."""
    with _lock:
        schema = _schema()
        schema.validate(tree.root)
        errors = [(error.line, error.message) for error in _errors(schema)]
    by_line = {line_of(element): element for element in tree.root.iter()}
    for line, message in errors[:_MAX]:
        if line not in told:
            where = by_line.get(line, tree.root)
            yield _rule(message).on(tree, where, detail=_plain(message))


def _errors(schema: etree.XMLSchema) -> Iterator[etree._LogEntry]:
    yield from schema.error_log  # type: ignore[misc]  # the stubs forgot that it iterates


def _rule(message: str) -> Rule:
    found = _NAME.match(message)
    space, name = (found[1], found[2]) if found else ("", "")
    if space != BPMN:
        return DRAWING
    return ORDER if "not expected" in message and name in _ORDERED else SCHEMA


def _plain(message: str) -> str:
    return re.sub(r"\{[^}]*\}", "", message)
