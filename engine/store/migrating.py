"""Migrations of running cases to another version: the plans, and the writes that a step lacks.

Not those of the schema, which live in `migrations/`. No decisions: where a token may stand is
`engine.bpmn`'s, who may move it is the verb's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, case, insert, or_, select, update

from engine.errors import Finding, Stale
from engine.model import Clock, Happened, Migrated, Place, TaskChanged
from engine.store import steps
from engine.store.rows import CaseRow, RecordedStep, columns, one, read
from engine.store.tables import (
    activity,
    case_,
    incident,
    job,
    migration,
    migration_case,
    subscription,
    user_task,
)
from engine.store.transactions import Tx
from engine.store.types import fold

_DEPLOYED = (
    update(case_)
    .where(case_.c.id == bindparam("the_case"), case_.c.version == bindparam("seen"))
    .values(deployment_id=bindparam("new_deployment"), process_id=bindparam("new_process"))
)


def _of_token(table: Table, names: Collection[str], *where: ColumnElement[bool]) -> Any:
    """Return the statement that gives the row of one token its new names."""
    token = table.c.id if table is activity else table.c.token
    here = (table.c.case_id == bindparam("the_case"), token == bindparam("the_token"))
    return update(table).where(*here, *where).values({n: bindparam(f"new_{n}") for n in names})


_JOB_LEFT = job.c.state.in_(["open", "running", "failed"])
_ACTIVITY = _of_token(activity, ["element", "process", "name", "kind"])
_JOB = _of_token(job, ["element"], _JOB_LEFT)
_SUBSCRIPTION = _of_token(subscription, ["element"])
_VOID = (
    update(job)
    .where(
        job.c.case_id == bindparam("the_case"),
        job.c.token == bindparam("the_token"),
        job.c.state == "failed",
    )
    .values(state="dropped")
)
_RUNNING = (
    select(case_.c.id)
    .where(
        case_.c.deployment_id == bindparam("the_deployment"),
        case_.c.state == "running",
        case_.c.id > bindparam("after"),
    )
    .order_by(case_.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class MigrationRow:
    """One plan that was carried out; `undoes` is the one whose cases it brought back."""

    id: str
    process_key: str
    from_id: str
    to_id: str
    mapping: Mapping[str, str | None]
    reason: str
    author: str
    started_at: datetime
    undoes: str | None


@dataclass(frozen=True, slots=True)
class MigrationCaseRow:
    """What became of one case in one plan; `reasons` are the codes and facts of a refusal."""

    case_id: str
    migration_id: str
    outcome: str
    reasons: Sequence[Mapping[str, Any]]
    at: datetime


def add(tx: Tx, row: MigrationRow) -> None:
    """Keep a plan before it is carried out."""
    tx.run(insert(migration), {name: getattr(row, name) for name in row.__dataclass_fields__})


def get(tx: Tx, migration_id: str) -> MigrationRow | None:
    """Return one plan."""
    query = select(*columns(migration, MigrationRow)).where(migration.c.id == migration_id)
    return one(MigrationRow, tx.first(query))


def outcomes(tx: Tx, migration_id: str) -> tuple[MigrationCaseRow, ...]:
    """Return what became of every case of a plan."""
    query = (
        select(*columns(migration_case, MigrationCaseRow))
        .where(migration_case.c.migration_id == migration_id)
        .order_by(migration_case.c.case_id)
    )
    return read(MigrationCaseRow, tx.all(query))


def running(tx: Tx, deployment_id: str, *, after: str = "", limit: int = 100) -> tuple[str, ...]:
    """Return the ids of cases that run in a deployment, in order, from behind `after`."""
    asked = {"the_deployment": deployment_id, "after": after, "most": limit}
    return tuple(row[0] for row in tx.all(_RUNNING, asked))


def note(
    tx: Tx, migration_id: str, outcome: Mapping[str, tuple[str, Sequence[Finding]]], at: datetime
) -> None:
    """Keep what became of cases: case id → outcome and reasons."""
    rows = [
        {
            "case_id": case_id,
            "migration_id": migration_id,
            "outcome": became,
            "reasons": [
                {"code": each.rule, "element": each.element, "facts": dict(each.facts)}
                for each in reasons
            ],
            "at": at,
        }
        for case_id, (became, reasons) in outcome.items()
    ]
    if rows:
        tx.run(insert(migration_case), rows)


def record(  # noqa: PLR0913 - what a migration leaves behind, and why
    tx: Tx,
    before: CaseRow,
    deployment_id: str,
    done: Migrated,
    happened: Sequence[Happened],
    *,
    at: datetime,
    clocks: Sequence[Clock] = (),
) -> RecordedStep:
    """Write a case in its new version; `before` is the row that `locking.lock…` returned.

    What is open takes the names and definitions of the new version; what is past takes the new
    names of its elements, because four eyes and the drawing look for those. Raises Stale when the
    case has moved since.
    """
    moved = replace(before, deployment_id=deployment_id, process_id=done.process)
    names = {"new_deployment": deployment_id, "new_process": done.process}
    if tx.run(_DEPLOYED, {"the_case": before.id, "seen": before.version, **names}) != 1:
        raise Stale(seen=before.version)
    recorded = steps.record(tx, moved, done.step, happened, at=at, clocks=clocks)
    _rename_past(tx, before, done.renamed)
    _rename_live(tx, before.id, done)
    for task in done.tasks:
        _redefine(tx, before.id, task)
    return recorded


def _rename_live(tx: Tx, case_id: str, done: Migrated) -> None:
    if done.step.jobs_dropped:
        dropped = [{"the_case": case_id, "the_token": t} for t in done.step.jobs_dropped]
        tx.run(_VOID, dropped)
    if not done.moved:
        return
    rows = [
        {
            "the_case": case_id,
            "the_token": each.token,
            "new_element": each.element,
            "new_process": each.process,
            "new_name": each.name,
            "new_kind": each.kind,
        }
        for each in done.moved
    ]
    tx.run(_ACTIVITY, rows)
    short = [{name: row[name] for name in ("the_case", "the_token", "new_element")} for row in rows]
    tx.run(_JOB, short)
    tx.run(_SUBSCRIPTION, short)


def _redefine(tx: Tx, case_id: str, task: TaskChanged) -> None:
    kept = ("element", "process", "name", "kind", "form", "term", "legal_basis")
    values: dict[str, Any] = {name: getattr(task, name) for name in kept}
    values |= {"four_eyes": list(task.four_eyes), "search": fold(task.name)}
    if task.new_group:
        values["candidate_group"] = task.candidate_group
    if task.new_due:
        values["due_on"], values["due_at"] = steps.due_columns(task.due)
    this = (
        user_task.c.case_id == case_id,
        user_task.c.token == task.token,
        user_task.c.state == "open",
    )
    tx.run(update(user_task).where(*this).values(version=user_task.c.version + 1, **values))


# --- what is past --------------------------------------------------------------------------------


def _rename_past(tx: Tx, before: CaseRow, renamed: Mapping[Place, Place]) -> None:
    """Give what happened before this step the new names of its elements, all at once."""
    if not renamed:
        return
    past = (activity.c.case_id == before.id, activity.c.entered_step <= before.version)
    seen = select(activity.c.process, activity.c.element).where(*past).distinct()
    pairs = {
        place: renamed[place] for row in tx.all(seen) if (place := (row[0], row[1])) in renamed
    }
    if not pairs:
        return
    tx.run(_renaming(activity, pairs).where(*past, activity.c.state != "entered"))
    tasks = _renaming(user_task, pairs)
    tx.run(tasks.where(user_task.c.case_id == before.id, user_task.c.state != "open"))
    elements = {old[1]: new[1] for old, new in pairs.items()}
    broken = (incident.c.case_id == before.id, incident.c.element.in_(elements))
    named = case(elements, value=incident.c.element)
    tx.run(update(incident).where(*broken, incident.c.state == "open").values(element=named))


def _renaming(table: Table, pairs: Mapping[Place, Place]) -> Any:
    """Return the statement that renames places of a table in one go, so that two may swap."""
    here = [and_(table.c.process == p, table.c.element == e) for p, e in pairs]
    found = list(zip(here, pairs.values(), strict=True))
    return (
        update(table)
        .where(or_(*here))
        .values(
            process=case(*((at, place[0]) for at, place in found), else_=table.c.process),
            element=case(*((at, place[1]) for at, place in found), else_=table.c.element),
        )
    )
