"""Rules of structure, references, positions, flows, paths, gateways, events and timers."""

import pytest

from engine import xml
from engine.bpmn import rules
from tests.bpmn.rules.models import (
    BOUNDED,
    CATCH_M,
    CHOICE_OK,
    EVENTS_OK,
    INSIDE,
    KNOWN,
    MESSAGE,
    MESSAGES,
    OTHER,
    PLAIN,
    TERM,
    YES,
    Case,
    E,
    S,
    boundary,
    catch,
    choice,
    drawing,
    event_choice,
    file,
    flow,
    line,
    on_boundary,
    process,
    shape,
    sub,
    task,
    timer,
    when,
)

LANE = '<laneSet id="ls"><lane id="l" name="Team"><flowNodeRef>{}</flowNodeRef></lane>{}</laneSet>'
SECOND = '<lane id="l2" name="Ander"><flowNodeRef>{}</flowNodeRef></lane>'
CHAIN = S + task() + E + flow("s", "t") + flow("t", "e")
EVENT_SUB = '<subProcess id="h" name="Bij klacht" triggeredByEvent="true">{}</subProcess>'
ERROR_END = '<endEvent id="e" name="Fout"><errorEventDefinition {}/></endEvent>'
MESSAGE_START = f'<startEvent id="{{}}" name="Bericht">{MESSAGE}</startEvent>'
TWO_DEF = "<participant {} id='pa' name='Burger'/>"
BOTH = flow("s", "c") + flow("c", "e")


def expired(flows: str) -> str:
    """Return a file in which the term of a citizen runs out at a task."""
    term = 'attachedToRef="t" pr:term="vergunning.aanvulling"'
    return line(task() + boundary(timer(""), term), flows)


