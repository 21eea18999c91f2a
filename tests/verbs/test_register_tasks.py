"""Service tasks that read and write records, with the case as the reason."""

from __future__ import annotations

from typing import Any

import pytest

from engine import errors, registers, store, tasks
from engine.feel import tagged
from engine.store import whereabouts
from tests import recording
from tests.house import House
from tests.verbs import probing

_TASK = (
    '<serviceTask id="{id}" name="{id}" pr:job="{job}" pr:register="{register}">'
    "<extensionElements><pr:mapping>{mapping}</pr:mapping></extensionElements></serviceTask>"
)
CATCH = (
    '<boundaryEvent id="no" name="No" attachedToRef="{of}"><errorEventDefinition id="er" '
    'errorRef="err"/></boundaryEvent><endEvent id="other" name="Other"/>'
    '<sequenceFlow id="no_other" sourceRef="no" targetRef="other"/>'
)


def error(code: str) -> str:
    return f'<error id="err" name="Err" errorCode="{code}"/>'


def task(job: str, *mapping: str, register: str = "organisator") -> str:
    pairs = []
    for each in mapping:
        way, _, rest = each.partition(" ")
        target, _, source = rest.partition("=")
        quoted = source.replace("&", "&amp;").replace('"', "&quot;")
        pairs.append(f'<pr:{way} source="{quoted}" target="{target}"/>')
    name = f"{job}_it"
    return _TASK.format(id=name, job=job, register=register, mapping="".join(pairs))


def played(house: House, *elements: str, beside: str = "", catch: str = "") -> str:
    """Deploy a row of elements, start a case and let the machine do its work."""
    row = probing.row(*elements)
    probing.deploy(house, row + catch, beside=beside)
    number = probing.start(house)
    house.work_off()
    return number


def variables(house: House, number: str) -> dict[str, Any]:
    with house.runtime.store.read() as tx:
        document = whereabouts.document(tx, house.case(number).id)
    assert document is not None
    return dict(tagged.decode_all(next(iter(document["scopes"].values()))["vars"]))


def test_a_task_reads_a_record_by_number_or_by_what_is_unique(house: House) -> None:
    owner = recording.add(house, recording.organiser())
    read = task(
        "read_record",
        'in find.kbo="0428759497"',
        "out naam=record.values.naam",
        "out nummer=record.number",
        "out telefoon=record.values.telefoon",
    )
    known = variables(house, played(house, read, probing.TASK.format("look")))
    assert (known["naam"], known["nummer"]) == ("Zonnebloem vzw", owner)
    assert known["telefoon"] is None, "what is confidential does not come into a case"


def test_a_task_writes_a_record_and_the_case_is_the_reason(house: House) -> None:
    owner = recording.add(house, recording.organiser())
    write = task(
        "write_record",
        f'in record="{owner}"',
        'in values.naam="Zonnetje vzw"',
        'in valid_from=date("2026-03-01")',
        'in reason="Nieuwe statuten"',
        "out versie=record.version",
    )
    number = played(house, write, probing.TASK.format("look"))
    assert variables(house, number)["versie"] == 2
    by = house.actors[recording.SARA]
    shown = registers.view(house.runtime, register="organisator", number=owner, by=by)
    assert shown.title == "Zonnetje vzw (0428.759.497)"
    newest = shown.history[0]
    assert (newest.case, newest.reason) == (number, f"{number}: Nieuwe statuten")
    assert newest.valid_from.isoformat() == "2026-03-01"
    assert {each.name: each.text for each in shown.facts}["telefoon"] == "+32 2 533 12 11"


def test_a_task_adds_a_record_which_takes_the_dossier_of_the_case(house: House) -> None:
    write = task("write_record", 'in values.naam="Madelief"', "out nummer=record.number")
    number = played(house, write, probing.TASK.format("look"))
    by = house.actors[recording.SARA]
    added = variables(house, number)["nummer"]
    hangs = registers.hanging(
        house.runtime, register="organisator", number=added, by=house.actors["an.admin"]
    )
    assert [each.id for each in hangs.own] == [house.case(number).dossier_id]
    assert [each.number for each in hangs.cases] == [number]
    shown = registers.view(house.runtime, register="organisator", number=added, by=by)
    assert shown.history[0].case == number


@pytest.mark.parametrize(
    ("code", "job", "mapping"),
    [
        ("record_unknown", "read_record", ('in record="ORG-999999"',)),
        ("record_unknown", "read_record", ('in find.naam="Zonnebloem vzw"',)),
        ("record_refused", "write_record", ('in values.kbo="1"',)),
        ("record_double", "write_record", ('in values.naam="Zonebloem"',)),
        (
            "record_changed",
            "write_record",
            ('in record="ORG-000001"', "in version=9", 'in values.naam="X"'),
        ),
    ],
)
def test_what_goes_wrong_is_an_error_that_the_diagram_catches(
    house: House, code: str, job: str, mapping: tuple[str, ...]
) -> None:
    recording.add(house, recording.organiser())
    number = played(
        house,
        task(job, *mapping),
        beside=error(code),
        catch=CATCH.format(of=f"{job}_it"),
    )
    assert house.case(number).end_event == "other"


@pytest.mark.parametrize(
    ("element", "rule"),
    [
        (task("read_record", register="scholen"), "bpmn.name.register"),
        (task("read_record", 'in find.kleur="rood"'), "bpmn.name.register_field"),
        (task("write_record", 'in values.kleur="rood"'), "bpmn.name.register_field"),
        (task("read_record", "out x=record.values.kleur"), "bpmn.name.register_field"),
        (task("make_letter"), "bpmn.name.no_register"),
    ],
)
def test_a_diagram_that_names_what_is_not_there_is_refused(
    house: House, element: str, rule: str
) -> None:
    with pytest.raises(errors.InvalidModel) as refused:
        probing.deploy(house, probing.row(element))
    assert rule in {finding.rule for finding in refused.value.findings}


_PICK = b"""{"schemaVersion": 17, "type": "default", "id": "note", "components": [
    {"type": "select", "id": "who", "key": "who", "label": "Who", "searchable": true,
     "validate": {"required": true}, "properties": {"lijst": "LIST"}}]}"""


def test_a_form_of_a_task_picks_a_record(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "_FORM", _PICK.replace(b"LIST", b"organisator"))
    owner = recording.add(house, recording.organiser())
    number = played(house, probing.TASK.format("ask"), probing.TASK.format("look"))
    shown = f"Zonnebloem vzw (0428.759.497) \N{MIDDLE DOT} {owner}"
    by = recording.SARA
    with pytest.raises(errors.InvalidInput):
        house.do(number, "ask", by, {"who": "ORG-999999"})
    (task_row,) = house.open_tasks(number)
    tasks.complete(
        house.runtime,
        task_id=task_row.id,
        by=house.actors[by],
        posted={"who": shown},
        key=store.new_id(),
    )
    assert variables(house, number)["who"] == owner
    (task_row,) = house.open_tasks(number)
    view = tasks.view(house.runtime, task_id=task_row.id, by=house.actors[by]).form
    assert view is not None
    assert view.fields[0].text == shown


def test_a_form_that_names_no_register_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "_FORM", _PICK.replace(b"LIST", b"scholen"))
    with pytest.raises(errors.InvalidModel):
        probing.deploy(house, probing.row(probing.TASK.format("ask")))
