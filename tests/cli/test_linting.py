"""The command that looks a folder of models over: what ships is clean, what is wrong is named."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine import cli

ROOT = Path(__file__).parents[2]
DIAGRAM = "late_post.bpmn"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small folder of models: one procedure of ours, which borrows all the rest."""
    shutil.copytree(ROOT / "processes" / "post", tmp_path / "models" / "processes" / "post")
    shutil.copytree(ROOT / "forms" / "post", tmp_path / "models" / "forms" / "post")
    return tmp_path / "models" / "processes"


def _looked(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    status = cli.main(["lint", str(folder), "--errors", "--json"])
    return status, json.loads(capsys.readouterr().out)


def _change(file: Path, old: str, new: str) -> None:
    before = file.read_text("utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), "utf-8")


def test_what_ships_is_clean(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.main(["lint", "--errors"]) == 0
    assert capsys.readouterr().out.endswith("ok\n")


def test_a_wrong_group_is_told_with_file_line_and_element(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    diagram = folder / "post" / "post_bekijken.bpmn"
    _change(diagram, 'pr:candidateGroup="', 'pr:candidateGroup="niemand-')
    assert cli.main(["lint", str(folder), "--errors"]) == 1
    told = capsys.readouterr().out
    assert f"{diagram}:" in told
    assert " bekijk_post: fout: " in told
    assert "[bpmn.name.group]" in told
    assert told.endswith("not clean\n")


def test_work_outside_without_a_way_by_hand_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "processes" / "gedeeld", tmp_path / "gedeeld")
    shutil.copytree(ROOT / "processes" / "doorgeven", tmp_path / "doorgeven")
    shared = tmp_path / "gedeeld" / "extern_systeem.bpmn"
    caught = '<bpmn:errorEventDefinition id="lukt_niet_vanzelf_fout" />'
    _change(shared, caught, '<bpmn:escalationEventDefinition id="lukt_niet_vanzelf_fout" />')
    status, told = _looked(tmp_path, capsys)
    found = {each["rule"]: each["severity"] for each in told["findings"]}
    assert status == 1
    assert found["bpmn.fallback.none"] == found["bpmn.fallback.uncaught"] == "error"


def test_a_drawing_that_overlaps_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "processes" / "gedeeld", tmp_path / "gedeeld")
    _change(tmp_path / "gedeeld" / DIAGRAM, 'x="600" y="100"', 'x="500" y="110"')
    shutil.copytree(ROOT / "processes" / "post", tmp_path / "post")
    status, told = _looked(tmp_path, capsys)
    assert status == 1
    assert {(Path(each["file"]).name, each["rule"]) for each in told["findings"]} >= {
        (DIAGRAM, "layout.overlap")
    }


def test_a_form_a_table_of_facts_and_a_scenario_are_looked_at_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = folder.parent / "forms" / "post"
    form = sorted(forms.glob("*.json"))[0]
    form.write_text("{", "utf-8")
    (folder / "post" / "procedure.toml").write_text('title = "Post"\nx = = 3\n', "utf-8")
    (folder / "post" / "scenarios").mkdir(exist_ok=True)
    (folder / "post" / "scenarios" / "a.yaml").write_text("titel: [", "utf-8")
    status, told = _looked(folder, capsys)
    assert status == 1
    assert {each["file"] for each in told["findings"]} == {
        str(form),
        str(folder / "post" / "procedure.toml"),
        str(folder / "post" / "scenarios" / "a.yaml"),
    }
    (facts,) = (each for each in told["findings"] if each["rule"] == "facts.not_toml")
    assert facts["line"] == 2


def test_one_procedure_is_looked_at_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = _looked(folder / "post", capsys)
    assert (status, told["procedures"], told["clean"]) == (0, ["post"], True)
    assert told["diagrams"] == 2


def test_roles_that_cannot_be_read_are_a_finding_and_no_crash(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "rollen.toml").write_text("role = 3\n", "utf-8")
    status, told = _looked(folder, capsys)
    assert (status, [each["rule"] for each in told["findings"]]) == (1, ["lint.unusable"])


def test_a_folder_without_procedures_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["lint", str(tmp_path)]) == 1
    assert "no procedure" in capsys.readouterr().err
