"""A mandate is proposed by one person, confirmed by another, and ended; it is never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from engine import errors, store
from engine.access import four_eyes
from engine.errors import Problem
from engine.model import Actor, Happened, HistoryKind, MandateState, Permission
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import mandates as rows
from engine.store import people as people_rows
from engine.store.rows import MandateRow
from engine.terms import local_day

LONGEST = 500
MOST_EURO = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: to whom, for which sorts (none: all) up to how much, in which office.

    `max_amount` is as it was typed, in euro; empty means without a limit.
    """

    person_id: str
    types: tuple[str, ...]
    office: str
    acting: bool
    source: str
    reason: str
    valid_from: date | None
    valid_to: date | None = None
    max_amount: str = ""


def propose(runtime: Runtime, *, wanted: Wanted, by: Actor, key: str = "") -> str:
    """Keep a mandate for somebody else to confirm; return its id. Raises InvalidInput, NotAllowed.

    It begins today at the earliest: nobody gets a mandate for what is already decided. The same
    from the page with the same `key` is one mandate.
    """
    must(runtime, by, Permission.EDIT_MANDATES)
    mandate_id = store.once_id(key, "mandate", by.person_id or "", repr(wanted))
    try:
        _propose(runtime, mandate_id, wanted, by)
    except errors.Conflict as second:
        if second.code != "duplicate":
            raise
    return mandate_id


def _propose(runtime: Runtime, mandate_id: str, wanted: Wanted, by: Actor) -> None:
    amount, wrong = _amount(wanted.max_amount)
    with runtime.store.write("mandates.propose") as tx:
        if rows.get(tx, mandate_id) is not None:
            return
        problems = [*_wrong(runtime, tx, wanted), *wrong]
        if problems or wanted.valid_from is None:
            raise errors.InvalidInput(problems, "refused_form")
        row = MandateRow(
            id=mandate_id,
            person_id=wanted.person_id,
            types=sorted(set(wanted.types)),
            max_amount=amount,
            office=wanted.office,
            acting=wanted.acting,
            source=wanted.source.strip(),
            valid_from=wanted.valid_from,
            valid_to=wanted.valid_to,
            state=str(MandateState.PROPOSED),
            reason=wanted.reason.strip(),
            proposed_by=by.person_id,
            proposed_at=runtime.now(),
        )
        rows.add(tx, row)
        _tell(runtime, tx, HistoryKind.MANDATE_PROPOSED, row, by, row.reason)


def confirm(runtime: Runtime, *, mandate_id: str, by: Actor) -> None:
    """Put a proposed mandate in force from its first day on, or from today if that is later.

    Raises NotAllowed when `by` proposed it or would get it, AlreadyDone, NotFound.
    """
    must(runtime, by, Permission.CONFIRM_MANDATES)
    with runtime.store.write("mandates.confirm") as tx:
        row = known(tx, mandate_id)
        if not four_eyes(by, filter(None, [row.proposed_by])):
            raise errors.NotAllowed("mandate.four_eyes")
        if not four_eyes(by, [row.person_id]):
            raise errors.NotAllowed("mandate.own")
        rows.decide(tx, mandate_id, MandateState.CONFIRMED, by.person_id, runtime.now())
        _tell(runtime, tx, HistoryKind.MANDATE_CONFIRMED, row, by, "")


def withdraw(runtime: Runtime, *, mandate_id: str, by: Actor) -> None:
    """Take a proposed mandate back, or refuse it. Raises AlreadyDone, NotFound, NotAllowed."""
    must(runtime, by, Permission.EDIT_MANDATES)
    with runtime.store.write("mandates.withdraw") as tx:
        row = known(tx, mandate_id)
        rows.decide(tx, mandate_id, MandateState.WITHDRAWN, by.person_id, runtime.now())
        _tell(runtime, tx, HistoryKind.MANDATE_WITHDRAWN, row, by, "")


def end(runtime: Runtime, *, mandate_id: str, last: date | None, reason: str, by: Actor) -> None:
    """Write the last day of a mandate, yesterday at the earliest: then nobody decides on it today.

    One person is enough: it takes a power away, and gives none. Raises InvalidInput, AlreadyDone,
    NotFound, NotAllowed.
    """
    must(runtime, by, Permission.EDIT_MANDATES)
    yesterday = local_day(runtime.now()) - timedelta(days=1)
    with runtime.store.write("mandates.end") as tx:
        row = known(tx, mandate_id)
        problems = list(_missing("reason", reason))
        if last is None:
            problems.append(Problem("last", "required"))
        elif last < yesterday:
            problems.append(Problem("last", "mandate.in_past"))
        elif row.valid_to is not None and last > row.valid_to:
            problems.append(Problem("last", "mandate.longer", {"day": row.valid_to}))
        if problems or last is None:
            raise errors.InvalidInput(problems, "refused_form")
        rows.end(tx, mandate_id, last, by.person_id, runtime.now(), reason.strip())
        _tell(runtime, tx, HistoryKind.MANDATE_ENDED, row, by, reason.strip())


def must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless `by` may do this kind of thing."""
    if not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))


def known(tx: store.Tx, mandate_id: str) -> MandateRow:
    """Return a mandate; Raises NotFound."""
    row = rows.get(tx, mandate_id)
    if row is None:
        raise errors.NotFound("mandate")
    return row


def _wrong(runtime: Runtime, tx: store.Tx, wanted: Wanted) -> list[Problem]:
    problems = []
    if people_rows.name_of(tx, wanted.person_id) is None:
        problems.append(Problem("person", "unknown_option"))
    if set(wanted.types) - runtime.decision_types.types.keys():
        problems.append(Problem("types", "unknown_option"))
    if wanted.office not in {*runtime.policy.roles, *runtime.decision_types.offices}:
        problems.append(Problem("office", "unknown_option"))
    problems += [*_missing("source", wanted.source), *_missing("reason", wanted.reason)]
    today = local_day(runtime.now())
    if wanted.valid_from is None:
        problems.append(Problem("valid_from", "required"))
    elif wanted.valid_from < today:
        problems.append(Problem("valid_from", "mandate.in_past"))
    elif wanted.valid_to is not None and wanted.valid_to < wanted.valid_from:
        problems.append(Problem("valid_to", "mandate.before_first"))
    if wanted.acting and wanted.valid_to is None:
        problems.append(Problem("valid_to", "mandate.acting_ends"))
    return problems


def _missing(name: str, text: str) -> list[Problem]:
    if not text.strip():
        return [Problem(name, "required")]
    return [Problem(name, "too_long", {"max": LONGEST})] if len(text) > LONGEST else []


def _amount(typed: str) -> tuple[str | None, list[Problem]]:
    """Return an amount in euro as decimal text, as people here type it: 10.000,50."""
    text = typed.strip().replace(" ", "")
    if not text:
        return None, []
    if "," in text or text.count(".") > 1 or text[-4:-3] == ".":
        text = text.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= MOST_EURO or -amount.as_tuple().exponent > 2:  # type: ignore[operator]  # finite: an int
        return None, [Problem("max_amount", "mandate.amount")]
    return str(amount), []


def _tell(
    runtime: Runtime,
    tx: store.Tx,
    kind: HistoryKind,
    row: MandateRow,
    by: Actor,
    reason: str,
) -> None:
    meta = {"mandate": row.id, "person": row.person_id, "office": row.office}
    payload = {"types": list(row.types), "max_amount": row.max_amount, "reason": reason}
    name = people_rows.name_of(tx, row.person_id)
    trail.log(tx, [Happened(kind, by, {**meta, "name": name}, payload)], runtime.now())
