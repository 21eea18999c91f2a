"""The clocks that run when the law changes: each moved, kept or left waiting, a case at a time.

A clock that was dealt with has its line; whoever goes on after a stop takes the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from engine import errors, store
from engine.advance import Move, in_one_transaction, move
from engine.errors import Problem
from engine.lawbook.rules import communicated, foreseen, must, new_row, old_row
from engine.model import (
    SYSTEM,
    Actor,
    ChangeState,
    Clock,
    ClockAction,
    ClockChange,
    Happened,
    HistoryKind,
    MoveClocks,
    MoveState,
    Permission,
    Term,
    Transition,
)
from engine.runtime import Runtime
from engine.store import documents as document_rows
from engine.store import history as trail
from engine.store import locking
from engine.store import term_changes as rows
from engine.store import terms as term_rows
from engine.store.rows import Locked
from engine.store.term_changes import ClockMoveRow, OpenClock, TermChangeRow
from engine.terms import Foreseen, local_day

BATCH = 100


@dataclass(frozen=True, slots=True)
class _Dealing:
    """One clock in the transaction of its case, which is locked, and the row that it may follow."""

    runtime: Runtime
    tx: store.Tx
    locked: Locked
    change: TermChangeRow
    item: OpenClock
    new: Term
    seen: Foreseen

    @property
    def told(self) -> bool:
        """Say whether the end becomes another that somebody outside was told."""
        return self.seen.moves and self.item.clock.id in communicated(self.tx, [self.item])


def carry_out(runtime: Runtime) -> int:
    """Bring the clocks along of every confirmed change whose day has come; return how many.

    A transaction per case; stopped half way, the next call goes on where this one was.
    """
    today = local_day(runtime.now())
    with runtime.store.read() as tx:
        if not rows.anything_pending(tx, today):
            return 0
        due = [
            each for each in rows.in_state(tx, ChangeState.CONFIRMED) if each.effective_on <= today
        ]
    return sum(_carry_out(runtime, change) for change in due)


def _carry_out(runtime: Runtime, change: TermChangeRow) -> int:
    done = 0
    if change.rule == Transition.IMMEDIATE:
        while batch := _untouched(runtime, change, BATCH):
            for item in batch:
                _follow(runtime, change, item.clock)
            done += len(batch)
    if change.rule != Transition.PER_CASE or not _untouched(runtime, change, 1):
        with runtime.store.write("term_changes.finish") as tx:
            rows.decide(tx, change.id, ChangeState.CONFIRMED, ChangeState.DONE, None, runtime.now())
    return done


def decide_clock(  # noqa: PLR0913 - what is decided of one clock
    runtime: Runtime,
    *,
    change_id: str,
    clock_id: str,
    moves: bool,
    reason: str,
    letter_on: date | None,
    by: Actor,
    letter: str | None = None,
) -> None:
    """Move one clock to the new row, or keep it: per case, or where a letter had to go first.

    A date that was communicated moves with a letter: the document `letter` of the case, whose day
    it is then; only a case without any letter since the change takes the day `letter_on`.
    Raises InvalidInput, NotFound, AlreadyDone, NotAllowed.
    """
    must(runtime, by, Permission.EDIT_TERMS)

    def work(tx: store.Tx) -> None:
        change = rows.get(tx, change_id)
        dealing = _deal(runtime, tx, change, clock_id) if change else None
        if dealing is None:
            raise errors.NotFound("term_change")
        before = dealing.item.move
        if before is not None and before.state != MoveState.LETTER:
            raise errors.AlreadyDone(clock_id=clock_id)
        told = moves and dealing.told
        problems = _problems(dealing, moves=moves, reason=reason)
        letters = _letters(tx, dealing.change, dealing.item.clock.case_id)
        chosen = letters.get(letter or "")
        if told and letters and chosen is None:
            problems.append(Problem("letter", "term_change.letter_which"))
        elif told and chosen is None:
            problems += _wrong_letter(letter_on, dealing)
        if problems:
            raise errors.InvalidInput(problems)
        row = _move_row(dealing, MoveState.MOVED if moves else MoveState.KEPT)
        went = (chosen[1] if chosen else letter_on) if told else None
        said = replace(row, decided_by=by.person_id, reason=reason.strip(), letter_on=went)
        _write(dealing, said, by, letter if told and chosen else None)

    in_one_transaction(runtime, work, transaction="clocks.decide")
    carry_out(runtime)


def letters_for(
    runtime: Runtime, *, change_id: str, clock_id: str, by: Actor
) -> Mapping[str, tuple[str, date]]:
    """Return name and day of the letters by which a clock of a change may move, by their id.

    Raises NotFound, NotAllowed.
    """
    must(runtime, by, Permission.EDIT_TERMS)
    with runtime.store.read() as tx:
        change = rows.get(tx, change_id)
        item = _one(tx, change, clock_id) if change else None
        if change is None or item is None:
            raise errors.NotFound("term_change")
        return _letters(tx, change, item.clock.case_id)


def _letters(tx: store.Tx, change: TermChangeRow, case_id: str) -> Mapping[str, tuple[str, date]]:
    """Return the letters that a case made after the change was confirmed."""
    since = change.decided_at
    if since is None:
        return {}
    made = document_rows.letters_since(tx, case_id, since)
    return {m.id: (m.name, local_day(m.created_at)) for m in made if m.created_at > since}


def _deal(
    runtime: Runtime, tx: store.Tx, change: TermChangeRow, clock_id: str, case_id: str | None = None
) -> _Dealing | None:
    """Lock the case of an open clock; None when it is not open any more."""
    if case_id is None:
        item = _one(tx, change, clock_id)
        if item is None:
            return None
        case_id = item.clock.case_id
    locked = locking.lock(tx, case_id)
    item = _one(tx, change, clock_id, case_id)
    if item is None:
        return None
    terms = [row for row in term_rows.all_terms(tx) if row.key == change.key]
    new = new_row(old_row(terms, change), change)
    return _Dealing(runtime, tx, locked, change, item, new, foreseen(runtime, item, new, change))


def _problems(dealing: _Dealing, *, moves: bool, reason: str) -> list[Problem]:
    problems = []
    if dealing.change.state not in {ChangeState.CONFIRMED, ChangeState.DONE}:
        problems.append(Problem("", "term_change.not_confirmed"))
    if dealing.change.effective_on > local_day(dealing.runtime.now()):
        problems.append(Problem("", "term_change.not_yet"))
    if not reason.strip():
        problems.append(Problem("reason", "required"))
    if moves and dealing.seen.problem is not None:
        problems.append(Problem("moves", dealing.seen.problem, {"count": 1}))
    if moves and dealing.change.rule == Transition.RESPECTFUL:
        problems.append(Problem("moves", "term_change.respectful"))
    return problems


def _wrong_letter(letter_on: date | None, dealing: _Dealing) -> list[Problem]:
    if letter_on is None:
        return [Problem("letter_on", "term_change.letter_needed")]
    today, decided = local_day(dealing.runtime.now()), dealing.change.decided_at
    if letter_on > today or (decided is not None and letter_on < local_day(decided)):
        return [Problem("letter_on", "term_change.letter_day")]
    return []


def _follow(runtime: Runtime, change: TermChangeRow, clock: Clock) -> None:
    """Let one clock follow the new row, unless something forbids it; in the case's transaction."""

    def work(tx: store.Tx) -> None:
        dealing = _deal(runtime, tx, change, clock.id, clock.case_id)
        if dealing is None or dealing.item.move is not None:
            return
        state = MoveState.MOVED
        if dealing.seen.problem is not None:
            state = MoveState.REFUSED
        elif dealing.told:
            state = MoveState.LETTER
        _write(dealing, _move_row(dealing, state), SYSTEM)

    in_one_transaction(runtime, work, transaction="clocks.follow")


