"""The front door: where each kind of person starts, and the pages about the pages."""

from __future__ import annotations

from flask import Response, make_response, redirect, url_for

from engine import http
from engine.model import Permission
from engine.web import page

pages = http.blueprint("home", __name__)

FIRST: tuple[tuple[Permission, str], ...] = (
    (Permission.WORK_TASKS, "tasks.inbox"),
    (Permission.DEPLOY_MODELS, "models.catalogue"),
    (Permission.AUDIT, "audit.overview"),
    (Permission.MANAGE_PEOPLE, "people.listing"),
    (Permission.READ_CASES, "dossiers.search"),
)


@pages.get("/")
@http.demands(Permission.SIGNED_IN)
def start() -> Response:
    """Send everybody to the page of their work; who has no role yet reads why."""
    session = http.current_session()
    held = session.permissions if session else frozenset()
    for permission, endpoint in FIRST:
        if permission in held:
            return make_response(redirect(url_for(endpoint), 303))
    return page.show("no_role.html")


@pages.get("/toegankelijkheid")
@http.demands(Permission.PUBLIC)
def accessibility() -> Response:
    """Show the accessibility statement."""
    return page.show("accessibility.html")


@pages.get("/hulp")
@http.demands(Permission.PUBLIC)
def help_page() -> Response:
    """Show the keys and the words."""
    return page.show("help.html")


@pages.get("/gezond")
@http.demands(Permission.PUBLIC)
def health() -> Response:
    """Say that the server answers and reaches its database; for whoever watches it."""
    http.runtime().check()
    return make_response("ok", 200, {"Content-Type": "text/plain; charset=utf-8"})
