"""Take a task and give it back; what somebody has taken, for who works on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine import desks, errors, sections, store
from engine.model import Actor, Happened, HistoryKind
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import tasks as rows
from engine.store.rows import CaseRow, Locked, TaskRow
from engine.tasks.allowing import check_allowed, check_four_eyes, check_taken, workable


def claim(runtime: Runtime, *, task_id: str, by: Actor) -> None:
    """Take a free task of one's groups, or of the groups of who is away: then it is theirs.

    Raises AlreadyClaimed when a colleague has it, NotAllowed when four eyes, an exclusion or
    the lack of a mandate forbids it, NotFound when it is not there for the asker.
    """
    with runtime.store.write("tasks.claim") as tx:
        locked, task, actor = workable(runtime, tx, task_id, by)
        check_allowed(runtime, tx, locked, task, actor)
        if task.assignee == actor.holder:
            return
        if task.assignee is not None:
            raise errors.AlreadyClaimed(assignee=rows.assignee_name(tx, task_id))
        rows.claim(tx, task.case_id, task_id, _holder(actor), runtime.now())
        _trail(runtime, tx, HistoryKind.TASK_CLAIMED, locked, actor)


def release(runtime: Runtime, *, task_id: str, by: Actor) -> None:
    """Give a task back to its group; the draft stays.

    Raises AlreadyClaimed when a colleague has it, NotAllowed when nobody has it.
    """
    with runtime.store.write("tasks.release") as tx:
        locked, task, actor = workable(runtime, tx, task_id, by)
        check_taken(tx, task, actor)
        if actor.in_name_of is not None:
            check_four_eyes(tx, task, actor)
        rows.release(tx, task.case_id, task_id, _holder(actor))
        _trail(runtime, tx, HistoryKind.TASK_RELEASED, locked, actor)


@dataclass(frozen=True, slots=True)
class Taken:
    """An open task that somebody has taken, and its form if it has sections.

    Its draft is without what the person may not read, which is `unseen`. `by` is who works on it,
    and in whose name.
    """

    task: TaskRow
    by: Actor
    sheet: sections.Sheet | None
    unseen: Mapping[str, Any]


def taken(runtime: Runtime, tx: store.Tx, task_id: str, by: Actor) -> Taken:
    """Return an open task that `by` has taken, its case locked.

    Raises AlreadyClaimed when a colleague has it, NotAllowed when nobody has it or four eyes
    forbids it, AlreadyDone, NotFound.
    """
    locked, task, actor = _taken(runtime, tx, task_id, by)
    desk = desks.of(runtime, tx, locked, actor)
    seen = replace(task, draft=desk.draft)
    return Taken(seen, actor, desk.sheet(runtime), desk.mask.unseen(task.draft))


def taken_form(
    runtime: Runtime, tx: store.Tx, task_id: str, by: Actor
) -> tuple[CaseRow, bytes | None, Actor]:
    """Return the case of an open task that `by` has taken, locked, its form, and who works on it.

    Raises as `taken`.
    """
    locked, _, actor = _taken(runtime, tx, task_id, by)
    return locked.case, desks.of(runtime, tx, locked, actor).schema, actor


def _taken(
    runtime: Runtime, tx: store.Tx, task_id: str, by: Actor
) -> tuple[Locked, TaskRow, Actor]:
    locked, task, actor = workable(runtime, tx, task_id, by)
    check_taken(tx, task, actor)
    check_allowed(runtime, tx, locked, task, actor)
    return locked, task, actor


def _holder(by: Actor) -> str:
    if by.holder is None:
        raise errors.NotAllowed("nobody")
    return by.holder


def _trail(runtime: Runtime, tx: store.Tx, kind: HistoryKind, locked: Locked, by: Actor) -> None:
    assert locked.task is not None, "the caller has checked the task"
    meta = {"task": locked.task.id, "element": locked.task.element, "name": locked.task.name}
    trail.append(tx, locked.case.id, [Happened(kind, by, meta)], runtime.now())
