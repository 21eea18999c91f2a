"""The auditor's pages: what happened, who looked, which rules, and whether it is whole."""

from __future__ import annotations

from flask import Response, request

from engine import history, http
from engine.model import HistoryKind, Permission
from engine.web import page, shapes

pages = http.blueprint("audit", __name__)


@pages.get("/audit")
@http.demands(Permission.AUDIT)
def overview() -> Response:
    """Show the newest events, of one person or of one kind when asked."""
    kind = request.args.get("soort", "")
    kind = kind if kind in {str(each) for each in HistoryKind} else ""
    person = request.args.get("persoon", "")[:60]
    events, log = history.search(
        http.runtime(), by=http.actor(), person_id=person or None, kind=kind or None
    )
    kinds = [(str(each), shapes.kind_words(each)) for each in HistoryKind]
    return page.show("audit.html", events=events, log=log, kinds=kinds, kind=kind, person_id=person)


@pages.get("/audit/procedures/<number>")
@http.demands(Permission.AUDIT)
def case(number: str) -> Response:
    """Read one case: who, when, old and new, which versions, which rule fired."""
    view = history.read_case(http.runtime(), number=number, by=http.actor())
    return page.show(
        "audit_case.html",
        view=view,
        events=shapes.audit_events(view),
        tables=[shapes.rule_table(each) for each in view.evaluations],
    )


@pages.post("/audit/nakijken")
@http.demands(Permission.AUDIT)
def verify() -> Response:
    """Check every chain and seal and show the verdict."""
    verdict = history.verify(http.runtime(), by=http.actor())
    return page.show("audit_verdict.html", verdict=verdict)
