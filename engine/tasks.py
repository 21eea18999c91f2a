"""User tasks: find them, take them, work on them, complete them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from engine import checklist, desks, errors, filling, forms, masking, sections, store
from engine.access import TaskFacts, four_eyes
from engine.advance import Move, clocks_of, in_one_transaction, move
from engine.casefile import CaseHead, ClockView, Fact, clock_views, facts_of, head_of
from engine.desks import OPEN, case_variables, variables
from engine.model import Actor, Complete, Happened, HistoryKind, Permission, Value
from engine.runtime import Deployed, Runtime
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import tasks as rows
from engine.store.rows import CaseRow, Locked, TaskRow


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as its page needs it: the form, the case's facts, what may be done with it.

    `may_complete` is true for the person who has taken it. `blocked` is a code when four eyes
    forbids it. `draft_version` and `version` go back with what is sent. An open task whose form is
    filled in part by part has `sections`.
    """

    id: str
    name: str
    element: str
    state: str
    version: int
    draft_version: int
    has_draft: bool
    form: forms.FormView | None
    case: CaseHead
    clocks: tuple[ClockView, ...]
    facts: tuple[Fact, ...]
    checklist: checklist.Checklist | None
    group: str | None
    assignee_id: str | None
    assignee: str | None
    due: date | None
    term: str | None
    legal_basis: str | None
    may_claim: bool
    may_complete: bool
    blocked: str | None
    sections: tuple[forms.SectionView, ...] = ()


@dataclass(frozen=True, slots=True)
class Completed:
    """What a completion left behind: the case, and whether it had been done before."""

    case_number: str
    task_name: str
    ended: bool
    again: bool = False


class RefusedForm(errors.InvalidInput):
    """The form was refused; `view` is the task with what was typed still in it."""

    code = "refused_form"

    def __init__(self, problems: tuple[errors.Problem, ...], view: TaskView) -> None:
        super().__init__(problems)
        self.view = view


def view(runtime: Runtime, *, task_id: str, by: Actor, checked: Collection[str] = ()) -> TaskView:
    """Return the task with its form; reading it is written down. Raises NotFound.

    `checked` are sections whose problems are drawn though nobody said that they are done.
    """
    now = runtime.now()
    with runtime.store.read() as tx:
        locked = _readable(runtime, tx, task_id, by)
        shown = _view(runtime, tx, locked, by, _drawn(runtime, tx, locked, by, checked))
    fact = Happened(HistoryKind.TASK_READ, by, {"task": task_id})
    with runtime.store.write() as tx:
        trail.log(tx, [fact], now, case_id=locked.case.id)
    return shown


def preview(  # noqa: PLR0913 - what is typed, and what is asked of it
    runtime: Runtime,
    *,
    task_id: str,
    by: Actor,
    posted: Mapping[str, Any],
    rows: Mapping[str, str] = MappingProxyType({}),
    section: str | None = None,
    refused: tuple[errors.Problem, ...] = (),
) -> forms.FormView | None:
    """Return the form as it looks with what was typed so far; nothing is checked or kept.

    `rows` asks for what `filling.redraw` can change. With `section` it is one section, and what
    stands in the others comes from the draft. `refused` are problems of files that could not come
    in.
    Only for the person who has taken the task, so that taking it tells who saw its data.
    Raises NotAllowed, NotFound.
    """
    with runtime.store.read() as tx:
        locked = _readable(runtime, tx, task_id, by)
        assert locked.task is not None, "a readable task is there"
        if locked.task.assignee != by.person_id:
            raise errors.NotAllowed("not_your_task")
        desk = desks.of(runtime, tx, locked, by, refused)
    sheet = desk.sheet(runtime)
    if sheet is not None and section is not None:
        return sheet.redraw(desk.draft, section, posted, rows)
    if desk.schema is None:
        return None
    return filling.redraw(runtime, desk.schema, posted, desk.context, rows, desk.documents)


