"""Dossiers, cases, their tasks and what they wait for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.store.rows.machine import JobRow


@dataclass(frozen=True, slots=True)
class DossierRow:
    """The file of a facility, organiser or other party."""

    id: str
    number: str
    kind: str
    title: str
    place: str | None
    team: str | None
    facts: Mapping[str, Any]
    opened_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case without its document."""

    id: str
    number: str
    dossier_id: str | None
    deployment_id: str
    process_key: str
    process_id: str
    title: str
    place: str | None
    team: str | None
    status: str | None
    protection: str | None
    state: str
    version: int
    started_at: datetime
    started_by: str | None
    ended_at: datetime | None
    end_event: str | None
    chain_length: int
    chain_head: str
    root_id: str | None = None  # the case that a tree of cases began with; None: this one
    taken_over: str | None = None  # its reference in the system that it was taken over from
    reopens: str | None = None  # the closed case that it takes up again


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A user task; `state` is open, completed or cancelled."""

    id: str
    case_id: str
    token: str
    element: str
    process: str
    name: str
    kind: str
    form: str | None
    candidate_group: str | None
    assignee: str | None
    due_on: date | None
    due_at: datetime | None
    four_eyes: Sequence[str]
    term: str | None
    legal_basis: str | None
    state: str
    version: int
    opened_at: datetime
    claimed_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    in_name_of: str | None
    draft: Mapping[str, Any] | None
    draft_version: int
    completion_key: str | None


@dataclass(frozen=True, slots=True)
class Locked:
    """A case that this transaction has locked, with its document and what it was locked for.

    `task` or `job` is the one it was locked for, whatever its state.
    """

    case: CaseRow
    document: Mapping[str, Any] | None
    task: TaskRow | None = None
    job: JobRow | None = None


@dataclass(frozen=True, slots=True)
class CompletedBy:
    """Who completed the tasks of an element, and in whose name."""

    process: str
    element: str
    closed_by: str | None
    in_name_of: str | None


@dataclass(frozen=True, slots=True)
class TaskListRow:
    """A line of a task list; `given_by` is the name of who handed the task to its assignee."""

    id: str
    case_id: str
    element: str
    name: str
    candidate_group: str | None
    assignee: str | None
    assignee_name: str | None
    due_on: date | None
    due_at: datetime | None
    term: str | None
    has_draft: bool
    opened_at: datetime
    case_number: str
    case_title: str
    case_place: str | None
    case_team: str | None
    case_status: str | None
    process_key: str
    dossier_number: str | None
    given_by: str | None = None


@dataclass(frozen=True, slots=True)
class LoadRow:
    """How many open tasks somebody has (None: nobody), how many are late and how many due soon."""

    assignee: str | None
    assignee_name: str | None
    total: int
    late: int
    soon: int


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A task that was handed to somebody: by whom, when and why; `version` is the task's since."""

    case_id: str
    task_id: str
    version: int
    at: datetime
    to_id: str
    by_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One instance of an element in a case: entered, left or cancelled, at which step."""

    id: str
    element: str
    process: str
    name: str
    kind: str
    state: str
    parent: str | None
    flow: str | None
    entered_at: datetime
    entered_step: int
    position: int
    left_at: datetime | None
    left_step: int | None


@dataclass(frozen=True, slots=True)
class Visits:
    """How often a case was at an element, how often it still is, and when something happened."""

    process: str
    element: str
    times: int
    inside: int
    left: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """A token of a case that waits for a message, or (`kind` "signal") for a signal."""

    case_id: str
    token: str
    element: str
    message: str
    keys: Mapping[str, Any]
    opened_at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """What the store kept of one step: the case as it stands now and the new tasks and jobs."""

    case: CaseRow
    tasks: tuple[str, ...]
    jobs: tuple[str, ...]
