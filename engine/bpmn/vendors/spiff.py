"""SpiffWorkflow and SpiffArena: what each of their additions becomes."""

from __future__ import annotations

from pathlib import PurePosixPath

from engine.bpmn.tags import ACTIVITIES, bpmn, children, kind, pr
from engine.bpmn.vendors.entry import (
    HANDS,
    LOOP,
    PEOPLE,
    RULES,
    WORK,
    Dialect,
    Entry,
    Part,
    kept,
    noted,
    refused,
    rewritten,
)
from engine.bpmn.vendors.place import Place, Run
from engine.bpmn.vendors.plan import Element
from engine.bpmn.vendors.remark import Level
from engine.bpmn.vendors.scripts import proposal, python_expression

SPIFF_SPACE = "http://spiffworkflow.org/bpmn/schema/1.0/core"
_NAMES_FORM = "formJsonSchemaFilename"
_DRAWS_FORM = "formUiSchemaFilename"


def _script(place: Place) -> None:
    place.refused("script", proposal("python", place.value), language="python")


def _properties(place: Place) -> None:
    """Name the form that the properties lead to; what else stands there only documents."""
    for child in place.inside("property"):
        part = place.part(child)
        if child.get("name") == _NAMES_FORM:
            stem = PurePosixPath(child.get("value", "")).stem.removesuffix("-schema")
            part.own("form", stem.replace("-", "_"), Level.ATTENTION, "form_schema")
        elif child.get("name") == _DRAWS_FORM:
            part.kept("editor")
        else:
            part.kept()
    if not len(place.holder):
        place.take_away()
    place.said = True


def _operator(place: Place) -> None:
    name = place.holder.get("id", "").replace("/", "_").replace("-", "_").lower()
    place.refused("code", f'pr:job="{name or "…"}"')


def _decision(place: Place) -> None:
    place.own("decision", place.value)


def _message_variable(place: Place) -> None:
    place.refused("event_payload", f'pr:out source="=…" target="{place.value}"')


def _payload(place: Place) -> None:
    made = python_expression(place.value)
    place.refused("event_payload", f'pr:in source="={made}" target="…"' if made else None)


def _synchronized(place: Place) -> None:
    if place.value == "true":
        place.refused("unknown")
    else:
        place.kept()


PARTS: dict[str, Part] = {
    "preScript": Part(whole=refused("script", "scriptTask {x: 1}", act=_script)),
    "postScript": Part(whole=refused("script", "scriptTask {x: 1}", act=_script)),
    "scriptsOnEnter": Part(whole=refused("script", "scriptTask {x: 1}", act=_script)),
    "scriptsOnExit": Part(whole=refused("script", "scriptTask {x: 1}", act=_script)),
    "instructionsForEndUser": Part(whole=noted("instructions")),
    "properties": Part(whole=rewritten("pr:form", PEOPLE, _properties)),
    "serviceTaskOperator": Part(whole=refused("code", "pr:job", WORK, _operator)),
    "calledDecisionId": Part(whole=rewritten("pr:decision", RULES, _decision)),
    "unitTests": Part(whole=kept("kept")),
    "messagePayload": Part(whole=refused("event_payload", "pr:in", act=_payload)),
    "messageVariable": Part(whole=refused("event_payload", "pr:out", act=_message_variable)),
    "processVariableCorrelation": Part(whole=refused("spiff_correlation", "pr:correlation")),
    "category": Part(whole=kept("order")),
    "signalButtonLabel": Part(whole=kept("kept")),
    "allowGuest": Part(whole=noted("guests", HANDS)),
    "guestConfirmation": Part(whole=noted("guests", HANDS)),
    "taskMetadataValues": Part(whole=kept("kept")),
}
ATTRIBUTES: dict[str, Entry] = {
    "isOutputSynchronized": Entry(
        Level.REFUSED, "bpmn.vendor.unknown", "", LOOP | ACTIVITIES, _synchronized
    ),
    "scriptsOnInstances": refused("script", "scriptTask {x: 1}", LOOP),
}
SPIFF = Dialect("SpiffWorkflow", "spiffworkflow", (SPIFF_SPACE,), ATTRIBUTES, PARTS)


def lanes_are_groups(run: Run) -> None:
    """Offer each task of a person to the group that its lane is called after.

    So it is done where a lane has no owners of its own.
    """
    for process in children(run.root, "process"):
        for lane in process.iter(bpmn("lane")):
            name = (lane.get("name") or "").strip()
            for reference in lane.findall(bpmn("flowNodeRef")):
                task = run.by_id().get((reference.text or "").strip())
                if name and task is not None and kind(task) in HANDS:
                    _offer(run, task, name)


def _offer(run: Run, task: Element, group: str) -> None:
    place = Place(run, task, task, "lane", "id")
    place.value = group
    if not any(str(name).endswith(("}candidateGroup", "}assignee")) for name in task.attrib):
        task.set(pr("candidateGroup"), group)
        place.say(Level.ATTENTION, "lane_group", becomes=f'pr:candidateGroup="{group}"')
