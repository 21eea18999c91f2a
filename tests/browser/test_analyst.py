"""An analyst breaks a procedure, is refused, mends it, and a second analyst puts it into force."""

# ruff: noqa: RUF001 - Dutch text has its own dashes and quotation marks

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from engine import deployments
from engine.model import SYSTEM
from engine.store import deployments as deployment_rows
from tests.browser.desks import Desks
from tests.browser.serving import Served, plan, serving
from tests.house import ROOT

FAMILY = "vergunning"
DIAGRAM = "vergunning_gezinsopvang"
BEFORE = "onderzoek_aanvraag"
NEW_TASK = "Bespreek het onderzoek met een collega"
REASON = "Elk onderzoek wordt met een collega besproken"
LONG = 120_000


@pytest.fixture
def served(browser: Browser, tmp_path: Path) -> Iterator[Served]:
    """Serve a house with one family, where a second analyst has to agree."""
    del browser
    processes, forms = tmp_path / "processes", tmp_path / "forms"
    processes.mkdir()
    for path in (ROOT / "processes").iterdir():
        if path.is_file():
            shutil.copyfile(path, processes / path.name)
        elif path.name in {FAMILY, "gedeeld", "codelijsten", "registers"}:
            shutil.copytree(path, processes / path.name, ignore=_most_scenarios)
    for name in (FAMILY, "gedeeld"):
        shutil.copytree(ROOT / "forms" / name, forms / name)
    where = {"processes": str(processes), "forms": str(forms)}
    with serving(tmp_path, approve_deployments=True, **where) as found:
        yield found


def _most_scenarios(folder: str, names: list[str]) -> set[str]:
    """Leave out every scenario but the one of the example, so that playing is quick."""
    return (
        set(names) - {"volledig_dossier_toegekend.yaml"} if folder.endswith("scenarios") else set()
    )


def test_a_new_version_holds_for_new_cases_and_the_running_one_keeps_its_own(
    served: Served, desks: Desks, tmp_path: Path
) -> None:
    running = served.case_at(BEFORE)
    page = desks.of("pieter.claeys")
    page.goto(f"/processen/{DIAGRAM}/bewerken")
    expect(page.locator("[data-drawn=yes]")).to_be_attached()

    cut(page, "Bezwaartermijn afwachten → Welke uitkomst?")
    expect(findings(page).get_by_role("link").first).to_contain_text("geen enkele procedure komt")
    assert propose(page, "Zonder kennisgeving geen uitkomst") == 422
    expect(page.locator("[data-element-id=uitkomst].mark-wrong")).to_be_visible()
    expect(findings(page)).to_be_focused()
    pick(page, "Bezwaartermijn afwachten")
    connect(page, "Welke uitkomst?")

    cut(page, "Onderzoek de aanvraag → Zoek wat het onderzoek doet vermoeden")
    pick(page, "Onderzoek de aanvraag")
    page.get_by_label("Erna zetten").select_option(label="Gebruikerstaak")
    page.get_by_role("button", name="Toevoegen", exact=True).click()
    properties(page, {"Naam": NEW_TASK})
    choices(page, {"Formulier": "aanvulling_ontvangen", "Termijn": "vergunning.ontvankelijkheid"})
    choices(page, {"Groep die de taak kan nemen": "="})
    properties(page, {"Groep die de taak kan nemen: uitdrukking": "bevoegd."})
    expect(panel(page)).to_contain_text("de groep is geen geldige FEEL")
    properties(page, {"Groep die de taak kan nemen: uitdrukking": "bevoegd.groep"})
    connect(page, "Zoek wat het onderzoek doet vermoeden")

    page.get_by_role("button", name="Scenario’s naspelen").click()
    told = page.locator("[data-played]")
    expect(told).to_contain_text("met een fout", timeout=LONG)
    expect(page.locator("[data-outcome] li").first).to_contain_text("regel")
    expect(page.locator(".mark-uncovered, .mark-wrong").first).to_be_attached()

    assert propose(page, "") == 422
    expect(page.get_by_label("Wat is er veranderd, en waarom?")).to_be_focused()
    assert propose(page, REASON) == 200
    expect(page.get_by_role("button", name="Intrekken")).to_be_visible()
    expect(page.get_by_role("button", name="Goedkeuren")).to_have_count(0)

    second = desks.of("sofie.lemmens")
    second.goto("/processen")
    second.get_by_role("link", name="1 voorstel wacht op een tweede analist").click()
    second.get_by_role("link", name="Vergunning gezinsopvang").click()
    change = second.get_by_role("listitem").filter(has_text=NEW_TASK).first
    expect(change).to_contain_text("Nieuw")
    second.get_by_role("button", name="Goedkeuren").click()
    expect(second.get_by_text("De nieuwe versie is in werking.")).to_be_visible()
    second.goto(f"/processen/{DIAGRAM}")
    version = second.get_by_role("row").filter(has_text="Versie 2")
    expect(version).to_contain_text("Pieter Claeys, goedgekeurd door Sofie Lemmens")
    expect(version).to_contain_text(REASON)

    finish(served, running)
    fresh = served.case_at(BEFORE)
    served.does(fresh, next(s for s in plan()["stappen"] if s.get("taak") == BEFORE))
    desk = desks.of("sara.mertens")
    desk.goto(f"/procedures/{fresh}")
    expect(desk.get_by_role("link", name=NEW_TASK)).to_be_visible()
    assert exported_hash(served, tmp_path) == hash_in_force(served)


