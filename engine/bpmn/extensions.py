"""What an analyst adds to a BPMN element, as one type.

Vendors' spelling is rewritten as ours before a diagram is checked and stored (`vendors/`). The few
attributes of Camunda that 0.1.0 stored as they stood are still read, for the cases that run on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.tags import CAMUNDA, PR, ZEEBE, bpmn


@dataclass(frozen=True, slots=True)
class Mapping:
    """One variable carried over: `source` is FEEL, `target` a variable name or path."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class ClockOrder:
    """What an element does to a legal clock; `day` and `reason` are FEEL or `None`.

    `to` is the key of the longer term to which a clock is extended.
    """

    term: str
    action: str
    day: str | None
    on: str
    reason: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A search field of the case: its name and the FEEL text that gives its value."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Extensions:
    """The extensions of one element.

    Texts are as written: a leading `=` makes them FEEL where a literal is possible too. `inputs`
    and `outputs` are `None` when nothing was said about them, `()` when nothing passes; with
    `all_in` or `all_out` every variable passes beside those that are named.
    """

    form: str | None = None
    candidate_group: str | None = None
    assignee: str | None = None
    term: str | None = None
    due_date: str | None = None
    four_eyes: tuple[str, ...] = ()
    legal_basis: str | None = None
    hand: str | None = None
    decision_type: str | None = None
    amount: str | None = None
    excludes: tuple[str, ...] = ()
    excludes_over: str | None = None
    about_decision: str | None = None
    involved: str | None = None
    job: str | None = None
    topic: str | None = None
    letter: str | None = None
    register: str | None = None
    decision: str | None = None
    result_variable: str | None = None
    script: str | None = None
    status: str | None = None
    called: str | None = None
    correlation: str | None = None
    keep: str | None = None
    reopens_at: str | None = None
    clocks: tuple[ClockOrder, ...] = ()
    fields: tuple[Field, ...] = ()
    inputs: tuple[Mapping, ...] | None = None
    outputs: tuple[Mapping, ...] | None = None
    all_in: bool = False
    all_out: bool = False


def parse_extensions(element: etree._Element) -> Extensions:
    """Return the extensions of `element`; our own namespace goes before zeebe's and camunda's."""
    own, zeebe, camunda = _own(element), _zeebe(element), _camunda(element)
    inputs, outputs = _mappings(element)
    texts = {key: own.get(key) or zeebe.get(key) or camunda.get(key) for key in _TEXTS}
    return Extensions(
        **texts,
        four_eyes=tuple((element.get(f"{{{PR}}}fourEyes") or "").split()),
        excludes=tuple((element.get(f"{{{PR}}}excludes") or "").split()),
        clocks=tuple(_clocks(element)),
        fields=tuple(
            Field(f.get("name", ""), f.get("source", "")) for f in _inside(element, PR, "field")
        ),
        inputs=inputs,
        outputs=outputs,
        all_in=_passes_all(element, "in"),
        all_out=_passes_all(element, "out"),
    )


_TEXTS = (
    "form",
    "candidate_group",
    "assignee",
    "term",
    "due_date",
    "legal_basis",
    "hand",
    "decision_type",
    "amount",
    "excludes_over",
    "about_decision",
    "involved",
    "job",
    "topic",
    "letter",
    "register",
    "decision",
    "result_variable",
    "script",
    "status",
    "called",
    "correlation",
    "keep",
    "reopens_at",
)
_OWN = {
    "form": "form",
    "candidate_group": "candidateGroup",
    "assignee": "assignee",
    "term": "term",
    "due_date": "dueDate",
    "legal_basis": "legalBasis",
    "hand": "hand",
    "decision_type": "decisionType",
    "amount": "amount",
    "excludes_over": "excludesOver",
    "about_decision": "aboutDecision",
    "involved": "involved",
    "job": "job",
    "topic": "topic",
    "letter": "letter",
    "register": "register",
    "decision": "decision",
    "result_variable": "resultVariable",
    "status": "status",
    "correlation": "correlation",
    "keep": "keep",
    "reopens_at": "reopensAt",
}
_CAMUNDA = {
    "form": "formKey",
    "candidate_group": "candidateGroups",
    "assignee": "assignee",
    "due_date": "dueDate",
    "job": "topic",
    "decision": "decisionRef",
    "result_variable": "resultVariable",
}
_ZEEBE = (
    ("form", "formDefinition", "formId"),
    ("form", "formDefinition", "formKey"),
    ("candidate_group", "assignmentDefinition", "candidateGroups"),
    ("assignee", "assignmentDefinition", "assignee"),
    ("due_date", "taskSchedule", "dueDate"),
    ("job", "taskDefinition", "type"),
    ("decision", "calledDecision", "decisionId"),
    ("result_variable", "calledDecision", "resultVariable"),
    ("result_variable", "script", "resultVariable"),
    ("script", "script", "expression"),
    ("called", "calledElement", "processId"),
    ("correlation", "subscription", "correlationKey"),
)


