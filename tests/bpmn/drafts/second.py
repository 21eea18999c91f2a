"""First drafts of work: tasks, events and data whose properties nobody filled in yet."""

from __future__ import annotations

from tests.bpmn.drafts.modeler import (
    Draft,
    boundary,
    end,
    flow,
    flows,
    line,
    node,
    saved,
    start,
    trigger,
    user,
)

A = user("Activity_a")
EXTRA = "<bpmn:extensionElements>{}</bpmn:extensionElements>"
MULTI = "<bpmn:multiInstanceLoopCharacteristics>{}</bpmn:multiInstanceLoopCharacteristics>"


def one(what: str, inner: str = "", more: str = "", flavour: int = 7, root: str = "") -> bytes:
    """Return a start, one node called Activity_1 or Event_2, and an end."""
    name = "Event_2" if what.endswith("Event") else "Activity_1"
    made = node(what, name, "Zaak", inner, more)
    return saved(*line(made, names=name), root=root, flavour=flavour)


DRAFTS = (
    Draft(
        "a task without a type",
        {"p.bpmn": one("task")},
        """
        bpmn.task.no_group Activity_1
        bpmn.task.plain Activity_1
        """,
    ),
    Draft("a user task for nobody", {"p.bpmn": one("userTask")}, "bpmn.task.no_group Activity_1"),
    Draft(
        "a user task of Camunda 8, with a form and without anybody",
        {
            "p.bpmn": one(
                "userTask",
                EXTRA.format('<zeebe:userTask/><zeebe:formDefinition formId="aanvraag"/>'),
                flavour=8,
            )
        },
        "bpmn.task.no_group Activity_1",
    ),
    Draft(
        "a service task without anything",
        {"p.bpmn": one("serviceTask")},
        "bpmn.task.no_job Activity_1",
    ),
    Draft(
        "a service task of Camunda 8 without a type",
        {"p.bpmn": one("serviceTask", EXTRA.format("<zeebe:taskDefinition/>"), flavour=8)},
        "bpmn.task.no_job Activity_1",
    ),
    Draft(
        "a send task without anything", {"p.bpmn": one("sendTask")}, "bpmn.task.no_job Activity_1"
    ),
    Draft(
        "a receive task without a message",
        {"p.bpmn": one("receiveTask")},
        "bpmn.event.no_message Activity_1",
    ),
    Draft(
        "a script task without a script",
        {"p.bpmn": one("scriptTask")},
        "bpmn.task.no_script Activity_1",
    ),
    Draft(
        "a script task of Camunda 8 without an expression",
        {
            "p.bpmn": one(
                "scriptTask", EXTRA.format('<zeebe:script resultVariable="a"/>'), flavour=8
            )
        },
        "bpmn.task.no_script Activity_1",
    ),
    Draft(
        "a business rule task without a decision",
        {"p.bpmn": one("businessRuleTask")},
        "bpmn.task.no_decision Activity_1",
    ),
    Draft(
        "a business rule task that forgets what comes out",
        {"p.bpmn": one("businessRuleTask", more='pr:decision="bevoegdheid"')},
        "bpmn.task.no_result Activity_1",
    ),
    Draft(
        "a call without a process",
        {"p.bpmn": one("callActivity")},
        "bpmn.task.no_process Activity_1",
    ),
    Draft(
        "a call to a process that was not drawn yet",
        {"p.bpmn": one("callActivity", more='calledElement="Process_later"')},
        "bpmn.name.process Activity_1",
    ),
    Draft(
        "a repetition without a list",
        {"p.bpmn": saved(*line(user("Activity_1", inner=MULTI.format("")), names="Activity_1"))},
        "bpmn.repeat.how_many Activity_1",
    ),
    Draft(
        "a loop that says nothing",
        {
            "p.bpmn": saved(
                *line(
                    user("Activity_1", inner="<bpmn:standardLoopCharacteristics/>"),
                    names="Activity_1",
                )
            )
        },
        "bpmn.repeat.endless Activity_1",
    ),
    Draft(
        "an empty timer",
        {"p.bpmn": one("intermediateCatchEvent", trigger("timer"))},
        "bpmn.timer.empty Event_2",
    ),
    Draft(
        "a timer of which the value was left empty",
        {"p.bpmn": one("intermediateCatchEvent", trigger("timer", "<bpmn:timeDuration/>"))},
        "bpmn.timer.empty Event_2",
    ),
    Draft(
        "a timer in words",
        {
            "p.bpmn": one(
                "intermediateCatchEvent",
                trigger("timer", "<bpmn:timeDuration>30 dagen</bpmn:timeDuration>"),
            )
        },
        "bpmn.timer.unreadable Event_2",
    ),
    Draft(
        "an intermediate event that was not typed yet",
        {"p.bpmn": one("intermediateCatchEvent")},
        "bpmn.position.waits_for_nothing Event_2",
    ),
    Draft(
        "a message event without a message",
        {"p.bpmn": one("intermediateCatchEvent", trigger("message"))},
        "bpmn.event.no_message Event_2",
    ),
    Draft(
        "a message that nobody gave a name",
        {
            "p.bpmn": one(
                "intermediateCatchEvent",
                trigger("message", more='messageRef="Message_1"'),
                root='<bpmn:message id="Message_1"/>',
            )
        },
        "bpmn.event.message_no_name Message_1",
    ),
    Draft(
        "a signal event without a signal",
        {"p.bpmn": one("intermediateThrowEvent", trigger("signal"))},
        "bpmn.event.no_signal Event_2",
    ),
    Draft(
        "a conditional event without a condition",
        {
            "p.bpmn": one(
                "intermediateCatchEvent",
                trigger("conditional", '<bpmn:condition xsi:type="bpmn:tFormalExpression"/>'),
            )
        },
        "bpmn.event.no_condition Event_2",
    ),
    Draft(
        "an error end without an error",
        {
            "p.bpmn": saved(
                start(),
                A,
                end(inner=trigger("error")),
                flows("StartEvent_1", "Activity_a", "Event_1"),
            )
        },
        "bpmn.event.no_error_code Event_1",
    ),
    Draft(
        "an escalation end without an escalation",
        {
            "p.bpmn": saved(
                start(),
                A,
                end(inner=trigger("escalation")),
                flows("StartEvent_1", "Activity_a", "Event_1"),
            )
        },
        "bpmn.event.no_escalation Event_1",
    ),
    Draft(
        "a boundary event that was not typed yet",
        {
            "p.bpmn": saved(
                *line(A, boundary("Event_b", "Activity_a", ""), names="Activity_a"),
                flow("Event_b", "Event_1"),
            )
        },
        "bpmn.position.waits_for_nothing Event_b",
    ),
    Draft(
        "compensation without the step that undoes",
        {
            "p.bpmn": saved(
                *line(
                    A, boundary("Event_b", "Activity_a", trigger("compensate")), names="Activity_a"
                )
            )
        },
        "bpmn.undo.no_handler Event_b",
    ),
    Draft(
        "an event sub-process whose start has no trigger yet",
        {
            "p.bpmn": saved(
                *line(A, names="Activity_a"),
                node(
                    "subProcess",
                    "Activity_s",
                    "Klacht",
                    start("StartEvent_2")
                    + user("Activity_b", "Klacht bekijken")
                    + end("Event_2")
                    + flows("StartEvent_2", "Activity_b", "Event_2"),
                    'triggeredByEvent="true"',
                ),
            )
        },
        "bpmn.position.event_subprocess_start Activity_s",
    ),
    Draft(
        "only data, and nothing that uses it",
        {
            "p.bpmn": saved(
                '<bpmn:dataObjectReference id="DataObjectReference_1" name="Aanvraag"'
                ' dataObjectRef="DataObject_1"/><bpmn:dataObject id="DataObject_1"/>'
                '<bpmn:dataStoreReference id="DataStoreReference_1" name="Archief"/>'
            )
        },
        "bpmn.structure.empty Process_1",
    ),
    Draft(
        "notes and a group beside the flow",
        {
            "p.bpmn": saved(
                *line(A, names="Activity_a"),
                '<bpmn:textAnnotation id="TextAnnotation_1"><bpmn:text>Nog te bespreken</bpmn:text>'
                "</bpmn:textAnnotation>"
                '<bpmn:association id="Association_1" sourceRef="Activity_a"'
                ' targetRef="TextAnnotation_1"/>'
                '<bpmn:group id="Group_1"/>',
            )
        },
        "",
    ),
    Draft(
        "an extension of somebody else's tool",
        {
            "p.bpmn": saved(
                *line(
                    user(
                        "Activity_a",
                        inner=EXTRA.format('<x:kost xmlns:x="http://voorbeeld.be/kost" uren="2"/>'),
                    ),
                    names="Activity_a",
                )
            )
        },
        "",
    ),
    Draft(
        "listeners and scripts of Camunda 7",
        {
            "p.bpmn": saved(
                *line(
                    user(
                        "Activity_a",
                        inner=EXTRA.format(
                            '<camunda:taskListener class="be.voorbeeld.Mail" event="create"/>'
                        ),
                    ),
                    node(
                        "serviceTask", "Activity_1", "Mail", "", 'camunda:class="be.voorbeeld.Mail"'
                    ),
                    names="Activity_a Activity_1",
                )
            )
        },
        """
        bpmn.vendor.listener Activity_a
        bpmn.vendor.code Activity_1
        """,
    ),
    Draft(
        "everything at once",
        {
            "p.bpmn": saved(
                start(),
                node("userTask", "Activity_1", "Bekijken"),
                node("exclusiveGateway", "Gateway_1", "Volledig?"),
                node("serviceTask", "Activity_2", "Registreren"),
                node("intermediateCatchEvent", "Event_2", "Wachten", trigger("timer")),
                node("callActivity", "Activity_3", "Beslissen"),
                node("scriptTask", "Activity_4", "Tellen"),
                flows("StartEvent_1", "Activity_1", "Gateway_1", "Activity_2"),
                flow("Gateway_1", "Event_2"),
            )
        },
        """
        bpmn.task.no_group Activity_1
        bpmn.gateway.no_condition Flow_Gateway_1_Activity_2
        bpmn.gateway.no_condition Flow_Gateway_1_Event_2
        bpmn.task.no_job Activity_2
        bpmn.path.stops Activity_2
        bpmn.timer.empty Event_2
        bpmn.path.stops Event_2
        bpmn.task.no_process Activity_3
        bpmn.path.unreachable Activity_3
        bpmn.task.no_script Activity_4
        bpmn.path.unreachable Activity_4
        """,
    ),
)
