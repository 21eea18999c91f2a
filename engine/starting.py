"""The one way a case begins: its number, its dossier, its first step.

Who may start it, and with what, is the verb's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine import bpmn, store
from engine.advance import Move, move
from engine.feel import tagged
from engine.model import SYSTEM, Actor, Happened, HistoryKind, JobKind, Start
from engine.runtime import Deployed, Runtime
from engine.store import cases as rows
from engine.store import deployments as deployment_rows
from engine.store import dossiers as dossier_rows
from engine.store import history as trail
from engine.store import jobs as job_rows
from engine.store import locking
from engine.store.rows import CaseRow, JobRow, RecordedStep
from engine.terms import local_day


@dataclass(frozen=True, slots=True)
class Beginning:
    """What begins: the process, with which values, by whom or by what.

    The same `key` begins one case. Without `dossier_id` a new dossier is opened. `meta` is what the
    audit trail says of the reason. `root_id` is the case that began the tree that this one is on,
    `reopens` the id of the closed case that it takes up again.
    """

    process_id: str
    command: Start
    by: Actor
    key: str
    dossier_id: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    kind: HistoryKind = HistoryKind.CASE_STARTED
    root_id: str | None = None
    reopens: str | None = None


def begun(tx: store.Tx, key: str) -> CaseRow | None:
    """Return the case that was begun under this key."""
    return rows.by_start_key(tx, key)


def begin(runtime: Runtime, tx: store.Tx, deployed: Deployed, what: Beginning) -> RecordedStep:
    """Open a case of `deployed` and take its first step, in the caller's transaction.

    Raises ModelFault when the model has no answer, Conflict at the end of the transaction when the
    key was used meanwhile.
    """
    now = runtime.now()
    dossier_id = what.dossier_id or open_dossier(runtime, tx, deployed, what.by)
    case = rows.add(
        tx,
        id=store.new_id(),
        start_key=what.key,
        prefix=deployed.facts.get("number_prefix", "P"),
        year=local_day(now).year,
        dossier_id=dossier_id,
        root_id=what.root_id,
        reopens=what.reopens,
        deployment_id=deployed.id,
        process_key=deployed.process_key,
        process_id=what.process_id,
        title=deployed.bundle.process(what.process_id).name,
        started_by=what.by.person_id,
        at=now,
    )
    version = {"deployment": deployed.id, "version": deployed.version}
    meta = {"process": what.process_id, **version, **what.meta}
    first = Move(what.command, what.kind, what.by, meta, {})
    return move(runtime, tx, locking.fresh(case), first)


def open_dossier(runtime: Runtime, tx: store.Tx, deployed: Deployed, by: Actor) -> str:
    """Open the dossier of a new case as its procedure says, and return its id."""
    facts, dossier_id, now = deployed.facts.get("dossier", {}), store.new_id(), runtime.now()
    happened = Happened(HistoryKind.DOSSIER_OPENED, by, {"process": deployed.process_key})
    trail.log(tx, [happened], now, dossier_id=dossier_id)
    return dossier_rows.add(
        tx,
        id=dossier_id,
        prefix=facts.get("prefix", "D"),
        year=local_day(now).year,
        kind=facts.get("kind", deployed.process_key),
        at=now,
    )


def in_force(runtime: Runtime, tx: store.Tx) -> tuple[Deployed, ...]:
    """Return the newest version of every procedure: what a case begins with."""
    return tuple(runtime.deployed(tx, row.id) for row in deployment_rows.latest(tx))


def begun_by(
    runtime: Runtime, tx: store.Tx, kind: str, name: str
) -> list[tuple[Deployed, str, str]]:
    """Return what begins with a message or signal: the version in force, process, start event."""
    return [
        (deployed, process_id, start.id)
        for deployed in in_force(runtime, tx)
        for process_id, start in _starts(deployed)
        if (start.kind, start.name) == (kind, name)
    ]


def begin_case(runtime: Runtime, job: JobRow) -> None:
    """Begin a case that a signal or a timer asked for; a timer then waits for its next time.

    A timer of a version that is no longer in force begins nothing.
    """
    about = job.values
    with runtime.store.write("case_starts.plan") as tx:
        deployed = runtime.deployed(tx, about["deployment"])
        if "times" in about:
            if not any(each.id == deployed.id for each in in_force(runtime, tx)):
                job_rows.drop(tx, job.id, runtime.now())
                return
            last = (about["times"] + 1, job.due_at)
            _plan(tx, deployed, job.name, about["event"], runtime.now(), last)
    with runtime.store.write("case_starts.begin") as tx:  # what fails now stops no next time
        job_rows.settle(tx, job.id, runtime.now())
        command = Start(tagged.decode_all(about.get("values", {})), event=about["event"])
        meta = {"event": about["event"], "due_at": job.due_at}
        root = about.get("root")
        what = Beginning(job.name, command, SYSTEM, job.id, root_id=root, meta=meta)
        begin(runtime, tx, deployed, what)


def plan_timers(runtime: Runtime, tx: store.Tx, deployment_id: str) -> None:
    """Ask for the cases that a version just put into force begins by the clock."""
    deployed, now = runtime.deployed(tx, deployment_id), runtime.now()
    for process_id, start in _starts(deployed):
        if start.kind == "timer":
            _plan(tx, deployed, process_id, start.id, now, None)


def _starts(deployed: Deployed) -> Iterator[tuple[str, bpmn.StartView]]:
    """Yield the starts of a procedure's own processes; shared ones begin only when called."""
    for process_id in deployed.bundle.diagrams:
        process = deployed.bundle.process(process_id)
        if process.file.startswith(f"{deployed.process_key}/"):
            yield from ((process_id, start) for start in process.starts)


def _plan(
    tx: store.Tx,
    deployed: Deployed,
    process_id: str,
    event: str,
    now: datetime,
    last: tuple[int, datetime] | None,
) -> None:
    due = bpmn.begins_at(deployed.bundle, process_id, event, now, last)
    if due is None:
        return
    times = last[0] if last else 0
    job_rows.add_once(
        tx,
        kind=JobKind.BEGIN,
        name=process_id,
        unique_key=f"begin:{deployed.id}:{process_id}:{event}:{times}",
        at=now,
        due_at=due,
        values={"deployment": deployed.id, "event": event, "times": times},
    )
