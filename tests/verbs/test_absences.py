"""Being away: who stands in sees, takes and completes the tasks, in both names, and no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from engine import absences, cases, documents, drafts, errors, inbox, people, store, tasks
from engine.access import TaskFacts
from engine.model import Actor, Permission, RoleInTeam
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store import tasks as task_rows
from engine.store.rows import TaskRow
from tests import away
from tests.house import House
from tests.verbs import probing

SARA, JONAS, LIEN, HILDE = "sara.mertens", "jonas.peeters", "lien.declercq", "hilde.vandamme"


def person(house: House, login: str) -> str:
    return house.actors[login].person_id or ""


def claim(house: House, task: TaskRow, by: Actor) -> None:
    tasks.claim(house.runtime, task_id=task.id, by=by)


def complete(house: House, task: TaskRow, by: Actor) -> tasks.Completed:
    return tasks.complete(house.runtime, task_id=task.id, by=by, posted={}, key=store.new_id())


def now(house: House, task: TaskRow) -> TaskRow:
    with house.runtime.store.read() as tx:
        return next(t for t in task_rows.of_case(tx, task.case_id) if t.id == task.id)


def lines(house: House, task: TaskRow) -> list[tuple[str, str, str | None]]:
    """Return kind, who and in whose name of every line of the trail."""
    with house.runtime.store.read() as tx:
        rows = trail.of_case(tx, task.case_id)
        names = people_rows.names(tx, [each.actor["in_name_of"] for each in rows])
    return [(each.kind, each.actor["name"], names.get(each.actor["in_name_of"])) for each in rows]


def boxes(house: House, by: Actor, absent: str | None = None) -> set[str]:
    found = inbox.find(house.runtime, by=by, absent=absent, box="team")
    return {line.id for line in found.lines}


# --- what standing in lets one do ------------------------------------------------------------


def test_a_task_of_who_is_away_is_done_in_both_names(house: House, task: TaskRow) -> None:
    claim(house, task, house.actors[SARA])
    away.write(house, SARA, LIEN)
    lien = away.signed_in(house, LIEN)
    assert boxes(house, lien, person(house, SARA)) == {task.id}
    view = tasks.view(house.runtime, task_id=task.id, by=lien)
    assert (view.may_complete, view.in_name_of) == (True, "Sara Mertens")
    drafts.save_task(house.runtime, task_id=task.id, by=lien, posted={"remark": "x"}, seen=0)
    complete(house, task, lien)
    done = now(house, task)
    assert (done.closed_by, done.in_name_of) == (person(house, LIEN), person(house, SARA))
    assert lines(house, task)[-1] == ("task:completed", "Lien Declercq", "Sara Mertens")


def test_a_free_task_of_the_role_is_taken_for_who_is_away_and_stays_there(
    house: House, task: TaskRow
) -> None:
    away.write(house, SARA, LIEN, days=1)
    lien = away.signed_in(house, LIEN)
    assert boxes(house, lien, person(house, SARA)) == {task.id}
    claim(house, task, lien)
    assert now(house, task).assignee == person(house, SARA)
    assert lines(house, task)[-1] == ("task:claimed", "Lien Declercq", "Sara Mertens")
    house.clock.forward(days=1)
    complete(house, task, house.actors[SARA])
    assert now(house, task).in_name_of is None


def test_a_free_task_of_ones_own_group_is_ones_own(house: House, task: TaskRow) -> None:
    away.write(house, SARA, JONAS)
    jonas = away.signed_in(house, JONAS)
    assert boxes(house, jonas, person(house, SARA)) == set()
    claim(house, task, jonas)
    assert now(house, task).assignee == person(house, JONAS)
    assert lines(house, task)[-1] == ("task:claimed", "Jonas Peeters", None)


def test_every_look_is_written_down_in_the_name_of_both(house: House, task: TaskRow) -> None:
    away.write(house, SARA, LIEN)
    lien = away.signed_in(house, LIEN)
    tasks.view(house.runtime, task_id=task.id, by=lien)
    boxes(house, lien, person(house, SARA))
    with house.runtime.store.read() as tx:
        read = [each for each in trail.of_log(tx) if each.kind in {"task:read", "list:read"}]
    assert len(read) == 2
    for each in read:
        assert each.actor["name"] == "Lien Declercq"
        assert each.actor["in_name_of"] == person(house, SARA)


def test_a_task_that_a_colleague_took_meanwhile_is_told(house: House, task: TaskRow) -> None:
    away.write(house, SARA, LIEN)
    claim(house, task, house.actors[JONAS])
    lien = away.signed_in(house, LIEN)
    with pytest.raises(errors.AlreadyClaimed) as refused:
        claim(house, task, lien)
    assert refused.value.facts["assignee"] == "Jonas Peeters"
    with pytest.raises(errors.NotFound):
        tasks.view(house.runtime, task_id=task.id, by=lien)


def test_the_case_of_such_a_task_is_read_in_both_names_and_no_other(
    house: House, task: TaskRow
) -> None:
    number = house.case(task.case_id).number
    plain = house.actors[LIEN]
    with pytest.raises(errors.NotFound):
        cases.view(house.runtime, number=number, by=plain)
    claim(house, task, house.actors[SARA])
    away.write(house, SARA, LIEN, days=1)
    lien = away.signed_in(house, LIEN)
    assert cases.view(house.runtime, number=number, by=lien).head.number == number
    with house.runtime.store.read() as tx:
        read = [each for each in trail.of_log(tx) if each.kind == "case:read"]
    assert [each.actor["for_name"] for each in read] == ["Sara Mertens"]
    tasks.release(house.runtime, task_id=task.id, by=house.actors[SARA])
    claim(house, task, house.actors[JONAS])
    with pytest.raises(errors.NotFound):
        cases.view(house.runtime, number=number, by=lien)
    house.clock.forward(days=1)
    with pytest.raises(errors.NotFound):
        cases.view(house.runtime, number=number, by=away.signed_in(house, LIEN))


@pytest.mark.parametrize("standing_in", [False, True])
def test_a_list_of_work_costs_as_many_statements_in_whosever_name(
    house: House, task: TaskRow, *, standing_in: bool
) -> None:
    """The procedures, how long the list is, its ids, its lines; the log: number, line and head."""
    claim(house, task, house.actors[SARA])
    away.write(house, SARA, LIEN)
    by = away.signed_in(house, LIEN) if standing_in else house.actors[SARA]
    absent = person(house, SARA) if standing_in else None
    with house.runtime.store.counting() as counts:
        found = inbox.find(house.runtime, by=by, absent=absent)
    assert [line.id for line in found.lines] == [task.id]
    assert counts.statements == 7


# --- where it ends -------------------------------------------------------------------------------


def refusals(house: House, task: TaskRow, by: Actor) -> list[str]:
    """Try every door of a task; return those that opened."""
    runtime, opened = house.runtime, []
    part = drafts.Part("section", {}, now(house, task).draft_version)
    doors: Mapping[str, Callable[[], object]] = {
        "view": lambda: tasks.view(runtime, task_id=task.id, by=by),
        "preview": lambda: tasks.preview(runtime, task_id=task.id, by=by, posted={}),
        "claim": lambda: claim(house, task, by),
        "draft": lambda: drafts.save_task(
            runtime, task_id=task.id, by=by, posted={}, seen=part.seen
        ),
        "section": lambda: drafts.save_task_part(runtime, task_id=task.id, by=by, part=part),
        "file": lambda: documents.attach_to_task(runtime, task_id=task.id, files={}, by=by),
        "release": lambda: tasks.release(runtime, task_id=task.id, by=by),
        "complete": lambda: complete(house, task, by),
    }
    for name, door in doors.items():
        try:
            door()
        except errors.EngineError as refused:
            if isinstance(refused, errors.NotFound) and refused.code == "section":
                opened.append(name)
            continue
        opened.append(name)
    return opened


@pytest.mark.parametrize("taken", [True, False])
def test_before_the_first_and_after_the_last_day_every_door_is_shut(
    house: House, task: TaskRow, *, taken: bool
) -> None:
    if taken:
        claim(house, task, house.actors[SARA])
    away.write(house, SARA, LIEN, days=2, after=1)
    assert refusals(house, task, away.signed_in(house, LIEN)) == []
    house.clock.forward(days=1)
    assert away.signed_in(house, LIEN).stands_in
    house.clock.forward(days=2)
    assert away.signed_in(house, LIEN).stands_in == ()
    assert refusals(house, task, away.signed_in(house, LIEN)) == []


def test_the_last_day_ends_at_midnight_in_brussels(house: House) -> None:
    away.write(house, SARA, LIEN, days=6)  # over the night in which the clock goes forward
    house.clock.to(datetime(2026, 3, 28, 21, 59, 59, tzinfo=UTC))
    assert away.signed_in(house, LIEN).stands_in[0].last_on == date(2026, 3, 28)
    house.clock.to(datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
    assert away.signed_in(house, LIEN).stands_in == ()


def test_what_is_ended_early_ends_at_once(house: House, task: TaskRow) -> None:
    absence_id = away.write(house, SARA, LIEN)
    claim(house, task, away.signed_in(house, LIEN))
    absences.end(house.runtime, by=house.actors[SARA], absence_id=absence_id)
    assert refusals(house, task, away.signed_in(house, LIEN)) == []
    assert now(house, task).assignee == person(house, SARA)
    with pytest.raises(errors.NotFound):
        absences.end(house.runtime, by=house.actors[SARA], absence_id=absence_id)
    away.write(house, SARA, JONAS)


@pytest.mark.parametrize("change", ["role of the absent", "role of the substitute", "account"])
def test_roles_and_accounts_count_as_they_are_today(
    house: House, task: TaskRow, change: str
) -> None:
    claim(house, task, house.actors[SARA])
    away.write(house, SARA, LIEN)
    assert away.signed_in(house, LIEN).stands_in
    admin, whose = house.actors["bert.beheer"], LIEN if "substitute" in change else SARA
    found = people.one(house.runtime, person_id=person(house, whose), by=admin)
    if change == "account":
        people.disable(house.runtime, person_id=found.id, by=admin)
    else:
        people.revoke(house.runtime, person_id=found.id, membership_id=found.roles[0].id, by=admin)
    assert refusals(house, task, away.signed_in(house, LIEN)) == []


def test_a_substitution_is_not_followed_any_further(house: House, task: TaskRow) -> None:
    claim(house, task, house.actors[SARA])
    away.write(house, SARA, LIEN)
    away.write(house, LIEN, HILDE)
    hilde = away.signed_in(house, HILDE)
    assert [each.name for each in hilde.stands_in] == ["Lien Declercq"]
    assert "complete" not in refusals(house, task, hilde)


def test_a_role_that_the_substitute_does_not_hold_does_not_go_over(house: House) -> None:
    """Hilde coordinates team Oost; Sara stands in for her as an officer only."""
    probing.deploy(
        house, probing.row(probing.TASK.format("approve").replace("kb-ko", "teamcoordinator-ko"))
    )
    task = probing.only_task(house, probing.start(house))
    claim(house, task, house.actors[HILDE])
    away.write(house, HILDE, SARA)
    sara = away.signed_in(house, SARA)
    assert sara.stands_in[0].roles == (RoleInTeam("kb-ko", "oost"),)
    assert refusals(house, task, sara) == []


def test_who_stands_in_is_not_offered_to_add_documents(house: House, task: TaskRow) -> None:
    claim(house, task, house.actors[SARA])
    away.write(house, SARA, LIEN)
    number = house.case(task.case_id).number
    by = away.signed_in(house, LIEN)
    assert not cases.view(house.runtime, number=number, by=by).may_add
    assert cases.view(house.runtime, number=number, by=house.actors[SARA]).may_add


def test_nothing_but_work_on_tasks_goes_over(house: House) -> None:
    away.write(house, SARA, LIEN)
    plain, lien = house.actors[LIEN], away.signed_in(house, LIEN)
    policy = house.runtime.policy
    assert policy.permissions(lien) == policy.permissions(plain)
    for permission in Permission:
        assert policy.scope(lien, permission) == policy.scope(plain, permission)
    elsewhere = TaskFacts("kb-ko-noord", person(house, SARA))
    assert policy.acting(lien, elsewhere) == lien
    assert policy.acting(lien, TaskFacts(None, person(house, SARA))) == lien


# --- four eyes -----------------------------------------------------------------------------------


def review_of(house: House, task: TaskRow) -> TaskRow:
    with house.runtime.store.read() as tx:
        return next(
            each
            for each in task_rows.of_case(tx, task.case_id)
            if each.element == "review" and each.state == "open"
        )


def give(house: House, task: TaskRow, login: str) -> None:
    """Lay a task on a desk, however it came there."""
    with house.runtime.store.write("tests.write") as tx:
        task_rows.claim(tx, task.case_id, task.id, person(house, login), house.clock.now)


@pytest.mark.parametrize(
    ("proposer", "absent", "substitute"),
    [(SARA, SARA, LIEN), (LIEN, SARA, LIEN)],
    ids=["the absent person proposed", "the substitute proposed"],
)
@pytest.mark.parametrize("taken", [True, False])
def test_nobody_reviews_in_the_name_of_another_what_either_proposed(
    house: House, task: TaskRow, proposer: str, absent: str, substitute: str, *, taken: bool
) -> None:
    give(house, task, proposer)
    complete(house, task, replace(house.actors[proposer]))
    review = review_of(house, task)
    if taken:
        give(house, review, absent)
    away.write(house, absent, substitute)
    by = away.signed_in(house, substitute)
    view = tasks.view(house.runtime, task_id=review.id, by=by)
    assert view.refused is not None
    assert (view.refused.code, view.may_claim, view.may_complete) == ("four_eyes", False, False)
    assert refusals(house, review, by) == ["view"]
    assert now(house, review).assignee == (person(house, absent) if taken else None)


def test_what_was_done_in_ones_name_counts_when_one_is_back(house: House, task: TaskRow) -> None:
    away.write(house, SARA, LIEN, days=1)
    lien = away.signed_in(house, LIEN)
    claim(house, task, lien)
    complete(house, task, lien)
    house.clock.forward(days=1)
    review = review_of(house, task)
    give(house, review, SARA)
    assert refusals(house, review, house.actors[SARA]) == ["view", "release"]
    claim(house, review, house.actors[JONAS])
    assert complete(house, review, house.actors[JONAS]).ended


# --- writing it down -----------------------------------------------------------------------------


def problems(house: House, **changed: Any) -> list[tuple[str, str]]:
    day = away.today(house)
    wanted: dict[str, Any] = {
        "by": house.actors[SARA],
        "first_on": day,
        "last_on": day + timedelta(days=4),
        "substitute_id": person(house, JONAS),
        **changed,
    }
    with pytest.raises(errors.InvalidInput) as refused:
        absences.write(house.runtime, **wanted)
    return [(each.field, each.code) for each in refused.value.problems]


def test_days_are_looked_at(house: House) -> None:
    day = away.today(house)
    assert problems(house, first_on=None) == [("first", "absence.day")]
    assert problems(house, last_on=None) == [("last", "absence.day")]
    assert problems(house, first_on=day - timedelta(days=1)) == [("first", "absence.past")]
    assert problems(house, last_on=day - timedelta(days=1)) == [("last", "absence.order")]
    assert problems(house, last_on=day + timedelta(days=366)) == [("last", "absence.long")]


@pytest.mark.parametrize("login", [SARA, "pieter.claeys", "ann.auditor", "bert.beheer"])
def test_only_a_colleague_with_the_role_stands_in(house: House, login: str) -> None:
    found = absences.of_person(house.runtime, by=house.actors[SARA]).colleagues
    assert person(house, login) not in {each.id for each in found}
    wrong = [("substitute", "unknown_option")]
    assert problems(house, substitute_id=person(house, login)) == wrong


def test_a_colleague_of_the_own_team_comes_first(house: House) -> None:
    found = absences.of_person(house.runtime, by=house.actors[SARA]).colleagues
    assert {each.name for each in found[:2]} == {"Hilde Van Damme", "Jonas Peeters"}


def test_nobody_is_away_twice_at_the_same_time(house: House) -> None:
    away.write(house, SARA, JONAS, days=3, after=2)
    assert problems(house) == [("first", "absence.overlap")]
    away.write(house, SARA, LIEN, days=2)
    away.write(house, SARA, LIEN, after=5)


def test_who_is_away_does_not_stand_in(house: House) -> None:
    away.write(house, JONAS, LIEN, after=4)
    assert problems(house) == [("substitute", "absence.substitute_away")]


def test_a_coordinator_writes_and_ends_for_who_works_in_the_team(house: House) -> None:
    absence_id = away.write(house, SARA, LIEN, by=HILDE)
    found = absences.of_person(house.runtime, by=house.actors[HILDE], person_id=person(house, SARA))
    assert [each.substitute for each in found.absences] == ["Lien Declercq"]
    assert absences.end(house.runtime, by=house.actors[HILDE], absence_id=absence_id) == person(
        house, SARA
    )


@pytest.mark.parametrize("login", [JONAS, "karel.dhondt", "an.admin"])
def test_nobody_else_knows_or_changes_when_somebody_is_away(house: House, login: str) -> None:
    absence_id, by = away.write(house, SARA, LIEN), house.actors[login]
    with pytest.raises(errors.NotFound):
        absences.of_person(house.runtime, by=by, person_id=person(house, SARA))
    with pytest.raises(errors.NotFound):
        absences.end(house.runtime, by=by, absence_id=absence_id)
    with pytest.raises(errors.NotFound):
        away.write(house, SARA, JONAS, after=10, by=login)


def test_the_log_tells_who_wrote_and_ended_it(house: House) -> None:
    absence_id = away.write(house, SARA, LIEN)
    absences.end(house.runtime, by=house.actors[SARA], absence_id=absence_id)
    with house.runtime.store.read() as tx:
        kinds = [each.kind for each in trail.of_log(tx) if each.kind.startswith("absence")]
    assert sorted(kinds) == ["absence:ended", "absence:written"]
