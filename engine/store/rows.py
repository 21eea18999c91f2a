"""What the store gives back: frozen rows, named as the columns they come from. No queries.

A row class lists columns of its table in any number; `columns` selects them and `read` fills it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, FromClause

from engine.model import RoleInTeam

R = TypeVar("R")


@cache
def columns(table: FromClause, row: type[Any]) -> tuple[ColumnElement[Any], ...]:
    """Return the columns of `table` that `row` names, in its order."""
    return tuple(table.c[field.name] for field in fields(row))


def read(row: Callable[..., R], found: Iterable[Sequence[Any]]) -> tuple[R, ...]:
    """Return `found` (selected by `columns`) as instances of `row`."""
    return tuple(row(*each) for each in found)


def one(row: Callable[..., R], found: Sequence[Any] | None) -> R | None:
    """Return `found` as an instance of `row`, or None."""
    return None if found is None else row(*found)


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """One page of a list, its number (from 1), and the number of rows that match in all."""

    rows: tuple[R, ...]
    total: int
    number: int = 1
    size: int = 50

    @property
    def pages(self) -> int:
        """Return how many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    def nearest(self, number: int) -> int:
        """Return the number of a page that is there."""
        return min(max(1, number), self.pages)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person who can sign in."""

    id: str
    login: str
    name: str
    email: str | None
    password_hash: str | None
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonWithRoles:
    """A person as the page of people shows one; `roles` are those of the day asked for."""

    id: str
    login: str
    name: str
    email: str | None
    disabled_at: datetime | None
    roles: tuple[MembershipRow, ...]


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A role held in a team (or in none) from a day up to and including a day."""

    id: str
    person_id: str
    role: str
    team: str | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """An open session with its person and the roles that are valid on the day asked for."""

    id: str
    person_id: str
    csrf: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    login: str
    name: str
    roles: tuple[RoleInTeam, ...]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A one-time link: to set the engine up or to choose a password."""

    token_hash: str
    person_id: str | None
    purpose: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeploymentRow:
    """One version of one procedure."""

    id: str
    process_key: str
    version: int
    content_hash: str
    author: str
    reason: str
    source: str
    facts: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a deployment; `normalised` is what a running case executes."""

    path: str
    kind: str
    source_hash: str
    source: bytes
    normalised_hash: str | None
    normalised: bytes | None
    normaliser: int | None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A model that an analyst is still working on."""

    id: str
    process_key: str
    path: str
    person_id: str
    base_id: str | None
    content: bytes
    version: int
    updated_at: datetime


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
    """A line of a task list."""

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
class JobRow:
    """Work for the machine; `state` is open, running, done, failed or dropped."""

    id: str
    case_id: str | None
    kind: str
    name: str
    token: str | None
    element: str | None
    due_at: datetime
    unique_key: str
    state: str
    attempts: int
    values: Mapping[str, Any]
    letter: str | None
    error: str | None
    locked_by: str | None
    locked_until: datetime | None
    created_at: datetime
    ended_at: datetime | None


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
class EvaluationRow:
    """One run of a decision table in a case."""

    id: str
    step: int
    at: datetime
    decision: str
    element: str
    inputs: Mapping[str, Any]
    matched: Sequence[str]
    outputs: Any
    table_file: str
    problems: Sequence[str]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A legal act in the register; its number within a year has no gaps."""

    id: str
    year: int
    number: int
    case_id: str
    dossier_id: str | None
    type: str
    outcome: str
    measure: str | None
    scope: Sequence[Any]
    proposer: str | None
    reviewer: str | None
    decider: str
    mandate: str | None
    grounds: str
    decided_on: date
    effective_from: date | None
    effective_to: date | None
    notified_on: date | None
    notification: Mapping[str, Any] | None
    remedy: str | None
    status: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class MandateRow:
    """Who may decide what, up to which amount (decimal text), from day to day, acting for whom."""

    id: str
    person_id: str
    decision_type: str
    max_amount: str | None
    acting_for: str | None
    source: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PostRow:
    """Something that came in, with the day of receipt; `state` is open or delivered."""

    id: str
    case_id: str | None
    dossier_id: str | None
    message: str
    subject: str
    received_on: date
    registered_at: datetime
    registered_by: str
    channel: str
    values: Mapping[str, Any]
    state: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One chained line of a case's audit trail; `payload` is None once redacted."""

    case_id: str
    seq: int
    at: datetime
    kind: str
    person_id: str | None
    actor: Mapping[str, Any]
    meta: Mapping[str, Any]
    commitment: str
    previous: str
    hash: str
    payload: Mapping[str, Any] | None
    redacted: bool


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One chained line of the log of what happened outside a case's own trail."""

    seq: int
    at: datetime
    kind: str
    person_id: str | None
    actor: Mapping[str, Any]
    case_id: str | None
    dossier_id: str | None
    meta: Mapping[str, Any]
    payload: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """Something broke and waits for a person; `state` is open or resolved."""

    id: str
    case_id: str | None
    job_id: str | None
    task_id: str | None
    element: str | None
    code: str
    facts: Mapping[str, Any]
    state: str
    opened_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """What the store kept of one step: the case as it stands now and the new tasks and jobs."""

    case: CaseRow
    tasks: tuple[str, ...]
    jobs: tuple[str, ...]
