"""The whole schema. No queries, no rules: see the module of each noun.

Ids are UUIDv7 text. Everything that belongs to a case carries `case_id` in its key, so that
partitioning stays possible. `search` and `sort` columns hold folded text (`types.fold`).
"""

from __future__ import annotations

from engine.store.tables.cases import (
    activity,
    case_,
    case_field,
    dossier,
    evaluation,
    handover,
    job,
    lease,
    subscription,
    user_task,
)
from engine.store.tables.codes import code, code_change
from engine.store.tables.columns import metadata
from engine.store.tables.law import (
    clock,
    clock_move,
    counter,
    decision,
    decision_event,
    decision_location,
    hand,
    mandate,
    reminder,
    term,
    term_change,
)
from engine.store.tables.machine import (
    api_key,
    exchange,
    incident,
    migration,
    migration_case,
    schema_floor,
)
from engine.store.tables.models import (
    content,
    deployment,
    deployment_file,
    model_draft,
    model_proposal,
    model_rehearsal,
)
from engine.store.tables.papers import document, message, post, post_file, upload
from engine.store.tables.people import (
    absence,
    absence_end,
    application,
    attempt,
    membership,
    one_time_link,
    person,
    session,
)
from engine.store.tables.records import (
    record,
    record_dossier,
    record_key,
    record_version,
    record_word,
)
from engine.store.tables.trail import access_log, history, history_payload, seal, sealed_head

__all__ = [
    "absence",
    "absence_end",
    "access_log",
    "activity",
    "api_key",
    "application",
    "attempt",
    "case_",
    "case_field",
    "clock",
    "clock_move",
    "code",
    "code_change",
    "content",
    "counter",
    "decision",
    "decision_event",
    "decision_location",
    "deployment",
    "deployment_file",
    "document",
    "dossier",
    "evaluation",
    "exchange",
    "hand",
    "handover",
    "history",
    "history_payload",
    "incident",
    "job",
    "lease",
    "mandate",
    "membership",
    "message",
    "metadata",
    "migration",
    "migration_case",
    "model_draft",
    "model_proposal",
    "model_rehearsal",
    "one_time_link",
    "person",
    "post",
    "post_file",
    "record",
    "record_dossier",
    "record_key",
    "record_version",
    "record_word",
    "reminder",
    "schema_floor",
    "seal",
    "sealed_head",
    "session",
    "subscription",
    "term",
    "term_change",
    "upload",
    "user_task",
]
