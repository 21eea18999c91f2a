"""The other families straight through: a complaint, a subsidy and its first advance."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests import house as houses
from tests.browser.desks import Desks
from tests.browser.forms import follow, press
from tests.browser.parts import answer, posted
from tests.browser.serving import Served, plan

BY_SEVERAL = "geef_bijdrage"


def test_a_complaint_is_handled_by_who_was_not_involved_and_answered(
    served: Served, desks: Desks
) -> None:
    played = plan("klacht_beantwoord", "klachten")
    steps = straight(played)
    number = begin(served, desks, played, "Klacht over de eigen dienst")
    for step in steps[:2]:
        do(served, desks, number, step)
    refused_as_involved(served, desks.of("joris.pauwels"), number)
    for step in steps[2:]:
        do(served, desks, number, step, hidden=played["start"]["indiener"]["naam"])
    served.ended(number, "klacht_beantwoord")
    tells(served, desks.of("katrien.maes"), number, "Antwoord op uw klacht")


def test_a_subsidy_is_granted_and_its_first_advance_released_by_a_second_person(
    served: Served, desks: Desks
) -> None:
    played = plan("subsidie_toegekend", "subsidie")
    number = begin(served, desks, played, "Toekenning van een subsidie")
    for step in straight(played):
        do(served, desks, number, step)
    served.ended(number, "voorschot_betaald")
    tells(served, desks.of("sara.mertens"), number, "Uw subsidie voor kinderopvang")


def straight(played: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the tasks of a scenario without its ways back: of each the last time it is done."""
    tasks = [step for step in played["stappen"] if "taak" in step]
    last = {step["taak"]: at for at, step in enumerate(tasks)}
    return [
        step
        for at, step in enumerate(tasks)
        if step["taak"] == BY_SEVERAL or last[step["taak"]] == at
    ]


def begin(served: Served, desks: Desks, played: dict[str, Any], name: str) -> str:
    """Start a procedure at the desk of intake; return its number."""
    served.house.clock.to(houses.morning(played["dag"]))
    page = desks.of("an.admin")
    page.goto("/procedures/nieuw")
    follow(page, name)
    answer(page, dict(posted(played["start"])))
    assert press(page, "Procedure starten") == 200
    return page.url.rpartition("/")[2].partition("?")[0]


def do(
    served: Served, desks: Desks, number: str, step: dict[str, Any], *, hidden: str | None = None
) -> None:
    """Take, fill and complete a task; who contributes never sees what is `hidden`."""
    page = desks.of(step["door"])
    page.goto(f"/taken/{of_group(served, number, step).id}")
    assert press(page, "Neem deze taak") == 200
    if hidden and step["taak"] == BY_SEVERAL:
        expect(page.locator("main")).not_to_contain_text(hidden)
    answer(page, dict(posted(houses.nested(step["antwoord"]))))
    assert press(page, "Afronden") == 200
    expect(page.get_by_text("De taak is afgerond.")).to_be_visible()


def of_group(served: Served, number: str, step: dict[str, Any]) -> Any:
    """Return the open task of a step; of several with its name, the one for who does it."""
    served.task(number, step["taak"])
    groups = served.house.actors[step["door"]].groups
    return next(
        task
        for task in served.house.open_tasks(number)
        if task.element == step["taak"] and task.candidate_group in groups
    )


def refused_as_involved(served: Served, page: Page, number: str) -> None:
    """See that who was part of the facts does not get the task, and reads why."""
    page.goto(f"/taken/{served.task(number, 'toets_behandelplicht').id}")
    expect(page.get_by_text("je bent betrokken bij de feiten")).to_be_visible()
    expect(page.get_by_role("button", name="Neem deze taak")).to_have_count(0)


def tells(served: Served, page: Page, number: str, subject: str) -> None:
    """Find the letter with its subject among the documents of the case, as a PDF."""
    served.at_rest()
    page.goto(f"/procedures/{number}/documenten")
    link = page.get_by_role("link", name=re.compile(f"PDF openen.*: {subject}"))
    file = page.context.request.get(link.get_attribute("href") or "")
    assert file.body().startswith(b"%PDF")
