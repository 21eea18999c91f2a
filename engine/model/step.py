"""What a step produced: the waist of the hourglass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from engine.model.values import Tagged

TOPIC = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+){0,9}")
"""The name under which a program elsewhere asks for work, such as `kbo.opzoeken`."""
LONGEST_TOPIC = 80


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


class JobKind(StrEnum):
    """What the machine can be asked to do later."""

    TIMER = "timer"  # a timer of a case is due
    SERVICE = "service"  # a service task's work
    EXTERNAL = "external"  # the same, done by a program elsewhere that asks for it
    MESSAGE = "message"  # a case threw a message: find who it is for
    SIGNAL = "signal"  # a case threw a signal: tell every case that waits for it
    HEAR = "hear"  # one case hears a signal
    BEGIN = "begin"  # a process begins, at a moment or because of a signal
    SWEEP = "sweep"  # housekeeping, of no case
    SEND = "send"  # a mail or a webhook goes out


@dataclass(frozen=True, slots=True)
class JobWanted:
    """Work for the machine: a timer (`kind` "timer", `due_at` set) or a service task's work.

    `name` is the handler of a service task ("service"), the topic under which another program asks
    for it ("external"), or the term key of a timer; `values` are the tagged inputs of that work
    (the mapped input, else all visible variables).
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
    """A message for another case; delivered by a job, never within this step.

    `keys` are the evaluated correlation keys: it is for the case that waits with equal ones, or,
    when nobody waits, for a process that it starts. `keep` is how long it may wait for somebody
    (an ISO 8601 duration; `None`: as long as the settings say).
    """

    message: str
    values: Mapping[str, Tagged]
    keys: Mapping[str, Tagged] = field(default_factory=dict)
    keep: str | None = None


@dataclass(frozen=True, slots=True)
class SignalThrown:
    """A signal for every other case that waits for it; this case has had it within the step."""

    signal: str
    values: Mapping[str, Tagged]


class ClockAction(StrEnum):
    """What is done to a legal clock; a diagram can do all of it but FOLLOW and RECEIVE."""

    START = "start"
    SUSPEND = "suspend"
    RESUME = "resume"
    STOP = "stop"
    EXTEND = "extend"
    RESTART = "restart"
    FOLLOW = "follow"
    RECEIVE = "receive"


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A legal clock starts, is suspended, goes on, is met, extended or begins anew.

    `day` is the anchor: the legal day (receipt, notification, …) that counts as day 0 for START
    and RESTART, the day of the fact for the other actions. `reason` says what is waited for, or
    why the term is extended; `to` is the key of the longer term that EXTEND follows from then on,
    or the id of the row that FOLLOW does.
    """

    term: str
    action: ClockAction
    day: date
    element: str
    reason: str | None = None
    to: str | None = None


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
class Standstill:
    """A token waits for others, and nothing that runs or listens can ever bring them."""

    element: str
    token: str


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
    cancelled: bool = False  # an operator ended the case; it reached no end event
    standstill: Standstill | None = None


@dataclass(frozen=True, slots=True)
class ModelFailure:
    """Nobody handled an error that the model itself raised; the case waits as an incident."""

    element: str
    code: str
