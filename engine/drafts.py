"""Drafts: what somebody typed in a task or a start form, unchecked, until it is sent.

A draft has a version: who saves over another one than was seen is told so, and nothing is lost.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine import bpmn, cases, errors, filling, store, tasks
from engine.casefile import start_schema
from engine.model import SYSTEM, Actor, Happened, HistoryKind
from engine.runtime import Deployed, Runtime
from engine.starting import begun
from engine.store import applications as rows
from engine.store import history as trail
from engine.store import tasks as task_rows
from engine.store import uploads as upload_rows
from engine.store.applications import ApplicationRow

MAX_CHARACTERS = 200_000
MOST_APPLICATIONS = 100
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Application:
    """An application that somebody began; `process` is None when it can no longer be started."""

    id: str
    process_id: str
    process: cases.Startable | None
    title: str
    dossier_number: str | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Resumed:
    """A start form with what was typed in it before."""

    start: cases.StartForm
    kept: ApplicationRow


# --- of a task -----------------------------------------------------------------------------------


def save_task(
    runtime: Runtime, *, task_id: str, by: Actor, posted: Mapping[str, Any], seen: int
) -> int:
    """Keep what was typed in a task, unchecked, and return the new version of its draft.

    Raises Stale when another tab saved meanwhile, AlreadyClaimed when a colleague has the task,
    NotAllowed when nobody has it.
    """
    _check_size(posted)
    with runtime.store.write() as tx:
        task = tasks.taken(runtime, tx, task_id, by)
        if task.draft_version != seen:
            raise errors.Stale(seen=seen, current=task.draft_version)
        task_rows.save_draft(tx, task.case_id, task_id, dict(posted), seen)
        fact = Happened(HistoryKind.DRAFT_SAVED, by, {"task": task_id, "name": task.name})
        trail.log(tx, [fact], runtime.now(), case_id=task.case_id)
    return seen + 1


# --- of a start form -----------------------------------------------------------------------------


def applications(runtime: Runtime, *, by: Actor) -> tuple[Application, ...]:
    """Return what the asker began and did not send yet, what was saved last first."""
    known = {each.process_id: each for each in cases.startable(runtime, by=by)}
    with runtime.store.read() as tx:
        found = rows.of_person(tx, by.person_id or "")
    return tuple(
        Application(
            id=row.id,
            process_id=row.process_id,
            process=known.get(row.process_id),
            title=row.title,
            dossier_number=row.dossier_number,
            saved_at=row.saved_at,
        )
        for row in found
    )


def resume(runtime: Runtime, *, process_id: str, application_id: str, by: Actor) -> Resumed:
    """Return the start form as the asker left it. Raises NotFound when it is not there (any more).

    It is the form of the version that is in force now; what that does not ask is left out.
    """
    with runtime.store.read() as tx:
        kept = rows.get(tx, by.person_id or "", application_id)
        if kept is None or kept.process_id != process_id:
            raise errors.NotFound("draft")
        deployed, found = cases.find(runtime, tx, process_id, by)
    schema = start_schema(deployed, process_id)
    drawn = filling.draw(runtime, schema, kept.answers, {}) if schema else None
    return Resumed(cases.StartForm(found, drawn), kept)


def save_start(  # noqa: PLR0913 - one argument per fact of a start
    runtime: Runtime,
    *,
    process_id: str,
    by: Actor,
    page_key: str,
    posted: Mapping[str, Any],
    seen: int,
    dossier_number: str | None = None,
) -> ApplicationRow:
    """Keep what was typed in a start form, unchecked, under the key of its page.

    `seen` is the version that was worked on, 0 when nothing was kept yet. Raises Stale when another
    tab saved or threw it away meanwhile, AlreadyDone when the case has started, Conflict when there
    are too many, NotFound, NotAllowed.
    """
    _check_size(posted)
    now = runtime.now()
    with runtime.store.write() as tx:
        deployed, found = cases.find(runtime, tx, process_id, by)
        before = begun(tx, page_key)
        if before is not None:
            raise errors.AlreadyDone(case=before.number, name=found.name)
        known = rows.of_page(tx, by.person_id or "", page_key)
        current = known.version if known else 0
        if current != seen or (known and known.process_id != process_id):
            raise errors.Stale(seen=seen, current=current)
        if known is None:
            cases.dossier_id(runtime, tx, by, dossier_number)
        row = known or _new(tx, by, page_key, process_id, dossier_number, now)
        row = dataclasses.replace(
            row,
            answers=dict(posted),
            title=_title(runtime, deployed, process_id, posted),
            version=seen + 1,
            saved_at=now,
        )
        if known is None:
            rows.add(tx, row)
        else:
            rows.change(tx, row, seen)
        meta = {"application": row.id, "process": process_id, "name": found.name}
        trail.log(tx, [Happened(HistoryKind.DRAFT_SAVED, by, meta)], now)
    return row


def drop_start(runtime: Runtime, *, application_id: str, by: Actor) -> None:
    """Throw away what the asker began, with its files. Raises NotFound when it is not there."""
    with runtime.store.write() as tx:
        kept = rows.get(tx, by.person_id or "", application_id)
        if kept is None:
            raise errors.NotFound("draft")
        rows.drop(tx, kept.person_id, kept.id)
        upload_rows.drop_of_page(tx, kept.person_id, kept.page_key)
        trail.log(tx, [_dropped(kept, by)], runtime.now())


def expire(runtime: Runtime) -> int:
    """Throw away what nobody went on with for as long as the settings say; return how many went.

    Never while it has files that are younger than files without an application may become.
    """
    now, settings = runtime.now(), runtime.settings
    before = now - timedelta(days=settings.application_days)
    files_before = now - timedelta(days=settings.upload_days)
    with runtime.store.write() as tx:
        gone = rows.drop_older(tx, before, files_before)
        if gone:
            trail.log(tx, [_dropped(each, SYSTEM) for each in gone], now)
    return len(gone)


def _new(
    tx: store.Tx,
    by: Actor,
    page_key: str,
    process_id: str,
    dossier_number: str | None,
    now: datetime,
) -> ApplicationRow:
    if by.person_id is None:
        raise errors.NotAllowed("nobody")
    if rows.count(tx, by.person_id) >= MOST_APPLICATIONS:
        raise errors.Conflict("too_many_applications", most=MOST_APPLICATIONS)
    return ApplicationRow(
        id=store.new_id(),
        person_id=by.person_id,
        page_key=page_key,
        process_id=process_id,
        dossier_number=dossier_number,
        title="",
        answers={},
        version=0,
        created_at=now,
        saved_at=now,
    )


def _title(runtime: Runtime, deployed: Deployed, process_id: str, posted: Mapping[str, Any]) -> str:
    """Return what the case would be called, as far as it can be told yet."""
    schema = start_schema(deployed, process_id)
    if schema is None:
        return ""
    values = filling.check(runtime, schema, posted, {}).clean
    named = bpmn.fields(deployed.bundle, process_id, values, runtime.now()).get("title")
    return named[:LONGEST_TITLE] if isinstance(named, str) else ""


def _dropped(row: ApplicationRow, by: Actor) -> Happened:
    meta = {"application": row.id, "process": row.process_id, "person": row.person_id}
    return Happened(HistoryKind.DRAFT_DROPPED, by, meta)


def _check_size(posted: Mapping[str, Any]) -> None:
    if sum(len(name) + len(str(value)) for name, value in posted.items()) > MAX_CHARACTERS:
        raise errors.InvalidInput([errors.Problem("", "too_long")])
