"""Every route that changes something, or shows somebody's file, leaves a line in the trail."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine import cases
from engine.cases import showing
from tests.web.site import Site
from tests.web.visits import VISITS, address, pay, routes

EXEMPT: Mapping[str, str] = {
    "home.start": "only sends people on to the page of their work",
    "home.accessibility": "a text, the same for everybody",
    "home.help_page": "a text, the same for everybody",
    "home.health": "says ok; for whoever watches the server",
    "watching.health": "says ok; for whoever watches the server",
    "watching.metrics": "counts and times; nothing of persons",
    "watching.ready": "says what is well; for whoever watches the server",
    "signin.form": "an empty form",
    "signin.password": "an empty form; nothing is spent by looking",
    "signin.set_up_form": "an empty form; nothing is spent by looking",
    "tasks.following": "only sends people on to a task, whose page writes the look",
    "tasks.questions": "the form of a task that the asker has taken, and taking it is written",
    "codes.search": "names and codes of a list; nothing of persons",
    "gallery.overview": "made-up examples, the same for everybody",
    "gallery.example": "a made-up example with what the asker typed, and nothing else",
    "starting.choose": "names of procedures, and of what the asker began",
    "starting.start_form": "an empty form, or what the asker typed in it",
    "starting.start_questions": "what the asker typed, and nothing else",
    "cases.diagram_xml": "the analyst's own drawing; nothing of the case stands in it",
    "models.catalogue": "names and versions of procedures; nothing of persons",
    "models.arrange": "what the analyst drew, and nothing else",
    "rehearsals.last": "how the asker's own scenarios went; nothing of persons",
    "proposals.listing": "names of files, and who proposed them; nothing of cases",
    "proposals.xml": "what an analyst drew; nothing of cases",
    "models.lint": "what the analyst drew, and nothing else",
    "forms.catalogue": "names of forms; nothing of persons",
    "texts.catalogue": "names of letters and blocks; nothing of persons",
    "forms.preview": "what the asker drew and typed, and nothing else",
    "forms.lint": "what the asker drew, and nothing else",
    "tables.catalogue": "names of tables; nothing of persons",
    "tables.lint": "what the asker wrote, and nothing else",
    "people.new": "an empty form",
    "loading.form": "an empty form",
    "registers.new": "an empty form",
    "lawbook.listing": "the law, the same for everybody; nothing of persons",
    "lawbook.term": "the law and how many clocks run; nothing of persons",
    "lawbook.propose_form": "the law and an empty form",
    "codelists.overview": "what forms let choose; nothing of persons",
    "codelists.one": "what forms let choose, and who changed it; nothing of cases",
    "codelists.propose_form": "a code and an empty form",
    "codelists.change": "what forms will let choose, and who proposed it; nothing of cases",
    "mandates.one": "who may decide what; nothing of cases",
    "mandates.propose_form": "names of colleagues and an empty form",
    "lawbook.unconfirmed": "the law and who may confirm it; nothing of cases",
}
PREVIEWS = {
    "tasks.questions",
    "starting.start_questions",
    "forms.preview",
    "forms.lint",
    "models.arrange",
    "models.lint",
    "tables.lint",
}


def silent(site: Site, endpoint: str) -> bool:
    """Pay the visit that succeeds and tell whether it left no line behind."""
    visit = VISITS[endpoint](site)
    browser = site.visit(visit.login)
    path = address(site.app, endpoint, visit)
    before = site.events()
    answer = pay(browser, path, routes(site.app)[endpoint], visit)
    assert answer.status_code in {200, 303}, (answer.status_code, answer.text[:2000])
    return site.events() == before


def test_every_route_has_a_visit(shared_site: Site) -> None:
    assert set(routes(shared_site.app)) == set(VISITS)


@pytest.mark.parametrize("endpoint", sorted(VISITS))
def test_a_visit_leaves_a_line_unless_it_is_exempt(site: Site, endpoint: str) -> None:
    assert silent(site, endpoint) == (endpoint in EXEMPT)


def test_nothing_is_changed_without_a_line(shared_site: Site) -> None:
    posts = {name for name, method in routes(shared_site.app).items() if method == "POST"}
    assert posts & set(EXEMPT) == PREVIEWS


def test_a_route_that_shows_a_case_in_silence_is_found(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent_view(
        runtime: object, *, number: str, by: object, at: Mapping[str, int]
    ) -> cases.CaseView:
        with site.house.runtime.store.read() as tx:
            reader = site.house.actors["an.admin"]
            case = cases.readable(site.house.runtime, tx, number, reader)
            return showing.view_of(site.house.runtime, tx, case, at, reader)

    monkeypatch.setattr(cases, "view", silent_view)
    assert silent(site, "cases.case")


def test_a_route_that_changes_in_silence_is_found(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.store.history.append", lambda *_rest: None)
    assert silent(site, "tasks.claim")
