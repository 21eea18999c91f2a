"""Lists of codes as they are read: what may be chosen, since when, where, and what changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from engine import errors, forms, store, xml
from engine.access import four_eyes
from engine.codelists.keeping import history, last_of, must
from engine.codelists.views import ChangeView, Entry, Line, Standing, Used
from engine.model import Actor, ChangeState, Code, CodeAct, Permission
from engine.runtime import Deployed, Runtime, form
from engine.store import codes as rows
from engine.store import deployments as deployment_rows
from engine.store import people as people_rows
from engine.store.codes import CodeChangeRow
from engine.terms import local_day

PAGE_SIZE = 50
_LITERAL = re.compile(r'"([^"\n]{1,60})"')


@dataclass(frozen=True, slots=True)
class _Uses:
    """Where lists are used: fields of the newest forms, texts in the newest tables, registers."""

    forms: Mapping[str, set[tuple[str, str]]] = field(default_factory=dict)
    tables: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    registers: Mapping[str, set[tuple[str, str, str]]] = field(default_factory=dict)

    @classmethod
    def read(cls, runtime: Runtime, tx: store.Tx) -> _Uses:
        """Look through the newest version of every procedure, and through the registers."""
        asked: dict[str, set[tuple[str, str]]] = {}
        tables: dict[tuple[str, str], frozenset[str]] = {}
        for row in deployment_rows.latest(tx):
            deployed = runtime.deployed(tx, row.id)
            for name, schema in deployed.forms.items():
                for used in _lists_of(schema, runtime.code_files):
                    asked.setdefault(used, set()).add((row.process_key, name))
            tables |= {(row.process_key, name): said for name, said in _texts_of(deployed)}
        registers: dict[str, set[tuple[str, str, str]]] = {}
        for what in runtime.registers.values():
            for one in what.fields:
                if one.code_list:
                    place = (what.name, what.plural, one.title)
                    registers.setdefault(one.code_list, set()).add(place)
        return cls(asked, tables, registers)

    def of(self, name: str, codes: Iterable[str]) -> Used:
        """Return where one list with these codes is used."""
        known = frozenset(codes)
        return Used(
            forms=tuple(sorted(self.forms.get(name, ()))),
            registers=tuple(sorted(self.registers.get(name, ()))),
            tables=tuple(sorted(place for place, said in self.tables.items() if said & known)),
        )


def overview(runtime: Runtime, *, by: Actor) -> tuple[Line, ...]:
    """Return every list, with where it is used."""
    must(runtime, by, Permission.SIGNED_IN)
    with runtime.store.read() as tx:
        uses = _Uses.read(runtime, tx)
        waiting = [each.list_name for each in rows.waiting(tx)]
    return tuple(
        Line(
            name,
            one.title,
            one.source,
            len(one.options),
            waiting.count(name),
            uses.of(name, one.by_text),
        )
        for name, one in runtime.lists.items()
    )


def entry(runtime: Runtime, *, name: str, by: Actor, q: str = "", page: int = 1) -> Entry:
    """Return a page of the rows of a list that have every word of `q`. Raises NotFound."""
    must(runtime, by, Permission.SIGNED_IN)
    with runtime.store.read() as tx:
        some = history(runtime, tx, name)
        used = _Uses.read(runtime, tx).of(name, (row.code for row in some))
        changes = tuple(_view(runtime, tx, each, some, by) for each in rows.changes_of(tx, name))
    words = q.casefold().split()
    found = [row for row in some if all(word in _searched(row) for word in words)]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    at = min(max(1, page), pages)
    read = runtime.code_files[name]
    return Entry(
        name=name,
        title=read.title,
        source=read.source,
        rows=tuple(found[(at - 1) * PAGE_SIZE : at * PAGE_SIZE]),
        page=at,
        pages=pages,
        total=len(found),
        weighs=_weighs(some),
        used=used,
        changes=changes,
        stands=frozenset(row.code for row in some if row.valid_to is None),
        pending=frozenset(each.code for each in changes if each.state is ChangeState.PROPOSED),
        may_propose=runtime.policy.can(by, Permission.EDIT_TERMS),
    )


def standing(runtime: Runtime, *, name: str, code: str = "", by: Actor) -> Standing:
    """Return what somebody needs who proposes a change of `code`, or a new code without one.

    Raises NotFound when the list or the code is not there.
    """
    must(runtime, by, Permission.EDIT_TERMS)
    with runtime.store.read() as tx:
        some = history(runtime, tx, name)
    row = last_of(some, code)
    if code and row is None:
        raise errors.NotFound("code", name=code[:60])
    return Standing(name, runtime.code_files[name].title, _weighs(some), row)


def change(runtime: Runtime, *, change_id: str, by: Actor) -> ChangeView:
    """Return a change of a code. Raises NotFound."""
    must(runtime, by, Permission.EDIT_TERMS)
    with runtime.store.read() as tx:
        found = rows.change(tx, change_id)
        if found is None or found.list_name not in runtime.code_files:
            raise errors.NotFound("code_change")
        return _view(runtime, tx, found, history(runtime, tx, found.list_name), by)


def _view(
    runtime: Runtime, tx: store.Tx, found: CodeChangeRow, some: Sequence[Code], by: Actor
) -> ChangeView:
    names = people_rows.names(tx, [found.proposed_by, found.decided_by])
    can, proposed = runtime.policy.can, found.state == ChangeState.PROPOSED
    confirms = can(by, Permission.CONFIRM_TERMS) and four_eyes(by, [found.proposed_by])
    earlier = [row for row in some if (row.valid_from or found.effective_on) < found.effective_on]
    earlier += [row for row in some if row.valid_from is None]
    today = local_day(runtime.now())
    return ChangeView(
        id=found.id,
        list_name=found.list_name,
        list_title=runtime.code_files[found.list_name].title,
        code=found.code,
        act=CodeAct(found.act),
        before=last_of(earlier, found.code),
        label=found.label,
        weight=found.weight,
        effective_on=found.effective_on,
        source=found.source,
        reason=found.reason,
        state=ChangeState(found.state),
        proposer=names.get(found.proposed_by, ""),
        proposed_at=found.proposed_at,
        decider=names.get(found.decided_by or ""),
        decided_at=found.decided_at,
        may_confirm=proposed and confirms and found.effective_on > today,
        may_withdraw=proposed and can(by, Permission.EDIT_TERMS),
    )


def _lists_of(schema: bytes, lists: Mapping[str, forms.CodeList]) -> set[str]:
    """Return the lists that the fields of a form choose from; a form is read only if it may."""
    if not any(f'"{name}"'.encode() in schema for name in lists):
        return set()
    fields = form(schema).by_key.values()
    return {one.choices.code_list or "" for one in fields if one.choices} & lists.keys()


def _texts_of(deployed: Deployed) -> Iterable[tuple[str, frozenset[str]]]:
    for path, source in deployed.sources.items():
        if path.endswith(".dmn"):
            said = "\n".join(str(each) for each in xml.parse(source, path).itertext())
            yield PurePosixPath(path).stem, frozenset(_LITERAL.findall(said))


def _searched(row: Code) -> str:
    return f"{row.code} {row.label}".casefold()


def _weighs(some: Sequence[Code]) -> bool:
    return any(row.weight is not None for row in some)
