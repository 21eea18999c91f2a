"""Play a scenario of the process repository through the verbs, as its people would."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from engine import bpmn, documents, post, receipts
from engine.feel import tagged
from engine.model import Verdict
from engine.store import cases as case_rows
from engine.store import dossiers as dossier_rows
from tests import house as houses
from tests import sending
from tests.house import House

FOLDER = houses.ROOT / "processes"
_SPAN = re.compile(r"\+(\d+)d")


@dataclass
class Played:
    """What a scenario left behind: the case and the elements that it went through."""

    number: str
    reached: set[tuple[str, str]] = field(default_factory=set)


def scenarios() -> list[Path]:
    """Return every scenario in the process repository."""
    return sorted(FOLDER.glob("*/scenarios/*.yaml"))


def play(house: House, file: Path) -> Played:
    """Play `file` to its end; an AssertionError names the step that did not go as written."""
    plan = yaml.safe_load(file.read_text("utf-8"))
    dossier = _before(house, plan["na"]) if "na" in plan else None
    house.clock.to(houses.morning(plan["dag"]))
    starter = plan.get("door", "an.admin")
    start, key = houses.plain(plan["start"]), f"{file.stem:->20}"
    number = house.start(start, key=key, by=starter, process=plan["proces"], dossier=dossier)
    house.work_off()
    for position, step in enumerate(plan["stappen"], start=1):
        where = f"{file.name}, stap {position}"
        _step(house, number, step, where)
    case = house.case(number)
    assert case.end_event == plan["einde"], f"{file.name}: einde {case.end_event}"
    with house.runtime.store.read() as tx:
        reached = {(a.process, a.element) for a in case_rows.activities(tx, case.id)}
    return Played(number, reached)


def _before(house: House, name: str) -> str:
    """Play the scenario that goes before this one; return the dossier that it left."""
    case = house.case(play(house, FOLDER / name).number)
    with house.runtime.store.read() as tx:
        dossier = dossier_rows.get(tx, case.dossier_id)
    assert dossier is not None
    return dossier.number


def _step(house: House, number: str, step: dict[str, Any], where: str) -> None:
    if "taak" in step:
        _task(house, number, step, where)
    elif "tijd" in step:
        _time(house, step["tijd"])
    elif "document" in step:
        _document(house, number, step)
    elif "ingeboekt" in step:
        _late_message(house, number, step, where)
    elif "bericht" in step:
        _message(house, number, step, where)
    elif "verwacht" in step:
        _expect(house, number, step["verwacht"], where)
    else:
        raise AssertionError(f"{where}: onbekende stap {sorted(step)}")


def _task(house: House, number: str, step: dict[str, Any], where: str) -> None:
    there = [task.element for task in house.open_tasks(number)]
    assert step["taak"] in there, f"{where}: {step['taak']} staat niet open, wel {there}"
    house.do(number, step["taak"], step["door"], step.get("antwoord", {}))


def _time(house: House, when: str | date) -> None:
    span = _SPAN.fullmatch(str(when))
    if span:
        house.clock.forward(days=int(span[1]))
    else:
        assert isinstance(when, date)
        house.clock.to(houses.morning(when))
    documents.expire(house.runtime)
    house.work_off()


def _document(house: House, number: str, step: dict[str, Any]) -> None:
    by = house.actors[step["door"]]
    row = sending.add(house, number, type_key=step["document"], by=by)
    until = step.get("geldig_tot")
    sending.assess(house, number, row.id, Verdict.MEETS, expires_on=until, by=by)


def _message(house: House, number: str, step: dict[str, Any], where: str) -> None:
    by = house.actors[step.get("door", "an.admin")]
    waits = post.expected(house.runtime, number=number, by=by)
    found = [each for each in waits if each.message == step["bericht"]]
    assert found, f"{where}: niemand wacht op {step['bericht']}"
    values = dict(step.get("waarden", {}))
    received = values.pop("received_on")
    if houses.morning(received) > house.clock.now:
        house.clock.to(houses.morning(received))
    post.register(
        house.runtime,
        number=number,
        token=found[0].token,
        by=by,
        received_on=received,
        channel=values.pop("channel", "brief"),
        posted=_flat(values),
    )
    house.work_off()


def _late_message(house: House, number: str, step: dict[str, Any], where: str) -> None:
    """Book what the case waits for no more, on the day that stands under `ingeboekt`."""
    by = house.actors[step.get("door", "an.admin")]
    house.clock.to(houses.morning(step["ingeboekt"]))
    missed = receipts.missed(house.runtime, number=number, by=by)
    found = [each for each in missed if each.message == step["bericht"]]
    assert found, f"{where}: niets was voorbij voor {step['bericht']}"
    values = dict(step["waarden"])
    receipts.book(
        house.runtime,
        number=number,
        element=found[0].element,
        by=by,
        received_on=values.pop("received_on"),
        channel=values.pop("channel", "brief"),
        posted=_flat(values),
    )
    house.work_off()


def _expect(house: House, number: str, wanted: dict[str, Any], where: str) -> None:
    case = house.case(number)
    if "status" in wanted:
        assert case.status == wanted["status"], f"{where}: status {case.status}"
    if "taken" in wanted:
        there = sorted(task.element for task in house.open_tasks(number))
        assert there == sorted(wanted["taken"]), f"{where}: taken {there}"
    with house.runtime.store.read() as tx:
        document = case_rows.document(tx, case.id)
    assert document is not None
    tokens = [task.token for task in house.open_tasks(number)]
    variables = bpmn.visible(document)
    for token in tokens:
        variables = {**variables, **bpmn.visible(document, token)}
    for path, value in wanted.get("variabelen", {}).items():
        found: Any = variables
        for part in path.split("."):
            found = _part(found, part)
        assert _same(found, value), f"{where}: {path} is {tagged.encode(found)}"


def _part(found: Any, part: str) -> Any:
    if isinstance(found, list) and part.isdigit():
        return found[int(part)] if int(part) < len(found) else None
    return found.get(part) if isinstance(found, dict) else None


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return bool(found == wanted)
    return found is not None and not isinstance(found, bool) and found == wanted


def _flat(values: dict[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{before}{name}."))
        else:
            flat[f"{before}{name}"] = str(houses.plain(value))
    return flat
