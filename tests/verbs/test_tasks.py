"""Taking, returning, drafting and completing a task."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench import house as bench
from engine import drafts, errors, store, tasks
from engine.model import Actor
from engine.store.rows import TaskRow
from tests.house import House
from tests.verbs import probing

FOUR_EYES = probing.row(
    probing.TASK.format("propose"),
    probing.TASK.format("review").replace("/>", ' pr:fourEyes="propose"/>'),
)


@pytest.fixture
def sara(house: House) -> Actor:
    return house.actors["sara.mertens"]


@pytest.fixture
def jonas(house: House) -> Actor:
    return house.actors["jonas.peeters"]


@pytest.fixture
def task(house: House) -> TaskRow:
    """Return a free task of team Oost, before a review by somebody else."""
    probing.deploy(house, FOUR_EYES)
    return probing.only_task(house, probing.start(house))


def complete(house: House, task_id: str, by: Actor, key: str | None = None) -> tasks.Completed:
    return tasks.complete(
        house.runtime, task_id=task_id, by=by, posted={}, key=key or store.new_id()
    )


def claim(house: House, task_id: str, by: Actor) -> None:
    tasks.claim(house.runtime, task_id=task_id, by=by)


def number_of(house: House, task: TaskRow) -> str:
    return str(house.case(task.case_id).number)


def test_a_second_claim_is_refused_with_the_name_of_the_first(
    house: House, task: TaskRow, sara: Actor, jonas: Actor
) -> None:
    claim(house, task.id, sara)
    with pytest.raises(errors.AlreadyClaimed) as refused:
        claim(house, task.id, jonas)
    assert refused.value.facts["assignee"] == sara.name


def test_taking_ones_own_task_again_changes_nothing(
    house: House, task: TaskRow, sara: Actor
) -> None:
    claim(house, task.id, sara)
    claim(house, task.id, sara)
    number = number_of(house, task)
    assert probing.kinds(house, number) == ["case:started", "task:claimed"]
    assert probing.only_task(house, number).version == 2


def test_a_task_that_is_given_back_can_be_taken_by_a_colleague(
    house: House, task: TaskRow, sara: Actor, jonas: Actor
) -> None:
    claim(house, task.id, sara)
    tasks.release(house.runtime, task_id=task.id, by=sara)
    claim(house, task.id, jonas)
    assert probing.only_task(house, number_of(house, task)).assignee == jonas.person_id


def test_nobody_gives_back_what_is_not_theirs(
    house: House, task: TaskRow, sara: Actor, jonas: Actor
) -> None:
    claim(house, task.id, sara)
    with pytest.raises(errors.AlreadyClaimed):
        tasks.release(house.runtime, task_id=task.id, by=jonas)


def test_a_task_of_another_team_does_not_exist(house: House, task: TaskRow) -> None:
    lien = house.actors["lien.declercq"]
    for work in (claim, complete):
        with pytest.raises(errors.NotFound):
            work(house, task.id, lien)
    with pytest.raises(errors.NotFound):
        tasks.view(house.runtime, task_id=task.id, by=lien)


def test_a_task_that_was_not_taken_is_not_completed(
    house: House, task: TaskRow, sara: Actor
) -> None:
    with pytest.raises(errors.NotAllowed, match="not_your_task"):
        complete(house, task.id, sara)


def test_a_draft_of_an_older_page_does_not_overwrite_a_newer_one(
    house: House, task: TaskRow, sara: Actor
) -> None:
    claim(house, task.id, sara)

    def save(seen: int, text: str) -> int:
        return drafts.save_task(
            house.runtime, task_id=task.id, by=sara, posted={"remark": text}, seen=seen
        )

    assert save(0, "first tab") == 1
    with pytest.raises(errors.Stale) as stale:
        save(0, "second tab")
    assert stale.value.facts["current"] == 1
    assert save(1, "first tab, more") == 2
    kept = probing.only_task(house, number_of(house, task)).draft
    assert kept == {"remark": "first tab, more"}


def test_a_draft_survives_giving_back_and_goes_when_the_task_is_completed(
    house: House, task: TaskRow, sara: Actor
) -> None:
    claim(house, task.id, sara)
    drafts.save_task(house.runtime, task_id=task.id, by=sara, posted={"remark": "x"}, seen=0)
    tasks.release(house.runtime, task_id=task.id, by=sara)
    assert probing.only_task(house, number_of(house, task)).draft == {"remark": "x"}
    claim(house, task.id, sara)
    complete(house, task.id, sara)
    assert [t.draft for t in house.open_tasks(number_of(house, task))] == [None]


def test_the_same_key_twice_is_one_completion(house: House, task: TaskRow, sara: Actor) -> None:
    claim(house, task.id, sara)
    first, second = (complete(house, task.id, sara, "one-and-the-same") for _ in range(2))
    assert (first.again, second.again) == (False, True)
    assert first.case_number == second.case_number
    assert probing.kinds(house, first.case_number).count("task:completed") == 1


def test_another_key_is_told_that_it_is_done(house: House, task: TaskRow, sara: Actor) -> None:
    claim(house, task.id, sara)
    complete(house, task.id, sara)
    with pytest.raises(errors.AlreadyDone):
        complete(house, task.id, sara)


def test_the_key_of_somebody_else_does_not_answer_for_them(
    house: House, task: TaskRow, sara: Actor, jonas: Actor
) -> None:
    claim(house, task.id, sara)
    complete(house, task.id, sara, "one-and-the-same")
    with pytest.raises(errors.AlreadyDone):
        complete(house, task.id, jonas, "one-and-the-same")


def test_a_refused_form_keeps_nothing_and_gives_back_what_was_typed(house: House) -> None:
    number = bench.start(house, "bench_linear")
    task = bench.open_task(house, number)
    with pytest.raises(tasks.RefusedForm) as refused:
        tasks.complete(
            house.runtime,
            task_id=task.id,
            by=house.actors[bench.WHO],
            posted={"advice": "maybe", "remark": "typed"},
            key=store.new_id(),
        )
    assert [problem.code for problem in refused.value.problems] == ["unknown_option"]
    assert refused.value.view.form is not None
    assert {f.name: f.text for f in refused.value.view.form.fields}["remark"] == "typed"
    assert bench.open_task(house, number).id == task.id
    assert house.case(number).version == 1


# four eyes


@pytest.fixture
def review(house: House, task: TaskRow, sara: Actor) -> TaskRow:
    """Return the review of what Sara proposed."""
    claim(house, task.id, sara)
    complete(house, task.id, sara)
    return probing.only_task(house, number_of(house, task))


def test_who_proposed_cannot_take_the_review(house: House, review: TaskRow, sara: Actor) -> None:
    with pytest.raises(errors.NotAllowed, match="four_eyes"):
        claim(house, review.id, sara)
    refused = tasks.view(house.runtime, task_id=review.id, by=sara).refused
    assert refused is not None
    assert refused.code == "four_eyes"


def test_a_colleague_can_review(house: House, review: TaskRow, jonas: Actor) -> None:
    claim(house, review.id, jonas)
    assert complete(house, review.id, jonas).ended


def test_a_review_that_lies_with_its_proposer_is_not_completed(
    house: House, review: TaskRow, sara: Actor
) -> None:
    """However it came there: the guard is in completing, too."""
    assert sara.person_id is not None
    with house.runtime.store.write("tests.write") as tx:
        store.tasks.claim(tx, review.case_id, review.id, sara.person_id, house.clock.now)
    with pytest.raises(errors.NotAllowed, match="four_eyes"):
        complete(house, review.id, sara)


def test_acting_in_the_name_of_the_proposer_gives_no_second_pair_of_eyes(
    house: House, review: TaskRow, sara: Actor, jonas: Actor
) -> None:
    for_sara = replace(jonas, in_name_of=sara.person_id)
    with pytest.raises(errors.NotAllowed, match="four_eyes"):
        claim(house, review.id, for_sara)


def test_in_whose_name_it_was_proposed_cannot_review_either(
    house: House, task: TaskRow, sara: Actor, jonas: Actor
) -> None:
    for_sara = replace(jonas, in_name_of=sara.person_id)
    claim(house, task.id, for_sara)
    complete(house, task.id, for_sara)
    review = probing.only_task(house, number_of(house, task))
    for by in (sara, jonas):
        with pytest.raises(errors.NotAllowed, match="four_eyes"):
            claim(house, review.id, by)
    claim(house, review.id, house.actors["hilde.vandamme"])
