"""procesregie export: what is printed, and what is refused with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import cli
from tests.house import House, environment


@pytest.fixture(autouse=True)
def _found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(house.runtime.settings).items():
        monkeypatch.setenv(name, value)


def test_the_versions_and_files_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", str(tmp_path), "--procedure", "post"]) == 0
    told = capsys.readouterr().out
    assert "written: processes/post/post_bekijken.bpmn\n" in told
    assert "procedure post: version 1 " in told
    assert told.endswith(" files written, 0 removed\n")


def test_a_changed_file_is_named_in_dutch_and_the_status_is_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["export", str(tmp_path), "--procedure", "post"])
    (tmp_path / "processes" / "post" / "post_bekijken.bpmn").write_text("anders", "utf-8")
    capsys.readouterr()
    assert cli.main(["export", str(tmp_path), "--procedure", "post"]) == 1
    told = capsys.readouterr().err
    assert "processes/post/post_bekijken.bpmn" in told
    assert "zou verloren gaan" in told


def test_a_procedure_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", str(tmp_path), "--procedure", "nergens"]) == 1
    assert "no procedure" in capsys.readouterr().err
    assert list(tmp_path.glob("processes*")) == []
