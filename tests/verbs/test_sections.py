"""Forms in parts, the verbs: one part is kept, the others stay, all is sent from the draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine import cases, drafts, errors, tasks
from engine.drafts import Kept, Page, Part
from engine.forms import State
from engine.store.rows import TaskRow
from tests import sectioned
from tests.house import House
from tests.sectioned import CLERK, PROCESS, WORKER

KEY = "the-key-of-one-page"
PAGE = Page(PROCESS, KEY)
WHO = {"wie.naam": "De Zonnebloem"}
PLACE = {"plaats.naam": "Bij ons", "plaats.aantal": "8"}
WHOLE = {**WHO, **PLACE}


@pytest.fixture(autouse=True)
def in_parts(house: House) -> None:
    sectioned.deploy(house)


@pytest.fixture
def task(house: House) -> TaskRow:
    by = house.actors[CLERK]
    number = cases.start(house.runtime, process_id=PROCESS, by=by, posted=WHOLE, key="k" * 20)
    (task,) = house.open_tasks(number)
    tasks.claim(house.runtime, task_id=task.id, by=house.actors[WORKER])
    return task


def keep(
    house: House, section: str, posted: Mapping[str, Any], seen: int, *, done: bool = True
) -> Kept:
    part = Part(section, posted, seen, done=done)
    return drafts.save_start_part(house.runtime, page=PAGE, by=house.actors[CLERK], part=part)


def start(house: House, seen: int) -> str:
    by = house.actors[CLERK]
    return cases.start(house.runtime, process_id=PROCESS, by=by, posted={}, key=KEY, seen=seen)


def keep_task(house: House, task: TaskRow, posted: Mapping[str, Any], seen: int) -> Kept:
    part, by = Part("plaats", posted, seen, done=True), house.actors[WORKER]
    return drafts.save_task_part(house.runtime, task_id=task.id, by=by, part=part)


def complete(house: House, task: TaskRow, seen: int | None, **posted: str) -> tasks.Completed:
    by = house.actors[WORKER]
    return tasks.complete(
        house.runtime, task_id=task.id, by=by, posted=posted, key="done" * 5, seen=seen
    )


def test_a_form_in_parts_may_be_sent_whole_as_any_other(house: House, task: TaskRow) -> None:
    assert complete(house, task, None, **WHOLE).ended
    with pytest.raises(cases.RefusedStart):
        cases.start(house.runtime, process_id=PROCESS, by=house.actors[CLERK], posted=WHO, key=KEY)


def test_parts_are_kept_one_by_one_and_sent_together(house: House) -> None:
    first = keep(house, "wie", WHO, 0)
    assert [one.state for one in first.sections][::2] == [State.IN_ORDER, State.NOT_BEGUN]
    second = keep(house, "plaats", PLACE, 1)
    assert (second.version, second.application) == (2, first.application)
    number = start(house, 2)
    assert house.case(number).title == "De Zonnebloem"


def test_the_autosave_does_not_say_that_a_part_is_done(house: House) -> None:
    kept = keep(house, "wie", {"wie.naam": ""}, 0, done=False)
    assert kept.sections == ()
    found = drafts.resume(
        house.runtime,
        process_id=PROCESS,
        application_id=kept.application or "",
        by=house.actors[CLERK],
    )
    assert found.start.sections[0].state is State.BEGUN
    assert found.start.sections[0].form.fields[0].error is None
    keep(house, "wie", {"wie.naam": ""}, 1)
    again = keep(house, "wie", {"wie.naam": " "}, 2, done=False)
    assert again.version == 3
    resumed = drafts.resume(
        house.runtime,
        process_id=PROCESS,
        application_id=kept.application or "",
        by=house.actors[CLERK],
    )
    assert resumed.start.sections[0].state is State.LACKING


def test_a_refused_start_names_the_part_of_each_problem_and_keeps_the_draft(house: House) -> None:
    keep(house, "wie", WHO, 0)
    with pytest.raises(cases.RefusedStart) as refused:
        start(house, 1)
    wrong = {one.id: [each.field for each in one.problems] for one in refused.value.view.sections}
    assert wrong == {"wie": [], "team": [], "plaats": ["plaats.aantal"]}
    assert len(drafts.applications(house.runtime, by=house.actors[CLERK])) == 1


def test_a_draft_that_changed_is_not_sent(house: House, task: TaskRow) -> None:
    keep(house, "wie", WHO, 0)
    keep(house, "plaats", PLACE, 1)
    with pytest.raises(errors.Stale):
        start(house, 1)
    keep_task(house, task, {"plaats.aantal": "7"}, 0)
    with pytest.raises(errors.Stale):
        complete(house, task, 0)


def test_a_task_that_nobody_began_is_completed_with_what_it_begins_with(
    house: House, task: TaskRow
) -> None:
    assert complete(house, task, 0).ended


def test_a_refused_task_names_the_part_of_each_problem(house: House, task: TaskRow) -> None:
    kept = keep_task(house, task, {"plaats.aantal": "veel"}, 0)
    with pytest.raises(tasks.RefusedForm) as refused:
        complete(house, task, kept.version)
    (section,) = (one for one in refused.value.view.sections if one.problems)
    assert (section.id, section.problems[0].code) == ("plaats", "not_a_number")


def test_a_draft_of_before_the_form_had_parts_is_not_lost(house: House, task: TaskRow) -> None:
    by = house.actors[WORKER]
    drafts.save_task(house.runtime, task_id=task.id, by=by, posted={"plaats.aantal": "3"}, seen=0)
    view = tasks.view(house.runtime, task_id=task.id, by=by)
    assert [one.state for one in view.sections][1:] == [State.NOT_APPLICABLE, State.BEGUN]
    assert {one.name: one.text for one in view.sections[2].form.fields}["plaats.aantal"] == "3"


@pytest.mark.parametrize(
    ("section", "posted", "error", "said"),
    [
        ("nowhere", WHO, errors.NotFound, "section"),
        ("team", {"personen": "1"}, errors.InvalidInput, "section_hidden"),
        ("wie", PLACE, errors.InvalidInput, "other_section"),
        ("wie", {"strange": "x"}, errors.InvalidInput, "unknown_field"),
        ("wie", {"/sections": {"wie": "done"}}, errors.InvalidInput, "unknown_field"),
    ],
)
def test_what_is_forged_keeps_nothing(
    house: House,
    section: str,
    posted: Mapping[str, Any],
    error: type[errors.EngineError],
    said: str,
) -> None:
    with pytest.raises(error, match=said):
        keep(house, section, posted, 0)
    assert drafts.applications(house.runtime, by=house.actors[CLERK]) == ()


def test_a_form_of_one_page_has_no_parts_to_keep(house: House) -> None:
    page = Page("vergunning_gezinsopvang", KEY)
    with pytest.raises(errors.NotFound):
        drafts.save_start_part(
            house.runtime, page=page, by=house.actors[CLERK], part=Part("wie", {}, 0)
        )


def test_sending_from_the_draft_costs_one_statement_more_than_sending_fields(
    house: House, task: TaskRow
) -> None:
    keep(house, "wie", WHO, 0)
    keep(house, "plaats", PLACE, 1)
    with house.runtime.store.counting() as from_draft:
        start(house, 2)
    with house.runtime.store.counting() as posted:
        by = house.actors[CLERK]
        cases.start(house.runtime, process_id=PROCESS, by=by, posted=WHOLE, key="other" * 4)
    assert from_draft.statements == posted.statements + 1
    assert (from_draft.commits, posted.commits) == (1, 1)
    with house.runtime.store.counting() as completed:
        complete(house, task, 0)
    assert completed.statements <= 10
    assert completed.commits == 1