CASES = [
    # structure
    Case("bpmn.structure.not_bpmn", "<root/>", PLAIN),
    Case("bpmn.structure.no_process", file(""), PLAIN),
    Case("bpmn.structure.not_executable", file(process(CHAIN, 'name="P"')), PLAIN),
    Case("bpmn.structure.empty", file(process("")), PLAIN),
    Case("bpmn.structure.no_start", file(process(task() + E + flow("t", "e"))), PLAIN),
    Case(
        "bpmn.structure.several_starts",
        file(process(CHAIN + '<startEvent id="s2" name="x"/>' + flow("s2", "t"))),
        file(process(CHAIN + MESSAGE_START.format("s2") + flow("s2", "t"))),
    ),
    Case("bpmn.structure.no_id", file(process(CHAIN + '<userTask name="x"/>')), PLAIN),
    Case(
        "bpmn.structure.duplicate_id",
        file(process(CHAIN + '<endEvent id="t" name="x"/>')),
        PLAIN,
    ),
    # references
    Case(
        "bpmn.reference.undeclared",
        line(catch('<messageEventDefinition messageRef="mm"/>', of="t")),
        line(catch(MESSAGE, of="t")),
    ),
    Case("bpmn.reference.default", choice(YES, flow("g", "u"), 'default="s_g"'), CHOICE_OK),
    Case(
        "bpmn.reference.event_definition",
        line(catch("<eventDefinitionRef>weg</eventDefinitionRef>", of="t")),
        line(catch(MESSAGE, of="t")),
    ),
    Case(
        "bpmn.reference.way_back",
        line(catch(MESSAGE, of="t", more='pr:reopensAt="weg"')),
        line(catch(MESSAGE, of="t", more='pr:reopensAt="t"')),
    ),
    Case(
        "bpmn.reference.participant",
        file(
            "<collaboration id='co'>"
            + TWO_DEF.format("processRef='weg'")
            + "</collaboration>"
            + process(CHAIN)
        ),
        file(
            "<collaboration id='co'>"
            + TWO_DEF.format("processRef='p'")
            + "</collaboration>"
            + process(CHAIN)
        ),
    ),
    Case(
        "bpmn.reference.message_flow",
        file(
            "<collaboration id='co'>"
            + TWO_DEF.format("")
            + "<messageFlow id='mf' sourceRef='pa' targetRef='weg'/></collaboration>"
            + process(CHAIN)
        ),
        file(
            "<collaboration id='co'>"
            + TWO_DEF.format("")
            + "<messageFlow id='mf' sourceRef='pa' targetRef='t'/></collaboration>"
            + process(CHAIN)
        ),
    ),
    Case(
        "bpmn.reference.lane",
        file(process(LANE.format("weg", "") + CHAIN)),
        file(process(LANE.format("t", "") + CHAIN)),
    ),
    Case(
        "bpmn.reference.lane_twice",
        file(process(LANE.format("t", SECOND.format("t")) + CHAIN)),
        file(process(LANE.format("t", SECOND.format("s")) + CHAIN)),
    ),
    Case(
        "bpmn.reference.drawing",
        file(process(CHAIN) + drawing(shape("weg"))),
        file(process(CHAIN) + drawing(shape("t"))),
    ),
    Case(
        "bpmn.reference.not_drawn",
        file(process(CHAIN) + drawing(shape("t"))),
        file(process(CHAIN) + drawing(shape("s"), shape("t"), shape("e"))),
    ),
    # positions
    Case(
        "bpmn.position.trigger",
        line(catch('<errorEventDefinition errorRef="fout"/>', of="t")),
        line(catch(MESSAGE, of="t")),
    ),
    Case("bpmn.position.start_with_incoming", file(process(CHAIN + flow("t", "s"))), PLAIN),
    Case("bpmn.position.end_with_outgoing", file(process(CHAIN + flow("e", "t"))), PLAIN),
    Case(
        "bpmn.position.boundary_with_incoming",
        BOUNDED.replace("</process>", flow("s", "b") + "</process>"),
        BOUNDED,
    ),
    Case(
        "bpmn.position.boundary_not_attached",
        on_boundary(MESSAGE, 'attachedToRef="s"'),
        on_boundary(MESSAGE),
    ),
    Case(
        "bpmn.position.boundary_elsewhere",
        line(sub() + boundary(MESSAGE, 'attachedToRef="x"'), flow("b", "e")),
        line(sub() + boundary(MESSAGE), flow("b", "e")),
    ),
    Case("bpmn.position.waits_for_nothing", line(catch("", of="t")), line(catch(MESSAGE, of="t"))),
    Case(
        "bpmn.position.trigger_inside",
        line(sub(INSIDE.replace('name="In"/>', f'name="In">{MESSAGE}</startEvent>'))),
        line(sub()),
    ),
    Case(
        "bpmn.position.always_interrupts",
        on_boundary(
            '<errorEventDefinition errorRef="fout"/>', 'attachedToRef="t" cancelActivity="false"'
        ),
        on_boundary('<errorEventDefinition errorRef="fout"/>'),
    ),
    Case(
        "bpmn.position.event_subprocess_flows",
        file(process(CHAIN + EVENT_SUB.format(MESSAGE_START.format("hs")) + flow("t", "h"))),
        file(process(CHAIN + EVENT_SUB.format(MESSAGE_START.format("hs")))),
    ),
    Case(
        "bpmn.position.event_subprocess_start",
        file(process(CHAIN + EVENT_SUB.format('<startEvent id="hs" name="x"/>'))),
        file(process(CHAIN + EVENT_SUB.format(MESSAGE_START.format("hs")))),
    ),
    Case(
        "bpmn.position.cancel_outside",
        on_boundary("<cancelEventDefinition/>"),
        line(
            '<transaction id="t" name="Deel">'
            + INSIDE
            + "</transaction>"
            + boundary("<cancelEventDefinition/>"),
            flow("b", "e"),
        ),
    ),
    # flows
    Case("bpmn.flow.dangling", file(process(CHAIN + flow("t", "weg"))), PLAIN),
    Case("bpmn.flow.not_a_node", file(process(CHAIN + flow("t", "p"))), PLAIN),
    Case("bpmn.flow.crosses_border", line(sub(), flow("x", "e")), line(sub())),
    Case(
        "bpmn.flow.crosses_pool",
        file(process(CHAIN + flow("t", "x")) + process(INSIDE, of="q")),
        file(process(CHAIN) + process(INSIDE, of="q")),
    ),
    Case(
        "bpmn.flow.condition_ignored",
        choice(YES, flow("g", "u"), what="parallelGateway"),
        choice(flow("g", "t"), flow("g", "u"), what="parallelGateway"),
    ),
    Case(
        "bpmn.flow.condition_on_default",
        choice(YES, flow("g", "u", when("ja = false")), 'default="g_u"'),
        CHOICE_OK,
    ),
    Case(
        "bpmn.flow.empty_condition",
        choice(flow("g", "t", when(" ")), flow("g", "u"), 'default="g_u"'),
        CHOICE_OK,
    ),
    Case(
        "bpmn.flow.only_conditional",
        file(process(S + task() + E + flow("s", "t") + flow("t", "e", when("ja = true")))),
        PLAIN,
    ),
    Case(
        "bpmn.flow.twice",
        file(process(CHAIN + '<sequenceFlow id="z" sourceRef="t" targetRef="e"/>')),
        PLAIN,
    ),
    # paths
    Case(
        "bpmn.path.unreachable",
        file(process(CHAIN + task("los") + flow("los", "e"))),
        file(
            process(
                CHAIN.replace('targetRef="e"', 'targetRef="los"') + task("los") + flow("los", "e")
            )
        ),
    ),
    Case(
        "bpmn.path.no_end",
        file(process(S + task("t") + task("u") + flow("s", "t") + flow("t", "u") + flow("u", "t"))),
        PLAIN,
    ),
    Case("bpmn.path.stops", file(process(S + task() + flow("s", "t"))), PLAIN),
    # gateways
    Case(
        "bpmn.gateway.no_condition",
        choice(flow("g", "t"), flow("g", "u")),
        CHOICE_OK,
    ),
    Case("bpmn.gateway.implied_default", choice(YES, flow("g", "u")), CHOICE_OK),
    Case(
        "bpmn.gateway.no_default",
        choice(YES, flow("g", "u", when("ja = false"))),
        CHOICE_OK,
    ),
    Case(
        "bpmn.gateway.default_ignored",
        choice(flow("g", "t"), flow("g", "u"), 'default="g_u"', "parallelGateway"),
        choice(flow("g", "t"), flow("g", "u"), "", "parallelGateway"),
    ),
    Case(
        "bpmn.gateway.event_too_few",
        event_choice(catch(MESSAGE), flow("g", "c") + flow("c", "e")),
        EVENTS_OK,
    ),
    Case(
        "bpmn.gateway.event_target",
        event_choice(
            catch(MESSAGE) + task(), flow("g", "c") + flow("g", "t") + BOTH + flow("t", "e")
        ),
        EVENTS_OK,
    ),
    Case(
        "bpmn.gateway.event_target_shared",
        event_choice(
            CATCH_M + task(),
            flow("g", "c") + flow("g", "d") + flow("c", "t") + flow("t", "d") + flow("d", "e"),
        ),
        EVENTS_OK,
    ),
    Case(
        "bpmn.gateway.event_target_boundary",
        event_choice(
            catch(MESSAGE)
            + task("r", 'messageRef="m2"', what="receiveTask")
            + boundary("<timerEventDefinition/>", f'attachedToRef="r" {TERM}'),
            flow("g", "c") + flow("g", "r") + flow("c", "e") + flow("r", "e") + flow("b", "e"),
        ),
        EVENTS_OK,
    ),
    Case(
        "bpmn.gateway.useless",
        line('<exclusiveGateway id="t" name="Waarom?"/>'),
        CHOICE_OK,
    ),
    Case(
        "bpmn.gateway.joins_and_splits",
        choice(YES, flow("g", "u") + flow("t", "g"), 'default="g_u"'),
        CHOICE_OK,
    ),
    # events
    Case(
        "bpmn.event.no_message",
        line(task("t", "", what="receiveTask")),
        line(task("t", 'messageRef="m"', what="receiveTask")),
    ),
    Case(
        "bpmn.event.message_no_name",
        file(process(CHAIN), MESSAGES + '<message id="m3"/>'),
        PLAIN,
    ),
    Case(
        "bpmn.event.message_twice",
        file(process(CHAIN), MESSAGES + '<message id="m3" name="klacht"/>'),
        PLAIN,
    ),
    Case(
        "bpmn.event.same_start",
        file(
            process(
                CHAIN
                + MESSAGE_START.format("a")
                + MESSAGE_START.format("b")
                + flow("a", "t")
                + flow("b", "t")
            )
        ),
        file(process(CHAIN + MESSAGE_START.format("a") + flow("a", "t"))),
    ),
    Case(
        "bpmn.event.no_error_code",
        file(process(S + ERROR_END.format('errorRef="leeg"') + flow("s", "e"))),
        file(process(S + ERROR_END.format('errorRef="fout"') + flow("s", "e"))),
    ),
    Case(
        "bpmn.event.same_trigger",
        line(
            task() + boundary(MESSAGE) + boundary(MESSAGE, of="b2"),
            flow("b", "e") + flow("b2", "e"),
        ),
        line(
            task() + boundary(MESSAGE) + boundary(OTHER, of="b2"), flow("b", "e") + flow("b2", "e")
        ),
    ),
    Case("bpmn.event.boundary_nowhere", line(task() + boundary(MESSAGE)), on_boundary(MESSAGE)),
    # timers
    Case("bpmn.timer.empty", on_boundary(timer("")), BOUNDED),
    Case(
        "bpmn.timer.several",
        on_boundary(timer("<timeDuration>P30D</timeDuration>"), f'attachedToRef="t" {TERM}'),
        BOUNDED,
    ),
    Case(
        "bpmn.timer.unreadable",
        on_boundary(timer("<timeDuration>30 dagen</timeDuration>")),
        on_boundary(timer("<timeDuration>P30D</timeDuration>")),
    ),
    Case(
        "bpmn.timer.cron",
        on_boundary(timer("<timeCycle>0 9 * * *</timeCycle>")),
        on_boundary(timer("<timeCycle>R/2026-01-01T09:00/P1D</timeCycle>")),
    ),
    Case(
        "bpmn.timer.literal",
        on_boundary(timer("<timeDuration>P30D</timeDuration>")),
        on_boundary(timer("<timeDuration>=termijn.duur</timeDuration>")),
    ),
    Case(
        "bpmn.timer.cycle",
        on_boundary(timer("<timeCycle>R3/P1D</timeCycle>")),
        on_boundary(
            timer("<timeCycle>R3/P1D</timeCycle>"), 'attachedToRef="t" cancelActivity="false"'
        ),
    ),
    Case("bpmn.timer.decides", expired(flow("b", "e")), expired(flow("b", "t"))),
]


def found(text: str) -> set[str]:
    root = xml.parse(text.encode(), "proef.bpmn")
    return {finding.rule for finding in rules.check(root, "proef.bpmn", KNOWN)}


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_broken_model_is_found_and_a_whole_one_is_not(case: Case) -> None:
    assert case.rule in found(case.bad)
    assert case.rule not in found(case.good)
