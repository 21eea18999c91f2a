"""What can go wrong, named by what the caller can do about it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in something an analyst made, with the place where it stands."""

    file: str
    rule: str
    element: str | None = None
    line: int | None = None
    column: int | None = None
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """One field that a form refuses: the field's path and a code that `wording` can say."""

    field: str
    code: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class EngineError(Exception):
    """Something the caller has to know; `code` and `facts` are what `wording` says."""

    code = "engine_error"

    def __init__(self, code: str | None = None, **facts: Any) -> None:
        self.code = code or type(self).code
        self.facts = facts
        super().__init__(self.code)

    @override
    def __str__(self) -> str:
        """Return code and facts, for a log."""
        return f"{self.code} {self.facts}" if self.facts else self.code


class NotFound(EngineError):
    """There is no such thing, or it is not yours to know."""

    code = "not_found"


class Hidden(NotFound):
    """It is there, but not yours to know: the answer is the same, and the log tells who asked.

    Facts: `case_id` or `dossier_id`.
    """


class NotAllowed(EngineError):
    """You may know it, but you may not do this with it."""

    code = "not_allowed"


class NotSignedIn(EngineError):
    """Nobody is signed in, or the session has ended."""

    code = "not_signed_in"


class TooManyAttempts(EngineError):
    """Too many attempts in a short time; wait and try again."""

    code = "too_many_attempts"


class Conflict(EngineError):
    """Somebody or something else was first."""

    code = "conflict"


class AlreadyClaimed(Conflict):
    """Somebody else has taken this task (fact `assignee`)."""

    code = "already_claimed"


class Stale(Conflict):
    """What you saw has changed since (facts `seen`, `current`)."""

    code = "stale"


class AlreadyDone(Conflict):
    """Somebody has done it already; it is not done twice."""

    code = "already_done"


class InvalidInput(EngineError):
    """What was sent is refused; `problems` names each field and why."""

    code = "invalid_input"

    def __init__(self, problems: Sequence[Problem], code: str | None = None, **facts: Any) -> None:
        super().__init__(code, **facts)
        self.problems = tuple(problems)

    @override
    def __str__(self) -> str:
        """Return the fields and what is wrong with each, for a log."""
        return f"{self.code}: " + "; ".join(f"{p.field} {p.code}" for p in self.problems)


class InvalidModel(EngineError):
    """A diagram, table, form, letter or scenario is refused; `findings` say where and why."""

    code = "invalid_model"

    def __init__(self, findings: Sequence[Finding], code: str | None = None, **facts: Any) -> None:
        super().__init__(code, **facts)
        self.findings = tuple(findings)

    @override
    def __str__(self) -> str:
        """Return the findings with their places, for a log."""
        places = (f"{f.file}:{f.line or 0} {f.element or ''} {f.rule}" for f in self.findings)
        return f"{self.code}: " + "; ".join(places)


class ModelFault(EngineError):
    """A running case met something its diagram does not answer; it becomes an incident.

    Facts: `element`, and where known `expression`, `trace`, `suggestion`.
    """

    code = "model_fault"


class Unavailable(EngineError):
    """The engine cannot do this now; nothing was kept, try again later."""

    code = "unavailable"


class Temporary(EngineError):
    """The other side could not take it now; trying again may help.

    Fact `after`: the seconds that it asked to wait. `answer` is what it said, if it said anything.
    """

    code = "temporary"
    answer: Any = None


class Permanent(EngineError):
    """The other side will not take it, however often it is tried; a person has to look.

    `answer` is what it said, if it said anything.
    """

    code = "permanent"
    answer: Any = None


class Contended(Unavailable):
    """Two transactions were in each other's way and this one gave way; it may be done again."""

    code = "database_contended"


class BpmnError(Exception):
    """A modelled outcome that a boundary event catches; not a failure of the engine."""

    def __init__(self, code: str, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})
