"""A case that only the database keeps: deployed, and for every command loaded and recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, select
from typing_extensions import override

from engine import bpmn
from engine.bpmn.run import begin, finish
from engine.model import Command, FinishJob, FireTimer, Start, Step, ThrowError
from engine.store import Store, Tx, cases, deployments, locking, new_id, steps, whereabouts
from engine.store.rows import Locked
from engine.store.steps import Cause
from engine.store.tables import activity, job, subscription, user_task
from tests.bpmn.driving import Driver
from tests.store.samples import AT, FACT


class Kept(Driver):
    """A case of `process` in a store; after every command the rows are held against the steps."""

    def __init__(self, store: Store, name: str, files: Mapping[str, bytes], process: str) -> None:
        self.store = store
        self.deployment = deploy(store, name, files)
        with store.read() as tx:
            stored = {f.path: f.normalised for f in deployments.files(tx, self.deployment)}
        super().__init__(bpmn.load({p: n for p, n in stored.items() if n is not None}, {}), process)
        self.id = new_id()
        self.lived: dict[str, tuple[str, str]] = {}  # activity id → element, how it stands
        self.closed: dict[str, str] = {}  # token → how its task was closed
        self.jobs_ended: set[str] = set()  # tokens whose job went wrong for good

    @override
    def do(self, command: Command) -> Step:
        with self.store.write("tests.write") as tx:
            locked = self._locked(tx, command)
            case = begin(self.bundle, self.process, locked.document, self.now, self.clocks)
            step = finish(case, command, self.pick)
            cause = Cause(completion_key=new_id(), job_id=self._job_of(tx, command))
            steps.record(tx, locked.case, step, [FACT], at=self.now, cause=cause)
        self.text = json.dumps(step.document)
        self.steps.append(step)
        self._keep(step, command)
        self._remember(step, command)
        with self.store.read() as tx:
            self._holds(tx)
        return step

    def _locked(self, tx: Tx, command: Command) -> Locked:
        if not isinstance(command, Start):
            return locking.lock(tx, self.id)
        row = cases.add(
            tx,
            id=self.id,
            prefix="P",
            year=self.now.year,
            deployment_id=self.deployment,
            process_key=self.deployment,
            process_id=self.process,
            title="a construct",
            at=self.now,
        )
        return locking.fresh(row)

    def _job_of(self, tx: Tx, command: Command) -> str | None:
        if not isinstance(command, FinishJob | FireTimer | ThrowError):
            return None
        (row,) = self._rows(tx, job, "id", job.c.token == command.token, job.c.state == "open")
        return str(row[0])

    def _remember(self, step: Step, command: Command) -> None:
        for change in step.activities:
            self.lived[change.id] = change.element, str(change.state)
        for each in step.tasks_closed:
            self.closed[each.token] = "completed" if each.completed else "cancelled"
        if step.failed is not None and isinstance(command, ThrowError):
            self.jobs_ended.add(command.token)

    # --- what the rows say -----------------------------------------------------------------

    def _rows(
        self, tx: Tx, table: Table, names: str, *conditions: ColumnElement[bool]
    ) -> list[Any]:
        chosen = select(*(table.c[name] for name in names.split()))
        return list(tx.all(chosen.where(table.c.case_id == self.id, *conditions)))

    def _holds(self, tx: Tx) -> None:
        row = cases.find(tx, self.id)
        assert row is not None
        assert row.version == row.chain_length == len(self.steps)
        assert (row.state == "ended") == (row.ended_at is not None) == self.ended
        assert whereabouts.document(tx, self.id) == json.loads(self.text or "")
        self._holds_work(tx)
        lived = self._rows(tx, activity, "id element state")
        assert {r[0]: (r[1], r[2]) for r in lived} == self.lived
        left = self._rows(tx, activity, "id", activity.c.left_step.is_not(None))
        assert {r[0] for r in left} == {i for i, (_, s) in self.lived.items() if s != "entered"}

    def _holds_work(self, tx: Tx) -> None:
        tasks = {r[0]: tuple(r[1:]) for r in self._rows(tx, user_task, "token element state")}
        wanted = {token: (task.element, "open") for token, task in self.tasks.items()}
        assert {t: each for t, each in tasks.items() if each[1] == "open"} == wanted
        assert {t: each[1] for t, each in tasks.items() if each[1] != "open"} == self.closed
        due = self._rows(
            tx, job, "token element due_at", job.c.token.is_not(None), job.c.state == "open"
        )
        assert {r[0]: tuple(r[1:]) for r in due} == {
            token: (each.element, each.due_at or self.now)
            for token, each in self.jobs.items()
            if token not in self.jobs_ended
        }
        waits = self._rows(tx, subscription, "token element")
        assert {r[0]: r[1] for r in waits} == {t: s.element for t, s in self.waiting.items()}


def deploy(store: Store, name: str, files: Mapping[str, bytes]) -> str:
    """Keep a procedure of these diagrams, normalised, and return the id of its deployment."""
    prepared = bpmn.prepare(files)
    with store.write("tests.write") as tx:
        return deployments.add(
            tx,
            process_key=name,
            content_hash=name,
            author="an",
            reason="to be played",
            source="folder",
            facts={},
            files=[
                deployments.NewFile(
                    path, "diagram", data, prepared.normalised[path], prepared.normaliser
                )
                for path, data in files.items()
            ],
            at=AT,
        ).id
