"""First drafts of paths: what is not connected, not decided, not begun or not ended yet."""

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
    whole,
)

GATEWAY = node("exclusiveGateway", "Gateway_1", "Volledig?")
A, B = user("Activity_a", "Aanvraag bekijken"), user("Activity_b", "Aanvulling vragen")
FORK = (start(), A, B, end())
JOINED = flow("Activity_a", "Event_1") + flow("Activity_b", "Event_1")
MINUTE = trigger(
    "timer", '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P30D</bpmn:timeDuration>'
)


def choice(
    first: str | None, second: str | None, more: str = "", what: str = "exclusiveGateway"
) -> bytes:
    gateway = node(what, "Gateway_1", "Volledig?", "", more)
    ways = flow("Gateway_1", "Activity_a", first, "ja") + flow(
        "Gateway_1", "Activity_b", second, "nee"
    )
    return saved(*FORK, gateway, flow("StartEvent_1", "Gateway_1"), ways, JOINED)


DRAFTS = (
    Draft("an empty canvas", {"p.bpmn": saved()}, "bpmn.structure.empty Process_1"),
    Draft(
        "only a start, as a new diagram begins",
        {"p.bpmn": saved(start())},
        "bpmn.path.stops StartEvent_1",
    ),
    Draft(
        "shapes that nothing connects",
        {"p.bpmn": saved(start(), A, B, end())},
        """
        bpmn.path.stops StartEvent_1
        bpmn.path.unreachable Activity_a
        bpmn.path.unreachable Activity_b
        bpmn.path.unreachable Event_1
        """,
    ),
    Draft(
        "no start",
        {"p.bpmn": saved(A, end(), flows("Activity_a", "Event_1"))},
        "bpmn.structure.no_start Process_1",
    ),
    Draft(
        "no end",
        {"p.bpmn": saved(start(), A, flows("StartEvent_1", "Activity_a"))},
        "bpmn.path.stops Activity_a",
    ),
    Draft(
        "a flow whose end was deleted by hand",
        {"p.bpmn": saved(*line(A, names="Activity_a"), flow("Activity_a", "Activity_weg"))},
        "bpmn.flow.dangling Flow_Activity_a_Activity_weg",
    ),
    Draft(
        "a choice without any condition",
        {"p.bpmn": choice(None, None)},
        """
        bpmn.gateway.no_condition Flow_Gateway_1_Activity_a
        bpmn.gateway.no_condition Flow_Gateway_1_Activity_b
        """,
    ),
    Draft(
        "a choice with a condition on one of two",
        {"p.bpmn": choice("=volledig = true", None)},
        "bpmn.gateway.implied_default Flow_Gateway_1_Activity_b",
    ),
    Draft(
        "a choice whose conditions were opened and left empty",
        {"p.bpmn": choice("", "")},
        """
        bpmn.flow.empty_condition Flow_Gateway_1_Activity_a
        bpmn.flow.empty_condition Flow_Gateway_1_Activity_b
        bpmn.gateway.no_default Gateway_1
        """,
    ),
    Draft(
        "a choice whose conditions are still words",
        {"p.bpmn": choice("dossier is volledig", "dossier is niet volledig")},
        """
        bpmn.feel.syntax Flow_Gateway_1_Activity_a
        bpmn.feel.syntax Flow_Gateway_1_Activity_b
        bpmn.gateway.no_default Gateway_1
        """,
    ),
    Draft(
        "a meerkeuze without conditions",
        {"p.bpmn": choice(None, None, what="inclusiveGateway")},
        """
        bpmn.gateway.no_condition Flow_Gateway_1_Activity_a
        bpmn.gateway.no_condition Flow_Gateway_1_Activity_b
        """,
    ),
    Draft(
        "a default that became another flow",
        {"p.bpmn": choice("=volledig = true", None, 'default="Flow_weg"')},
        """
        bpmn.reference.default Gateway_1
        bpmn.gateway.no_condition Flow_Gateway_1_Activity_b
        """,
    ),
    Draft(
        "a gateway with one way in and one way out",
        {"p.bpmn": saved(*line(GATEWAY, A, names="Gateway_1 Activity_a"))},
        "bpmn.gateway.useless Gateway_1",
    ),
    Draft(
        "a split whose branches never end",
        {
            "p.bpmn": saved(
                *FORK[:3],
                node("parallelGateway", "Gateway_1"),
                flows("StartEvent_1", "Gateway_1", "Activity_a"),
                flow("Gateway_1", "Activity_b"),
            )
        },
        """
        bpmn.path.stops Activity_a
        bpmn.path.stops Activity_b
        """,
    ),
    Draft(
        "an event-based gateway that leads to a task",
        {
            "p.bpmn": saved(
                *FORK,
                node("eventBasedGateway", "Gateway_1", "Wat eerst?"),
                flows("StartEvent_1", "Gateway_1", "Activity_a"),
                flow("Gateway_1", "Activity_b"),
                JOINED,
            )
        },
        """
        bpmn.gateway.event_target Gateway_1
        bpmn.gateway.event_target Gateway_1
        """,
    ),
    Draft(
        "two starts, from two drawings that were put together",
        {
            "p.bpmn": saved(
                *line(A, names="Activity_a"),
                start("StartEvent_2"),
                B,
                end("Event_2"),
                flows("StartEvent_2", "Activity_b", "Event_2"),
            )
        },
        "bpmn.structure.several_starts StartEvent_2",
    ),
    Draft(
        "a boundary event that leads nowhere",
        {"p.bpmn": saved(*line(A, boundary("Event_b", "Activity_a", MINUTE), names="Activity_a"))},
        """
        bpmn.event.boundary_nowhere Event_b
        bpmn.timer.literal Event_b
        """,
    ),
    Draft(
        "a boundary event that fell off its task",
        {
            "p.bpmn": saved(
                *line(A, boundary("Event_b", "Activity_weg", MINUTE), names="Activity_a"),
                flow("Event_b", "Event_1"),
            )
        },
        """
        bpmn.position.boundary_not_attached Event_b
        bpmn.timer.literal Event_b
        """,
    ),
    Draft(
        "a link without its other half",
        {
            "p.bpmn": saved(
                start(),
                A,
                node(
                    "intermediateThrowEvent", "Event_2", "Naar B", trigger("link", more='name="B"')
                ),
                flows("StartEvent_1", "Activity_a", "Event_2"),
            )
        },
        "bpmn.link.unpaired Event_2",
    ),
    Draft(
        "an empty sub-process",
        {"p.bpmn": saved(*line(node("subProcess", "Activity_s", "Onderzoek"), names="Activity_s"))},
        "",
    ),
    Draft(
        "a sub-process that was only begun",
        {
            "p.bpmn": saved(
                *line(
                    node("subProcess", "Activity_s", "Onderzoek", start("StartEvent_2") + B),
                    names="Activity_s",
                )
            )
        },
        """
        bpmn.path.stops StartEvent_2
        bpmn.path.unreachable Activity_b
        """,
    ),
    Draft(
        "a flow drawn over the border of a sub-process",
        {
            "p.bpmn": saved(
                start(),
                node(
                    "subProcess",
                    "Activity_s",
                    "Onderzoek",
                    start("StartEvent_2") + B + flows("StartEvent_2", "Activity_b"),
                ),
                end(),
                flows("StartEvent_1", "Activity_s"),
                flow("Activity_b", "Event_1"),
            )
        },
        """
        bpmn.flow.crosses_border Flow_Activity_b_Event_1
        bpmn.path.stops Activity_s
        bpmn.path.stops Activity_b
        bpmn.path.unreachable Event_1
        """,
    ),
    Draft(
        "executable was not switched on",
        {"p.bpmn": saved(*line(A, names="Activity_a"), executable=False)},
        "bpmn.structure.not_executable Process_1",
    ),
    Draft(
        "two files that were made by copying",
        {
            "a.bpmn": saved(*line(A, names="Activity_a")),
            "b.bpmn": saved(*line(B, names="Activity_b")),
        },
        "bpmn.process.duplicate Process_1",
    ),
    Draft(
        "an empty pool beside a full one",
        {
            "p.bpmn": whole(
                '<bpmn:collaboration id="Collaboration_1">\n'
                '<bpmn:participant id="Participant_1" name="Agentschap" processRef="Process_1"/>\n'
                '<bpmn:participant id="Participant_2" name="Burger" processRef="Process_2"/>\n'
                "</bpmn:collaboration>\n"
                '<bpmn:process id="Process_1" name="Aanvraag" isExecutable="true">\n'
                + "\n".join(line(A, names="Activity_a"))
                + "\n</bpmn:process>\n"
                '<bpmn:process id="Process_2" name="Burger" isExecutable="false"/>',
                plane="Collaboration_1",
            )
        },
        "",
    ),
    Draft(
        "lanes of which one has a task that is gone",
        {
            "p.bpmn": saved(
                '<bpmn:laneSet id="LaneSet_1"><bpmn:lane id="Lane_1" name="Dossierbeheer">'
                "<bpmn:flowNodeRef>Activity_a</bpmn:flowNodeRef>"
                "<bpmn:flowNodeRef>Activity_weg</bpmn:flowNodeRef></bpmn:lane>"
                '<bpmn:lane id="Lane_2" name="Jurist"/></bpmn:laneSet>',
                *line(A, B, names="Activity_a Activity_b"),
            )
        },
        "bpmn.reference.lane Lane_1",
    ),
)
