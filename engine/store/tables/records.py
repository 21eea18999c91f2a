"""Registers: records with every version of them, and what they are found by."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text

from engine.store.tables.columns import may, metadata, must, the_id
from engine.store.types import Json, Moment, SortKey

record = Table(
    "record",
    metadata,
    the_id(),
    must("register"),
    must("number", Text, unique=True),
    must("title"),
    must("state"),
    may("merged_into", Text, ForeignKey("record.id"), index=True),
    must("version", Integer),
    must("opened_at", Moment),
    may("changes_on", Date, index=True),
    must("sort", SortKey),
    must("search"),
    Index(None, "register", "sort", "id"),
)
record_version = Table(
    "record_version",
    metadata,
    Column("record_id", Text, ForeignKey("record.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    must("kind"),
    must("title"),
    must("state"),
    may("merged_into", Text, ForeignKey("record.id")),
    must("values", Json),
    must("valid_from", Date),
    may("valid_to", Date),
    must("at", Moment),
    may("person_id"),
    must("actor", Json),
    must("reason"),
    may("case_id", Text, ForeignKey("case_.id")),
    must("search"),
    may("sealed"),
    Index(None, "case_id"),
)
record_word = Table(
    "record_word",
    metadata,
    Column("register", Text, primary_key=True),
    Column("word", SortKey, primary_key=True),
    Column("record_id", Text, ForeignKey("record.id"), primary_key=True),
)
record_key = Table(
    "record_key",
    metadata,
    Column("record_id", Text, ForeignKey("record.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", SortKey, primary_key=True),
    must("register"),
    may("once", Text, unique=True),
    Index(None, "register", "name", "value"),
)
record_dossier = Table(
    "record_dossier",
    metadata,
    Column("dossier_id", Text, ForeignKey("dossier.id"), primary_key=True),
    must("record_id", Text, ForeignKey("record.id"), index=True),
)
