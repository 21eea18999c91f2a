"""The work of a team: who has what, how late it is, and handing it over.

For who holds a role that leads others (`leads` in the register of roles).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from engine import errors, store
from engine.access import TaskFacts
from engine.desks import OPEN
from engine.errors import Problem
from engine.inbox import PAGE_SIZE, TaskLine, line_of
from engine.model import Actor, Happened, HistoryKind, Permission, RoleInTeam
from engine.runtime import Runtime
from engine.store import absences as absence_rows
from engine.store import handovers as rows
from engine.store import history as trail
from engine.store import locking
from engine.store import people as people_rows
from engine.store.handovers import FREE
from engine.store.rows import HandoverRow, LoadRow, Locked, PersonWithRoles, TaskRow
from engine.tasks.allowing import refusal
from engine.terms import local_day

__all__ = [
    "FREE",
    "SIZE",
    "Board",
    "Desk",
    "Handing",
    "Outcome",
    "Receiver",
    "board",
    "hand_over",
    "handing",
]

SOON = 5
"""Working days within which a task is due soon."""
MOST_REASON = 500
SIZE = MOST_TASKS = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Desk:
    """How much somebody has: open tasks, those that are late, those due soon; `away` until when."""

    person_id: str | None
    name: str
    total: int = 0
    late: int = 0
    soon: int = 0
    away: date | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """A team with its work: everybody's desk, what nobody has, and a page of tasks."""

    desks: tuple[Desk, ...]
    free: Desk
    lines: tuple[TaskLine, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who may get tasks, how many this person has, and until when away."""

    person_id: str
    name: str
    total: int
    away: date | None


@dataclass(frozen=True, slots=True)
class Handing:
    """Tasks to hand over and who may get them all.

    `excluded` are colleagues of the group who may not, because of an earlier step.
    """

    lines: tuple[TaskLine, ...]
    receivers: tuple[Receiver, ...]
    excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one task: `problem` is why it was not handed over."""

    task_id: str
    name: str
    case_title: str
    problem: Problem | None = None


def board(runtime: Runtime, *, by: Actor, whose: str = "", q: str = "", page: int = 1) -> Board:
    """Return the work of everybody whom `by` leads; the look is written down.

    `whose` narrows the tasks to those of one person, or to the `FREE` ones. Raises NotAllowed.
    """
    groups, today, wanted, words = _groups(runtime, by), _today(runtime), max(1, page), q.strip()
    with runtime.store.read() as tx:
        people = _people(runtime, tx, by, today)
        loads = rows.loads(tx, groups, today, runtime.calendar.add_working_days(today, SOON))
        away = _away(tx, [each.id for each in people], today)
        offset = (wanted - 1) * PAGE_SIZE
        found = rows.lines(tx, groups, whose, words[:100], limit=PAGE_SIZE, offset=offset)
        total = rows.count(tx, groups, whose, words[:100])
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "team"}, {"query": q})
    with runtime.store.write("team.look") as tx:
        trail.log(tx, [fact], runtime.now())
    return Board(
        desks=_desks(people, loads, away),
        free=next((_desk(each) for each in loads if each.assignee is None), Desk(None, "")),
        lines=tuple(line_of(row, by) for row in found),
        total=total,
        page=wanted,
        pages=max(1, -(-total // PAGE_SIZE)),
    )


def handing(runtime: Runtime, *, by: Actor, task_ids: Collection[str]) -> Handing:
    """Return tasks that are to be handed over, and who may get all of them; it is written down.

    What is not open, or not of a group that `by` leads, is left out. Raises NotAllowed.
    """
    groups, today = _groups(runtime, by), _today(runtime)
    with runtime.store.read() as tx:
        found = rows.chosen(tx, groups, list(task_ids)[:MOST_TASKS])
        seen = [locking.for_task(tx, line.id) for line in found]
        chosen = [(locked, locked.task) for locked in seen if locked.task]
        able = [
            person
            for person in _open_accounts(tx, today)
            if all(_in_group(runtime, _actor(person), task) for _, task in chosen)
        ]
        free = [
            person
            for person in able
            if not any(
                refusal(runtime, tx, locked, task, _actor(person)) for locked, task in chosen
            )
        ]
        loads = {each.assignee: each.total for each in rows.loads(tx, groups, today, today)}
        away = _away(tx, [each.id for each in free], today)
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "handing over"})
    with runtime.store.write("tasks.offer") as tx:
        trail.log(tx, [fact], runtime.now())
    receivers = (Receiver(p.id, p.name, loads.get(p.id, 0), away.get(p.id)) for p in free)
    excluded = tuple(p.name for p in able if p not in free)
    lines = tuple(line_of(row, by) for row in found)
    return Handing(lines, tuple(receivers) if chosen else (), excluded if chosen else ())


