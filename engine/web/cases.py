"""One case: where it stands, what happened, its papers, its data, its diagram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, request, url_for

from engine import cases, documents, http
from engine.model import DocumentKind, Permission
from engine.web import expected, files, page, reminders, shapes, starting

pages = http.blueprint("cases", __name__)

LATEST = 5
LISTS: Mapping[str, str] = {
    "open_tasks": "open",
    "timeline": "verloop",
    "documents": "brieven",
    "decisions": "beslissingen",
    "evaluations": "regels",
    "closed_tasks": "taken",
}


@pages.get("/procedures/<number>")
@http.demands(Permission.READ_CASES)
def case(number: str) -> Response:
    """Show where a case stands."""
    return _case_page(number, "overview")


@pages.get("/procedures/<number>/verloop")
@http.demands(Permission.READ_CASES)
def history(number: str) -> Response:
    """Show what happened, day by day."""
    return _case_page(number, "history")


@pages.get("/procedures/<number>/documenten")
@http.demands(Permission.READ_CASES)
def papers(number: str) -> Response:
    """Show letters and decisions."""
    return _case_page(number, "papers")


@pages.get("/procedures/<number>/gegevens")
@http.demands(Permission.READ_CASES)
def data(number: str) -> Response:
    """Show what was filled in and which rules were applied."""
    return _case_page(number, "data")


@pages.get("/procedures/<number>/diagram")
@http.demands(Permission.READ_CASES)
def diagram(number: str) -> Response:
    """Show the diagram and the same as a list of steps."""
    http.draws_diagram()
    wanted = request.args.get("proces") or None
    runtime, by = http.runtime(), http.actor()
    view = cases.view(runtime, number=number, by=by)
    drawn = cases.diagram(runtime, number=number, by=by, process_id=wanted)
    processes, shown = shapes.processes(drawn), drawn.process_id
    return page.show(
        "case_diagram.html",
        view=view,
        tab="diagram",
        sentence=shapes.sentence(view, page.today()),
        svg=cases.drawing(drawn),
        marks=drawn.marks,
        shown=shown,
        shown_name=processes.get(shown) or view.head.process_name,
        steps=[shapes.step(each) for each in drawn.elements if each.process == shown],
        processes=list(processes.items()),
        xml_url=url_for("cases.diagram_xml", number=number, proces=shown),
    )


@pages.get("/procedures/<number>/diagram.bpmn")
@http.demands(Permission.READ_CASES)
def diagram_xml(number: str) -> Response:
    """Give the analyst's own XML to the viewer."""
    drawn = cases.diagram(
        http.runtime(),
        number=number,
        by=http.actor(),
        process_id=request.args.get("proces") or None,
    )
    return make_response(drawn.source, 200, {"Content-Type": "application/xml"})


@pages.get("/procedures/<number>/documenten/<document_id>")
@http.demands(Permission.READ_CASES)
def document(number: str, document_id: str) -> Response:
    """Give a document: a letter opens in the browser, a file that was sent is only saved."""
    file = documents.read(http.runtime(), number=number, document_id=document_id, by=http.actor())
    row = file.row
    if row.kind == DocumentKind.LETTER:
        return files.opened(file.data, f"{number}-{row.kind}.pdf", row.media_type, row.size)
    return files.saved(file.data, row.name, row.media_type, row.size)


def _case_page(number: str, tab: str) -> Response:
    at = {each: page.number_in(name) for each, name in LISTS.items()}
    view = cases.view(http.runtime(), number=number, by=http.actor(), at=at)
    today = page.today()
    shown: dict[str, Any] = {
        "view": view,
        "tab": tab,
        "sentence": shapes.sentence(view, today),
        "clocks": shapes.clocks(view.clocks, today),
        "warnings": [reminders.told(each) for each in view.warnings],
        "timeline": shapes.timeline(view.timeline.rows),
        "latest": shapes.timeline(view.timeline.rows, LATEST),
        "open_tasks": [shapes.open_task(task, view.names, today) for task in view.open_tasks.rows],
        "rules": [shapes.rule_facts(row) for row in view.evaluations.rows],
        "pagings": shapes.pagings(view, LISTS, request),
        "expected": expected.drawn(view.checklist, number),
        "reopening": _reopening(view),
    }
    return page.show("case.html", **shown)


def _reopening(view: cases.CaseView) -> list[dict[str, str]]:
    """Return what would take up a closed case again, unless something did or was asked to."""
    head, links = view.head, view.links
    if head.ended_at is None or head.dossier_number is None:
        return []
    if links.reopened_as or links.asked_in or links.asks_for:
        return []
    return starting.about(cases.About.CLOSED_CASE, head.number, head.dossier_number)
