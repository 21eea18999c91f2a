"""What of BPMN is not executed is refused at deployment, at its element and by its rule."""

from __future__ import annotations

import pytest

from engine import bpmn
from engine.errors import InvalidModel, ModelFault
from engine.model import Start
from tests.bpmn.constructs.all import REFUSED
from tests.bpmn.constructs.model import TOP, Refused, line
from tests.bpmn.driving import Driver, diagram, user


@pytest.mark.parametrize("construct", REFUSED, ids=lambda c: c.name)
def test_it_is_refused_at_the_element(construct: Refused) -> None:
    files = diagram(construct.body, top=TOP + construct.top)
    findings = bpmn.check(files)
    assert (construct.rule, construct.element) in [(f.rule, f.element) for f in findings]
    with pytest.raises(InvalidModel):
        bpmn.prepare(files)


def test_nothing_else_is_wrong_with_these_models() -> None:
    for construct in REFUSED:
        errors = {
            finding.rule
            for finding in bpmn.check(diagram(construct.body, top=TOP + construct.top))
            if finding.severity == "error"
        }
        assert errors == {construct.rule}, construct.name


@pytest.mark.parametrize("which", ['"nobody"', "null", '"m"'])
def test_a_computed_call_of_nobody_stops_the_step(which: str) -> None:
    by_message = line(user("b"), names="b").replace(
        '<startEvent id="start" >',
        '<startEvent id="start"><messageEventDefinition messageRef="m1"/>',
    )
    files = diagram(line('<callActivity id="k" calledElement="=which"/>', names="k"), top=TOP)
    files |= diagram(by_message, process="m", top=TOP)
    case = Driver(files, "p")
    value = None if which == "null" else which.strip('"')
    with pytest.raises(ModelFault) as fault:
        case.do(Start({"which": value}))
    assert fault.value.code == "no_such_call"
    assert fault.value.facts["element"] == "k"


def test_a_process_may_call_whatever_has_a_plain_start_when_the_name_is_computed() -> None:
    call = line('<callActivity id="k" calledElement="=which"/>', names="k")
    files = diagram(call, top=TOP) | diagram(line(user("a"), names="a"), process="q")
    assert Driver(files, "p").bundle.process("p").called == ("p", "q")
    assert Driver(files, "p").bundle.process("q").called == ()
