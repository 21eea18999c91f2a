"""The gallery of forms: every component in every state, drawn as it is drawn everywhere else."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from engine import deployments, http
from engine.model import Permission
from engine.web import page

pages = http.blueprint("gallery", __name__)


@pages.get("/hulp/formulieren")
@http.demands(Permission.SIGNED_IN)
def overview() -> Response:
    """Show every component of the form language, in every state."""
    return page.show("gallery.html", showcases=deployments.form_gallery(http.runtime()))


@pages.get("/hulp/formulieren/<component>/<name>")
@http.demands(Permission.SIGNED_IN)
def example(component: str, name: str) -> Response:
    """Show one example, with what is filled in; nothing is kept."""
    found = deployments.form_example(
        http.runtime(),
        component=component,
        name=name,
        typed=_typed() if request.args else None,
        rows=page.row_change(),
        checked="_nakijken" in request.args,
    )
    return page.show("gallery_example.html", shown=found)


def _typed() -> dict[str, Any]:
    """Return what was filled in: a text each, or a list where a name came more than once."""
    return {name: values if len(values) > 1 else values[0] for name, values in request.args.lists()}