def _write(dealing: _Dealing, row: ClockMoveRow, by: Actor, letter: str | None = None) -> None:
    change, new, tx = dealing.change, dealing.new, dealing.tx
    meta = {
        "name": new.title or new.key,
        "change": change.id,
        "before": row.before_on,
        "after": row.after_on,
        "outcome": row.state,
        "problem": row.problem,
        "letter_on": row.letter_on,
        "letter": letter,
    }
    payload = {"reason": row.reason or change.reason}
    if row.state == MoveState.MOVED:
        clock, day = dealing.item.clock, change.effective_on
        following = ClockChange(clock.term_key, ClockAction.FOLLOW, day, "", to=new.id)
        what = Move(MoveClocks((following,)), HistoryKind.CLOCK_MOVED, by, meta, payload)
        move(dealing.runtime, tx, dealing.locked, what)
    else:
        happened = Happened(HistoryKind.CLOCK_KEPT, by, meta, payload)
        trail.append(tx, dealing.locked.case.id, [happened], dealing.runtime.now())
    rows.keep_move(tx, row)


def _move_row(dealing: _Dealing, state: MoveState) -> ClockMoveRow:
    clock, seen = dealing.item.clock, dealing.seen
    moves = state in {MoveState.MOVED, MoveState.LETTER}
    return ClockMoveRow(
        change_id=dealing.change.id,
        clock_id=clock.id,
        case_id=clock.case_id,
        state=str(state),
        before_on=clock.end,
        after_on=seen.after.end if moves else clock.end,
        problem=seen.problem,
        reason=None,
        letter_on=None,
        decided_by=None,
        decided_at=dealing.runtime.now(),
    )


def _untouched(runtime: Runtime, change: TermChangeRow, most: int) -> tuple[OpenClock, ...]:
    new_id = f"{change.key}@{change.effective_on.isoformat()}"
    with runtime.store.read() as tx:
        return rows.open_clocks(tx, change.key, change.id, most=most, but=new_id, untouched=True)


def _one(
    tx: store.Tx, change: TermChangeRow, clock_id: str, case_id: str | None = None
) -> OpenClock | None:
    found = rows.open_clocks(tx, change.key, change.id, most=1, clock_id=clock_id, case_id=case_id)
    return found[0] if found else None
