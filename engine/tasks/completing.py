"""Complete a task with what was sent: checked, laid into the case, moved on, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import decisions, desks, errors, filling, forms, hands, store
from engine.advance import Move, in_one_transaction, move
from engine.desks import OPEN, variables
from engine.model import Actor, Complete, HistoryKind, Value
from engine.runtime import Runtime
from engine.store import locking
from engine.store.rows import Locked, TaskRow
from engine.tasks.allowing import check_four_eyes, check_taken, gate_of, known
from engine.tasks.showing import Drawn, TaskView, view_of


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
    colleague has it, NotAllowed when nobody has or four eyes, an exclusion or the lack of a
    mandate forbids it, NotFound.
    """

    def work(tx: store.Tx) -> Completed:
        locked = locking.lock_for_task(tx, task_id)
        if locked.task is None:
            raise errors.NotFound("task")
        task = locked.task
        if task.state != OPEN:
            return _done_before(locked, task, by, key)
        actor = known(runtime, locked, task, by)
        check_taken(tx, task, actor)
        check_four_eyes(tx, task, actor)
        values = _clean(runtime, tx, locked, actor, _Sent(posted, source, seen, refused))
        gate = gate_of(runtime, tx, locked, task, values)
        if gate is not None:
            hands.keep(runtime, tx, hands.grant(runtime, tx, gate, actor), task, actor)
        meta = {"task": task.id, "element": task.element, "name": task.name, "form": task.form}
        recorded = move(
            runtime,
            tx,
            locked,
            Move(
                command=Complete(task.token, values),
                kind=HistoryKind.TASK_COMPLETED,
                by=actor,
                meta=meta,
                payload={},
                completion_key=key,
            ),
        )
        return Completed(recorded.case.number, task.name, recorded.case.ended_at is not None)

    def done() -> Completed:
        return in_one_transaction(runtime, work, transaction="tasks.complete")

    try:
        return done()
    except errors.Conflict as first:
        if first.code != "duplicate":  # else somebody had a hand in the dossier: look anew
            raise
    return done()


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
    before = variables(locked)
    values = desk.mask.restored(merged(before, checked.clean), before)
    problems = checked.problems or _refused_later(runtime, tx, locked, {**before, **values})
    if problems:
        drawn = filling.draw(runtime, schema, posted, context, problems, documents)
        view = view_of(runtime, tx, locked, by, Drawn(drawn, stands.sections if stands else ()))
        raise RefusedForm(problems, view)
    return values


def _refused_later(
    runtime: Runtime, tx: store.Tx, locked: Locked, values: Mapping[str, Value]
) -> tuple[errors.Problem, ...]:
    """Return what the register of decisions would refuse of what was filled in."""
    assert locked.task is not None, "the caller has checked the task"
    deployed = runtime.deployed(tx, locked.case.deployment_id)
    process = locked.task.process
    return decisions.problems(runtime, tx, deployed, locked.case, process=process, values=values)


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
