"""The scenarios of the process repository, for tests that want a case as somebody left it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from engine import scenarios, wording
from engine.scenarios import Plans, Played
from tests import house as houses
from tests.house import House

FOLDER = houses.ROOT / "processes"


@cache
def plans() -> Plans:
    """Return every scenario of the process repository; each can be read."""
    found, findings = scenarios.read_all(scenarios.plan_files(FOLDER))
    assert not findings, findings
    return found


def play(house: House, file: Path) -> Played:
    """Play `file` to its end; an AssertionError says what did not go as written."""
    played = scenarios.play(house, plans(), file.relative_to(FOLDER).as_posix())
    told = [f"{one.file}:{one.line} {wording.finding(one)}" for one in played.findings]
    assert not told, "\n".join(told)
    return played
