"""What analysts put into force: checked as a whole, versions that never change, drafts."""

from __future__ import annotations

from typing import Any

import pytest

from engine import deployments, errors
from tests.forms.building import field, schema
from tests.house import PROCESS, House
from tests.verbs import probing

ONE, TWO = (probing.row(probing.TASK.format(name)) for name in ("look", "listen"))


def versions(house: House) -> int:
    by = house.actors["pieter.claeys"]
    lines = deployments.catalogue(house.runtime, by=by)
    return next((line.version for line in lines if line.process_key == "probe"), 0)


def test_a_model_with_findings_is_refused_whole_and_with_all_of_them(house: House) -> None:
    broken = ONE.replace('targetRef="finish"', 'targetRef="nowhere"').replace(
        'pr:candidateGroup="kb-ko-oost"', 'pr:candidateGroup="=1 +"'
    )
    with pytest.raises(errors.InvalidModel) as refused:
        probing.deploy(house, broken)
    wrong = [finding for finding in refused.value.findings if finding.severity == "error"]
    assert len({finding.rule for finding in wrong}) >= 2
    assert all(finding.file == "probe/probe.bpmn" for finding in wrong)
    assert versions(house) == 0


def test_equal_content_is_the_version_that_is_there(house: House) -> None:
    assert [probing.deploy(house, each).version for each in (ONE, TWO, ONE)] == [1, 2, 1]


def test_a_running_case_keeps_the_version_that_it_started_with(house: House) -> None:
    probing.deploy(house, ONE)
    old = probing.start(house)
    probing.deploy(house, TWO)
    new = probing.start(house)
    assert probing.only_task(house, old).element == "look"
    assert probing.only_task(house, new).element == "listen"
    house.do(old, "look", "sara.mertens", {})
    assert house.case(old).end_event == "finish"
    assert house.case(old).deployment_id != house.case(new).deployment_id


def test_who_may_not_deploy_is_told_so(house: House) -> None:
    with pytest.raises(errors.NotAllowed):
        probing.deploy(house, ONE, by=house.actors["sara.mertens"])


def test_a_draft_of_an_older_tab_does_not_overwrite_a_newer_one(house: House) -> None:
    by = house.actors["pieter.claeys"]
    xml = deployments.view(house.runtime, process_id=PROCESS, by=by).xml

    def save(seen: int) -> int:
        kept, _ = deployments.save_draft(house.runtime, name=PROCESS, by=by, content=xml, seen=seen)
        return kept.version

    assert save(0) == 1
    with pytest.raises(errors.Stale):
        save(0)
    assert save(1) == 2


def test_drafts_of_two_analysts_do_not_meet(house: House) -> None:
    pieter, sofie = house.actors["pieter.claeys"], house.actors["sofie.lemmens"]
    xml = deployments.view(house.runtime, process_id=PROCESS, by=pieter).xml
    deployments.save_draft(house.runtime, name=PROCESS, by=pieter, content=xml, seen=0)
    assert deployments.view(house.runtime, process_id=PROCESS, by=sofie).draft is None


@pytest.mark.parametrize(
    ("kind", "more", "rule"),
    [
        ("plan", {}, None),
        ("foto", {"multiple": True}, None),
        ("verzonnen", {}, "form.unknown_document_type"),
        ("plan", {"multiple": True}, "form.one_of_type"),
    ],
)
def test_a_file_picker_asks_a_type_that_the_procedure_has(
    house: House, kind: str, more: dict[str, Any], rule: str | None
) -> None:
    types = (
        '[[document_type]]\nkey = "plan"\ntitle = "Plan"\n'
        '[[document_type]]\nkey = "foto"\ntitle = "Foto"\nseveral = true\n'
    )
    asked = field("filepicker", "stuk", properties={"soort": kind}, **more)
    files = {
        "probe/procedure.toml": probing.FACTS + types.encode(),
        "forms/probe/note.json": schema(asked, id="note"),
    }
    if rule is None:
        assert probing.deploy(house, ONE, files=files).version == 1
        return
    with pytest.raises(errors.InvalidModel) as refused:
        probing.deploy(house, ONE, files=files)
    (finding,) = (each for each in refused.value.findings if each.severity == "error")
    assert (finding.rule, finding.file, finding.element) == (rule, "forms/probe/note.json", "stuk")
