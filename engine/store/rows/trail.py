"""The trail of a case, and who looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


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
