"""The whole schema on one page. No queries, no rules: see the module of each noun.

Ids are UUIDv7 text. Everything that belongs to a case carries `case_id` in its key, so that
partitioning stays possible. `search` and `sort` columns hold folded text (`types.fold`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.types import Json, Moment, SortKey

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _id(name: str = "id") -> Column[str]:
    return Column(name, Text, primary_key=True)


def _must(name: str, kind: Any = Text, *rest: Any, **options: Any) -> Column[Any]:
    return Column(name, kind, *rest, nullable=False, **options)


def _may(name: str, kind: Any = Text, *rest: Any, **options: Any) -> Column[Any]:
    return Column(name, kind, *rest, nullable=True, **options)


def _case(*, key: bool = False) -> Column[str]:
    return Column("case_id", Text, ForeignKey("case_.id"), primary_key=key, nullable=False)


# People and how they come in.

person = Table(
    "person",
    metadata,
    _id(),
    _must("login", Text, unique=True),
    _must("name"),
    _may("email"),
    _may("password_hash"),
    _must("created_at", Moment),
    _may("disabled_at", Moment),
    _must("sort", SortKey),
)
membership = Table(
    "membership",
    metadata,
    _id(),
    _must("person_id", Text, ForeignKey("person.id"), index=True),
    _must("role"),
    _may("team"),
    _must("valid_from", Date),
    _may("valid_to", Date),
)
session = Table(
    "session",
    metadata,
    _id(),
    _must("person_id", Text, ForeignKey("person.id"), index=True),
    _must("csrf"),
    _must("created_at", Moment),
    _must("seen_at", Moment),
    _must("expires_at", Moment),
    _may("ended_at", Moment),
)
attempt = Table(
    "attempt", metadata, _id(), _must("subject"), _must("at", Moment), Index(None, "subject", "at")
)
one_time_link = Table(
    "one_time_link",
    metadata,
    Column("token_hash", Text, primary_key=True),
    _may("person_id", Text, ForeignKey("person.id")),
    _must("purpose"),
    _must("created_at", Moment),
    _must("expires_at", Moment),
    _may("used_at", Moment),
)

# What analysts made.

content = Table("content", metadata, _id("hash"), _must("bytes", LargeBinary))
deployment = Table(
    "deployment",
    metadata,
    _id(),
    _must("process_key"),
    _must("version", Integer),
    _must("content_hash"),
    _must("author"),
    _must("reason"),
    _must("source"),
    _must("facts", Json),
    _must("created_at", Moment),
    UniqueConstraint("process_key", "version"),
    UniqueConstraint("process_key", "content_hash"),
)
deployment_file = Table(
    "deployment_file",
    metadata,
    Column("deployment_id", Text, ForeignKey("deployment.id"), primary_key=True),
    Column("path", Text, primary_key=True),
    _must("kind"),
    _must("source_hash", Text, ForeignKey("content.hash")),
    _may("normalised_hash", Text, ForeignKey("content.hash")),
    _may("normaliser", Integer),
)
model_draft = Table(
    "model_draft",
    metadata,
    _id(),
    _must("process_key"),
    _must("path"),
    _must("person_id", Text, ForeignKey("person.id")),
    _may("base_id", Text, ForeignKey("deployment.id")),
    _must("content", LargeBinary),
    _must("version", Integer),
    _must("updated_at", Moment),
    UniqueConstraint("process_key", "path", "person_id"),
)

# Dossiers, cases and what a step writes.

dossier = Table(
    "dossier",
    metadata,
    _id(),
    _must("number", Text, unique=True),
    _must("kind"),
    _must("title"),
    _may("place"),
    _may("team"),
    _must("facts", Json),
    _must("opened_at", Moment),
    _must("version", Integer),
    _must("sort", SortKey, index=True),
    _must("search"),
)
case_ = Table(
    "case_",
    metadata,
    _id(),
    _must("number", Text, unique=True),
    _may("dossier_id", Text, ForeignKey("dossier.id"), index=True),
    _must("deployment_id", Text, ForeignKey("deployment.id"), index=True),
    _must("process_key"),
    _must("process_id"),
    _must("title"),
    _may("place"),
    _may("team"),
    _may("status"),
    _may("protection"),
    _must("state"),
    _may("document", Json),
    _must("version", Integer),
    _must("started_at", Moment),
    _may("started_by"),
    _may("start_key", Text, unique=True),
    _may("ended_at", Moment),
    _may("end_event"),
    _must("chain_length", Integer),
    _must("chain_head"),
    _must("sort", SortKey, index=True),
    _must("search"),
    Index(None, "team", "state", "status"),
)
case_field = Table(
    "case_field",
    metadata,
    _case(key=True),
    Column("name", Text, primary_key=True),
    _may("value", Json),
    _must("folded", SortKey),
    Index(None, "name", "folded"),
)
activity = Table(
    "activity",
    metadata,
    _case(key=True),
    Column("id", Text, primary_key=True),
    _must("element"),
    _must("process"),
    _must("name"),
    _must("kind"),
    _must("state"),
    _may("parent"),
    _may("flow"),
    _must("entered_at", Moment),
    _must("entered_step", Integer),
    _must("position", Integer),
    _may("left_at", Moment),
    _may("left_step", Integer),
)
user_task = Table(
    "user_task",
    metadata,
    _case(key=True),
    Column("id", Text, primary_key=True, index=True),
    _must("token"),
    _must("element"),
    _must("process"),
    _must("name"),
    _must("kind"),
    _may("form"),
    _may("candidate_group"),
    _may("assignee", Text, ForeignKey("person.id")),
    _may("due_on", Date),
    _may("due_at", Moment),
    _must("four_eyes", Json),
    _may("term"),
    _may("legal_basis"),
    _must("state"),
    _must("version", Integer),
    _must("opened_at", Moment),
    _may("claimed_at", Moment),
    _may("closed_at", Moment),
    _may("closed_by", Text, ForeignKey("person.id")),
    _may("in_name_of"),
    _may("draft", Json),
    _must("draft_version", Integer),
    _may("completion_key"),
    _must("search"),
    UniqueConstraint("case_id", "completion_key"),
    Index(None, "case_id", "token"),
    Index(None, "candidate_group", "state", "due_on"),
    Index(None, "assignee", "state", "due_on"),
    Index(None, "closed_by"),
    Index(None, "in_name_of"),
)
subscription = Table(
    "subscription",
    metadata,
    _case(key=True),
    Column("token", Text, primary_key=True),
    _must("element"),
    _must("message"),
    _must("keys", Json),
    _must("keys_text"),
    _must("opened_at", Moment),
    Index(None, "message", "keys_text"),
)
evaluation = Table(
    "evaluation",
    metadata,
    _case(key=True),
    _id(),
    _must("step", Integer),
    _must("at", Moment),
    _must("decision"),
    _must("element"),
    _must("inputs", Json),
    _must("matched", Json),
    _may("outputs", Json),
    _must("table_file"),
    _must("problems", Json),
)
job = Table(
    "job",
    metadata,
    _id(),
    _may("case_id", Text, ForeignKey("case_.id")),
    _must("kind"),
    _must("name"),
    _may("token"),
    _may("element"),
    _must("due_at", Moment),
    _must("unique_key", Text, unique=True),
    _must("state"),
    _must("attempts", Integer),
    _must("values", Json),
    _may("letter"),
    _may("error"),
    _may("locked_by"),
    _may("locked_until", Moment),
    _must("created_at", Moment),
    _may("ended_at", Moment),
    Index(None, "state", "due_at"),
    Index(None, "case_id", "token"),
)

# Law: terms, clocks, decisions, mandates.

term = Table(
    "term",
    metadata,
    _id(),
    _must("key"),
    _may("value", Integer),
    *(_must(n) for n in ("unit", "anchor", "carrier", "roll", "stop", "warning", "on_end")),
    _must("source"),
    _must("status"),
    _must("valid_from", Date),
    _may("valid_to", Date),
    _may("confirmed_by"),
    _must("grace_days", Integer),
    _must("fixed"),
    UniqueConstraint("key", "valid_from"),
)
clock = Table(
    "clock",
    metadata,
    _case(key=True),
    _id(),
    _must("term_id", Text, ForeignKey("term.id")),
    _must("term_key"),
    _must("state"),
    _must("day0", Date),
    _may("end_on", Date),
    _must("used_days", Integer),
    _may("suspended_on", Date),
    _may("met_on", Date),
    _may("resumed_on", Date),
    Index(None, "state", "end_on"),
)
mandate = Table(
    "mandate",
    metadata,
    _id(),
    _must("person_id", Text, ForeignKey("person.id"), index=True),
    _must("decision_type"),
    _may("max_amount"),
    _may("acting_for"),
    _must("source"),
    _must("valid_from", Date),
    _may("valid_to", Date),
)
decision = Table(
    "decision",
    metadata,
    _id(),
    _must("year", Integer),
    _must("number", Integer),
    _case(),
    _may("dossier_id", Text, ForeignKey("dossier.id"), index=True),
    _must("type"),
    _must("outcome"),
    _may("measure"),
    _must("scope", Json),
    _may("proposer"),
    _may("reviewer"),
    _must("decider"),
    _may("mandate"),
    _must("grounds"),
    _must("decided_on", Date),
    _may("effective_from", Date),
    _may("effective_to", Date),
    _may("notified_on", Date),
    _may("notification", Json),
    _may("remedy"),
    _must("status"),
    _must("registered_at", Moment),
    UniqueConstraint("year", "number"),
    Index(None, "case_id"),
)
counter = Table("counter", metadata, _id("name"), _must("value", Integer), _must("head"))

# Papers in and out.

document = Table(
    "document",
    metadata,
    _case(key=True),
    Column("id", Text, primary_key=True, index=True),
    _must("kind"),
    _must("name"),
    _must("content_hash", Text, ForeignKey("content.hash")),
    _must("media_type"),
    _must("size", Integer),
    _must("created_at", Moment),
    _may("template_hash"),
)
post = Table(
    "post",
    metadata,
    _id(),
    _may("case_id", Text, ForeignKey("case_.id"), index=True),
    _may("dossier_id", Text, ForeignKey("dossier.id")),
    _must("message"),
    _must("subject"),
    _must("received_on", Date),
    _must("registered_at", Moment),
    _must("registered_by"),
    _must("channel"),
    _must("values", Json),
    _must("state"),
    Index(None, "state", "received_on"),
)

# The audit trail.

history = Table(
    "history",
    metadata,
    _case(key=True),
    Column("seq", Integer, primary_key=True),
    _must("at", Moment),
    _must("kind"),
    _may("person_id"),
    _must("actor", Json),
    _must("meta", Json),
    _must("commitment"),
    _must("previous"),
    _must("hash"),
    Index(None, "person_id", "at"),
    Index(None, "at"),
)
history_payload = Table(
    "history_payload",
    metadata,
    Column("case_id", Text),
    Column("seq", Integer),
    _must("salt"),
    _must("payload", Json),
    PrimaryKeyConstraint("case_id", "seq"),
    ForeignKeyConstraint(["case_id", "seq"], ["history.case_id", "history.seq"]),
)
access_log = Table(
    "access_log",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _must("at", Moment),
    _must("kind"),
    _may("person_id"),
    _must("actor", Json),
    _may("case_id", Text, index=True),
    _may("dossier_id", Text, index=True),
    _must("meta", Json),
    _must("commitment"),
    _must("previous"),
    _must("hash"),
    _may("salt"),
    _may("payload", Json),
    Index(None, "person_id", "at"),
    Index(None, "at"),
)
seal = Table(
    "seal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _must("at", Moment),
    _must("leaves", Json),
    _must("root"),
    _must("previous"),
    _must("hash"),
    _must("signature"),
    _must("key_id"),
)
sealed_head = Table(
    "sealed_head", metadata, _id("chain"), _must("length", Integer), _must("seal", Integer)
)

# Running the machine.

incident = Table(
    "incident",
    metadata,
    _id(),
    _may("case_id", Text, ForeignKey("case_.id"), index=True),
    _may("job_id"),
    _may("task_id"),
    _may("element"),
    _must("code"),
    _must("facts", Json),
    _must("state", Text, index=True),
    _must("opened_at", Moment),
    _may("resolved_at", Moment),
    _may("resolved_by"),
)
