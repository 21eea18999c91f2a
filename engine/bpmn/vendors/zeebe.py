"""Camunda 8 (Zeebe): what each of its additions becomes."""

from __future__ import annotations

import json
import re

from engine.bpmn import juel
from engine.bpmn.tags import ACTIVITIES, EVENTS, ZEEBE
from engine.bpmn.vendors import acts, scripting
from engine.bpmn.vendors.entry import (
    CALL,
    HANDS,
    LOOP,
    PEOPLE,
    PROCESS,
    RULES,
    SCRIPT,
    WORK,
    Act,
    Dialect,
    Entry,
    Part,
    kept,
    refused,
    rewritten,
)
from engine.bpmn.vendors.place import Place
from engine.bpmn.vendors.remark import Level

_MESSAGE = frozenset({"message"})
_SEES_ALL = WORK | RULES | CALL
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def static(text: str) -> str:
    """Return a value of Zeebe as FEEL: an expression after `=`, else a number or a text."""
    stripped = text.strip()
    if stripped.startswith("="):
        return stripped[1:].strip()
    return stripped if _NUMBER.fullmatch(stripped) else juel.quoted(stripped)


def _form_key(place: Place) -> None:
    if place.value.startswith("camunda-forms:bpmn:"):
        place.own("form", place.value.rpartition(":")[2])
    else:
        acts.form(place)


def _external_form(place: Place) -> None:
    place.refused("form_page", 'pr:form="…"')


def _embedded_form(place: Place) -> None:
    """Take a form out of the diagram, when somebody collects them."""
    name = place.holder.get("id", "")
    try:
        made = json.loads(place.holder.text or "")
    except (ValueError, RecursionError):
        made = None
    if place.run.forms is None or not isinstance(made, dict) or not re.fullmatch(r"[\w-]+", name):
        place.refused("form_inside", f"forms/{name or '…'}.json")
        return
    place.run.forms[name] = {**made, "id": name}
    place.say(Level.REWRITTEN, "rewritten", becomes=f"forms/{name}.json")
    place.take_away()


def _job(place: Place) -> None:
    if place.kind in WORK:
        acts.name("job")(place)
    elif place.kind in EVENTS:
        place.refused("job_at_event", f'sendTask pr:job="{place.value}"')
    else:
        place.refused("job_elsewhere", f'serviceTask pr:job="{place.value}"')


def _correlation(place: Place) -> None:
    place.own("correlation", f"={static(place.value)}")


def _called(place: Place) -> None:
    place.plain("calledElement", place.value)


def _passes(way: str) -> Act:
    """Return an act for what passes at a call when nothing, or something, is mapped."""

    def act(place: Place) -> None:
        plan = place.run.plan(place.owner)
        if place.value == "false":
            plan.nothing.add(way)
            becomes = f'pr:{way} variables="none"'
        else:
            becomes = f"pr:{way}"
        place.say(Level.REWRITTEN, "rewritten", becomes=becomes)
        place.take_away()

    return act


def _mapping(place: Place) -> None:
    """Write inputs and outputs; a job, a decision or a called process sees the rest as well."""
    plan = place.run.plan(place.owner)
    for child in place.inside():
        part = place.part(child)
        way = {"input": "in", "output": "out"}.get(part.label.partition(":")[2])
        target = child.get("target", "")
        source = child.get("source", "")
        if way is None or not source.strip("= ") or set(child.attrib) - {"source", "target"}:
            part.refused("unknown")
        elif not all(juel.is_name(word) for word in target.split(".")):
            part.refused("variable_name")
        else:
            part.pair(way, static(source), target)
    if plan.pairs["in"] and place.kind in _SEES_ALL:
        plan.every.add("in")
    if not len(place.holder):
        place.take_away()


def _script(place: Place) -> None:
    """Write the script as a context of its one result."""
    target, source = place.holder.get("resultVariable", ""), place.holder.get("expression", "")
    if set(place.holder.attrib) - {"expression", "resultVariable"}:
        place.refused("unknown")
    elif not source.strip("= "):
        place.take_away()  # not written yet: a rule says that the task has no script
    elif not juel.is_name(target):
        place.refused("variable_name")
    else:
        scripting.write(place, f"{{{target}: {static(source)}}}")
        place.take_away()


