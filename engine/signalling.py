"""Signals between cases: everybody who waits at that moment hears one, each once.

A case heard its own signal within the step that threw it (BPMN 2.0.2 §10.5.1).
"""

from __future__ import annotations

from engine.advance import Move, move
from engine.feel import tagged
from engine.model import SYSTEM, HistoryKind, JobKind, Signal
from engine.runtime import Runtime
from engine.starting import begun_by
from engine.store import cases as case_rows
from engine.store import jobs as job_rows
from engine.store import locking, whereabouts
from engine.store import messages as rows
from engine.store.hands import root as root_of
from engine.store.rows import JobRow


def broadcast(runtime: Runtime, job: JobRow) -> None:
    """Have every other case that waits for a signal hear it, and what it starts begin."""
    values = job.values["values"]
    with runtime.store.write("signals.broadcast") as tx:
        now = runtime.now()
        job_rows.settle(tx, job.id, now)
        hearers = [each for each in rows.hearing(tx, job.name) if each != job.case_id]
        hears = [
            {
                "kind": JobKind.HEAR,
                "name": job.name,
                "unique_key": f"{job.id}:{case_id}",
                "case_id": case_id,
                "values": {"values": values},
            }
            for case_id in hearers
        ]
        thrower = case_rows.find(tx, job.case_id) if job.case_id else None
        root = root_of(thrower) if thrower else None
        begins = [
            {
                "kind": JobKind.BEGIN,
                "name": process_id,
                "unique_key": f"{job.id}:{process_id}:{event}",
                "case_id": None,
                "values": {
                    "deployment": deployed.id,
                    "event": event,
                    "values": values,
                    "root": root,
                },
            }
            for deployed, process_id, event in begun_by(runtime, tx, "signal", job.name)
        ]
        job_rows.add_all(tx, [*hears, *begins], now)
        tx.after_commit(runtime.wake.set)


def hear(runtime: Runtime, job: JobRow) -> None:
    """Let one case hear a signal, if it still waits for it."""
    values = tagged.decode_all(job.values["values"])

    with runtime.store.write("signals.hear") as tx:
        locked = locking.lock_for_job(tx, job.id)
        waits = whereabouts.waiting_for(tx, job.name, locked.case.id)
        if not any(s.kind == "signal" for s in waits):
            job_rows.drop(tx, job.id, runtime.now())
            return
        what = Move(
            Signal(job.name, values),
            HistoryKind.SIGNAL_DELIVERED,
            SYSTEM,
            {"name": job.name, "job": job.id},
            {},
            finishes_job=job.id,
        )
        move(runtime, tx, locked, what)
