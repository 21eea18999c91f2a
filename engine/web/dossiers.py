"""Dossiers: search, and one dossier with its cases."""

from __future__ import annotations

from flask import Response, request

from engine import cases, dossiers, http
from engine.model import Permission
from engine.web import page, shapes

pages = http.blueprint("dossiers", __name__)


@pages.get("/dossiers")
@http.demands(Permission.READ_CASES)
def search() -> Response:
    """Search dossiers and cases by number, name or place."""
    q = request.args.get("q", "")[:100]
    runtime, by = http.runtime(), http.actor()
    found = dossiers.search(runtime, by=by, q=q, page=page.number_in("blad"))
    paging = shapes.paging(found.page, found.pages, found.total, dossiers.PAGE_SIZE, request)
    return page.show(
        "dossiers.html",
        found=found,
        cases=[shapes.case_row(row) for row in found.cases],
        q=q,
        paging=paging,
        startable=cases.startable(runtime, by=by),
    )


@pages.get("/dossiers/<number>")
@http.demands(Permission.READ_CASES)
def dossier(number: str) -> Response:
    """Show one dossier with its cases."""
    runtime, by = http.runtime(), http.actor()
    view = dossiers.view(runtime, number=number, by=by)
    return page.show(
        "dossier.html",
        view=view,
        running=[shapes.case_row(row) for row in view.cases if row.ended_at is None],
        ended=[shapes.case_row(row) for row in view.cases if row.ended_at is not None],
        startable=cases.startable(runtime, by=by),
    )
