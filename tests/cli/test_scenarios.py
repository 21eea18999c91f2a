"""procesregie scenarios: what is printed, as lines and as JSON, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import cli
from tests.scenarios import small
from tests.scenarios.small import HEAVY, LIGHT, scenario


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = cli.main(["scenarios", "--workers", "1", *words])
    return status, capsys.readouterr().out


def test_a_clean_folder_gives_json_and_status_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small.folder(tmp_path, {"light": LIGHT, "heavy": HEAVY})
    status, printed = run(capsys, str(folder), "--json")
    told = json.loads(printed)
    assert status == 0
    assert (told["played"], told["mutants"]) == (2, 1)
    for name in ("failed", "nodes_uncovered", "rules_uncovered", "mutants_missed"):
        assert told[name] == []


def test_what_is_not_well_gives_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small.folder(tmp_path, {"light": LIGHT, "wrong": scenario(4, "too_heavy")})
    status, printed = run(capsys, str(folder), "--json", "--no-mutants")
    told = json.loads(printed)
    assert status == 1
    assert [(one["file"], one["rule"]) for one in told["failed"]] == [
        ("probe/scenarios/wrong.yaml", "scenario.differs")
    ]
    assert [one["id"] for one in told["nodes_uncovered"]] == ["too_heavy"]
    assert [one["id"] for one in told["rules_uncovered"]] == ["above_ten"]
    assert told["mutants_missed"] is None


def test_lines_name_the_file_and_the_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small.folder(tmp_path, {"light": LIGHT, "wrong": scenario(4, "too_heavy")})
    status, printed = run(capsys, str(folder / "probe"))
    assert status == 1
    assert "FAILED probe/scenarios/wrong.yaml:11 Verwacht bij" in printed
    assert "rule on no scenario: probe/rate.dmn rate above_ten" in printed
    assert printed.splitlines()[-1] == "not clean"


def test_a_folder_without_procedures_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["scenarios", str(tmp_path)]) == 1
    assert "scenario.no procedure" in capsys.readouterr().err
