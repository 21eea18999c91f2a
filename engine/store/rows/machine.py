"""Jobs, and incidents of cases that stand still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class JobRow:
    """Work for the machine; `state` is open, running, done, failed or dropped.

    `priority` is one of `engine.model.Priority`.
    """

    id: str
    case_id: str | None
    kind: str
    name: str
    token: str | None
    element: str | None
    due_at: datetime
    unique_key: str
    state: str
    priority: int
    attempts: int
    values: Mapping[str, Any]
    letter: str | None
    error: str | None
    locked_by: str | None
    locked_until: datetime | None
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The key of a program elsewhere: never the key itself."""

    id: str
    name: str
    topics: Sequence[str]
    created_at: datetime
    ended_at: datetime | None


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
