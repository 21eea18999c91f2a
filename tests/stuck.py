"""Cases that stand still, for whoever tests what an operator does about them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from engine import cases, deployments, errors, operations, store, tasks
from engine.model import SYSTEM
from tests.house import House
from tests.verbs import probing

AMOUNT = (
    '<startEvent id="begin" name="Begin"/>'
    + probing.TASK.format("ask").replace('name="ask"', 'name="Vraag het bedrag"')
    + '<exclusiveGateway id="gate" name="Hoeveel?" default="small"/>'
    + probing.TASK.format("check").replace('name="check"', 'name="Kijk het bedrag na"')
    + '<endEvent id="finish" name="Klaar"/>'
    '<endEvent id="broken" name="Mislukt"><errorEventDefinition id="e" errorRef="err"/></endEvent>'
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="ask"/>'
    '<sequenceFlow id="f2" sourceRef="ask" targetRef="gate"/>'
    '<sequenceFlow id="large" name="veel" sourceRef="gate" targetRef="check">'
    "<conditionExpression>amount &gt; 10</conditionExpression></sequenceFlow>"
    '<sequenceFlow id="small" name="weinig" sourceRef="gate" targetRef="finish"/>'
    '<sequenceFlow id="f3" sourceRef="check" targetRef="broken"/>'
)
SERVICE = probing.row('<serviceTask id="who" name="Zoek de beslisser" pr:job="find_deciders"/>')
ERROR = '<error id="err" name="Err" errorCode="E1"/>'


@dataclass(frozen=True)
class Stuck:
    """A case that stands still: its number, the version that was seen, what an operator names."""

    number: str
    seen: int
    token: str
    incident: str
    key: str


def without_amount(house: House) -> Stuck:
    """Return a case whose task somebody tried to complete: nobody knows the amount."""
    number = _started(house)
    with pytest.raises(errors.ModelFault):
        _complete(house, number)
    return _as_seen(house, number)


def on_an_error(house: House) -> Stuck:
    """Return a case that came to an error which nobody handles."""
    number = _started(house)
    by = house.actors["bert.beheer"]
    operations.set_variables(
        house.runtime,
        number=number,
        typed={"amount": "12"},
        seen=house.case(number).version,
        reason="to get it on its way",
        by=by,
    )
    _complete(house, number)
    _complete(house, number)
    return _as_seen(house, number)


def on_a_service(house: House) -> Stuck:
    """Return a case whose service task failed for good: nobody said which sort of decision."""
    number = asking_a_service(house)
    house.work_off()
    return _as_seen(house, number)


def asking_a_service(house: House) -> str:
    """Return a case whose service task will fail as soon as it is done."""
    deployments.deploy(
        house.runtime,
        process_key="hand",
        files={
            "hand/hand.bpmn": probing.source(SERVICE).replace(
                b'id="probe" name="Probe"', b'id="hand" name="By hand"'
            ),
            "hand/procedure.toml": probing.FACTS.replace(b"probe", b"hand")
            .replace(b"PR", b"HA")
            .replace(b"Probe", b"By hand"),
        },
        by=SYSTEM,
        reason="to try what is done by hand",
        source="folder",
    )
    return cases.start(
        house.runtime,
        process_id="hand",
        by=house.actors["an.admin"],
        posted={},
        key=store.new_id(),
    )


def _started(house: House) -> str:
    probing.deploy(house, AMOUNT, beside=ERROR)
    return probing.start(house)


def _complete(house: House, number: str) -> None:
    by, task = house.actors["sara.mertens"], probing.only_task(house, number)
    tasks.claim(house.runtime, task_id=task.id, by=by)
    tasks.complete(house.runtime, task_id=task.id, by=by, posted={}, key=store.new_id())


def _as_seen(house: House, number: str) -> Stuck:
    view = operations.stuck(house.runtime, number=number, by=house.actors["bert.beheer"])
    (place,), incident = view.places, view.incidents[0]
    return Stuck(number, view.version, place.token, incident.id, incident.key or "")
