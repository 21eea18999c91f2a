"""`can()` and the SQL of a scope say the same, for any policy, person and cases."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine.access import Policy, RoleRule, TaskFacts
from engine.model import Actor, Permission, Reads, RoleInTeam, Step, TaskClosed
from engine.store import Store, Tx, cases, dossiers, new_id, people, steps, tasks
from engine.store.scopes import readable_case
from engine.store.steps import Cause
from engine.store.tables import case_
from tests.store.samples import AT, FACT, case, deployed, dossier, opened

ROLES = ("desk", "chief", "auditor")
TEAMS = (None, "oost", "west")
GROUPS = ("desk", "desk-oost", "desk-west", "chief-oost", "auditor", None)
PERMISSIONS = (Permission.WORK_TASKS, Permission.READ_CASES)


@dataclass(frozen=True)
class Task:
    """A task: its group, who has it (a number of a person), and how it stands."""

    group: str | None
    assignee: int | None
    state: str
    in_name_of: int | None


rules = st.builds(
    RoleRule,
    title=st.just("a role"),
    permissions=st.frozensets(st.sampled_from(PERMISSIONS)),
    reads=st.sampled_from([Reads.ALL, Reads.TEAM, Reads.OWN]),
)
held = st.lists(
    st.builds(RoleInTeam, role=st.sampled_from(ROLES), team=st.sampled_from(TEAMS)),
    min_size=1,
    max_size=2,
)
task = st.builds(
    Task,
    group=st.sampled_from(GROUPS),
    assignee=st.sampled_from([None, 0, 1]),
    state=st.sampled_from(["open", "completed", "cancelled"]),
    in_name_of=st.sampled_from([None, 0, 1]),
)
case_of = st.tuples(st.sampled_from(GROUPS), st.lists(task, max_size=3))


def fill(tx: Tx, wanted: list[tuple[str | None, list[Task]]]) -> tuple[list[str], list[str]]:
    """Write two persons and the wanted cases; return the ids of persons and cases."""
    persons = [new_id(), new_id()]
    for number, each in enumerate(persons):
        login = f"person-{each}-{number}"
        people.add(tx, id=each, login=login, name="Some Body", email=None, at=AT)
    deployed(tx)
    return persons, [one_case(tx, persons, team, made) for team, made in wanted]


def one_case(tx: Tx, persons: list[str], team: str | None, made: list[Task]) -> str:
    """Write a case with its tasks, each closed by the one who had it."""
    moved = case(tx, team=team, dossier_id=dossier(tx))
    for number, each in enumerate(made):
        assignee = None if each.assignee is None else persons[each.assignee]
        more = opened(f"t{number}", each.group, assignee=assignee)
        moved = steps.record(tx, moved, Step({}, tasks_opened=(more,)), [FACT], at=AT).case
        if each.state != "open":
            name = None if each.in_name_of is None else persons[each.in_name_of]
            done = TaskClosed(f"t{number}", completed=each.state == "completed")
            cause = Cause(Actor(assignee or persons[0], "Some Body", in_name_of=name))
            closing = Step({}, tasks_closed=(done,))
            moved = steps.record(tx, moved, closing, [FACT], at=AT, cause=cause).case
    return moved.id


@given(
    table=st.fixed_dictionaries(dict.fromkeys(ROLES, rules)),
    roles=held,
    wanted=st.lists(case_of, min_size=1, max_size=4),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_can_and_the_sql_of_a_scope_agree(
    store: Store,
    table: dict[str, RoleRule],
    roles: list[RoleInTeam],
    wanted: list[tuple[str | None, list[Task]]],
) -> None:
    policy = Policy(table)
    with store.write("tests.write") as tx:
        persons, made = fill(tx, wanted)
    actor = Actor(persons[0], "Some Body", tuple(roles))
    scope = policy.scope(actor, Permission.READ_CASES)
    work = policy.scope(actor, Permission.WORK_TASKS)
    with store.read() as tx:
        seen = {row.id for row in cases.search(tx, scope, size=10_000).rows} & set(made)
        may = {
            each for each in made if policy.can(actor, Permission.READ_CASES, cases.facts(tx, each))
        }
        assert seen == may
        one_by_one = select(case_.c.id).where(readable_case(scope, each=True))
        assert {row[0] for row in tx.all(one_by_one)} & set(made) == may
        for each in may:
            row = cases.find(tx, each)
            assert row is not None
            assert dossiers.get(tx, str(row.dossier_id), scope) is not None
        for each in made:
            for one in tasks.of_case(tx, each):
                facts = TaskFacts(one.candidate_group, one.assignee)
                allowed = policy.can(actor, Permission.WORK_TASKS, facts)
                assert tasks.workable(tx, work, one.id) == (allowed and one.state == "open")


DESK = Policy({"desk": RoleRule("Desk", frozenset(PERMISSIONS), Reads.TEAM)})


@pytest.mark.parametrize(
    ("team", "made", "expected"),
    [
        ("desk-west", Task("desk-west", None, "open", None), False),
        ("desk-oost", Task("desk-west", None, "open", None), True),
        ("desk-west", Task("desk-oost", None, "open", None), True),
        ("desk-west", Task("desk-oost", 1, "completed", None), False),
        ("desk-west", Task("desk-west", 0, "open", None), True),
        ("desk-west", Task("desk-west", 0, "completed", None), True),
        ("desk-west", Task("desk-west", 1, "completed", 0), True),
        ("desk-west", Task("desk-west", 1, "completed", None), False),
        (None, Task(None, None, "open", None), False),
    ],
)
def test_each_way_to_read_a_case(
    store: Store, team: str | None, made: Task, *, expected: bool
) -> None:
    with store.write("tests.write") as tx:
        persons, (found,) = fill(tx, [(team, [made])])
    actor = Actor(persons[0], "Some Body", (RoleInTeam("desk", "oost"),))
    scope = DESK.scope(actor, Permission.READ_CASES)
    with store.read() as tx:
        assert (cases.search(tx, scope).total == 1) is expected
        facts = cases.facts(tx, found)
        assert DESK.can(actor, Permission.READ_CASES, facts) is expected


def test_a_dossier_of_cases_out_of_sight_is_out_of_sight(store: Store) -> None:
    policy = Policy({"desk": RoleRule("Desk", frozenset(PERMISSIONS), Reads.OWN)})
    with store.write("tests.write") as tx:
        persons, made = fill(tx, [("desk-oost", [Task("desk-oost", None, "open", None)])])
        row = cases.find(tx, made[0])
    assert row is not None
    for team, expected in (("oost", True), ("west", False)):
        actor = Actor(persons[0], "Some Body", (RoleInTeam("desk", team),))
        scope = policy.scope(actor, Permission.READ_CASES)
        with store.read() as tx:
            assert (dossiers.get(tx, str(row.dossier_id), scope) is not None) is expected
            assert (dossiers.search(tx, scope).total == 1) is expected
