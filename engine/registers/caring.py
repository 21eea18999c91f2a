"""Portfolios: the records that a colleague looks after, and handing them to another.

A colleague looks after the records that name them, so a portfolio has the history of its records:
handing over is a new version of each, from a day on, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine import errors, store
from engine.errors import Problem
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.records import FieldKind, FieldType, RecordType
from engine.registers.asking import Posted, reason_of
from engine.registers.keeping import Why, go_on, holding, to_change
from engine.registers.sealing import values_of
from engine.registers.seeing import must, note, type_of
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store import portfolios, record_keys
from engine.store import records as rows
from engine.store.portfolios import Contact, Expiring, RunningClock
from engine.store.records import RecordRow
from engine.store.rows import CaseRow
from engine.terms import local_day

AHEAD = timedelta(days=60)
"""How long before something expires it is shown."""

MOST_CARED_FOR = 400
MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Lapse:
    """A day on which something that a record says expires, by the title of the field."""

    title: str
    on: date


@dataclass(frozen=True, slots=True)
class Care:
    """One record that a colleague looks after, and what may need attention.

    `clocks` end, `expires` are documents, `lapses` facts of the record; `contact` is the last time
    that something came in or went out, None when nothing ever did.
    """

    row: RecordRow
    cases: tuple[CaseRow, ...]
    clocks: tuple[RunningClock, ...]
    expires: tuple[Expiring, ...]
    lapses: tuple[Lapse, ...]
    contact: Contact | None

    @property
    def first_day(self) -> date:
        """Return the first day on which something ends."""
        days = [each.end_on for each in self.clocks if each.end_on]
        days += [each.expires_on for each in self.expires]
        return min([*days, *(each.on for each in self.lapses)], default=date.max)

    @property
    def urgency(self) -> tuple[date, bool, date, str]:
        """Return what sorts a portfolio: what ends first, what runs, longest without contact."""
        silent_since = self.contact.day if self.contact else date.min
        return self.first_day, not self.cases, silent_since, self.row.title


@dataclass(frozen=True, slots=True)
class HandOver:
    """Records that went from one colleague to another: by login, since when, who wrote it, why."""

    given_by: str
    taken_by: str
    count: int
    valid_from: date
    at: datetime
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What one colleague looks after, what needs attention first; `colleagues` are login → name."""

    login: str
    name: str
    lines: tuple[Care, ...]
    colleagues: Mapping[str, str]
    handed_over: tuple[HandOver, ...]


def portfolio(runtime: Runtime, *, by: Actor, login: str | None = None) -> Portfolio:
    """Return what a colleague (`by`, without `login`) looks after; the look is written down.

    Raises NotAllowed, NotFound.
    """
    must(runtime, by, Permission.READ_REGISTERS)
    with runtime.store.read() as tx:
        names, wanted = _people(tx, by, login)
        cared_for = {each.id: each for each, _ in _cared_for(runtime, tx, wanted)}
        lines = _lines(runtime, tx, by, tuple(cared_for.values()))
        told = _handed_over(tx, wanted)
    note(runtime, HistoryKind.LIST_READ, by, list="portfolio", name=wanted)
    lines.sort(key=lambda each: each.urgency)
    return Portfolio(wanted, names[wanted], tuple(lines), names, told)


def hand_over(
    runtime: Runtime, *, by: Actor, login: str, to: str, numbers: Sequence[str], posted: Posted
) -> int:
    """Let a colleague look after records instead of another, all or none; return how many.

    Raises NotAllowed, NotFound, InvalidInput, Conflict when one is no longer theirs.
    """
    must(runtime, by, Permission.EDIT_REGISTERS)
    wanted = dict.fromkeys(each[:60] for each in numbers)
    with runtime.store.read() as tx:
        names, giver = _people(tx, by, login)
    why = _why(runtime, posted, tuple(_wrong(wanted, giver, to, names)))
    with runtime.store.write("records.hand_over") as tx:
        theirs = {row.number: (row, one) for row, one in _cared_for(runtime, tx, giver)}
        if not wanted.keys() <= theirs.keys():
            raise errors.Conflict("portfolio_changed")
        for number in wanted:
            row, one = theirs[number]
            _give(runtime, tx, row, one, to, why, by)
        meta = {
            "from": giver,
            "to": to,
            "names": list(wanted),
            "count": len(wanted),
            "valid_from": why.valid_from,
        }
        happened = Happened(HistoryKind.PORTFOLIO_HANDED_OVER, by, meta, {"reason": why.reason})
        trail.log(tx, [happened], runtime.now())
    return len(wanted)


