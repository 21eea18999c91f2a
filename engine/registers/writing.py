"""Writing records: every change is a version with who, when and why; nothing is edited in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from engine import errors, forms, records, store
from engine.errors import Problem
from engine.feel import tagged
from engine.lookups import offered
from engine.model import Actor, Happened, HistoryKind, Permission, Value
from engine.records import ABOUT, RecordType
from engine.registers.comparing import Double, doubles_of, keys_of
from engine.registers.seeing import find, must, names_for, note, only, type_of
from engine.runtime import Runtime, form
from engine.store import history as trail
from engine.store import records as rows
from engine.store.records import RecordRow, VersionRow
from engine.store.types import fold
from engine.terms import local_day

OPEN, CLOSED, MERGED = "open", "closed", "merged"
Posted = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Why:
    """Since when something holds, until when, and why; `case` is the case that asks it."""

    valid_from: date
    reason: str
    valid_to: date | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A record that was written, and its version."""

    id: str
    number: str
    version: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The form of a record: to add one, or to change the version `seen`."""

    type: RecordType
    view: forms.FormView
    number: str | None = None
    title: str = ""
    seen: int = 0
    state: str = OPEN


class Suspect(errors.InvalidInput):
    """The record may be there already; `doubles` are those it may be. Confirm to add it anyway."""

    def __init__(self, doubles: Sequence[Double]) -> None:
        super().__init__([Problem("", "register.doubles")])
        self.doubles = tuple(doubles)


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says: values, in which state, and into what it was merged."""

    values: Mapping[str, Value]
    state: str = OPEN
    merged_into: str | None = None
    happened: HistoryKind = HistoryKind.RECORD_CHANGED
    fields: Sequence[str] = field(default_factory=tuple)


def blank(runtime: Runtime, *, register: str, by: Actor) -> Drawn:
    """Return the empty form of a register. Raises NotFound, NotAllowed."""
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    return Drawn(what, _drawn(runtime, what, by, _today(runtime), changes=False))


def draw(
    runtime: Runtime,
    *,
    register: str,
    by: Actor,
    number: str | None = None,
    posted: Posted | None = None,
    problems: Sequence[Problem] = (),
) -> Drawn:
    """Return the form with what was typed, or of a record as it is. Raises NotFound, NotAllowed."""
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    if number is None:
        given = _today(runtime) if posted is None else posted
        return Drawn(what, _drawn(runtime, what, by, given, problems, changes=False))
    with runtime.store.read() as tx:
        row = _to_change(tx, register, number)
        values = values_of(holding(runtime, rows.versions(tx, row.id)))
    note(runtime, HistoryKind.RECORD_READ, by, register=register, name=row.number)
    given = {**only(values, names_for(what, by)), **_today(runtime)} if posted is None else posted
    view = _drawn(runtime, what, by, given, problems, changes=True)
    return Drawn(what, view, row.number, row.title, row.version)


def ask_why(
    runtime: Runtime,
    *,
    register: str,
    number: str,
    by: Actor,
    posted: Posted | None = None,
    problems: Sequence[Problem] = (),
) -> Drawn:
    """Return the form that asks only since when and why. Raises NotFound, NotAllowed."""
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    with runtime.store.read() as tx:
        row = find(tx, register, number)
    note(runtime, HistoryKind.RECORD_READ, by, register=register, name=row.number)
    asked = form(records.schema_of(what, (), changes=False))
    given = _today(runtime) if posted is None else posted
    view = forms.view(asked, given, {}, problems, now=runtime.now())
    return Drawn(what, view, row.number, row.title, row.version, row.state)


def add(
    runtime: Runtime,
    *,
    register: str,
    by: Actor,
    posted: Posted,
    confirmed: bool = False,
    source: forms.Source = "fields",
) -> Written:
    """Add a record. Raises NotAllowed, NotFound, InvalidInput; Suspect unless `confirmed`."""
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    values, why = _checked(runtime, what, by, posted, source, changes=False)
    with runtime.store.write() as tx:
        doubles = () if confirmed else doubles_of(tx, what, values)
        if doubles:
            raise Suspect(doubles)
        return begin(runtime, tx, what, values, why, by)


def change(  # noqa: PLR0913 - what is changed and how it came
    runtime: Runtime,
    *,
    register: str,
    number: str,
    by: Actor,
    posted: Posted,
    seen: int,
    source: forms.Source = "fields",
) -> Written:
    """Write a new version of a record; fields that `by` may not see stay as they are.

    Raises NotAllowed, NotFound, Stale when it has changed since version `seen`, InvalidInput.
    """
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    values, why = _checked(runtime, what, by, posted, source, changes=True)
    with runtime.store.write() as tx:
        row = as_seen(tx, register, number, seen)
        return go_on(runtime, tx, what, row, values, why, by)


