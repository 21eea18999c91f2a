"""Small processes to try a verb on, deployed as any other."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from engine import cases, deployments, store
from engine.deployments import VersionLine
from engine.model import SYSTEM, Actor
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import incidents
from engine.store.rows import HistoryRow, IncidentRow, TaskRow
from tests.house import House

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><definitions id="d" targetNamespace="probe"'
    ' xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:pr="https://procesregie.be/schema/bpmn/1">'
    '<process id="probe" name="Probe" isExecutable="true">'
)
FACTS = b'title = "Probe"\nmain = "probe"\nstart = ["probe"]\nnumber_prefix = "PR"\n'
_FORM = b"""{"schemaVersion": 17, "type": "default", "id": "note", "components": [
    {"type": "textfield", "id": "remark_field", "key": "remark", "label": "Remark"}]}"""

TASK = '<userTask id="{0}" name="{0}" pr:form="note" pr:candidateGroup="kb-ko-oost"/>'


def row(*elements: str) -> str:
    """Return elements (each with an id) in a row between a start and an end, with their flows."""
    ids = ["begin", *(each.split('id="')[1].split('"')[0] for each in elements), "finish"]
    flows = "".join(
        f'<sequenceFlow id="{one}_{other}" sourceRef="{one}" targetRef="{other}"/>'
        for one, other in pairwise(ids)
    )
    begin, finish = '<startEvent id="begin" name="Begin"/>', '<endEvent id="finish" name="Finish"/>'
    return begin + "".join(elements) + finish + flows


FOUR_EYES = row(
    TASK.format("propose"),
    TASK.format("review").replace("/>", ' pr:fourEyes="propose"/>'),
)


def source(elements: str, beside: str = "") -> bytes:
    return f"{_HEAD}{elements}</process>{beside}</definitions>".encode()


def deploy(
    house: House,
    elements: str,
    by: Actor = SYSTEM,
    *,
    beside: str = "",
    files: Mapping[str, bytes] | None = None,
) -> VersionLine:
    """Put a process, with more `files` when it needs them, into force as the next `probe`."""
    return deployments.deploy(
        house.runtime,
        process_key="probe",
        files={
            "probe/probe.bpmn": source(elements, beside),
            "probe/procedure.toml": FACTS,
            "forms/probe/note.json": _FORM,
            **(files or {}),
        },
        by=by,
        reason="to try a verb",
        source="folder",
    )


def start(house: House, key: str | None = None) -> str:
    return cases.start(
        house.runtime,
        process_id="probe",
        by=house.actors["an.admin"],
        posted={},
        key=key or store.new_id(),
    )


def free_task(house: House) -> TaskRow:
    """Return a free task of team Oost, before a review by somebody else."""
    deploy(house, FOUR_EYES)
    return only_task(house, start(house))


def only_task(house: House, number: str) -> TaskRow:
    (task,) = house.open_tasks(number)
    return task


def kinds(house: House, number: str) -> list[str]:
    """Return what the audit trail of a case says, in order."""
    return [line.kind for line in lines(house, number)]


def lines(house: House, number: str) -> tuple[HistoryRow, ...]:
    with house.runtime.store.read() as tx:
        return trail.of_case(tx, house.case(number).id)


def open_incidents(house: House, number: str) -> tuple[IncidentRow, ...]:
    with house.runtime.store.read() as tx:
        found = case_rows.find(tx, number)
        assert found is not None
        return incidents.of_case(tx, found.id)
