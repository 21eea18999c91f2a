"""Law: terms, clocks, decisions, mandates."""

from __future__ import annotations

from sqlalchemy import Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from engine.store.tables.columns import may, metadata, must, of_case, the_id
from engine.store.types import Json, Moment

term = Table(
    "term",
    metadata,
    the_id(),
    must("key"),
    may("value", Integer),
    *(must(n) for n in ("unit", "anchor", "carrier", "roll", "stop", "warning", "on_end")),
    must("source"),
    must("status"),
    must("valid_from", Date),
    may("valid_to", Date),
    may("confirmed_by"),
    must("grace_days", Integer),
    must("fixed"),
    may("title"),
    UniqueConstraint("key", "valid_from"),
)
clock = Table(
    "clock",
    metadata,
    of_case(key=True),
    the_id(),
    must("term_id", Text, ForeignKey("term.id")),
    must("term_key"),
    must("state"),
    must("day0", Date),
    may("end_on", Date),
    must("used_days", Integer),
    may("suspended_on", Date),
    may("met_on", Date),
    may("resumed_on", Date),
    may("reason"),
    may("restarted_on", Date),
    may("extended_on", Date),
    may("grounds"),
    Index(None, "state", "end_on"),
)
mandate = Table(
    "mandate",
    metadata,
    the_id(),
    must("person_id", Text, ForeignKey("person.id"), index=True),
    must("decision_type"),
    may("max_amount"),
    may("acting_for"),
    must("source"),
    must("valid_from", Date),
    may("valid_to", Date),
)
decision = Table(
    "decision",
    metadata,
    the_id(),
    must("year", Integer),
    must("number", Integer),
    of_case(),
    may("dossier_id", Text, ForeignKey("dossier.id"), index=True),
    must("type"),
    must("outcome"),
    may("measure"),
    must("scope", Json),
    may("proposer"),
    may("reviewer"),
    must("decider"),
    may("mandate"),
    must("grounds"),
    must("decided_on", Date),
    may("effective_from", Date),
    may("effective_to", Date),
    may("notified_on", Date),
    may("notification", Json),
    may("remedy"),
    must("status"),
    must("registered_at", Moment),
    UniqueConstraint("year", "number"),
    Index(None, "case_id"),
)
counter = Table("counter", metadata, the_id("name"), must("value", Integer), must("head"))
