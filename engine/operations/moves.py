"""The moves of an operator on a case: each with a reason, a line in the trail, one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from engine import bpmn, errors, masking, store
from engine.advance import Move, move
from engine.errors import InvalidInput, ModelFault
from engine.model import (
    Actor,
    CancelCase,
    Happened,
    HistoryKind,
    JobKind,
    MoveToken,
    Permission,
    Retry,
    SetVariables,
)
from engine.operations import cases, values
from engine.operations.views import Retried
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import incidents as incident_rows
from engine.store import jobs as job_rows
from engine.store import locking
from engine.store.incidents import Met, Sought
from engine.store.rows import IncidentRow, Locked

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Mending:
    """One move in its transaction: the locked case, who mends it, and the reason."""

    runtime: Runtime
    tx: store.Tx
    locked: Locked
    by: Actor
    why: Mapping[str, str]


def retry(  # noqa: PLR0913 - what is tried again, with which values and why
    runtime: Runtime,
    *,
    number: str,
    key: str,
    typed: Mapping[str, str] | None = None,
    seen: int,
    reason: str,
    by: Actor,
) -> None:
    """Try once more what failed (the `key` of a `Broken`) and resolve the incidents about it.

    A timer or a message is tried again as it is; an element is asked for its work anew, with the
    values of now. With `typed` (as `set_variables`) those of the process are corrected first, in
    the same transaction. Raises AlreadyDone when it is no longer broken, and what `mending_of`
    raises.
    """
    with mending_of(runtime, number, seen, reason, by) as mending:
        if not typed:
            _retry(mending, key)
            return
        cases.under_lock(runtime, mending.tx, mending.locked).find(key)
        _correct(mending, typed, None)
        _retry(replace(mending, locked=locking.lock(mending.tx, mending.locked.case.id)), key)


def retry_all(runtime: Runtime, *, ids: Sequence[str], reason: str, by: Actor) -> Retried:
    """Try again what these open incidents are about, a transaction each.

    At most `MOST_AT_ONCE`; what cannot be tried again is left as it is, and what was tried again
    before is not tried twice: an incident is resolved once, so the ids are the key. Raises
    NotAllowed, InvalidInput for the reason.
    """
    cases.must(runtime, by)
    why = {"reason": cases.checked_reason(reason)}
    scope = runtime.policy.scope(by, Permission.OPERATE)
    sought = Sought(ids=tuple(dict.fromkeys(ids))[:MOST_AT_ONCE])
    with runtime.store.read() as tx:
        found = incident_rows.search(tx, scope, sought=sought, size=MOST_AT_ONCE)
    done = sum(_retry_met(runtime, met, by, why) for met in found.rows)
    return Retried(done, found.total - done)


def set_variables(  # noqa: PLR0913 - what is changed, where and why
    runtime: Runtime,
    *,
    number: str,
    typed: Mapping[str, str],
    token: str | None = None,
    seen: int,
    reason: str,
    by: Actor,
) -> None:
    """Give variables the values of FEEL texts, by name or path.

    With a `token` those that it sees, each where its name lives; else those of the process.
    Raises InvalidInput with every text that is no value, and what `mending_of` raises.
    """
    with mending_of(runtime, number, seen, reason, by) as mending:
        _correct(mending, typed, token)


def move_token(  # noqa: PLR0913 - what is moved, where to and why
    runtime: Runtime,
    *,
    number: str,
    token: str,
    element: str,
    seen: int,
    reason: str,
    by: Actor,
) -> None:
    """Take a token from where it stands and enter `element` instead.

    Raises InvalidInput with the reason why that cannot be, and what `mending_of` raises.
    """
    with mending_of(runtime, number, seen, reason, by) as mending:
        here = cases.under_lock(runtime, mending.tx, mending.locked)
        left = next((each for each in here.places if each.token == token), None)
        meta = {
            "name": (left.name or left.element) if left else None,
            "target": here.name(element),
            "token": token,
            "from": left.element if left else None,
            "to": element,
        }
        command = MoveToken(token, element)
        operate(mending, Move(command, HistoryKind.TOKEN_MOVED, by, meta, mending.why))


def cancel(runtime: Runtime, *, number: str, seen: int, reason: str, by: Actor) -> None:
    """End a case: its tasks and timers are taken back, its incidents are resolved.

    Raises what `mending_of` raises.
    """
    with mending_of(runtime, number, seen, reason, by) as mending:
        operate(mending, Move(CancelCase(), HistoryKind.CASE_CANCELLED, by, {}, mending.why))


def resolve(runtime: Runtime, *, incident_id: str, reason: str, by: Actor) -> None:
    """Mark an incident, and those of its case that say the same, as resolved without a move.

    Raises NotFound, AlreadyDone when it is resolved, InvalidInput for the reason.
    """
    cases.must(runtime, by)
    why = {"reason": cases.checked_reason(reason)}
    with runtime.store.write("incidents.resolve") as tx:
        row = incident_rows.get(tx, incident_id)
        if row is None:
            raise errors.NotFound("incident")
        if row.case_id is None:
            _resolve_without_case(runtime, tx, row, by, why)
            return
        locked = locking.lock(tx, row.case_id)
        cases.readable(runtime, tx, locked.case.number, by)
        mending = Mending(runtime, tx, locked, by, why)
        alike = [
            each
            for each in incident_rows.of_case(tx, row.case_id)
            if each.state == "open" and (each.code, each.element) == (row.code, row.element)
        ]
        if row.id not in {each.id for each in alike}:
            raise errors.AlreadyDone("incident_resolved")
        _resolve(mending, alike)


# --- one case ------------------------------------------------------------------------------------


@contextmanager
def mending_of(
    runtime: Runtime, number: str, seen: int, reason: str, by: Actor
) -> Iterator[Mending]:
    """Open the transaction of a move on a case that is as the operator saw it.

    Raises NotAllowed, NotFound, Stale when the case went on since `seen`, AlreadyDone when it is at
    an end, InvalidInput for the reason or with what the model would stop at.
    """
    cases.must(runtime, by)
    why = {"reason": cases.checked_reason(reason)}
    with runtime.store.write("incidents.mend") as tx:
        locked = cases.locked_as_seen(runtime, tx, number, by, seen)
        try:
            yield Mending(runtime, tx, locked, by, why)
        except ModelFault as fault:
            here = cases.under_lock(runtime, tx, locked)
            raise InvalidInput([here.problem(fault)]) from fault


def operate(mending: Mending, what: Move) -> None:
    """Let the machine do it, then resolve what is over by it."""
    runtime, tx, locked = mending.runtime, mending.tx, mending.locked
    after = cases.here(runtime, tx, move(runtime, tx, locked, what).case)
    cases.void_jobs(after, runtime.now())
    over = [row for row in after.incidents if row.state == "open" and after.is_over(row)]
    _resolve(mending, over)


def _correct(mending: Mending, typed: Mapping[str, str], token: str | None) -> None:
    runtime, by = mending.runtime, mending.by
    known = bpmn.visible(mending.locked.document or {}, token)
    deployed = runtime.deployed(mending.tx, mending.locked.case.deployment_id)
    given = values.read(typed, known, runtime.now(), masking.of(deployed, by))
    command = SetVariables(given, token)
    meta = {} if token is None else {"token": token}
    operate(mending, Move(command, HistoryKind.CASE_CORRECTED, by, meta, mending.why))


def _retry(mending: Mending, key: str) -> None:
    runtime, tx = mending.runtime, mending.tx
    here = cases.under_lock(runtime, tx, mending.locked)
    broken = here.find(key)
    about = [row for row in here.incidents if row.state == "open" and here.key_of(row) == key]
    meta = {"name": broken.name, "job": broken.job_id, "token": broken.token}
    if broken.token is not None and broken.kind != JobKind.TIMER:
        if broken.job_id is not None:
            job_rows.void(tx, broken.job_id, runtime.now())
        what = Move(Retry(broken.token), HistoryKind.JOB_RETRIED, mending.by, meta, mending.why)
        move(runtime, tx, mending.locked, what)
    else:
        _again(runtime, tx, broken.job_id or "")
        happened = Happened(HistoryKind.JOB_RETRIED, mending.by, meta, mending.why)
        trail.append(tx, here.case.id, [happened], runtime.now())
    _resolve(mending, about)


def _again(runtime: Runtime, tx: store.Tx, job_id: str) -> None:
    if not job_rows.retry(tx, job_id, runtime.now()):
        raise errors.AlreadyDone("nothing_to_retry")
    tx.after_commit(runtime.wake.set)


def _resolve(mending: Mending, rows: Iterable[IncidentRow]) -> None:
    now, facts = mending.runtime.now(), []
    for row in rows:
        incident_rows.resolve(mending.tx, row.id, by=mending.by.person_id or "", at=now)
        facts.append(_resolved(row, mending.by, mending.why))
    if facts:
        trail.append(mending.tx, mending.locked.case.id, facts, now)


def _resolved(row: IncidentRow, by: Actor, why: Mapping[str, str]) -> Happened:
    meta = {"incident": row.id, "code": row.code, "element": row.element}
    return Happened(HistoryKind.INCIDENT_RESOLVED, by, meta, why)


# --- many, and none ------------------------------------------------------------------------------


def _retry_met(runtime: Runtime, met: Met, by: Actor, why: Mapping[str, str]) -> bool:
    """Try again what one incident is about; False when that cannot be."""
    try:
        with runtime.store.write("incidents.retry") as tx:
            if met.case is None:
                return _retry_without_case(runtime, tx, met.row, by, why)
            locked = locking.lock(tx, met.case.id)
            here = cases.under_lock(runtime, tx, locked)
            row = next((each for each in here.incidents if each.id == met.row.id), None)
            if row is None or row.state != "open":
                return row is not None  # resolved with one before it, or by somebody else
            key = here.key_of(row)
            if key is not None:
                _retry(Mending(runtime, tx, locked, by, why), key)
            return key is not None
    except (errors.Conflict, InvalidInput, ModelFault):
        return False


def _retry_without_case(
    runtime: Runtime, tx: store.Tx, row: IncidentRow, by: Actor, why: Mapping[str, str]
) -> bool:
    if row.job_id is None:
        return False
    _again(runtime, tx, row.job_id)
    meta = {"job": row.job_id, "name": row.facts.get("job")}
    trail.log(tx, [Happened(HistoryKind.JOB_RETRIED, by, meta, why)], runtime.now())
    _resolve_without_case(runtime, tx, row, by, why)
    return True


def _resolve_without_case(
    runtime: Runtime, tx: store.Tx, row: IncidentRow, by: Actor, why: Mapping[str, str]
) -> None:
    if not incident_rows.resolve(tx, row.id, by=by.person_id or "", at=runtime.now()):
        raise errors.AlreadyDone("incident_resolved")
    trail.log(tx, [_resolved(row, by, why)], runtime.now())
