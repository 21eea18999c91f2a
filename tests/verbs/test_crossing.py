"""What would speak to other cases is refused at deployment: nothing is thrown into the void."""

from __future__ import annotations

from engine import deployments
from tests.bpmn.driving import diagram, flows
from tests.house import House

MESSAGE = '<message id="m" name="naar_buiten"/>'
SIGNAL = '<signal id="s" name="alarm"/>'


def throws(definition: str, top: str) -> bytes:
    body = (
        '<startEvent id="begin" name="Begin"/>'
        f'<intermediateThrowEvent id="roep" name="Roep">{definition}</intermediateThrowEvent>'
        '<endEvent id="einde" name="Einde"/>'
    )
    return diagram(body + flows(("begin", "roep"), ("roep", "einde")), top=top)["p.bpmn"]


def rules_of(house: House, xml: bytes) -> set[tuple[str, str | None]]:
    found = deployments.check(house.runtime, {"proef/p.bpmn": xml})
    return {(finding.rule, finding.element) for finding in found}


def test_a_message_to_another_case_is_refused(house: House) -> None:
    xml = throws('<messageEventDefinition messageRef="m"/>', MESSAGE)
    assert ("bpmn.crossing", "roep") in rules_of(house, xml)


def test_a_signal_is_refused(house: House) -> None:
    xml = throws('<signalEventDefinition signalRef="s"/>', SIGNAL)
    assert ("bpmn.crossing", "roep") in rules_of(house, xml)
