"""Flowable and Activiti, from which it came: what each of their additions becomes."""

from __future__ import annotations

from engine.bpmn.vendors import acts, camunda7, form_fields
from engine.bpmn.vendors.camunda7 import CODE_ROWS, IN, LISTENER, LOOP_ROWS, OUT, PEOPLE_ROWS
from engine.bpmn.vendors.entry import (
    CALL,
    ERRORS,
    LOOP,
    PEOPLE,
    PROCESS,
    RULES,
    SCRIPT,
    START,
    WORK,
    Dialect,
    Entry,
    Part,
    kept,
    noted,
    refused,
    rewritten,
)
from engine.bpmn.vendors.place import Place
from engine.bpmn.vendors.remark import Level

FLOWABLE_SPACE = "http://flowable.org/bpmn"
ACTIVITI_SPACE = "http://activiti.org/bpmn"
_EXTERNAL = frozenset({"external-worker", "external"})


def _type(place: Place) -> None:
    if place.value in _EXTERNAL and place.kind in WORK:
        place.kept("external")
    elif place.value == "dmn":
        place.refused("decision_task", f'businessRuleTask pr:decision="{_table(place)}"')
    else:
        stem = "".join(letter if letter.isalnum() else "_" for letter in place.value)
        place.refused("task_kind", f'pr:job="{stem}"', kind=place.value)


def _table(place: Place) -> str:
    space = (place.attribute or "").partition("}")[0] + "}"
    for field in place.owner.iter(f"{space}field"):
        if field.get("name") in ("decisionTableReferenceKey", "decisionServiceReferenceKey"):
            inner = "".join(str(text) for text in field.itertext()).strip()
            return field.get("stringValue") or inner or "…"
    return "…"


def _inherit(place: Place) -> None:
    """Let everything pass into the called process."""
    if place.value == "true":
        place.run.plan(place.owner).every.add("in")
        place.say(Level.REWRITTEN, "rewritten", becomes='pr:in variables="all"')
    else:
        place.kept()
        return
    place.take_away()


def _false_only(place: Place) -> None:
    """Keep what says that it does nothing; refuse it otherwise."""
    if place.value in ("false", ""):
        place.kept()
    else:
        place.refused("unknown")


ATTRIBUTES: dict[str, Entry] = {
    **PEOPLE_ROWS,
    **CODE_ROWS,
    **LOOP_ROWS,
    "type": Entry(Level.REFUSED, "bpmn.vendor.task_kind", "pr:job", act=_type),
    "topic": rewritten("pr:job", WORK, camunda7.ATTRIBUTES["topic"].act or acts.name("job")),
    "resultVariable": refused("expression_result", "scriptTask {x: 1}", act=camunda7.result),
    "resultVariableName": refused("expression_result", "scriptTask {x: 1}", act=camunda7.result),
    "useLocalScopeForResultVariable": Entry(
        Level.REFUSED, "bpmn.vendor.unknown", "", act=_false_only
    ),
    "storeResultVariableAsTransient": Entry(
        Level.REFUSED, "bpmn.vendor.unknown", "", act=_false_only
    ),
    "triggerable": Entry(Level.REFUSED, "bpmn.vendor.unknown", "", act=_false_only),
    "autoStoreVariables": Entry(Level.REFUSED, "bpmn.vendor.unknown", "", SCRIPT, _false_only),
    "skipExpression": refused("skip", "exclusiveGateway"),
    "taskIdVariableName": refused("unknown", on=PEOPLE),
    "businessCalendarName": refused("calendar", "pr:term"),
    "elementIndexVariable": refused("index_variable", "loopCounter", LOOP),
    "inheritVariables": rewritten("pr:in", CALL, _inherit),
    "inheritBusinessKey": kept("business_key", CALL),
    "businessKey": refused("business_key_other", on=CALL),
    "sameDeployment": kept("binding", CALL),
    "fallbackToDefaultTenant": refused("tenant"),
    "calledElementType": kept("kept", CALL),
    "processInstanceName": kept("kept", CALL),
    "processInstanceIdVariableName": refused("unknown", on=CALL),
    "completeAsync": kept("apart", CALL),
    "errorVariableName": rewritten("pr:out", ERRORS, acts.code_variable("errorRef", "errorCode")),
    "errorVariableTransient": Entry(Level.REFUSED, "bpmn.vendor.unknown", "", ERRORS, _false_only),
    "errorVariableLocalScope": Entry(Level.REFUSED, "bpmn.vendor.unknown", "", ERRORS, _false_only),
    "category": kept("order"),
    "formFieldValidation": kept("kept", PEOPLE | START),
    "sameDeploymentForm": kept("binding"),
    "async": kept("apart"),
    "asyncLeave": kept("apart"),
    "exclusive": kept("apart"),
    "asyncLeaveExclusive": kept("apart"),
    "isEagerExecutionFetch": kept("kept", PROCESS),
    "candidateStarterGroups": noted("start_rights", PROCESS),
    "candidateStarterUsers": noted("start_rights", PROCESS),
    "rules": refused("rules", "pr:decision", RULES),
    "ruleVariablesInput": refused("rules", "pr:decision", RULES),
    "exclude": refused("rules", "pr:decision", RULES),
    "modelId": kept("editor"),
}
PARTS: dict[str, Part] = {
    "in": IN,
    "out": OUT,
    "executionListener": LISTENER,
    "taskListener": LISTENER,
    "eventListener": LISTENER,
    "formProperty": Part(
        whole=refused("form_fields", "pr:form", PEOPLE | START, form_fields.flowable)
    ),
    "field": Part(whole=refused("code_field", "pr:in")),
    "collection": Part(whole=refused("computed_list", "pr:collection", LOOP)),
    "variableAggregation": Part(whole=refused("computed_list", "pr:outputCollection", LOOP)),
    "mapException": Part(whole=refused("error_expression", "errorEventDefinition")),
    "failedJobRetryTimeCycle": Part(whole=kept("retries")),
    "customResource": Part(whole=refused("users", "pr:candidateGroup", PEOPLE)),
    "eventInParameter": Part(whole=refused("event_payload", "pr:in")),
    "eventOutParameter": Part(whole=refused("event_payload", "pr:out")),
    "eventType": Part(whole=refused("event_payload", "messageEventDefinition")),
    "localization": Part(whole=kept("kept")),
    "work-form-field-validation": Part(whole=kept("editor")),
    "properties": Part(whole=kept("kept")),
    "potentialStarter": Part(whole=noted("start_rights")),
}
FLOWABLE = Dialect("Flowable", "flowable", (FLOWABLE_SPACE,), ATTRIBUTES, PARTS)
ACTIVITI = Dialect("Activiti", "activiti", (ACTIVITI_SPACE,), ATTRIBUTES, PARTS)
