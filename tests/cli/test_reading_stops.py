"""Whoever reads what a command prints may stop: the command ends without a word."""

from __future__ import annotations

import os

import pytest

from engine import cli
from tests.house import House, environment


@pytest.mark.parametrize("command", [["incidents"], ["connectors"]])
def test_a_pipe_that_nobody_reads_any_more_is_no_fault(
    command: list[str],
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment(house.runtime.settings).items():
        monkeypatch.setenv(name, value)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as nobody:
        monkeypatch.setattr("sys.stdout", nobody)
        assert cli.main(command) == 1
    assert capsys.readouterr().err == ""
