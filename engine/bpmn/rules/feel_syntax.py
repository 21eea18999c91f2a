"""Rules of expressions: all that an analyst computes is FEEL and reads as FEEL (DMN 1.5 §10.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine import feel
from engine.bpmn.juel import to_feel
from engine.bpmn.normalise.expressions import EXPRESSIONS
from engine.bpmn.repeats import LOOPS, parse_repeat
from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Element, Tree, child, children, kind, text_of
from engine.bpmn.tags import CAMUNDA, bpmn, pr, split
from engine.errors import Finding

SYNTAX = Rule("bpmn.feel.syntax")
FOREIGN = Rule("bpmn.feel.foreign")
LANGUAGE = Rule("bpmn.feel.language")
TOO_MUCH = Rule("bpmn.feel.too_much")
RULES = (SYNTAX, FOREIGN, LANGUAGE, TOO_MUCH)
MOST = 300_000  # characters of expressions in one file: reading more takes too long


@dataclass(frozen=True, slots=True)
class Place:
    """An expression as it stands in the diagram; `part` names the kind of place."""

    element: Element
    part: str
    text: str


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every expression that is not FEEL, with the position inside its text."""
    found = list(places(tree))
    count = sum(len(place.text) for place in found)
    if count > MOST:
        yield TOO_MUCH.on(tree, next(iter(tree.processes), tree.root), count=count, limit=MOST)
    for place in found if count <= MOST else ():
        yield from _place(tree, place)
    for flow in tree.flows:
        expression = child(flow, "conditionExpression")
        language = (expression.get("language") or "") if expression is not None else ""
        if language and "feel" not in language.lower():
            yield LANGUAGE.on(tree, flow, language=language, fix={"remove": "language"})


def places(tree: Tree) -> Iterator[Place]:
    """Yield every expression in the processes of `tree`; a literal text is not an expression."""
    for flow in tree.flows:
        expression = child(flow, "conditionExpression")
        if expression is not None and text_of(expression):
            yield Place(expression, "condition", text_of(expression))
    for element in tree.root.iter(bpmn("messagePath"), bpmn("dataPath")):
        if text_of(element):
            yield Place(element, "correlation", text_of(element))
    for scope in (*tree.processes, *tree.nodes, *children(tree.root, "message")):
        yield from _added(tree, scope)
        yield from _raw(scope)
    for node in tree.nodes:
        yield from _associated(node)
        yield from _triggers(node)
        yield from _repeated(node)


def _added(tree: Tree, element: Element) -> Iterator[Place]:
    added = tree.extensions(element)
    maybe = {
        "candidateGroup": added.candidate_group,
        "assignee": added.assignee,
        "dueDate": added.due_date,
        "called": added.called or element.get("calledElement"),
        "decision": added.decision,
        "job": added.job,
        "letter": added.letter,
        "status": added.status,
        "decisionType": added.decision_type,
    }
    for part, text in maybe.items():
        if text and text.strip().startswith(("=", "${", "#{")):
            yield Place(element, part, text.strip())
    always = [
        ("amount", added.amount),
        ("aboutDecision", added.about_decision),
        ("involved", added.involved),
    ]
    always += [("correlation", added.correlation), ("script", added.script or _script(element))]
    always += [("mapping", m.source) for m in (*(added.inputs or ()), *(added.outputs or ()))]
    for part, text in always:
        if text and text.strip():
            yield Place(element, part, text.strip())


def _associated(node: Element) -> Iterator[Place]:
    for arrow in children(node, "dataInputAssociation", "dataOutputAssociation"):
        sources = [part for one in children(arrow, "assignment") for part in children(one, "from")]
        for part in (*children(arrow, "transformation"), *sources):
            if text_of(part):
                yield Place(part, "mapping", text_of(part))


def _triggers(node: Element) -> Iterator[Place]:
    for timer in children(node, "timerEventDefinition"):
        for part in timer:
            if kind(part) and text_of(part).startswith(("=", "${", "#{")):
                yield Place(part, "timer", text_of(part))
    for event in children(node, "conditionalEventDefinition"):
        for part in children(event, "condition"):
            if text_of(part):
                yield Place(part, "condition", text_of(part))


def _repeated(node: Element) -> Iterator[Place]:
    repeat = parse_repeat(node)
    if repeat is None:
        return
    texts = (repeat.cardinality, repeat.collection, repeat.result, repeat.completion)
    for text in (*texts, repeat.condition):
        if text and text.strip():
            yield Place(node, "loop", text.strip())
    for loop in children(node, *LOOPS):
        for definition in children(loop, "complexBehaviorDefinition"):
            for part in children(definition, "condition"):
                if text_of(part):
                    yield Place(part, "condition", text_of(part))


def _script(element: Element) -> str:
    written = (element.get("scriptFormat") or "feel").lower()
    return text_of(child(element, "script")) if "feel" in written else ""


def _raw(element: Element) -> Iterator[Place]:
    for holder in element.findall(bpmn("extensionElements")):
        for clock in holder.findall(pr("clock")):
            day, reason = ((clock.get(name) or "").strip() for name in ("day", "reason"))
            if day:
                yield Place(clock, "clock", day)
            if reason.startswith("="):
                yield Place(clock, "clock", reason)
        for field in holder.findall(pr("field")):
            if (field.get("source") or "").strip():
                yield Place(field, "field", (field.get("source") or "").strip())


def _is_rewritten(place: Place) -> bool:
    """Say whether the normaliser reads this as FEEL: simple JUEL where Camunda 7 has it."""
    if to_feel(place.text) is None:
        return False
    repeats = (part for loop in children(place.element, *LOOPS) for part in loop.iter())
    for element in (place.element, *repeats):
        if kind(element) in EXPRESSIONS and text_of(element) == place.text:
            return True
        for attribute, text in element.attrib.items():
            if split(str(attribute))[0] == CAMUNDA and str(text).strip() == place.text:
                return True
    return False


def _place(tree: Tree, place: Place) -> Iterator[Finding]:
    if _is_rewritten(place):
        return
    if place.text.startswith(("${", "#{")):
        inner = place.text[2:].removesuffix("}").strip()
        fix = {"set": place.part, "to": f"={inner}"}
        yield FOREIGN.on(tree, place.element, part=place.part, text=place.text, fix=fix)
        return
    try:
        feel.compile_expression(place.text.removeprefix("="))
    except feel.FeelSyntaxError as error:
        shifted = place.text.startswith("=") and error.line == 1
        facts = {
            **error.facts,
            "part": place.part,
            "code": error.code,
            "text": place.text,
            "text_line": error.line,
            "text_column": error.column + shifted,
        }
        yield SYNTAX.on(tree, place.element, **facts)