def hand_over(
    runtime: Runtime, *, by: Actor, task_ids: Sequence[str], to: str, reason: str
) -> tuple[Outcome, ...]:
    """Give tasks to a person, each in a transaction of its own, and tell what became of each.

    Raises InvalidInput without a reason, a person or a task, NotAllowed.
    """
    groups, why = _groups(runtime, by), reason.strip()
    with runtime.store.read() as tx:
        people = {each.id: each for each in _open_accounts(tx, _today(runtime))}
    problems = []
    if to not in people:
        problems.append(Problem("to", "unknown_option" if to else "required"))
    if not why:
        problems.append(Problem("reason", "required"))
    if len(why) > MOST_REASON:
        problems.append(Problem("reason", "too_long"))
    if not task_ids or len(task_ids) > MOST_TASKS:
        problems.append(Problem("", "handover.none", {"most": MOST_TASKS}))
    if problems:
        raise errors.InvalidInput(problems)
    receiver = _actor(people[to])
    order = _Order(groups, receiver, why, by)
    return tuple(_give(runtime, order, task_id) for task_id in dict.fromkeys(task_ids))


@dataclass(frozen=True, slots=True)
class _Order:
    """To whom tasks of which groups go, why, and who says so."""

    groups: frozenset[str]
    receiver: Actor
    reason: str
    by: Actor


def _give(runtime: Runtime, order: _Order, task_id: str) -> Outcome:
    now = runtime.now()
    with runtime.store.write("tasks.hand_over") as tx:
        try:
            locked = locking.lock_for_task(tx, task_id)
        except errors.NotFound:
            return Outcome(task_id, "", "", Problem("", "handover.gone"))
        task = locked.task
        if task is None or task.candidate_group not in order.groups:
            return Outcome(task_id, "", "", Problem("", "handover.gone"))
        problem = _problem(runtime, tx, locked, task, order.receiver)
        told = Outcome(task_id, task.name, locked.case.title, problem)
        if problem is not None:
            return told
        to, giver = order.receiver.person_id or "", order.by.person_id or ""
        row = HandoverRow(task.case_id, task.id, task.version + 1, now, to, giver, order.reason)
        rows.give(tx, row)
        meta = {
            "task": task.id,
            "element": task.element,
            "name": task.name,
            "to": order.receiver.name,
            "to_id": to,
            "from_id": task.assignee,
        }
        fact = Happened(HistoryKind.TASK_ASSIGNED, order.by, meta, {"reason": order.reason})
        trail.append(tx, task.case_id, [fact], now)
    return told


def _problem(
    runtime: Runtime, tx: store.Tx, locked: Locked, task: TaskRow, receiver: Actor
) -> Problem | None:
    """Return why this person may not get this task, if there is a reason."""
    if task.state != OPEN:
        return Problem("", "handover.gone")
    if task.assignee == receiver.person_id:
        return Problem("", "handover.same", {"to": receiver.name})
    if not _in_group(runtime, receiver, task):
        return Problem("", "handover.group", {"to": receiver.name})
    refused = refusal(runtime, tx, locked, task, receiver)
    if refused is None:
        return None
    code = "handover.four_eyes" if refused.code == "four_eyes" else "handover.hand"
    return Problem("", code, {"to": receiver.name})


def _in_group(runtime: Runtime, receiver: Actor, task: TaskRow) -> bool:
    facts = TaskFacts(task.candidate_group, None)
    return runtime.policy.can(receiver, Permission.WORK_TASKS, facts)


def _groups(runtime: Runtime, by: Actor) -> frozenset[str]:
    if not runtime.policy.can(by, Permission.COORDINATE):
        raise errors.NotAllowed("permission", permission=str(Permission.COORDINATE))
    return runtime.policy.led_groups(by, runtime.teams)


def _today(runtime: Runtime) -> date:
    return local_day(runtime.now())


def _open_accounts(tx: store.Tx, today: date) -> list[PersonWithRoles]:
    return [each for each in people_rows.everybody(tx, today) if each.disabled_at is None]


def _people(runtime: Runtime, tx: store.Tx, by: Actor, today: date) -> list[PersonWithRoles]:
    return [
        each
        for each in _open_accounts(tx, today)
        if any(runtime.policy.leads(by, held) for held in _actor(each).roles)
    ]


def _away(tx: store.Tx, people: Sequence[str], today: date) -> dict[str, date]:
    """Return until when those of these people are away who are away today."""
    found = absence_rows.standing(tx, people, today)
    return {each.person_id: each.last_on for each in found if each.first_on <= today}


def _desks(
    people: Sequence[PersonWithRoles], loads: Sequence[LoadRow], away: dict[str, date]
) -> tuple[Desk, ...]:
    """Return everybody's desk by name, also of who has work here but no role any more."""
    busy = {each.assignee: each for each in loads if each.assignee is not None}
    known = [
        _desk(busy[p.id], away.get(p.id))
        if p.id in busy
        else Desk(p.id, p.name, away=away.get(p.id))
        for p in people
    ]
    ids = {each.id for each in people}
    return (*known, *(_desk(row) for key, row in busy.items() if key not in ids))


def _desk(row: LoadRow, away: date | None = None) -> Desk:
    return Desk(row.assignee, row.assignee_name or "", row.total, row.late, row.soon, away)


def _actor(person: PersonWithRoles) -> Actor:
    roles = tuple(RoleInTeam(held.role, held.team) for held in person.roles)
    return Actor(person.id, person.name, roles)
