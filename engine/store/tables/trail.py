"""The audit trail."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from engine.store.tables.columns import may, metadata, must, of_case, the_id
from engine.store.types import Json, Moment

history = Table(
    "history",
    metadata,
    of_case(key=True),
    Column("seq", Integer, primary_key=True),
    must("at", Moment),
    must("kind"),
    may("person_id"),
    must("actor", Json),
    must("meta", Json),
    must("commitment"),
    must("previous"),
    must("hash"),
    Index(None, "person_id", "at"),
    Index(None, "at"),
)
history_payload = Table(
    "history_payload",
    metadata,
    Column("case_id", Text),
    Column("seq", Integer),
    must("salt"),
    must("payload", Json),
    PrimaryKeyConstraint("case_id", "seq"),
    ForeignKeyConstraint(["case_id", "seq"], ["history.case_id", "history.seq"]),
)
access_log = Table(
    "access_log",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    must("at", Moment),
    must("kind"),
    may("person_id"),
    must("actor", Json),
    may("case_id", Text, index=True),
    may("dossier_id", Text, index=True),
    must("meta", Json),
    must("commitment"),
    must("previous"),
    must("hash"),
    may("salt"),
    may("payload", Json),
    Index(None, "person_id", "at"),
    Index(None, "at"),
)
seal = Table(
    "seal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    must("at", Moment),
    must("leaves", Json),
    must("root"),
    must("previous"),
    must("hash"),
    must("signature"),
    must("key_id"),
)
sealed_head = Table(
    "sealed_head", metadata, the_id("chain"), must("length", Integer), must("seal", Integer)
)
