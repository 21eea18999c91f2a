"""Who signs a row of the law off, and what still waits for that (legality A10)."""

from __future__ import annotations

from dataclasses import dataclass

from engine import errors
from engine.lawbook.reading import Uses, by_key
from engine.lawbook.rules import must
from engine.lawbook.views import Line
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store import term_changes as rows
from engine.store import terms as term_rows
from engine.terms import Unit, is_confirmed, local_day


@dataclass(frozen=True, slots=True)
class Signers:
    """Who may confirm: a role by its title, and the people who hold it today."""

    title: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Every row that holds, or will, and that nobody confirmed; and who may."""

    lines: tuple[Line, ...]
    signers: tuple[Signers, ...]
    may_confirm: bool


def unconfirmed(runtime: Runtime, *, by: Actor) -> Unconfirmed:
    """Return what waits to be confirmed, used in a letter or running first."""
    must(runtime, by, Permission.SIGNED_IN)
    today = local_day(runtime.now())
    with runtime.store.read() as tx:
        uses = Uses.read(runtime, tx)
        found = by_key(term_rows.all_terms(tx))
        people = people_rows.everybody(tx, today)
    lines = [
        Line(row, confirmed=False, later=None, used=uses.of(key))
        for key, some in found.items()
        for row in some
        if not is_confirmed(row) and (row.valid_to is None or row.valid_to >= today)
    ]
    lines.sort(key=lambda line: (not line.used.letters, -line.used.running, line.row.key))
    signers = [
        Signers(
            rule.title,
            tuple(
                each.name
                for each in people
                if each.disabled_at is None and name in {held.role for held in each.roles}
            ),
        )
        for name, rule in runtime.policy.roles.items()
        if Permission.CONFIRM_TERMS in rule.permissions
    ]
    may = runtime.policy.can(by, Permission.CONFIRM_TERMS)
    return Unconfirmed(tuple(lines), tuple(signers), may)


def confirm(runtime: Runtime, *, term_id: str, by: Actor) -> str:
    """Sign a row off, by name and day; return its key.

    Raises NotFound, AlreadyDone, NotAllowed, and Conflict when nobody knows its value yet.
    """
    must(runtime, by, Permission.CONFIRM_TERMS)
    today = local_day(runtime.now())
    with runtime.store.write("terms.confirm") as tx:
        row = next((each for each in term_rows.all_terms(tx) if each.id == term_id), None)
        if row is None:
            raise errors.NotFound("term")
        if row.unit == Unit.UNKNOWN:
            raise errors.Conflict("term_without_value")
        rows.confirm_row(tx, row.id, by.name, today)
        meta = {"name": row.key, "row": row.id, "value": row.value, "unit": row.unit}
        trail.log(tx, [Happened(HistoryKind.TERM_CONFIRMED, by, meta)], runtime.now())
    return row.key
