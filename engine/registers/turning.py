"""A version begins or ends on its day; what the database has is made to fit the types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.errors import Finding
from engine.records import RecordType
from engine.registers import sealing
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
    with runtime.store.write("records.turn") as tx:
        due = [row for row in rows.due(tx, today) if row.register in runtime.registers]
        for row in due:
            project(runtime, tx, runtime.registers[row.register], row, rows.versions(tx, row.id))
    return len(due)


def seal(runtime: Runtime) -> int:
    """Seal what is confidential by now and was not when it was written; return how many versions.

    A transaction for a batch; whoever goes on after a stop takes what is left. Afterwards the
    database is written anew where it can be, so that no plain value stays behind in it.
    """
    done = sum(_seal(runtime, what) for what in runtime.registers.values())
    if done:
        runtime.store.compact()
    return done


def _seal(runtime: Runtime, what: RecordType) -> int:
    done = 0
    while True:
        with runtime.store.write("records.seal") as tx:
            found = rows.otherwise_sealed(tx, what.name, sealing.told(what), sealing.BATCH)
            for each in found:
                values = sealing.values_of(runtime, each)
                kept = sealing.encoded(runtime, what, each.record_id, each.version, values)
                rows.seal(tx, replace(each, values=kept, sealed=sealing.told(what)))
            for record_id in dict.fromkeys(each.record_id for each in found):
                row = rows.get(tx, record_id)
                assert row is not None, "a version has a record"
                project(runtime, tx, what, row, rows.versions(tx, row.id))
        done += len(found)
        if len(found) < sealing.BATCH:
            return done


def misfits(runtime: Runtime) -> Iterator[Finding]:
    """Yield what the database has and the types no longer declare: a register."""
    with runtime.store.read() as tx:
        counts = rows.counts(tx)
    for name, count in counts.items():
        if name not in runtime.registers:
            yield Finding("registers", "register.gone", facts={"name": name, "count": count})