def _inside(element: etree._Element, space: str, name: str) -> Iterator[etree._Element]:
    for holder in element.findall(bpmn("extensionElements")):
        yield from holder.findall(f"{{{space}}}{name}")


def _own(element: etree._Element) -> dict[str, str | None]:
    return {key: element.get(f"{{{PR}}}{name}") for key, name in _OWN.items()}


def _camunda(element: etree._Element) -> dict[str, str | None]:
    return {key: element.get(f"{{{CAMUNDA}}}{name}") for key, name in _CAMUNDA.items()}


def _zeebe(element: etree._Element) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for key, name, attribute in _ZEEBE:
        for child in _inside(element, ZEEBE, name):
            found[key] = found.get(key) or child.get(attribute)
    return found


def _clocks(element: etree._Element) -> Iterator[ClockOrder]:
    for clock in _inside(element, PR, "clock"):
        yield ClockOrder(
            clock.get("term", ""),
            clock.get("action", ""),
            clock.get("day"),
            clock.get("on", "enter"),
            clock.get("reason"),
            clock.get("to"),
        )


_Mappings = tuple[Mapping, ...] | None


def _mappings(element: etree._Element) -> tuple[_Mappings, _Mappings]:
    for mapping in _inside(element, PR, "mapping"):
        return _own_pairs(mapping, "in"), _own_pairs(mapping, "out")
    for mapping in _inside(element, ZEEBE, "ioMapping"):
        return _pairs(mapping, ZEEBE, "input"), _pairs(mapping, ZEEBE, "output")
    inputs, outputs = _camunda_pairs(element, "in"), _camunda_pairs(element, "out")
    if inputs is None and outputs is None:
        return _propagation(element)
    return inputs or (), outputs or ()


def _own_pairs(mapping: etree._Element, name: str) -> _Mappings:
    """Return what is named; `variables` alone says all, or none, without naming any."""
    pairs = mapping.findall(f"{{{PR}}}{name}")
    named = tuple(
        Mapping(pair.get("source", ""), pair.get("target", ""))
        for pair in pairs
        if not pair.get("variables")
    )
    if name == "in" and not named and _passes_all_of(pairs):
        return None
    return named if pairs else None


def _passes_all(element: etree._Element, name: str) -> bool:
    return any(
        _passes_all_of(mapping.findall(f"{{{PR}}}{name}"))
        for mapping in _inside(element, PR, "mapping")
    )


def _passes_all_of(pairs: list[etree._Element]) -> bool:
    return any(pair.get("variables") == "all" for pair in pairs)


def _pairs(mapping: etree._Element, space: str, name: str) -> _Mappings:
    pairs = tuple(
        Mapping(pair.get("source", ""), pair.get("target", ""))
        for pair in mapping.findall(f"{{{space}}}{name}")
    )
    return pairs or None


def _camunda_pairs(element: etree._Element, name: str) -> _Mappings:
    pairs = list(_inside(element, CAMUNDA, name))
    if not pairs:
        return None
    if any(pair.get("variables") == "all" for pair in pairs):
        return None
    return tuple(Mapping(pair.get("source", ""), pair.get("target", "")) for pair in pairs)


def _propagation(element: etree._Element) -> tuple[_Mappings, _Mappings]:
    inputs: _Mappings = None
    outputs: _Mappings = None
    for called in _inside(element, ZEEBE, "calledElement"):
        if called.get("propagateAllParentVariables") == "false":
            inputs = ()
        if called.get("propagateAllChildVariables") == "false":
            outputs = ()
    return inputs, outputs