def close(
    runtime: Runtime, *, register: str, number: str, by: Actor, posted: Posted, seen: int
) -> Written:
    """Close a record from a day on: it stays there, with its history. Raises as `change`."""
    return _turn(runtime, register, number, by, posted, seen, CLOSED)


def reopen(
    runtime: Runtime, *, register: str, number: str, by: Actor, posted: Posted, seen: int
) -> Written:
    """Open a closed record again from a day on. Raises as `change`."""
    return _turn(runtime, register, number, by, posted, seen, OPEN)


def _turn(  # noqa: PLR0913, PLR0917 - as its callers
    runtime: Runtime, register: str, number: str, by: Actor, posted: Posted, seen: int, state: str
) -> Written:
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    why = reason_of(runtime, what, posted)
    with runtime.store.write() as tx:
        row = as_seen(tx, register, number, seen)
        if row.state == state:
            raise errors.Conflict("record_state")
        values = values_of(holding(runtime, rows.versions(tx, row.id)))
        kind = HistoryKind.RECORD_CLOSED if state == CLOSED else HistoryKind.RECORD_REOPENED
        return write(runtime, tx, what, row, Content(values, state, None, kind), why, by)


# --- what every writer does ----------------------------------------------------------------------


def begin(
    runtime: Runtime,
    tx: store.Tx,
    what: RecordType,
    values: Mapping[str, Value],
    why: Why,
    by: Actor,
) -> Written:
    """Add a record with checked values, in the caller's transaction."""
    _must_be_alone(tx, what, values)
    number = rows.next_numbers(tx, what.name, what.prefix)[0]
    now = runtime.now()
    title = records.title_of(what, values, runtime.lists) or number
    row = RecordRow(store.new_id(), what.name, number, title, OPEN, None, 1, now, None)
    content = Content(values, happened=HistoryKind.RECORD_ADDED, fields=_filled(values))
    version = version_of(runtime, what, row, content, why, by)
    rows.add(tx, [row], [version])
    project(runtime, tx, what, row, [version])
    _tell(runtime, tx, row, content, why, by)
    return Written(row.id, number, 1)


def go_on(  # noqa: PLR0913, PLR0917 - what is written, why and by whom
    runtime: Runtime,
    tx: store.Tx,
    what: RecordType,
    row: RecordRow,
    values: Mapping[str, Value],
    why: Why,
    by: Actor,
) -> Written:
    """Write checked values over those of a record, in the caller's transaction.

    Raises InvalidInput when nothing changes or what must be unique is another's.
    """
    holds = holding(runtime, rows.versions(tx, row.id))
    before = values_of(holds)
    made = {**before, **values}
    changed = [name for name in made if made.get(name) != before.get(name)]
    if not changed and why.valid_to is None and why.valid_from >= holds.valid_from:
        raise errors.InvalidInput([Problem("", "register.unchanged")])
    _must_be_alone(tx, what, made, besides=row.id)
    content = Content(made, holds.state, fields=changed)
    return write(runtime, tx, what, row, content, why, by)


def write(  # noqa: PLR0913, PLR0917 - what is written, why and by whom
    runtime: Runtime,
    tx: store.Tx,
    what: RecordType,
    row: RecordRow,
    content: Content,
    why: Why,
    by: Actor,
) -> Written:
    """Write the next version of a record and what it is found by. Raises Stale."""
    version = version_of(runtime, what, replace(row, version=row.version + 1), content, why, by)
    if not rows.append(tx, what.name, version):
        raise errors.Stale("record_changed", seen=row.version)
    project(runtime, tx, what, row, rows.versions(tx, row.id))
    _tell(runtime, tx, row, content, why, by)
    return Written(row.id, row.number, version.version)


def version_of(
    runtime: Runtime, what: RecordType, row: RecordRow, content: Content, why: Why, by: Actor
) -> VersionRow:
    """Return the version that says this of the record `row`."""
    lists = runtime.lists
    title = records.title_of(what, content.values, lists) or row.number
    return VersionRow(
        record_id=row.id,
        version=row.version,
        kind=str(content.happened),
        title=title,
        state=content.state,
        merged_into=content.merged_into,
        values=tagged.encode_all({k: v for k, v in content.values.items() if v is not None}),
        valid_from=why.valid_from,
        valid_to=why.valid_to,
        at=runtime.now(),
        person_id=by.person_id,
        actor=trail.actor_facts(by),
        reason=why.reason,
        case_id=why.case,
        search=fold(row.number, title, *records.searched(what, content.values, lists)),
    )


