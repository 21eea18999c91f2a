"""What an audit trail can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from engine.model.people import Actor


class HistoryKind(StrEnum):
    """The closed list of what an audit trail can say: `subject:verb-ed`."""

    CASE_STARTED = "case:started"
    CASE_TAKEN_OVER = "case:taken-over"
    CASE_TAKEN_UP = "case:taken-up"
    CASE_TAKES_UP = "case:takes-up"
    CASE_ENDED = "case:ended"
    CASE_CANCELLED = "case:cancelled"
    CASE_CORRECTED = "case:corrected"
    CASE_MIGRATED = "case:migrated"
    CASE_READ = "case:read"
    CASE_VERIFIED = "case:verified"
    TASK_CLAIMED = "task:claimed"
    TASK_RELEASED = "task:released"
    TASK_COMPLETED = "task:completed"
    TASK_ASSIGNED = "task:assigned"
    TASK_READ = "task:read"
    DRAFT_SAVED = "draft:saved"
    DRAFT_DROPPED = "draft:dropped"
    TIMER_FIRED = "timer:fired"
    JOB_FINISHED = "job:finished"
    JOB_FAILED = "job:failed"
    JOB_RETRIED = "job:retried"
    TOKEN_MOVED = "token:moved"  # noqa: S105 - the name of an event, not a secret
    ERROR_THROWN = "error:thrown"
    MESSAGE_DELIVERED = "message:delivered"
    MESSAGE_PUBLISHED = "message:published"
    MESSAGE_KEPT = "message:kept"
    MESSAGE_EXPIRED = "message:expired"
    MESSAGE_DROPPED = "message:dropped"
    SIGNAL_DELIVERED = "signal:delivered"
    POST_REGISTERED = "post:registered"
    POST_FILED = "post:filed"
    POST_KEPT = "post:kept"
    POST_READ = "post:read"
    POST_ASSIGNED = "post:assigned"
    POST_DROPPED = "post:dropped"
    POST_URGENT = "post:urgent"
    POST_AFTERWARDS = "post:afterwards"
    CASE_REOPENED = "case:reopened"
    DECISION_TAKEN = "decision:taken"
    DECISION_NOTIFIED = "decision:notified"
    DECISION_APPEALED = "decision:appealed"
    DECISION_SUSPENDED = "decision:suspended"
    DECISION_CONFIRMED = "decision:confirmed"
    DECISION_FINAL = "decision:final"
    DECISION_RECTIFIED = "decision:rectified"
    DECISION_WITHDRAWN = "decision:withdrawn"
    DECISION_ANNULLED = "decision:annulled"
    DECISION_SIGNED = "decision:signed"
    DECISION_READ = "decision:read"
    LETTER_MADE = "letter:made"
    LETTER_READ = "letter:read"
    LETTER_POSTED = "letter:posted"
    LETTER_RETURNED = "letter:returned"
    DOCUMENT_ADDED = "document:added"
    DOCUMENT_REFUSED = "document:refused"
    DOCUMENT_READ = "document:read"
    DOCUMENT_ASSESSED = "document:assessed"
    DOCUMENT_DESTROYED = "document:destroyed"
    DOCUMENT_EXPIRED = "document:expired"
    INCIDENT_OPENED = "incident:opened"
    INCIDENT_RESOLVED = "incident:resolved"
    DOSSIER_OPENED = "dossier:opened"
    DOSSIER_READ = "dossier:read"
    RECORD_ADDED = "record:added"
    RECORD_CHANGED = "record:changed"
    RECORD_CLOSED = "record:closed"
    RECORD_REOPENED = "record:reopened"
    RECORD_MERGED = "record:merged"
    RECORD_PARTED = "record:parted"
    RECORD_READ = "record:read"
    PORTFOLIO_HANDED_OVER = "portfolio:handed-over"
    TERM_PROPOSED = "term:proposed"
    TERM_CHANGED = "term:changed"
    TERM_WITHDRAWN = "term:withdrawn"
    TERM_CONFIRMED = "term:confirmed"
    CODE_PROPOSED = "code:proposed"
    CODE_CHANGED = "code:changed"
    CODE_WITHDRAWN = "code:withdrawn"
    MANDATE_PROPOSED = "mandate:proposed"
    MANDATE_CONFIRMED = "mandate:confirmed"
    MANDATE_WITHDRAWN = "mandate:withdrawn"
    MANDATE_ENDED = "mandate:ended"
    CLOCK_MOVED = "clock:moved"
    CLOCK_KEPT = "clock:kept"
    CLOCK_WARNED = "clock:warned"
    WARNING_SEEN = "clock:warning-seen"
    LIST_READ = "list:read"
    HISTORY_READ = "history:read"
    ACCESS_DENIED = "access:denied"
    SIGNED_IN = "person:signed-in"
    SIGN_IN_REFUSED = "person:refused"
    SIGNED_OUT = "person:signed-out"
    PERSON_ADDED = "person:added"
    PERSON_CHANGED = "person:changed"
    PERSON_DISABLED = "person:disabled"
    PASSWORD_SET = "person:password-set"  # noqa: S105 - the name of an event, not a secret
    ROLE_GRANTED = "role:granted"
    ROLE_REVOKED = "role:revoked"
    ABSENCE_WRITTEN = "absence:written"
    ABSENCE_ENDED = "absence:ended"
    SET_UP = "system:set-up"
    DRAFT_MODEL_SAVED = "model:saved"
    DRAFT_MODEL_DROPPED = "model:dropped"
    MODEL_READ = "model:read"
    MODEL_REFUSED = "model:refused"
    MODEL_DEPLOYED = "model:deployed"
    MODEL_PROPOSED = "model:proposed"
    MODEL_APPROVED = "model:approved"
    MODEL_RETURNED = "model:returned"
    MODEL_WITHDRAWN = "model:withdrawn"
    MODEL_REHEARSED = "model:rehearsed"


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact for the audit trail, before it is chained: what, by whom, with which details.

    `meta` stands in the clear and is covered by the chain; `payload` (old and new values, names)
    is kept apart, salted and committed to, so that it can be redacted without breaking the chain.
    """

    kind: HistoryKind
    by: Actor
    meta: Mapping[str, Any] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)
