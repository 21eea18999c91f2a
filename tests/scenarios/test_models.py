"""Which models a folder holds, and what it borrows."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import scenarios
from engine.errors import NotFound
from engine.scenarios.staging import stage
from tests.house import ROOT
from tests.scenarios import small

OURS, FORMS = ROOT / "processes", ROOT / "forms"


def test_without_a_folder_it_is_the_process_repository() -> None:
    found = scenarios.models_of(None, OURS, FORMS)
    assert (found.processes, found.forms) == (OURS, FORMS)
    assert {"vergunning", "gedeeld"} <= found.own()


def test_a_folder_of_one_procedure_is_that_procedure(tmp_path: Path) -> None:
    where = small.folder(tmp_path, {})
    found = scenarios.models_of(where / "probe", OURS, FORMS)
    assert (found.processes, found.procedure, found.own()) == (where, "probe", frozenset({"probe"}))
    assert found.forms == tmp_path / "forms"


def test_a_folder_without_procedures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        scenarios.models_of(tmp_path, OURS, FORMS)
    with pytest.raises(NotFound) as refused:
        scenarios.models_of(None, OURS, FORMS, procedure="elsewhere")
    assert "vergunning" in refused.value.facts["known"]


def test_what_a_folder_leaves_out_is_ours_but_not_our_procedures(tmp_path: Path) -> None:
    models = small.models(tmp_path / "theirs", {})
    processes, forms = stage(models, tmp_path / "whole")
    assert (processes / "rollen.toml").read_bytes() == (OURS / "rollen.toml").read_bytes()
    assert (processes / "registers").is_dir()
    assert not (processes / "vergunning").exists()
    assert not list((processes / "gedeeld").glob("*.bpmn"))  # their own shared parts stay theirs
    assert (forms / "probe" / "weigh.json").is_file()
