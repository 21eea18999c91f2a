"""The words of the house as types: what travels between the rooms.

A *value* is a FEEL value as `engine.feel` defines it (None, bool, str, Decimal, date, time,
datetime, durations, list, dict, Range). A *tagged* value is the same thing as plain JSON
(`engine.feel.tagged`); documents, history and the database hold tagged values only.
Moments are timezone-aware UTC datetimes; legal days are plain dates in Europe/Brussels.
"""

from __future__ import annotations

from engine.model.commands import (
    CancelCase,
    Command,
    Complete,
    Deliver,
    FinishJob,
    FireTimer,
    MoveToken,
    Operation,
    Retry,
    SetVariables,
    Signal,
    Start,
    ThrowError,
)
from engine.model.law import (
    Clock,
    ClockState,
    Term,
)
from engine.model.migration import (
    ElementMoved,
    Migrated,
    MigrationOutcome,
    Place,
    TaskChanged,
)
from engine.model.papers import (
    Confidentiality,
    DocumentKind,
    DocumentRules,
    DocumentState,
    DocumentType,
    Verdict,
)
from engine.model.people import (
    SYSTEM,
    Actor,
    CaseFacts,
    Permission,
    Reads,
    RoleInTeam,
    Scope,
    TaskFacts,
)
from engine.model.step import (
    ActivityChange,
    ActivityState,
    ClockAction,
    ClockChange,
    Evaluation,
    JobKind,
    JobWanted,
    MessageThrown,
    ModelFailure,
    SignalThrown,
    Standstill,
    Step,
    SubscriptionOpened,
    TaskClosed,
    TaskOpened,
    VariableChange,
)
from engine.model.trail import (
    Happened,
    HistoryKind,
)
from engine.model.values import (
    Tagged,
    Value,
)

__all__ = [
    "SYSTEM",
    "ActivityChange",
    "ActivityState",
    "Actor",
    "CancelCase",
    "CaseFacts",
    "Clock",
    "ClockAction",
    "ClockChange",
    "ClockState",
    "Command",
    "Complete",
    "Confidentiality",
    "Deliver",
    "DocumentKind",
    "DocumentRules",
    "DocumentState",
    "DocumentType",
    "ElementMoved",
    "Evaluation",
    "FinishJob",
    "FireTimer",
    "Happened",
    "HistoryKind",
    "JobKind",
    "JobWanted",
    "MessageThrown",
    "Migrated",
    "MigrationOutcome",
    "ModelFailure",
    "MoveToken",
    "Operation",
    "Permission",
    "Place",
    "Reads",
    "Retry",
    "RoleInTeam",
    "Scope",
    "SetVariables",
    "Signal",
    "SignalThrown",
    "Standstill",
    "Start",
    "Step",
    "SubscriptionOpened",
    "Tagged",
    "TaskChanged",
    "TaskClosed",
    "TaskFacts",
    "TaskOpened",
    "Term",
    "ThrowError",
    "Value",
    "VariableChange",
    "Verdict",
]
