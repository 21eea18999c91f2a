"""Sweeps: housekeeping that comes back, each time as a job that goes after all others.

A sweep may be done twice or a period late and nothing is wrong: it looks for what is over by now.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine import (
    documents,
    drafts,
    lawbook,
    mailbox,
    people,
    registers,
    reminders,
    sending,
    uploads,
)
from engine.model import JobKind
from engine.runtime import Runtime
from engine.store import jobs as rows
from engine.store import queue
from engine.store.rows import JobRow

log = logging.getLogger(__name__)

_START = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is done, and once in how long."""

    do: Callable[[Runtime], object]
    every: timedelta = timedelta(hours=1)


def _forget_stalled(runtime: Runtime) -> None:
    """Remove from the queue of the workers what those had in hand that died."""
    if runtime.settings.workers:
        with runtime.store.write("queue.forget_stalled") as tx:
            queue.forget_stalled(tx)


SWEEPS: Mapping[str, Sweep] = {
    "documents": Sweep(documents.expire),
    "law_changes": Sweep(lawbook.carry_out),
    "reminders": Sweep(reminders.give_due),
    "lapsed_reminders": Sweep(reminders.lapse),
    "drafts": Sweep(drafts.expire),
    "uploads": Sweep(uploads.sweep),
    "registers": Sweep(registers.turn),
    "people": Sweep(people.sweep),
    "mailbox": Sweep(mailbox.fetch, timedelta(minutes=5)),
    "incidents": Sweep(sending.tell_of_incidents, timedelta(minutes=1)),
    "queue": Sweep(_forget_stalled, timedelta(minutes=5)),
}


def ask(runtime: Runtime, asked: Mapping[str, int]) -> Mapping[str, int]:
    """Make a job of every sweep whose turn has come; return the period of each (from 2000 on).

    `asked` is what this returned the last time: what has its job in this period is left alone.
    """
    now = runtime.now()
    periods = {name: (now - _START) // sweep.every for name, sweep in SWEEPS.items()}
    due = [name for name, period in periods.items() if asked.get(name) != period]
    if due:
        with runtime.store.write("sweeps.ask") as tx:
            for name in due:
                key = f"sweep:{name}:{periods[name]}"
                rows.add_once(tx, kind=JobKind.SWEEP, name=name, unique_key=key, at=now, values={})
    return periods


def sweep(runtime: Runtime, job: JobRow) -> None:
    """Do the sweep of a job. What goes wrong is logged; the next period tries again."""
    try:
        SWEEPS[job.name].do(runtime)
    except Exception:
        log.exception("sweep_failed", extra={"sweep": job.name})
    with runtime.store.write("sweeps.forget") as tx:
        rows.forget(tx, job.id)
