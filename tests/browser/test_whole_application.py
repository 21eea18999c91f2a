"""A whole application, in parts, with persons and files, is there whatever happens on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from engine import bpmn
from engine.store import documents as document_rows
from engine.store import whereabouts
from tests.browser.desks import READY, Desks
from tests.browser.forms import follow, press
from tests.browser.parts import NEXT, answer, of_part, posted, title
from tests.browser.serving import Served, plan
from tests.content.reading import forms
from tests.sending import read
from tests.vetting import samples

PROCESS = "vergunning_groepsopvang"
NAME = "Vergunning groepsopvang"
SEND = "Procedure starten"
PARTS = forms()["aanvraag_groepsopvang"]["components"]
SAVED = re.compile(r"bewaard om \d\d:\d\d")
PERSONS = (0, 2)  # a manager, and a child minder in training


@dataclass(frozen=True)
class Piece:
    """A file that belongs with a question, and the sort of document that it is."""

    name: str
    kind: str
    data: bytes

    @property
    def upload(self) -> Any:
        """Return it as a browser takes it."""
        return {"name": self.name, "mimeType": "application/pdf", "buffer": self.data}


FILES = {
    "organisator.statuten": Piece("statuten.pdf", "statuten", samples.pdf(pages=1)),
    "personen.0.strafregister.stuk": Piece(
        "uittreksel mieke.pdf", "uittreksel_strafregister", samples.pdf(pages=2)
    ),
    "personen.1.strafregister.stuk": Piece(
        "uittreksel ana.pdf", "uittreksel_strafregister", samples.pdf(pages=3)
    ),
    "gebouw.grondplan": Piece("grondplan.pdf", "grondplan", samples.pdf(pages=4)),
}


def application() -> dict[str, Any]:
    """Return what is filled in: the answers of the scenario that ends well, of some persons."""
    values: dict[str, Any] = plan("groepsopvang_toegekend")["start"]
    values["locatie"]["ruimtes"] = values["locatie"]["ruimtes"][::4]
    return values | {"personen": [values["personen"][at] for at in PERSONS]}


def test_a_whole_application_comes_in_whole_whatever_happens(served: Served, desks: Desks) -> None:
    answers = dict(posted(application()))
    page = desks.of("an.admin")
    begin(page)
    cut_while_typing(page, of_part(answers, PARTS[0]))
    two_tabs(page, of_part(answers, PARTS[1]))
    for group in PARTS[2:4]:
        part(page, of_part(answers, group))
    press(page, "Afmelden")
    page = desks.of("an.admin")
    go_on(page, PARTS[4]["label"])
    cut_while_uploading(page, of_part(answers, PARTS[4]))
    for group in PARTS[5:]:
        part(page, of_part(answers, group))
    number = cut_while_sending(page)
    came_in_whole(served, number)


@pytest.mark.long
def test_a_whole_application_comes_in_without_scripts(served: Served, desks: Desks) -> None:
    answers = dict(posted(application()))
    page = desks.of("an.admin", java_script_enabled=False)
    begin(page)
    for group in PARTS:
        part(page, of_part(answers, group), scripts=False)
    assert press(page, SEND) == 200
    came_in_whole(served, number_of(page))


def begin(page: Page) -> None:
    """Begin an application, and open its first part."""
    page.goto("/procedures/nieuw")
    follow(page, NAME)
    press(page, "Beginnen")
    follow(page, PARTS[0]["label"])


def go_on(page: Page, part_title: str) -> None:
    """Go on, in another browser, with the application that was begun."""
    page.goto("/procedures/nieuw")
    follow(page, application()["organisator"]["naam"])
    expect(page.get_by_text("4 van de 9 delen zijn in orde.")).to_be_visible()
    follow(page, part_title)


def part(page: Page, answers: Mapping[str, Any], *, scripts: bool = True) -> None:
    """Fill in the part that stands open with its files, and go to the next."""
    here = title(page)
    answer(page, answers, scripts=scripts)
    for key in files_of(here):
        attach(page, key, scripts=scripts)
    onward(page, here)


def onward(page: Page, here: str) -> None:
    """Keep the part that stands open, which is in order, and go to the next."""
    page.get_by_role("button", name=NEXT, exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(here)


def files_of(part_title: str) -> list[str]:
    """Return the files that belong in a part."""
    (group,) = (group for group in PARTS if group["label"] == part_title)
    return list(of_part(FILES, group))


def attach(page: Page, key: str, *, scripts: bool = True) -> None:
    """Add a file: with scripts it comes in at once, without them with the part."""
    page.set_input_files(f'[name="_file.{key}"]', FILES[key].upload)
    if scripts:
        came_in(page, key)


def came_in(page: Page, key: str) -> None:
    chosen = page.locator(f'[data-picker="{key}"] [id^="gekozen-"]')
    expect(chosen).to_contain_text(FILES[key].name, timeout=20_000)


def cut_while_typing(page: Page, answers: Mapping[str, Any]) -> None:
    """Lose the connection half way a part; what is typed meanwhile is kept when it is back."""
    page.wait_for_selector(READY, state="attached")
    names = list(answers)
    answer(page, {name: answers[name] for name in names[:4]})
    page.context.set_offline(True)
    for name in names[4:6]:
        page.locator(f'[name="{name}"]').fill(answers[name])
    expect(page.locator("#said")).to_contain_text("geen verbinding")
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    page.reload()
    for name in names[4:6]:
        expect(page.locator(f'[name="{name}"]')).to_have_value(answers[name])
    part(page, {name: answers[name] for name in names[6:]})


def two_tabs(page: Page, answers: Mapping[str, Any]) -> None:
    """Work in two tabs: the one that comes second hears it, and writes over nothing."""
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector(READY, state="attached")
    part(page, answers)
    places = other.locator('[name="aanvraag.plaatsen"]')
    places.fill("99")
    expect(other.locator("#said")).to_contain_text("intussen veranderd")
    expect(places).to_have_value("99")
    other.reload()
    expect(places).to_have_value(answers["aanvraag.plaatsen"])
    other.close()


def cut_while_uploading(page: Page, answers: Mapping[str, Any]) -> None:
    """Lose the connection when a file is chosen; it comes in when the connection is back."""
    here = title(page)
    first, second = files_of(here)
    answer(page, answers)
    page.context.set_offline(True)
    page.set_input_files(f'[name="_file.{first}"]', FILES[first].upload)
    expect(page.locator(f'[data-picker="{first}"]')).to_contain_text(FILES[first].name)
    page.context.set_offline(False)
    came_in(page, first)
    attach(page, second)
    onward(page, here)


def cut_while_sending(page: Page) -> str:
    """Lose the answer to what was sent; sending again leads to the case that there is already."""
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch(max_redirects=0).status)
        route.abort("connectionreset")

    page.route(f"**/procedures/nieuw/{PROCESS}**", lose)
    with pytest.raises(Error, match="ERR_CONNECTION_RESET"):
        press(page, SEND)
    assert lost == [303]
    expect(page).to_have_url(re.compile("^chrome-error:"))
    page.reload()
    return number_of(page)


def number_of(page: Page) -> str:
    """Return the number of the case whose page stands open."""
    found = re.search(r"/procedures/(VG-[\d-]+)", page.url)
    assert found, page.url
    return found[1]


def came_in_whole(served: Served, number: str) -> None:
    """Hold the case against what was typed: one case, every value, every byte of every file."""
    runtime = served.house.runtime
    with runtime.store.read() as tx:
        case = served.house.case(number)
        document = whereabouts.document(tx, case.id)
    assert number.endswith("00001"), "there is one case"
    assert document is not None
    assert missing(bpmn.visible(document), application()) == []
    with runtime.store.read() as tx:
        rows = document_rows.of_case(tx, case.id).rows
    reader = served.house.actors["nele.aerts"]
    found = {row.name: (row.type, read(served.house, number, row.id, reader)) for row in rows}
    assert found == {each.name: (each.kind, each.data) for each in FILES.values()}


def missing(kept: Any, typed: Any, where: str = "") -> list[str]:
    """Return where a case does not hold what was typed; it may hold more (what is computed)."""
    if isinstance(typed, Mapping):
        return [
            lack
            for name, value in typed.items()
            for lack in missing(kept.get(name) if kept else None, value, f"{where}.{name}")
        ]
    if isinstance(typed, list) and typed and isinstance(typed[0], Mapping):
        pairs = zip(kept or [], typed, strict=True)
        return [lack for at, two in enumerate(pairs) for lack in missing(*two, f"{where}.{at}")]
    return [] if kept == as_kept(kept, typed) else [f"{where}: {kept!r}, typed {typed!r}"]


def as_kept(kept: Any, typed: Any) -> Any:
    """Return a typed value in the kind that the case keeps it in."""
    if isinstance(kept, Decimal):
        return Decimal(str(typed))
    if isinstance(kept, time):
        return time.fromisoformat(typed)
    return typed
