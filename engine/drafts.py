"""Drafts: what somebody typed in a task or a start form, unchecked, until it is sent.

A draft has a version: who saves over another one than was seen is told so, and nothing is lost.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine import bpmn, cases, errors, filling, sections, store, tasks
from engine.casefile import start_schema
from engine.forms import FormView, SectionView
from engine.model import SYSTEM, Actor, Happened, HistoryKind
from engine.runtime import Deployed, Runtime
from engine.sections import Sheet
from engine.starting import begun
from engine.store import applications as application_rows
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


@dataclass(frozen=True, slots=True)
class Part:
    """What one section of a form posted, and whether it is said to be done; `seen` is the draft."""

    section: str
    posted: Mapping[str, Any]
    seen: int
    done: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft that was kept: its version, and of which application it is.

    When a section was said to be done, `sections` tell how all of them stand now.
    """

    version: int
    sections: tuple[SectionView, ...]
    application: str | None = None


# --- of a task -----------------------------------------------------------------------------------


def save_task(
    runtime: Runtime, *, task_id: str, by: Actor, posted: Mapping[str, Any], seen: int
) -> int:
    """Keep what was typed in a task, unchecked, and return the new version of its draft.

    Raises Stale when another tab saved meanwhile, AlreadyClaimed when a colleague has the task,
    NotAllowed when nobody has it.
    """
    with runtime.store.write("task_drafts.save") as tx:
        taken = tasks.taken(runtime, tx, task_id, by)
        return _keep_task(runtime, tx, taken, posted, seen)


def save_task_part(runtime: Runtime, *, task_id: str, by: Actor, part: Part) -> Kept:
    """Keep what was typed in one section of a task, right or wrong; the others stay as they are.

    Raises as `save_task`, NotFound for a section that there is not, InvalidInput for one that does
    not apply now and for fields that are not its own.
    """
    with runtime.store.write("task_drafts.save_part") as tx:
        taken = tasks.taken(runtime, tx, task_id, by)
        _check_seen(part.seen, taken.task.draft_version)
        answers = _laid(taken.sheet, taken.task.draft, part)
        version = _keep_task(runtime, tx, taken, answers, part.seen)
    return Kept(version, _standing(taken.sheet, answers, part))


def _keep_task(
    runtime: Runtime,
    tx: store.Tx,
    taken: tasks.Taken,
    answers: Mapping[str, Any],
    seen: int,
) -> int:
    task, answers = taken.task, {**answers, **taken.unseen}
    _check_size(answers)
    _check_seen(seen, task.draft_version)
    task_rows.save_draft(tx, task.case_id, task.id, dict(answers), seen)
    fact = Happened(HistoryKind.DRAFT_SAVED, taken.by, {"task": task.id, "name": task.name})
    trail.log(tx, [fact], runtime.now(), case_id=task.case_id)
    return seen + 1


def _laid(sheet: Sheet | None, kept: Mapping[str, Any] | None, part: Part) -> dict[str, Any]:
    if sheet is None:
        raise errors.NotFound("section", section=part.section[:100])
    return sheet.keep(kept, part.section, part.posted, done=part.done)


def _standing(
    sheet: Sheet | None, answers: Mapping[str, Any], part: Part
) -> tuple[SectionView, ...]:
    return sheet.stands(answers).sections if sheet is not None and part.done else ()


def _check_seen(seen: int, current: int) -> None:
    if current != seen:
        raise errors.Stale(seen=seen, current=current)


# --- of a start form -----------------------------------------------------------------------------


def applications(runtime: Runtime, *, by: Actor) -> tuple[Application, ...]:
    """Return what the asker began and did not send yet, what was saved last first."""
    known = {each.process_id: each for each in cases.startable(runtime, by=by)}
    with runtime.store.read() as tx:
        found = application_rows.of_person(tx, by.person_id or "")
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


