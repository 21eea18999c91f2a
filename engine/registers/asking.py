"""The form of a record: drawn, and what was posted in it checked. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine import errors, forms, records
from engine.errors import Problem
from engine.lookups import offered
from engine.model import Actor, HistoryKind, Permission, Value
from engine.records import ABOUT, RecordType
from engine.registers.keeping import OPEN, Why, holding, to_change
from engine.registers.sealing import values_of
from engine.registers.seeing import find, must, names_for, note, only, type_of
from engine.runtime import Runtime, form
from engine.store import records as rows
from engine.terms import local_day

Posted = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The form of a record: to add one, or to change the version `seen`."""

    type: RecordType
    view: forms.FormView
    number: str | None = None
    title: str = ""
    seen: int = 0
    state: str = OPEN


def blank(runtime: Runtime, *, register: str, by: Actor) -> Drawn:
    """Return the empty form of a register. Raises NotFound, NotAllowed."""
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    return Drawn(what, _drawn(runtime, what, by, _today(runtime)))


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
        return Drawn(what, _drawn(runtime, what, by, given, problems))
    with runtime.store.read() as tx:
        row = to_change(tx, register, number)
        values = values_of(runtime, holding(runtime, rows.versions(tx, row.id)))
    note(runtime, HistoryKind.RECORD_READ, by, register=register, name=row.number)
    stands = only(values, names_for(what, by))
    given = {**stands, **_today(runtime)} if posted is None else posted
    view = _drawn(runtime, what, by, given, problems, stands)
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
    view = ask_when(runtime, by=by, posted=posted, problems=problems)
    return Drawn(what, view, row.number, row.title, row.version, row.state)


def _today(runtime: Runtime) -> dict[str, Any]:
    return {ABOUT: {"valid_from": local_day(runtime.now())}}


def _drawn(
    runtime: Runtime,
    what: RecordType,
    by: Actor,
    given: Posted,
    problems: Sequence[Problem] = (),
    kept: Posted | None = None,
) -> forms.FormView:
    """Return the form with `given` in it; `kept` is what a record says that is to be changed."""
    asked = form(records.schema_of(what, names_for(what, by), changes=kept is not None))
    offers = forms.Offers(offered(runtime, looked_up(asked), given, kept=kept))
    return forms.view(asked, given, {}, problems, now=runtime.now(), offers=offers)


def checked(
    runtime: Runtime,
    what: RecordType,
    by: Actor,
    posted: Posted,
    source: forms.Source,
    kept: Posted | None = None,
) -> tuple[dict[str, Value], Why]:
    """Return clean values and why they hold; `kept` is what a record says that is to be changed.

    Raises InvalidInput.
    """
    asked = form(records.schema_of(what, names_for(what, by), changes=kept is not None))
    clean = validated(runtime, asked, posted, source, kept)
    about = clean.pop(ABOUT)
    return clean, why_of(about)


def validated(
    runtime: Runtime,
    asked: forms.Form,
    posted: Posted,
    source: forms.Source,
    kept: Posted | None = None,
) -> dict[str, Value]:
    """Return the clean values of what was posted. Raises InvalidInput."""
    offers = forms.Offers(offered(runtime, looked_up(asked), posted, kept=kept))
    found = forms.validate(asked, posted, {}, source, runtime.now(), offers)
    if found.problems:
        raise errors.InvalidInput(found.problems)
    return dict(found.clean)


def ask_when(
    runtime: Runtime,
    *,
    by: Actor,
    posted: Posted | None = None,
    problems: Sequence[Problem] = (),
) -> forms.FormView:
    """Return the questions since when and why, with what was typed or today. Raises NotAllowed."""
    must(runtime, by, Permission.EDIT_REGISTERS)
    given = _today(runtime) if posted is None else posted
    return forms.view(form(records.schema_of_why()), given, {}, problems, now=runtime.now())


def reason_of(runtime: Runtime, posted: Posted) -> Why:
    """Return since when and why, of a form that asks nothing else. Raises InvalidInput."""
    asked = form(records.schema_of_why())
    about = {name: text for name, text in posted.items() if name.startswith(f"{ABOUT}.")}
    return why_of(validated(runtime, asked, about, "fields")[ABOUT])


def why_of(about: Mapping[str, Any]) -> Why:
    """Return since when, until when and why. Raises InvalidInput when it ends before it begins."""
    first, last = about["valid_from"], about.get("valid_to")
    if last is not None and last < first:
        raise errors.InvalidInput([Problem(f"{ABOUT}.valid_to", "register.period")])
    return Why(first, str(about["reason"]), last)


def looked_up(asked: forms.Form) -> list[str | None]:
    """Return the lists from which a form lets choose."""
    return [each.choices.code_list for each in asked.fields if each.choices is not None]
