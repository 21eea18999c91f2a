"""A Scope as SQL: which cases, dossiers and tasks an actor may see. The rule is `engine.access`'s.

No permissions, no roles: a Scope has already been worked out.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true, union_all

from engine.model import Reads, Scope
from engine.store.tables import case_, dossier, user_task


def readable_case(scope: Scope, *, each: bool = False) -> ColumnElement[bool]:
    """Return the condition on `case_` that says the case lies within `scope`.

    `each`: the tasks of each case are looked up, instead of all that somebody may do at once.
    """
    if scope.reads == Reads.NONE:
        return false()
    if scope.reads == Reads.ALL:
        return true()
    ways: list[ColumnElement[bool]] = []
    if scope.teams:
        ways.append(case_.c.team.in_(sorted(scope.teams)))
    own: list[ColumnElement[bool]] = []
    if scope.groups:
        groups = user_task.c.candidate_group.in_(sorted(scope.groups))
        own.append(and_(user_task.c.state == "open", groups))
    if scope.person_id is not None:
        own.extend(
            user_task.c[name] == scope.person_id for name in ("assignee", "closed_by", "in_name_of")
        )
    if own and each:
        ways.append(exists(select(1).where(user_task.c.case_id == case_.c.id, or_(*own))))
    elif own:
        lists = (select(user_task.c.case_id).where(condition) for condition in own)
        ways.append(case_.c.id.in_(union_all(*lists)))
    return or_(*ways) if ways else false()


def readable_dossier(scope: Scope) -> ColumnElement[bool]:
    """Return the condition on `dossier`: its own team, or any case of it that may be read."""
    if scope.reads == Reads.NONE:
        return false()
    if scope.reads == Reads.ALL:
        return true()
    some_case = exists(
        select(case_.c.id).where(case_.c.dossier_id == dossier.c.id, readable_case(scope))
    )
    if scope.teams:
        return or_(dossier.c.team.in_(sorted(scope.teams)), some_case)
    return some_case


def workable_task(scope: Scope) -> ColumnElement[bool]:
    """Return the condition on `user_task`: open, and one's own or free in one's groups."""
    if scope.reads == Reads.NONE or scope.person_id is None:
        return false()
    mine = user_task.c.assignee == scope.person_id
    free = and_(
        user_task.c.assignee.is_(None), user_task.c.candidate_group.in_(sorted(scope.groups))
    )
    return and_(user_task.c.state == "open", or_(mine, free))
