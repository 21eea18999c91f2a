"""Cases: opening one, looking them up.

`locking` gives one to a step, `whereabouts` tells how far it came.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, or_, select, update
from sqlalchemy import case as when

from engine.model import CaseFacts, Scope, TaskFacts
from engine.store import pages, scopes
from engine.store.history import GENESIS
from engine.store.rows import (
    CaseRow,
    CompletedBy,
    Page,
    columns,
    one,
    read,
)
from engine.store.tables import (
    activity,
    case_,
    case_field,
    user_task,
)
from engine.store.transactions import Tx
from engine.store.types import fold, like_words, sort_key
from engine.store.upserts import next_value

_CASE = columns(case_, CaseRow)
_COMPLETED_BY = (
    select(*columns(user_task, CompletedBy))
    .where(user_task.c.case_id == bindparam("the_case"), user_task.c.state == "completed")
    .group_by(*columns(user_task, CompletedBy))
    .order_by(func.max(user_task.c.id))
)
_OF_ELEMENTS = user_task.c.element.in_(bindparam("elements", expanding=True))
_INSERT = insert(case_)
_FIND = select(*_CASE).where(
    or_(case_.c.id == bindparam("the_id"), case_.c.number == bindparam("the_id"))
)
_BY_NUMBER = select(*_CASE).where(case_.c.number == bindparam("the_number"))
_BY_START_KEY = select(*_CASE).where(case_.c.start_key == bindparam("the_key"))
_REOPENED_AS = select(*_CASE).where(case_.c.reopens == bindparam("the_id"))
_WITH_FIELD = (
    select(*_CASE)
    .join(case_field, case_field.c.case_id == case_.c.id)
    .where(
        case_field.c.name == bindparam("the_name"),
        case_field.c.folded == bindparam("folded"),
        case_.c.state == "running",
    )
    .order_by(case_.c.number)
)
_STARTED_IN = (
    select(case_.c.started_by)
    .join(activity, activity.c.case_id == case_.c.id)
    .where(
        case_.c.id == bindparam("the_id"),
        activity.c.kind == "startEvent",
        activity.c.process == case_.c.process_id,
        activity.c.element.in_(bindparam("elements", expanding=True)),
    )
)
_FACTS = (
    select(
        case_.c.team,
        *(user_task.c[n] for n in ("assignee", "closed_by", "in_name_of")),
        when((user_task.c.state == "open", user_task.c.candidate_group)),
    )
    .select_from(case_.join(user_task, user_task.c.case_id == case_.c.id, isouter=True))
    .where(case_.c.id == bindparam("the_id"))
    .distinct()
)
_FIELDS = select(case_field.c.name, case_field.c.value).where(
    case_field.c.case_id == bindparam("the_id")
)
_SORTS = {
    "title": (case_.c.sort, case_.c.number),
    "number": (case_.c.number,),
    "newest": (case_.c.started_at.desc(), case_.c.id.desc()),
    "oldest": (case_.c.started_at, case_.c.id),
}


def completed_by(
    tx: Tx, case_id: str, elements: Collection[str] | None = None
) -> tuple[CompletedBy, ...]:
    """Return who completed tasks, of `elements` or of any: once per element, the last one last.

    As many rows as there are people, however often the case came by.
    """
    if elements is None:
        return read(CompletedBy, tx.all(_COMPLETED_BY, {"the_case": case_id}))
    params = {"the_case": case_id, "elements": sorted(elements)}
    return read(CompletedBy, tx.all(_COMPLETED_BY.where(_OF_ELEMENTS), params))


def add(  # noqa: PLR0913 - one argument per fact of a new case
    tx: Tx,
    *,
    id: str,  # noqa: A002 - the column's name
    prefix: str,
    year: int,
    deployment_id: str,
    process_key: str,
    process_id: str,
    title: str,
    at: datetime,
    dossier_id: str | None = None,
    place: str | None = None,
    team: str | None = None,
    started_by: str | None = None,
    start_key: str | None = None,
    root_id: str | None = None,
    reopens: str | None = None,
) -> CaseRow:
    """Open an empty case at version 0 with the next number of its year; `steps.record` fills it.

    Raises Conflict at the end of the transaction when `start_key` was used before, or when another
    case takes up `reopens` already.
    """
    number = f"{prefix}-{year}-{next_value(tx, f'case:{prefix}:{year}'):05d}"
    case = CaseRow(
        id=id,
        number=number,
        dossier_id=dossier_id,
        deployment_id=deployment_id,
        process_key=process_key,
        process_id=process_id,
        title=title,
        place=place,
        team=team,
        status=None,
        protection=None,
        state="running",
        version=0,
        started_at=at,
        started_by=started_by,
        ended_at=None,
        end_event=None,
        chain_length=0,
        chain_head=GENESIS,
        root_id=root_id,
        reopens=reopens,
    )
    values = {name: getattr(case, name) for name in CaseRow.__dataclass_fields__}
    folded = {"sort": fold(title), "search": fold(number, title, place)}
    tx.run(_INSERT, {**values, **folded, "start_key": start_key, "document": None})
    return case


def mark_taken_over(tx: Tx, case_id: str, reference: str) -> None:
    """Say that a case began in another system, under this reference; a search field too."""
    tx.run(update(case_).where(case_.c.id == case_id).values(taken_over=reference))
    add_field(tx, case_id, "taken_over", reference)


def add_field(tx: Tx, case_id: str, name: str, value: str) -> None:
    """Give a case a search field that its diagram does not compute."""
    row = {"case_id": case_id, "name": name, "value": value, "folded": fold(value)}
    row["sort"] = str(sort_key(value))
    tx.run(insert(case_field), row)


def running_with_field(tx: Tx, name: str, value: str) -> CaseRow | None:
    """Return a running case that has this search field, whoever asks."""
    return one(CaseRow, tx.first(_WITH_FIELD, {"the_name": name, "folded": fold(value)}))


def reopened_as(tx: Tx, case_id: str) -> CaseRow | None:
    """Return the case that takes up a closed one again, whoever asks."""
    return one(CaseRow, tx.first(_REOPENED_AS, {"the_id": case_id}))


def started_in(tx: Tx, case_id: str, elements: Collection[str]) -> str | None:
    """Return who started a case, if it began at one of these start events."""
    params = {"the_id": case_id, "elements": sorted(elements)}
    found: str | None = tx.scalar(_STARTED_IN, params)
    return found


def find(tx: Tx, id_or_number: str) -> CaseRow | None:
    """Return a case by id or number, whoever asks: the verb looks at `facts`."""
    return one(CaseRow, tx.first(_FIND, {"the_id": id_or_number}))


def by_number(tx: Tx, number: str) -> CaseRow | None:
    """Return a case by number, whoever asks: the verb looks at `facts`."""
    return one(CaseRow, tx.first(_BY_NUMBER, {"the_number": number}))


def by_start_key(tx: Tx, start_key: str) -> CaseRow | None:
    """Return the case that was started under this key: a double click starts one case."""
    return one(CaseRow, tx.first(_BY_START_KEY, {"the_key": start_key}))


def facts(tx: Tx, case_id: str) -> CaseFacts:
    """Return what decides who may read a case; `scopes.readable_case` says the same in SQL."""
    rows = tx.all(_FACTS, {"the_id": case_id})
    persons = {person for row in rows for person in row[1:4] if person}
    tasks = {TaskFacts(row[4], row[1]) for row in rows if row[4] is not None}
    groups = {row[4] for row in rows if row[4] is not None}
    team = rows[0][0] if rows else None
    return CaseFacts(team, frozenset(persons), frozenset(groups), frozenset(tasks))


def search(  # noqa: PLR0913 - what a list can be asked
    tx: Tx,
    scope: Scope,
    *,
    query: str = "",
    where: Mapping[str, str | Sequence[str] | None] | None = None,
    sort: str = "newest",
    page: int = 1,
    size: int = 50,
) -> Page[CaseRow]:
    """Return a page of the cases within `scope` in which every word of `query` begins a word.

    `where` narrows by column: dossier_id, process_key, team, status, state, protection; a sequence
    means any of them. Raises KeyError for another column or an unknown `sort`
    (title, number, newest, oldest).
    """
    found = select(*_CASE).where(*_conditions(scope, query, where)).order_by(*_SORTS[sort])
    return pages.page(tx, CaseRow, found, page, size)


def worded(tx: Tx, scope: Scope, words: str, most: int) -> tuple[CaseRow, ...]:
    """Return some cases within `scope` in which every word begins a word, the newest first."""
    found = select(*_CASE).where(*_conditions(scope, words, None)).order_by(*_SORTS["newest"])
    return read(CaseRow, tx.all(found.limit(most)))


def _conditions(
    scope: Scope, query: str, where: Mapping[str, str | Sequence[str] | None] | None
) -> list[ColumnElement[bool]]:
    conditions = [scopes.readable_case(scope)]
    conditions += [case_.c.search.like(words) for words in like_words(query)]
    for name, wanted in (where or {}).items():
        if wanted is not None:
            options = [wanted] if isinstance(wanted, str) else list(wanted)
            conditions.append(_FILTERS[name].in_(options))
    return conditions


_FILTERS = {
    name: case_.c[name]
    for name in ("dossier_id", "process_key", "team", "status", "state", "protection")
}


def case_fields(tx: Tx, case_id: str) -> dict[str, Any]:
    """Return the free search fields of a case (tagged values)."""
    return dict(tx.pairs(_FIELDS, {"the_id": case_id}))


def counts(tx: Tx) -> dict[str, int]:
    """Return how many cases run per deployment: what the catalogue of models shows."""
    query = (
        select(case_.c.deployment_id, func.count())
        .where(case_.c.state == "running")
        .group_by(case_.c.deployment_id)
    )
    return dict(tx.pairs(query))


def numbers_within(tx: Tx, scope: Scope, case_ids: Collection[str]) -> dict[str, str]:
    """Return the number of each of these cases that lies within `scope`."""
    query = select(case_.c.id, case_.c.number).where(
        case_.c.id.in_(case_ids), scopes.readable_case(scope)
    )
    return dict(tx.pairs(query))


def heads(tx: Tx, case_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return number and title of each of these cases."""
    query = select(case_.c.id, case_.c.number, case_.c.title).where(case_.c.id.in_(case_ids))
    return {row[0]: (row[1], row[2]) for row in tx.all(query)}
