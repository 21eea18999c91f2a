"""People, how they come in, when they are away, and what they began."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from engine.store.tables.columns import may, metadata, must, the_id
from engine.store.types import Json, Moment, SortKey

person = Table(
    "person",
    metadata,
    the_id(),
    must("login", Text, unique=True),
    must("name"),
    may("email"),
    may("password_hash"),
    must("created_at", Moment),
    may("disabled_at", Moment),
    must("sort", SortKey),
)
membership = Table(
    "membership",
    metadata,
    the_id(),
    must("person_id", Text, ForeignKey("person.id"), index=True),
    must("role"),
    may("team"),
    must("valid_from", Date),
    may("valid_to", Date),
)
absence = Table(
    "absence",
    metadata,
    the_id(),
    must("person_id", Text, ForeignKey("person.id"), index=True),
    must("substitute_id", Text, ForeignKey("person.id"), index=True),
    must("first_on", Date),
    must("last_on", Date),
    must("written_by", Text, ForeignKey("person.id")),
    must("written_at", Moment),
)
absence_end = Table(
    "absence_end",
    metadata,
    Column("absence_id", Text, ForeignKey("absence.id"), primary_key=True),
    must("ended_by", Text, ForeignKey("person.id")),
    must("ended_at", Moment),
)
session = Table(
    "session",
    metadata,
    the_id(),
    must("person_id", Text, ForeignKey("person.id"), index=True),
    must("csrf"),
    must("created_at", Moment),
    must("seen_at", Moment),
    must("expires_at", Moment),
    may("ended_at", Moment),
)
attempt = Table(
    "attempt", metadata, the_id(), must("subject"), must("at", Moment), Index(None, "subject", "at")
)
one_time_link = Table(
    "one_time_link",
    metadata,
    Column("token_hash", Text, primary_key=True),
    may("person_id", Text, ForeignKey("person.id")),
    must("purpose"),
    must("created_at", Moment),
    must("expires_at", Moment),
    may("used_at", Moment),
)
application = Table(
    "application",
    metadata,
    the_id(),
    must("person_id", Text, ForeignKey("person.id")),
    must("page_key"),
    must("process_id"),
    may("dossier_number"),
    must("title"),
    must("answers", Json),
    must("version", Integer),
    must("created_at", Moment),
    must("saved_at", Moment, index=True),
    may("sent_at", Moment),
    UniqueConstraint("person_id", "page_key"),
)
