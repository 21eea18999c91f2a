"""What comes in and goes out: papers, post, and messages between cases."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, Table, Text

from engine.store.tables.columns import may, metadata, must, of_case, the_id
from engine.store.types import Json, Moment

document = Table(
    "document",
    metadata,
    of_case(key=True),
    Column("id", Text, primary_key=True, index=True),
    must("kind"),
    must("name"),
    must("content_hash", Text, index=True),
    must("media_type"),
    must("size", BigInteger),
    must("created_at", Moment),
    may("template_hash"),
    may("type"),
    may("access"),
    may("sent_by"),
    may("inspected", Json),
    may("issued_on", Date),
    may("expires_on", Date),
    may("verdict"),
    may("motivation"),
    must("version", Integer, server_default="1"),
    must("state", Text, server_default="present"),
    may("expiry_told_on", Date),
    Index(None, "state", "expires_on"),
)
upload = Table(
    "upload",
    metadata,
    the_id(),
    must("person_id", Text, ForeignKey("person.id")),
    must("page_key"),
    may("type"),
    must("name"),
    must("content_hash", Text, index=True),
    must("media_type"),
    must("size", BigInteger),
    must("created_at", Moment, index=True),
    must("inspected", Json),
    Index(None, "person_id", "page_key"),
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
