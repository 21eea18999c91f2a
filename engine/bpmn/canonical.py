"""The spellings that the schema of BPMN allows for one thing, as one: it is what all others read.

Truth is `true` or `1`; ids, references and words of a list may have white space around them; a
reference may carry the prefix of the file's own namespace; an event definition may stand beside the
processes and be pointed at (BPMN 2.0.2 §10.5.5, §15.3.1). Texts that people read stay as they are.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from engine.bpmn.tags import EVENT_DEFINITIONS, EVENTS, bpmn, kind, split

_POINTING = EVENTS | {"event"}  # one is thrown by the instances of a repeated activity
_MOST_COPIED = 10_000  # elements of shared event definitions
_TRUTHS = {"1": "true", "0": "false"}
_BOOLEANS = frozenset(
    {
        *("isExecutable", "isClosed", "isForCompensation", "triggeredByEvent", "isSequential"),
        *("cancelActivity", "isInterrupting", "parallelMultiple", "instantiate", "testBefore"),
        *("cancelRemainingInstances", "waitForCompletion", "isCollection", "isUnlimited"),
        *("isImmediate", "mustUnderstand"),
    }
)
_TEXTS = frozenset({"name", "errorCode", "escalationCode", "scriptFormat", "textFormat", "value"})
_REFERENCES = frozenset(
    {
        *("messageRef", "errorRef", "signalRef", "escalationRef", "calledElement", "processRef"),
        *("activityRef", "attachedToRef", "default", "sourceRef", "targetRef", "operationRef"),
        *("oneBehaviorEventRef", "noneBehaviorEventRef", "itemSubjectRef", "structureRef"),
        *("dataObjectRef", "dataStoreRef", "correlationPropertyRef", "correlationKeyRef"),
    }
)
# What some modelers call a formal expression by its type; the schema calls it by its part.
_PATHS = {
    "correlationPropertyRetrievalExpression": "messagePath",
    "correlationPropertyBinding": "dataPath",
}
_REFERENCE_TEXTS = frozenset(
    {
        *("incoming", "outgoing", "flowNodeRef", "eventDefinitionRef", "sourceRef", "targetRef"),
        *("source", "target", "loopDataInputRef", "loopDataOutputRef", "dataInputRefs"),
        *("dataOutputRefs", "correlationPropertyRef", "operationRef", "inMessageRef"),
        *("outMessageRef", "errorRef", "categoryValueRef"),
    }
)


def canonical(root: etree._Element) -> etree._Element:
    """Rewrite `root` in place and return it; doing it twice changes nothing."""
    for element in root.iter():
        if kind(element):
            _attributes(element)
    known = {element.get("id") for element in root.iter() if kind(element)}
    for element in root.iter():
        if kind(element):
            _references(element, known)
    _definitions(root)
    _paths(root)
    return root


def _attributes(element: etree._Element) -> None:
    for name, value in element.attrib.items():
        space, local = split(str(name))
        if space or local in _TEXTS:
            continue
        plain = " ".join(str(value).split())
        if local in _BOOLEANS:
            plain = _TRUTHS.get(plain, plain)
        if plain != value:
            element.set(name, plain)


def _references(element: etree._Element, known: set[str | None]) -> None:
    for name in _REFERENCES.intersection(str(name) for name in element.attrib):
        element.set(name, _local(element, element.get(name, ""), known))
    if kind(element) in _REFERENCE_TEXTS and element.text and not len(element):
        element.text = _local(element, element.text.strip(), known)


def _local(element: etree._Element, reference: str, known: set[str | None]) -> str:
    """Return a reference without the prefix of a namespace, unless that is part of an id."""
    prefix, colon, local = reference.partition(":")
    return local if colon and prefix in element.nsmap and reference not in known else reference


def _definitions(root: etree._Element) -> None:
    """Put each event definition that is declared once in the place of what points at it.

    Only in events, and so many copies and no more: definitions that point at each other would make
    a file without end. What is left is refused by a rule.
    """
    left = _MOST_COPIED
    declared = {e.get("id"): e for e in root if kind(e) in EVENT_DEFINITIONS and e.get("id")}
    for reference in list(root.iter(bpmn("eventDefinitionRef"))):
        original = declared.get(reference.text)
        event = reference.getparent()
        if original is None or event is None or kind(event) not in _POINTING:
            continue
        left -= sum(1 for _ in original.iter())
        if left < 0:
            return
        copied = deepcopy(original)
        copied.attrib.pop("id", "")
        copied.tail = reference.tail
        for part in copied.iter():
            part.sourceline = reference.sourceline
        event.replace(reference, copied)


def _paths(root: etree._Element) -> None:
    """Call the expressions of correlation by the names that they have in the schema (§8.4.2)."""
    for expression in list(root.iter(bpmn("formalExpression"))):
        around = expression.getparent()
        name = _PATHS.get(kind(around)) if around is not None else None
        if name is not None:
            expression.tag = bpmn(name)
