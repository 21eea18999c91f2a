"""What our own registers do in the place of a system: in the transaction of the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import registers, store
from engine.connectors.contracts import Native, Operation, System, refused
from engine.errors import BpmnError, ModelFault
from engine.forms.identifiers import IDENTIFIERS
from engine.model import Value
from engine.runtime import Runtime
from engine.store.rows import Locked

Values = Mapping[str, Value]


def do(
    runtime: Runtime,
    tx: store.Tx,
    locked: Locked,
    system: System,
    operation: Operation,
    values: Values,
) -> Values:
    """Do what is asked and return what the contract promises.

    Raises BpmnError `system_refused` as the system itself would: the record is not there, or its
    register refuses the values.
    """
    native = operation.native
    assert native is not None, "asked of what we can do ourselves"
    if native.check:
        return _check(native, values)
    if native.register not in runtime.registers:
        raise ModelFault("register", register=native.register)
    try:
        if native.writes:
            return _write(runtime, tx, locked, native, values)
        return _read(runtime, tx, locked, operation, values)
    except BpmnError as error:
        told = [str(each) for each in error.values.get("problems") or ()]
        raise refused(system, operation, error.code, "; ".join(told)[:500]) from error


def _check(native: Native, values: Values) -> dict[str, Value]:
    kind = IDENTIFIERS[native.check]
    number = kind.compact(str(values[native.number]))
    return {native.valid: kind.is_valid(number), native.shown: kind.show(number)}


def _read(
    runtime: Runtime, tx: store.Tx, locked: Locked, operation: Operation, values: Values
) -> dict[str, Value]:
    native = operation.native
    assert native is not None, "asked of what we can do ourselves"
    asked = {"register": native.register, "record": values.get(native.number)}
    found = registers.read_for_case(runtime, tx, locked, asked)["record"]["values"]
    names = operation.gives.get("properties", {})
    return {name: found.get(native.field_of(name)) for name in names}


def _write(
    runtime: Runtime, tx: store.Tx, locked: Locked, native: Native, values: Values
) -> dict[str, Value]:
    aside = {native.number, native.valid_from, native.reason}
    fields = {native.field_of(name): value for name, value in values.items() if name not in aside}
    asked: dict[str, Any] = {"register": native.register, "values": fields}
    asked["record"] = values.get(native.number)
    asked["valid_from"] = values.get(native.valid_from)
    asked["reason"] = values.get(native.reason)
    written = registers.write_for_case(runtime, tx, locked, asked)
    return {native.reference: written["reference"]}
