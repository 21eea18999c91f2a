"""procesregie incidents: a line for what stands still, and the exit status."""

from __future__ import annotations

import pytest

from engine import cli
from tests import stuck
from tests.house import House, environment


@pytest.fixture
def found(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Return a house that the command finds."""
    for name, value in environment(house.runtime.settings).items():
        monkeypatch.setenv(name, value)
    return house


def test_what_stands_still_is_listed_and_gives_status_one(
    found: House, capsys: pytest.CaptureFixture[str]
) -> None:
    number = stuck.without_amount(found).number
    assert cli.main(["incidents"]) == 1
    line, total = capsys.readouterr().out.splitlines()
    assert f" {number} Hoeveel? [condition_without_answer] " in line
    assert total == "1 open"


def test_nothing_that_stands_still_gives_status_zero(
    found: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["incidents"]) == 0
    assert capsys.readouterr().out == "nothing stands still\n"
