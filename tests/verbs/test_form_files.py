"""Forms that analysts edit: drafts, what is tried, and the version that goes into force."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine import deployments, errors, tasks
from engine.deployments import FileName
from engine.runtime import FileKind
from engine.store.rows import DraftRow
from tests.house import House
from tests.verbs import probing
from tests.web.test_models import FILES

NOTE = FileName(FileKind.FORM, "note", "probe")
HOSTILE = {
    what: data
    for what, (path, data) in FILES.items()
    if path.endswith(".json") and "half a sign" not in what
}


def schema(*extra: dict[str, Any]) -> bytes:
    remark = {"type": "textfield", "id": "remark_field", "key": "remark", "label": "Remark"}
    made = {"type": "default", "id": "note", "components": [remark, *extra]}
    return json.dumps(made).encode()


WHY = {
    "type": "textfield",
    "id": "why",
    "key": "why",
    "label": "Why",
    "conditional": {"hide": '=remark != "odd"'},
}


def save(house: House, content: bytes, seen: int = 0, login: str = "pieter.claeys") -> DraftRow:
    kept, _ = deployments.save_draft(
        house.runtime, name=NOTE, by=house.actors[login], content=content, seen=seen
    )
    return kept


def deploy(house: House, login: str = "pieter.claeys") -> int:
    line = deployments.deploy_draft(
        house.runtime, name=NOTE, by=house.actors[login], reason="a question more"
    )
    return line.version


def asked(house: House, number: str, remark: str) -> set[str]:
    task, by = probing.only_task(house, number), house.actors["sara.mertens"]
    if task.assignee is None:
        tasks.claim(house.runtime, task_id=task.id, by=by)
    view = tasks.preview(house.runtime, task_id=task.id, by=by, posted={"remark": remark})
    assert view is not None
    return {field.name for field in view.fields}


@pytest.fixture
def probe(house: House) -> House:
    probing.deploy(house, probing.row(probing.TASK.format("look")))
    return house


def test_a_new_case_asks_the_new_form_and_a_running_one_its_own(probe: House) -> None:
    running = probing.start(probe)
    save(probe, schema(WHY))
    assert deploy(probe) == 2
    fresh = probing.start(probe)
    assert asked(probe, fresh, "odd") == {"remark", "why"}
    assert asked(probe, fresh, "plain") == {"remark"}
    assert asked(probe, running, "odd") == {"remark"}


def test_a_draft_of_an_older_tab_does_not_overwrite_a_newer_one(probe: House) -> None:
    assert save(probe, schema()).version == 1
    with pytest.raises(errors.Stale):
        save(probe, schema(WHY))
    assert save(probe, schema(WHY), seen=1).version == 2


def test_a_form_that_another_analyst_put_into_force_is_not_overwritten(probe: House) -> None:
    save(probe, schema())
    save(probe, schema(WHY), login="sofie.lemmens")
    assert deploy(probe, "sofie.lemmens") == 2
    save(probe, schema(WHY | {"label": "How"}), seen=1)
    with pytest.raises(errors.Stale):
        deploy(probe)


def test_another_file_that_went_into_force_is_no_conflict(probe: House) -> None:
    save(probe, schema(WHY))
    probing.deploy(probe, probing.row(probing.TASK.format("listen")))
    assert deploy(probe) == 3
    assert asked(probe, probing.start(probe), "odd") == {"remark", "why"}


def test_a_draft_may_be_wrong_but_does_not_go_into_force(probe: House) -> None:
    wrong = schema(WHY | {"key": "remark"})
    _, findings = deployments.save_draft(
        probe.runtime, name=NOTE, by=probe.actors["pieter.claeys"], content=wrong, seen=0
    )
    assert [each.rule for each in findings] == ["form.key_twice"]
    with pytest.raises(errors.InvalidModel):
        deploy(probe)


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_safe_json_is_not_even_kept(probe: House, what: str) -> None:
    with pytest.raises(errors.InvalidModel):
        save(probe, HOSTILE[what])
    shown = deployments.form_file(probe.runtime, name=NOTE, by=probe.actors["pieter.claeys"])
    assert shown.draft is None


@pytest.mark.parametrize(
    ("sample", "code"),
    [
        ("{", "sample.not_feel"),
        ("[1]", "sample.not_a_context"),
        ("1" * 70_000, "sample.too_large"),
        ("{" * 9_000, "sample.not_feel"),
    ],
)
def test_sample_data_that_cannot_be_read_is_told(probe: House, sample: str, code: str) -> None:
    trial = deployments.try_form(
        probe.runtime, schema=schema(), sample=sample, by=probe.actors["pieter.claeys"]
    )
    assert trial.view is None
    assert trial.problem
    assert trial.problem.code == code


def test_a_form_is_tried_with_what_the_case_would_know(probe: House) -> None:
    trial = deployments.try_form(
        probe.runtime,
        schema=schema(WHY),
        sample='{"remark": "odd"}',
        by=probe.actors["pieter.claeys"],
    )
    assert trial.view
    assert {field.name: field.text for field in trial.view.fields} == {"remark": "odd", "why": ""}


@pytest.mark.parametrize("what", HOSTILE)
def test_trying_something_hostile_is_a_finding(probe: House, what: str) -> None:
    by = probe.actors["pieter.claeys"]
    assert deployments.try_form(probe.runtime, schema=HOSTILE[what], by=by).findings


def test_who_may_not_deploy_tries_nothing(probe: House) -> None:
    with pytest.raises(errors.NotAllowed):
        deployments.try_form(probe.runtime, schema=schema(), by=probe.actors["sara.mertens"])


def test_the_catalogue_tells_what_is_shared_and_which_tasks_ask_it(house: House) -> None:
    by = house.actors["pieter.claeys"]
    found = deployments.catalogue_of_forms(house.runtime, by=by)
    lines = next(lines for version, lines in found if version.process_key == "vergunning")
    shared = {line.name: line.shared for line in lines}
    assert shared["neem_beslissing"]
    assert not shared["onderzoek_aanvraag"]
    assert next(line for line in lines if line.name == "onderzoek_aanvraag").tasks
