"""The pages, in Dutch: they translate between a browser and the verbs, and do nothing else."""

from __future__ import annotations

from flask import Flask

from engine import http, telemetry
from engine.runtime import Runtime
from engine.web import (
    absences,
    assets,
    audit,
    booking,
    cases,
    codelists,
    codes,
    connections,
    decisions,
    documents,
    dossiers,
    failures,
    forms,
    gallery,
    home,
    lawbook,
    letters,
    lines,
    loading,
    mandates,
    models,
    operations,
    page,
    people,
    pickers,
    pieces,
    portfolios,
    post,
    proposals,
    registers,
    rehearsals,
    reminders,
    signin,
    signing,
    starting,
    tables,
    tasks,
    team,
    texts,
    undelivered,
    uploads,
    watching,
)

ROOMS = (
    home,
    signin,
    tasks,
    absences,
    reminders,
    team,
    starting,
    cases,
    codelists,
    codes,
    documents,
    letters,
    mandates,
    pickers,
    uploads,
    dossiers,
    decisions,
    signing,
    lawbook,
    models,
    rehearsals,
    proposals,
    forms,
    tables,
    texts,
    gallery,
    audit,
    booking,
    post,
    pieces,
    portfolios,
    registers,
    loading,
    people,
    operations,
    connections,
    undelivered,
    watching,
)


def create_app(runtime: Runtime) -> Flask:
    """Build the Flask application around `runtime`; raises if a route declares no permission."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.extensions["procesregie"] = runtime
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    telemetry.set_up()
    lines.install(app)
    http.guard(app)
    for room in ROOMS:
        app.register_blueprint(room.pages)
    assets.add_assets(app)
    page.install(app)
    failures.install(app)
    _check_permissions(app)
    return app


def _check_permissions(app: Flask) -> None:
    for endpoint in app.view_functions:
        if endpoint != "static" and http.permission_of(app, endpoint) is None:
            raise RuntimeError(f"route {endpoint} declares no permission")
