"""Looking up while one types: municipalities, legal forms, records of a register."""

from __future__ import annotations

from flask import Response, make_response, request

from engine import http, registers
from engine.model import Permission

pages = http.blueprint("codes", __name__)


@pages.get("/codelijsten/<name>/zoek")
@http.demands(Permission.SIGNED_IN)
def search(name: str) -> Response:
    """Give the codes or records that have every word of `q`, as JSON; Raises NotFound."""
    q, known = request.args.get("q", ""), http.runtime().lists.get(name)
    if known is None:
        picks = registers.pick(http.runtime(), register=name, by=http.actor(), q=q)
        return make_response([{"code": each.code, "label": each.label} for each in picks], 200)
    found = known.search(q)
    return make_response([{"code": each.text, "label": each.label} for each in found], 200)
