"""The policy is a table: who may do what, how far, and who may not be the second pair of eyes."""

from __future__ import annotations

import pytest

from engine.access import CaseFacts, Policy, RoleRule, TaskFacts, four_eyes
from engine.model import Actor, Permission, Reads, RoleInTeam

DESK = RoleRule("Desk", frozenset({Permission.WORK_TASKS, Permission.READ_CASES}), "team")
AUDIT = RoleRule("Auditor", frozenset({Permission.AUDIT, Permission.READ_CASES}), "all")
POST = RoleRule("Post", frozenset({Permission.REGISTER_POST, Permission.READ_CASES}), "own")
POLICY = Policy({"desk": DESK, "auditor": AUDIT, "post": POST})
NOBODY = Actor(None, "nobody")
OOST = Actor("p1", "An", (RoleInTeam("desk", "oost"),))


def test_nobody_may_only_see_what_is_public() -> None:
    assert POLICY.permissions(NOBODY) == {Permission.PUBLIC}
    assert not POLICY.can(NOBODY, Permission.SIGNED_IN)


def test_a_person_without_roles_is_signed_in_and_no_more() -> None:
    assert POLICY.permissions(Actor("p9", "Bo")) == {Permission.PUBLIC, Permission.SIGNED_IN}


def test_a_role_that_is_not_in_the_table_may_do_nothing() -> None:
    actor = Actor("p9", "Bo", (RoleInTeam("director"),))
    assert not POLICY.can(actor, Permission.READ_CASES)
    assert POLICY.scope(actor, Permission.READ_CASES).reads == Reads.NONE


def test_a_team_reads_its_own_cases_only() -> None:
    assert POLICY.can(OOST, Permission.READ_CASES, CaseFacts("desk-oost"))
    assert not POLICY.can(OOST, Permission.READ_CASES, CaseFacts("desk-west"))
    assert not POLICY.can(OOST, Permission.READ_CASES, CaseFacts(None))


def test_one_reads_where_one_has_worked_or_may_work() -> None:
    worked = CaseFacts("desk-west", frozenset({"p1"}))
    waiting = CaseFacts("desk-west", open_groups=frozenset({"desk-oost"}))
    assert POLICY.can(OOST, Permission.READ_CASES, worked)
    assert POLICY.can(OOST, Permission.READ_CASES, waiting)


def test_who_reads_everything_reads_everything() -> None:
    actor = Actor("p2", "Bo", (RoleInTeam("auditor"),))
    assert POLICY.can(actor, Permission.READ_CASES, CaseFacts(None))


def test_one_role_does_not_lend_its_team_to_another() -> None:
    actor = Actor("p3", "Cas", (RoleInTeam("post", "oost"), RoleInTeam("desk", "west")))
    scope = POLICY.scope(actor, Permission.READ_CASES)
    assert scope.teams == {"desk", "desk-west"}
    assert scope.groups == {"post", "post-oost", "desk", "desk-west"}


def test_a_free_task_of_ones_group_may_be_worked_on_and_a_taken_one_not() -> None:
    assert POLICY.can(OOST, Permission.WORK_TASKS, TaskFacts("desk-oost", None))
    assert POLICY.can(OOST, Permission.WORK_TASKS, TaskFacts("desk-west", "p1"))
    assert not POLICY.can(OOST, Permission.WORK_TASKS, TaskFacts("desk-oost", "p2"))
    assert not POLICY.can(OOST, Permission.WORK_TASKS, TaskFacts("desk-west", None))
    assert not POLICY.can(OOST, Permission.WORK_TASKS, TaskFacts(None, None))


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (Actor("p1", "An"), True),
        (Actor("p2", "Bo"), False),
        (Actor("p1", "An", in_name_of="p2"), False),
        (Actor("p2", "Bo", in_name_of="p1"), False),
        (Actor("p1", "An", in_name_of="p3"), True),
    ],
)
def test_acting_for_somebody_gives_no_second_pair_of_eyes(actor: Actor, expected: bool) -> None:
    assert four_eyes(actor, ["p2"]) is expected


def test_a_mistake_in_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="everything"):
        Policy({"desk": RoleRule("Desk", frozenset(), "everything")})
