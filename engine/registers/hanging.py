"""What hangs on a record: its dossiers, and the portfolio of the colleague who looks after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine import errors, store
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.records import FieldKind, RecordType
from engine.registers.seeing import find, follow, must, note, type_of
from engine.runtime import Runtime
from engine.store import dossiers as dossier_rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store import portfolios, record_keys, records
from engine.store.portfolios import Expiring, RunningClock
from engine.store.records import RecordRow
from engine.store.rows import CaseRow, DossierRow
from engine.terms import local_day

AHEAD = timedelta(days=60)
"""How long before a document expires it is shown."""

MOST_CARED_FOR = 400


@dataclass(frozen=True, slots=True)
class Hanging:
    """The dossiers of a record and of what refers to it, with their running cases."""

    own: tuple[DossierRow, ...]
    below: tuple[tuple[RecordRow, DossierRow], ...]
    cases: tuple[CaseRow, ...]
    may_open: bool


@dataclass(frozen=True, slots=True)
class Care:
    """One record that a colleague looks after; `ends` are clocks, `expires` documents."""

    row: RecordRow
    cases: tuple[CaseRow, ...]
    clocks: tuple[RunningClock, ...]
    expires: tuple[Expiring, ...]

    @property
    def first_day(self) -> date:
        """Return the first day on which something ends."""
        days = [each.end_on for each in self.clocks if each.end_on]
        return min([*days, *(each.expires_on for each in self.expires)], default=date.max)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What one colleague looks after, what is due first standing first."""

    login: str
    name: str
    lines: tuple[Care, ...]
    colleagues: tuple[tuple[str, str], ...]


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
    return Hanging(
        own=tuple(each for whose, each in found if whose in ids),
        below=tuple((below[whose], each) for whose, each in found if whose in below),
        cases=tuple(case for _, case in cases),
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
    with runtime.store.write() as tx:
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


def portfolio(runtime: Runtime, *, by: Actor, login: str | None = None) -> Portfolio:
    """Return what a colleague (`by`, without `login`) looks after; the look is written down.

    A colleague looks after the records that name them. Raises NotAllowed, NotFound.
    """
    must(runtime, by, Permission.READ_REGISTERS)
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    today = local_day(runtime.now())
    with runtime.store.read() as tx:
        people = [each for each in people_rows.everybody(tx) if each.disabled_at is None]
        wanted = next(
            (p for p in people if login in {None, p.login} and _is(p.id, login, by)), None
        )
        if wanted is None:
            raise errors.NotFound("person")
        rows = {each.id: each for each in _cared_for(runtime, tx, wanted.login)}
        cases = portfolios.running_cases(tx, scope, rows)
        ids = [case.id for _, case in cases]
        clocks = portfolios.running_clocks(tx, ids)
        expires = portfolios.expiring(tx, ids, today + AHEAD)
    note(runtime, HistoryKind.LIST_READ, by, list="portfolio", name=wanted.login)
    lines = [
        _care(row, [case for whose, case in cases if whose == row.id], clocks, expires)
        for row in rows.values()
    ]
    lines.sort(key=lambda each: (each.first_day, not each.cases, each.row.title))
    return Portfolio(
        wanted.login, wanted.name, tuple(lines), tuple((p.login, p.name) for p in people)
    )


def _is(person_id: str, login: str | None, by: Actor) -> bool:
    return login is not None or person_id == by.person_id


def _care(
    row: RecordRow,
    cases: Sequence[CaseRow],
    clocks: Iterable[RunningClock],
    expires: Iterable[Expiring],
) -> Care:
    ids = {case.id for case in cases}
    return Care(
        row,
        tuple(cases),
        tuple(each for each in clocks if each.case_id in ids),
        tuple(each for each in expires if each.case_id in ids),
    )


def _cared_for(runtime: Runtime, tx: store.Tx, login: str) -> Iterable[RecordRow]:
    for what in runtime.registers.values():
        for one in what.open_fields:
            if one.kind is FieldKind.COLLEAGUE:
                yield from record_keys.with_key(tx, what.name, one.name, [login], MOST_CARED_FOR)


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