def claim(runtime: Runtime, *, task_id: str, by: Actor) -> None:
    """Take a free task of one's groups.

    Raises AlreadyClaimed when a colleague has it, NotAllowed when four eyes forbids it, NotFound
    when it is not there for the asker.
    """
    with runtime.store.write() as tx:
        locked, task = _workable(runtime, tx, task_id, by)
        if task.assignee == by.person_id:
            return
        if task.assignee is not None:
            raise errors.AlreadyClaimed(assignee=rows.assignee_name(tx, task_id))
        _check_four_eyes(tx, task, by)
        rows.claim(tx, task.case_id, task_id, _person(by), runtime.now())
        _trail(runtime, tx, HistoryKind.TASK_CLAIMED, locked, by)


def release(runtime: Runtime, *, task_id: str, by: Actor) -> None:
    """Give a task back to its group; the draft stays.

    Raises AlreadyClaimed when a colleague has it, NotAllowed when nobody has it.
    """
    with runtime.store.write() as tx:
        locked, task = _workable(runtime, tx, task_id, by)
        _check_taken(tx, task, by)
        rows.release(tx, task.case_id, task_id, _person(by))
        _trail(runtime, tx, HistoryKind.TASK_RELEASED, locked, by)


def complete(  # noqa: PLR0913 - what is sent, and how
    runtime: Runtime,
    *,
    task_id: str,
    by: Actor,
    posted: Mapping[str, Any],
    key: str,
    source: forms.Source = "fields",
    seen: int | None = None,
    refused: tuple[errors.Problem, ...] = (),
) -> Completed:
    """Complete the task with what was posted: one transaction, one commit.

    `key` makes it happen once: the same key again answers as the first time did. With `seen`, a
    version of the draft, a form in sections is sent as the draft holds it. `refused` are problems
    of files that could not come in. Raises RefusedForm (with what was typed) when the form says no,
    Stale when the draft is another, AlreadyDone when the task is closed, AlreadyClaimed when a
    colleague has it, NotAllowed when nobody has or four eyes forbids it, NotFound.
    """

    def work(tx: store.Tx) -> Completed:
        locked = case_rows.lock_for_task(tx, task_id)
        if locked.task is None:
            raise errors.NotFound("task")
        task = locked.task
        if task.state != OPEN:
            return _done_before(locked, task, by, key)
        _check_known(runtime, locked, task, by)
        _check_taken(tx, task, by)
        _check_four_eyes(tx, task, by)
        values = _clean(runtime, tx, locked, by, _Sent(posted, source, seen, refused))
        meta = {"task": task.id, "element": task.element, "name": task.name, "form": task.form}
        recorded = move(
            runtime,
            tx,
            locked,
            Move(
                command=Complete(task.token, values),
                kind=HistoryKind.TASK_COMPLETED,
                by=by,
                meta=meta,
                payload={},
                completion_key=key,
            ),
        )
        return Completed(recorded.case.number, task.name, recorded.case.ended_at is not None)

    return in_one_transaction(runtime, work)


