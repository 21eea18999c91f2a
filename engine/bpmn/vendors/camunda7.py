"""Camunda 7 and its continuation Operaton: what each of their additions becomes."""

from __future__ import annotations

from engine.bpmn import juel
from engine.bpmn.tags import CAMUNDA
from engine.bpmn.vendors import acts, form_fields
from engine.bpmn.vendors.entry import (
    CALL,
    ERRORS,
    LOOP,
    MAPPED,
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
from engine.bpmn.vendors.scripts import proposal

OPERATON = "http://operaton.org/schema/1.0/bpmn"


def _type(place: Place) -> None:
    if place.value == "external" and place.kind in WORK:
        place.kept("external")
    elif place.value == "external":
        place.refused("job_elsewhere", f'serviceTask pr:job="{_near(place, "topic")}"')
    else:
        place.refused("task_kind", f'pr:job="{place.value}"', kind=place.value)


def _topic(place: Place) -> None:
    if place.kind in WORK:
        acts.name("job")(place)
    else:
        place.refused("job_elsewhere", f'serviceTask pr:job="{place.value}"')


def _near(place: Place, name: str) -> str:
    space = (place.attribute or "").partition("}")[0]
    return place.holder.get(f"{space}}}{name}", "")


def result(place: Place) -> None:
    """Keep the name of a result where it belongs: with the decision, or with the script."""
    if place.kind in RULES:
        acts.variable("resultVariable")(place)
    elif place.kind not in SCRIPT:
        place.refused("expression_result", f'pr:out source="=…" target="{place.value}"')


def _decision(place: Place) -> None:
    how = _near(place, "mapDecisionResult")
    if how in ("singleEntry", "singleResult", "collectEntries"):
        acts.name("decision")(place)
    else:
        place.refused("decision_result", 'camunda:mapDecisionResult="singleEntry"')


def _map_result(place: Place) -> None:
    code = {
        "singleEntry": "result_entry",
        "singleResult": "result_row",
        "collectEntries": "result_list",
    }.get(place.value)
    if code is None:
        return  # the decision itself is refused
    place.say(Level.ATTENTION, code)
    place.take_away()


def _input_output(place: Place) -> None:
    """Write inputs and outputs of an activity; outputs come beside what the task itself writes."""
    plan = place.run.plan(place.owner)
    for child in place.inside():
        part = place.part(child)
        way = {"inputParameter": "in", "outputParameter": "out"}.get(part.label.partition(":")[2])
        if way is None:
            part.refused("unknown")
        elif (made := parameter(part)) is not None and _pair(part, way, made):
            plan.every.add(way)
    if not len(place.holder):
        place.take_away()
        place.said = True


def _pair(part: Place, way: str, source: str) -> bool:
    name = part.holder.get("name", "")
    if not juel.is_name(name):
        part.refused("variable_name")
        return False
    return part.pair(way, source, name)


def parameter(place: Place) -> str | None:
    """Return the value of a parameter as FEEL: a text, an expression, a list or a map."""
    if not len(place.holder):
        return place.feel_of(place.value) if place.value else "null"
    (child, *others) = place.inside()
    kind = place.part(child).label.partition(":")[2]
    if others or kind not in _VALUES:
        place.refused("unknown")
        return None
    return _VALUES[kind](place, place.part(child))


def _script_value(place: Place, part: Place) -> str | None:
    language = part.holder.get("scriptFormat", "")
    if language.lower() == "feel" and part.value:
        return part.value.removeprefix("=").strip()
    if language.lower() == "juel" and juel.is_juel(part.value):
        return place.feel_of(part.value)
    place.refused("script", proposal(language, part.value), language=language)
    return None


def _list_value(place: Place, part: Place) -> str | None:
    made = [_one(place, part.part(child)) for child in part.inside()]
    return None if None in made else f"[{', '.join(one for one in made if one)}]"


def _map_value(place: Place, part: Place) -> str | None:
    entries = []
    for child in part.inside():
        value = _one(place, part.part(child))
        if value is None:
            return None
        entries.append(f"{juel.quoted(child.get('key', ''))}: {value}")
    return "{" + ", ".join(entries) + "}"


def _one(place: Place, part: Place) -> str | None:
    """Return one value of a list or a map: a text, an expression, or a script."""
    inside = [part.part(child) for child in part.inside()]
    scripts = [one for one in (part, *inside) if one.label.endswith(":script")]
    if len(inside) == len(scripts) == 1 or (scripts and not inside):
        return _script_value(place, scripts[0])
    if inside or not part.label.endswith((":value", ":entry")):
        place.refused("unknown")
        return None
    return place.feel_of(part.value) if part.value else "null"


_VALUES = {"script": _script_value, "list": _list_value, "map": _map_value}

IN = Part(whole=rewritten("pr:in", CALL, lambda place: acts.pairs(place, "in")))
OUT = Part(whole=rewritten("pr:out", CALL, lambda place: acts.pairs(place, "out")))
INPUT_OUTPUT = Part(whole=rewritten("pr:mapping", MAPPED, _input_output))
LISTENER = Part(whole=refused("listener", "scriptTask {x: 1}", act=acts.listener))

PEOPLE_ROWS = {
    "formKey": rewritten("pr:form", PEOPLE | START, acts.form),
    "assignee": rewritten("pr:assignee", PEOPLE, acts.text("assignee")),
    "candidateGroups": rewritten("pr:candidateGroup", PEOPLE, acts.group),
    "candidateUsers": refused("users", "pr:candidateGroup", PEOPLE, acts.users),
    "dueDate": rewritten("pr:dueDate", PEOPLE, acts.due),
    "priority": kept("order"),
    "initiator": refused("initiator", "", START),
}
CODE_ROWS = {
    "class": refused("code", "pr:job", act=acts.job),
    "delegateExpression": refused("code", "pr:job", act=acts.job),
    "expression": refused("expression_task", "scriptTask {x: 1}", act=acts.expression),
}
LOOP_ROWS = {
    "collection": rewritten("pr:collection", LOOP, acts.collection),
    "elementVariable": rewritten("pr:element", LOOP, acts.variable("element")),
}

ATTRIBUTES: dict[str, Entry] = {
    **PEOPLE_ROWS,
    **CODE_ROWS,
    **LOOP_ROWS,
    "formRef": rewritten("pr:form", PEOPLE | START, acts.form),
    "formRefBinding": Entry(Level.KEPT, "bpmn.vendor.binding", "", PEOPLE | START, acts.binding),
    "formRefVersion": refused("version"),
    "formHandlerClass": refused("code", "pr:job", act=acts.job),
    "followUpDate": kept("order"),
    "type": Entry(Level.KEPT, "bpmn.vendor.external", "pr:job", act=_type),
    "topic": rewritten("pr:job", WORK, _topic),
    "taskPriority": kept("order"),
    "jobPriority": kept("order"),
    "asyncBefore": kept("apart"),
    "asyncAfter": kept("apart"),
    "async": kept("apart"),
    "exclusive": kept("apart"),
    "resultVariable": rewritten("pr:resultVariable", RULES | SCRIPT | WORK, result),
    "decisionRef": rewritten("pr:decision", RULES, _decision),
    "mapDecisionResult": Entry(Level.ATTENTION, "bpmn.vendor.result_entry", "", RULES, _map_result),
    "decisionRefBinding": Entry(Level.KEPT, "bpmn.vendor.binding", "", RULES, acts.binding),
    "decisionRefVersion": refused("version", on=RULES),
    "decisionRefVersionTag": refused("version", on=RULES),
    "calledElementBinding": Entry(Level.KEPT, "bpmn.vendor.binding", "", CALL, acts.binding),
    "calledElementVersion": refused("version", on=CALL),
    "calledElementVersionTag": refused("version", on=CALL),
    "calledElementTenantId": refused("tenant", on=CALL),
    "decisionRefTenantId": refused("tenant", on=RULES),
    "variableMappingClass": refused("code", "pr:in", CALL),
    "variableMappingDelegateExpression": refused("code", "pr:in", CALL),
    "caseRef": refused("case_model", "calledElement", CALL),
    "resource": refused("script_file", "{x: 1}"),
    "errorCodeVariable": rewritten("pr:out", ERRORS, acts.code_variable("errorRef", "errorCode")),
    "errorMessageVariable": refused("code_variable", on=ERRORS),
    "escalationCodeVariable": rewritten(
        "pr:out",
        frozenset({"escalationEventDefinition"}),
        acts.code_variable("escalationRef", "escalationCode"),
    ),
    "errorMessage": kept("kept", frozenset({"error"})),
    "variableName": refused("filter", on=frozenset({"conditionalEventDefinition"})),
    "variableEvents": refused("filter", on=frozenset({"conditionalEventDefinition"})),
    "historyTimeToLive": kept("history", PROCESS),
    "versionTag": kept("kept", PROCESS),
    "isStartableInTasklist": noted("start_rights", PROCESS),
    "candidateStarterGroups": noted("start_rights", PROCESS),
    "candidateStarterUsers": noted("start_rights", PROCESS),
    "modelerTemplate": kept("editor"),
    "modelerTemplateVersion": kept("editor"),
    "diagramRelationId": kept("editor"),
}
PARTS: dict[str, Part] = {
    "inputOutput": INPUT_OUTPUT,
    "in": IN,
    "out": OUT,
    "executionListener": LISTENER,
    "taskListener": LISTENER,
    "formData": Part(whole=refused("form_fields", "pr:form", PEOPLE | START, form_fields.camunda)),
    "field": Part(whole=refused("code_field", "pr:in")),
    "connector": Part(whole=refused("connector", "pr:job")),
    "errorEventDefinition": Part(whole=refused("error_expression", "errorEventDefinition")),
    "failedJobRetryTimeCycle": Part(whole=kept("retries")),
    "properties": Part(whole=kept("kept")),
    "potentialStarter": Part(whole=noted("start_rights")),
}
CAMUNDA_7 = Dialect("Camunda 7", "camunda", (CAMUNDA, OPERATON), ATTRIBUTES, PARTS)
