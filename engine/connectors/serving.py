"""What a diagram does with a system: a service task asks it something, or says it was done by hand.

`call_system` does it the way that the operator chose. What a system does not do is an error that a
boundary event catches: `system_manual` (a person does it) and `system_refused` (it said no).
`confirm_system` closes what a person did by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine import store
from engine.connectors import native, telling, typed, wire
from engine.connectors.contracts import Operation, System, named, refused
from engine.connectors.ways import Way, setup_of
from engine.errors import BpmnError, EngineError, ModelFault
from engine.handler import Handler, Kind, Slot, by_name, order_key
from engine.model import HistoryKind, Value
from engine.runtime import Runtime
from engine.store import exchanges as rows
from engine.store.exchanges import Outcome
from engine.store.rows import CaseRow, JobRow, Locked

CALL, CONFIRM = "call_system", "confirm_system"
MANUAL, REFUSED = "system_manual", "system_refused"
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, by which way, and what came back over the wire: an answer or a refusal."""

    system: System
    operation: Operation
    way: Way
    values: Values
    element: str | None
    answer: Values | None = None
    refusal: BpmnError | None = None

    def note(self, runtime: Runtime, tx: store.Tx, case: str, outcome: Outcome, code: str) -> str:
        """Write down what came of it, without a value; return the id of the line."""
        what = (self.system.name, self.operation.name, str(self.way))
        return rows.add(tx, what, outcome, code, case, self.element, runtime.now())


def ask(runtime: Runtime, job: JobRow, case: CaseRow, values: Values) -> Asked:
    """Ask a system that is reached over HTTP; for every other way nothing happens yet."""
    system, operation = named(runtime, values.get("system"), values.get("operation"))
    told = values.get("values")
    given = dict(told) if isinstance(told, dict) else {}
    setup = setup_of(runtime, system)
    asked = (system, operation, setup.way, given, job.element)
    try:
        body = typed.request(operation, given)
        if setup.way is not Way.HTTP:
            return Asked(*asked)
        there = wire.endpoint_of(runtime, system, setup.endpoint)
        key = order_key(job, [system.name, operation.name, body])
        return Asked(*asked, wire.call(there, system, operation, body, key))
    except typed.Unfit as wrong:
        return Asked(*asked, refusal=refused(system, operation, "request", str(wrong)))
    except BpmnError as refusal:
        return Asked(*asked, refusal=refusal)
    except EngineError as fault:
        told = " ".join(filter(None, [fault.code, str(fault.facts.get("status", ""))]))
        with runtime.store.write("connector.fault") as tx:
            Asked(*asked).note(runtime, tx, case.id, Outcome.FAULT, told)
        raise


def take(
    runtime: Runtime, tx: store.Tx, locked: Locked, _values: Values, asked: Asked
) -> Mapping[str, Value]:
    """Give the case what came back, or do it ourselves; what a person has to do is an error."""
    case = locked.case.id
    try:
        answer = _answer(runtime, tx, locked, asked)
    except BpmnError as error:
        manual = error.code == MANUAL
        outcome = Outcome.MANUAL if manual else Outcome.REFUSED
        reason = str(error.values.get("reason", ""))
        line = asked.note(runtime, tx, case, outcome, reason)
        entries = telling.lines(asked.operation, asked.values)
        told = {**error.values, "exchange": line, "entries": entries}
        raise BpmnError(error.code, told) from None
    line = asked.note(runtime, tx, case, Outcome.DONE, "")
    name = f"{asked.system.title}: {asked.operation.title}"
    return {"answer": answer, "exchange": line, "name": name}


def _answer(runtime: Runtime, tx: store.Tx, locked: Locked, asked: Asked) -> Values:
    if asked.refusal is not None:
        raise asked.refusal
    if asked.answer is not None:
        return asked.answer
    if asked.way is Way.MANUAL or asked.operation.native is None:
        facts = {"system": asked.system.title, "operation": asked.operation.title}
        raise BpmnError(MANUAL, {**facts, "reason": "", "message": ""})
    return native.do(runtime, tx, locked, asked.system, asked.operation, asked.values)


def confirm(
    runtime: Runtime, tx: store.Tx, locked: Locked, values: Values, _: object
) -> Mapping[str, Value]:
    """Write down that a person did by hand what a system did not. Raises ModelFault."""
    line = str(values.get("exchange"))
    if not rows.close(tx, line, locked.case.id, runtime.now()):
        raise ModelFault("connector.exchange")
    return {"reference": values.get("reference")}


HANDLERS: Mapping[str, Handler] = by_name(
    [
        Handler(
            CALL,
            take,
            ask,
            kind=Kind.EFFECT,
            inputs=(
                Slot("system", required=True),
                Slot("operation", required=True),
                Slot("values", "context"),
            ),
            outputs=(Slot("answer", "context"), Slot("exchange"), Slot("name")),
            throws=(MANUAL, REFUSED),
            told=HistoryKind.SYSTEM_CALLED,
        ),
        Handler(
            CONFIRM,
            confirm,
            inputs=(Slot("exchange", required=True), Slot("reference")),
            outputs=(Slot("reference"),),
            told=HistoryKind.SYSTEM_CONFIRMED,
        ),
    ]
)
