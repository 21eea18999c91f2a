"""The files of code lists and the dated rows over them. Nothing is ever removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine import errors, forms, store
from engine.model import Actor, Code, Permission
from engine.runtime import Runtime
from engine.store import codes as rows


@dataclass(frozen=True, slots=True)
class Loaded:
    """What `load` did: how many codes were new, and those whose label in the file counts no more.

    `gone` are codes that a file no longer has; they stay.
    """

    added: int
    differs: tuple[str, ...]
    gone: tuple[str, ...]


def load(runtime: Runtime) -> Loaded:
    """Keep the codes of the files that the database does not have yet.

    A code that is there is never changed or removed: running cases and records may hold it.
    """
    with runtime.store.write("codes.load") as tx:
        known: dict[tuple[str, str], Code] = {}
        for row in rows.all_codes(tx):
            known[row.list_name, row.code] = row
        read = {(row.list_name, row.code): row for row in _of_files(runtime.code_files)}
        rows.add(tx, [row for key, row in read.items() if key not in known])
    differs = [row.id for key, row in read.items() if _said(known.get(key, row)) != _said(row)]
    gone = [f"{name}/{code}" for name, code in known if (name, code) not in read]
    brought = [each for each in gone if known[_key(each)].valid_from is None]
    return Loaded(len(read.keys() - known.keys()), tuple(differs), tuple(brought))


def history(runtime: Runtime, tx: store.Tx, name: str) -> tuple[Code, ...]:
    """Return every row that a list ever had, in its order. Raises NotFound."""
    read = runtime.code_files.get(name)
    if read is None:
        raise errors.NotFound("code_list", list=name[:60])
    kept = rows.of_list(tx, name)
    known = {row.code for row in kept}
    own = [row for row in forms.rows_of(name, read) if row.code not in known]
    return tuple(sorted([*own, *kept], key=lambda row: (row.place, row.code, _begin(row))))


def last_of(some: Sequence[Code], code: str) -> Code | None:
    """Return the last row of one code; None when the list never had it."""
    return max((row for row in some if row.code == code), key=_begin, default=None)


def must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless `by` may do this kind of thing."""
    if not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))


def _begin(row: Code) -> date:
    return row.valid_from or date.min


def _of_files(files: Mapping[str, forms.CodeList]) -> list[Code]:
    return [row for name, read in files.items() for row in forms.rows_of(name, read)]


def _said(row: Code) -> tuple[str, int | None]:
    return row.label, row.weight


def _key(written: str) -> tuple[str, str]:
    name, _, code = written.partition("/")
    return name, code