def _why(runtime: Runtime, posted: Posted, wrong: tuple[Problem, ...]) -> Why:
    """Return since when and why. Raises InvalidInput with what is wrong elsewhere too."""
    try:
        why = reason_of(runtime, posted)
    except errors.InvalidInput as refused:
        raise errors.InvalidInput([*wrong, *refused.problems]) from refused
    if wrong:
        raise errors.InvalidInput(wrong)
    return why


def _wrong(
    numbers: Mapping[str, None], giver: str, to: str, names: Mapping[str, str]
) -> Iterator[Problem]:
    if not numbers:
        yield Problem("records", "portfolio.nothing")
    if len(numbers) > MOST_CARED_FOR:
        yield Problem("records", "portfolio.too_many", {"most": MOST_CARED_FOR})
    if to not in names or to == giver:
        yield Problem("to", "portfolio.to_whom")


def _give(  # noqa: PLR0913, PLR0917 - what goes to whom, since when and why
    runtime: Runtime,
    tx: store.Tx,
    row: RecordRow,
    one: FieldType,
    to: str,
    why: Why,
    by: Actor,
) -> None:
    what = type_of(runtime, row.register)
    go_on(runtime, tx, what, to_change(tx, row.register, row.number), {one.name: to}, why, by)


def _people(tx: store.Tx, by: Actor, login: str | None) -> tuple[dict[str, str], str]:
    """Return the colleagues (login → name), and which of them is asked for. Raises NotFound."""
    people = [each for each in people_rows.everybody(tx) if each.disabled_at is None]
    names = {each.login: each.name for each in people}
    mine = next((each.login for each in people if each.id == by.person_id), None)
    wanted = mine if login is None else login
    if wanted is None or wanted not in names:
        raise errors.NotFound("person")
    return names, wanted


def _cared_for(runtime: Runtime, tx: store.Tx, login: str) -> Iterator[tuple[RecordRow, FieldType]]:
    """Yield the records that name a colleague, each with the field that does."""
    for what in runtime.registers.values():
        for one in what.open_fields:
            if one.kind is FieldKind.COLLEAGUE:
                found = record_keys.with_key(tx, what.name, one.name, [login], MOST_CARED_FOR)
                yield from ((row, one) for row in found)


def _lines(runtime: Runtime, tx: store.Tx, by: Actor, records: Sequence[RecordRow]) -> list[Care]:
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    until = local_day(runtime.now()) + AHEAD
    ids = [each.id for each in records]
    cases: dict[str, list[CaseRow]] = {}
    for whose, case in portfolios.running_cases(tx, scope, ids):
        cases.setdefault(whose, []).append(case)
    running = [case.id for each in cases.values() for case in each]
    clocks = portfolios.running_clocks(tx, running)
    expires = portfolios.expiring(tx, running, until)
    contacts = portfolios.last_contacts(tx, scope, ids)
    history = rows.versions_of(tx, ids)
    lines = []
    for row in records:
        own = tuple(cases.get(row.id, ()))
        mine = {case.id for case in own}
        what = type_of(runtime, row.register)
        lines.append(
            Care(
                row,
                own,
                tuple(each for each in clocks if each.case_id in mine),
                tuple(each for each in expires if each.case_id in mine),
                tuple(
                    _lapses(
                        what,
                        values_of(runtime, holding(runtime, history[row.id]), frozenset()),
                        until,
                    )
                ),
                contacts.get(row.id),
            )
        )
    return lines


def _lapses(what: RecordType, values: Mapping[str, object], until: date) -> Iterable[Lapse]:
    for one in what.open_fields:
        day = values.get(one.name)
        if one.expires and isinstance(day, date) and day <= until:
            yield Lapse(one.title, day)


def _handed_over(tx: store.Tx, login: str) -> tuple[HandOver, ...]:
    """Return the last times that a colleague gave or took records, the newest first."""
    told = trail.of_log(tx, kind=str(HistoryKind.PORTFOLIO_HANDED_OVER))
    found = (
        HandOver(
            str(each.meta["from"]),
            str(each.meta["to"]),
            int(each.meta["count"]),
            date.fromisoformat(str(each.meta["valid_from"])),
            each.at,
            str(each.actor.get("name", "")),
            str((each.payload or {}).get("reason", "")),
        )
        for each in told
        if login in {each.meta["from"], each.meta["to"]}
    )
    return tuple(found)[:MOST_TOLD]
