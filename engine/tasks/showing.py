"""A task as its page shows it: the form with what stands in it, the facts of its case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from engine import bpmn, checklist, desks, errors, filling, forms, mandates, masking, store
from engine.advance import clocks_of
from engine.casefile import CaseHead, ClockView, Fact, clock_views, facts_of, head_of
from engine.desks import OPEN, case_variables, variables
from engine.model import Actor, Hand, Happened, HistoryKind, Permission
from engine.runtime import Deployed, Runtime
from engine.store import handovers
from engine.store import history as trail
from engine.store import tasks as task_rows
from engine.store.rows import Locked, TaskRow
from engine.tasks.allowing import check_allowed, readable, refusal
from engine.tasks.allowing import facts_of as facts_of_task
from engine.terms import local_day


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as its page needs it: the form, the case's facts, what may be done with it.

    `may_complete` is true for the person who has taken it, and for who stands in for that person,
    whose name is `in_name_of`. `given` is who handed it to the one who has it, and why. `refused`
    is why not, when four eyes, an exclusion or the lack of a mandate forbids it. `draft_version`
    and `version` go back with what is sent. An open task whose form is filled in part by part has
    `sections`. `deciders` are who may take the decision of an open task that takes one; None for
    every other task.
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
    refused: errors.NotAllowed | None
    in_name_of: str | None = None
    given: tuple[str, str] | None = None
    sections: tuple[forms.SectionView, ...] = ()
    makes_letter: bool = False
    deciders: tuple[mandates.Decider, ...] | None = None


def view(runtime: Runtime, *, task_id: str, by: Actor, checked: Collection[str] = ()) -> TaskView:
    """Return the task with its form; reading it is written down. Raises NotFound.

    `checked` are sections whose problems are drawn though nobody said that they are done.
    """
    now = runtime.now()
    with runtime.store.read() as tx:
        locked, actor = readable(runtime, tx, task_id, by)
        shown = view_of(runtime, tx, locked, actor, _drawn(runtime, tx, locked, actor, checked))
    fact = Happened(HistoryKind.TASK_READ, actor, {"task": task_id})
    with runtime.store.write("tasks.look") as tx:
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
        locked, actor = readable(runtime, tx, task_id, by)
        assert locked.task is not None, "a readable task is there"
        if locked.task.assignee != actor.holder:
            raise errors.NotAllowed("not_your_task")
        check_allowed(runtime, tx, locked, locked.task, actor)
        desk = desks.of(runtime, tx, locked, actor, refused)
    sheet = desk.sheet(runtime)
    if sheet is not None and section is not None:
        return sheet.redraw(desk.draft, section, posted, rows)
    if desk.schema is None:
        return None
    return filling.redraw(runtime, desk.schema, posted, desk.context, rows, desk.documents)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The form of a task, whole and section by section."""

    form: forms.FormView | None
    sections: tuple[forms.SectionView, ...] = ()


def view_of(runtime: Runtime, tx: store.Tx, locked: Locked, by: Actor, drawn: Drawn) -> TaskView:
    """Return the locked task for its page, with its form as `drawn`."""
    assert locked.task is not None, "the caller has checked the task"
    task = locked.task
    deployed = runtime.deployed(tx, locked.case.deployment_id)
    refused = refusal(runtime, tx, locked, task, by)
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
        facts=facts_of(runtime, deployed, locked.case, variables(locked), masking.of(deployed, by)),
        checklist=checklist.of_case(runtime, tx, deployed, locked.case, case_variables(locked), by),
        group=task.candidate_group,
        assignee_id=task.assignee,
        assignee=task_rows.assignee_name(tx, task.id) if task.assignee else None,
        due=_due(runtime, tx, deployed, locked, task),
        term=task.term,
        legal_basis=task.legal_basis,
        may_claim=is_open
        and task.assignee is None
        and refused is None
        and runtime.policy.can(by, Permission.WORK_TASKS, facts_of_task(task)),
        may_complete=is_open and task.assignee == by.holder and refused is None,
        refused=refused,
        in_name_of=by.for_name,
        given=handovers.given(tx, task) if is_open else None,
        makes_letter=is_open and bpmn.makes_letter(deployed.bundle, task.process, task.element),
        deciders=_deciders(runtime, tx, deployed, locked) if is_open else None,
    )


def _deciders(
    runtime: Runtime, tx: store.Tx, deployed: Deployed, locked: Locked
) -> tuple[mandates.Decider, ...] | None:
    assert locked.task is not None, "the caller has checked the task"
    if locked.document is None:
        return None
    now = runtime.now()
    asked = bpmn.asked(deployed.bundle, locked.document, locked.task.token, now)
    if asked is None or asked.hand is not Hand.DECIDER:
        return None
    return mandates.deciders_in(runtime, tx, asked.decision_type, asked.amount, on=local_day(now))


def _drawn(
    runtime: Runtime, tx: store.Tx, locked: Locked, by: Actor, checked: Collection[str]
) -> Drawn:
    assert locked.task is not None, "the caller has checked the task"
    task = locked.task
    desk = desks.of(runtime, tx, locked, by)
    schema, context, documents = desk.schema, desk.context, desk.documents
    sheet = desk.sheet(runtime)
    if sheet is not None and task.state == OPEN:
        stands = sheet.stands(desk.draft, checked)
        return Drawn(stands.view, stands.sections)
    if schema is None:
        return Drawn(None)
    if desk.draft is not None and task.state == OPEN:
        return Drawn(filling.draw(runtime, schema, desk.draft, context, documents=documents))
    return Drawn(filling.blank(runtime, schema, context, documents))


def _due(
    runtime: Runtime, tx: store.Tx, deployed: Deployed, locked: Locked, task: TaskRow
) -> date | None:
    """Return the legal day: the clock of the task's term moves, the day it was opened with not."""
    if task.term is not None:
        return clocks_of(runtime, tx, deployed, locked.case).end(task.term)
    return task.due_on
