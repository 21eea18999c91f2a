"""What the migration of one running case to another version changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.model.step import Step

Place = tuple[str, str]  # a process and an element in it, both by the analyst's id


class MigrationOutcome(StrEnum):
    """What became, or would become, of one case."""

    MIGRATES = "migrates"
    MIGRATED = "migrated"
    REFUSED = "refused"
    MOVED = "moved meanwhile"


@dataclass(frozen=True, slots=True)
class ElementMoved:
    """A token stands on another element now, or on one that is called otherwise."""

    token: str
    element: str
    process: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class TaskChanged:
    """An open task as the new version defines it; assignee and draft stay.

    Its group holds only when `new_group`, its due day only when `new_due`: what both versions
    define alike stays as it was evaluated when the task was opened.
    """

    token: str
    element: str
    process: str
    name: str
    kind: str
    form: str | None
    four_eyes: tuple[str, ...]
    term: str | None
    legal_basis: str | None
    new_group: bool = False
    candidate_group: str | None = None
    new_due: bool = False
    due: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Migrated:
    """One case in its new version: the new state and everything outside that must follow it.

    `step` holds the document, what is armed and withdrawn, and what went on because nothing holds
    it any more. `renamed` leads from places of the old version to those of the new one that are
    called otherwise: it is for what the case has behind it.
    """

    step: Step
    process: str
    tasks: tuple[TaskChanged, ...]
    moved: tuple[ElementMoved, ...]
    renamed: Mapping[Place, Place]
