"""The register of decisions."""

from __future__ import annotations

from flask import Response, request

from engine import decisions, http
from engine.model import Permission
from engine.web import page

pages = http.blueprint("decisions", __name__)


@pages.get("/beslissingen")
@http.demands(Permission.READ_CASES)
def listing() -> Response:
    """List the decisions that the asker may read."""
    q = request.args.get("q", "")[:100]
    number = page.number_in("blad")
    found = decisions.listing(http.runtime(), by=http.actor(), q=q, page=number)
    return page.show("decisions.html", found=found, q=q, page=number)
