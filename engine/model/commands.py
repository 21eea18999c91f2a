"""What the machine is asked to do to one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.model.step import ClockChange
from engine.model.values import Value


@dataclass(frozen=True, slots=True)
class Start:
    """Start the process at its none start event, or at the start event of `message`.

    `event` is the analyst's id of the start event that a signal or a timer sets off. With `at` no
    start event happens: a case that ran elsewhere goes on at that element, after `clocks` moved.
    """

    values: Mapping[str, Value]
    message: str | None = None
    event: str | None = None
    at: str | None = None
    clocks: tuple[ClockChange, ...] = ()


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


@dataclass(frozen=True, slots=True)
class SetVariables:
    """An operator gives variables another value, by name or by path (`a.b`).

    With a `token` the variables that it sees, each where its name lives; else the process's own.
    """

    values: Mapping[str, Value]
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """An operator lets the element that `token` failed on do its work once more."""

    token: str


@dataclass(frozen=True, slots=True)
class MoveToken:
    """An operator takes `token` from where it stands and lets `element` be entered instead.

    `element` is the analyst's id.
    """

    token: str
    element: str


@dataclass(frozen=True, slots=True)
class CancelCase:
    """An operator ends the case: everything open is taken back, nothing is undone."""


@dataclass(frozen=True, slots=True)
class MoveClocks:
    """Legal clocks move for a reason outside the diagram; timers on them move along."""

    changes: tuple[ClockChange, ...]


@dataclass(frozen=True, slots=True)
class Reopen:
    """The case goes on at `element` of its own process: what was waited for was there in time.

    Everything open is taken back but what listens; `values` are written, and `clocks` moved first.
    """

    element: str
    values: Mapping[str, Value]
    clocks: tuple[ClockChange, ...] = ()


Operation = SetVariables | Retry | MoveToken | CancelCase | MoveClocks | Reopen
Command = Start | Complete | FinishJob | ThrowError | FireTimer | Deliver | Signal | Operation