def test_a_diagram_is_arranged_and_comes_back_as_it_was(served: Served, desks: Desks) -> None:
    del served
    page = desks.of("pieter.claeys")
    page.goto(f"/processen/{DIAGRAM}/bewerken")
    expect(page.locator("[data-drawn=yes]")).to_be_attached()
    task = page.locator(f"[data-element-id={BEFORE}]")
    drag(page, task)
    moved = task.bounding_box()
    with page.expect_response("**/schikken*") as waiting:
        page.get_by_role("button", name="Schik het schema").click()
    assert waiting.value.status == 200
    expect(page.locator("#said")).to_contain_text("Het schema is opnieuw geschikt")
    assert task.bounding_box() != moved
    page.get_by_role("button", name="Ongedaan maken").click()
    page.wait_for_function(
        "([id, x]) => Math.abs(document.querySelector(id).getBoundingClientRect().x - x) < 2",
        arg=[f"[data-element-id={BEFORE}]", moved["x"] if moved else 0],
    )


def test_everything_that_bpmn_js_says_is_dutch(served: Served, desks: Desks) -> None:
    del served
    page = desks.of("pieter.claeys")
    untold: list[str] = []
    page.on("console", lambda line: untold.append(line.text) if "no Dutch" in line.text else None)
    page.goto("/processen/vergunning_groepsopvang/bewerken")
    expect(page.locator("[data-drawn=yes]")).to_be_attached()
    seen = set()
    for label in page.locator("[data-pick] option").all_inner_texts()[1:]:
        kind = label.rpartition("–")[2]
        if kind in seen:
            continue
        seen.add(kind)
        page.get_by_label("Element", exact=True).select_option(label=label)
        wrench = page.locator(".djs-context-pad [data-action=replace]")
        if wrench.count():
            wrench.first.dispatch_event("click")
            expect(page.locator(".djs-popup")).to_be_visible()
            page.keyboard.press("Escape")
    assert len(seen) > 5
    assert untold == []


def pick(page: Page, start: str) -> None:
    """Choose an element or an arrow from the list beside the drawing."""
    choose(page, "Element", start)


def cut(page: Page, arrow: str) -> None:
    """Remove an arrow."""
    pick(page, arrow)
    page.get_by_role("button", name="Verwijderen").click()


def connect(page: Page, target: str) -> None:
    """Draw an arrow from the chosen element to another one."""
    choose(page, "Verbinden met", target)
    page.get_by_role("button", name="Verbinden", exact=True).click()


def choose(page: Page, field: str, start: str) -> None:
    """Choose what begins with `start` in a list."""
    field_ = page.get_by_label(field, exact=True)
    labels = field_.locator("option").all_inner_texts()
    field_.select_option(label=next(label for label in labels if label.startswith(start)))


def properties(page: Page, values: dict[str, str]) -> None:
    """Write down properties of the chosen element."""
    for label, value in values.items():
        panel(page).get_by_label(label, exact=True).fill(value)
        page.keyboard.press("Tab")


def choices(page: Page, values: dict[str, str]) -> None:
    """Choose properties of the chosen element, by what stands in the file."""
    for label, value in values.items():
        panel(page).get_by_label(label, exact=True).select_option(value)


def propose(page: Page, reason: str) -> int:
    """Propose the drawing for a reason; return what the server answers."""
    page.get_by_label("Wat is er veranderd, en waarom?").fill(reason)
    with page.expect_response("**/in-werking*") as waiting:
        page.get_by_role("button", name="Voorstellen", exact=True).click()
    return waiting.value.status


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Gegevens van het gekozen element")


def drag(page: Page, task: Locator) -> None:
    """Drag an element a little down with the mouse."""
    box = task.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 20, steps=4)
    page.mouse.move(x + 60, y + 10, steps=4)
    page.mouse.up()


def hash_in_force(served: Served) -> str:
    runtime = served.house.runtime
    with runtime.store.read() as tx:
        row = deployment_rows.newest(tx, FAMILY)
    assert row is not None
    return row.content_hash


def exported_hash(served: Served, folder: Path) -> str:
    """Return the hash that the licences have once what is in force was written to a folder."""
    runtime = served.house.runtime
    deployments.export(runtime, into=folder / "uit", by=SYSTEM, procedure=FAMILY)
    processes, forms = str(folder / "uit/processes"), str(folder / "uit/forms")
    settings = replace(runtime.settings, processes=processes, forms=forms)
    written = replace(runtime, settings=settings)
    return deployments.content_hash(dict(deployments.read_folders(written))[FAMILY])


def findings(page: Page) -> Locator:
    return page.get_by_role("region", name="Opmerkingen bij het schema")


def finish(served: Served, number: str) -> None:
    """Play a running case on, task by task, to its end."""
    steps = plan()["stappen"]
    first = next(i for i, step in enumerate(steps) if step.get("taak") == BEFORE)
    for step in steps[first:]:
        if "taak" in step:
            served.does(number, step)
    served.ended(number, plan()["einde"])
    assert NEW_TASK not in served.task_names(number)
