"""The auditor's pages: what happened, who looked, which rules, and whether it is whole."""

from __future__ import annotations

from flask import Response, request

from engine import history, http
from engine.model import HistoryKind, Permission
from engine.web import audit_shapes, page, shapes

pages = http.blueprint("audit", __name__)

LISTS = {"events": "gebeurtenissen", "evaluations": "regels", "reads": "gekeken"}


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
    number = request.args.get("nummer", "").strip()[:40]
    if number:
        return page.back_to("audit.case", number=number)
    kinds = [
        {"value": str(each), "label": audit_shapes.kind_words(each), "chosen": str(each) == kind}
        for each in HistoryKind
    ]
    numbers = history.numbers(http.runtime(), by=http.actor(), rows=(*events, *log))
    lines, said = audit_shapes.audit_lines(events, numbers), audit_shapes.audit_lines(log, numbers)
    of_person = [line["actor"] for line in (*lines, *said) if line["person_id"] == person]
    return page.show(
        "audit.html",
        events=lines,
        log=said,
        kind_options=kinds,
        kind=kind,
        person_id=person,
        person_name=of_person[0] if of_person else "",
    )


@pages.get("/audit/procedures/<number>")
@http.demands(Permission.AUDIT)
def case(number: str) -> Response:
    """Read one case: who, when, old and new, which versions, which rule fired."""
    at = {each: page.number_in(name) for each, name in LISTS.items()}
    view = history.read_case(http.runtime(), number=number, by=http.actor(), at=at)
    return page.show(
        "audit_case.html",
        view=view,
        events=audit_shapes.audit_events(view),
        reads=audit_shapes.reads(view.reads.rows),
        tables=[audit_shapes.rule_table(each) for each in view.evaluations.rows],
        pagings=shapes.pagings(view, LISTS, request),
    )


@pages.post("/audit/nakijken")
@http.demands(Permission.AUDIT)
def verify() -> Response:
    """Check every chain and seal and show the verdict."""
    verdict = history.verify(http.runtime(), by=http.actor())
    return page.show(
        "audit_verdict.html", verdict=verdict, faults=audit_shapes.faults(verdict.faults)
    )
