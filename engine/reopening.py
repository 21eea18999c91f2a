"""A closed case is taken up again: by a new case of the same procedure, with what was asked then.

The closed case stays as it is; its trail says which case goes on with it, and who asked for that.
It is taken up once: what came of that can be taken up again in its turn. Whether it should be is
for the procedure that asks, and for two people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine import bpmn, errors, filling, store
from engine.casefile import start_schema
from engine.errors import Problem
from engine.model import SYSTEM, Actor, Happened, HistoryKind, Permission, Start, Value
from engine.runtime import Deployed, Runtime
from engine.starting import Beginning, begin, in_force
from engine.store import cases as rows
from engine.store import dossiers, locking, whereabouts
from engine.store import history as trail
from engine.store.rows import CaseRow, Locked

JOB = "reopen_case"
NEEDED = ("case", "reason", "agreed_in")
"""What the job must be told; a diagram whose mapping lacks one is not deployed."""

ASKED = "reopening_asked"  # the search field of a case that asks to take up another


@dataclass(frozen=True, slots=True)
class Links:
    """The numbers of the cases that one goes on with, that goes on with it, and that asks so.

    `asks_for` is the closed case that this one asks to take up again. The trail tells these numbers
    to everybody who reads it; `readable` are those whose case the asker may read too.
    """

    reopens: str | None
    reopened_as: str | None
    asked_in: str | None
    asks_for: str | None
    readable: frozenset[str] = frozenset()


def problem(
    runtime: Runtime, tx: store.Tx, number: str, by: Actor, dossier_id: str | None
) -> Problem | None:
    """Return why the case with this number cannot be taken up again by `by`; None when it can.

    Somebody who may not read it hears what everybody hears of a case that is not there. A case that
    can be taken up stays locked until the transaction ends: who asks at the same time comes after.
    """
    found = rows.by_number(tx, number.strip())
    if found is None or not runtime.policy.can(by, Permission.READ_CASES, rows.facts(tx, found.id)):
        return Problem("", "reopening.unknown", {"case": number.strip()[:50]})
    case = locking.lock(tx, found.id).case
    wrong = _wrong(runtime, tx, case, dossier_id)
    if wrong is not None:
        return wrong
    asked = rows.running_with_field(tx, ASKED, case.number)
    return Problem("", "reopening.asked", {"case": asked.number}) if asked else None


def note_asked(tx: store.Tx, case: CaseRow, number: str) -> None:
    """Keep that a case asks to take up the one with this number."""
    rows.add_field(tx, case.id, ASKED, number.strip())


def reopen(
    runtime: Runtime, tx: store.Tx, locked: Locked, values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Begin the case that goes on with a closed one, in the transaction of the case that asks.

    `values`: `case` (the number of the closed case), `reason` and `agreed_in` (the user task in
    which somebody other than who started the asking case agreed). Returns `reference`, the number
    of the new case. Raises ModelFault when nobody else agreed, or the case cannot be taken up.
    """
    agreed = _agreed(tx, locked, str(values["agreed_in"]))
    number = _text(values["case"])
    found = rows.by_number(tx, number)
    if found is None:
        raise _fault(locked, "reopening.unknown", case=number[:50])
    old = locking.lock(tx, found.id).case
    wrong = _wrong(runtime, tx, old, locked.case.dossier_id)
    if wrong is not None:
        raise _fault(locked, wrong.code, **{k: str(v) for k, v in wrong.facts.items()})
    new = _begin(runtime, tx, old, locked.case)
    meta = {"name": new.number, "asked_in": locked.case.number, "agreed_by": agreed}
    why = {"reason": _text(values["reason"])[:4000]}
    told = Happened(HistoryKind.CASE_TAKEN_UP, SYSTEM, meta, why)
    trail.append(tx, old.id, [told], runtime.now())
    return {"reference": new.number}


def links(runtime: Runtime, tx: store.Tx, case: CaseRow, by: Actor) -> Links:
    """Return the cases that hang together with `case` because one takes up the other."""
    before = rows.find(tx, case.reopens) if case.reopens else None
    after = rows.reopened_as(tx, case.id) if case.ended_at else None
    asked = rows.running_with_field(tx, ASKED, case.number) if case.ended_at else None
    number = rows.case_fields(tx, case.id).get(ASKED)
    about = rows.by_number(tx, number) if isinstance(number, str) else None
    ids = {each.id for each in (before, after, asked, about) if each}
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    seen = rows.numbers_within(tx, scope, ids) if ids else {}
    return Links(
        reopens=before.number if before else None,
        reopened_as=after.number if after else None,
        asked_in=asked.number if asked else None,
        asks_for=about.number if about else None,
        readable=frozenset(seen.values()),
    )


def _wrong(runtime: Runtime, tx: store.Tx, case: CaseRow, dossier_id: str | None) -> Problem | None:
    """Return why a locked case cannot be taken up, whoever asks."""
    facts: dict[str, str | None] = {"case": case.number}
    if case.ended_at is None:
        return Problem("", "reopening.running", facts)
    if case.dossier_id is None or case.dossier_id != dossier_id:
        own = dossiers.get(tx, case.dossier_id) if case.dossier_id else None
        return Problem("", "reopening.elsewhere", facts | {"dossier": own.number if own else None})
    if ASKED in rows.case_fields(tx, case.id):
        return Problem("", "reopening.of_reopening", facts)
    after = rows.reopened_as(tx, case.id)
    if after is not None:
        return Problem("", "reopening.done", {**facts, "after": after.number})
    if _in_force(runtime, tx, case) is None:
        return Problem("", "reopening.no_start", facts)
    return None


def _in_force(runtime: Runtime, tx: store.Tx, case: CaseRow) -> Deployed | None:
    """Return the version in force of the procedure of a case, if somebody may start it."""
    for deployed in in_force(runtime, tx):
        if deployed.process_key == case.process_key:
            return deployed if case.process_id in deployed.facts.get("start", ()) else None
    return None


def _begin(runtime: Runtime, tx: store.Tx, old: CaseRow, asking: CaseRow) -> CaseRow:
    """Begin the procedure of `old` anew under the version in force, with what its start asks."""
    deployed = _in_force(runtime, tx, old)
    assert deployed is not None, "the caller has checked the procedure"
    document = whereabouts.document(tx, old.id)
    values = bpmn.visible(document) if document is not None else {}
    what = Beginning(
        process_id=old.process_id,
        command=Start(_asked(start_schema(deployed, old.process_id), values)),
        by=SYSTEM,
        key=f"reopens:{store.new_id()}",
        dossier_id=old.dossier_id,
        meta={"reopens": old.number, "asked_in": asking.number},
        kind=HistoryKind.CASE_TAKES_UP,
        reopens=old.id,
    )
    return begin(runtime, tx, deployed, what).case


def _asked(schema: bytes | None, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return what the start form asks, as the closed case knew it at its end."""
    return filling.within(schema, values) if schema is not None else {}


def _agreed(tx: store.Tx, locked: Locked, element: str) -> str:
    """Return who agreed; Raises ModelFault when that is nobody, or who started the asking case."""
    done = rows.completed_by(tx, locked.case.id, [element])
    person = done[-1].closed_by if done else None
    alone = {done[-1].closed_by, done[-1].in_name_of} if done else set()
    if person is None or locked.case.started_by in alone:
        raise _fault(locked, "reopening_without_four_eyes")
    return person


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""


def _fault(locked: Locked, code: str, **facts: str) -> errors.ModelFault:
    return errors.ModelFault(code, case_id=locked.case.id, **facts)
