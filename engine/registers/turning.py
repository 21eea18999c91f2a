"""A version begins or ends on its day; what the database has fits the types that there are."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.registers.keeping import project
from engine.runtime import Runtime
from engine.store import records as rows
from engine.terms import local_day


def turn(runtime: Runtime) -> int:
    """Let records be found by the version that holds since today; return how many."""
    today = local_day(runtime.now())
    with runtime.store.read() as tx:
        if not rows.due(tx, today, limit=1):
            return 0
    with runtime.store.write() as tx:
        due = [row for row in rows.due(tx, today) if row.register in runtime.registers]
        for row in due:
            project(runtime, tx, runtime.registers[row.register], row, rows.versions(tx, row.id))
    return len(due)


def misfits(runtime: Runtime) -> Iterator[Finding]:
    """Yield what the database has and the types no longer declare: a register."""
    with runtime.store.read() as tx:
        counts = rows.counts(tx)
    for name, count in counts.items():
        if name not in runtime.registers:
            yield Finding("registers", "register.gone", facts={"name": name, "count": count})
