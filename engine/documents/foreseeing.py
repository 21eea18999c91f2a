"""The letter that a task would make, with what was typed so far: looked at, never kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import bpmn, desks, errors, filling, store
from engine.advance import clocks_of
from engine.desks import OPEN, variables
from engine.documents.making import outline
from engine.feel import tagged
from engine.model import Actor, Command, Complete, FinishJob, JobWanted, Value
from engine.runtime import Deployed, Runtime
from engine.store.rows import CaseRow, Locked
from engine.tasks.allowing import check_allowed, readable
from engine.tasks.completing import merged
from engine.terms import local_day

DECISION = "register_decision"  # numbers a decision: its letter comes after it
MOST_JOBS = 3  # pieces of work that may lie between a task and its letter


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A letter to look at; without one `why` is a code: withheld, incomplete, none or too_long."""

    letter: Mapping[str, Any] | None
    why: str = ""


def foresee(
    runtime: Runtime, *, task_id: str, by: Actor, posted: Mapping[str, Any], gap: str
) -> Foreseen:
    """Return the letter that completing the task with `posted` would make; nothing is kept.

    The machine takes the step in memory, so the letter is the one that would be made. `gap` stands
    where a value is still missing, today where a day is. Whoever may not read a field of the case
    sees no letter, which could hold it. Only for the person who has taken the task. Raises
    NotAllowed, NotFound.
    """
    today = local_day(runtime.now())
    with runtime.store.read() as tx:
        locked, actor = readable(runtime, tx, task_id, by)
        task = locked.task
        assert task is not None, "a readable task is there"
        if task.state != OPEN or task.assignee != actor.holder:
            raise errors.NotAllowed("not_your_task")
        check_allowed(runtime, tx, locked, task, actor)
        desk = desks.of(runtime, tx, locked, actor)
        if desk.mask:
            return Foreseen(None, "withheld")
        deployed = runtime.deployed(tx, locked.case.deployment_id)
        values: Mapping[str, Value] = {}
        if desk.schema is not None:
            typed = {**posted, **filling.undated(desk.schema, posted, today)}
            checked = filling.check(
                runtime, desk.schema, typed, desk.context, documents=desk.documents
            )
            values = merged(variables(locked), checked.clean)
        command = Complete(task.token, values)
        try:
            job = _letter_job(runtime, tx, deployed, locked, command, actor, gap)
        except errors.ModelFault:
            return Foreseen(None, "incomplete")
        return _drawn(runtime, deployed, locked.case, job, gap)


def _letter_job(  # noqa: PLR0913, PLR0917 - the case, what is done with it, by whom
    runtime: Runtime,
    tx: store.Tx,
    deployed: Deployed,
    locked: Locked,
    command: Command,
    by: Actor,
    gap: str,
) -> JobWanted | None:
    """Return the work that makes the letter; what lies before it is taken as done."""
    clocks = clocks_of(runtime, tx, deployed, locked.case)
    document = locked.document
    for _ in range(MOST_JOBS):
        step = bpmn.advance(
            deployed.bundle, locked.case.process_id, document, command, runtime.now(), clocks
        )
        work = [job for job in step.jobs_wanted if job.kind == "service"]
        made = [job for job in work if job.letter]
        if made or not work:
            return made[0] if made else None
        if work[0].name != DECISION:
            return None
        given = {"reference": gap, "decided_on": local_day(runtime.now()), "decider": by.name}
        document, command = step.document, FinishJob(work[0].token, given)
    return None


def _drawn(
    runtime: Runtime, deployed: Deployed, case: CaseRow, job: JobWanted | None, gap: str
) -> Foreseen:
    if job is None or job.letter is None:
        return Foreseen(None, "none")
    try:
        drawn = outline(runtime, deployed, case, job.letter, tagged.decode_all(job.values), gap)
    except errors.EngineError:
        return Foreseen(None, "incomplete")
    return Foreseen(drawn) if drawn is not None else Foreseen(None, "too_long")
