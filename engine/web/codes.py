"""Looking codes up while one types: municipalities, legal forms."""

from __future__ import annotations

from flask import Response, make_response, request

from engine import errors, http
from engine.model import Permission

pages = http.blueprint("codes", __name__)


@pages.get("/codelijsten/<name>/zoek")
@http.demands(Permission.SIGNED_IN)
def search(name: str) -> Response:
    """Give the codes that have every word of `q`, as JSON; Raises NotFound."""
    known = http.runtime().lists.get(name)
    if known is None:
        raise errors.NotFound("code_list", name=name)
    found = known.search(request.args.get("q", ""))
    return make_response([{"code": each.text, "label": each.label} for each in found], 200)
