"""Who may do what: one table-driven policy, as `can(…)` and as a `Scope` for the store.

The table is data (`processes/rollen.toml`); no role is known by name. No database, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from engine.model import Actor, CaseFacts, Permission, Reads, RoleInTeam, Scope, TaskFacts


@dataclass(frozen=True, slots=True)
class RoleRule:
    """What one role may do, and how far it looks (`all`, `team` or `own`).

    `substitutes` are the roles that may stand in for it beside itself; `leads` are the roles whose
    work it hands out: in its own team, or everywhere when it is held in no team.
    `escalates_to` is the role above it: who hears of a term that nears its end. `teams` are those
    in which the role exists; a role without teams holds for the whole agency.
    """

    title: str
    permissions: frozenset[Permission]
    reads: Reads | str = Reads.OWN
    substitutes: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()
    escalates_to: str | None = None
    teams: frozenset[str] = frozenset()


class BadRoles(ValueError):
    """The table of roles names a role above another that is not there, or goes round."""


__all__ = [
    "BadRoles",
    "CaseFacts",
    "Policy",
    "RoleRule",
    "Scope",
    "TaskFacts",
    "Thing",
    "four_eyes",
    "groups_of",
    "may_read",
    "may_work_on",
]

Thing = CaseFacts | TaskFacts | None

_EVERYONE = frozenset({Permission.PUBLIC})
_ORDER = (Reads.NONE, Reads.OWN, Reads.TEAM, Reads.ALL)


class Policy:
    """The rules of every role. A role that is not in the table may do nothing."""

    def __init__(self, roles: Mapping[str, RoleRule]) -> None:
        """Take over the rules. Raises BadRoles when a role above another cannot be followed."""
        self.roles = {
            name: replace(rule, permissions=frozenset(rule.permissions), reads=Reads(rule.reads))
            for name, rule in roles.items()
        }
        for name in self.roles:
            self._above(name)

    def _above(self, role: str) -> tuple[str, ...]:
        """Return the roles above one, the nearest first."""
        found: list[str] = []
        above = self.roles[role].escalates_to if role in self.roles else None
        while above is not None:
            if above not in self.roles or above == role or above in found:
                raise BadRoles(f"role.{role}: escalates_to {above}")
            found.append(above)
            above = self.roles[above].escalates_to
        return tuple(found)

    def chain(self, group: str) -> tuple[str, ...]:
        """Return the groups above a candidate group, the nearest first; none for a strange one.

        A role that exists in teams is meant in the team of the group below it.
        """
        role, team = self._split(group)
        return tuple(
            f"{each}-{team}" if team in self.roles[each].teams else each
            for each in self._above(role)
        )

    def _split(self, group: str) -> tuple[str, str | None]:
        """Return role and team of a candidate group (`kb-ko-oost` is `kb-ko` in `oost`)."""
        for role, rule in self.roles.items():
            for team in rule.teams:
                if group == f"{role}-{team}":
                    return role, team
        return group, None

    def permissions(self, actor: Actor) -> frozenset[Permission]:
        """Return everything that `actor` may do somewhere."""
        granted = set(_EVERYONE)
        if actor.person_id is not None:
            granted.add(Permission.SIGNED_IN)
        for held in actor.roles:
            rule = self.roles.get(held.role)
            if rule is not None:
                granted |= rule.permissions
        return frozenset(granted)

    def can(self, actor: Actor, permission: Permission, thing: Thing = None) -> bool:
        """Tell whether `actor` may use `permission`, on `thing` when one is given."""
        if permission not in self.permissions(actor):
            return False
        if thing is None:
            return True
        scope = self.scope(actor, permission)
        if isinstance(thing, TaskFacts):
            return may_work_on(scope, thing)
        return may_read(scope, thing)

    def scope(self, actor: Actor, permission: Permission) -> Scope:
        """Return how far `actor` sees with `permission`: only roles that grant it count."""
        granting = [
            (held, self.roles[held.role])
            for held in actor.roles
            if held.role in self.roles and permission in self.roles[held.role].permissions
        ]
        reads = max((Reads(rule.reads) for _, rule in granting), key=_ORDER.index, default=None)
        return Scope(
            person_id=actor.holder,
            reads=reads or Reads.NONE,
            groups=groups_of(held for held, _ in granting),
            teams=groups_of(held for held, rule in granting if rule.reads == Reads.TEAM),
        )

    def acting(self, actor: Actor, task: TaskFacts) -> Actor:
        """Return as whom `actor` works on an open task: as itself, or in the name of who is away.

        The one place where a substitution becomes a right. One's own right goes before it, and it
        reaches no further than tasks of the groups that it takes over.
        """
        if self.can(actor, Permission.WORK_TASKS, task):
            return actor
        for absent in actor.stands_in:
            other = actor.for_absent(absent)
            if task.candidate_group in other.groups and self.can(
                other, Permission.WORK_TASKS, task
            ):
                return other
        return actor

    def looking(self, actor: Actor, case: CaseFacts) -> Actor:
        """Return as whom `actor` reads a case: as itself, or in the name of who has work in it."""
        if self.can(actor, Permission.READ_CASES, case):
            return actor
        for task in case.open_tasks:
            other = self.acting(actor, task)
            if self.can(other, Permission.READ_CASES, case):
                return other
        return actor

    def taken_over(
        self, substitute: Iterable[RoleInTeam], absent: Iterable[RoleInTeam]
    ) -> tuple[RoleInTeam, ...]:
        """Return the roles of who is away that somebody with these roles stands in for.

        Only roles that work on tasks, and only for who holds the same role or one that the table
        names.
        """
        held = {each.role for each in substitute}
        return tuple(each for each in absent if not held.isdisjoint(self._stand_ins(each.role)))

    def _stand_ins(self, role: str) -> frozenset[str]:
        rule = self.roles.get(role)
        if rule is None or Permission.WORK_TASKS not in rule.permissions:
            return frozenset()
        return rule.substitutes | {role}

    def led_groups(self, actor: Actor, teams: Iterable[str]) -> frozenset[str]:
        """Return the candidate groups whose work `actor` hands out."""
        everywhere = tuple(teams)
        return frozenset(
            f"{role}-{team}" if team else role
            for own in actor.roles
            if own.role in self.roles and Permission.COORDINATE in self.roles[own.role].permissions
            for role in self.roles[own.role].leads
            for team in ([own.team] if own.team else [None, *everywhere])
        )

    def leads(self, actor: Actor, held: RoleInTeam) -> bool:
        """Tell whether `actor` hands out the work of who holds a role in a team."""
        return any(
            held.role in self.roles[own.role].leads and own.team in {None, held.team}
            for own in actor.roles
            if own.role in self.roles and Permission.COORDINATE in self.roles[own.role].permissions
        )


def groups_of(roles: Iterable[RoleInTeam]) -> frozenset[str]:
    """Return the candidate groups of `roles`: the role, and `role-team` for a role in a team."""
    return Actor(None, "", tuple(roles)).groups


def may_read(scope: Scope, case: CaseFacts) -> bool:
    """Tell whether `case` lies within `scope`; the store's SQL says the same."""
    if scope.reads == Reads.NONE:
        return False
    return (
        scope.reads == Reads.ALL
        or (case.team is not None and case.team in scope.teams)
        or (scope.person_id is not None and scope.person_id in case.persons)
        or not scope.groups.isdisjoint(case.open_groups)
    )


def may_work_on(scope: Scope, task: TaskFacts) -> bool:
    """Tell whether an open `task` is the person's own, or free in one of the groups of `scope`."""
    if scope.reads == Reads.NONE or scope.person_id is None:
        return False
    if task.assignee is not None:
        return task.assignee == scope.person_id
    return task.candidate_group in scope.groups


def four_eyes(actor: Actor, excluded: Iterable[str]) -> bool:
    """Tell whether `actor` may act where `excluded` persons may not.

    Whoever acts in the name of an excluded person is excluded too: acting for another gives no
    second pair of eyes.
    """
    hands = {actor.person_id, actor.in_name_of} - {None}
    return hands.isdisjoint(excluded)
