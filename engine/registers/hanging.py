"""What hangs on a record: its dossiers, and those of what refers to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine import decisions, errors, store
from engine.decisions import DecisionView
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.records import RecordType
from engine.registers.seeing import find, follow, must, type_of
from engine.runtime import Runtime
from engine.store import dossiers as dossier_rows
from engine.store import history as trail
from engine.store import portfolios, record_keys, records
from engine.store.records import RecordRow
from engine.store.rows import CaseRow, DossierRow
from engine.terms import local_day


@dataclass(frozen=True, slots=True)
class Hanging:
    """The dossiers of a record and of what refers to it, with their running cases."""

    own: tuple[DossierRow, ...]
    below: tuple[tuple[RecordRow, DossierRow], ...]
    cases: tuple[CaseRow, ...]
    may_open: bool
    decisions: tuple[DecisionView, ...] = ()


def hanging(runtime: Runtime, *, register: str, number: str, by: Actor) -> Hanging:
    """Return the dossiers of a record and of what refers to it, as far as `by` may read them."""
    must(runtime, by, Permission.READ_REGISTERS)
    what = type_of(runtime, register)
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    with runtime.store.read() as tx:
        row = follow(tx, find(tx, register, number))
        merged = records.merged_into(tx, row.id)
        ids = {row.id, *(each.id for each in merged)}
        below = _referring(runtime, tx, row, merged)
        found = portfolios.dossiers_of(tx, scope, ids | below.keys())
        cases = portfolios.running_cases(tx, scope, ids)
        has_one = portfolios.any_dossier(tx, row.id)
        taken = decisions.of_record(runtime, tx, row.id, by)
    return Hanging(
        own=tuple(each for whose, each in found if whose in ids),
        below=tuple((below[whose], each) for whose, each in found if whose in below),
        cases=tuple(case for _, case in cases),
        decisions=taken,
        may_open=bool(what.dossier)
        and not has_one
        and row.state == "open"
        and runtime.policy.can(by, Permission.START_CASES),
    )


def open_dossier(runtime: Runtime, *, register: str, number: str, by: Actor) -> str:
    """Open the dossier of a record, once; return its number.

    Raises NotAllowed, NotFound, Conflict when the record is not open or its type has no dossiers,
    AlreadyDone when it has one.
    """
    must(runtime, by, Permission.START_CASES)
    what = type_of(runtime, register)
    with runtime.store.write("records.open_dossier") as tx:
        row = find(tx, register, number)
        if row.state != "open" or what.dossier is None:
            raise errors.Conflict("record_state")
        if portfolios.any_dossier(tx, row.id):
            raise errors.AlreadyDone("record_has_dossier")
        opened = dossier_rows.get(tx, _open(runtime, tx, what, row, by))
    assert opened is not None, "it was added in this transaction"
    return opened.number


def dossier_for(runtime: Runtime, tx: store.Tx, number: str, by: Actor) -> str:
    """Return the id of the dossier of a record, opened when there is none yet.

    Raises NotFound, Conflict when its register has no dossiers.
    """
    row = records.get(tx, number[:60])
    what = runtime.registers.get(row.register) if row is not None else None
    if row is None or what is None:
        raise errors.NotFound("record", number=number[:60])
    row = follow(tx, row)
    known = portfolios.first_dossier(tx, row.id)
    if known is None and what.dossier is None:
        raise errors.Conflict("record_without_dossier")
    return known or _open(runtime, tx, what, row, by)


def _open(runtime: Runtime, tx: store.Tx, what: RecordType, row: RecordRow, by: Actor) -> str:
    now, dossier_id = runtime.now(), store.new_id()
    teams = runtime.policy.scope(by, Permission.READ_CASES).teams
    dossier_rows.add(
        tx,
        id=dossier_id,
        prefix=what.dossier or "",
        year=local_day(now).year,
        kind=what.name,
        at=now,
        title=row.title,
    )
    portfolios.link(tx, dossier_id, row.id, team=min(teams, default=None))
    happened = Happened(HistoryKind.DOSSIER_OPENED, by, {"record": row.number})
    trail.log(tx, [happened], now, dossier_id=dossier_id)
    return dossier_id


def _referring(
    runtime: Runtime, tx: store.Tx, row: RecordRow, merged: Sequence[RecordRow]
) -> dict[str, RecordRow]:
    numbers = [row.number, *(each.number for each in merged)]
    return {
        each.id: each
        for what in runtime.registers.values()
        for one in what.open_fields
        if one.register == row.register and what.dossier
        for each in record_keys.with_key(tx, what.name, one.name, numbers)
    }
