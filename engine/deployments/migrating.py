"""Bringing running cases to another version of their procedure, and back.

Whoever may operate may migrate: that a version is right was decided when it was deployed; which
cases follow it, and when, is the running of the house.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine import bpmn, errors, store
from engine.advance import clocks_of, follow
from engine.deployments.versions import must
from engine.errors import Finding, Problem
from engine.model import (
    SYSTEM,
    Actor,
    Happened,
    HistoryKind,
    Migrated,
    MigrationOutcome,
    Permission,
)
from engine.runtime import Deployed, Runtime
from engine.store import cases as case_rows
from engine.store import deployments as deployment_rows
from engine.store import locking, whereabouts
from engine.store import migrating as rows
from engine.store.migrating import MigrationRow
from engine.store.rows import CaseRow
from engine.terms import CaseClocks

Mapped = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """What became, or would become, of one case; `goes_on` when it does not only change version."""

    number: str
    outcome: MigrationOutcome
    reasons: tuple[Finding, ...] = ()
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """A plan with its lines, and every case; `id` is `None` when nothing was written."""

    id: str | None
    process_key: str
    from_version: int
    to_version: int
    lines: tuple[bpmn.PlanLine, ...]
    cases: tuple[CaseOutcome, ...]

    def count(self, outcome: MigrationOutcome) -> int:
        """Return how many cases had this outcome."""
        return sum(1 for case in self.cases if case.outcome is outcome)

    @property
    def whole(self) -> bool:
        """Say whether every case goes along."""
        left = (MigrationOutcome.REFUSED, MigrationOutcome.MOVED)
        return not any(case.outcome in left for case in self.cases)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is asked: from where to where, by which plan, by whom; `row` is `None` in a dry run."""

    plan: bpmn.MigrationPlan
    old: Deployed
    new: Deployed
    by: Actor
    row: MigrationRow | None


@dataclass(frozen=True, slots=True)
class _Look:
    """One case as it was read: what it would become, or why it cannot."""

    case: CaseRow
    clocks: CaseClocks
    at: datetime
    found: Migrated | tuple[Finding, ...]


def migrate(  # noqa: PLR0913 - one argument per fact of a plan
    runtime: Runtime,
    *,
    process_key: str,
    from_version: int,
    to_version: int,
    mapping: Mapped,
    by: Actor,
    reason: str = "",
    dry_run: bool = True,
    cases: Sequence[str] | None = None,
    batch: int = 100,
) -> MigrationReport:
    """Bring the running cases of a version (or those with the numbers `cases`) to another one.

    `mapping` leads from elements of the old version to those of the new one (`None`: nowhere);
    equal ids need no word. A dry run writes nothing and says what would happen. Each case is a
    transaction of its own; `batch` is how many are looked up at a time. The forms, tables and
    letters of the new version hold from then on.

    Raises NotAllowed, NotFound for a version that is not there, InvalidInput for a mapping with
    unknown names or, when it is to be written, without a reason.
    """
    _may(runtime, by, None if dry_run else reason)
    with runtime.store.read() as tx:
        old = _version(runtime, tx, process_key, from_version)
        new = _version(runtime, tx, process_key, to_version)
        chosen = None if cases is None else [_of_number(tx, number) for number in cases]
    if old.id == new.id:
        raise errors.InvalidInput([Problem("to_version", "migration.same_version")])
    order = _order(old, new, mapping, by)
    if not dry_run:
        order = _written(runtime, order, reason)
    batches = _all_of(runtime, old, batch) if chosen is None else _in_batches(chosen, batch)
    return _carry_out(runtime, order, batches)


def undo_migration(
    runtime: Runtime,
    *,
    migration: str,
    by: Actor,
    reason: str = "",
    dry_run: bool = True,
    batch: int = 100,
) -> MigrationReport:
    """Bring the cases of a migration back to where they came from, by the inverse of its plan.

    The same rules hold: a case that has gone on to where the old version has no place is refused.
    What was withdrawn is armed anew. Raises NotAllowed, NotFound for an unknown migration,
    InvalidInput without a reason.
    """
    _may(runtime, by, None if dry_run else reason)
    with runtime.store.read() as tx:
        before = rows.get(tx, migration)
        if before is None:
            raise errors.NotFound("migration.unknown", migration=migration)
        old, new = runtime.deployed(tx, before.from_id), runtime.deployed(tx, before.to_id)
        done = [
            each.case_id
            for each in rows.outcomes(tx, migration)
            if each.outcome == MigrationOutcome.MIGRATED
        ]
    there = bpmn.MigrationPlan(old.bundle, new.bundle, before.mapping)
    order = _order(new, old, there.inverse(), by)
    if not dry_run:
        order = _written(runtime, order, reason, undoes=before.id)
    return _carry_out(runtime, order, _in_batches(done, batch))


