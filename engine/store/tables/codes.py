"""Codes that people choose from: dated rows, and the changes that brought them."""

from __future__ import annotations

from sqlalchemy import Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from engine.store.tables.columns import may, metadata, must, the_id
from engine.store.types import Moment

code = Table(
    "code",
    metadata,
    the_id(),
    must("list_name"),
    must("code"),
    must("label"),
    may("weight", Integer),
    must("place", Integer),
    may("valid_from", Date),
    may("valid_to", Date),
    UniqueConstraint("list_name", "code", "valid_from"),
)
code_change = Table(
    "code_change",
    metadata,
    the_id(),
    must("list_name", index=True),
    must("code"),
    must("act"),
    must("label"),
    may("weight", Integer),
    must("effective_on", Date),
    must("source"),
    must("reason"),
    must("proposed_by", Text, ForeignKey("person.id")),
    must("proposed_at", Moment),
    must("state"),
    may("decided_by", Text, ForeignKey("person.id")),
    may("decided_at", Moment),
    Index(None, "state", "list_name"),
)
