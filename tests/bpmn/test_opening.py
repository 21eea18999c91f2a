"""What a process can begin with, as others see it, and what cannot begin one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import bpmn
from engine.bpmn import StartView
from engine.errors import InvalidModel, NotFound
from engine.model import Start
from tests.bpmn.constructs.beginnings import KEYED, begun_by, gateway, receive
from tests.bpmn.constructs.model import (
    TOP,
    catch,
    conditional,
    flows,
    line,
    message,
    signal,
    start,
    timer,
)
from tests.bpmn.constructs.talking import BY_NUMBER
from tests.bpmn.driving import Driver, diagram


def starts(body: str, top: str = "") -> tuple[StartView, ...]:
    prepared = bpmn.prepare(diagram(body, top=TOP + top))
    return bpmn.load(prepared.normalised, {}).process("p").starts


def refused(body: str, top: str = "") -> set[tuple[str, str | None]]:
    with pytest.raises(InvalidModel) as refusal:
        bpmn.prepare(diagram(body, top=TOP + top))
    findings = refusal.value.findings
    assert all(finding.line for finding in findings)
    return {(finding.rule, finding.element) for finding in findings}


# --- what others see -----------------------------------------------------------------------------


def test_every_start_event_is_a_way_to_begin() -> None:
    body = begun_by(message()) + start(signal(), "t") + start(name="u")
    body += start(timer("R/P1W", "timeCycle"), "w")
    body += flows(("t", "a"), ("u", "a"), ("w", "a"))
    assert starts(body) == (
        StartView("s", "message", "m1"),
        StartView("t", "signal", "s1"),
        StartView("u", "none"),
        StartView("w", "timer", rule="cycle", text="R/P1W"),
    )


def test_every_trigger_of_a_multiple_start_is_a_way_to_begin() -> None:
    assert set(starts(begun_by(message() + message("m2") + signal() + timer()))) == {
        StartView("s", "message", "m1"),
        StartView("s", "message", "m2"),
        StartView("s", "signal", "s1"),
        StartView("s", "timer", rule="duration", text="P1D"),
    }


def test_a_receive_task_and_what_stands_behind_a_gateway_are_ways_to_begin() -> None:
    body = gateway("Exclusive", catch("c", message()), catch("d", signal()))
    body += receive("r", "m2", 'instantiate="true"') + flows(("r", "after_c"))
    assert set(starts(body)) == {
        StartView("c", "message", "m1"),
        StartView("d", "signal", "s1"),
        StartView("r", "message", "m2"),
    }


def test_a_start_names_the_keys_that_its_message_brings() -> None:
    assert starts(begun_by(message()), BY_NUMBER) == (
        StartView("s", "message", "m1", keys=("nr",)),
    )
    assert starts(begun_by(message("k1")), KEYED) == (
        StartView("s", "message", "k1", keys=("key",)),
    )


def test_the_steps_of_a_process_are_read_from_its_gateway_on() -> None:
    body = gateway("Exclusive", catch("c", message()), receive("r", "m2"))
    prepared = bpmn.prepare(diagram(body, top=TOP))
    view = bpmn.load(prepared.normalised, {}).process("p")
    assert [element.id for element in view.elements] == [
        *("g", "c", "r", "after_c", "after_r", "end"),
    ]


def test_a_process_does_not_begin_at_what_is_no_start_of_it() -> None:
    case = Driver(diagram(begun_by(signal()), top=TOP), "p")
    for command in (Start({}), Start({}, message="m1"), Start({}, event="a")):
        with pytest.raises(NotFound):
            case.do(command)


def test_a_message_does_not_set_off_a_start_event_by_name() -> None:
    case = Driver(diagram(begun_by(message()), top=TOP), "p")
    with pytest.raises(NotFound):
        case.do(Start({}, event="s"))


# --- what cannot begin a process: also in constructs/refused_starts.py ----------------------------


@pytest.mark.parametrize("kind", ["timeDate", "timeDuration", "timeCycle"])
def test_no_time_that_needs_a_case_begins_one(kind: str) -> None:
    assert refused(begun_by(timer("=day", kind))) == {("bpmn.start.variables", "s")}


@pytest.mark.parametrize(
    ("kind", "trigger"), [("Exclusive", conditional("x")), ("Parallel", signal())]
)
def test_a_starting_gateway_waits_for_what_can_begin_a_case(kind: str, trigger: str) -> None:
    body = gateway(kind, catch("c", message("k1")), catch("d", trigger))
    assert ("bpmn.start.behind_gateway", "g") in refused(body, KEYED)


# --- global tasks and files without a process ----------------------------------------------------

CALL = line('<callActivity id="call" calledElement="shared"/>', names="call")


def test_a_global_task_obeys_the_rules_of_tasks() -> None:
    assert ("bpmn.task.no_group", "shared") in refused(CALL, '<globalUserTask id="shared"/>')
    assert ("bpmn.task.no_script", "shared") in refused(CALL, '<globalScriptTask id="shared"/>')
    told = '<globalBusinessRuleTask id="shared"/>'
    assert ("bpmn.task.no_decision", "shared") in refused(CALL, told)
    script = "<script>1</script></globalScriptTask>"
    told = f'<globalScriptTask id="shared" scriptLanguage="python">{script}'
    assert {element for _, element in refused(CALL, told)} == {"shared"}


def test_a_global_task_may_stand_in_a_file_of_its_own() -> None:
    files = diagram(CALL)
    head, _, _ = files["p.bpmn"].decode().partition("<process")
    shared = '<globalUserTask id="shared" name="Shared" pr:candidateGroup="g"/></definitions>'
    files["shared.bpmn"] = (head + shared).encode()
    case = Driver(files, "p")
    step = case.start(x=Decimal(1))
    (opened,) = step.tasks_opened
    assert (opened.element, opened.form, opened.process) == ("shared", "shared", "shared")
    assert case.bundle.process("shared").file == "shared.bpmn"
    assert [e.id for e in case.bundle.process("shared").elements] == ["shared"]


def test_a_file_with_only_a_choreography_is_refused() -> None:
    files = diagram("")
    head, _, _ = files["p.bpmn"].decode().partition("<process")
    drawn = '<choreography id="dance"><startEvent id="s"/></choreography></definitions>'
    with pytest.raises(InvalidModel) as refusal:
        bpmn.prepare({"p.bpmn": (head + drawn).encode()})
    assert "bpmn.structure.no_process" in {f.rule for f in refusal.value.findings}


def test_how_many_of_a_participant_there_are_only_documents() -> None:
    people = (
        '<collaboration id="talk"><participant id="pool" processRef="p">'
        '<participantMultiplicity minimum="0" maximum="5"/></participant></collaboration>'
    )
    assert starts(begun_by(message()), people) == (StartView("s", "message", "m1"),)
