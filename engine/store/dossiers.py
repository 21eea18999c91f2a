"""Dossiers: the file of a facility, organiser or other party, holding its cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, func, insert, or_, select, update
from sqlalchemy import case as when

from engine.model import Scope
from engine.store import scopes
from engine.store.rows import CaseRow, DossierRow, Page, columns, one, read
from engine.store.tables import dossier
from engine.store.transactions import Tx
from engine.store.types import fold, like_words
from engine.store.upserts import next_value

_ROW = columns(dossier, DossierRow)
_GET = select(*_ROW).where(
    or_(dossier.c.id == bindparam("the_id"), dossier.c.number == bindparam("the_id"))
)
_BY_NUMBER = select(*_ROW).where(dossier.c.number == bindparam("the_number"))
_UNNAMED, _UNPLACED = dossier.c.title == "", dossier.c.place.is_(None)
_NAME = (
    update(dossier)
    .where(dossier.c.id == bindparam("the_id"), or_(_UNNAMED, _UNPLACED, dossier.c.team.is_(None)))
    .values(
        title=when((_UNNAMED, bindparam("new_title")), else_=dossier.c.title),
        place=func.coalesce(dossier.c.place, bindparam("new_place", type_=Text)),
        team=func.coalesce(dossier.c.team, bindparam("new_team", type_=Text)),
        sort=when((_UNNAMED, bindparam("new_sort")), else_=dossier.c.sort),
        search=dossier.c.search
        + when((_UNNAMED, bindparam("title_words")), else_="")
        + when((_UNPLACED, bindparam("place_words")), else_=""),
        version=dossier.c.version + 1,
    )
)
_SORTS = {
    "title": (dossier.c.sort, dossier.c.number),
    "number": (dossier.c.number,),
    "newest": (dossier.c.opened_at.desc(), dossier.c.id.desc()),
}


def add(  # noqa: PLR0913 - one argument per column
    tx: Tx,
    *,
    id: str,  # noqa: A002 - the column's name
    prefix: str,
    year: int,
    kind: str,
    at: datetime,
    title: str = "",
    facts: Mapping[str, Any] | None = None,
) -> str:
    """Open a dossier with the next number of its year and return its id."""
    number = f"{prefix}-{year}-{next_value(tx, f'dossier:{prefix}:{year}'):05d}"
    row = {"id": id, "number": number, "kind": kind, "title": title, "opened_at": at, "version": 1}
    folded = {"sort": fold(title), "search": fold(number, title)}
    tx.run(insert(dossier), {**row, **folded, "facts": dict(facts or {})})
    return id


def name_after(tx: Tx, dossier_id: str, case: CaseRow) -> None:
    """Give a dossier the title, place and team of its first case, each as it becomes known.

    What the dossier knows already is kept: a later case does not rename it.
    """
    title, place = case.title or "", case.place or ""
    facts = {"new_title": title, "new_place": case.place, "new_team": case.team}
    words = {"title_words": fold(title).rstrip(), "place_words": fold(place).rstrip()}
    tx.run(_NAME, {"the_id": dossier_id, **facts, **words, "new_sort": fold(title)})


def get(tx: Tx, id_or_number: str, scope: Scope | None = None) -> DossierRow | None:
    """Return a dossier by id or number; with a `scope` only when it lies within it."""
    query = _GET if scope is None else _GET.where(scopes.readable_dossier(scope))
    return one(DossierRow, tx.first(query, {"the_id": id_or_number}))


def by_number(tx: Tx, number: str) -> DossierRow | None:
    """Return a dossier by number, whoever asks."""
    return one(DossierRow, tx.first(_BY_NUMBER, {"the_number": number}))


def worded(tx: Tx, scope: Scope, words: str, most: int) -> tuple[DossierRow, ...]:
    """Return some dossiers within `scope` in which every word begins a word, the newest first."""
    found = select(*_ROW).where(
        scopes.readable_dossier(scope), *(dossier.c.search.like(each) for each in like_words(words))
    )
    return read(DossierRow, tx.all(found.order_by(*_SORTS["newest"]).limit(most)))


def search(
    tx: Tx,
    scope: Scope,
    *,
    query: str = "",
    sort: str = "title",
    page: int = 1,
    size: int = 50,
) -> Page[DossierRow]:
    """Return a page of the dossiers within `scope` in which every word of `query` begins a word.

    Raises KeyError for an unknown `sort` (title, number, newest).
    """
    conditions = [scopes.readable_dossier(scope)]
    conditions += [dossier.c.search.like(words) for words in like_words(query)]
    total = tx.scalar(select(func.count()).select_from(dossier).where(*conditions))
    found = (
        select(*_ROW)
        .where(*conditions)
        .order_by(*_SORTS[sort])
        .limit(size)
        .offset((page - 1) * size)
    )
    return Page(read(DossierRow, tx.all(found)), int(total))
