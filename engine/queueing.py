"""Workers on any number of hosts: what is due is handed over to Procrastinate, on PostgreSQL.

The queue carries ids and nothing else. A job that is due at once is handed over by the database
itself, in the transaction that adds it (`store.queue`); a job that became due is found here, every
second, and so is one whose notification was lost or whose worker died.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import ceil
from typing import TYPE_CHECKING

from engine import jobs
from engine.runtime import Runtime
from engine.store import jobs as rows
from engine.store import queue

if TYPE_CHECKING:  # the package is there with PostgreSQL only
    from procrastinate import App, BaseConnector

BATCH = 20
MOST_DRAINS = 16
QUEUE = queue.QUEUE


def set_up(runtime: Runtime) -> list[str]:
    """Make or upgrade the queue when workers do the jobs, else let nothing be handed over.

    Returns what was applied. Raises ValueError when the database is no PostgreSQL.
    """
    with runtime.store.write("queue.install") as tx:
        if runtime.settings.workers:
            return queue.install(tx)
        queue.remove(tx)
    return []


def is_on(runtime: Runtime) -> bool:
    """Tell whether the database hands jobs over to workers."""
    with runtime.store.read() as tx:
        return queue.is_on(tx)


def app_of(runtime: Runtime, stopping: Callable[[], bool]) -> App:
    """Return Procrastinate's application: what a worker does with what is handed over."""
    from procrastinate import PsycopgConnector  # noqa: PLC0415 - see above

    connector = PsycopgConnector(
        conninfo=queue.address(runtime.store),
        kwargs={"options": f"-c search_path={queue.SCHEMA}"},
        min_size=1,
    )
    app = _app(connector)

    @app.task(name=queue.DO)
    def do(job_id: str) -> None:
        if not stopping():
            jobs.run_one(runtime, job_id, stopping)

    @app.task(name=queue.DRAIN)
    def drain() -> None:
        while not stopping() and jobs.run_due(runtime, limit=BATCH, stopping=stopping):
            pass

    return app


def hand_over(runtime: Runtime) -> int:
    """Ask workers to do what is due by now, and return how many of them were asked.

    Each takes what nobody else has (`SKIP LOCKED`), until nothing is left. An order that still
    waits for a worker is not given twice.
    """
    from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415 - see above

    now = runtime.now()
    with runtime.store.read() as tx:
        due = rows.count_due(tx, now, BATCH * MOST_DRAINS)
    if not due:
        return 0
    wanted = {f"drain:{n}" for n in range(ceil(due / BATCH))}
    try:
        with runtime.store.write("queue.hand_over") as tx:
            missing = sorted(wanted - queue.waiting(tx))
            for name in missing:
                _deferring().configure_task(
                    queue.DRAIN,
                    queue=QUEUE,
                    queueing_lock=name,
                    priority=queue.DRAINING,
                    connection=queue.driver(tx),
                ).defer()
    except AlreadyEnqueued:  # by another worker, at the same time
        return 0
    return len(missing)


@cache
def _deferring() -> App:
    """Return an application that only defers, over connections that it is given."""
    from procrastinate import SyncPsycopgConnector  # noqa: PLC0415 - see above

    return _app(SyncPsycopgConnector())


def _app(connector: BaseConnector) -> App:
    from procrastinate import App  # noqa: PLC0415 - see above

    return App(connector=connector, worker_defaults={"queues": [QUEUE], "delete_jobs": "always"})