def resume(
    runtime: Runtime,
    *,
    process_id: str,
    application_id: str,
    by: Actor,
    checked: Collection[str] = (),
) -> Resumed:
    """Return the start form as the asker left it.

    Raises AlreadyDone when it was sent, NotFound when it is not there (any more).

    It is the form of the version that is in force now; what that does not ask is left out.
    `checked` are sections whose problems are drawn though nobody said that they are done.
    """
    with runtime.store.read() as tx:
        kept = application_rows.get(tx, by.person_id or "", application_id)
        if kept is None or kept.process_id != process_id:
            raise _not_begun(tx, application_id, by)
        deployed, found = cases.find(runtime, tx, process_id, by)
        schema = start_schema(deployed, process_id)
        documents = cases.offered(tx, deployed, schema, by, kept.page_key)
    sheet = sections.sheet(runtime, schema, {}, documents)
    if sheet is not None:
        stands = sheet.stands(kept.answers, checked)
        return Resumed(cases.StartForm(found, stands.view, stands.sections), kept)
    if schema is None:
        return Resumed(cases.StartForm(found, None), kept)
    drawn = filling.draw(runtime, schema, kept.answers, {}, documents=documents)
    return Resumed(cases.StartForm(found, drawn), kept)


def _not_begun(tx: store.Tx, application_id: str, by: Actor) -> errors.EngineError:
    """Return why there is no such application: its case has started, or it is not there."""
    key = application_rows.page_sent(tx, by.person_id or "", application_id)
    case = begun(tx, key) if key is not None else None
    if case is None:
        return errors.NotFound("draft")
    return errors.AlreadyDone(case=case.number, name=case.title)


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a start form: its process, its own key, the dossier that it was opened from."""

    process_id: str
    key: str
    dossier_number: str | None = None


def save_start(
    runtime: Runtime, *, page: Page, by: Actor, posted: Mapping[str, Any], seen: int
) -> ApplicationRow:
    """Keep what was typed in a start form, unchecked, under the key of its page.

    `seen` is the version that was worked on, 0 when nothing was kept yet. Raises Stale when another
    tab saved or threw it away meanwhile, AlreadyDone when the case has started, Conflict when there
    are too many, NotFound, NotAllowed.
    """
    with runtime.store.write("start_drafts.save") as tx:
        found = _open_page(runtime, tx, page, by, seen)
        return _keep_start(runtime, tx, found, posted, by)


def save_start_part(runtime: Runtime, *, page: Page, by: Actor, part: Part) -> Kept:
    """Keep what was typed in one section of a start form, right or wrong.

    Raises as `save_start`, NotFound for a section that there is not, InvalidInput for one that does
    not apply now and for fields that are not its own.
    """
    with runtime.store.write("start_drafts.save_part") as tx:
        found = _open_page(runtime, tx, page, by, part.seen)
        documents = cases.offered(tx, found.deployed, found.schema, by, page.key)
        sheet = sections.sheet(runtime, found.schema, {}, documents)
        answers = _laid(sheet, found.row.answers, part)
        kept = _keep_start(runtime, tx, found, answers, by)
    return Kept(kept.version, _standing(sheet, answers, part), kept.id)


def preview_start(
    runtime: Runtime,
    *,
    page: Page,
    by: Actor,
    part: Part,
    rows: Mapping[str, str],
    refused: tuple[errors.Problem, ...] = (),
) -> FormView:
    """Return one section as it looks with what was typed so far; nothing is checked or kept.

    `rows` asks for what `filling.redraw` can change; `refused` are problems of files that could not
    come in. Raises NotFound.
    """
    with runtime.store.read() as tx:
        deployed, _ = cases.find(runtime, tx, page.process_id, by)
        known = application_rows.of_page(tx, by.person_id or "", page.key)
        schema = start_schema(deployed, page.process_id)
        documents = cases.offered(tx, deployed, schema, by, page.key, refused)
    sheet = sections.sheet(runtime, schema, {}, documents)
    if sheet is None:
        raise errors.NotFound("section", section=part.section[:100])
    return sheet.redraw(known.answers if known else None, part.section, part.posted, rows)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is known of a page when it is kept; `is_new` tells that it was not kept before."""

    deployed: Deployed
    process: cases.Startable
    schema: bytes | None
    row: ApplicationRow
    is_new: bool


