"""An operator at work through the verbs: cases that stand still, and moves with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from engine import errors, history, jobs, operations
from engine.handler import Handler
from engine.model import Actor, HistoryKind
from engine.store.rows import HistoryRow
from tests.house import House
from tests.verbs import probing

WHY = "the applicant forgot to say it"
GATE = (
    '<startEvent id="begin" name="Begin"/>'
    + probing.TASK.format("ask")
    + '<exclusiveGateway id="gate" name="How much?" default="small"/>'
    + probing.TASK.format("check")
    + '<endEvent id="finish" name="Finish"/>'
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="ask"/>'
    '<sequenceFlow id="f2" sourceRef="ask" targetRef="gate"/>'
    '<sequenceFlow id="large" name="large" sourceRef="gate" targetRef="check">'
    "<conditionExpression>amount &gt; 10</conditionExpression></sequenceFlow>"
    '<sequenceFlow id="small" name="small" sourceRef="gate" targetRef="finish"/>'
    '<sequenceFlow id="f3" sourceRef="check" targetRef="finish"/>'
)
STAMP = probing.row(
    '<serviceTask id="stamp" name="Stamp it" pr:job="stamp"/>', probing.TASK.format("look")
)
TIMED = probing.row(
    '<intermediateCatchEvent id="wait" name="Wait a day"><timerEventDefinition id="t">'
    "<timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>",
    '<scriptTask id="sum" name="Sum" scriptFormat="feel" pr:resultVariable="total"><script>amount'
    "</script></scriptTask>",
    '<exclusiveGateway id="gate" name="How much?" default="gate_look"/>',
    probing.TASK.format("look"),
).replace(
    '<sequenceFlow id="gate_look" sourceRef="gate" targetRef="look"/>',
    '<sequenceFlow id="gate_look" name="else" sourceRef="gate" targetRef="look"/>'
    '<sequenceFlow id="gate_finish" name="nothing" sourceRef="gate" targetRef="finish">'
    "<conditionExpression>total &gt; 100</conditionExpression></sequenceFlow>",
)
BROKEN = (
    '<startEvent id="begin" name="Begin"/>'
    + probing.TASK.format("ask")
    + '<endEvent id="broken" name="Broken"><errorEventDefinition id="e" errorRef="err"/></endEvent>'
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="ask"/>'
    '<sequenceFlow id="f2" sourceRef="ask" targetRef="broken"/>'
)
ERROR = '<error id="err" name="Err" errorCode="E1"/>'


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest) -> House:
    """Return a house on each of the databases."""
    found: House = request.getfixturevalue(
        "house" if request.param == "sqlite" else "postgresql_house"
    )
    return found


class Stamp:
    """A handler that refuses an address it does not know."""

    def __init__(self) -> None:
        self.given: list[Any] = []
        self.thrown: Exception | None = None

    def inside(self, _runtime: Any, _tx: Any, _locked: Any, values: Any, _made: Any) -> Any:
        self.given.append(values.get("address"))
        if self.thrown is not None:
            raise self.thrown
        if values.get("address") is None:
            raise errors.ModelFault("decision_act_incomplete")
        return {"stamped": True}


@pytest.fixture
def stamp(monkeypatch: pytest.MonkeyPatch) -> Stamp:
    made = Stamp()
    handler = Handler("stamp", made.inside)
    monkeypatch.setattr(jobs, "HANDLERS", {**jobs.HANDLERS, "stamp": handler})
    return made


def operator(house: House) -> Actor:
    return house.actors["bert.beheer"]


def seen(house: House, number: str) -> int:
    return int(house.case(number).version)


def look(house: House, number: str) -> operations.Stuck:
    return operations.stuck(house.runtime, number=number, by=operator(house))


def asking(house: House) -> str:
    """Return a case whose only task cannot be completed, after somebody tried to."""
    probing.deploy(house, GATE)
    number = probing.start(house)
    with pytest.raises(errors.ModelFault):
        house.do(number, "ask", "sara.mertens", {})
    return number


def stamping(house: House, stamp: Stamp) -> str:
    """Return a case whose service task failed for good."""
    probing.deploy(house, STAMP)
    number = probing.start(house)
    house.work_off()
    assert stamp.given == [None]
    return number


def broken(house: House) -> str:
    """Return a case that stands on an error which nobody handled."""
    probing.deploy(house, BROKEN, beside=ERROR)
    number = probing.start(house)
    house.do(number, "ask", "sara.mertens", {})
    return number


def correct(house: House, number: str, typed: dict[str, str], **more: Any) -> None:
    operations.set_variables(
        house.runtime,
        number=number,
        typed=typed,
        **{"seen": seen(house, number), "reason": WHY, "by": operator(house), **more},
    )


def again(house: House, number: str, key: str, **more: Any) -> None:
    operations.retry(
        house.runtime,
        number=number,
        key=key,
        **{"seen": seen(house, number), "reason": WHY, "by": operator(house), **more},
    )


def put(house: House, number: str, element: str, to: str, **more: Any) -> None:
    token = next(each.token for each in look(house, number).places if each.element == element)
    operations.move_token(
        house.runtime,
        number=number,
        token=token,
        element=to,
        **{"seen": seen(house, number), "reason": WHY, "by": operator(house), **more},
    )


def stop(house: House, number: str, **more: Any) -> None:
    operations.cancel(
        house.runtime,
        number=number,
        **{"seen": seen(house, number), "reason": WHY, "by": operator(house), **more},
    )


def told(house: House, number: str, kind: HistoryKind) -> HistoryRow:
    """Return the only line of a kind, of which the chain is whole."""
    history.make_seal_key(house.runtime)
    assert history.verify(house.runtime).whole
    (line,) = [line for line in probing.lines(house, number) if line.kind == kind]
    assert line.person_id == operator(house).person_id
    assert (line.payload or {})["reason"] == WHY
    return line


def open_incidents(house: House, number: str) -> list[str]:
    return [row.code for row in probing.open_incidents(house, number) if row.state == "open"]


def problems(refused: pytest.ExceptionInfo[errors.InvalidInput]) -> list[tuple[str, str]]:
    return [(each.field, each.code) for each in refused.value.problems]
