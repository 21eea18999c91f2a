"""Running the machine."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from engine.store.tables.columns import may, metadata, must, of_case, the_id
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
    may("alerted_at", Moment),
)
api_key = Table(
    "api_key",
    metadata,
    the_id(),
    must("name"),
    must("digest", Text, unique=True),
    must("topics", Json),
    must("created_at", Moment),
    may("ended_at", Moment),
)
migration = Table(
    "migration",
    metadata,
    the_id(),
    must("process_key"),
    must("from_id", Text, ForeignKey("deployment.id")),
    must("to_id", Text, ForeignKey("deployment.id")),
    must("mapping", Json),
    must("reason"),
    must("author"),
    must("started_at", Moment),
    may("undoes", Text, ForeignKey("migration.id")),
)
migration_case = Table(
    "migration_case",
    metadata,
    of_case(key=True),
    Column("migration_id", Text, ForeignKey("migration.id"), primary_key=True, index=True),
    must("outcome"),
    must("reasons", Json),
    must("at", Moment),
)
schema_floor = Table(
    "schema_floor",
    metadata,
    the_id("revision"),
)
exchange = Table(
    "exchange",
    metadata,
    the_id(),
    must("system"),
    must("operation"),
    must("way"),
    must("outcome"),
    must("code"),
    may("case_id", Text, ForeignKey("case_.id"), index=True),
    may("element"),
    must("at", Moment),
    may("closed_at", Moment),
    Index(None, "system", "outcome", "at"),
    Index(None, "closed_at", "outcome"),
)
