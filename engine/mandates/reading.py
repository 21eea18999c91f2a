"""The register of mandates as people, diagrams and letters read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine import errors, store
from engine.access import four_eyes
from engine.hands import holder_of
from engine.mandates.changing import known, must
from engine.model import SYSTEM, Actor, Happened, HistoryKind, MandateState, Permission, Value
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import mandates as rows
from engine.store import people as people_rows
from engine.store.rows import Locked, MandateRow
from engine.terms import local_day
from engine.wording.nl import hands as wording

PAGE = 50


@dataclass(frozen=True, slots=True)
class MandateView:
    """A mandate with the names of the people in it, and what the reader may do with it.

    `capacity` is in which capacity its holder decides, `holds` whether it does so today.
    """

    row: MandateRow
    holder: str
    office: str
    capacity: str
    types: tuple[str, ...]
    proposer: str | None
    decider: str | None
    ender: str | None
    holds: bool
    may_confirm: bool
    may_withdraw: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class MandateList:
    """A page of mandates, and whether the reader may propose one."""

    rows: tuple[MandateView, ...]
    total: int
    page: int
    pages: int
    may_propose: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What a new mandate is chosen from: people, sorts of decisions, offices (key and name)."""

    people: tuple[tuple[str, str], ...]
    types: tuple[tuple[str, str], ...]
    offices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may take a decision today, in which capacity and by which source."""

    name: str
    login: str
    capacity: str
    source: str


def listing(runtime: Runtime, *, by: Actor, q: str = "", page: int = 1) -> MandateList:
    """Return mandates whose holder, office, sort or source begins with the words of `q`."""
    must(runtime, by, Permission.SIGNED_IN)
    with runtime.store.read() as tx:
        found = rows.search(tx, query=q.strip()[:100], page=max(1, page), size=PAGE)
        shown = _views(runtime, tx, found.rows, by)
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "mandates"})
    with runtime.store.write("mandates.list") as tx:
        trail.log(tx, [fact], runtime.now())
    may = runtime.policy.can(by, Permission.EDIT_MANDATES)
    return MandateList(shown, found.total, max(1, page), max(1, -(-found.total // PAGE)), may)


def one(runtime: Runtime, *, mandate_id: str, by: Actor) -> MandateView:
    """Return one mandate. Raises NotFound."""
    must(runtime, by, Permission.SIGNED_IN)
    with runtime.store.read() as tx:
        return _views(runtime, tx, [known(tx, mandate_id)], by)[0]


def choices(runtime: Runtime, *, by: Actor) -> Choices:
    """Return what a new mandate is chosen from."""
    must(runtime, by, Permission.EDIT_MANDATES)
    with runtime.store.read() as tx:
        people = [each for each in people_rows.everybody(tx) if each.disabled_at is None]
    roles = {key: rule.title for key, rule in runtime.policy.roles.items()}
    offices = {**roles, **runtime.decision_types.offices}
    types = {key: each.title for key, each in runtime.decision_types.types.items()}
    return Choices(
        tuple((each.id, each.name) for each in people),
        tuple(types.items()),
        tuple(sorted(offices.items(), key=lambda pair: pair[1])),
    )


def deciders(
    runtime: Runtime,
    *,
    decision_type: str,
    amount: Decimal | None = None,
    on: date | None = None,
    by: Actor,
) -> tuple[Decider, ...]:
    """Return who may take a decision of this sort and amount (euro) on a day, today if not said."""
    if by is not SYSTEM:
        must(runtime, by, Permission.SIGNED_IN)
    with runtime.store.read() as tx:
        return deciders_in(runtime, tx, decision_type, amount, on=on or local_day(runtime.now()))


def find_for_case(
    runtime: Runtime, tx: store.Tx, _locked: Locked, values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Return to a diagram who may take a decision: `deciders`, each a context, and `found`.

    `values`: `type`, optional `amount` (euro). Raises ModelFault without a type.
    """
    kind, amount = values.get("type"), values.get("amount")
    if not isinstance(kind, str):
        raise errors.ModelFault("decision_incomplete", missing="type")
    known_amount = amount if isinstance(amount, Decimal) and amount >= 0 else None
    found = deciders_in(runtime, tx, kind, known_amount, on=local_day(runtime.now()))
    people: list[Value] = [
        {
            "name": each.name,
            "login": each.login,
            "capacity": each.capacity,
            "source": each.source,
        }
        for each in found
    ]
    return {"deciders": people, "found": Decimal(len(people))}


def deciders_in(
    runtime: Runtime, tx: store.Tx, kind: str | None, amount: Decimal | None, *, on: date
) -> tuple[Decider, ...]:
    """Return who may take a decision as `deciders` does, in the caller's transaction.

    A sort that is not known (None) is only for who may decide everything.
    """
    held: dict[str, list[MandateRow]] = {}
    for row in rows.valid_on(tx, on):
        held.setdefault(row.person_id, []).append(row)
    chosen = [holder_of(some, runtime.decision_types, kind, amount) for some in held.values()]
    people = {each.id: each for each in people_rows.everybody(tx) if each.disabled_at is None}
    found = [row for row in chosen if row is not None and row.person_id in people]
    return tuple(
        Decider(
            people[row.person_id].name,
            people[row.person_id].login,
            capacity(runtime, row),
            row.source,
        )
        for row in sorted(found, key=lambda row: (row.acting, people[row.person_id].name))
    )


def capacity(runtime: Runtime, row: MandateRow) -> str:
    """Return in which capacity the holder of a mandate decides."""
    return wording.capacity(office(runtime, row.office), acting=row.acting)


def office(runtime: Runtime, key: str) -> str:
    """Return what an office is called: a role, or what the register of sorts names."""
    rule = runtime.policy.roles.get(key)
    return rule.title if rule else runtime.decision_types.offices.get(key, key)


def _views(
    runtime: Runtime, tx: store.Tx, found: Sequence[MandateRow], by: Actor
) -> tuple[MandateView, ...]:
    people = [who for r in found for who in (r.person_id, r.proposed_by, r.decided_by, r.ended_by)]
    names, today = people_rows.names(tx, people), local_day(runtime.now())
    can = runtime.policy.can
    return tuple(
        MandateView(
            row=row,
            holder=names.get(row.person_id, ""),
            office=office(runtime, row.office),
            capacity=capacity(runtime, row),
            types=tuple(runtime.decision_types.title(key) for key in row.types),
            proposer=names.get(row.proposed_by or ""),
            decider=names.get(row.decided_by or ""),
            ender=names.get(row.ended_by or ""),
            holds=_holds(row, today),
            may_confirm=row.state == MandateState.PROPOSED
            and can(by, Permission.CONFIRM_MANDATES)
            and four_eyes(by, filter(None, [row.proposed_by, row.person_id])),
            may_withdraw=row.state == MandateState.PROPOSED and can(by, Permission.EDIT_MANDATES),
            may_end=row.state == MandateState.CONFIRMED
            and row.ended_at is None
            and (row.valid_to is None or row.valid_to >= today)
            and can(by, Permission.EDIT_MANDATES),
        )
        for row in found
    )


def _holds(row: MandateRow, today: date) -> bool:
    begun = row.state == MandateState.CONFIRMED and row.valid_from <= today
    return begun and (row.valid_to is None or row.valid_to >= today)
