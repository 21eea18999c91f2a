"""The words of the house as types: what travels between the rooms.

A *value* is a FEEL value as `engine.feel` defines it (None, bool, str, Decimal, date, time,
datetime, durations, list, dict, Range). A *tagged* value is the same thing as plain JSON
(`engine.feel.tagged`); documents, history and the database hold tagged values only.
Moments are timezone-aware UTC datetimes; legal days are plain dates in Europe/Brussels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

Value = Any  # a FEEL value; see the module docstring
Tagged = Any  # plain JSON


class Permission(StrEnum):
    """What an actor may do; every route and every verb names one."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    WORK_TASKS = "work_tasks"
    START_CASES = "start_cases"
    READ_CASES = "read_cases"
    REGISTER_POST = "register_post"
    DEPLOY_MODELS = "deploy_models"
    READ_MODELS = "read_models"
    AUDIT = "audit"
    MANAGE_PEOPLE = "manage_people"
    OPERATE = "operate"


@dataclass(frozen=True, slots=True)
class RoleInTeam:
    """One role a person holds, in one team (`None`: in no team, for the whole agency)."""

    role: str
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with which roles in which teams, and in whose name."""

    person_id: str | None
    name: str
    roles: tuple[RoleInTeam, ...] = ()
    in_name_of: str | None = None

    @property
    def groups(self) -> frozenset[str]:
        """Return the candidate groups whose tasks this actor may take.

        A group is a role name, or `role-team` for a role held in a team (`kb-ko-oost`).
        """
        whole = {r.role for r in self.roles}
        return frozenset(whole | {f"{r.role}-{r.team}" for r in self.roles if r.team})


SYSTEM = Actor(person_id=None, name="procesregie")


# --- what the machine is asked to do ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Start:
    """Start the process at its none start event, or at the start event of `message`."""

    values: Mapping[str, Value]
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Complete:
    """Complete the open user or manual task that `token` stands on, writing `values`."""

    token: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class FinishJob:
    """A service task's work is done: write `values` and go on."""

    token: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ThrowError:
    """A service task's work ended in a modelled error: let a boundary event catch `code`."""

    token: str
    error_code: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FireTimer:
    """The timer that `token` waits for is due."""

    token: str


@dataclass(frozen=True, slots=True)
class Deliver:
    """Deliver a message to the token that waits for it (the subscription names the token)."""

    token: str
    message: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal that another case threw: everything here that waits for it goes on."""

    signal: str
    values: Mapping[str, Value] = field(default_factory=dict)


Command = Start | Complete | FinishJob | ThrowError | FireTimer | Deliver | Signal


# --- what a step produced: the waist of the hourglass ----------------------------------------


class ActivityState(StrEnum):
    """Where one instance of an element stands."""

    ENTERED = "entered"
    LEFT = "left"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ActivityChange:
    """One element instance was entered, left or cancelled in this step.

    `id` is the token's id within the case. An element that is entered and left in the same step
    appears once, with state LEFT. `element` is the analyst's id, `process` the process it stands
    in, `parent` the activity (sub-process, call activity) around it.
    """

    id: str
    element: str
    process: str
    name: str
    kind: str
    state: ActivityState
    parent: str | None = None
    flow: str | None = None


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """Work that waits for a person. `candidate_group` and `assignee` are already evaluated."""

    token: str
    element: str
    process: str
    name: str
    form: str | None = None
    candidate_group: str | None = None
    assignee: str | None = None
    due: date | datetime | None = None
    four_eyes: tuple[str, ...] = ()
    term: str | None = None
    legal_basis: str | None = None
    kind: str = "user"


@dataclass(frozen=True, slots=True)
class TaskClosed:
    """A user task's token is gone: `completed`, or cancelled by an event."""

    token: str
    completed: bool


@dataclass(frozen=True, slots=True)
class JobWanted:
    """Work for the machine: a timer (`kind` "timer", `due_at` set) or a service task ("service").

    `name` is the handler of a service task, or the term key of a timer; `values` are the tagged
    inputs that the handler gets (the mapped input, else all visible variables).
    """

    token: str
    element: str
    process: str
    kind: str
    name: str
    due_at: datetime | None = None
    values: Mapping[str, Tagged] = field(default_factory=dict)
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class SubscriptionOpened:
    """A token waits for a message; `keys` are the evaluated correlation keys, if any.

    With `kind` "signal" it waits for the signal of that name instead; nobody delivers it by token.
    """

    token: str
    element: str
    message: str
    keys: Mapping[str, Tagged] = field(default_factory=dict)
    kind: str = "message"


@dataclass(frozen=True, slots=True)
class MessageThrown:
    """A message, or a start, for another case; delivered by a job, never within this step."""

    message: str
    values: Mapping[str, Tagged]


@dataclass(frozen=True, slots=True)
class SignalThrown:
    """A signal for every other case that waits for it; this case has had it within the step."""

    signal: str
    values: Mapping[str, Tagged]