def _done_before(locked: Locked, task: TaskRow, by: Actor, key: str) -> Completed:
    if task.completion_key == key and task.closed_by == by.person_id:
        ended = locked.case.ended_at is not None
        return Completed(locked.case.number, task.name, ended, again=True)
    raise errors.AlreadyDone(case=locked.case.number, name=task.name)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was sent: what was posted, or the `seen` version of the draft; `refused` are files."""

    posted: Mapping[str, Any]
    source: forms.Source
    seen: int | None
    refused: tuple[errors.Problem, ...]


def _clean(
    runtime: Runtime, tx: store.Tx, locked: Locked, by: Actor, sent: _Sent
) -> Mapping[str, Value]:
    """Return the variables to write; a form may hold part of a variable (`applicant.name`)."""
    assert locked.task is not None, "the caller has checked the task"
    desk = desks.of(runtime, tx, locked, by, sent.refused)
    schema, posted, context = desk.schema, sent.posted, desk.context
    sheet, documents = desk.sheet(runtime), desk.documents
    stands = None
    if sheet is not None and sent.seen is not None and not posted:
        if sent.seen != locked.task.draft_version:
            raise errors.Stale(seen=sent.seen, current=locked.task.draft_version)
        stands = sheet.stands(desk.draft)
        posted = stands.answers
    if schema is None:
        if posted:
            raise errors.InvalidInput([errors.Problem(n, "unknown_field") for n in posted])
        return {}
    checked = filling.check(runtime, schema, posted, context, sent.source, documents)
    if checked.problems:
        drawn = filling.draw(runtime, schema, posted, context, checked.problems, documents)
        view = _view(runtime, tx, locked, by, _Drawn(drawn, stands.sections if stands else ()))
        raise RefusedForm(checked.problems, view)
    known = variables(locked)
    return desk.mask.restored(merged(known, checked.clean), known)


def merged(old: Mapping[str, Value], new: Mapping[str, Value]) -> dict[str, Value]:
    """Return `new`, each part laid into what `old` has under the same name."""
    result: dict[str, Value] = {}
    for name, value in new.items():
        before = old.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            result[name] = {**before, **merged(before, value)}
        else:
            result[name] = value
    return result


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The form of a task, whole and section by section."""

    form: forms.FormView | None
    sections: tuple[forms.SectionView, ...] = ()


def _view(runtime: Runtime, tx: store.Tx, locked: Locked, by: Actor, drawn: _Drawn) -> TaskView:
    assert locked.task is not None, "the caller has checked the task"
    task = locked.task
    deployed = runtime.deployed(tx, locked.case.deployment_id)
    blocked = None if _may_act(tx, task, by) else "four_eyes"
    is_open = task.state == OPEN
    return TaskView(
        id=task.id,
        name=task.name,
        element=task.element,
        state=task.state,
        version=task.version,
        draft_version=task.draft_version,
        has_draft=task.draft is not None,
        form=drawn.form,
        sections=drawn.sections,
        case=head_of(runtime, tx, locked.case),
        clocks=clock_views(runtime, tx, deployed, locked.case),
        facts=facts_of(
            runtime, deployed, locked.case.process_id, variables(locked), masking.of(deployed, by)
        ),
        checklist=checklist.of_case(runtime, tx, deployed, locked.case, case_variables(locked), by),
        group=task.candidate_group,
        assignee_id=task.assignee,
        assignee=rows.assignee_name(tx, task.id) if task.assignee else None,
        due=_due(runtime, tx, deployed, locked, task),
        term=task.term,
        legal_basis=task.legal_basis,
        may_claim=is_open and task.assignee is None and blocked is None,
        may_complete=is_open and task.assignee == by.person_id and blocked is None,
        blocked=blocked,
    )


def _drawn(
    runtime: Runtime, tx: store.Tx, locked: Locked, by: Actor, checked: Collection[str]
) -> _Drawn:
    assert locked.task is not None, "the caller has checked the task"
    task = locked.task
    desk = desks.of(runtime, tx, locked, by)
    schema, context, documents = desk.schema, desk.context, desk.documents
    sheet = desk.sheet(runtime)
    if sheet is not None and task.state == OPEN:
        stands = sheet.stands(desk.draft, checked)
        return _Drawn(stands.view, stands.sections)
    if schema is None:
        return _Drawn(None)
    if desk.draft is not None and task.state == OPEN:
        return _Drawn(filling.draw(runtime, schema, desk.draft, context, documents=documents))
    return _Drawn(filling.blank(runtime, schema, context, documents))


def _due(
    runtime: Runtime, tx: store.Tx, deployed: Deployed, locked: Locked, task: TaskRow
) -> date | None:
    """Return the legal day: the clock of the task's term moves, the day it was opened with not."""
    if task.term is not None:
        return clocks_of(runtime, tx, deployed, locked.case).end(task.term)
    return task.due_on


