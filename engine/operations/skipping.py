"""Work that no machine could do is done by hand: somebody gives what it would have given.

A service task of a handler, or one whose topic a program elsewhere works on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine import errors, jobs, masking
from engine.advance import Move
from engine.errors import InvalidInput, Problem
from engine.handler import Handler, Slot, wrong
from engine.model import Actor, FinishJob, HistoryKind, JobKind, Value
from engine.operations import cases, values
from engine.operations.cases import Here
from engine.operations.moves import mending_of, operate
from engine.operations.views import Broken, ByHand
from engine.runtime import Runtime
from engine.store import jobs as job_rows

BY_HAND = frozenset({JobKind.SERVICE, JobKind.EXTERNAL})
_TEXT, _DAY = "string", "date"
ANYTHING = Slot("values", "context")
"""What is given for work of which nobody here knows the values: all of them in one context."""


def by_hand(runtime: Runtime, *, number: str, key: str, by: Actor) -> ByHand:
    """Return what an operator has to give when he does a service task by hand.

    Raises NotFound, AlreadyDone when it is no longer broken or is no service task.
    """
    cases.must(runtime, by)
    with runtime.store.read() as tx:
        here = cases.here(runtime, tx, cases.readable(runtime, tx, number, by))
        broken, handler = _service(here, key)
    return ByHand(broken.name, handler.name, handler.outputs)


def skip(  # noqa: PLR0913 - what is skipped, with which values and why
    runtime: Runtime,
    *,
    number: str,
    key: str,
    typed: Mapping[str, str],
    seen: int,
    reason: str,
    by: Actor,
) -> None:
    """Take a failed service task as done by hand: it gives the values of `typed`.

    A text and a day are written as they are, another type as FEEL; what stays blank is not given.
    Raises InvalidInput for every value that the handler would not give, AlreadyDone when it is no
    longer broken or is no service task, and what `mending_of` raises.
    """
    with mending_of(runtime, number, seen, reason, by) as mending:
        here = cases.under_lock(runtime, mending.tx, mending.locked)
        broken, handler = _service(here, key)
        given = _given(runtime, here, handler, typed, by)
        job_rows.void(mending.tx, broken.job_id or "", runtime.now())
        meta = {
            "name": broken.name,
            "job": broken.job_id,
            "handler": handler.name,
            "token": broken.token,
        }
        command = FinishJob(broken.token or "", given)
        operate(mending, Move(command, HistoryKind.JOB_SKIPPED, by, meta, mending.why))


def _service(here: Here, key: str) -> tuple[Broken, Handler]:
    broken = here.find(key)
    job = job_rows.get(here.tx, broken.job_id) if broken.job_id else None
    if job is None or job.kind not in BY_HAND or broken.token is None:
        raise errors.AlreadyDone("nothing_to_skip")
    handler = jobs.HANDLERS.get(job.name) if job.kind == JobKind.SERVICE else None
    if handler is None:  # gone since, or done by a program elsewhere: only that knew what it gives
        handler = Handler(job.name, lambda *_: {}, outputs=(ANYTHING,))
    return broken, handler


def _given(
    runtime: Runtime, here: Here, handler: Handler, typed: Mapping[str, str], by: Actor
) -> dict[str, Value]:
    """Return what was typed as the values that the handler gives. Raises InvalidInput."""
    feel = {
        each.name: text
        for each in handler.outputs
        if not _plain(each) and (text := typed.get(each.name, "").strip())
    }
    mask = masking.of(here.deployed, by)
    found = values.read(feel, {}, runtime.now(), mask) if feel else {}
    problems = []
    for slot in handler.outputs:
        if _plain(slot):
            found[slot.name] = _written(slot, typed.get(slot.name, "").strip())
        problem = wrong(slot, found.get(slot.name))
        if problem is not None:
            facts = {"wanted": slot.type}
            problems.append(Problem(slot.name, f"output_{problem}", facts))
    if problems:
        raise InvalidInput(problems)
    if handler.outputs == (ANYTHING,):
        whole = found.get(ANYTHING.name)
        return dict(whole) if isinstance(whole, dict) else {}
    return {name: value for name, value in found.items() if value is not None}


def _plain(slot: Slot) -> bool:
    return slot.type in (_TEXT, _DAY)


def _written(slot: Slot, text: str) -> Value:
    """Return a text as it is, and a day as a day; a text that is none stays one."""
    if not text:
        return None
    if slot.type == _DAY:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text[: values.LONGEST_TEXT]
