"""What the store gives back: frozen rows, named as the columns they come from. No queries."""

from engine.store.rows.cases import (
    ActivityRow,
    CaseRow,
    CompletedBy,
    DossierRow,
    HandoverRow,
    LoadRow,
    Locked,
    RecordedStep,
    SubscriptionRow,
    TaskListRow,
    TaskRow,
    Visits,
)
from engine.store.rows.law import (
    DecisionEventRow,
    DecisionRow,
    EvaluationRow,
    HandRow,
    MandateRow,
    PostRow,
)
from engine.store.rows.machine import IncidentRow, JobRow, KeyRow
from engine.store.rows.models import DeploymentRow, DraftRow, FileRow
from engine.store.rows.people import (
    AbsenceRow,
    LinkRow,
    MembershipRow,
    PersonRow,
    PersonWithRoles,
    SessionRow,
)
from engine.store.rows.reading import Page, columns, one, read
from engine.store.rows.trail import AccessRow, HistoryRow

__all__ = [
    "AbsenceRow",
    "AccessRow",
    "ActivityRow",
    "CaseRow",
    "CompletedBy",
    "DecisionEventRow",
    "DecisionRow",
    "DeploymentRow",
    "DossierRow",
    "DraftRow",
    "EvaluationRow",
    "FileRow",
    "HandRow",
    "HandoverRow",
    "HistoryRow",
    "IncidentRow",
    "JobRow",
    "KeyRow",
    "LinkRow",
    "LoadRow",
    "Locked",
    "MandateRow",
    "MembershipRow",
    "Page",
    "PersonRow",
    "PersonWithRoles",
    "PostRow",
    "RecordedStep",
    "SessionRow",
    "SubscriptionRow",
    "TaskListRow",
    "TaskRow",
    "Visits",
    "columns",
    "one",
    "read",
]