class ClockAction(StrEnum):
    """What a diagram can do to a legal clock."""

    START = "start"
    SUSPEND = "suspend"
    RESUME = "resume"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A legal clock starts, is suspended, goes on, or is met.

    `day` is the anchor: the legal day (receipt, notification, …) that counts as day 0 for START,
    the day of the fact for the other actions.
    """

    term: str
    action: ClockAction
    day: date
    element: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run of a decision table: inputs, the rules that matched, outputs (all tagged)."""

    decision: str
    element: str
    inputs: Mapping[str, Tagged]
    matched: tuple[str, ...]
    outputs: Tagged
    table: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VariableChange:
    """A variable got a new value in the scope named by `scope` (`None`: the process)."""

    name: str
    old: Tagged
    new: Tagged
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Everything one advance changed. Pure data: no database, no clock, no network."""

    document: Mapping[str, Any]
    activities: tuple[ActivityChange, ...] = ()
    tasks_opened: tuple[TaskOpened, ...] = ()
    tasks_closed: tuple[TaskClosed, ...] = ()
    jobs_wanted: tuple[JobWanted, ...] = ()
    jobs_dropped: tuple[str, ...] = ()  # tokens whose open timer or service job is void
    subscriptions_opened: tuple[SubscriptionOpened, ...] = ()
    subscriptions_closed: tuple[str, ...] = ()  # tokens
    messages: tuple[MessageThrown, ...] = ()
    clocks: tuple[ClockChange, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    variables: tuple[VariableChange, ...] = ()
    status: str | None = None  # the last status a `status` attribute set in this step
    ended: bool = False
    end_event: str | None = None
    failed: ModelFailure | None = None
    fields: Mapping[str, Tagged] = field(default_factory=dict)  # typed search fields that changed
    signals: tuple[SignalThrown, ...] = ()
    escalations: tuple[ModelFailure, ...] = ()  # escalations that nobody handled: the case goes on


@dataclass(frozen=True, slots=True)
class ModelFailure:
    """Nobody handled an error that the model itself raised; the case waits as an incident."""

    element: str
    code: str


# --- legal terms ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """One dated row of the register of terms (`termijnen`): law as data, with its source."""

    id: str
    key: str
    value: int | None
    unit: str
    anchor: str
    carrier: str
    roll: str
    stop: str
    warning: str
    on_end: str
    source: str
    status: str
    valid_from: date
    valid_to: date | None = None
    confirmed_by: str | None = None
    grace_days: int = 0  # working days for the post, between the end and the timer
    fixed: str = ""  # "MM-DD" of a yearly date, "HH:MM" of a time of day; else empty


class ClockState(StrEnum):
    """Where a legal clock stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    MET = "met"
    EXCEEDED = "exceeded"


@dataclass(frozen=True, slots=True)
class Clock:
    """A legal term running on a case; it names the term row that it follows.

    `end` is None while suspended. `used_days` were counted before the last suspension, which
    began on `suspended_on` (not counted) and, once it runs again, lasted up to and including
    `resumed_on`.
    """

    id: str
    case_id: str
    term_id: str
    term_key: str
    state: ClockState
    day0: date
    end: date | None
    used_days: int = 0
    suspended_on: date | None = None
    met_on: date | None = None
    resumed_on: date | None = None


# --- history ----------------------------------------------------------------------------------


class HistoryKind(StrEnum):
    """The closed list of what an audit trail can say: `subject:verb-ed`."""

    CASE_STARTED = "case:started"
    CASE_ENDED = "case:ended"
    CASE_READ = "case:read"
    CASE_VERIFIED = "case:verified"
    TASK_CLAIMED = "task:claimed"
    TASK_RELEASED = "task:released"
    TASK_COMPLETED = "task:completed"
    TASK_READ = "task:read"
    DRAFT_SAVED = "draft:saved"
    TIMER_FIRED = "timer:fired"
    JOB_FINISHED = "job:finished"
    JOB_FAILED = "job:failed"
    ERROR_THROWN = "error:thrown"
    MESSAGE_DELIVERED = "message:delivered"
    POST_REGISTERED = "post:registered"
    DECISION_TAKEN = "decision:taken"
    DECISION_NOTIFIED = "decision:notified"
    LETTER_MADE = "letter:made"
    LETTER_READ = "letter:read"
    INCIDENT_OPENED = "incident:opened"
    INCIDENT_RESOLVED = "incident:resolved"
    DOSSIER_OPENED = "dossier:opened"
    DOSSIER_READ = "dossier:read"
    LIST_READ = "list:read"
    HISTORY_READ = "history:read"
    ACCESS_DENIED = "access:denied"
    SIGNED_IN = "person:signed-in"
    SIGN_IN_REFUSED = "person:refused"
    SIGNED_OUT = "person:signed-out"
    PERSON_ADDED = "person:added"
    PERSON_CHANGED = "person:changed"
    PERSON_DISABLED = "person:disabled"
    PASSWORD_SET = "person:password-set"  # noqa: S105 - the name of an event, not a secret
    ROLE_GRANTED = "role:granted"
    ROLE_REVOKED = "role:revoked"
    SET_UP = "system:set-up"
    DRAFT_MODEL_SAVED = "model:saved"
    DRAFT_MODEL_DROPPED = "model:dropped"
    MODEL_READ = "model:read"
    MODEL_REFUSED = "model:refused"
    MODEL_DEPLOYED = "model:deployed"


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact for the audit trail, before it is chained: what, by whom, with which details.

    `meta` stands in the clear and is covered by the chain; `payload` (old and new values, names)
    is kept apart, salted and committed to, so that it can be redacted without breaking the chain.
    """

    kind: HistoryKind
    by: Actor
    meta: Mapping[str, Any] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)


# --- who may see what -------------------------------------------------------------------------


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
    candidate groups of its open tasks.
    """

    team: str | None
    persons: frozenset[str] = frozenset()
    open_groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What decides whether an open task may be worked on."""

    candidate_group: str | None
    assignee: str | None
