"""Deploying and looking: check, prepare, load and the view of a process."""

from __future__ import annotations

from typing import Any

import pytest

from engine import bpmn
from engine.bpmn import KnownNames, deploy
from engine.bpmn import bundle as bundles
from engine.bpmn.bundle import CACHED
from engine.bpmn.compile import compile_file
from engine.bpmn.normalise import NORMALISER, normalise
from engine.errors import InvalidModel, NotFound
from tests.bpmn.driving import diagram, files, flows, user


def simple(name: str = "a") -> dict[str, bytes]:
    return diagram(simple_body(name))


def simple_body(name: str) -> str:
    body = '<startEvent id="start" pr:form="intake"/>' + user(name) + '<endEvent id="end"/>'
    return body + flows(("start", name), (name, "end"))


def test_the_same_content_gives_the_same_bundle() -> None:
    normalised = bpmn.prepare(simple()).normalised
    assert bpmn.load(normalised, {}) is bpmn.load(dict(normalised), {})
    assert bpmn.load(bpmn.prepare(simple("b")).normalised, {}) is not bpmn.load(normalised, {})


def test_the_cache_is_bounded() -> None:
    first = bpmn.prepare(simple("first")).normalised
    kept = bpmn.load(first, {})
    for number in range(CACHED + 1):
        bpmn.load(bpmn.prepare(simple(f"t{number}")).normalised, {})
    assert bpmn.load(first, {}) is not kept


def test_a_next_version_compiles_only_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def counted(root: Any, file: str) -> Any:
        compiled.append(file)
        return compile_file(root, file)

    monkeypatch.setattr(bundles, "compile_file", counted)
    same = diagram(simple_body("same_task"), process="same")
    first = bpmn.load(bpmn.prepare(same | simple("one")).normalised, {})
    second = bpmn.load(bpmn.prepare(same | simple("two")).normalised, {})
    assert sorted(compiled) == ["p.bpmn", "p.bpmn", "same.bpmn"]
    assert first.diagrams["same"] is second.diagrams["same"]
    assert first.diagrams["p"] is not second.diagrams["p"]


def test_what_was_checked_is_put_into_force_without_a_second_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []

    def counted(root: Any, file: str) -> Any:
        looked.append(file)
        return normalise(root, file)

    monkeypatch.setattr(deploy, "normalise", counted)
    sound = simple("looked_at_once")
    unsound = diagram('<startEvent id="start" pr:form="intake"/>' + flows(("start", "nowhere")))
    known = KnownNames(forms=frozenset({"intake", "looked_at_once"}))
    assert not [f for f in bpmn.check(sound, known) if f.severity == "error"]
    assert bpmn.prepare(dict(reversed(sound.items()))).normalised
    assert looked == ["p.bpmn"]
    for _ in range(2):
        assert [f for f in bpmn.check(unsound, known) if f.severity == "error"]
        with pytest.raises(InvalidModel):
            bpmn.prepare(unsound)


def test_a_process_that_only_the_check_was_told_of_is_not_put_into_force() -> None:
    start = '<startEvent id="start" pr:form="intake"/>'
    call = '<callActivity id="call" name="Call" calledElement="q"/><endEvent id="end"/>'
    calls = diagram(start + call + flows(("start", "call"), ("call", "end")))
    found = bpmn.check(calls, KnownNames(processes=frozenset({"q"})))
    assert [f.rule for f in found if f.severity == "error"] == ["bpmn.call.unknown"]
    with pytest.raises(InvalidModel):
        bpmn.prepare(calls)


def test_a_prepared_deployment_names_the_normaliser() -> None:
    assert bpmn.prepare(simple()).normaliser == NORMALISER


def test_the_view_lists_what_a_process_refers_to() -> None:
    prepared = bpmn.prepare(files("service_task.bpmn", "user_task.bpmn", "business_rule_task.bpmn"))
    bundle = bpmn.load(prepared.normalised, files("business_rule_task.dmn"))
    service, tasks = bundle.process("service_task"), bundle.process("user_task")
    assert service.jobs == ("look_up", "send_letter")
    assert service.letters == ("receipt",)
    assert tasks.forms == ("approve", "assess_form")
    assert tasks.term_keys == ("admission",)
    assert bundle.process("business_rule_task").decisions == ("team_of",)
    assert [(e.id, e.kind, e.form) for e in tasks.elements][:3] == [
        ("start", "startEvent", None),
        ("assess", "userTask", "assess_form"),
        ("approve", "userTask", "approve"),
    ]


def test_the_view_knows_the_start_form_and_what_stands_in_a_sub_process() -> None:
    bundle = bpmn.load(bpmn.prepare(simple()).normalised, {})
    assert bundle.process("p").start_form == "intake"
    nested = bpmn.load(bpmn.prepare(files("subprocess.bpmn")).normalised, {}).process("subprocess")
    parents = {element.id: element.parent for element in nested.elements}
    assert (parents["one"], parents["research"]) == ("research", None)


def test_helpers_of_the_normaliser_are_not_in_the_view() -> None:
    bundle = bpmn.load(bpmn.prepare(files("implicit_split.bpmn")).normalised, {})
    assert {e.id for e in bundle.process("implicit_split").elements} == {"start", *"abcde"}


def test_an_unknown_process_is_not_found() -> None:
    with pytest.raises(NotFound):
        bpmn.load(bpmn.prepare(simple()).normalised, {}).process("q")


def test_check_gives_every_finding_and_prepare_raises_the_errors() -> None:
    broken = {
        "p.bpmn": b"<definitions",
        "q.bpmn": simple()["p.bpmn"].replace(b'pr:candidateGroup="g"', b'pr:colour="x"'),
    }
    found = bpmn.check(broken)
    assert {f.file for f in found} == {"p.bpmn", "q.bpmn"}
    with pytest.raises(InvalidModel) as refused:
        bpmn.prepare(broken)
    assert all(f.severity == "error" for f in refused.value.findings)


def test_names_are_checked_when_they_are_known() -> None:
    known = KnownNames(forms=frozenset({"intake"}))
    assert [f.element for f in bpmn.check(simple(), known) if f.severity == "error"] == ["a"]
    known = KnownNames(forms=frozenset({"intake", "a"}))
    assert [f.element for f in bpmn.check(simple(), known) if f.severity == "error"] == []


def test_a_finding_of_the_compiler_has_the_line_of_the_source() -> None:
    text = simple()["p.bpmn"].replace(b"<userTask", b"\n\n<userTask")
    body = text.replace(b'pr:candidateGroup="g"', b'pr:candidateGroup="=("')
    found = [f for f in bpmn.check({"p.bpmn": body}) if f.severity == "error"]
    assert {(f.element, f.line) for f in found} == {("a", 3)}
