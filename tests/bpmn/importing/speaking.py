"""Our own models said in the words of other engines: what they mean stays the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from engine import xml
from engine.bpmn.juel import is_name, to_feel
from engine.bpmn.tags import ACTIVITIES, CAMUNDA, ZEEBE, bpmn, kind, pr
from engine.bpmn.vendors.flowable import ACTIVITI_SPACE, FLOWABLE_SPACE
from engine.bpmn.vendors.plan import holder_of
from engine.bpmn.vendors.scripting import EXPRESSIONS
from engine.bpmn.vendors.scripts import python_expression
from engine.bpmn.vendors.spiff import SPIFF_SPACE

Element = etree._Element
Say = Callable[[Element], None]
_EQUALS = re.compile(r"(?<![<>!=])=(?!=)")
_JUEL = re.compile(r"\$\{")
_CONDITIONS = ("conditionExpression", "completionCondition", "condition", "loopCondition")


def said(files: Mapping[str, bytes], dialect: str) -> dict[str, bytes]:
    """Return the same diagrams as that vendor's users would have drawn them."""
    return {file: _said(data, dialect) for file, data in files.items()}


def _said(data: bytes, dialect: str) -> bytes:
    old = xml.parse(data, "our own")
    spaces: dict[str | None, str] = {**old.nsmap, "v": SPACES[dialect]}
    root = etree.Element(old.tag, old.attrib, nsmap=spaces)  # type: ignore[arg-type]  # the default one
    root.extend(old)
    for element in list(root.iter()):
        if kind(element):
            SPEAKERS[dialect](element)
    return etree.tostring(root)


# --- Camunda 7, Flowable, Activiti ---------------------------------------------------------------


def seven(space: str, external: str) -> Say:
    def attribute(element: Element, ours: str, theirs: str) -> None:
        text = _taken(element, ours)
        if text is not None:
            element.set(f"{{{space}}}{theirs}", _juel(text) if text.startswith("=") else text)

    def speak(element: Element) -> None:
        for ours, theirs in (
            ("candidateGroup", "candidateGroups"),
            ("assignee", "assignee"),
            ("dueDate", "dueDate"),
            ("form", "formKey"),
            ("collection", "collection"),
            ("element", "elementVariable"),
        ):
            attribute(element, ours, theirs)
        if element.get(pr("job")) and kind(element) == "serviceTask":
            element.set(f"{{{space}}}type", external)
            attribute(element, "job", "topic")
        if kind(element) == "callActivity":
            _passing(element, space)
        if kind(element) in _CONDITIONS and element.text and "loopCounter" not in element.text:
            juel = _juel(element.text)
            counts = kind(element) == "completionCondition" and _JUEL.match(juel)
            element.text = juel.replace("numberOf", "nrOf") if counts else juel

    return speak


def _taken(element: Element, ours: str) -> str | None:
    """Take away an attribute of ours that vendors have too: people's work only at user tasks."""
    if kind(element).lower().removeprefix("global") in ("task", "manualtask"):
        return None
    text = element.get(pr(ours), "")
    if ours == "collection" and not (text.startswith("=") or is_name(text)):
        return None
    if ours == "correlation" and kind(element) != "message":
        return None
    return text if element.attrib.pop(pr(ours), "") else None


def _juel(feel: str) -> str:
    """Return FEEL as JUEL where that gives the same FEEL back, else as it is."""
    plain = feel.strip().removeprefix("=").strip()
    juel = f"${{{_EQUALS.sub('==', plain)}}}"
    return juel if to_feel(juel) == plain else feel


def _passing(call: Element, space: str) -> None:
    """Say what a call passes: what is mapped, or everything."""
    holder = holder_of(call, make=True)
    assert holder is not None
    mapping = holder.find(pr("mapping"))
    for way in ("in", "out"):
        pairs = [] if mapping is None else mapping.findall(pr(way))
        for pair in pairs:
            made = etree.SubElement(holder, f"{{{space}}}{way}")
            source = pair.get("source", "").removeprefix("=").strip()
            made.set("sourceExpression", f"${{{source}}}")
            made.set("target", pair.get("target", ""))
        if not pairs:
            etree.SubElement(holder, f"{{{space}}}{way}").set("variables", "all")
    if mapping is not None:
        holder.remove(mapping)


