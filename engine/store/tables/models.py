"""What analysts made."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.tables.columns import may, metadata, must, the_id
from engine.store.types import Json, Moment

content = Table("content", metadata, the_id("hash"), must("bytes", LargeBinary))
deployment = Table(
    "deployment",
    metadata,
    the_id(),
    must("process_key"),
    must("version", Integer),
    must("content_hash"),
    must("author"),
    must("reason"),
    must("source"),
    must("facts", Json),
    must("created_at", Moment),
    UniqueConstraint("process_key", "version"),
    UniqueConstraint("process_key", "content_hash"),
)
deployment_file = Table(
    "deployment_file",
    metadata,
    Column("deployment_id", Text, ForeignKey("deployment.id"), primary_key=True),
    Column("path", Text, primary_key=True),
    must("kind"),
    must("source_hash", Text, ForeignKey("content.hash")),
    may("normalised_hash", Text, ForeignKey("content.hash")),
    may("normaliser", Integer),
)
model_draft = Table(
    "model_draft",
    metadata,
    the_id(),
    must("process_key"),
    must("path"),
    must("person_id", Text, ForeignKey("person.id")),
    may("base_id", Text, ForeignKey("deployment.id")),
    must("content", LargeBinary),
    must("version", Integer),
    must("updated_at", Moment),
    UniqueConstraint("process_key", "path", "person_id"),
)
model_proposal = Table(
    "model_proposal",
    metadata,
    the_id(),
    must("process_key"),
    must("path"),
    must("base_id", Text, ForeignKey("deployment.id")),
    must("content", LargeBinary),
    must("reason"),
    must("proposed_by", Text, ForeignKey("person.id")),
    must("proposed_at", Moment),
    must("state"),
    may("decided_by", Text, ForeignKey("person.id")),
    may("decided_at", Moment),
    may("remarks"),
    may("deployment_id", Text, ForeignKey("deployment.id")),
    Index(None, "state", "proposed_at"),
    Index(None, "process_key", "path"),
)
model_rehearsal = Table(
    "model_rehearsal",
    metadata,
    the_id(),
    must("process_key"),
    must("path"),
    must("person_id", Text, ForeignKey("person.id")),
    must("content", LargeBinary),
    must("state"),
    must("asked_at", Moment),
    may("finished_at", Moment),
    must("done", Integer),
    must("total", Integer),
    may("report", Json),
    UniqueConstraint("process_key", "path", "person_id"),
    Index(None, "state"),
)
