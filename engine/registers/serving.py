"""What a diagram does with registers: a service task reads a record, or writes one.

The case is the reason, and the machine sees nothing confidential: what comes into a case is seen by
all who read it. What can go wrong is an error that a boundary event catches: `record_unknown`,
`record_refused`, `record_double`, `record_changed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import errors, records, store
from engine.errors import BpmnError
from engine.model import SYSTEM, Value
from engine.records import ABOUT, RecordType
from engine.registers.asking import validated
from engine.registers.comparing import doubles_of
from engine.registers.keeping import Why, Written, begin, go_on, holding
from engine.registers.sealing import values_of
from engine.registers.seeing import follow, names_for, only
from engine.runtime import Runtime, form
from engine.store import portfolios, record_keys
from engine.store import records as rows
from engine.store.records import RecordRow
from engine.store.rows import CaseRow, Locked
from engine.terms import local_day

Values = Mapping[str, Value]


def read_for_case(
    runtime: Runtime, tx: store.Tx, _locked: Locked, values: Values
) -> Mapping[str, Value]:
    """Return the record that `values` name: `record` (a number), or `find` (fields with values).

    Gives `record`: `number`, `title`, `state`, `version` and its `values`. Raises BpmnError
    `record_unknown` when there is no such record, or several are found.
    """
    what = _type(runtime, values)
    row = _named(tx, what, values.get("record")) or _found(tx, what, values.get("find"))
    if row is None:
        raise _unknown(values)
    return _told(runtime, tx, what, row)


def write_for_case(
    runtime: Runtime, tx: store.Tx, locked: Locked, values: Values
) -> Mapping[str, Value]:
    """Write `values` over those of a record, or add one when `record` names none.

    `valid_from` is a day (today without it), `reason` a text beside the number of the case,
    `version` the version that was read. A record that has no dossier takes that of the case.
    Gives what `read_for_case` gives. Raises BpmnError.
    """
    what, case = _type(runtime, values), locked.case
    given = values.get("values")
    fields = dict(given) if isinstance(given, dict) else {}
    why = _why(runtime, case, values)
    try:
        if values.get("record"):
            written = _changed(runtime, tx, what, values, fields, why)
        else:
            written = _added(runtime, tx, what, values, fields, why)
    except errors.InvalidInput as refused:
        told = [f"{each.field} {each.code}" for each in refused.problems]
        facts = {"register": what.name, "problems": told}
        raise BpmnError("record_refused", facts) from refused
    except errors.Stale as stale:
        raise BpmnError("record_changed", {"register": what.name}) from stale
    row = rows.get(tx, written.id)
    assert row is not None, "it was written in this transaction"
    if what.dossier and case.dossier_id:
        _take_dossier(tx, row, case.dossier_id)
    return _told(runtime, tx, what, row)


def _take_dossier(tx: store.Tx, row: RecordRow, dossier_id: str) -> None:
    """Let the dossier of a case be that of a record, when neither has another."""
    if not portfolios.any_dossier(tx, row.id) and portfolios.record_of(tx, dossier_id) is None:
        portfolios.link(tx, dossier_id, row.id)


def _changed(
    runtime: Runtime,
    tx: store.Tx,
    what: RecordType,
    values: Values,
    fields: dict[str, Value],
    why: Why,
) -> Written:
    row = _named(tx, what, values.get("record"))
    if row is None:
        raise _unknown(values)
    seen = values.get("version")
    if seen is not None and seen != row.version:
        raise errors.Stale("record_changed", seen=seen, current=row.version)
    before = values_of(runtime, holding(runtime, rows.versions(tx, row.id)))
    made = _clean(runtime, what, {**before, **fields}, why, before)
    if all(made.get(name) == before.get(name) for name in made):
        return Written(row.id, row.number, row.version)
    return go_on(runtime, tx, what, row, made, why, SYSTEM)


def _added(
    runtime: Runtime,
    tx: store.Tx,
    what: RecordType,
    values: Values,
    fields: dict[str, Value],
    why: Why,
) -> Written:
    made = _clean(runtime, what, fields, why)
    doubles = () if values.get("confirmed") is True else doubles_of(runtime, tx, what, made)
    if doubles:
        numbers = [each.number for each in doubles]
        raise BpmnError("record_double", {"register": what.name, "doubles": numbers})
    return begin(runtime, tx, what, made, why, SYSTEM)


def _clean(
    runtime: Runtime,
    what: RecordType,
    made: dict[str, Value],
    why: Why,
    kept: Values | None = None,
) -> dict[str, Any]:
    """Return the values as the form of the register takes them. Raises InvalidInput."""
    asked = form(records.schema_of(what, frozenset(one.name for one in what.fields)))
    about = {"valid_from": why.valid_from, "reason": why.reason}
    posted = {name: value for name, value in made.items() if value is not None}
    clean = validated(runtime, asked, {**posted, ABOUT: about}, "json", kept)
    clean.pop(ABOUT)
    return clean


def _type(runtime: Runtime, values: Values) -> RecordType:
    known = runtime.registers.get(str(values.get("register")))
    if known is None:  # deployed when it was there
        raise errors.ModelFault("register", register=str(values.get("register"))[:60])
    return known


def _named(tx: store.Tx, what: RecordType, number: Value) -> RecordRow | None:
    row = rows.get(tx, number[:60]) if isinstance(number, str) else None
    return follow(tx, row) if row is not None and row.register == what.name else None


def _found(tx: store.Tx, what: RecordType, wanted: Value) -> RecordRow | None:
    """Return the one record that has these values in fields by which records are compared."""
    sought = wanted if isinstance(wanted, dict) else {}
    names = {*what.same, *(one.name for one in what.fields if one.register)}
    told = {one.name for one in what.open_fields}
    found: set[RecordRow] | None = None
    for name, value in sought.items():
        if name not in names & told or not isinstance(value, str):
            return None
        some = set(record_keys.with_key(tx, what.name, name, [value[:200]]))
        found = some if found is None else found & some
    return found.pop() if found and len(found) == 1 else None


def _told(runtime: Runtime, tx: store.Tx, what: RecordType, row: RecordRow) -> dict[str, Value]:
    holds = holding(runtime, rows.versions(tx, row.id))
    values = dict.fromkeys(names_for(what, SYSTEM)) | values_of(
        runtime, holds, names_for(what, SYSTEM)
    )
    record = {
        "number": row.number,
        "title": holds.title,
        "state": holds.state,
        "version": row.version,
        "values": only(values, names_for(what, SYSTEM)),
    }
    return {"record": record, "reference": row.number}


def _why(runtime: Runtime, case: CaseRow, values: Values) -> Why:
    day, said = values.get("valid_from"), values.get("reason")
    reason = ": ".join(filter(None, [case.number, str(said)[:400] if said else ""]))
    first = day if type(day) is date else local_day(runtime.now())
    return Why(first, reason, case=case.id)


def _unknown(values: Values) -> BpmnError:
    facts = {"register": values.get("register"), "record": values.get("record")}
    return BpmnError("record_unknown", facts)
