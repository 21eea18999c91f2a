"""Codes that people choose from as dated rows, and proposed changes of them. No rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from engine.errors import AlreadyDone
from engine.model import ChangeState, Code
from engine.store.rows import columns, one, read
from engine.store.tables import code, code_change
from engine.store.transactions import Tx


@dataclass(frozen=True, slots=True)
class CodeChangeRow:
    """What somebody proposes for one code of a list, and from which day on."""

    id: str
    list_name: str
    code: str
    act: str
    label: str
    weight: int | None
    effective_on: date
    source: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    state: str
    decided_by: str | None = None
    decided_at: datetime | None = None


_CODE = select(*columns(code, Code)).order_by(code.c.list_name, code.c.place, code.c.valid_from)
_CHANGE = select(*columns(code_change, CodeChangeRow))
_NEWEST = (code_change.c.proposed_at.desc(), code_change.c.id.desc())


def all_codes(tx: Tx) -> tuple[Code, ...]:
    """Return every dated row of every list, in the order of the lists."""
    return read(Code, tx.all(_CODE))


def of_list(tx: Tx, list_name: str) -> tuple[Code, ...]:
    """Return every dated row of one list."""
    return read(Code, tx.all(_CODE.where(code.c.list_name == list_name)))


def add(tx: Tx, rows: Iterable[Code]) -> None:
    """Keep new rows."""
    values = [{f.name: getattr(row, f.name) for f in fields(Code)} for row in rows]
    if values:
        tx.run(insert(code), values)


def end(tx: Tx, code_id: str, last: date) -> None:
    """Give a row its last day, once. Raises AlreadyDone."""
    one_of = (code.c.id == code_id, code.c.valid_to.is_(None))
    if tx.run(update(code).where(*one_of).values(valid_to=last)) != 1:
        raise AlreadyDone(code_id=code_id)


def add_change(tx: Tx, row: CodeChangeRow) -> None:
    """Keep a proposed change."""
    values = {f.name: getattr(row, f.name) for f in fields(CodeChangeRow)}
    tx.run(insert(code_change), values)


def change(tx: Tx, change_id: str) -> CodeChangeRow | None:
    """Return one change."""
    return one(CodeChangeRow, tx.first(_CHANGE.where(code_change.c.id == change_id)))


def changes_of(tx: Tx, list_name: str, most: int = 50) -> tuple[CodeChangeRow, ...]:
    """Return the last changes of a list, the newest first."""
    found = _CHANGE.where(code_change.c.list_name == list_name).order_by(*_NEWEST).limit(most)
    return read(CodeChangeRow, tx.all(found))


def waiting(tx: Tx) -> tuple[CodeChangeRow, ...]:
    """Return every change that waits for a second person."""
    return read(
        CodeChangeRow,
        tx.all(_CHANGE.where(code_change.c.state == str(ChangeState.PROPOSED)).order_by(*_NEWEST)),
    )


def decide(tx: Tx, change_id: str, after: ChangeState, by: str | None, at: datetime) -> None:
    """Confirm or withdraw a proposed change, once. Raises AlreadyDone."""
    one_of = (code_change.c.id == change_id, code_change.c.state == str(ChangeState.PROPOSED))
    values: dict[str, Any] = {"state": str(after), "decided_by": by, "decided_at": at}
    if tx.run(update(code_change).where(*one_of).values(values)) != 1:
        raise AlreadyDone(change_id=change_id)
