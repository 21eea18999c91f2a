"""Who may see, take and do a task, and in whose name: every verb about one asks here first."""

from __future__ import annotations

from collections.abc import Mapping

from engine import errors, hands, store
from engine.access import TaskFacts, four_eyes
from engine.desks import OPEN
from engine.model import Actor, Permission, Value
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import locking
from engine.store import tasks as rows
from engine.store.rows import Locked, TaskRow


def readable(runtime: Runtime, tx: store.Tx, task_id: str, by: Actor) -> tuple[Locked, Actor]:
    """Return the task and its case, for who may read either, and as whom `by` looks.

    Only an open task is looked at in the name of who is away. Raises NotFound, Hidden.
    """
    locked = locking.for_task(tx, task_id)
    task = locked.task
    if task is None:
        raise errors.NotFound("task")
    actor = runtime.policy.acting(by, facts_of(task)) if task.state == OPEN else by
    if runtime.policy.can(actor, Permission.WORK_TASKS, facts_of(task)):
        return locked, actor
    facts = case_rows.facts(tx, locked.case.id)
    if not runtime.policy.can(by, Permission.READ_CASES, facts):
        raise errors.Hidden("task", case_id=locked.case.id)
    return locked, by


def workable(
    runtime: Runtime, tx: store.Tx, task_id: str, by: Actor
) -> tuple[Locked, TaskRow, Actor]:
    """Lock the case of an open task of one's own or one's groups; return also who works on it.

    Raises AlreadyDone when the task is closed, Hidden when it is not for the asker, NotFound.
    """
    locked = locking.lock_for_task(tx, task_id)
    if locked.task is None:
        raise errors.NotFound("task")
    task = locked.task
    actor = known(runtime, locked, task, by)
    if task.state != OPEN:
        raise errors.AlreadyDone(case=locked.case.number, name=task.name)
    return locked, task, actor


def known(runtime: Runtime, locked: Locked, task: TaskRow, by: Actor) -> Actor:
    """Return as whom `by` works on the task: as itself, or in the name of who is away.

    Raises Hidden unless it is one's own or, whoever has it, one of the groups of either.
    """
    for facts in (facts_of(task), TaskFacts(task.candidate_group, None)):
        actor = runtime.policy.acting(by, facts)
        if runtime.policy.can(actor, Permission.WORK_TASKS, facts):
            return actor
    raise errors.Hidden("task", case_id=locked.case.id)


def check_taken(tx: store.Tx, task: TaskRow, by: Actor) -> None:
    """Raise AlreadyClaimed when a colleague has the task, NotAllowed when nobody has it."""
    if task.assignee is None:
        raise errors.NotAllowed("not_your_task")
    if task.assignee != by.holder:
        raise errors.AlreadyClaimed(assignee=rows.assignee_name(tx, task.id))


def check_four_eyes(tx: store.Tx, task: TaskRow, by: Actor) -> None:
    """Raise NotAllowed when somebody who did what this task checks asks for it."""
    if not may_act(tx, task, by):
        raise errors.NotAllowed("four_eyes", task=task.name)


def gate_of(
    runtime: Runtime,
    tx: store.Tx,
    locked: Locked,
    task: TaskRow,
    values: Mapping[str, Value] | None = None,
) -> hands.Gate | None:
    """Return the gate of a task that is a hand in a decision, with `values` about to be written."""
    deployed = runtime.deployed(tx, locked.case.deployment_id)
    return hands.at(runtime, tx, deployed, locked.case, locked.document, task.token, values)


def refusal(
    runtime: Runtime, tx: store.Tx, locked: Locked, task: TaskRow, by: Actor
) -> errors.NotAllowed | None:
    """Return why `by` may not do an open task of their groups, whoever has it; None: they may."""
    if not may_act(tx, task, by):
        return errors.NotAllowed("four_eyes", task=task.name)
    reached = (facts_of(task), TaskFacts(task.candidate_group, None))
    if task.state != OPEN or not any(
        runtime.policy.can(by, Permission.WORK_TASKS, facts) for facts in reached
    ):
        return None
    gate = gate_of(runtime, tx, locked, task)
    return None if gate is None else hands.refusal(runtime, tx, gate, by)


def check_allowed(runtime: Runtime, tx: store.Tx, locked: Locked, task: TaskRow, by: Actor) -> None:
    """Raise NotAllowed when four eyes, an exclusion or the lack of a mandate forbids the task."""
    refused = refusal(runtime, tx, locked, task, by)
    if refused is not None:
        raise refused


def may_act(tx: store.Tx, task: TaskRow, by: Actor) -> bool:
    """Tell whether four eyes allow it: who did what the task checks does not check it as well."""
    if not task.four_eyes:
        return True
    done = case_rows.completed_by(tx, task.case_id, task.four_eyes)
    people = {person for each in done for person in (each.closed_by, each.in_name_of)}
    people.add(case_rows.started_in(tx, task.case_id, task.four_eyes))
    return four_eyes(by, filter(None, people))


def facts_of(task: TaskRow) -> TaskFacts:
    """Return what decides whether an open task may be worked on."""
    return TaskFacts(task.candidate_group, task.assignee)
