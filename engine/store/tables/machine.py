"""Running the machine."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Table, Text

from engine.store.tables.columns import may, metadata, must, the_id
from engine.store.types import Json, Moment

incident = Table(
    "incident",
    metadata,
    the_id(),
    may("case_id", Text, ForeignKey("case_.id"), index=True),
    may("job_id"),
    may("task_id"),
    may("element"),
    must("code"),
    must("facts", Json),
    must("state", Text, index=True),
    must("opened_at", Moment),
    may("resolved_at", Moment),
    may("resolved_by"),
)