def _readable(runtime: Runtime, tx: store.Tx, task_id: str, by: Actor) -> Locked:
    locked = case_rows.for_task(tx, task_id)
    if locked.task is None:
        raise errors.NotFound("task")
    if runtime.policy.can(by, Permission.WORK_TASKS, _facts(locked.task)):
        return locked
    facts = case_rows.facts(tx, locked.case.id)
    if not runtime.policy.can(by, Permission.READ_CASES, facts):
        raise errors.Hidden("task", case_id=locked.case.id)
    return locked


def _workable(runtime: Runtime, tx: store.Tx, task_id: str, by: Actor) -> tuple[Locked, TaskRow]:
    locked = case_rows.lock_for_task(tx, task_id)
    if locked.task is None:
        raise errors.NotFound("task")
    task = locked.task
    _check_known(runtime, locked, task, by)
    if task.state != OPEN:
        raise errors.AlreadyDone(case=locked.case.number, name=task.name)
    return locked, task


@dataclass(frozen=True, slots=True)
class Taken:
    """An open task that somebody has taken, and its form if it has sections.

    Its draft is without what the person may not read, which is `unseen`.
    """

    task: TaskRow
    sheet: sections.Sheet | None
    unseen: Mapping[str, Any]


def taken(runtime: Runtime, tx: store.Tx, task_id: str, by: Actor) -> Taken:
    """Return an open task that `by` has taken, its case locked.

    Raises AlreadyClaimed when a colleague has it, NotAllowed when nobody has it, AlreadyDone,
    NotFound.
    """
    locked, task = _workable(runtime, tx, task_id, by)
    _check_taken(tx, task, by)
    desk = desks.of(runtime, tx, locked, by)
    seen = replace(task, draft=desk.draft)
    return Taken(seen, desk.sheet(runtime), desk.mask.unseen(task.draft))


def taken_form(
    runtime: Runtime, tx: store.Tx, task_id: str, by: Actor
) -> tuple[CaseRow, bytes | None]:
    """Return the case of an open task that `by` has taken, locked, and the form of the task.

    Raises as `taken`.
    """
    locked, task = _workable(runtime, tx, task_id, by)
    _check_taken(tx, task, by)
    return locked.case, desks.of(runtime, tx, locked, by).schema


def _check_known(runtime: Runtime, locked: Locked, task: TaskRow, by: Actor) -> None:
    """Raise Hidden unless the task is one's own or, whoever has it, one of one's groups."""
    free = TaskFacts(task.candidate_group, None)
    if not any(runtime.policy.can(by, Permission.WORK_TASKS, f) for f in (_facts(task), free)):
        raise errors.Hidden("task", case_id=locked.case.id)


def _check_taken(tx: store.Tx, task: TaskRow, by: Actor) -> None:
    """Raise AlreadyClaimed when a colleague has the task, NotAllowed when nobody has it."""
    if task.assignee is None:
        raise errors.NotAllowed("not_your_task")
    if task.assignee != by.person_id:
        raise errors.AlreadyClaimed(assignee=rows.assignee_name(tx, task.id))


def _may_act(tx: store.Tx, task: TaskRow, by: Actor) -> bool:
    if not task.four_eyes:
        return True
    done = case_rows.completed_by(tx, task.case_id, task.four_eyes)
    hands = (person for each in done for person in (each.closed_by, each.in_name_of))
    return four_eyes(by, filter(None, hands))


def _check_four_eyes(tx: store.Tx, task: TaskRow, by: Actor) -> None:
    if not _may_act(tx, task, by):
        raise errors.NotAllowed("four_eyes", task=task.name)


def _facts(task: TaskRow) -> TaskFacts:
    return TaskFacts(task.candidate_group, task.assignee)


def _person(by: Actor) -> str:
    if by.person_id is None:
        raise errors.NotAllowed("nobody")
    return by.person_id


def _trail(runtime: Runtime, tx: store.Tx, kind: HistoryKind, locked: Locked, by: Actor) -> None:
    assert locked.task is not None, "the caller has checked the task"
    meta = {"task": locked.task.id, "element": locked.task.element, "name": locked.task.name}
    trail.append(tx, locked.case.id, [Happened(kind, by, meta)], runtime.now())