def read_mapping(text: str, pairs: Sequence[str] = ()) -> dict[str, str | None]:
    """Return a mapping out of a JSON object and `old=new` words, which go first.

    `old=` and null say that an element has no counterpart. Raises InvalidInput for anything else.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise errors.InvalidInput([Problem("mapping", "migration.no_mapping")]) from error
    words = [pair.partition("=") for pair in pairs]
    named = isinstance(found, dict) and all(isinstance(v, str | None) for v in found.values())
    if not named or not all(old and between for old, between, _ in words):
        raise errors.InvalidInput([Problem("mapping", "migration.no_mapping")])
    return {**found, **{old: new or None for old, _, new in words}}


# --- the plan ------------------------------------------------------------------------------------


def _may(runtime: Runtime, by: Actor, reason: str | None) -> None:
    if by is not SYSTEM:
        must(runtime, by, Permission.OPERATE)
    if reason is not None and not 3 <= len(reason.strip()) <= 500:
        raise errors.InvalidInput([Problem("reason", "required")])


def _version(runtime: Runtime, tx: store.Tx, process_key: str, version: int) -> Deployed:
    for row in deployment_rows.versions(tx, process_key):
        if row.version == version:
            return runtime.deployed(tx, row.id)
    raise errors.NotFound("version", process=process_key, version=version)


def _order(old: Deployed, new: Deployed, mapping: Mapped, by: Actor) -> _Order:
    return _Order(bpmn.MigrationPlan(old.bundle, new.bundle, mapping), old, new, by, None)


def _written(runtime: Runtime, order: _Order, reason: str, undoes: str | None = None) -> _Order:
    """Keep the plan, before any case is touched; return the order that is to be written."""
    row = MigrationRow(
        id=store.new_id(),
        process_key=order.old.process_key,
        from_id=order.old.id,
        to_id=order.new.id,
        mapping=order.plan.mapping,
        reason=reason.strip(),
        author=order.by.person_id or order.by.name,
        started_at=runtime.now(),
        undoes=undoes,
    )
    with runtime.store.write("migrations.order") as tx:
        rows.add(tx, row)
    return replace(order, row=row)


def _all_of(runtime: Runtime, old: Deployed, batch: int) -> Iterator[Sequence[str]]:
    after = ""
    while True:
        with runtime.store.read() as tx:
            found = rows.running(tx, old.id, after=after, limit=batch)
        if not found:
            return
        yield found
        after = found[-1]


def _in_batches(chosen: Sequence[str], batch: int) -> Iterator[Sequence[str]]:
    for first in range(0, len(chosen), batch):
        yield chosen[first : first + batch]


def _of_number(tx: store.Tx, number: str) -> str:
    found = case_rows.by_number(tx, number)
    if found is None:
        raise errors.NotFound("case", number=number)
    return found.id


# --- the cases -----------------------------------------------------------------------------------


def _carry_out(
    runtime: Runtime, order: _Order, batches: Iterable[Sequence[str]]
) -> MigrationReport:
    outcomes: list[CaseOutcome] = []
    for batch in batches:
        outcomes += _batch(runtime, order, batch)
    return MigrationReport(
        id=order.row.id if order.row else None,
        process_key=order.old.process_key,
        from_version=order.old.version,
        to_version=order.new.version,
        lines=order.plan.lines(),
        cases=tuple(outcomes),
    )


def _batch(runtime: Runtime, order: _Order, batch: Sequence[str]) -> list[CaseOutcome]:
    """Do a batch of cases; what was refused is noted for all of them at once."""
    outcomes, refused = [], {}
    for case_id in batch:
        with runtime.store.read() as tx:
            look = _look(runtime, tx, order, case_id)
        if not isinstance(look.found, Migrated):
            outcome = CaseOutcome(look.case.number, MigrationOutcome.REFUSED, look.found)
            refused[case_id] = (str(outcome.outcome), look.found)
        elif order.row is None:
            going = bool(look.found.step.activities)
            outcome = CaseOutcome(look.case.number, MigrationOutcome.MIGRATES, goes_on=going)
        else:
            outcome = _migrate(runtime, order, order.row, look, look.found)
        outcomes.append(outcome)
    if order.row is not None and refused:
        with runtime.store.write("migrations.refuse") as tx:
            rows.note(tx, order.row.id, refused, runtime.now())
    return outcomes


def _look(runtime: Runtime, tx: store.Tx, order: _Order, case_id: str) -> _Look:
    case, document = case_rows.find(tx, case_id), whereabouts.document(tx, case_id)
    assert case is not None, "cases are never deleted"
    now = runtime.now()
    clocks = clocks_of(runtime, tx, order.new, case)
    found: Migrated | tuple[Finding, ...]
    if case.state != "running" or document is None:
        found = (Finding("", "migration.not_running", facts={"number": case.number}),)
    elif case.deployment_id != order.old.id:
        facts = {"number": case.number, "version": order.old.version}
        found = (Finding("", "migration.other_version", facts=facts),)
    else:
        found = bpmn.migrate(order.plan, document, now, clocks)
    return _Look(case, clocks, now, found)


def _migrate(
    runtime: Runtime, order: _Order, row: MigrationRow, look: _Look, done: Migrated
) -> CaseOutcome:
    """Write one case as it was looked at, unless it has moved since."""
    outcome = MigrationOutcome.MIGRATED
    with runtime.store.write("migrations.migrate") as tx:
        locked = locking.lock(tx, look.case.id)
        if locked.case.version != look.case.version:
            outcome = MigrationOutcome.MOVED
        else:
            recorded = rows.record(
                tx,
                locked.case,
                order.new.id,
                done,
                _happened(order, row, done),
                at=look.at,
                clocks=look.clocks.changed(),
            )
            follow(runtime, tx, locked.case, recorded)
        rows.note(tx, row.id, {look.case.id: (str(outcome), ())}, look.at)
    going = outcome is MigrationOutcome.MIGRATED and bool(done.step.activities)
    return CaseOutcome(look.case.number, outcome, goes_on=going)


def _happened(order: _Order, row: MigrationRow, done: Migrated) -> list[Happened]:
    meta = {
        "migration": row.id,
        "from": order.old.version,
        "to": order.new.version,
        "name": str(order.new.version),
        "mapping": dict(row.mapping),
    }
    if row.undoes is not None:
        meta["undoes"] = row.undoes
    told = [Happened(HistoryKind.CASE_MIGRATED, order.by, meta, {"reason": row.reason})]
    if done.step.ended:
        ended = {"end_event": done.step.end_event}
        told.append(Happened(HistoryKind.CASE_ENDED, SYSTEM, ended))
    return told
