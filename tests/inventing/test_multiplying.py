"""Made-up cases: whole in every table, sealed like real ones, and fit to work on."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import text

from engine import cases, errors, history, inbox, inventing, tasks
from engine.store.tables import metadata
from tests.house import House

WANTED = inventing.Wanted(open=60, finished=200)


def test_made_up_cases_are_whole_and_their_tasks_can_be_done(
    either: House, played: inventing.Played
) -> None:
    """Chains verify, the list shows them, a task of one is done by the real verb."""
    house = either
    heard: list[int] = []
    made = inventing.multiply(
        house.runtime, played, wanted=WANTED, told=lambda each: heard.append(each.cases)
    )
    assert (made.open, made.cases) == (60, 80)
    assert made.finished >= 200
    assert heard == [20, 80]
    verdict = history.verify(house.runtime)
    assert verdict.whole
    assert verdict.cases == 80
    sample = history.verify(house.runtime, sample=9)
    assert (sample.whole, sample.cases) == (True, 9)
    assert 9 * 4 < sample.events < verdict.events / 2
    assert counted(house, "SELECT count(DISTINCT title) FROM case_") > 60
    assert counted(house, "SELECT count(*) FROM user_task WHERE state = 'open'") == 60
    assert counted(house, "SELECT count(DISTINCT candidate_group) FROM user_task") >= 6

    by = house.actors["sara.mertens"]
    line = next(
        each
        for each in inbox.find(house.runtime, by=by, box="team", sort="title").lines
        if each.assignee is None and each.element == "onderzoek_trap"
    )
    tasks.claim(house.runtime, task_id=line.id, by=by)
    answers = {
        "onderzoek.vergunning": "ja",
        "onderzoek.nederlands": "ja",
        "onderzoek.openingsdagen": 220,
        "onderzoek.jaarbedrag": 9000,
        "onderzoek.vaststellingen": "Nagekeken.",
    }
    posted = house.filled_in(line.id, by, answers)
    done = tasks.complete(house.runtime, task_id=line.id, by=by, posted=posted, key="k" * 20)
    view = cases.view(house.runtime, number=done.case_number, by=by)
    assert [each.element for each in view.open_tasks.rows] == ["stel_beslissing_voor"]
    assert history.verify(house.runtime).whole


def test_a_copy_has_a_row_wherever_the_played_case_has_one(
    house: House, played: inventing.Played
) -> None:
    inventing.multiply(house.runtime, played, wanted=replace(WANTED, open=0, finished=10))
    whole = next(each for each in played.samples if each.element is None)
    assert {name: counted(house, f"SELECT count(*) FROM {name}") for name in whole.rows} == {
        name: len(rows) for name, rows in whole.rows.items()
    }
    assert len(whole.rows) >= 13
    told = str([house_rows(house, name) for name in whole.rows])
    assert whole.case.id not in told
    assert whole.case.number not in told
    assert played.name not in told
    number = played.numbers[0][0]
    assert not re.search(rf"(?<![\w.-]){number}(?![\w.-])", told), "not within an id or a hash"


def test_another_seed_is_added_only_when_that_is_asked(
    house: House, played: inventing.Played
) -> None:
    small = inventing.Wanted(open=3, finished=0)
    inventing.multiply(house.runtime, played, wanted=small)
    with pytest.raises(errors.Conflict) as refused:
        inventing.multiply(house.runtime, played, wanted=small)
    assert refused.value.code == "bulk_not_empty"
    inventing.multiply(house.runtime, played, wanted=replace(small, seed=2, add=True))
    assert counted(house, "SELECT count(*) FROM case_") == 6
    assert history.verify(house.runtime).whole


def test_nothing_is_made_up_outside_demo_mode(house: House, played: inventing.Played) -> None:
    settings = replace(house.runtime.settings, demo=False)
    real = replace(house.runtime, settings=settings)
    with pytest.raises(errors.NotAllowed):
        inventing.generate(real, wanted=WANTED)
    with pytest.raises(errors.NotAllowed):
        inventing.multiply(real, played, wanted=WANTED)


def counted(house: House, query: str) -> int:
    """Return the one number that a query finds."""
    with house.runtime.store.read() as tx:
        return int(tx.scalar(text(query)))


def house_rows(house: House, name: str) -> list[tuple[object, ...]]:
    """Return every row of a table."""
    with house.runtime.store.read() as tx:
        return [tuple(row) for row in tx.all(metadata.tables[name].select())]


def test_a_sample_finds_a_changed_line(house: House, played: inventing.Played) -> None:
    inventing.multiply(house.runtime, played, wanted=replace(WANTED, open=0, finished=50))
    with house.runtime.store.write("tests.write") as tx:
        tx.run(text("UPDATE history SET kind = 'task:read' WHERE seq = 3"))
    assert {each.kind for each in history.verify(house.runtime, sample=2).faults} == {"edited"}
    assert len(history.verify(house.runtime, sample=2).faults) == 2
