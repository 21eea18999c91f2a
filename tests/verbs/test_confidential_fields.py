"""Fields whose class has readers: what others see of them, and what they cannot lose."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine import bpmn, cases, deployments, drafts, errors, history, masking, operations, tasks
from engine import runtime as wiring
from engine.deployments import checking, confidential, folders
from engine.model import SYSTEM, Actor, RoleInTeam
from engine.operations import Correction
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import whereabouts
from tests import house as houses
from tests.house import House
from tests.web.site import REGISTERED, start_values

SECRET = "0470 98 76 54"
FIELD = "organisator.telefoon"
MARKED = b'"key": "organisator.telefoon",\n          "properties": {"vertrouwelijk": "gevoelig"},'
START = "forms/vergunning/aanvraag_ontvangen.json"
CHECKED = "forms/gedeeld/controleer_registratie.json"
FACTS = "vergunning/procedure.toml"


@cache
def files_of_the_licence() -> Mapping[str, bytes]:
    """Return the files of the licence, in which the telephone number is confidential."""
    runtime = wiring.build(houses.settings(Path("nowhere")))
    files = dict(folders.read_folders(runtime))["vergunning"]
    asked = files[START]
    assert b'"key": "organisator.telefoon",' in asked
    return {**files, START: asked.replace(b'"key": "organisator.telefoon",', MARKED)}


@pytest.fixture
def number(house: House) -> str:
    """Return a case with a secret, at the task of an.admin, who may not read it."""
    files = files_of_the_licence()
    deployments.deploy(
        house.runtime,
        process_key="vergunning",
        files=files,
        by=SYSTEM,
        reason="proef",
        source="page",
    )
    values: dict[str, Any] = start_values()
    values["organisator"]["telefoon"] = SECRET
    number = house.start(values, key="a-case-with-a-secret")
    house.work_off()
    return number


@pytest.fixture
def an(house: House) -> Actor:
    return house.actors["an.admin"]


def reader(person: Actor) -> Actor:
    """Return somebody with a role more, that of a reader of the class."""
    return Actor(person.person_id, person.name, (*person.roles, RoleInTeam("jurist")))


def kept(house: House, number: str) -> Any:
    """Return the secret as the case has it."""
    with house.runtime.store.read() as tx:
        case = case_rows.find(tx, number)
        assert case is not None
        document = whereabouts.document(tx, case.id)
    assert document is not None
    (task,) = house.open_tasks(number)
    return bpmn.visible(document, task.token)["organisator"]["telefoon"]


def task_of(house: House, number: str) -> str:
    (task,) = house.open_tasks(number)
    return task.id


def field_of(house: House, number: str, by: Actor) -> Any:
    form = tasks.view(house.runtime, task_id=task_of(house, number), by=by).form
    assert form is not None
    (field,) = (each for each in form.fields if each.name == FIELD)
    return field


def test_in_another_form_the_field_is_locked_and_empty_for_who_may_not_read_it(
    house: House, number: str, an: Actor
) -> None:
    seen, whole = field_of(house, number, an), field_of(house, number, reader(an))
    assert (seen.text, seen.disabled) == ("", True)
    assert (whole.text, whole.disabled) == (SECRET, False)


def test_completing_a_task_keeps_what_the_person_could_not_see(house: House, number: str) -> None:
    answers = {**REGISTERED, "organisator.email": "nieuw@voorbeeld.be"}
    house.do(number, "controleer_registratie", "an.admin", answers)
    assert kept(house, number) == SECRET


def test_a_forged_value_for_a_locked_field_is_refused(house: House, number: str, an: Actor) -> None:
    task_id = task_of(house, number)
    tasks.claim(house.runtime, task_id=task_id, by=an)
    posted = house.filled_in(task_id, an, dict(REGISTERED))
    with pytest.raises(tasks.RefusedForm) as refused:
        tasks.complete(
            house.runtime, task_id=task_id, by=an, posted={**posted, FIELD: "1"}, key="k" * 20
        )
    assert [each.field for each in refused.value.problems] == [FIELD]
    assert kept(house, number) == SECRET


def test_a_draft_of_a_reader_is_hidden_from_others_and_not_lost(
    house: House, number: str, an: Actor
) -> None:
    task_id, other = task_of(house, number), reader(an)
    tasks.claim(house.runtime, task_id=task_id, by=other)
    typed = {FIELD: "0471 11 11 11", "organisator.email": "a@voorbeeld.be"}
    version = drafts.save_task(house.runtime, task_id=task_id, by=other, posted=typed, seen=0)
    assert field_of(house, number, an).text == ""
    typed = {"organisator.email": "b@voorbeeld.be"}
    drafts.save_task(house.runtime, task_id=task_id, by=an, posted=typed, seen=version)
    assert field_of(house, number, other).text == "0471 11 11 11"


def test_the_trail_keeps_the_value_and_only_the_reading_is_masked(
    house: House, number: str
) -> None:
    auditor = house.actors["ann.auditor"]
    seen = history.read_case(house.runtime, number=number, by=auditor)
    assert SECRET not in repr(seen)
    assert masking.MASKED in repr(seen.events)
    assert SECRET not in repr(history.search(house.runtime, by=auditor))
    with house.runtime.store.read() as tx:
        assert SECRET in repr(trail.of_case(tx, house.case(number).id))
    assert history.verify(house.runtime, by=auditor).whole
    assert SECRET not in repr(cases.view(house.runtime, number=number, by=auditor))
    both = reader(auditor)
    assert SECRET in repr(history.read_case(house.runtime, number=number, by=both))
    assert SECRET in repr(cases.view(house.runtime, number=number, by=both))


def test_an_operator_neither_sees_nor_copies_nor_writes_it(house: House, number: str) -> None:
    bert = house.actors["bert.beheer"]
    found = operations.stuck(house.runtime, number=number, by=bert)
    assert SECRET not in repr(found)
    asked = Correction({"kopie": FIELD})
    shown = operations.foresee(house.runtime, number=number, asked=asked, by=bert)
    assert SECRET not in repr(shown)
    for path in (FIELD, "organisator"):
        with pytest.raises(errors.InvalidInput) as refused:
            operations.set_variables(
                house.runtime,
                number=number,
                typed={path: "null"},
                seen=found.version,
                reason="een proef",
                by=bert,
            )
        assert [each.code for each in refused.value.problems] == ["confidential_value"]


def changed(files: Mapping[str, bytes], path: str, old: bytes, new: bytes) -> dict[str, bytes]:
    assert old in files[path], (path, old)
    return {**files, path: files[path].replace(old, new, 1)}


@pytest.mark.parametrize(
    ("path", "old", "new", "rule", "severity"),
    [
        (FACTS, b'key = "gevoelig"', b'key = "ander"', "no_readers", "error"),
        (
            "vergunning/vergunning_gezinsopvang.bpmn",
            b'<pr:field name="place" source="=gemeente.naam" />',
            b'<pr:field name="place" source="=organisator.telefoon" />',
            "search_field",
            "error",
        ),
        (
            "gedeeld/brieven/vraag_aanvulling.md",
            b'onderwerp = "',
            b'onderwerp = "{{ organisator.telefoon }} ',
            "letter_subject",
            "error",
        ),
        (
            "gedeeld/brieven/vraag_aanvulling.md",
            b"## Vragen",
            b"{{ organisator.telefoon }}\n\n## Vragen",
            "letter",
            "warning",
        ),
        (CHECKED, b'"label": "', b'"label": "{{organisator.telefoon}} ', "form", "warning"),
        (
            "vergunning/vergunning_gezinsopvang.bpmn",
            b'<pr:in source="=bevoegd" target="bevoegd" />',
            b'<pr:in source="=organisator.telefoon" target="bevoegd" />',
            "diagram",
            "warning",
        ),
        (
            "vergunning/documentenlijst.dmn",
            b"<text>organisator.rechtsvorm</text>",
            b"<text>organisator.telefoon</text>",
            "table",
            "warning",
        ),
    ],
)
def test_where_a_confidential_field_is_told_is_found_at_deployment(
    path: str, old: bytes, new: bytes, rule: str, severity: str
) -> None:
    files = files_of_the_licence()
    before = {(each.file, each.rule) for each in confidential.check(files)}
    found = confidential.check(changed(files, path, old, new))
    added = [each for each in found if (each.file, each.rule) not in before]
    assert {(each.rule, each.severity) for each in added} == {(f"confidential.{rule}", severity)}


def test_what_everybody_would_read_stops_the_deployment(house: House) -> None:
    files = changed(files_of_the_licence(), FACTS, b'key = "gevoelig"', b'key = "ander"')
    stops = {each.rule for each in checking.check(house.runtime, files) if each.severity == "error"}
    assert stops == {"confidential.no_readers"}


CALLS_IT = b'calledElement="strafregister_beoordeling"'
SHARED_FORM = "forms/gedeeld/noteer_kenmerken.json"


def files_of(procedure: str) -> dict[str, bytes]:
    return dict(folders.read_folders(wiring.build(houses.settings(Path("nowhere")))))[procedure]


def without_readers(files: Mapping[str, bytes]) -> set[str]:
    """Return the forms that are found to promise readers whom the procedure does not name."""
    found = confidential.check(files)
    return {each.file for each in found if each.rule == "confidential.no_readers"}


def test_a_shared_form_that_a_procedure_never_asks_needs_no_readers_there() -> None:
    files = files_of("subsidie")
    assert SHARED_FORM in files
    assert without_readers(files) == set()


@pytest.mark.parametrize("called", [CALLS_IT, b'calledElement="=onderdeel"'])
def test_a_procedure_that_leads_to_a_shared_form_names_its_readers(called: bytes) -> None:
    diagram = "subsidie/toekenning.bpmn"
    files = changed(files_of("subsidie"), diagram, b'calledElement="kennisgeving"', called)
    assert SHARED_FORM in without_readers(files)


def test_the_readers_of_a_criminal_record_are_named_where_it_is_assessed() -> None:
    files = files_of("strafregister")
    assert without_readers(files) == set()
    unnamed = changed(files, "strafregister/procedure.toml", b'key = "gevoelig"', b'key = "ander"')
    assert SHARED_FORM in without_readers(unnamed)
