"""Evaluations, decisions, mandates, hands and post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One run of a decision table in a case."""

    id: str
    step: int
    at: datetime
    decision: str
    element: str
    inputs: Mapping[str, Any]
    matched: Sequence[str]
    outputs: Any
    table_file: str
    problems: Sequence[str]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A legal act in the register; its number within a year has no gaps, and nothing here changes.

    `stage` is decision or intent (an announced measure); `follows` is the id of the intent that a
    measure came after. `duration` of the measure is ISO 8601 text, `remedy_term` a key of a term.
    """

    id: str
    year: int
    number: int
    case_id: str
    dossier_id: str | None
    type: str
    outcome: str
    measure: str | None
    scope: Sequence[Any]
    proposer: str | None
    reviewer: str | None
    decider: str
    mandate: str | None
    grounds: str
    decided_on: date
    effective_from: date | None
    effective_to: date | None
    remedy: str | None
    registered_at: datetime
    stage: str = "decision"
    follows: str | None = None
    duration: str | None = None
    remedy_term: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionEventRow:
    """What became of a decision: `kind` one of `DecisionEvent`, the day that counts, who, why.

    `case_id` is the case that did so, which need not be the decision's own; `person_id` is empty
    for the machine.
    """

    id: str
    decision_id: str
    kind: str
    case_id: str | None
    day: date
    at: datetime
    person_id: str | None
    reason: str | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MandateRow:
    """Who may decide which types, up to which amount (decimal text), from day to day.

    No `types` means all. `office` is the role whose power it is: the person's own, or one for which
    the person is `acting`. It counts from its confirmation on; an end is written once.
    """

    id: str
    person_id: str
    types: Sequence[str]
    max_amount: str | None
    office: str
    acting: bool
    source: str
    valid_from: date
    valid_to: date | None
    state: str
    reason: str
    proposed_by: str | None
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    end_reason: str | None = None


@dataclass(frozen=True, slots=True)
class HandRow:
    """A hand that somebody had in a decision, and what it excludes over which reach.

    `number` counts without gaps within `kept_with`, the dossier or else the case. `root_id` is the
    case that the tree of cases began with, `about` those of other decisions that this is about.
    """

    id: str
    kept_with: str
    number: int
    dossier_id: str | None
    case_id: str
    root_id: str
    about: Sequence[str]
    task_id: str
    process: str
    element: str
    role: str
    excludes: Sequence[str]
    reach: str
    person_id: str
    in_name_of: str | None
    decision_type: str | None
    amount: str | None
    mandate_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class PostRow:
    """Something that came in, with the day of receipt; `state` is waiting, delivered or dropped.

    `message` names what it was to its case, empty when the case did not wait for it. `urgent` says
    that somebody saw danger for a child in it. `unique_key` is that of the page that booked it.
    """

    id: str
    case_id: str | None
    dossier_id: str | None
    message: str
    subject: str
    received_on: date
    registered_at: datetime
    registered_by: str
    channel: str
    values: Mapping[str, Any]
    state: str
    sender: str | None = None
    urgent: int = 0
    unique_key: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    reason: str | None = None
