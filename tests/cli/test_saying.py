"""What the terminal says when a command cannot go on, and when nobody reads any more."""

from __future__ import annotations

import os
from io import TextIOWrapper
from pathlib import Path

import pytest

from engine import cli
from tests.house import House, environment


@pytest.mark.parametrize("buffered", [True, False])
@pytest.mark.parametrize("command", [["incidents"], ["connectors"]])
def test_a_pipe_that_nobody_reads_any_more_is_no_fault(
    command: list[str],
    buffered: bool,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment(house.runtime.settings).items():
        monkeypatch.setenv(name, value)
    reader, writer = os.pipe()
    os.close(reader)
    opened = os.fdopen(writer, "wb", -1 if buffered else 0)
    with TextIOWrapper(opened, write_through=not buffered) as nobody:
        monkeypatch.setattr("sys.stdout", nobody)
        assert cli.main(command) == 1
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", ["verify", "upgrade", "incidents"])
def test_a_database_that_is_away_is_said_in_a_line(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PROCESREGIE_DATA_DIR", str(tmp_path))
    nobody = f"postgresql+psycopg://nobody@/nothing?host={tmp_path}"
    monkeypatch.setenv("PROCESREGIE_DATABASE_URL", nobody)
    assert cli.main([command]) == 1
    assert capsys.readouterr().err == "database unavailable\n"


def test_another_pipe_that_breaks_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_arguments: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(cli, "_run", broken)
    with pytest.raises(BrokenPipeError):
        cli.main(["incidents"])
