"""A scenario as it was read: who does what on which day, and what should be there then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

DOOR = "an.admin"
"""Who starts a case, or brings in the post, when the scenario names nobody."""

ASSERTED = ("tasks", "groups", "clocks", "letters")
"""What every scenario should look at, at least once."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `kind` is task, time, document, booked, message or expect; `line` counts from 1.

    `given` has the engine's words; what is answered, sent or compared stays the analyst's.
    """

    kind: str
    given: Mapping[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """A case from its start to its end; `after` is the file of the scenario that goes before."""

    file: str
    title: str
    process: str
    day: date
    start: Mapping[str, Any]
    steps: tuple[Step, ...]
    end: str
    by: str = DOOR
    after: str | None = None

    @property
    def unasserted(self) -> tuple[str, ...]:
        """Return what the scenario never looks at of tasks, groups, clocks and letters."""
        seen = {name for step in self.steps if step.kind == "expect" for name in step.given}
        return tuple(name for name in ASSERTED if name not in seen)


@dataclass(frozen=True, slots=True)
class Row:
    """What a decision is given, and what it should give."""

    given: Mapping[str, Any]
    expected: Any
    line: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A decision tried on rows of values, without a case."""

    file: str
    title: str
    decision: str
    rows: tuple[Row, ...]
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Plans:
    """All scenarios and trials of a process repository, by file."""

    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    trials: Mapping[str, Trial] = field(default_factory=dict)


def plain(value: Any) -> Any:
    """Return what YAML gave as what JSON would hold."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def flat(values: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Return nested values by dotted path, as they are typed."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found.update(flat(value, f"{before}{name}."))
        else:
            found[f"{before}{name}"] = str(plain(value))
    return found


def part_of(value: Any, path: Sequence[str]) -> Any:
    """Return what stands at a path of names and positions, None when nothing does."""
    for name in path:
        if isinstance(value, list):
            value = value[int(name)] if name.isdigit() and int(name) < len(value) else None
        else:
            value = value.get(name) if isinstance(value, Mapping) else None
    return value
