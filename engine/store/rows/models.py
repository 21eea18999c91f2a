"""What was deployed, its files, and the drafts of its next version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


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
