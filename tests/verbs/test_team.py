"""The work of a team: who has what, and handing it over to somebody who may have it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from engine import errors, inbox, store, tasks, team
from engine.model import Actor, HistoryKind, Permission
from engine.store import history as trail
from engine.store import tasks as task_rows
from engine.store.rows import TaskRow
from engine.store.tables import user_task
from tests import away
from tests.house import House
from tests.verbs import probing

SARA, JONAS, LIEN, HILDE, KAREL = (
    "sara.mertens",
    "jonas.peeters",
    "lien.declercq",
    "hilde.vandamme",
    "karel.dhondt",
)


def person(house: House, login: str) -> str:
    return house.actors[login].person_id or ""


def give(house: House, task_ids: list[str], to: str, by: str = HILDE) -> list[str]:
    """Hand tasks over and return the codes of what was refused."""
    told = team.hand_over(
        house.runtime,
        by=house.actors[by],
        task_ids=task_ids,
        to=person(house, to),
        reason="Het is druk.",
    )
    return [each.problem.code if each.problem else "" for each in told]


def stored(house: House, task: TaskRow) -> TaskRow:
    with house.runtime.store.read() as tx:
        return next(t for t in task_rows.of_case(tx, task.case_id) if t.id == task.id)


def reviewed_by(house: House, task: TaskRow, login: str) -> TaskRow:
    """Let somebody propose; return the task of the review."""
    by = house.actors[login]
    tasks.claim(house.runtime, task_id=task.id, by=by)
    tasks.complete(house.runtime, task_id=task.id, by=by, posted={}, key=store.new_id())
    with house.runtime.store.read() as tx:
        return next(t for t in task_rows.of_case(tx, task.case_id) if t.state == "open")


def test_a_task_goes_to_a_colleague_who_reads_from_whom_and_why(
    house: House, task: TaskRow
) -> None:
    tasks.claim(house.runtime, task_id=task.id, by=house.actors[SARA])
    assert give(house, [task.id], JONAS) == [""]
    (line,) = inbox.find(house.runtime, by=house.actors[JONAS]).lines
    assert (line.id, line.given_by) == (task.id, "Hilde Van Damme")
    view = tasks.view(house.runtime, task_id=task.id, by=house.actors[JONAS])
    assert view.given == ("Hilde Van Damme", "Het is druk.")
    with house.runtime.store.read() as tx:
        last = trail.of_case(tx, task.case_id)[-1]
    assert last.kind == HistoryKind.TASK_ASSIGNED
    assert (last.meta["to"], last.meta["from_id"]) == ("Jonas Peeters", person(house, SARA))
    assert last.payload == {"reason": "Het is druk."}


def test_what_is_given_back_and_taken_anew_was_not_handed_over(house: House, task: TaskRow) -> None:
    assert give(house, [task.id], JONAS) == [""]
    house.clock.forward(minutes=1)
    tasks.release(house.runtime, task_id=task.id, by=house.actors[JONAS])
    tasks.claim(house.runtime, task_id=task.id, by=house.actors[JONAS])
    (line,) = inbox.find(house.runtime, by=house.actors[JONAS]).lines
    assert line.given_by is None


def test_each_task_has_its_own_answer(house: House, task: TaskRow) -> None:
    mine = probing.only_task(house, probing.start(house))
    tasks.claim(house.runtime, task_id=mine.id, by=house.actors[JONAS])
    review = reviewed_by(house, task, JONAS)
    codes = give(house, [review.id, mine.id, task.id, store.new_id()], JONAS)
    gone = "handover.gone"
    assert codes == ["handover.four_eyes", "handover.same", gone, gone]
    assert stored(house, review).assignee is None


@pytest.mark.parametrize("login", [LIEN, "an.admin", "nele.aerts"])
def test_who_is_not_of_the_group_gets_nothing(house: House, task: TaskRow, login: str) -> None:
    assert give(house, [task.id], login) == ["handover.group"]


def test_the_work_of_another_team_is_not_ones_to_hand_out(house: House, task: TaskRow) -> None:
    assert give(house, [task.id], SARA, by=KAREL) == ["handover.gone"]
    assert team.handing(house.runtime, by=house.actors[KAREL], task_ids=[task.id]).lines == ()
    assert team.board(house.runtime, by=house.actors[KAREL]).total == 0


@pytest.mark.parametrize("login", [SARA, "an.admin", "bert.beheer", "ann.auditor"])
def test_only_who_leads_sees_the_board_or_hands_out(
    house: House, task: TaskRow, login: str
) -> None:
    by = house.actors[login]
    with pytest.raises(errors.NotAllowed):
        team.board(house.runtime, by=by)
    with pytest.raises(errors.NotAllowed):
        team.handing(house.runtime, by=by, task_ids=[task.id])
    with pytest.raises(errors.NotAllowed):
        give(house, [task.id], SARA, by=login)


def test_leading_does_not_go_over_to_who_stands_in(house: House) -> None:
    away.write(house, HILDE, SARA)
    with pytest.raises(errors.NotAllowed):
        team.board(house.runtime, by=away.signed_in(house, SARA))
    away.write(house, HILDE, KAREL, after=10)
    house.clock.forward(days=10)
    karel = away.signed_in(house, KAREL)
    assert karel.stands_in
    probing.deploy(house, probing.FOUR_EYES)
    probing.start(house)
    assert team.board(house.runtime, by=karel).total == 0
    assert house.runtime.policy.led_groups(karel, house.runtime.teams) == {"kb-ko-west"}


def test_a_director_leads_the_same_role_in_every_team(house: House) -> None:
    director = next(
        actor
        for actor in house.actors.values()
        if house.runtime.policy.can(actor, Permission.COORDINATE) and actor.roles[0].team is None
    )
    groups = house.runtime.policy.led_groups(director, house.runtime.teams)
    assert {"teamcoordinator-ko", "teamcoordinator-ko-oost", "kb-expert-starters"} <= groups
    assert "kb-ko-oost" not in groups


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"reason": "  "}, "reason", "required"),
        ({"reason": "x" * 501}, "reason", "too_long"),
        ({"to": ""}, "to", "required"),
        ({"to": "nobody"}, "to", "unknown_option"),
        ({"task_ids": []}, "", "handover.none"),
        ({"task_ids": ["x"] * 51}, "", "handover.none"),
    ],
)
def test_what_is_missing_is_told(
    house: House, task: TaskRow, change: dict[str, object], field: str, code: str
) -> None:
    sent: dict[str, object] = {
        "task_ids": [task.id],
        "to": person(house, SARA),
        "reason": "Druk.",
        **change,
    }
    with pytest.raises(errors.InvalidInput) as refused:
        team.hand_over(house.runtime, by=house.actors[HILDE], **sent)  # type: ignore[arg-type]
    assert [(each.field, each.code) for each in refused.value.problems] == [(field, code)]


def test_the_board_counts_as_the_tasks_do(house: House, task: TaskRow) -> None:
    """Late, due within five working days, and who is away; people without work are there too."""
    late = due(house, task, days=-1, to=SARA)
    soon = due(house, probing.only_task(house, probing.start(house)), days=7, to=SARA)
    due(house, probing.only_task(house, probing.start(house)), days=30, to=None)
    away.write(house, SARA, JONAS, days=3)
    board = team.board(house.runtime, by=house.actors[HILDE])
    found = {each.name: (each.total, each.late, each.soon) for each in board.desks}
    assert found == {
        "Hilde Van Damme": (0, 0, 0),
        "Jonas Peeters": (0, 0, 0),
        "Sara Mertens": (2, 1, 1),
    }
    assert {each.name for each in board.desks if each.away} == {"Sara Mertens"}
    assert (board.free.total, board.total) == (1, 3)
    of_sara = team.board(house.runtime, by=house.actors[HILDE], whose=person(house, SARA))
    assert [line.id for line in of_sara.lines] == [late.id, soon.id]
    free = team.board(house.runtime, by=house.actors[HILDE], whose=team.FREE)
    assert free.total == 1
    assert team.board(house.runtime, by=house.actors[HILDE], q="nergens te vinden").total == 0


def due(house: House, task: TaskRow, *, days: int, to: str | None) -> TaskRow:
    """Lay a task on a desk, with a day by which it has to be done."""
    with house.runtime.store.write("tests.write") as tx:
        tx.run(
            update(user_task)
            .where(user_task.c.id == task.id)
            .values(
                due_on=away.today(house) + timedelta(days=days),
                assignee=person(house, to) if to else None,
            )
        )
    return task


@pytest.mark.parametrize(
    "doers",
    [(SARA,), (SARA, SARA), (SARA, JONAS), (SARA, JONAS, HILDE)],
    ids=["one", "the same twice", "two", "everybody"],
)
def test_who_is_not_offered_is_refused_and_who_is_offered_is_not(
    house: House, doers: tuple[str, ...]
) -> None:
    """Whoever did the steps before the chosen tasks."""
    probing.deploy(house, probing.FOUR_EYES)
    chosen = [
        reviewed_by(house, probing.only_task(house, probing.start(house)), doer).id
        for doer in doers
    ]
    by = house.actors[HILDE]
    shown = team.handing(house.runtime, by=by, task_ids=chosen)
    offered = {each.person_id for each in shown.receivers}
    everybody: list[Actor] = [a for a in house.actors.values() if a.person_id]
    assert {a.person_id for a in everybody if a.name in shown.excluded} == {
        person(house, each) for each in doers
    }
    for actor in everybody:
        told = team.hand_over(
            house.runtime, by=by, task_ids=chosen, to=actor.person_id or "", reason="Druk."
        )
        refused = any(each.problem and each.problem.code != "handover.same" for each in told)
        assert refused == (actor.person_id not in offered), actor.name
