"""The queue of the workers, on PostgreSQL: Procrastinate's tables in a schema of their own.

A trigger on our own table of jobs hands over what is due at once, in the transaction that adds it.
Only ids travel: what a job is, and whether it was done, stands in our table.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import text

from engine.model import Priority
from engine.store.transactions import Store, Tx

SCHEMA = "procrastinate"
QUEUE, DO, DRAIN = "jobs", "do", "drain"
URGENCY = {Priority.STEP: 30, Priority.LETTER: 20, Priority.SWEEP: 0}
DRAINING = 10

_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('procesregie:queue'))")
_THERE = text("SELECT to_regclass(:name) IS NOT NULL")
_ON = text(
    "SELECT count(*) FROM pg_trigger WHERE tgname = 'procesregie_hand_over' "
    "AND tgrelid = to_regclass('job')"
)
_KEPT = "CREATE TABLE IF NOT EXISTS procrastinate.procesregie_migration (name text PRIMARY KEY)"
_APPLIED = text("SELECT name FROM procrastinate.procesregie_migration")
_APPLY = text("INSERT INTO procrastinate.procesregie_migration VALUES (:name)")
_HAND_OVER = f"""
CREATE OR REPLACE FUNCTION {SCHEMA}.procesregie_hand_over() RETURNS trigger
LANGUAGE plpgsql SET search_path = {SCHEMA}, pg_catalog AS $$
BEGIN
    PERFORM procrastinate_defer_jobs_v1(array_agg(
        ROW('{QUEUE}', '{DO}', {URGENCY[Priority.STEP]} - 10 * priority, NULL, NULL,
            jsonb_build_object('job_id', id), NULL)::procrastinate_job_to_defer_v1))
    FROM added
    WHERE state = 'open' AND due_at <= created_at AND priority < {int(Priority.ELSEWHERE)}
    HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER procesregie_hand_over AFTER INSERT ON job
REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.procesregie_hand_over();
"""
_STALLED = text(
    "DELETE FROM procrastinate_jobs AS job WHERE status = 'doing' AND NOT EXISTS ("
    "SELECT 1 FROM procrastinate_workers AS worker WHERE worker.id = job.worker_id "
    "AND worker.last_heartbeat > now() - interval '1 minute')"
)
_WAITING = text(
    "SELECT queueing_lock FROM procrastinate_jobs "
    "WHERE status = 'todo' AND queueing_lock IS NOT NULL"
)


def install(tx: Tx) -> list[str]:
    """Make or upgrade the queue, and let new jobs be handed over; return what was applied.

    Procrastinate does not keep which of its migrations were applied: we do, by name.
    Raises ValueError on SQLite.
    """
    from procrastinate import schema  # noqa: PLC0415 - needed on PostgreSQL only

    if not tx.postgresql:
        raise ValueError("workers need PostgreSQL")
    tx.run(_LOCK)
    ours = str(tx.scalar(text("SELECT current_schema()")))
    fresh = not tx.scalar(_THERE, {"name": f"{SCHEMA}.procrastinate_jobs"})
    _run(tx, f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}", _KEPT)
    files = sorted(Path(schema.SchemaManager.get_migrations_path()).glob("*.sql"))
    known = {str(row[0]) for row in tx.all(_APPLIED)}
    new = [file for file in files if file.name not in known]
    _run(tx, f"SET LOCAL search_path TO {SCHEMA}")
    if fresh:
        _run(tx, schema.SchemaManager.get_schema())
    else:
        _run(tx, *(file.read_text("utf-8") for file in new))
    _run(tx, f'SET LOCAL search_path TO "{ours}"', _HAND_OVER)
    for file in new:
        tx.run(_APPLY, {"name": file.name})
    return [file.name for file in new]


def remove(tx: Tx) -> None:
    """Hand over nothing any more: this process does the jobs itself. The queue stays."""
    if tx.postgresql:
        _run(tx, "DROP TRIGGER IF EXISTS procesregie_hand_over ON job")


def is_on(tx: Tx) -> bool:
    """Tell whether new jobs are handed over to workers."""
    return tx.postgresql and tx.scalar(_ON) == 1


def waiting(tx: Tx) -> frozenset[str]:
    """Return the names of the drains that wait for a worker."""
    _search(tx)
    return frozenset(str(row[0]) for row in tx.all(_WAITING))


def forget_stalled(tx: Tx) -> int:
    """Remove what workers that died had in hand: our own rows say what is still to be done."""
    _search(tx)
    return tx.run(_STALLED)


def driver(tx: Tx) -> Any:
    """Return the connection of the driver below `tx`, which finds the tables of the queue.

    Whatever is sent over it belongs to the transaction.
    """
    _search(tx)
    return tx.connection.connection.dbapi_connection


def address(store: Store) -> str:
    """Return where the queue is, in the words of libpq."""
    url = store.engine.url.set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def _search(tx: Tx) -> None:
    _run(tx, f"SET LOCAL search_path TO {SCHEMA}, public")


def _run(tx: Tx, *statements: str) -> None:
    """Execute whole texts of SQL, in which a percent sign is a percent sign."""
    cursor = tx.connection.connection.cursor()
    for each in statements:
        cursor.execute(each)
    cursor.close()
