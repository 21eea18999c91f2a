"""What an operator sees of cases that stand still, and what may be asked of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.casefile import CaseHead
from engine.errors import Problem
from engine.handler import Slot
from engine.model import CancelCase, MoveToken


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that broke. `key` is what can be tried again, if that is possible.

    `again` says that it is about work that may be tried again, `job` is the name of that work.
    `passed` says that what it was about is over: the case went on without anybody resolving it.
    """

    id: str
    code: str
    facts: Mapping[str, Any]
    element: str
    opened_at: datetime
    state: str
    resolved_at: datetime | None
    resolved_by: str | None
    number: str | None
    title: str | None
    key: str | None = None
    passed: bool = False
    element_id: str | None = None
    job: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Sorts:
    """What a list of incidents can be narrowed by: procedures (key, title), codes, jobs."""

    processes: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    jobs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One diagram of a case as SVG, in which what failed is marked."""

    head: CaseHead
    name: str
    svg: str


@dataclass(frozen=True, slots=True)
class Kind:
    """How many open incidents are alike: the same code at the same element of a procedure.

    `again` says whether there may be something to try again.
    """

    code: str
    element: str | None
    name: str
    process_key: str | None
    count: int
    again: bool


@dataclass(frozen=True, slots=True)
class Incidents:
    """A page of incidents, how many there are of each kind, and what narrows the list."""

    rows: tuple[Incident, ...]
    total: int
    page: int
    size: int
    kinds: tuple[Kind, ...]
    sorts: Sorts


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that failed and can be tried again: a job, or an error that nobody handled.

    `key` names it in `retry`. A job without `token`, or a timer, is done again as it is; other
    work is asked anew, with the values of now.
    """

    key: str
    name: str
    error: str | None
    since: datetime | None
    job_id: str | None = None
    token: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A service task that failed, and what somebody who does it by hand has to give."""

    name: str
    job: str
    outputs: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, or a part of one by its path, as FEEL text; None when it is too long to show."""

    path: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """One token of the case: the element it stands on, what it waits for, and what only it sees.

    `around` names the activity around it, `stays` why it cannot be moved (a code).
    """

    token: str
    element: str
    name: str
    kind: str
    waits: str
    number: int | None
    around: str | None
    due: datetime | None
    stays: str | None
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class Stuck:
    """One case as an operator mends it; `version` is what a move has to have seen.

    `places` are the first of `places_total`; `targets` (by token) are not in here: they are asked.
    """

    head: CaseHead
    version: int
    open: bool
    incidents: tuple[Incident, ...]
    broken: tuple[Broken, ...]
    places: tuple[Place, ...]
    places_total: int
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """Other values for variables: FEEL by name or path, seen from a token or from the process."""

    values: Mapping[str, str]
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """Try once more what failed: the `key` of a `Broken`."""

    key: str


Asked = Correction | Again | MoveToken | CancelCase


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a move would do if it were done now; names of elements, values as FEEL text.

    `problems` say why it would be refused, or where the case would stop again.
    """

    taken_back: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    ends: bool = False
    end: str | None = None
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Retried:
    """How many of a kind were tried again, and how many could not be."""

    done: int
    left: int
