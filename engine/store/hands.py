"""Hands in decisions: written once, with the completion of a task, and never changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields

from sqlalchemy import bindparam, insert, or_, select

from engine.store.rows import CaseRow, HandRow, columns, one, read
from engine.store.tables import hand, person
from engine.store.transactions import Tx

_ROW = select(*columns(hand, HandRow))
_INSERT = insert(hand)
_KEPT = hand.c.kept_with == bindparam("the_keeper")
_NEAR = _ROW.where(_KEPT).order_by(hand.c.at, hand.c.number)
_FAR = _ROW.where(or_(_KEPT, hand.c.root_id.in_(bindparam("the_roots", expanding=True)))).order_by(
    hand.c.at, hand.c.number
)
_OF_CASE = _ROW.where(hand.c.case_id == bindparam("the_case")).order_by(hand.c.number)


def keeper(case: CaseRow) -> str:
    """Return with what the hands of a case are numbered: its dossier, or itself."""
    return case.dossier_id or case.id


def root(case: CaseRow) -> str:
    """Return the case with which the tree of a case began."""
    return case.root_id or case.id


def add(tx: Tx, row: HandRow) -> None:
    """Keep a hand. Raises Conflict at the end of the block when its number was taken meanwhile.

    So nobody gets a hand who did not look at every hand before it.
    """
    tx.run(_INSERT, {each.name: getattr(row, each.name) for each in fields(HandRow)})


def near(tx: Tx, case: CaseRow, roots: Collection[str] = ()) -> tuple[HandRow, ...]:
    """Return the hands of the dossier of a case, and those of other trees, the oldest first."""
    if not roots:
        return read(HandRow, tx.all(_NEAR, {"the_keeper": keeper(case)}))
    return read(HandRow, tx.all(_FAR, {"the_keeper": keeper(case), "the_roots": sorted(roots)}))


def of_case(tx: Tx, case_id: str) -> tuple[HandRow, ...]:
    """Return the hands of one case, the oldest first."""
    return read(HandRow, tx.all(_OF_CASE, {"the_case": case_id}))


def of_task(tx: Tx, task_id: str) -> HandRow | None:
    """Return the hand that the completion of a task was."""
    return one(HandRow, tx.first(_ROW.where(hand.c.task_id == task_id)))


def persons(tx: Tx, texts: Collection[str]) -> frozenset[str]:
    """Return the ids of the people whom these texts name, by id, login or whole name."""
    named = sorted({text.strip() for text in texts})
    logins = [text.lower() for text in named]
    query = select(person.c.id).where(
        or_(person.c.id.in_(named), person.c.login.in_(logins), person.c.name.in_(named))
    )
    return frozenset(row[0] for row in tx.all(query))
