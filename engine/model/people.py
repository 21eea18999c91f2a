"""Who acts, what they may do, and how far they look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Permission(StrEnum):
    """What an actor may do; every route and every verb names one."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    WORK_TASKS = "work_tasks"
    START_CASES = "start_cases"
    READ_CASES = "read_cases"
    REGISTER_POST = "register_post"
    READ_REGISTERS = "read_registers"
    EDIT_REGISTERS = "edit_registers"
    DEPLOY_MODELS = "deploy_models"
    READ_MODELS = "read_models"
    AUDIT = "audit"
    MANAGE_PEOPLE = "manage_people"
    OPERATE = "operate"
    EDIT_TERMS = "edit_terms"
    CONFIRM_TERMS = "confirm_terms"
    COORDINATE = "coordinate"
    EDIT_MANDATES = "edit_mandates"
    CONFIRM_MANDATES = "confirm_mandates"
    EXTERNAL_WORK = "external_work"  # of programs with a key; no role has it


@dataclass(frozen=True, slots=True)
class RoleInTeam:
    """One role a person holds, in one team (`None`: in no team, for the whole agency)."""

    role: str
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who is away today, with the roles of theirs that a substitute takes over."""

    person_id: str
    name: str
    roles: tuple[RoleInTeam, ...]
    last_on: date


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with which roles in which teams, and in whose name.

    `in_name_of` is a person's id and `for_name` the name of that person. `stands_in` are those who
    are away and in whose name somebody may act. It gives no right by itself: only work on a task
    turns it into one (`engine.access.Policy.acting`).
    """

    person_id: str | None
    name: str
    roles: tuple[RoleInTeam, ...] = ()
    in_name_of: str | None = None
    for_name: str | None = None
    stands_in: tuple[Absent, ...] = ()

    @property
    def holder(self) -> str | None:
        """Return whose tasks this actor works on: its own, or those of who is away."""
        return self.in_name_of or self.person_id

    def for_absent(self, absent: Absent) -> Actor:
        """Return this actor in the name of who is away: with the roles taken over, no others."""
        return Actor(self.person_id, self.name, absent.roles, absent.person_id, absent.name)

    @property
    def groups(self) -> frozenset[str]:
        """Return the candidate groups whose tasks this actor may take.

        A group is a role name, or `role-team` for a role held in a team (`kb-ko-oost`).
        """
        whole = {r.role for r in self.roles}
        return frozenset(whole | {f"{r.role}-{r.team}" for r in self.roles if r.team})


SYSTEM = Actor(person_id=None, name="procesregie")


class Reads(StrEnum):
    """How far a role looks: every case, the cases of its teams, or its own work only."""

    ALL = "all"
    TEAM = "team"
    OWN = "own"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Scope:
    """What an actor may see with one permission; the store turns it into SQL.

    `groups` are candidate groups whose tasks count as the actor's own work; `teams` are the groups
    whose cases may be read as a whole (only filled where a role reads by team).
    """

    person_id: str | None
    reads: Reads
    groups: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What decides whether a case may be read.

    `persons` have or had a task in it (also in whose name it was done); `open_groups` are the
    candidate groups of its open tasks, which are `open_tasks`.
    """

    team: str | None
    persons: frozenset[str] = frozenset()
    open_groups: frozenset[str] = frozenset()
    open_tasks: frozenset[TaskFacts] = frozenset()


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What decides whether an open task may be worked on."""

    candidate_group: str | None
    assignee: str | None
