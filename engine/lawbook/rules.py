"""What a change of a term means: its rows, and what it does to an open clock. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from engine import errors, letters, store
from engine.lawbook.views import ClockLine
from engine.model import Actor, ClockState, MoveState, Permission, Term, Transition
from engine.runtime import Runtime
from engine.store import contents
from engine.store import term_changes as rows
from engine.store.term_changes import OpenClock, TermChangeRow
from engine.terms import Carrier, Foreseen, Status, days_in, foresee, term_on


def must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless `by` may do this kind of thing."""
    if not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))


def old_row(terms: Sequence[Term], change: TermChangeRow) -> Term:
    """Return the row that holds until the change; Raises NotFound when there is none."""
    found = term_on(terms, change.key, change.effective_on - timedelta(days=1))
    if found is None:
        raise errors.NotFound("term", term=change.key)
    return found


def new_row(old: Term, change: TermChangeRow) -> Term:
    """Return the row that the change brings: like the old one, but for what it says."""
    said: Mapping[str, object] = change.row
    return replace(
        old,
        id=f"{change.key}@{change.effective_on.isoformat()}",
        value=int(str(said["value"])),
        source=str(said["source"]),
        grace_days=int(str(said["grace_days"])),
        status=Status.UNCONFIRMED,
        valid_from=change.effective_on,
        valid_to=None,
        confirmed_by=None,
        confirmed_on=None,
    )


def foreseen(runtime: Runtime, item: OpenClock, new: Term, change: TermChangeRow) -> Foreseen:
    """Return what the change would do to an open clock."""
    return foresee(item.clock, item.term, new, change.effective_on, runtime.calendar)


def shown(
    runtime: Runtime, tx: store.Tx, items: Sequence[OpenClock], new: Term, change: TermChangeRow
) -> tuple[ClockLine, ...]:
    """Return open clocks as lines of a change; what was done to one already stands as it was."""
    told = communicated(tx, items)
    return tuple(_line(runtime, item, new, change, told=item.clock.id in told) for item in items)


def _line(
    runtime: Runtime, item: OpenClock, new: Term, change: TermChangeRow, *, told: bool
) -> ClockLine:
    move, seen = item.move, foreseen(runtime, item, new, change)
    stays = change.rule == Transition.RESPECTFUL
    after = item.clock if stays else seen.after
    days = tuple(days_in(term, item.clock, runtime.calendar) for term in (item.term, new))
    return ClockLine(
        clock_id=item.clock.id,
        number=item.number,
        suspended=item.clock.state is ClockState.SUSPENDED,
        before=move.before_on if move else item.clock.end,
        after=move.after_on if move else after.end,
        days=(days[0], days[0] if stays else days[1]),
        problem=None if stays else move.problem if move else seen.problem,
        communicated=told and not stays and seen.moves,
        state=MoveState(move.state) if move else None,
        reason=move.reason if move else None,
        letter_on=move.letter_on if move else None,
    )


def communicated(tx: store.Tx, items: Sequence[OpenClock]) -> frozenset[str]:
    """Return the ids of those clocks whose end somebody outside was told.

    A term that is not ours began with a notification; one of ours was told when a letter of the
    case names it.
    """
    ours = [each for each in items if each.term.carrier == Carrier.AGENCY]
    told = {each.clock.id for each in items if each.term.carrier != Carrier.AGENCY}
    made = rows.letters_of(tx, {each.clock.case_id for each in ours})
    named = _named(tx, {digest for digests in made.values() for digest in digests})
    for each in ours:
        digests = made.get(each.clock.case_id, frozenset())
        if any(each.clock.term_key in named[digest] for digest in digests):
            told.add(each.clock.id)
    return frozenset(told)


def _named(tx: store.Tx, digests: Iterable[str]) -> Mapping[str, frozenset[str]]:
    found = {}
    for digest in digests:
        text = contents.get(tx, digest) or b""
        found[digest] = frozenset(letters.read(text.decode("utf-8", "replace")).terms)
    return found
