"""Finding where a piece of post belongs: by number, name, address, enterprise number or e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine import errors, store
from engine.model import Actor, Happened, HistoryKind, Permission, Scope
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import dossiers as dossier_rows
from engine.store import history as trail
from engine.store import portfolios, record_search
from engine.store.rows import CaseRow, DossierRow

CASE, DOSSIER = "case", "dossier"
MOST = 12
OF_A_REGISTER = 4
SHORTEST = 2
_NUMBER = re.compile(r"\b[A-Z][A-Z0-9]{0,5}-(?:[0-9]{4}-)?[0-9]{4,9}\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>@,;]{1,80}@[^\s<>@,;]{1,120}")


@dataclass(frozen=True, slots=True)
class Place:
    """A case or a dossier (`kind`) to which post can be brought."""

    number: str
    title: str
    kind: str
    municipality: str | None = None
    team: str | None = None
    dossier: str | None = None
    ended: bool = False


def search(runtime: Runtime, *, by: Actor, q: str) -> tuple[Place, ...]:
    """Return the cases and dossiers that `q` may mean, at most `MOST`; the look is written down.

    A number is looked up as it is. Words are those of a case, of a dossier, or of a record of a
    register, with all that it is found by: name, address, enterprise number, e-mail.
    """
    must(runtime, by)
    words = q.strip()[:100]
    if len(words) < SHORTEST:
        return ()
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    with runtime.store.read() as tx:
        found = tuple(dict.fromkeys(_found(runtime, tx, scope, by, words)))[:MOST]
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "post"}, {"query": words})
    with runtime.store.write("post.search") as tx:
        trail.log(tx, [fact], runtime.now())
    return found


def suggest(runtime: Runtime, *, by: Actor, sender: str, subject: str) -> tuple[Place, ...]:
    """Return where a piece may belong by what is written on it; the look is written down."""
    must(runtime, by)
    with runtime.store.read() as tx:
        found = suggested(runtime, tx, by, sender[:200], subject[:300])
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "post"})
    with runtime.store.write("post.suggest") as tx:
        trail.log(tx, [fact], runtime.now())
    return found


def suggested(
    runtime: Runtime, tx: store.Tx, by: Actor, sender: str, subject: str
) -> tuple[Place, ...]:
    """Return where a piece may belong by what is written on it: a number, or its sender."""
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    found = list(by_number(runtime, tx, scope, by, f"{subject} {sender}"))
    for address in _ADDRESS.findall(sender)[:2]:
        found += _of_records(runtime, tx, scope, address)
    name = _ADDRESS.sub("", sender).strip(" <>\"'")
    if not found and len(name) > SHORTEST:
        found += _of_records(runtime, tx, scope, name)
    return tuple(dict.fromkeys(found))[:MOST]


def _found(runtime: Runtime, tx: store.Tx, scope: Scope, by: Actor, words: str) -> Iterator[Place]:
    yield from by_number(runtime, tx, scope, by, words)
    yield from _of_records(runtime, tx, scope, words)
    yield from (of_case(each) for each in case_rows.worded(tx, scope, words, MOST))
    yield from (of_dossier(each) for each in dossier_rows.worded(tx, scope, words, MOST))


def numbers(text: str) -> tuple[str, ...]:
    """Return what looks like the number of a case or a dossier in `text`, each once."""
    return tuple(dict.fromkeys(each.upper() for each in _NUMBER.findall(text)))


def by_number(
    runtime: Runtime, tx: store.Tx, scope: Scope, by: Actor, text: str
) -> Iterator[Place]:
    """Yield what the numbers in `text` name, as far as `by` may read it."""
    for number in numbers(text)[:3]:
        case = case_rows.by_number(tx, number)
        if case is not None and runtime.policy.can(
            by, Permission.READ_CASES, case_rows.facts(tx, case.id)
        ):
            yield of_case(case)
        dossier = dossier_rows.get(tx, number, scope)
        if dossier is not None:
            yield of_dossier(dossier)


def _of_records(runtime: Runtime, tx: store.Tx, scope: Scope, words: str) -> Iterator[Place]:
    ids = [
        each.id
        for register in runtime.registers
        for each in record_search.search(tx, register, words, size=OF_A_REGISTER).rows
    ]
    if not ids:
        return
    yield from (of_case(case) for _, case in portfolios.running_cases(tx, scope, ids)[:MOST])
    yield from (of_dossier(row) for _, row in portfolios.dossiers_of(tx, scope, ids)[:MOST])


def find(runtime: Runtime, tx: store.Tx, by: Actor, number: str) -> CaseRow | DossierRow:
    """Return the case or the dossier with this number. Raises NotFound."""
    wanted = number.strip().upper()[:40]
    case = case_rows.by_number(tx, wanted)
    if case is not None:
        if not runtime.policy.can(by, Permission.READ_CASES, case_rows.facts(tx, case.id)):
            raise errors.Hidden("case", case_id=case.id)
        return case
    dossier = dossier_rows.get(tx, wanted, runtime.policy.scope(by, Permission.READ_CASES))
    if dossier is None:
        raise errors.NotFound("post.place")
    return dossier


def place_of(row: CaseRow | DossierRow) -> Place:
    """Return a case or a dossier as a place for post."""
    return of_case(row) if isinstance(row, CaseRow) else of_dossier(row)


def of_case(row: CaseRow) -> Place:
    """Return a case as a place for post."""
    ended = row.ended_at is not None
    return Place(row.number, row.title, CASE, row.place, row.team, row.dossier_id, ended)


def of_dossier(row: DossierRow) -> Place:
    """Return a dossier as a place for post."""
    return Place(row.number, row.title, DOSSIER, row.place, row.team)


def must(runtime: Runtime, by: Actor) -> None:
    """Raise NotAllowed unless `by` may register post."""
    if not runtime.policy.can(by, Permission.REGISTER_POST):
        raise errors.NotAllowed("permission", permission=str(Permission.REGISTER_POST))
