"""What comes in and goes out: papers, post, and messages between cases."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text

from engine.store.tables.columns import may, metadata, must, of_case, the_id
from engine.store.types import Json, Moment

document = Table(
    "document",
    metadata,
    of_case(key=True),
    Column("id", Text, primary_key=True, index=True),
    must("kind"),
    must("name"),
    must("content_hash", Text, ForeignKey("content.hash")),
    must("media_type"),
    must("size", Integer),
    must("created_at", Moment),
    may("template_hash"),
)
post = Table(
    "post",
    metadata,
    the_id(),
    may("case_id", Text, ForeignKey("case_.id"), index=True),
    may("dossier_id", Text, ForeignKey("dossier.id")),
    must("message"),
    must("subject"),
    must("received_on", Date),
    must("registered_at", Moment),
    must("registered_by"),
    must("channel"),
    must("values", Json),
    must("state"),
    Index(None, "state", "received_on"),
)
message = Table(
    "message",
    metadata,
    the_id(),
    must("name"),
    must("keys", Json),
    must("keys_text"),
    must("values", Json),
    must("state"),
    may("problem"),
    may("from_case", Text, ForeignKey("case_.id")),
    may("to_case", Text, ForeignKey("case_.id")),
    must("received_at", Moment),
    must("expires_at", Moment),
    may("ended_at", Moment),
    may("ended_by"),
    must("unique_key", Text, unique=True),
    Index(None, "state", "expires_at"),
)
