"""procesregie generate --bulk: what it makes verifies; where it does not belong it is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engine import cli
from engine.config import PREFIX
from engine.inventing import multiplying, play
from tests import house as houses
from tests.house import House

MADE = re.compile(r"(\d+) cases, (\d+) open tasks, (\d+) finished tasks, \d+ rows in \d+ s")


@pytest.fixture
def command(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Let the command work on a furnished house; one case is played instead of 24."""
    for name, value in houses.environment(house.runtime.settings).items():
        monkeypatch.setenv(name, value)

    def fewer(runtime: Any, *, cases: int, chance: Any) -> Any:
        return play(runtime, cases=min(1, cases), chance=chance)

    monkeypatch.setattr(multiplying, "play", fewer)
    return house


def test_every_chain_of_what_it_makes_verifies_and_it_adds_only_when_that_is_asked(
    command: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["generate", "--bulk", "--open", "30", "--finished", "50"]) == 0
    *_, last, ok = capsys.readouterr().out.splitlines()
    assert ok == "ok: check it with procesregie verify"
    found = MADE.fullmatch(last)
    assert found is not None, last
    cases, opened, finished = map(int, found.groups())
    assert opened == 30
    assert finished >= 50
    assert cli.main(["verify", "--sample", "1000"]) == 0
    assert f"{cases} cases" in capsys.readouterr().out
    assert cli.main(["generate", "--bulk", "--open", "3"]) == 1
    assert capsys.readouterr().out.startswith("there are cases already")
    assert cli.main(["generate", "--bulk", "--open", "3", "--add", "--seed", "2"]) == 0
    assert MADE.findall(capsys.readouterr().out)[-1][1] == "3"


def test_only_in_demo_mode_and_only_something(
    command: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["generate", "--bulk"]) == 2
    assert cli.main(["generate", "5", "--bulk", "--open", "1"]) == 2
    monkeypatch.setenv(f"{PREFIX}DEMO", "0")
    assert cli.main(["generate", "--bulk", "--open", "1"]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("only in demo mode")
