"""The signing folder: decisions that wait for somebody who decides, and signing them.

What waits is a task that the diagram gives the hand of the decider. What a signature answers on its
form stands in `procedure.toml` (`[[signing]]`); a task whose form it does not name is decided on
its own page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine import errors, feel, hands, mandates, store, tasks
from engine import inbox as inboxes
from engine.bpmn.extensions import Extensions
from engine.casefile import ClockView, clock_views
from engine.decisions import measuring
from engine.desks import OPEN, variables
from engine.errors import EngineError
from engine.model import Actor, Happened, HistoryKind, Permission, Value
from engine.model.deciding import Hand
from engine.runtime import Deployed, Runtime
from engine.store import hands as hand_rows
from engine.store import history as trail
from engine.store import locking
from engine.store import people as people_rows
from engine.store import tasks as task_rows
from engine.store.rows import Locked, TaskListRow, TaskRow
from engine.tasks.allowing import gate_of, refusal

MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """One decision that waits: what would be decided, for whom, by whom it was made ready.

    `fields` are the values that would go to the register, as far as they are known. `changes` tells
    how often something happened on the case since the asker last looked at it, at `seen`. `mandate`
    is that on which the asker would decide, `blocked` why they may not; `signable` tells whether it
    can be signed from here. `mark` is another one as soon as anything else would be signed.
    """

    task_id: str
    mark: str
    name: str
    case_number: str
    case_title: str
    case_place: str | None
    taken: bool
    due: date | None
    clocks: tuple[ClockView, ...]
    fields: Mapping[str, Value]
    measure: str
    proposer: str | None
    reviewer: str | None
    changes: int
    seen: datetime | None
    mandate: str | None
    blocked: errors.NotAllowed | None
    signable: bool


@dataclass(frozen=True, slots=True)
class Folder:
    """The stack of somebody who decides, the most urgent on top; `more` says that it goes on."""

    waiting: tuple[Waiting, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """A decision that was not signed, and why; it stays in the folder."""

    case_number: str
    name: str
    fault: EngineError


def folder(runtime: Runtime, *, by: Actor) -> Folder:
    """Return the decisions that wait for `by`; the look is written down."""
    with runtime.store.read() as tx:
        found = list(_waiting(runtime, tx, by))
    with runtime.store.write("signing_folder.look") as tx:
        fact = Happened(HistoryKind.LIST_READ, by, {"list": "signing"})
        trail.log(tx, [fact], runtime.now())
    return Folder(tuple(found[: inboxes.PAGE_SIZE]), len(found) > inboxes.PAGE_SIZE)


def sign(
    runtime: Runtime, *, chosen: Mapping[str, str], by: Actor, key: str
) -> tuple[tuple[str, ...], tuple[Failed, ...]]:
    """Sign every decision in `chosen` (task id → the mark that was seen) as it was proposed.

    Each is taken and completed on its own, by the same verbs as on its page, so nobody decides here
    what they may not decide there. Returns the numbers of the cases that went on, and what failed.
    `key` makes each happen once.
    """
    done, failed = [], []
    for task_id, seen in list(chosen.items())[:MOST]:
        try:
            done.append(_sign(runtime, task_id, seen, by, key))
        except EngineError as refused:
            failed.append(_failed(runtime, task_id, by, refused))
    return tuple(done), tuple(failed)


def _sign(runtime: Runtime, task_id: str, seen: str, by: Actor, key: str) -> str:
    with runtime.store.read() as tx:
        locked = locking.for_task(tx, task_id)
        task = locked.task
        if task is None:
            raise errors.NotFound("task")
        deployed = runtime.deployed(tx, locked.case.deployment_id)
        answers = _answers(deployed, task)
        if answers is None or task.element not in _deciding(deployed, task.process):
            raise errors.NotFound("task")
        mark = _mark(_told(runtime, deployed, task, variables(locked)), _made_ready(tx, locked))
    if task.state == OPEN and mark != seen:
        raise errors.Stale(seen=seen, current=mark)
    if task.assignee is None and task.state == OPEN:
        tasks.claim(runtime, task_id=task_id, by=by)
    done = tasks.complete(runtime, task_id=task_id, by=by, posted=answers, key=f"{key}:{task_id}")
    return done.case_number


def _failed(runtime: Runtime, task_id: str, by: Actor, refused: EngineError) -> Failed:
    """Name what failed, as far as the asker may know that it is there."""
    with runtime.store.read() as tx:
        scope = runtime.policy.scope(by, Permission.WORK_TASKS)
        locked = locking.for_task(tx, task_id) if task_rows.workable(tx, scope, task_id) else None
    number = locked.case.number if locked else ""
    name = locked.task.name if locked and locked.task else ""
    return Failed(number, name, refused)


def _waiting(runtime: Runtime, tx: store.Tx, by: Actor) -> Iterator[Waiting]:
    scope = runtime.policy.scope(by, Permission.WORK_TASKS)
    mine = task_rows.inbox(tx, scope, mine=True, limit=MOST)
    free = task_rows.inbox(tx, scope, mine=False, limit=MOST)
    lines = {line.id: line for line in (*mine, *free) if line.assignee in (None, by.person_id)}
    for line in sorted(lines.values(), key=lambda each: (each.due_on or date.max, each.id)):
        locked = locking.for_task(tx, line.id)
        if locked.task is None:
            continue
        deployed = runtime.deployed(tx, locked.case.deployment_id)
        if locked.task.element in _deciding(deployed, locked.task.process):
            yield _one(runtime, tx, deployed, locked, line, by)


def _one(
    runtime: Runtime,
    tx: store.Tx,
    deployed: Deployed,
    locked: Locked,
    line: TaskListRow,
    by: Actor,
) -> Waiting:
    task, case = locked.task, locked.case
    assert task is not None, "the caller has checked the task"
    known = variables(locked)
    told = _told(runtime, deployed, task, known)
    before = _made_ready(tx, locked)
    names = [people_rows.name_of(tx, each) if each else None for each in before]
    mandate, blocked = _gate(runtime, tx, locked, task, by)
    seen, changes = _since(tx, case.id, by)
    measure = told.get("measure")
    return Waiting(
        task_id=task.id,
        mark=_mark(told, before),
        name=task.name,
        case_number=case.number,
        case_title=case.title,
        case_place=case.place,
        taken=task.assignee == by.person_id,
        due=line.due_on,
        clocks=clock_views(runtime, tx, deployed, case),
        fields=told,
        measure=measuring.label(runtime, measure if isinstance(measure, str) else None),
        proposer=names[0],
        reviewer=names[1],
        changes=changes,
        seen=seen,
        mandate=mandate,
        blocked=blocked,
        signable=_answers(deployed, task) is not None,
    )


def _made_ready(tx: store.Tx, locked: Locked) -> tuple[str | None, ...]:
    """Return who proposed and who reviewed last."""
    last = {each.role: each.person_id for each in hand_rows.of_case(tx, locked.case.id)}
    return tuple(last.get(hand) for hand in (Hand.PROPOSER, Hand.REVIEWER))


def _mark(told: Mapping[str, Value], before: Sequence[str | None]) -> str:
    """Return what tells one thing to sign from another: its values, and who made it ready."""
    text = json.dumps([store.plain(dict(told)), list(before)], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _gate(
    runtime: Runtime, tx: store.Tx, locked: Locked, task: TaskRow, by: Actor
) -> tuple[str | None, errors.NotAllowed | None]:
    """Return the mandate on which `by` would decide, in words, or why they may not."""
    refused = refusal(runtime, tx, locked, task, by)
    gate = None if refused else gate_of(runtime, tx, locked, task)
    granted = hands.grant(runtime, tx, gate, by) if gate else None
    if granted is None or granted.mandate is None:
        return None, refused
    capacity = mandates.capacity(runtime, granted.mandate)
    return f"{capacity}, {granted.mandate.source}", refused


def _told(
    runtime: Runtime, deployed: Deployed, task: TaskRow, known: Mapping[str, Value]
) -> dict[str, Value]:
    """Return what the job that follows would write in the register, of what is known now."""
    for extensions in _registering(deployed, task.process):
        return {
            each.target: feel.compile_expression(each.source.removeprefix("="), known)
            .evaluate(known, runtime.now())
            .value
            for each in extensions.inputs or ()
        }
    return {}


def _registering(deployed: Deployed, process: str) -> Iterator[Extensions]:
    for node in deployed.bundle.diagram(process).nodes.values():
        if node.extensions.job == measuring.REGISTER:
            yield node.extensions


def _deciding(deployed: Deployed, process: str) -> frozenset[str]:
    """Return the user tasks of a process in which a decision is taken."""
    nodes = deployed.bundle.diagram(process).nodes.values()
    return frozenset(node.origin for node in nodes if node.extensions.hand == Hand.DECIDER)


def _answers(deployed: Deployed, task: TaskRow) -> Mapping[str, Any] | None:
    """Return what a signature answers on the form of a task, or None when it has no such form."""
    rules: Sequence[Mapping[str, Any]] = deployed.facts.get("signing", ())
    found = (each for each in rules if each.get("form") == task.form)
    answers = next((each.get("answers") for each in found), None)
    return answers if isinstance(answers, Mapping) else None


def _since(tx: store.Tx, case_id: str, by: Actor) -> tuple[datetime | None, int]:
    """Return when `by` last looked at a case, and how much happened there since."""
    looked = [
        trail.of_log(tx, person_id=by.person_id, case_id=case_id, kind=kind, limit=1)
        for kind in (HistoryKind.CASE_READ, HistoryKind.TASK_READ)
    ]
    seen = max((lines[0].at for lines in looked if lines), default=None)
    return seen, trail.count_since(tx, case_id, seen) if seen else 0
