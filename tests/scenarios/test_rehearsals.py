"""Scenarios that a page asks for: played apart, shown afterwards, one at a time for an analyst."""

from __future__ import annotations

import shutil
import subprocess
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine import deployments, errors, scenarios
from engine.model import RehearsalState
from engine.scenarios import Rehearsal, Stage, alone, rehearsals
from engine.scenarios.covering import Place
from tests.furnished import house as furnished_house
from tests.furnished import show_house
from tests.house import ROOT, House

__all__ = ["furnished_house", "show_house"]

SMALL = "post_bekijken"
ANALYST, OTHER = "pieter.claeys", "sofie.lemmens"


@pytest.fixture
def house(furnished_house: House, tmp_path: Path) -> House:
    """Return a house whose folder of models is small, so that playing it is quick."""
    processes, forms = tmp_path / "processes", tmp_path / "forms"
    left = {"gedeeld", "post", "codelijsten", "registers"}
    processes.mkdir()
    for path in (ROOT / "processes").iterdir():
        if path.name in left or path.is_file():
            copy = shutil.copytree if path.is_dir() else shutil.copyfile
            copy(path, processes / path.name)
    for name in ("gedeeld", "post"):
        shutil.copytree(ROOT / "forms" / name, forms / name)
    settings = replace(furnished_house.runtime.settings, processes=str(processes), forms=str(forms))
    return replace(furnished_house, runtime=replace(furnished_house.runtime, settings=settings))


def drawn(house: House) -> bytes:
    by = house.actors[ANALYST]
    return deployments.view(house.runtime, process_id=SMALL, by=by).xml


def ask(house: House, content: bytes, login: str = ANALYST) -> Rehearsal:
    return scenarios.ask(house.runtime, name=SMALL, by=house.actors[login], content=content)


def told(house: House, login: str = ANALYST) -> Rehearsal:
    found = scenarios.last(house.runtime, name=SMALL, by=house.actors[login])
    assert found is not None
    return found


def played(house: House) -> Rehearsal:
    """Let a stage play what was asked for, to its end."""
    stage = Stage(house.runtime)
    stage.look()
    for _ in range(600):
        if told(house).state in {RehearsalState.DONE, RehearsalState.STOPPED}:
            return told(house)
        time.sleep(0.1)
    raise AssertionError("the scenarios never end")


def test_what_is_drawn_is_played_and_nothing_else_changes(house: House) -> None:
    content = drawn(house)
    assert ask(house, content).state is RehearsalState.ASKED
    found = played(house)
    assert found.state is RehearsalState.DONE
    assert found.report["failed"] == 0
    assert found.report["files"] > 0
    assert found.content == content
    assert (
        deployments.view(house.runtime, process_id=SMALL, by=house.actors[ANALYST])
        .versions[0]
        .version
        == 1
    )


def test_a_scenario_that_fails_is_told_with_its_line(house: House) -> None:
    wrong = drawn(house).replace(b"pr:candidateGroup=", b"pr:assignee=")
    assert wrong != drawn(house)
    ask(house, wrong)
    found = played(house)
    assert found.state is RehearsalState.DONE
    assert found.report["failed"] == 1
    assert {each["file"] for each in found.report["findings"]} == {
        "post/scenarios/post_bekeken.yaml"
    }
    assert all(each["line"] for each in found.report["findings"])


def test_one_at_a_time_for_an_analyst(house: House) -> None:
    ask(house, drawn(house))
    with pytest.raises(errors.Conflict, match=r"model_rehearsal\.running"):
        ask(house, drawn(house))
    ask(house, drawn(house), OTHER)


def test_one_that_was_lost_with_its_worker_was_stopped_and_another_may_begin(house: House) -> None:
    ask(house, drawn(house))
    house.clock.now += timedelta(seconds=3 * rehearsals.LONGEST)
    assert told(house).state is RehearsalState.STOPPED
    assert ask(house, drawn(house)).state is RehearsalState.ASKED


def test_a_caseworker_may_not_ask(house: House) -> None:
    with pytest.raises(errors.NotAllowed):
        ask(house, drawn(house), "sara.mertens")


def test_what_takes_too_long_is_stopped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsals, "LONGEST", 0.2)
    ask(house, drawn(house))
    assert played(house).state is RehearsalState.STOPPED


def test_who_plays_knows_nothing_of_the_environment(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}
    monkeypatch.setenv("PROCESREGIE_DATABASE_URL", "postgresql://secret")

    def refuse(command: list[str], **more: Any) -> None:
        seen.update(more["env"])
        raise OSError("not now")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    ask(house, drawn(house))
    assert played(house).state is RehearsalState.STOPPED
    assert set(seen) == {"PATH", "PYTHONPATH", "LANG", "TMPDIR"}
    assert not Path(seen["TMPDIR"]).exists()


def test_a_report_becomes_codes_and_places(house: House) -> None:
    del house
    report = scenarios.Report(files=2, nodes_uncovered=(Place("a/b.bpmn", "p", "n"),))
    facts = alone.facts_of(report)
    assert facts["nodes"] == [{"file": "a/b.bpmn", "inside": "p", "id": "n"}]
    assert (facts["files"], facts["failed"]) == (2, 0)