def _open_page(runtime: Runtime, tx: store.Tx, page: Page, by: Actor, seen: int) -> _Opened:
    deployed, found = cases.find(runtime, tx, page.process_id, by)
    before = begun(tx, page.key)
    if before is not None:
        raise errors.AlreadyDone(case=before.number, name=found.name)
    known = application_rows.of_page(tx, by.person_id or "", page.key)
    _check_seen(seen, known.version if known else 0)
    if known is not None and known.process_id != page.process_id:
        raise errors.Stale(seen=seen, current=known.version)
    row = known or _new(runtime, tx, page, by)
    schema = start_schema(deployed, page.process_id)
    return _Opened(deployed, found, schema, row, known is None)


def _keep_start(
    runtime: Runtime, tx: store.Tx, found: _Opened, answers: Mapping[str, Any], by: Actor
) -> ApplicationRow:
    _check_size(answers)
    now, before = runtime.now(), found.row
    row = dataclasses.replace(
        before,
        answers=dict(answers),
        title=_title(runtime, found, answers),
        version=before.version + 1,
        saved_at=now,
    )
    if found.is_new:
        application_rows.add(tx, row)
    else:
        application_rows.change(tx, row, before.version)
    meta = {"application": row.id, "process": row.process_id, "name": found.process.name}
    trail.log(tx, [Happened(HistoryKind.DRAFT_SAVED, by, meta)], now)
    return row


def drop_start(runtime: Runtime, *, application_id: str, by: Actor) -> None:
    """Throw away what the asker began, with its files. Raises NotFound when it is not there."""
    with runtime.store.write("start_drafts.drop") as tx:
        kept = application_rows.get(tx, by.person_id or "", application_id)
        if kept is None:
            raise errors.NotFound("draft")
        application_rows.drop(tx, kept.person_id, kept.id)
        upload_rows.drop_of_page(tx, kept.person_id, kept.page_key)
        trail.log(tx, [_dropped(kept, by)], runtime.now())


def expire(runtime: Runtime) -> int:
    """Throw away what nobody went on with for as long as the settings say; return how many went.

    Never while it has files that are younger than files without an application may become.
    """
    now, settings = runtime.now(), runtime.settings
    before = now - timedelta(days=settings.application_days)
    files_before = now - timedelta(days=settings.upload_days)
    with runtime.store.write("start_drafts.expire") as tx:
        application_rows.forget_sent(tx, before)
        gone = application_rows.drop_older(tx, before, files_before)
        if gone:
            trail.log(tx, [_dropped(each, SYSTEM) for each in gone], now)
    return len(gone)


def _new(runtime: Runtime, tx: store.Tx, page: Page, by: Actor) -> ApplicationRow:
    if by.person_id is None:
        raise errors.NotAllowed("nobody")
    if application_rows.count(tx, by.person_id) >= MOST_APPLICATIONS:
        raise errors.Conflict("too_many_applications", most=MOST_APPLICATIONS)
    cases.dossier_id(runtime, tx, by, page.dossier_number)
    now = runtime.now()
    return ApplicationRow(
        id=store.new_id(),
        person_id=by.person_id,
        page_key=page.key,
        process_id=page.process_id,
        dossier_number=page.dossier_number,
        title="",
        answers={},
        version=0,
        created_at=now,
        saved_at=now,
    )


def _title(runtime: Runtime, found: _Opened, answers: Mapping[str, Any]) -> str:
    """Return what the case would be called, as far as it can be told yet."""
    if found.schema is None:
        return ""
    values = filling.check(runtime, found.schema, answers, {}).clean
    process_id = found.process.process_id
    named = bpmn.fields(found.deployed.bundle, process_id, values, runtime.now()).get("title")
    return named[:LONGEST_TITLE] if isinstance(named, str) else ""


def _dropped(row: ApplicationRow, by: Actor) -> Happened:
    meta = {"application": row.id, "process": row.process_id, "person": row.person_id}
    return Happened(HistoryKind.DRAFT_DROPPED, by, meta)


def _check_size(posted: Mapping[str, Any]) -> None:
    if sum(len(name) + len(str(value)) for name, value in posted.items()) > MAX_CHARACTERS:
        raise errors.InvalidInput([errors.Problem("", "too_long")])