def project(
    runtime: Runtime,
    tx: store.Tx,
    what: RecordType,
    row: RecordRow,
    history: Sequence[VersionRow],
) -> None:
    """Make what a record is found by from the version that holds today."""
    today = local_day(runtime.now())
    holds = holding(runtime, history)
    placed = replace(row, changes_on=rows.next_change(history, today))
    rows.project(tx, [(placed, holds, keys_of(what, values_of(holds)))])


def values_of(version: VersionRow) -> dict[str, Value]:
    """Return the values of a version."""
    return tagged.decode_all(version.values)


def holding(runtime: Runtime, history: Sequence[VersionRow]) -> VersionRow:
    """Return the version that holds today; of a record that is still to begin, its first."""
    found = rows.in_force(history, local_day(runtime.now()))
    return found or min(history, key=lambda each: (each.valid_from, -each.version))


def as_seen(tx: store.Tx, register: str, number: str, seen: int) -> RecordRow:
    """Return a record that may be changed, at version `seen`. Raises NotFound, Conflict, Stale."""
    row = _to_change(tx, register, number)
    if row.version != seen:
        raise errors.Stale("record_changed", seen=seen, current=row.version)
    return row


def _to_change(tx: store.Tx, register: str, number: str) -> RecordRow:
    row = find(tx, register, number)
    if row.state == MERGED:
        raise errors.Conflict("record_merged")
    return row


def _must_be_alone(
    tx: store.Tx, what: RecordType, values: Mapping[str, Value], besides: str = ""
) -> None:
    problems = []
    for one in what.fields:
        value = values.get(one.name)
        if one.unique and isinstance(value, str):
            for row in rows.with_key(tx, what.name, one.name, [value[:200]]):
                if row.id != besides:
                    facts = {"title": row.title, "number": row.number}
                    problems.append(Problem(one.name, "register.not_unique", facts))
    if problems:
        raise errors.InvalidInput(problems)


def _tell(
    runtime: Runtime, tx: store.Tx, row: RecordRow, content: Content, why: Why, by: Actor
) -> None:
    """Write the change down: which fields, never their values."""
    meta = {
        "register": row.register,
        "name": row.number,
        "fields": sorted(content.fields),
        "valid_from": why.valid_from,
    }
    if content.merged_into:
        meta["into"] = content.merged_into
    happened = Happened(content.happened, by, meta, {"reason": why.reason})
    trail.log(tx, [happened], runtime.now(), case_id=why.case)


def _filled(values: Mapping[str, Value]) -> list[str]:
    return [name for name, value in values.items() if value is not None]


# --- the form ------------------------------------------------------------------------------------


def _today(runtime: Runtime) -> dict[str, Any]:
    return {ABOUT: {"valid_from": local_day(runtime.now())}}


def _drawn(
    runtime: Runtime,
    what: RecordType,
    by: Actor,
    given: Posted,
    problems: Sequence[Problem] = (),
    *,
    changes: bool,
) -> forms.FormView:
    asked = form(records.schema_of(what, names_for(what, by), changes=changes))
    offers = forms.Offers(offered(runtime, _looked_up(asked), given))
    return forms.view(asked, given, {}, problems, now=runtime.now(), offers=offers)


def _checked(
    runtime: Runtime,
    what: RecordType,
    by: Actor,
    posted: Posted,
    source: forms.Source,
    *,
    changes: bool,
) -> tuple[dict[str, Value], Why]:
    """Return clean values and why they hold. Raises InvalidInput."""
    asked = form(records.schema_of(what, names_for(what, by), changes=changes))
    clean = validated(runtime, asked, posted, source)
    about = clean.pop(ABOUT)
    return clean, _why(about)


def validated(
    runtime: Runtime, asked: forms.Form, posted: Posted, source: forms.Source
) -> dict[str, Value]:
    """Return the clean values of what was posted. Raises InvalidInput."""
    offers = forms.Offers(offered(runtime, _looked_up(asked), posted))
    found = forms.validate(asked, posted, {}, source, runtime.now(), offers)
    if found.problems:
        raise errors.InvalidInput(found.problems)
    return dict(found.clean)


def reason_of(runtime: Runtime, what: RecordType, posted: Posted) -> Why:
    """Return since when and why, of a form that asks nothing else. Raises InvalidInput."""
    asked = form(records.schema_of(what, (), changes=False))
    about = {name: text for name, text in posted.items() if name.startswith(f"{ABOUT}.")}
    return _why(validated(runtime, asked, about, "fields")[ABOUT])


def _why(about: Mapping[str, Any]) -> Why:
    first, last = about["valid_from"], about.get("valid_to")
    if last is not None and last < first:
        raise errors.InvalidInput([Problem(f"{ABOUT}.valid_to", "register.period")])
    return Why(first, str(about["reason"]), last)


def _looked_up(asked: forms.Form) -> list[str | None]:
    return [each.choices.code_list for each in asked.fields if each.choices is not None]