# --- Camunda 8 -----------------------------------------------------------------------------------


def eight(element: Element) -> None:
    for ours, name, theirs in (
        ("candidateGroup", "assignmentDefinition", "candidateGroups"),
        ("assignee", "assignmentDefinition", "assignee"),
        ("form", "formDefinition", "formId"),
        ("dueDate", "taskSchedule", "dueDate"),
        ("job", "taskDefinition", "type"),
        ("collection", "loopCharacteristics", "inputCollection"),
        ("element", "loopCharacteristics", "inputElement"),
        ("outputCollection", "loopCharacteristics", "outputCollection"),
        ("outputElement", "loopCharacteristics", "outputElement"),
        ("correlation", "subscription", "correlationKey"),
    ):
        text = _taken(element, ours)
        if text is not None:
            expression = theirs in ("inputCollection", "outputElement", "correlationKey")
            said = f"={text.removeprefix('=')}" if expression else text
            _within(element, name).set(theirs, said)
    if kind(element) == "callActivity" and element.get("calledElement"):
        _within(element, "calledElement").set("processId", element.attrib.pop("calledElement"))
    if kind(element) in ACTIVITIES:
        _mapping(element)
    if kind(element) in _CONDITIONS and element.text and not element.text.startswith("="):
        element.text = f"={element.text}"
    if kind(element) == "scriptTask":
        _script(element)


def _within(element: Element, name: str) -> Element:
    holder = holder_of(element, make=True)
    assert holder is not None
    found = holder.find(f"{{{ZEEBE}}}{name}")
    return etree.SubElement(holder, f"{{{ZEEBE}}}{name}") if found is None else found


def _mapping(element: Element) -> None:
    holder = holder_of(element)
    mapping = None if holder is None else holder.find(pr("mapping"))
    if holder is None or mapping is None:
        return
    for pair in mapping:
        name = "input" if pair.tag == pr("in") else "output"
        made = etree.SubElement(_within(element, "ioMapping"), f"{{{ZEEBE}}}{name}")
        made.set("source", f"={pair.get('source', '').removeprefix('=')}")
        made.set("target", pair.get("target", ""))
    holder.remove(mapping)


def _script(element: Element) -> None:
    script = element.find(bpmn("script"))
    found = re.fullmatch(
        r"\{\s*(\w+):\s*([^,{}]+)\}", (script.text or "") if script is not None else ""
    )
    if script is None or found is None:
        return
    element.remove(script)
    element.attrib.pop("scriptFormat", "")
    made = _within(element, "script")
    made.set("resultVariable", found[1])
    made.set("expression", f"={found[2].strip()}")


# --- Spiff ---------------------------------------------------------------------------------------


def spiff(element: Element) -> None:
    """Say it in Python where that gives the same FEEL back; FEEL itself has a `=` before it."""
    if kind(element) == "globalScriptTask" and not element.get("scriptLanguage"):
        element.set("scriptLanguage", "feel")
    if kind(element) in EXPRESSIONS and element.text and not kind(element).startswith("time"):
        plain = element.text.strip().removeprefix("=").strip()
        python = _EQUALS.sub("==", plain)
        element.text = python if python_expression(python) == plain else f"={plain}"


SPACES: Mapping[str, str] = {
    "camunda 7": CAMUNDA,
    "camunda 8": ZEEBE,
    "flowable": FLOWABLE_SPACE,
    "activiti": ACTIVITI_SPACE,
    "spiff": SPIFF_SPACE,
}
SPEAKERS: Mapping[str, Say] = {
    "camunda 7": seven(CAMUNDA, "external"),
    "camunda 8": eight,
    "flowable": seven(FLOWABLE_SPACE, "external-worker"),
    "activiti": seven(ACTIVITI_SPACE, "external-worker"),
    "spiff": spiff,
}