def _headers(place: Place) -> None:
    """Keep what only describes a task; refuse what a worker was told."""
    if place.kind in HANDS:
        place.kept("kept")
        return
    first = next(iter(place.inside()), None)
    key = "" if first is None else first.get("key", "")
    value = "" if first is None else juel.quoted(first.get("value", ""))
    place.refused("headers", f'pr:in source="={value}" target="{key}"')


def _loop_text(attribute: str) -> Act:
    def act(place: Place) -> None:
        place.own(attribute, f"={static(place.value)}")

    return act


_BINDING = Entry(Level.KEPT, "bpmn.vendor.binding", "", act=acts.binding)
_TAG = refused("version")

PARTS: dict[str, Part] = {
    "formDefinition": Part(
        {
            "formId": rewritten("pr:form", PEOPLE | {"startEvent"}, acts.form),
            "formKey": rewritten("pr:form", PEOPLE | {"startEvent"}, _form_key),
            "externalReference": refused("form_page", "pr:form", PEOPLE, _external_form),
            "bindingType": _BINDING,
            "versionTag": _TAG,
        }
    ),
    "userTaskForm": Part(whole=refused("form_inside", "pr:form", PROCESS, _embedded_form)),
    "assignmentDefinition": Part(
        {
            "assignee": rewritten("pr:assignee", PEOPLE, acts.text("assignee")),
            "candidateGroups": rewritten("pr:candidateGroup", PEOPLE, acts.group),
            "candidateUsers": refused("users", "pr:candidateGroup", PEOPLE, acts.users),
        }
    ),
    "taskSchedule": Part(
        {
            "dueDate": rewritten("pr:dueDate", PEOPLE, acts.text("dueDate")),
            "followUpDate": kept("order", PEOPLE),
        }
    ),
    "priorityDefinition": Part({"priority": kept("order", PEOPLE)}),
    "taskDefinition": Part(
        {
            "type": rewritten("pr:job", WORK | SCRIPT | RULES | EVENTS | PEOPLE, _job),
            "retries": kept("retries"),
        }
    ),
    "taskHeaders": Part(whole=refused("headers", "pr:in", ACTIVITIES | EVENTS, _headers)),
    "ioMapping": Part(whole=rewritten("pr:mapping", ACTIVITIES | EVENTS, _mapping)),
    "calledDecision": Part(
        {
            "decisionId": rewritten("pr:decision", RULES, acts.name("decision")),
            "resultVariable": rewritten(
                "pr:resultVariable", RULES, acts.variable("resultVariable")
            ),
            "bindingType": _BINDING,
            "versionTag": _TAG,
        }
    ),
    "calledElement": Part(
        {
            "processId": rewritten("calledElement", CALL, _called),
            "propagateAllParentVariables": rewritten("pr:in", CALL, _passes("in")),
            "propagateAllChildVariables": rewritten("pr:out", CALL, _passes("out")),
            "bindingType": _BINDING,
            "versionTag": _TAG,
            "businessId": refused("business_key_other", on=CALL),
        }
    ),
    "script": Part(whole=rewritten("script", SCRIPT, _script)),
    "loopCharacteristics": Part(
        {
            "inputCollection": rewritten("pr:collection", LOOP, _loop_text("collection")),
            "inputElement": rewritten("pr:element", LOOP, acts.variable("element")),
            "outputCollection": rewritten(
                "pr:outputCollection", LOOP, acts.variable("outputCollection")
            ),
            "outputElement": rewritten("pr:outputElement", LOOP, _loop_text("outputElement")),
        }
    ),
    "subscription": Part({"correlationKey": rewritten("pr:correlation", _MESSAGE, _correlation)}),
    "publishMessage": Part(whole=refused("publish", "pr:correlation")),
    "userTask": Part(whole=kept("editor", PEOPLE)),
    "executionListeners": Part(whole=refused("listener_job", "serviceTask pr:job")),
    "taskListeners": Part(whole=refused("listener_job", "serviceTask pr:job")),
    "properties": Part(whole=kept("kept")),
    "versionTag": Part(whole=kept("kept", PROCESS)),
    "adHoc": Part(whole=refused("ad_hoc", "completionCondition")),
    "conditionalFilter": Part(whole=refused("filter")),
    "linkedResources": Part(whole=refused("linked")),
}
ATTRIBUTES: dict[str, Entry] = {
    "modelerTemplate": kept("editor"),
    "modelerTemplateVersion": kept("editor"),
    "modelerTemplateIcon": kept("editor"),
}
CAMUNDA_8 = Dialect("Camunda 8", "zeebe", (ZEEBE,), ATTRIBUTES, PARTS)
