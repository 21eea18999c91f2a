"""Rules of data: clocks, mappings, search fields and data objects say where from and where to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.bpmn.rules.rule import KnownNames, Rule, suggestion
from engine.bpmn.rules.tree import Element, Tree, kind
from engine.bpmn.tags import CAMUNDA, ZEEBE, bpmn, pr
from engine.errors import Finding
from engine.model import ClockAction

CLOCK_NO_TERM = Rule("bpmn.clock.no_term")
CLOCK_ACTION = Rule("bpmn.clock.action")
CLOCK_MOMENT = Rule("bpmn.clock.moment")
CLOCK_EXTENSION = Rule("bpmn.clock.extension")
MAPPING_INCOMPLETE = Rule("bpmn.mapping.incomplete")
MAPPING_TARGET = Rule("bpmn.mapping.target")
MAPPING_TWICE = Rule("bpmn.mapping.twice")
FIELD_INCOMPLETE = Rule("bpmn.field.incomplete")
FIELD_TWICE = Rule("bpmn.field.twice")
DATA_OBJECT = Rule("bpmn.data.object", "warning")
RULES = (
    CLOCK_NO_TERM,
    CLOCK_ACTION,
    CLOCK_MOMENT,
    CLOCK_EXTENSION,
    MAPPING_INCOMPLETE,
    MAPPING_TARGET,
    MAPPING_TWICE,
    FIELD_INCOMPLETE,
    FIELD_TWICE,
    DATA_OBJECT,
)

_ACTIONS = tuple(each.value for each in ClockAction if each is not ClockAction.FOLLOW)
_MOMENTS = ("enter", "leave")
_VARIABLE = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_PAIRS = (
    (pr("in"), pr("out")),
    (f"{{{ZEEBE}}}input", f"{{{ZEEBE}}}output"),
    (f"{{{CAMUNDA}}}in", f"{{{CAMUNDA}}}out"),
)


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every clock, mapping, field or data object that is not finished."""
    for element in (*tree.processes, *tree.nodes):
        for holder in element.findall(bpmn("extensionElements")):
            for clock in holder.findall(pr("clock")):
                yield from _clock(tree, clock)
            yield from _mappings(tree, holder)
            yield from _fields(tree, holder.findall(pr("field")))
        yield from _result(tree, element)
    for process in tree.processes:
        for reference in process.iter(bpmn("dataObjectReference")):
            if kind(tree.by_id.get(reference.get("dataObjectRef", ""))) != "dataObject":
                yield DATA_OBJECT.on(tree, reference, reference=reference.get("dataObjectRef"))


def _clock(tree: Tree, clock: Element) -> Iterator[Finding]:
    if not (clock.get("term") or "").strip():
        yield CLOCK_NO_TERM.on(tree, clock)
    action, moment = clock.get("action") or "", clock.get("on") or "enter"
    if action not in _ACTIONS:
        guess = suggestion(tree, "action", action, _ACTIONS)
        yield CLOCK_ACTION.on(tree, clock, reference=action, allowed=", ".join(_ACTIONS), **guess)
    if moment not in _MOMENTS:
        guess = suggestion(tree, "on", moment, _MOMENTS)
        yield CLOCK_MOMENT.on(tree, clock, reference=moment, allowed=", ".join(_MOMENTS), **guess)
    parts = ("to", "reason")
    missing = [part for part in parts if not (clock.get(part) or "").strip()]
    if action == ClockAction.EXTEND and missing:
        yield CLOCK_EXTENSION.on(tree, clock, missing=", ".join(missing))


def _mappings(tree: Tree, holder: Element) -> Iterator[Finding]:
    for pair in _PAIRS:
        for tag in pair:
            seen: set[str] = set()
            for one in holder.iter(tag):
                yield from _mapping(tree, one, seen)


def _mapping(tree: Tree, one: Element, seen: set[str]) -> Iterator[Finding]:
    if one.get("variables") in ("all", "none"):
        return
    source = (one.get("source") or one.get("sourceExpression") or "").strip()
    target = (one.get("target") or "").strip()
    if not source or not target:
        missing = "source" if not source else "target"
        yield MAPPING_INCOMPLETE.on(tree, one, missing=missing)
    elif not _VARIABLE.fullmatch(target):
        yield MAPPING_TARGET.on(tree, one, reference=target)
    elif target in seen:
        yield MAPPING_TWICE.on(tree, one, reference=target)
    seen.add(target)


def _fields(tree: Tree, fields: Iterable[Element]) -> Iterator[Finding]:
    seen: set[str] = set()
    for field in fields:
        name = (field.get("name") or "").strip()
        if not name or not (field.get("source") or "").strip():
            yield FIELD_INCOMPLETE.on(tree, field, missing="source" if name else "name")
        elif name in seen:
            yield FIELD_TWICE.on(tree, field, reference=name)
        seen.add(name)


def _result(tree: Tree, element: Element) -> Iterator[Finding]:
    written = tree.extensions(element).result_variable
    if written and not _VARIABLE.fullmatch(written.strip()):
        yield MAPPING_TARGET.on(tree, element, reference=written)
