"""When a decision becomes final: its term to appeal is over, and a person looked at the post.

No timer makes a decision final (legality A1): the job names the task in which somebody looked, and
waits until a letter that was posted in time can no longer come in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from engine import errors, store
from engine.model import Clock, DecisionEvent, Term
from engine.runtime import Runtime
from engine.store import terms as term_rows
from engine.store.rows import DecisionEventRow, DecisionRow, Locked
from engine.terms import grace_end, local_day


def remedy_clock(tx: store.Tx, row: DecisionRow) -> tuple[Clock, Term] | None:
    """Return the clock of the term to appeal against a decision, with the row that it follows."""
    clocks = [pair for pair in term_rows.clocks_of(tx, row.case_id) if _about(pair[0], row)]
    return clocks[-1] if clocks else None


def final_from(
    runtime: Runtime,
    tx: store.Tx,
    locked: Locked,
    row: DecisionRow,
    done: Sequence[DecisionEventRow],
) -> date:
    """Return the first day on which nobody could appeal any more.

    Raises ModelFault when the decision was not made known, when an appeal is pending, when no
    clock of its term runs, or when post that was sent in time may still come in.
    """
    pending = False
    for each in done:
        pending = each.kind in _PENDING or (pending and each.kind != DecisionEvent.CONFIRMED)
    found = remedy_clock(tx, row)
    end = found[0].end if found else None
    if not any(each.kind == DecisionEvent.NOTIFIED for each in done):
        raise _fault(locked, "decision_not_notified")
    if pending:
        raise _fault(locked, "decision_appealed")
    if found is None or end is None:
        raise _fault(locked, "decision_without_remedy_term")
    if local_day(runtime.now()) <= grace_end(found[1], end, runtime.calendar):
        raise _fault(locked, "decision_remedy_open")
    return end + timedelta(days=1)


_PENDING = frozenset({DecisionEvent.APPEALED, DecisionEvent.SUSPENDED})


def _about(clock: Clock, row: DecisionRow) -> bool:
    return row.remedy_term is not None and clock.term_key == row.remedy_term


def _fault(locked: Locked, code: str) -> errors.ModelFault:
    return errors.ModelFault(code, case_id=locked.case.id)
