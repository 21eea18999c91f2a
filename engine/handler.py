"""Handlers: what a service task can have done, what that takes and gives, and how it may end.

Whoever has something to offer to diagrams makes a `Handler` of it; `engine.jobs` does it. What it
is called, and what its values and errors mean to an analyst, stands in `engine.wording`. No
handler lives here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from engine import store
from engine.errors import ModelFault
from engine.feel.kinds import Type, conforms, fit, simple
from engine.feel.values import kind as kind_of
from engine.model import HistoryKind, Value
from engine.runtime import Runtime
from engine.store.rows import CaseRow, JobRow, Locked
from engine.store.types import canonical, plain

Values = Mapping[str, Value]
Prepare = Callable[[Runtime, JobRow, CaseRow, Values], Any]
Inside = Callable[[Runtime, store.Tx, Locked, Values, Any], Values]

ATTEMPTS = 3
FIRST_WAIT = timedelta(seconds=10)

DURATION = "duration"
_TYPES: Mapping[str, tuple[Type, ...]] = {
    "any": (simple("Any"),),
    DURATION: (simple("days and time duration"), simple("years and months duration")),
    **{
        name: (simple(name),)
        for name in ("string", "number", "boolean", "date", "date and time", "context", "list")
    },
}
TYPES = tuple(_TYPES)
"""The types of FEEL that a value of a handler can have; `any` is all of them."""


class Kind(StrEnum):
    """Whether the work stays in our own database, or goes out into the world.

    An `EFFECT` can be done twice (a process dies after the world answered): it sends its
    `order_key` along, so that the other side knows it again. It can also be impossible for days:
    its task needs a way by hand.
    """

    ADVANCE = "advance"
    EFFECT = "effect"


def order_key(job: JobRow, asked: object) -> str:
    """Return the idempotency key by which the other side knows what a job asks of it.

    One task that asks the same has one key, whoever has it done once more: a worker after a
    time-out, or an operator, whose retry is another job. Other values are another order. `asked`
    is plain JSON, decimals and days among it. At most 120 characters.
    """
    what = hashlib.sha256(canonical(plain(asked)).encode()).hexdigest()[:32]
    return f"{job.case_id}:{job.token}:{what}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A value that goes in or comes out: its name and its type, one of `TYPES`.

    A text may also be asked as one of several types (`string or duration`).
    """

    name: str
    type: str = "string"
    required: bool = False

    @property
    def types(self) -> tuple[Type, ...]:
        """Return the types of FEEL that a value may have."""
        return tuple(each for name in self.type.split(" or ") for each in _TYPES[name])


@dataclass(frozen=True, slots=True)
class Handler:
    """How a service task is done.

    `prepare` talks to the world, without a transaction; what it returns goes to `inside`, which
    runs in the case's own transaction and returns the values for the case. Both may raise
    BpmnError with one of `throws`: the boundary event of that code goes on. `told` is the line in
    the trail. `open` says that it takes any other value too. It is tried `attempts` times, the
    first time again after `wait` and each time twice as long.
    """

    name: str
    inside: Inside
    prepare: Prepare | None = None
    kind: Kind = Kind.ADVANCE
    inputs: tuple[Slot, ...] = ()
    outputs: tuple[Slot, ...] = ()
    throws: tuple[str, ...] = ()
    told: HistoryKind = HistoryKind.JOB_FINISHED
    open: bool = False
    attempts: int = ATTEMPTS
    wait: timedelta = FIRST_WAIT

    @property
    def needed(self) -> tuple[str, ...]:
        """Return the names of the values that it must be told."""
        return tuple(each.name for each in self.inputs if each.required)

    def taken(self, values: Values) -> Values:
        """Return `values` as the handler takes them, with the conversions of DMN §10.3.2.9.4.

        Raises ModelFault (`job_input_missing`, `job_input_type`) that names the field.
        """
        return _checked(self, "input", self.inputs, values)

    def given(self, values: Values) -> Values:
        """Return the values for the case. Raises ModelFault (`job_output_…`) as `taken` does."""
        return _checked(self, "output", self.outputs, values)


def simply(function: Callable[[Runtime, store.Tx, Locked, Values], Values]) -> Inside:
    """Return the `inside` of work that prepares nothing."""
    return lambda runtime, tx, locked, values, _: function(runtime, tx, locked, values)


def by_name(handlers: Iterable[Handler]) -> Mapping[str, Handler]:
    """Return handlers under their names."""
    return {each.name: each for each in handlers}


def wrong(slot: Slot, value: Value) -> str | None:
    """Return what is wrong with a value (`missing` or `type`); None when it can be taken."""
    if value is None or (isinstance(value, str) and not value.strip()) or value == []:
        return "missing" if slot.required else None
    return None if _fits(slot, value) else "type"


def fitting(slot: Slot, value: Value) -> Value:
    """Return the value as the first of the slot's types that it fits."""
    return next(
        (found for each in slot.types if conforms(found := fit(value, each), each)),
        value,
    )


def _fits(slot: Slot, value: Value) -> bool:
    return any(conforms(fit(value, each), each) for each in slot.types)


def _checked(handler: Handler, side: str, slots: Iterable[Slot], values: Values) -> Values:
    found = dict(values)
    for slot in slots:
        value = values.get(slot.name)
        problem = wrong(slot, value)
        if problem is not None:
            facts = {"job": handler.name, "field": slot.name, "wanted": slot.type}
            told = {"found": kind_of(value)} if problem == "type" else {}
            raise ModelFault(f"job_{side}_{problem}", **facts, **told)
        if slot.name in values:
            found[slot.name] = fitting(slot, value)
    return found
